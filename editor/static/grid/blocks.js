/**
 * Blocks of cells: copied and pasted as Excel does it, emptied, filled.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */
import { readBlock, writeBlock } from "./tsv.js";

/**
 * Paste a block from the selected corner on; where several of it fill what is selected, they do.
 * @param {Sheet} sheet
 * @param {string} text
 * @param {boolean} isBelow the rows are new ones, from the selected column on
 * @returns {number} how many columns of it lie beyond the table
 */
export function paste(sheet, text, isBelow) {
  // A picture has no text.
  if (!text) return 0;
  const range = sheet.selection.range ?? { x: 0, y: 0, x1: 0, y1: 0 };
  const { x } = range;
  const y = isBelow ? sheet.shownCount : range.y;
  const read = readBlock(text);
  const block = isBelow ? read : tiled(read, range.x1 - x + 1, range.y1 - y + 1);
  const numbers = block.map((_, at) => sheet.viewAt(y + at)?.n);
  sheet.onEdits(sheet.table.paste(numbers, sheet.columns.slice(x), block));
  sheet.isPasted = true;
  const across = Math.max(...block.map((line) => line.length));
  if (sheet.columns.length) sheet.selection.set({ x, y }, { x: x + across - 1, y: y + block.length - 1 });
  return Math.max(0, x + across - sheet.columns.length);
}

/**
 * @param {string[][]} block
 * @param {number} across how many columns are selected
 * @param {number} down how many rows
 * @returns {string[][]}
 */
function tiled(block, across, down) {
  const wide = block[0].length;
  const isWhole = block.every((line) => line.length === wide) && !(across % wide) && !(down % block.length);
  if (!isWhole) return block;
  const row = (y) => Array.from({ length: across }, (_, x) => block[y % block.length][x % wide]);
  return Array.from({ length: down }, (_, y) => row(y));
}

/** @param {Sheet} sheet @returns {string} what is selected, as Excel reads it */
export function copied(sheet) {
  const columns = selectedColumns(sheet);
  const rows = sheet.selectedRows().map((n) => sheet.table.rows[n]);
  return writeBlock(rows.map((row) => columns.map((column) => sheet.table.text(row, column))));
}

/** Empty the cells that are selected. @param {Sheet} sheet */
export function clear(sheet) {
  const empty = Object.fromEntries(selectedColumns(sheet).map(({ prop }) => [prop, ""]));
  sheet.write(sheet.selectedRows().map((n) => [n, empty]));
}

/** Write what the first selected row says into the others; into one row what stands above it. @param {Sheet} sheet */
export function fillDown(sheet) {
  const rows = sheet.selectedRows();
  const isOne = rows.length === 1;
  const from = isOne ? sheet.viewAt((sheet.selection.range?.y ?? 0) - 1)?.n : rows[0];
  if (from === undefined) return;
  const { table } = sheet;
  const texts = selectedColumns(sheet).map((column) => [column.prop, table.text(table.rows[from], column)]);
  sheet.write(rows.slice(isOne ? 0 : 1).map((n) => [n, Object.fromEntries(texts)]));
}

/** @param {Sheet} sheet */
function selectedColumns(sheet) {
  const { range } = sheet.selection;
  return range ? sheet.columns.slice(range.x, range.x1 + 1) : [];
}
