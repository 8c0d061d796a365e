/** What was typed, chosen and clicked before the page could hear it: a slow line, a busy machine. */
import { desk } from "./desk.js";
import { editsOf } from "./fields.js";

/** @typedef {import("./fields.js").Field} Field */

export function saveEarly() {
  const fields = /** @type {Field[]} */ ([...document.querySelectorAll("[data-path]")]);
  for (const field of fields.filter(isChanged)) desk.save(editsOf(field));
}

/** Do what was clicked early; with what was typed before it, as it is saved first. */
export function clickEarly() {
  const does = /** @type {HTMLElement|null} */ (document.querySelector("[data-clicked]"));
  if (!does) return;
  delete does.dataset.clicked;
  does.click();
}

/** Whether a field says something else than it was drawn with. @param {Field} field */
function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    const drawn = [...field.options].filter((each) => each.defaultSelected).pop() ?? field.options[0];
    return field.selectedOptions[0] !== drawn;
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  // A field for a day shows nothing where what was drawn is none; a line shows no breaks.
  return field.type === "text" && field.value !== field.defaultValue.replace(/[\r\n]/g, "");
}
