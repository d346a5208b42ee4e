// Keys for the questions: j and k move between them, 2 1 0 n c answer the one in focus; a comment opens when the answer is not "met".
const VALUES = { 2: "MET", 1: "PARTLY", 0: "NOT_MET", n: "NOT_APPLICABLE", c: "CANNOT_TELL" };
const questions = [...document.querySelectorAll("[data-question]")];
let current = -1;

function showComment(question) {
  const chosen = question.querySelector("input[type=radio]:checked");
  const comment = question.querySelector("[data-comment]");
  const written = comment.querySelector("textarea").value.trim();
  const prompted = question.querySelector(".bo-question__prompts");
  comment.hidden = !(written || prompted || (chosen && chosen.value !== "MET") || comment.querySelector(".govuk-error-message"));
}

function go(step) {
  if (!questions.length) return;
  current = Math.min(Math.max(current + step, 0), questions.length - 1);
  questions[current].focus({ preventScroll: true });
  questions[current].scrollIntoView({ block: "center" });
}

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=radio])") !== null;
}

document.addEventListener("keydown", (event) => {
  if (!("shortcuts" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    go(event.key === "j" ? 1 : -1);
  } else if (event.key in VALUES && current >= 0) {
    const radio = questions[current].querySelector(`input[type=radio][value=${VALUES[event.key]}]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    showComment(questions[current]);
    const comment = questions[current].querySelector("[data-comment]");
    if (radio.value !== "MET" && !comment.hidden) comment.querySelector("textarea").focus();
    else go(1);
  }
});

for (const [position, question] of questions.entries()) {
  question.addEventListener("focusin", () => { current = position; });
  question.addEventListener("change", () => showComment(question));
  showComment(question);
}
