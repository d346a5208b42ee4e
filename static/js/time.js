// The service's time on this device. The present is the server's instant plus what the browser's steady counter has run since; the wall clock is
// only watched. When the two part, the device slept or its clock was moved: until the server is asked again the later of the two counts, because
// showing too little time left does less harm than showing too much.

let anchor = null; // { server, steady, wall }, all in milliseconds
let listeners = [];
const JUMP = 2000;

function set(server, steady, wall) {
  anchor = { server, steady, wall };
}

/** The server said `iso` between the two readings of the steady counter; half of the way there is taken off. */
export function confirm(iso, asked, answered) {
  const server = Date.parse(iso);
  if (Number.isNaN(server)) return false;
  const before = anchor ? now() : null;
  set(server + (answered - asked) / 2, answered, Date.now() - (performance.now() - answered));
  return before === null ? 0 : Math.round(now() - before);
}

/** Milliseconds since the epoch, by the service's clock. */
export function now() {
  if (!anchor) return Date.now();
  const bySteady = anchor.server + (performance.now() - anchor.steady);
  const byWall = anchor.server + (Date.now() - anchor.wall);
  return Math.abs(bySteady - byWall) > JUMP ? Math.max(bySteady, byWall) : bySteady;
}

/** How far wall clock and steady counter have parted since the last confirmation, in milliseconds. */
export function parted() {
  return anchor ? (Date.now() - anchor.wall) - (performance.now() - anchor.steady) : 0;
}

export function hasJumped() {
  return Math.abs(parted()) > JUMP;
}

export function onWake(listener) {
  listeners.push(listener);
}

const london = { timeZone: "Europe/London", hourCycle: "h23" };
const shortForm = new Intl.DateTimeFormat("en-GB", { ...london, hour: "2-digit", minute: "2-digit" });
const partsForm = new Intl.DateTimeFormat("en-GB", {
  ...london, year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
});

export function londonTime(ms) {
  return shortForm.format(new Date(ms));
}

export function londonParts(ms) {
  const found = Object.fromEntries(partsForm.formatToParts(new Date(ms)).map(({ type, value }) => [type, value]));
  // Beside a time of two digits some browsers write day and month with two as well; the boxes have them as people write them.
  const [day, month] = [found.day, found.month].map((part) => String(Number(part)));
  return { ...found, day, month, zone: found.timeZoneName === "BST" || found.timeZoneName === "GMT+1" ? "BST" : "GMT" };
}

/** The hour that the London clock shows twice. */
export function isDoubtful(ms) {
  const wall = (at) => { const p = londonParts(at); return `${p.day} ${p.hour}:${p.minute}`; };
  return wall(ms) === wall(ms + 3600000) || wall(ms) === wall(ms - 3600000);
}

/** A length of time in words: the same as `length` in borderops/kit/dates.py. */
export function words(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const minutes = Math.floor(seconds / 60), hours = Math.floor(seconds / 3600), days = Math.floor(seconds / 86400);
  if (seconds < 60) return `${seconds} s`;
  if (hours < 1) return `${minutes} min`;
  if (days < 2) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  const rest = hours % 24;
  return rest && days < 7 ? `${days} days ${rest} h` : `${days} days`;
}

/** '12 min left', 'due now' or '4 min late': the same as `left` in borderops/kit/dates.py. */
export function left(due, at) {
  const span = due - at;
  if (Math.abs(span) < 1000) return "due now";
  return span > 0 ? `${words(span)} left` : `${words(span)} late`;
}

// The page said the server's time when it was made; the answer began to arrive at responseStart.
const told = Date.parse(document.body.dataset.serverNow || "");
if (!Number.isNaN(told)) {
  const navigation = performance.getEntriesByType("navigation")[0];
  const arrived = navigation && navigation.responseStart ? navigation.responseStart : performance.now();
  set(told, arrived, Date.now() - (performance.now() - arrived));
}

for (const [target, name] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"], [window, "focus"]]) {
  target.addEventListener(name, () => { if (!document.hidden) listeners.forEach((listener) => listener(name)); });
}
