import { ALONE, isModifier } from "./scanning.js";

// A passport's lines are read as soon as they are whole: a reader on the keyboard's plug types them in a moment and ends each with Enter, which
// only begins a new line here.
const WHOLE = [[44, 44], [36, 36], [30, 30, 30], [88]];
const FIRST = /^[PIACV]$/;

function isWhole(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  return WHOLE.some((lengths) => lengths.length === lines.length && lengths.every((length, index) => lines[index].length === length));
}

for (const box of document.querySelectorAll("textarea[data-passport]")) {
  const button = box.form?.querySelector("[data-read-passport]");
  let timer = 0, read = box.value;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (button && box.value !== read && isWhole(box.value)) {
      timer = setTimeout(() => { read = box.value; button.click(); }, 250);
    }
  });
}

// Nothing has the focus: the first letter may be a press of its own. With the second, close behind it, both go into the box.
let begun = null;

document.addEventListener("keydown", (event) => {
  if (isModifier(event)) return;
  const box = document.querySelector("textarea[data-passport]");
  const typing = event.target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], dialog[open]");
  const first = begun;
  begun = null;
  if (!box || typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
  if (!first || event.timeStamp - first.at > ALONE) {
    if (FIRST.test(event.key)) begun = { key: event.key, at: event.timeStamp };
    return;
  }
  const around = box.closest("details");
  if (around) around.open = true;
  box.focus();
  box.setRangeText(first.key, box.value.length, box.value.length, "end"); // the second letter is then typed behind it
});

// A reader that found another line of the form: what it typed goes where it belongs, and its Enter presses nothing.
document.addEventListener("keydown", (event) => {
  const line = event.target, box = document.querySelector("textarea[data-passport]");
  if (event.key !== "Enter" || !box || line.nodeName !== "INPUT" || !/^[PIACV][A-Z<][A-Z<]{3}[A-Z<]{20,}$/.test(line.value.trim().slice(-44))) return;
  event.preventDefault();
  const at = Math.max(0, line.value.trim().length - 44);
  const around = box.closest("details");
  if (around) around.open = true;
  box.value = `${line.value.trim().slice(at)}\n`;
  line.value = line.value.trim().slice(0, at);
  box.focus();
});
