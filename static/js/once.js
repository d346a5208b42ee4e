// A second press on the same button does nothing. The server guards by the form's one-time id as well; this only saves the officer the doubt.
import { announce } from "./announce.js";

const AGAIN_AFTER = 15000; // a press that led nowhere may be repeated: the one-time id makes that safe

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[data-held]").forEach((button) => {
    button.removeAttribute("data-held");
    button.removeAttribute("aria-disabled");
    button.disabled = false;
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  announce("Sending");
  const buttons = [...form.elements].filter((element) => element.type === "submit" && !element.disabled);
  // After the browser has gathered the fields, or the pressed button's own value would be missing.
  setTimeout(() => buttons.forEach((button) => {
    button.setAttribute("data-held", "");
    button.setAttribute("aria-disabled", "true");
    button.disabled = true;
  }), 0);
  setTimeout(() => release(form), AGAIN_AFTER);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
