/**
 * What the bar above a table does: each button names its act, each act may have keys.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

/** @type {[string, string][]} keys, as they are written beside the buttons, and acts */
const KEYS = [
  ["Ctrl+Z", "undo"],
  ["Ctrl+Y", "redo"],
  ["Ctrl+Shift+Z", "redo"],
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

/**
 * @param {HTMLElement} root
 * @param {Record<string, () => unknown>} acts
 */
export function openTools(root, acts) {
  root.addEventListener("pointerdown", () => acts.remember(), true);
  root.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-act]");
    if (button) acts[button.dataset.act]?.();
  });
  const byKeys = new Map(KEYS);
  root.addEventListener(
    "keydown",
    (event) => {
      const act = byKeys.get(keysOf(event));
      const isTyping = /** @type {HTMLElement} */ (event.target).closest("input, textarea, select");
      if (!act || (isTyping && act !== "find")) return;
      event.preventDefault();
      event.stopPropagation();
      acts[act]();
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
 * @param {import("./history.js").History} history
 * @param {(edits: import("./edits.js").Edit[]) => void} follow shows and sends what was done
 */
export function actsOf(sheet, history, follow) {
  const { table } = sheet;
  const insert = async (after) => {
    const rows = await sheet.selectedRows();
    const last = rows.length ? rows[after ? rows.length - 1 : 0] : table.rows.length - 1;
    const at = rows.length ? last + (after ? 1 : 0) : last + 1;
    sheet.onEdits(table.insertRows(at, [table.newRow()]));
    await sheet.show(at, sheet.columns[0]?.prop);
  };
  const move = async (by) => {
    const rows = await sheet.selectedRows();
    // While rows are hidden, the neighbour that is seen is not the next one.
    if (rows.length && !sheet.visible) {
      sheet.onEdits(table.moveRows(rows[0], rows.length, by));
      await sheet.show(Math.max(0, Math.min(rows[0] + by, table.rows.length - 1)));
    }
  };
  const column = async (edits) => {
    const chosen = await sheet.selectedColumn();
    if (chosen && (chosen.part === "when" || chosen.part === "then")) sheet.onEdits(edits(chosen));
    await sheet.focusAgain();
  };
  return {
    remember: () => sheet.selected(),
    undo: () => follow(history.undo()),
    redo: () => follow(history.redo()),
    fill: async () => {
      await sheet.fillDown();
      await sheet.focusAgain();
    },
    "row-below": () => insert(true),
    "row-above": () => insert(false),
    "remove-rows": async () => {
      sheet.onEdits(table.removeRows(await sheet.selectedRows()));
      await sheet.focusAgain();
    },
    "rows-up": () => move(-1),
    "rows-down": () => move(1),
    "column-left": () => column((chosen) => table.moveColumn(chosen, -1)),
    "column-right": () => column((chosen) => table.moveColumn(chosen, 1)),
    "remove-column": () => column((chosen) => table.removeColumn(chosen)),
    type: async () => {
      const [number] = await sheet.selectedRows();
      const chosen = await sheet.selectedColumn();
      const y = sheet.visible ? sheet.visible.indexOf(number) : number;
      if (chosen) await sheet.grid.setCellEdit(y, chosen.prop);
    },
  };
}
