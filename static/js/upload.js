// Shows how much of the files has been sent. Without it the form is sent as any other, and the browser shows what it likes.
import { announce } from "./announce.js";

const STEP = 25; // per cent between two announcements

function busy(form, is) {
  form.querySelector("[data-upload-state]").hidden = !is;
  form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = is; });
}

function show(form, words, percent) {
  form.querySelector("[data-upload-words]").textContent = words;
  form.querySelector("progress").value = percent;
}

// What was wrong stands in the answer; the form keeps the files that were chosen.
function tell(form, html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const place = document.querySelector("[data-upload-errors]");
  const errors = answer.querySelector("[data-upload-errors]");
  if (!errors) return form.submit();
  place.replaceChildren(...errors.childNodes);
  const id = answer.querySelector("[data-upload] [name=submission_id]");
  if (id) form.elements.submission_id.value = id.value;
  place.focus();
  announce("Nothing was attached. Read what is wrong at the top of the page.");
}

function send(form) {
  const request = new XMLHttpRequest();
  let told = 0;
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor((100 * event.loaded) / event.total);
    show(form, percent < 100 ? `Sending: ${percent} per cent` : "Sent. The files are being checked", percent);
    if (percent >= told + STEP) announce(`${(told = percent)} per cent sent`);
  });
  request.addEventListener("load", () => {
    if (request.status === 204) return location.assign(request.responseURL);
    busy(form, false);
    if (request.status === 422) return tell(form, request.responseText);
    form.submit(); // signed out, or anything else that only a page of its own can say
  });
  request.addEventListener("error", () => {
    busy(form, false);
    announce("Not sent: the service cannot be reached. The files are still chosen; try again.");
    show(form, "Not sent: the service cannot be reached. The files are still chosen; try again.", 0);
    form.querySelector("[data-upload-state]").hidden = false;
  });
  busy(form, true);
  show(form, "Sending", 0);
  request.send(new FormData(form));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-upload]") || event.defaultPrevented) return;
  event.preventDefault();
  send(form);
});
