/**
 * What the table is to those who hear it: a grid of rows, each headed by its number. RevoGrid's own
 * roles leave the heads and the numbers outside of any row, and its link inside of the table.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

/** Before the first row there is that of the heads. */
const HEADS = 1;
/** Before the first column there is that of the numbers. */
const NUMBERS = 1;

/**
 * @param {any} grid the `revo-grid` element, not drawn yet
 * @param {Sheet} sheet
 */
export function giveRoles(grid, sheet) {
  grid.accessible = false;
  const tell = () => {
    const whole = grid.querySelector(".main-viewport");
    if (!whole) return;
    whole.setAttribute("role", "grid");
    whole.setAttribute("aria-label", sheet.words.table);
    whole.setAttribute("aria-multiselectable", "true");
    whole.setAttribute("aria-colcount", String(sheet.columns.length + NUMBERS));
    whole.setAttribute("aria-rowcount", String(sheet.shownCount + HEADS));
  };
  grid.addEventListener("afterheaderrender", (event) => {
    const heads = event.target.querySelector(".actual-rgRow");
    heads?.setAttribute("role", "row");
    heads?.setAttribute("aria-rowindex", "1");
    tell();
  });
  grid.addEventListener("aftersourceset", tell);
  grid.addEventListener("beforerowrender", ({ detail: { node, item } }) => {
    node.$attrs$ = { ...node.$attrs$, role: "row", "aria-rowindex": String(item.itemIndex + 1 + HEADS) };
  });
}

/** The column of the row numbers. @param {string} title */
export function numbered(title) {
  return {
    columnProperties: () => ({ role: "columnheader", "aria-colindex": "1", "aria-label": title }),
    cellProperties: () => ({ role: "rowheader", "aria-colindex": "1" }),
  };
}

/** @param {number} at place of a column among those of the table, from 0 */
export function head(at) {
  return { role: "columnheader", "aria-colindex": String(at + 1 + NUMBERS) };
}

/** @param {number} at place of its column among those of the table, from 0 */
export function cell(at) {
  // The field that stands over the cell has the focus: from there the table is moved through, and scrolls.
  return { role: "gridcell", "aria-colindex": String(at + 1 + NUMBERS), tabindex: -1 };
}
