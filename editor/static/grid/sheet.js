/**
 * A table in RevoGrid: RevoGrid draws, moves and selects; all that changes goes through edits.
 *
 * @typedef {import("./table.js").Table} Table
 * @typedef {import("./table.js").Column} Column
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {{title: string, unit?: string, right?: boolean}} Head
 * @typedef {{row: number, prop: string, place: unknown[], message: string, hint?: string,
 *   fix?: {title: string, value: string}}} CellFault
 */
import { apply } from "./edits.js";
import { drawn } from "./heads.js";
import { giveRoles, numbered } from "./roles.js";
import { Selection } from "./selection.js";
import { scrollers, scrollTo } from "./sight.js";
import { expressionOf } from "./table.js";
import { Widths } from "./widths.js";

const ROW = 34;
const NUMBERS = 62;
/** The bar by which one scrolls, and the lines between. */
const RIM = 20;

/** In a table of more rows columns stay as wide as they are: to measure all would be felt. */
const MOST_FITTED = 1000;

/** @param {Edit} edit @returns {boolean} whether columns come, go, move or are said otherwise */
export function isOfColumns({ path }) {
  return path[0] === "inputs" || path[0] === "outputs";
}

export class Sheet {
  /**
   * @param {any} grid the `revo-grid` element
   * @param {Table} table
   * @param {{inputs: Head[], outputs: Head[]}} heads of the columns
   * @param {Record<string, string>} words
   * @param {(edits: Edit[]) => void} onEdits
   * @param {HTMLElement} place what the grid stands in
   */
  constructor(grid, table, heads, words, onEdits, place) {
    Object.assign(this, { grid, table, heads, words, onEdits, place });
    this.widths = new Widths(place);
    /** How many columns from the first stay in view. */
    this.frozen = 0;
    /** @type {Set<string>} ids of the rows that fired */
    this.fired = new Set();
    /** @type {Map<number, Map<string, CellFault>>} */
    this.faults = new Map();
    /** @type {((row: import("./table.js").Row) => boolean)|null} */
    this.filter = null;
    /** Whether something was pasted that may want more room. */
    this.isPasted = false;
    /** @type {Set<string>} ids of the rows that a filter leaves; they stay until another, whatever is typed */
    this.staying = new Set();
    this.selection = new Selection(grid, this);
    this.#dress();
    this.#listen();
    this.drawAll();
  }

