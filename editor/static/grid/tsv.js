/** Blocks of cells as Excel puts them on the clipboard: tabs, lines, quotes around what holds either. */

/**
 * Read a block. Text is kept as it stands: full-width forms too.
 * @param {string} text
 * @returns {string[][]}
 */
export function readBlock(text) {
  const rows = [];
  let row = [];
  let at = 0;
  while (at <= text.length) {
    const { cell, end } = text[at] === '"' ? quoted(text, at) : bare(text, at);
    row.push(cell);
    const sign = text[end];
    at = end + 1;
    if (sign === "\t") continue;
    if (sign === "\r" && text[at] === "\n") at += 1;
    rows.push(row);
    row = [];
    // Excel ends the last line too.
    if (at >= text.length) break;
  }
  return rows;
}

/**
 * @param {string} text
 * @param {number} from
 */
function bare(text, from) {
  let end = from;
  while (end < text.length && !"\t\r\n".includes(text[end])) end += 1;
  return { cell: text.slice(from, end), end };
}

/**
 * A quote that nothing closes, or that more text follows, is a sign like any other.
 * @param {string} text
 * @param {number} from
 */
function quoted(text, from) {
  let cell = "";
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') cell += text[at];
    else if (text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (at + 1 === text.length || "\t\r\n".includes(text[at + 1])) {
      return { cell: cell.replaceAll("\r\n", "\n"), end: at + 1 };
    } else break;
  }
  return bare(text, from);
}

/**
 * Write a block as Excel reads it.
 * @param {(string|null|undefined)[][]} rows
 */
export function writeBlock(rows) {
  return rows.map((row) => row.map(written).join("\t")).join("\r\n");
}

/** @param {string|null|undefined} cell */
function written(cell) {
  const text = cell ?? "";
  return /[\t\r\n]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
