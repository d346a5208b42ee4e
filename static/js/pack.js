// Shows how far a disclosure pack is. Without it the page loads itself again.
import { announce } from "./announce.js";

const EVERY = 2000;

async function look() {
  const shown = document.querySelector("[data-pack]");
  try {
    const answer = await fetch(location.href, { headers: { "X-Background": "1" }, credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-pack]");
      // A form of the fresh page belongs to that page: its one-time id is good, and so is its token.
      if (fresh) shown.replaceWith(document.importNode(fresh, true));
      if (fresh && !fresh.hasAttribute("data-pack-open")) return announce(fresh.querySelector("p, .govuk-inset-text").textContent);
    }
  } catch {
    // The service cannot be reached just now; what is shown stays, and the next look may find it.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
