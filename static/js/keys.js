// Shortcuts. Ctrl+K is for everyone; single keys only for those who left them on, and never while something is being typed.
// A reader on the keyboard's plug types a whole line at once, into whatever is there: a letter is a press of its own only when no other
// stands close before or after it.
import { ALONE, isModifier } from "./scanning.js";

const single = document.body.hasAttribute("data-shortcuts");
const dialog = document.getElementById("bo-keys");

function isTyping(target) {
  return target.isContentEditable || Boolean(target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog[open]"));
}

function nameOf(element) {
  return element.dataset.keyLabel || [...element.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();
}

function show() {
  const list = dialog.querySelector("[data-keys-list]");
  list.querySelectorAll("[data-made]").forEach((made) => made.remove());
  document.querySelectorAll("[data-key]").forEach((element) => {
    const row = document.createElement("div"), term = document.createElement("dt"), key = document.createElement("kbd"), name = document.createElement("dd");
    row.dataset.made = "";
    key.textContent = element.dataset.key;
    name.textContent = nameOf(element);
    term.append(key);
    row.append(term, name);
    list.append(row);
  });
  dialog.showModal();
}

let waiting = 0, before = -Infinity;

document.addEventListener("keydown", (event) => {
  if (isModifier(event)) return;
  clearTimeout(waiting);
  const isAlone = event.timeStamp - before > ALONE;
  before = event.key.length === 1 ? event.timeStamp : -Infinity;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const box = document.getElementById("bo-find");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  if (!single || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (event.key === "?" && dialog) {
    event.preventDefault();
    show();
    return;
  }
  const chosen = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!isAlone || !chosen || chosen.disabled) return;
  event.preventDefault();
  waiting = setTimeout(() => press(chosen), ALONE);
});

function press(chosen) {
  const folded = chosen.closest("details:not([open])");
  if (folded) folded.open = true;
  if (!chosen.checkVisibility()) return;
  chosen.focus();
  chosen.click();
}

document.querySelectorAll("[data-show-keys]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", show);
});
