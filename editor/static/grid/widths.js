/** How wide columns are: by what stands in them, unless somebody made one wider or narrower. */

/**
 * @typedef {import("./table.js").Column} Column
 * @typedef {import("./table.js").Table} Table
 */

const LEAST = { when: 84, then: 72, note: 150, from: 110, to: 110, disabled: 64 };
const MOST = 300;
const PADDING = 24;
/** Only the longest of a column are measured: to measure each would take longer than to draw. */
const MEASURED = 3;

export class Widths {
  /** @param {HTMLElement} place whose font is that of the cells */
  constructor(place) {
    this.place = place;
    /** @type {Map<string, number>} as somebody set them */
    this.chosen = new Map();
    this.brush = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  }

  /**
   * @param {Table} table
   * @param {Column[]} columns
   * @param {(column: Column) => string[]} heads what stands at the head of a column, line by line
   * @param {number} free the width that all of them may fill
   * @returns {number[]}
   */
  of(table, columns, heads, free) {
    const { fontSize, fontFamily } = getComputedStyle(this.place);
    this.brush.font = `${fontSize} ${fontFamily}`;
    const sizes = columns.map((column) => {
      const chosen = this.chosen.get(this.#name(column));
      if (chosen) return chosen;
      const texts = [...heads(column), ...longest(table, column)];
      const widest = Math.max(...texts.map((text) => this.brush.measureText(text).width));
      return Math.max(LEAST[column.part], Math.min(Math.ceil(widest) + PADDING, MOST));
    });
    return this.#spread(columns, this.#shortened(columns, sizes, free), free);
  }

  /**
   * @param {Column} column
   * @param {number} size
   */
  choose(column, size) {
    this.chosen.set(this.#name(column), size);
  }

  /** @param {Column} column */
  #name({ part, key }) {
    return `${part}:${key}`;
  }

  /** Notes give way where all the others have room then. */
  #shortened(columns, sizes, free) {
    const over = sizes.reduce((sum, size) => sum + size, 0) - free;
    const at = columns.findIndex(({ part }) => part === "note");
    const can = this.chosen.has("note:note") ? 0 : sizes[at] - LEAST.note;
    if (over <= 0 || over > can) return sizes;
    return sizes.map((size, n) => (n === at ? size - over : size));
  }

  /** What is left over goes to all columns but the switch, in equal parts. */
  #spread(columns, sizes, free) {
    const left = free - sizes.reduce((sum, size) => sum + size, 0);
    const open = columns.map(
      (column) => column.part !== "disabled" && !this.chosen.has(this.#name(column)),
    );
    const many = open.filter(Boolean).length;
    if (left <= 0 || !many) return sizes;
    const more = Math.floor(left / many);
    return sizes.map((size, at) => (open[at] ? size + more : size));
  }
}

/**
 * @param {Table} table
 * @param {Column} column
 */
function longest(table, column) {
  /** @type {{length: number, text: string}[]} */
  let found = [];
  for (const row of table.rows) {
    const text = table.text(row, column);
    const length = breadth(text);
    if (found.length < MEASURED || length > found[found.length - 1].length) {
      found = [...found, { length, text }].sort((a, b) => b.length - a.length).slice(0, MEASURED);
    }
  }
  return found.map(({ text }) => text);
}

/** @param {string} text a Chinese sign is as broad as two others */
function breadth(text) {
  let wide = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x2e7f) wide += 1;
  return text.length + wide;
}
