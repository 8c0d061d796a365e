/**
 * What the bar above a table does: each button names its act, each act may have keys.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

import { fillDown } from "./blocks.js";

/** @type {[string, string][]} keys, as they are written beside the buttons, and acts */
const KEYS = [
  ["Ctrl+D", "fill"],
  ["Ctrl+F", "find"],
  ["Ctrl+H", "find"],
  ["Ctrl+Enter", "row-below"],
  ["Ctrl+Shift+Enter", "row-above"],
  ["Ctrl+Delete", "remove-rows"],
  ["Alt+ArrowUp", "rows-up"],
  ["Alt+ArrowDown", "rows-down"],
  ["Alt+ArrowLeft", "column-left"],
  ["Alt+ArrowRight", "column-right"],
  ["F2", "type"],
  ["Escape", "leave"],
];

const NEW_ROWS = new Set(["row-above", "row-below"]);

/**
 * @param {HTMLElement} root
 * @param {Record<string, () => unknown>} acts
 */
export function openTools(root, acts) {
  root.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-act]");
    if (!button) return;
    if (!(button.dataset.act in acts)) return;
    const { act } = button.dataset;
    acts[act]();
    // Who came by the pointer types on in the table; who came by keys stays at the button, but for
    // a new row, which is there to be written.
    if ((event.detail && act !== "find") || NEW_ROWS.has(act)) acts.goOn?.();
  });
  const byKeys = new Map(KEYS);
  root.addEventListener(
    "keydown",
    (event) => {
      const field = /** @type {HTMLElement} */ (event.target).closest("input, textarea, select");
      const isClosing = event.key === "Escape" && field?.closest("[data-part=find]");
      const act = isClosing ? "close-find" : byKeys.get(keysOf(event));
      const isTyping = field && !field.matches("[data-idle]") && !isClosing;
      if (!act || !(act in acts) || event.isComposing || (isTyping && act !== "find")) return;
      event.preventDefault();
      event.stopPropagation();
      acts[act]();
      if (isClosing) acts.goOn?.();
    },
    true,
  );
}

/** @param {KeyboardEvent} event */
function keysOf(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const signs = [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.shiftKey && "Shift",
    event.altKey && "Alt",
    key,
  ];
  return signs.filter(Boolean).join("+");
}

/**
 * @param {Sheet} sheet
 * @param {import("./typing.js").Typing} typing
 */
export function actsOf(sheet, typing) {
  const { table, selection } = sheet;
  const insert = (after) => {
    const rows = sheet.selectedRows();
    const last = rows.length ? rows[after ? rows.length - 1 : 0] : table.rows.length - 1;
    const at = rows.length ? last + (after ? 1 : 0) : last + 1;
    // As in a spreadsheet, as many as are selected by their numbers.
    const count = selection.isOfRows ? rows.length : 1;
    sheet.onEdits(table.insertRows(at, Array.from({ length: count }, () => table.newRow())));
    sheet.show(at, sheet.columns[selection.start?.x ?? 0]?.prop);
  };
  const move = (by) => {
    const rows = sheet.selectedRows();
    const { start, end } = selection;
    // While rows are hidden, the neighbour that is seen is not the next one.
    if (!rows.length || sheet.visible || !start || !end) return;
    const edits = table.moveRows(rows[0], rows.length, by);
    sheet.onEdits(edits);
    if (edits.length) selection.set({ ...start, y: start.y + by }, { ...end, y: end.y + by });
  };
  const column = (edits, by = 0) => {
    const chosen = sheet.selectedColumn();
    if (!chosen || !["when", "then"].includes(chosen.part)) return;
    const made = edits(chosen);
    sheet.onEdits(made);
    if (made.length) selection.move(by, 0);
  };
  return {
    fill: () => (typing.settle(), fillDown(sheet)),
    "row-below": () => insert(true),
    "row-above": () => insert(false),
    "remove-rows": () => sheet.onEdits(table.removeRows(sheet.selectedRows())),
    "rows-up": () => move(-1),
    "rows-down": () => move(1),
    "column-left": () => column((chosen) => table.moveColumn(chosen, -1), -1),
    "column-right": () => column((chosen) => table.moveColumn(chosen, 1), 1),
    "remove-column": () => column((chosen) => table.removeColumn(chosen)),
    freeze: () => sheet.freeze(),
    type: () => typing.edit(),
    goOn: () => typing.focus(),
  };
}
