/** A choice that is more than one field: `data-chooses`, each of its options with the edits that it stands for. */
import { desk } from "./desk.js";
import { closest } from "./fields.js";

document.addEventListener("change", (event) => {
  const select = /** @type {HTMLSelectElement|null} */ (closest(event.target, "[data-chooses]"));
  if (!select?.selectedOptions[0]?.dataset.edits || !desk.page.writes || desk.isDrawing) return;
  const { selectedIndex } = select;
  const place = [...document.querySelectorAll("[data-chooses]")].indexOf(select);
  desk.renewed(() => {
    const now = /** @type {HTMLSelectElement|undefined} */ (document.querySelectorAll("[data-chooses]")[place]);
    const { edits } = now?.options[selectedIndex]?.dataset ?? {};
    if (edits) desk.save(JSON.parse(edits), { draw: true, focus: now?.id });
  });
});
