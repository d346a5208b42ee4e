// A choice opens the field which belongs to it. GOV.UK's own script would put aria-expanded on a radio button, where it is not allowed; the field
// follows its choice in reading order, so nothing else is needed. A hidden field keeps what was typed.
function draw() {
  document.querySelectorAll("input[data-reveals]").forEach((choice) => {
    const kind = choice.type === "radio" ? "radios" : "checkboxes";
    document.getElementById(choice.dataset.reveals)?.classList.toggle(`govuk-${kind}__conditional--hidden`, !choice.checked);
  });
}

document.addEventListener("change", draw);
window.addEventListener("pageshow", draw);
draw();
