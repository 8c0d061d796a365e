/**
 * A decision table as rows and columns of texts, and the edits that change it. No page is needed.
 *
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {{id?: string, when?: (string|null)[], then?: (string|null)[], note?: string,
 *   disabled?: string, from?: string, to?: string}} Row
 * @typedef {"when"|"then"|"note"|"disabled"|"from"|"to"} Part
 * @typedef {{prop: string, part: Part, index: number, key: string}} Column
 */


const LISTS = { when: "inputs", then: "outputs" };
const YES = new Set(["✓", "true", "yes", "x", "1", "是", "停用", "√"]);

export class Table {
  /** @param {any} block the plain data of a block of kind table */
  constructor(block) {
    this.block = block;
  }

  /** @returns {Row[]} */
  get rows() {
    return this.block.rows ?? [];
  }

  /** @returns {Column[]} days only where rows have some */
  columns() {
    /** @param {"when"|"then"} part */
    const of = (part) =>
      (this.block[LISTS[part]] ?? []).map((said, index) => ({
        prop: part + index,
        part,
        index,
        key: expressionOf(said),
      }));
    const hasDays = this.rows.some((row) => row.from || row.to);
    const options = ["note", ...(hasDays ? ["from", "to"] : []), "disabled"];
    return [
      ...of("when"),
      ...of("then"),
      ...options.map((part) => ({ prop: part, part: /** @type {Part} */ (part), index: 0, key: part })),
    ];
  }

  /**
   * @param {Row} row
   * @param {Column} column
   */
  text(row, { part, index }) {
    if (part === "disabled") return row.disabled === "true" ? "✓" : "";
    if (part === "when" || part === "then") return row[part]?.[index] ?? "";
    return row[part] ?? "";
  }

  /**
   * @param {number} number the row's index
   * @param {Column} column
   * @param {string} text
   * @returns {Edit[]} none where nothing changes
   */
  setText(number, column, text) {
    const row = this.rows[number];
    const { part, index } = column;
    if (this.text(row, column) === text) return [];
    if (part === "disabled") return this.#setOption(number, "disabled", isYes(text) ? "true" : "");
    if (part !== "when" && part !== "then") return this.#setOption(number, part, text);
    const cells = row[part] ?? [];
    if (index < cells.length) {
      return [{ kind: "set", path: ["rows", number, part, index], value: text }];
    }
    // A row that is shorter than its columns is filled up.
    const longer = [...cells, ...Array(index - cells.length).fill(blank(part)), text];
    return [{ kind: "set", path: ["rows", number, part], value: longer }];
  }

