// Warns two minutes before an idle sign-in ends, and says so honestly once it has. Typing counts as activity; the page's own polling does not.
import { announce } from "./announce.js";
import { words } from "./time.js";

const WARNING = 120;
const dialog = document.getElementById("bo-idle");
const limit = Number(document.body.dataset.idleSeconds || 0);
let isLast = false; // the longest time is nearly over, and nothing can put it off
let timer = 0, counting = 0, endsAt = 0, told = performance.now();

function arm(seconds) {
  clearTimeout(timer);
  clearInterval(counting);
  endsAt = performance.now() + seconds * 1000;
  timer = setTimeout(check, Math.max(1, seconds - WARNING) * 1000);
}

async function ask(options) {
  const response = await fetch(dialog.dataset.keepaliveUrl, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
  if (!response.ok) throw new Error("signed out");
  return Number((await response.json()).left);
}

// Another window may have been busy: the server knows.
async function check() {
  try {
    const left = await ask({ headers: { "X-Background": "1" } });
    if (left > WARNING + 5) return arm(left);
    endsAt = performance.now() + left * 1000;
  } catch { /* the warning is shown all the same */ }
  if (!dialog.open) dialog.showModal();
  announce("You are about to be signed out.");
  counting = setInterval(count, 1000);
  return count();
}

function count() {
  const left = endsAt - performance.now();
  const line = dialog.querySelector("[data-idle-left]");
  if (left > 0) {
    if (line) line.textContent = `in ${words(left)}`;
    return;
  }
  clearInterval(counting);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("h2").textContent = "You have been signed out";
  dialog.querySelector("p").textContent = "What you typed is still on this page. Close this, send the form, and sign in when you are asked: it goes on from there.";
  dialog.querySelector("[data-stay]").textContent = "Close";
}

async function stay(event) {
  event?.preventDefault();
  if (performance.now() > endsAt) {
    dialog.close();
    return;
  }
  if (isLast) {
    dialog.close();
    return;
  }
  try {
    const left = await ask({ method: "POST", body: new FormData(dialog.querySelector("form")) });
    if (left > WARNING) {
      arm(left);
      dialog.close();
      return;
    }
    isLast = true;
    endsAt = performance.now() + left * 1000;
    dialog.querySelector("p").textContent = `A sign-in lasts only so long, and yours ends in ${words(left * 1000)}. Send what you are writing, then sign in again.`;
    dialog.querySelector("[data-stay]").textContent = "Close";
  } catch {
    endsAt = performance.now();
    count();
  }
}

if (dialog && limit) {
  arm(limit);
  dialog.querySelector("form").addEventListener("submit", stay);
  dialog.addEventListener("cancel", stay);
  document.addEventListener("input", () => {
    if (performance.now() - told < 300000) return;
    told = performance.now();
    ask({ method: "POST", body: new FormData(dialog.querySelector("form")) }).then(arm, () => {});
  });
}
