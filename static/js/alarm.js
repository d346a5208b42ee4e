// A banner, and a sound if the page asks for one, when a clock turns amber or red. Never per tick, and never twice for the same turn.
const board = document.querySelector("[data-alarm]");
const seen = new Set();
let audio = null;

function banner() {
  let bar = document.querySelector(".bo-alarm");
  if (bar) return bar;
  bar = document.createElement("div");
  bar.className = "bo-alarm";
  bar.setAttribute("role", "alert");
  const dismiss = document.createElement("button");
  dismiss.type = "button";
  dismiss.textContent = "Seen";
  dismiss.addEventListener("click", () => { bar.hidden = true; });
  bar.append(dismiss, document.createElement("span"));
  document.body.append(bar);
  return bar;
}

function sound(state) {
  if (!board.hasAttribute("data-alarm-sound") || !audio) return;
  const tones = state === "OVERDUE" ? [880, 660, 880] : [660];
  tones.forEach((pitch, index) => {
    const tone = audio.createOscillator(), volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.12;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + index * 0.28);
    tone.stop(audio.currentTime + index * 0.28 + 0.2);
  });
}

function raise({ detail }) {
  if (!["SOON", "OVERDUE"].includes(detail.state)) return;
  const turn = `${detail.key} ${detail.state}`;
  if (seen.has(turn)) return;
  seen.add(turn);
  const bar = banner();
  const word = detail.state === "OVERDUE" ? "Overdue" : "Due soon";
  const label = document.querySelector(`[data-record="${CSS.escape(detail.record)}"]`)?.dataset.label || "";
  bar.dataset.state = detail.state;
  bar.querySelector("span").textContent = `${word}: ${detail.name}${label ? `, ${label}` : ""}`;
  bar.hidden = false;
  sound(detail.state);
}

if (board) {
  document.querySelectorAll("[data-clock]").forEach((clock) => {
    const record = clock.closest("[data-record]")?.dataset.record || clock.closest("tr")?.querySelector("a")?.getAttribute("href") || "";
    seen.add(`${record} ${clock.dataset.rule} ${clock.dataset.due} ${clock.dataset.state}`);
  });
  board.ownerDocument.addEventListener("borderops:state", raise);
  // A browser allows sound only after the first press on the page.
  const allow = () => { audio ??= new AudioContext(); audio.resume(); };
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, allow, { once: true });
}