  /**
   * @param {number} number
   * @param {"note"|"disabled"|"from"|"to"} key
   * @param {string} text empty takes it away
   * @returns {Edit[]}
   */
  #setOption(number, key, text) {
    const path = ["rows", number, key];
    if (text) return [{ kind: "set", path, value: text }];
    return key in this.rows[number] ? [{ kind: "remove", path }] : [];
  }

  /**
   * Set a block of texts from a corner; rows that are not there are added at the end.
   * @param {(number|undefined)[]} numbers rows from the corner on, undefined beyond the end
   * @param {Column[]} columns columns from the corner on
   * @param {string[][]} texts
   * @returns {Edit[]}
   */
  paste(numbers, columns, texts) {
    const edits = [];
    const added = [];
    for (const [at, line] of texts.entries()) {
      const number = numbers[at];
      const cells = line.slice(0, columns.length);
      if (number === undefined) added.push(this.#rowOf(columns, cells));
      else cells.forEach((text, x) => edits.push(...this.setText(number, columns[x], text)));
    }
    return [...edits, ...this.insertRows(this.rows.length, added)];
  }

  /**
   * @param {Column[]} columns
   * @param {string[]} cells
   * @returns {Row}
   */
  #rowOf(columns, cells) {
    const row = this.newRow();
    cells.forEach((text, x) => {
      const { part, index } = columns[x];
      if (part === "when" || part === "then") row[part][index] = text;
      else if (part !== "disabled" && text) row[part] = text;
      else if (part === "disabled" && isYes(text)) row.disabled = "true";
    });
    return row;
  }

  /** @returns {Row} without an id */
  newRow() {
    /** @param {"when"|"then"} part */
    const cells = (part) => (this.block[LISTS[part]] ?? []).map(() => blank(part));
    return { when: cells("when"), then: cells("then") };
  }

  /**
   * @param {number} at
   * @param {Row[]} rows
   * @returns {Edit[]}
   */
  insertRows(at, rows) {
    const taken = new Set(this.rows.map((row) => row.id));
    let next = this.rows.length;
    const named = rows.map((row) => {
      do next += 1;
      while (taken.has(`r${next}`));
      return { id: `r${next}`, ...row };
    });
    if (!this.block.rows) return [{ kind: "set", path: ["rows"], value: named }];
    return named.map((value, n) => ({ kind: "insert", path: ["rows", at + n], value }));
  }

  /**
   * @param {number[]} numbers
   * @returns {Edit[]}
   */
  removeRows(numbers) {
    const fromTheEnd = [...numbers].sort((a, b) => b - a);
    return fromTheEnd.map((number) => ({ kind: "remove", path: ["rows", number] }));
  }

  /**
   * @param {number} from
   * @param {number} count
   * @param {-1|1} by
   * @returns {Edit[]} none at the edge
   */
  moveRows(from, count, by) {
    const over = by < 0 ? from - 1 : from + count;
    if (over < 0 || over >= this.rows.length) return [];
    // The neighbour goes to the other side: one edit, however many rows move.
    return [{ kind: "move", path: ["rows", over], to: by < 0 ? from + count - 1 : from }];
  }

  /**
   * @param {number} from
   * @param {number} count
   * @param {number} to before which row they go
   * @returns {Edit[]} none where they stay
   */
  moveRowsTo(from, count, to) {
    if (to >= from && to <= from + count) return [];
    const isUp = to < from;
    return Array.from({ length: count }, (_, n) => ({
      kind: "move",
      path: ["rows", isUp ? from + n : from],
      to: isUp ? to + n : to - 1,
    }));
  }

  /**
   * @param {"when"|"then"} part
   * @param {number} at
   * @param {string} key
   * @returns {Edit[]}
   */
  insertColumn(part, at, key) {
    const cells = this.#inRows(part, at, 0, (path) => ({ kind: "insert", path, value: blank(part) }));
    return [{ kind: "insert", path: [LISTS[part], at], value: key }, ...cells];
  }

  /**
   * @param {Column} column
   * @returns {Edit[]}
   */
  removeColumn({ part, index }) {
    const cells = this.#inRows(part, index, 1, (path) => ({ kind: "remove", path }));
    return [{ kind: "remove", path: [LISTS[part], index] }, ...cells];
  }

  /**
   * @param {Column} column
   * @param {-1|1} by
   * @returns {Edit[]} none at the edge
   */
  moveColumn({ part, index }, by) {
    const to = index + by;
    if (to < 0 || to >= this.block[LISTS[part]].length) return [];
    const needed = Math.max(to, index) - index + 1;
    const cells = this.#inRows(part, index, needed, (path) => ({ kind: "move", path, to }));
    return [{ kind: "move", path: [LISTS[part], index], to }, ...cells];
  }

  /**
   * @param {"when"|"then"} part
   * @param {number} index
   * @param {number} needed cells from the index on, without which a row has no part in it
   * @param {(path: (string|number)[]) => Edit} edit
   * @returns {Edit[]}
   */
  #inRows(part, index, needed, edit) {
    return this.rows.flatMap((row, number) =>
      (row[part]?.length ?? -1) >= index + needed ? [edit(["rows", number, part, index])] : [],
    );
  }
}

/** @param {any} column as the draft has it: an expression, or one with a title */
export function expressionOf(column) {
  return typeof column === "string" ? column : (column?.expression ?? "");
}

/** @param {"when"|"then"} part */
function blank(part) {
  return part === "when" ? "-" : "";
}

/** @param {string} text */
function isYes(text) {
  return YES.has(text.trim().toLowerCase());
}
