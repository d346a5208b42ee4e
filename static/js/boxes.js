// The Now and Today buttons fill the boxes with London's time, by the service's clock.
import { isDoubtful, londonParts, now } from "./time.js";

function fill(id) {
  const at = now(), parts = londonParts(at);
  const put = (part, value) => {
    const box = document.getElementById(`${id}_${part}`);
    if (!box) return;
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  put("day", parts.day);
  put("month", parts.month);
  put("year", parts.year);
  put("time", `${parts.hour}:${parts.minute}:${parts.second}`);
  const choice = document.getElementById(`${id}_${parts.zone.toLowerCase()}`);
  if (choice) choice.checked = isDoubtful(at);
  return isDoubtful(at) ? parts.zone : "";
}

// In the hour that happens twice the form may not be asking yet: a hidden field says which one it is.
function sayZone(button, zone) {
  const boxes = button.closest("[data-boxes]");
  boxes.querySelectorAll("input[type=hidden][data-zone]").forEach((old) => old.remove());
  const time = boxes.querySelector("input[name$=_time]");
  if (!zone || !time || boxes.querySelector("input[type=radio]")) return;
  const hidden = document.createElement("input");
  hidden.type = "hidden";
  hidden.name = time.name.replace(/_time$/, "_zone");
  hidden.value = zone;
  hidden.dataset.zone = "";
  boxes.append(hidden);
}

document.querySelectorAll("button[data-now]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => sayZone(button, fill(button.dataset.now)));
});