  #dress() {
    giveRoles(this.grid, this);
    Object.assign(this.grid, {
      range: true,
      resize: true,
      rowSize: ROW,
      filter: false,
      canMoveColumns: false,
      rowClass: "look",
      theme: "default",
      useClipboard: false,
      rowHeaders: {
        ...numbered(this.words.row),
        size: NUMBERS,
        cellTemplate: (_, { model }) => this.#rowName(model),
      },
    });
  }

  /** @param {any} model */
  #rowName(model) {
    return model ? `${model.n + 1}${model.look.includes("fired") ? " ▸" : ""}` : "";
  }

  /** @returns {number[]} how wide the columns are where all has room */
  #sizes() {
    const free = this.place.clientWidth - NUMBERS - RIM;
    const heads = (column) => [this.title(column), this.headOf(column).unit ?? ""];
    return this.widths.of(this.table, this.columns, heads, free);
  }

  /** Make room for what was pasted, where that does not take long. */
  fit() {
    if (!this.isPasted) return;
    this.isPasted = false;
    const isLarge = this.table.rows.length > MOST_FITTED;
    if (!isLarge && this.#sizes().some((size, at) => size > this.sizes[at])) this.drawAll();
  }

  /** Draw columns and rows anew. */
  drawAll() {
    this.columns = this.table.columns();
    this.frozen = Math.min(this.frozen, this.columns.length - 1);
    this.sizes = this.#sizes();
    /** @param {string} title @param {Column[]} columns */
    const group = (title, columns) => ({ name: title, children: columns.map((each) => drawn(this, each)) });
    const [when, then] = ["when", "then"].map((part) => this.columns.filter((c) => c.part === part));
    const rest = this.columns.filter((c) => c.part !== "when" && c.part !== "then");
    this.grid.columns = [
      group(this.words.when, when),
      group(this.words.then, then),
      group("", rest),
    ].filter(({ children }) => children.length);
    this.drawRows();
  }

  /** @param {Column} column */
  title(column) {
    return this.words[`column_${column.part}`] ?? this.headOf(column).title;
  }

  /**
   * @param {Column} column
   * @returns {Head}
   */
  headOf({ part, index, key }) {
    const listed = { when: this.heads.inputs, then: this.heads.outputs }[part];
    return listed?.[index] ?? { title: key };
  }

  /** Take what the server says of columns. @param {{inputs: Head[], outputs: Head[]}} heads */
  retitle(heads) {
    if (JSON.stringify(heads) === JSON.stringify(this.heads)) return;
    this.heads = heads;
    this.drawAll();
  }

  /** Show only rows of which something holds. @param {((row: import("./table.js").Row) => boolean)|null} filter */
  filterBy(filter) {
    if (!this.filter && !filter) return;
    this.filter = filter;
    this.staying = new Set();
    this.drawRows();
  }

  /** Draw all rows anew: after rows or columns came, went or moved. */
  drawRows() {
    const rows = this.table.rows;
    this.views = rows.map((row, n) => this.#view(row, n));
    const isSeen = (row) => this.filter(row) || this.staying.has(row.id);
    this.visible = this.filter ? rows.flatMap((row, n) => (isSeen(row) ? [n] : [])) : null;
    this.staying = new Set(this.visible?.flatMap((n) => rows[n].id ?? []));
    this.grid.source = this.views;
    const shown = this.visible && new Set(this.visible);
    const hidden = shown ? rows.flatMap((_, n) => (shown.has(n) ? [] : [[n, true]])) : [];
    if (hidden.length || this.isTrimmed) this.grid.trimmedRows = Object.fromEntries(hidden);
    this.isTrimmed = hidden.length > 0;
    this.selection.draw();
  }

  #view(row, n) {
    const look = [];
    if (row.disabled === "true") look.push("off");
    if (this.fired.has(row.id)) look.push("fired");
    const view = { n, look: look.join(" ") };
    for (const column of this.columns) view[column.prop] = this.table.text(row, column);
    return view;
  }

  /**
   * Show what edits changed.
   * @param {Edit[]} edits
   */
  drawEdits(edits) {
    const ofColumns = edits.filter(isOfColumns);
    if (ofColumns.length) {
      this.followHeads(ofColumns);
      return this.drawAll();
    }
    if (edits.some(({ path }) => path[2] === "from" || path[2] === "to")) return this.drawAll();
    // A new row is seen, whatever is filtered: it is there to be written.
    for (const { kind, path, value } of edits) if (kind === "insert" && path.length === 2) this.staying.add(value.id);
    const isRows = edits.some(({ kind, path }) => path.length < 3 && (kind !== "set" || path.length < 2));
    if (isRows) return this.drawRows();
    this.redraw(new Set(edits.filter(({ path }) => path[0] === "rows").map(({ path }) => path[1])));
  }

  /** Keep heads beside their columns until the server says what they are called. @param {Edit[]} edits */
  followHeads(edits) {
    const titled = (said) => ({ title: expressionOf(said) });
    const asHeads = edits.map((edit) => {
      const isWhole = edit.path.length === 1;
      const value = isWhole ? [edit.value].flat().map(titled) : titled(edit.value);
      return { ...edit, value: "value" in edit ? value : undefined };
    });
    apply(this.heads, asHeads);
  }

  /** @param {Iterable<number|string>} numbers rows that look different now */
  redraw(numbers) {
    for (const n of numbers) {
      if (this.views[n]) Object.assign(this.views[n], this.#view(this.table.rows[n], n));
    }
    this.grid.refresh("rgRow");
  }

  /**
   * Mark the rows that fired and the cells that are wrong.
   * @param {string[]} fired ids
   * @param {CellFault[]} faults
   */
  mark(fired, faults) {
    const before = this.views.filter(({ n, look }) => look.includes("fired") || this.faults.has(n));
    this.fired = new Set(fired);
    this.faults = new Map();
    for (const fault of faults) {
      if (!this.faults.has(fault.row)) this.faults.set(fault.row, new Map());
      this.faults.get(fault.row).set(fault.prop, fault);
    }
    const now = this.table.rows.flatMap((row, n) => (this.fired.has(row.id) ? [n] : []));
    this.redraw([...before.map(({ n }) => n), ...now, ...this.faults.keys()]);
  }

  #listen() {
    const on = (name, act) =>
      this.grid.addEventListener(name, (event) => {
        event.preventDefault();
        act(event.detail);
      });
    on("beforeedit", ({ model, prop, val }) => this.write([[model.n, { [prop]: val }]]));
    on("beforerangeedit", ({ data, models }) =>
      this.write(Object.entries(data).map(([y, cells]) => [(models[y] ?? this.viewAt(Number(y))).n, cells])),
    );
    // Keys are those of the field that stands ready; RevoGrid hears the page's as well.
    on("beforekeydown", () => {});
    on("aftercolumnresize", (sized) => {
      for (const { prop, size } of Object.values(sized)) {
        const at = this.columns.findIndex((column) => column.prop === prop);
        if (at < 0) continue;
        this.widths.choose(this.columns[at], size);
        this.sizes[at] = size;
      }
    });
  }

  /** @param {number} y a row as it is shown */
  viewAt(y) {
    return this.views[this.visible ? this.visible[y] : y];
  }

  /** @param {[number, Record<string, string>][]} rows texts by row and column */
  write(rows) {
    this.onEdits(
      rows.flatMap(([n, cells]) =>
        Object.entries(cells).flatMap(([prop, text]) => this.edits({ n, prop }, String(text ?? ""))),
      ),
    );
  }

  /**
   * @param {{n: number, prop: string}} cell
   * @param {string} text
   * @returns {Edit[]} what makes the cell say it
   */
  edits({ n, prop }, text) {
    const column = this.columns.find((each) => each.prop === prop);
    return column && this.table.rows[n] ? this.table.setText(n, column, text) : [];
  }

  /** Go to the cells that edits changed: all of them where they are a block, else the first. @param {Edit[]} edits */
  showEdits(edits) {
    const cells = edits.filter(({ path }) => path[0] === "rows" && path.length > 1);
    if (!cells.length) return;
    const at = ({ path: [, , part, index] }) => this.columns.findIndex(({ prop }) => prop === `${part}${index ?? ""}`);
    const rows = cells.map(({ path }) => Number(path[1])).sort((a, b) => a - b);
    const xs = cells.map(at).sort((a, b) => a - b);
    const [first, last] = [rows[0], rows[rows.length - 1]];
    const kept = this.selection.start?.x ?? 0;
    this.show(Math.min(first, this.table.rows.length - 1), (this.columns[xs[0]] ?? this.columns[kept])?.prop);
    const isBlock = xs[0] >= 0 && (last - first + 1) * (xs[xs.length - 1] - xs[0] + 1) === cells.length;
    const { start } = this.selection;
    if (isBlock && start && !this.visible) this.selection.set(start, { x: xs[xs.length - 1], y: last });
  }

  /** @param {unknown[]} place as faults name it @returns {CellFault|undefined} */
  faultAt(place) {
    const sought = JSON.stringify(place);
    for (const ofRow of this.faults.values()) {
      for (const fault of ofRow.values()) if (JSON.stringify(fault.place) === sought) return fault;
    }
    return undefined;
  }

  /** @returns {{n: number, prop: string}|null} where the selection began */
  selectedCell() {
    const { start } = this.selection;
    const view = start && this.viewAt(start.y);
    return view && this.columns[start.x] ? { n: view.n, prop: this.columns[start.x].prop } : null;
  }

  /** @returns {string} what the cell holds where the selection began */
  selectedText() {
    const cell = this.selectedCell();
    const column = this.columns.find(({ prop }) => prop === cell?.prop);
    return cell && column ? this.table.text(this.table.rows[cell.n], column) : "";
  }

  /** @returns {string} the selected cell as a screen reader says it */
  spoken() {
    const cell = this.selectedCell();
    const column = this.columns.find(({ prop }) => prop === cell?.prop);
    if (!cell || !column) return this.words.table;
    const fault = this.faults.get(cell.n)?.get(cell.prop);
    const where = this.words.where
      .replace("{row}", String(cell.n + 1))
      .replace("{column}", this.title(column));
    return [where, this.selectedText(), fault?.message].filter(Boolean).join(" · ");
  }

  /** @returns {number[]} indices of the selected rows */
  selectedRows() {
    const range = this.selection.range;
    if (!range) return [];
    const shown = Array.from({ length: range.y1 - range.y + 1 }, (_, at) => this.viewAt(range.y + at));
    return shown.flatMap((view) => (view ? [view.n] : []));
  }

  /** @returns {Column|undefined} the column where the selection began */
  selectedColumn() {
    return this.selection.start ? this.columns[this.selection.start.x] : undefined;
  }

  /**
   * Select a cell and bring it into sight.
   * @param {number} number
   * @param {string} [prop]
   */
  show(number, prop) {
    const y = this.visible ? this.visible.indexOf(number) : number;
    const x = Math.max(0, this.columns.findIndex((column) => column.prop === prop));
    if (y >= 0) this.selection.set({ x, y });
  }

  /** Add a row at the end, and select its cell of a column. @param {number} x */
  addRow(x) {
    this.onEdits(this.table.insertRows(this.table.rows.length, [this.table.newRow()]));
    this.show(this.table.rows.length - 1, this.columns[x]?.prop);
  }

  /** How many rows are shown: all, or those that a filter leaves. */
  get shownCount() {
    return this.visible ? this.visible.length : this.table.rows.length;
  }

  /**
   * RevoGrid keeps the columns that stay in view apart, and counts each side from its own first.
   * @param {number} x
   */
  sideOf(x) {
    if (x < this.frozen) return { type: "colPinStart", from: 0, count: this.frozen };
    return { type: "rgCol", from: this.frozen, count: this.columns.length - this.frozen };
  }

  /** Let the columns up to the selected one stay in view; once more, and none does. */
  freeze() {
    const upTo = (this.selection.start?.x ?? 0) + 1;
    this.frozen = this.frozen === upTo ? 0 : Math.min(upTo, this.columns.length - 1);
    this.drawAll();
  }

  /** How many rows are in sight. */
  pageSize() {
    return Math.max(1, Math.floor((scrollers(this.grid)?.down.clientHeight ?? ROW) / ROW) - 1);
  }

  /** @param {import("./selection.js").Place} cell */
  bringIntoSight({ x, y }) {
    const before = this.sizes.slice(this.frozen, x).reduce((sum, size) => sum + size, 0);
    const across = x < this.frozen ? null : { start: before, size: this.sizes[x] ?? 0 };
    scrollTo(this.grid, { start: y * ROW, size: ROW }, across);
  }
}
