/**
 * Small tables of fields, in a container with `data-rows`: Enter goes down, in the last row it adds one; Alt + ↑ ↓
 * moves the row, Ctrl + D copies it, Alt + Delete takes it out. Each does what the button of that name does.
 */
import { desk } from "./desk.js";
import { closest } from "./fields.js";

/** @type {Record<string, string>} */
const KEYS = { "alt+ArrowUp": "up", "alt+ArrowDown": "down", "ctrl+d": "copy", "alt+Delete": "remove" };

/** @param {KeyboardEvent} event */
function actOf(event) {
  const held = [event.ctrlKey || event.metaKey ? "ctrl+" : "", event.altKey ? "alt+" : ""].join("");
  return KEYS[held + (event.key.length === 1 ? event.key.toLowerCase() : event.key)];
}

/** The same field of another row. @param {HTMLElement} field @param {HTMLElement} row @param {number} at */
function fieldIn(field, row, at) {
  const own = field.id.match(/^(.*-(?:bands|rows|values|codes|one-of|parameters|keys)-)(\d+)(.*)$/);
  return own ? `${own[1]}${at}${own[3]}` : row.querySelector("input")?.id ?? "";
}

document.addEventListener("keydown", (event) => {
  const field = closest(event.target, "input, textarea, select");
  const row = closest(field, "[data-rows] [data-row]");
  if (!row || !field || event.isComposing || !desk.page.writes) return;
  const around = /** @type {HTMLElement} */ (row.closest("[data-rows]"));
  const at = Number(row.dataset.row);
  // Of a long list only some rows are shown.
  const rows = Number(around.dataset.count ?? around.querySelectorAll("[data-row]").length);
  if (event.key === "Enter" && !event.ctrlKey && !event.altKey && field instanceof HTMLInputElement) {
    event.preventDefault();
    const to = at + (event.shiftKey ? -1 : 1);
    if (to < rows) document.getElementById(fieldIn(field, row, to))?.focus();
    else /** @type {HTMLElement|null} */ (around.querySelector("[data-does=add]"))?.click();
    return;
  }
  const act = actOf(event);
  const button = act && /** @type {HTMLElement|null} */ (row.querySelector(`[data-does=${act}]`));
  if (!act || !button || desk.isDrawing) return;
  event.preventDefault();
  const to = { up: at - 1, down: at + 1, copy: at + 1, remove: Math.max(0, Math.min(at, rows - 2)) }[act] ?? at;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const [{ id }, focus] = [field, fieldIn(field, row, to)];
  desk.renewed(() => {
    const now = document.getElementById(id)?.closest("[data-row]")?.querySelector(`[data-does=${act}]`);
    const { edits } = now instanceof HTMLElement ? now.dataset : {};
    if (edits) desk.save(JSON.parse(edits), { draw: true, focus });
  });
});
