// The moment of the press, by the service's clock: read when the form is sent, before anything else happens to it.
import { now } from "./time.js";

document.addEventListener("submit", (event) => {
  event.target.querySelectorAll("input[data-pressed]").forEach((input) => { input.value = new Date(now()).toISOString(); });
}, { capture: true });
