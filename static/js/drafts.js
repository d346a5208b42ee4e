// What is typed is kept on the server while it is typed: five seconds after the last key, ten at most, and on leaving a field. Nothing is put in
// the browser's own storage. Only typing starts a save; a retry says that it is one, so that it does not count as activity.
import { announce } from "./announce.js";
import { londonTime, now } from "./time.js";

const QUIET = 5000, LONGEST = 10000;
const unsaved = new Set();

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]");
    this.version = Number(form.dataset.draftVersion || 0);
    this.savedAt = now();
    this.dirty = this.busy = this.stopped = false;
    this.failures = 0;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("focusout", () => { if (this.dirty) this.save(); });
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) this.leave(); });
    window.addEventListener("pagehide", () => { if (this.dirty) this.send({ keepalive: true }).catch(() => {}); });
    window.addEventListener("online", () => { if (this.dirty) this.save(true); });
  }

  typed() {
    if (this.stopped) return;
    if (!this.dirty) {
      this.dirty = true;
      this.firstTyped = performance.now();
      unsaved.add(this);
    }
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(QUIET, this.firstTyped + LONGEST - performance.now()));
    this.timer = setTimeout(() => this.save(), wait);
  }

  leave() {
    clearTimeout(this.timer);
    this.dirty = false;
    unsaved.delete(this);
  }

  say(text, state) {
    if (!this.line) return;
    this.line.textContent = text;
    this.line.dataset.state = state;
  }

  send(options = {}, again = false) {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.set("draft_version", String(this.version + 1));
    const headers = again ? { "X-Background": "1" } : {};
    return fetch(this.form.dataset.draftUrl, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", ...options });
  }

  async save(again = false) {
    clearTimeout(this.timer);
    if (this.busy || this.stopped || !this.dirty) return;
    this.busy = true;
    this.dirty = false;
    try {
      const response = await this.send({ signal: AbortSignal.timeout ? AbortSignal.timeout(15000) : undefined }, again);
      if (response.status === 409) return this.overtaken();
      if (response.type === "opaqueredirect" || !response.ok) throw new Error(response.type === "opaqueredirect" ? "signed out" : "refused");
      const answer = await response.json();
      this.version = Number(answer.version || this.version + 1);
      this.savedAt = now();
      this.failures = 0;
      if (!this.dirty) unsaved.delete(this);
      this.say(`Saved ${londonTime(this.savedAt)}`, "saved");
    } catch (fault) {
      this.failed(fault);
    } finally {
      this.busy = false;
      if (this.dirty && !this.stopped && !this.failures) this.typed();
    }
    return undefined;
  }

  failed(fault) {
    this.dirty = true;
    this.failures += 1;
    unsaved.add(this);
    const why = fault.message === "signed out" ? " You are no longer signed in: send the form, sign in, and it goes on from there." : " Trying again; keep this page open.";
    this.say(`Not saved since ${londonTime(this.savedAt)}.${why}`, "failed");
    if (this.failures === 1) announce(`Not saved since ${londonTime(this.savedAt)}.`);
    this.timer = setTimeout(() => this.save(true), Math.min(60000, QUIET * 2 ** (this.failures - 1)));
  }

  overtaken() {
    this.stopped = true;
    this.dirty = true;
    unsaved.add(this);
    this.say("A newer draft of this form was saved from another window. This one is no longer being saved; copy what you need before you leave.", "failed");
    announce("A newer draft of this form was saved from another window.");
    return undefined;
  }
}

document.querySelectorAll("form[data-draft-url]").forEach((form) => new Draft(form));

window.addEventListener("beforeunload", (event) => {
  if (![...unsaved].some((draft) => draft.failures || draft.stopped)) return;
  event.preventDefault();
  event.returnValue = "";
});
