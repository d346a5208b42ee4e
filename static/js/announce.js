// One live region for the whole page. Only changes of state are spoken, never a tick.
let last = "";

export function announce(text) {
  const region = document.getElementById("bo-announcer");
  if (!region || !text) return;
  region.textContent = text === last ? `${text}\u00a0` : text;
  last = region.textContent;
}
