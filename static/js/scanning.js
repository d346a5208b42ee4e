// Telling a reader on the keyboard's plug from fingers: it sends the letters of a whole line within some milliseconds of one another.

export const ALONE = 80; // milliseconds without another letter, before and after: a press of one key

export function isModifier(event) {
  return ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"].includes(event.key);
}
