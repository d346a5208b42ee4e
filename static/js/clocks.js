// Clocks tick here and are true there: each minute, at the due instant, and whenever the page wakes, the server draws the panel again.
import { announce } from "./announce.js";
import { confirm, hasJumped, left, londonTime, now, onWake, words } from "./time.js";

const LIVE = ["RUNNING", "SOON", "OVERDUE"];
const MINUTE = 60000;
const WORDS = { SOON: "Due soon", OVERDUE: "Overdue" };
const ICONS = {
  SOON: '<path d="M10 1.5 19 18H1z" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linejoin="round"/><path d="M10 7v5" stroke="currentColor" stroke-width="2.2"/><circle cx="10" cy="15" r="1.3" fill="currentColor"/>',
  OVERDUE: '<path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" fill="currentColor"/><path d="M10 5v6" stroke="#fff" stroke-width="2.4"/><circle cx="10" cy="14.4" r="1.5" fill="#fff"/>',
};
let confirmedAt = now();
let failures = 0;

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function isLate(clock, at) {
  const due = Date.parse(clock.dataset.due);
  return clock.dataset.strict === "true" ? at >= due : at > due;
}

function tick(clock, at) {
  if (!LIVE.includes(clock.dataset.state)) return false;
  const due = Date.parse(clock.dataset.due);
  write(clock.querySelector("[data-left]"), left(due, at));
  const bar = clock.querySelector("[data-bar]");
  if (bar && clock.dataset.starts) bar.value = Math.max(0, Math.min(bar.max, (at - Date.parse(clock.dataset.starts)) / 1000));
  const state = isLate(clock, at) ? "OVERDUE" : clock.dataset.soon && at >= Date.parse(clock.dataset.soon) ? "SOON" : "RUNNING";
  if (LIVE.indexOf(state) <= LIVE.indexOf(clock.dataset.state)) return false;
  turn(clock, state);
  return true;
}

function turn(clock, state) {
  clock.dataset.state = state;
  write(clock.querySelector("[data-state-word]"), WORDS[state]);
  const icon = clock.querySelector(".bo-clock-icon");
  if (icon) icon.innerHTML = ICONS[state];
  changed(clock);
}

// What a clock is, whichever panel it was drawn in: the record's address or key, and the rule.
function keyOf(clock) {
  const row = clock.closest("[data-record]") || clock.closest("tr");
  const record = row ? row.dataset.record || row.querySelector("a")?.getAttribute("href") || "" : "";
  return `${record} ${clock.dataset.rule} ${clock.dataset.due}`;
}

function changed(clock) {
  const word = clock.querySelector("[data-state-word]")?.textContent || "";
  announce(`${clock.dataset.name}: ${word}. ${clock.querySelector("[data-left]")?.textContent || ""}`);
  clock.dispatchEvent(new CustomEvent("borderops:state", {
    bubbles: true, detail: { state: clock.dataset.state, name: clock.dataset.name, key: keyOf(clock), record: keyOf(clock).split(" ")[0] },
  }));
}

function tickAll() {
  const at = now();
  let crossed = false;
  document.querySelectorAll("[data-clock]").forEach((clock) => { crossed = tick(clock, at) || crossed; });
  document.querySelectorAll("[data-since]").forEach((each) => write(each, words(at - Date.parse(each.dataset.since))));
  if (crossed || hasJumped()) refresh();
}

function honest(text, ok) {
  document.querySelectorAll("[data-confirmed]").forEach((line) => {
    line.dataset.confirmed = ok ? "yes" : "no";
    write(line.querySelector("[data-confirmed-text]"), text);
  });
}

function states(panel) {
  return new Map([...panel.querySelectorAll("[data-clock]")].map((clock) => [keyOf(clock), clock.dataset.state]));
}

// The reader's place survives the exchange: what was unfolded stays so, what was focused keeps the focus.
function exchange(panel, fresh) {
  const controls = (within) => [...within.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]")];
  const focused = controls(panel).indexOf(document.activeElement);
  const unfolded = [...panel.querySelectorAll("details")].map((each) => each.open);
  fresh.querySelectorAll("details").forEach((each, index) => { each.open = Boolean(unfolded[index]); });
  const before = states(panel);
  panel.replaceWith(fresh);
  if (focused >= 0) controls(fresh)[focused]?.focus({ preventScroll: true });
  fresh.querySelectorAll("[data-clock]").forEach((clock) => {
    const key = keyOf(clock);
    if (!before.has(key) || before.get(key) !== clock.dataset.state) changed(clock);
  });
  document.dispatchEvent(new CustomEvent("borderops:exchanged", { detail: { panel: fresh } }));
}

async function fetchPanel(panel) {
  const asked = performance.now();
  const stop = AbortSignal.timeout ? AbortSignal.timeout(10000) : undefined;
  const response = await fetch(panel.dataset.clockUrl, {
    headers: { "X-Background": "1" }, credentials: "same-origin", cache: "no-store", redirect: "manual", signal: stop,
  });
  const answered = performance.now();
  if (response.type === "opaqueredirect" || response.status === 401) throw new Error("signed out");
  if (!response.ok) throw new Error(`status ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-clocks]");
  if (!fresh) throw new Error("no panel");
  return { fresh: document.importNode(fresh, true), asked, answered };
}

let running = false;
let again = false;
let timer = 0;

export async function refresh() {
  const panels = [...document.querySelectorAll("[data-clocks][data-clock-url]")];
  if (!panels.length || running) return;
  running = true;
  again = false;
  clearTimeout(timer);
  try {
    for (const panel of panels) {
      const { fresh, asked, answered } = await fetchPanel(panel);
      const moved = confirm(fresh.dataset.serverNow, asked, answered);
      exchange(panel, fresh);
      confirmedAt = now();
      failures = 0;
      const note = Math.abs(moved) > 5000 ? ` This device was ${words(moved)} ${moved > 0 ? "behind" : "ahead"}; the service's time is shown.` : "";
      honest(`Clock confirmed at ${londonTime(confirmedAt)}.${note}`, true);
    }
    timer = setTimeout(refresh, MINUTE);
  } catch (fault) {
    failures += 1;
    const why = fault.message === "signed out" ? "You are no longer signed in." : "The service has not answered.";
    honest(`Clock not confirmed since ${londonTime(confirmedAt)}. ${why} Trying again.`, false);
    if (failures === 1) announce(`Clock not confirmed since ${londonTime(confirmedAt)}.`);
    timer = setTimeout(refresh, Math.min(MINUTE, 2000 * 2 ** Math.min(failures, 5)));
  } finally {
    running = false;
  }
  tickAllOnce();
  if (again) refresh();
}

// A page that wakes while it is being answered was answered for the time before: it asks once more.
function wake() {
  again = running;
  refresh();
}

// After an exchange the words are drawn for the new instant at once, without asking again.
function tickAllOnce() {
  const at = now();
  document.querySelectorAll("[data-clock]").forEach((clock) => tick(clock, at));
}

if (document.querySelector("[data-clock], [data-since]")) {
  setInterval(tickAll, 1000);
  tickAllOnce();
  onWake(wake);
  timer = setTimeout(refresh, MINUTE);
}
