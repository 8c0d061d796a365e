/** A block copied in Excel, pasted into a small table of fields: cells are filled, rows that are not there are added. */
import { readBlock } from "../grid/tsv.js";
import { desk } from "./desk.js";
import { closest } from "./fields.js";

document.addEventListener("paste", (event) => {
  const [table, row, cell] = ["paste", "row", "column"].map((name) => closest(event.target, `[data-${name}]`));
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!table || !row || !cell || !/[\t\n\r]/.test(text) || !desk.page.writes) return;
  event.preventDefault();
  if (desk.isDrawing) return;
  const edits = editsOf(readBlock(text), table, Number(row.dataset.row), Number(cell.dataset.column));
  desk.save(edits, { draw: true, focus: /** @type {Element} */ (event.target).id });
});

/**
 * @param {string[][]} block
 * @param {HTMLElement} table
 * @param {number} top
 * @param {number} left
 */
function editsOf(block, table, top, left) {
  const path = JSON.parse(table.dataset.paste ?? "[]");
  const [columns, count] = [Number(table.dataset.columns), Number(table.dataset.count)];
  const titles = JSON.parse(table.dataset.titles ?? "[]");
  const written = (text, column) => titles[column]?.[text.trim()] ?? text.trim();
  return block.flatMap((cells, at) => {
    const own = cells.slice(0, columns - left);
    if (top + at < count) {
      return own.map((text, place) => ({
        kind: "set",
        path: [...path, top + at, left + place],
        value: written(text, left + place),
      }));
    }
    const value = Array.from({ length: columns }, (_, column) => written(own[column - left] ?? "", column));
    return [{ kind: "insert", path: [...path, top + at], value }];
  });
}
