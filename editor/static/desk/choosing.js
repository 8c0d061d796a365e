/** A choice that is more than one field: `data-chooses`, each of its options with the edits that it stands for. */
import { desk } from "./desk.js";

document.addEventListener("change", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const select = /** @type {HTMLSelectElement|null} */ (target?.closest("[data-chooses]") ?? null);
  const edits = select?.selectedOptions[0]?.dataset.edits;
  if (edits && desk.page.writes && !desk.isDrawing) desk.save(JSON.parse(edits), { draw: true, focus: select?.id });
});
