/**
 * A table in RevoGrid: RevoGrid draws, moves and selects; all that changes goes through edits.
 *
 * @typedef {import("./table.js").Table} Table
 * @typedef {import("./table.js").Column} Column
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {{title: string, unit?: string, right?: boolean, codes?: Record<string, string>}} Name
 * @typedef {{row: number, prop: string, message: string, hint?: string,
 *   fix?: {title: string, value: string}}} CellFault
 */
import { readBlock, writeBlock } from "./tsv.js";

const WIDTHS = { note: 180, disabled: 64, number: 62, least: 104, most: 200 };

export class Sheet {
  /**
   * @param {any} grid the `revo-grid` element
   * @param {Table} table
   * @param {Record<string, Name>} names of columns, by key
   * @param {Record<string, string>} words
   * @param {(edits: Edit[]) => void} onEdits
   * @param {number} width that the columns share
   */
  constructor(grid, table, names, words, onEdits, width) {
    Object.assign(this, { grid, table, names, words, onEdits, width });
    /** @type {Set<string>} ids of the rows that fired */
    this.fired = new Set();
    /** @type {Map<number, Map<string, CellFault>>} */
    this.faults = new Map();
    /** @type {((row: import("./table.js").Row) => boolean)|null} */
    this.filter = null;
    this.#dress();
    this.#listen();
    this.drawAll();
  }

  #dress() {
    this.grid.setAttribute("aria-label", this.words.table);
    Object.assign(this.grid, {
      range: true,
      resize: true,
      rowSize: 34,
      filter: false,
      canMoveColumns: false,
      rowClass: "look",
      theme: "default",
      rowHeaders: { size: WIDTHS.number, cellTemplate: (_, { model }) => this.#rowName(model) },
    });
  }

  /** @param {any} model */
  #rowName(model) {
    return model ? `${model.n + 1}${model.look.includes("fired") ? " ▸" : ""}` : "";
  }

  /** Draw columns and rows anew. */
  drawAll() {
    this.columns = this.table.columns();
    /** @param {string} title @param {Column[]} columns */
    const group = (title, columns) => ({ name: title, children: columns.map((each) => this.#head(each)) });
    const [when, then] = ["when", "then"].map((part) => this.columns.filter((c) => c.part === part));
    const rest = this.columns.filter((c) => c.part === "note" || c.part === "disabled");
    this.grid.columns = [
      group(this.words.when, when),
      group(this.words.then, then),
      group("", rest),
    ];
    this.drawRows();
  }

  /** @param {Column} column */
  #head(column) {
    const name = this.names[column.key] ?? { title: column.key };
    const title = this.words[`column_${column.part}`] ?? name.title;
    const side = column.part === "when" || column.part === "then" ? column.part : "rest";
    return {
      prop: column.prop,
      size: WIDTHS[column.part] ?? this.#share(),
      columnTemplate: (h) =>
        h("span", { class: "name" }, [title, name.unit ? h("small", null, name.unit) : ""]),
      columnProperties: () => ({ class: { [side]: true, right: Boolean(name.right) } }),
      cellProperties: ({ model }) => this.#cellLook(model, column, name),
      cellTemplate: (h, { value }) => this.#shown(h, value ?? "", column, name),
    };
  }

  #share() {
    const free = this.width - WIDTHS.note - WIDTHS.disabled - WIDTHS.number - 20;
    const each = Math.floor(free / Math.max(1, this.columns.length - 2));
    return Math.max(WIDTHS.least, Math.min(each, WIDTHS.most));
  }

  #cellLook(model, column, name) {
    const fault = model && this.faults.get(model.n)?.get(column.prop);
    return {
      class: { right: Boolean(name.right), bad: Boolean(fault) },
      title: fault ? [fault.message, fault.hint].filter(Boolean).join("\n") : "",
      "aria-invalid": fault ? "true" : "false",
    };
  }

  #shown(h, text, column, name) {
    if (column.part === "when" && (text === "" || text === "-")) {
      return h("span", { class: "any" }, "—");
    }
    if (!name.codes) return text;
    return text.replace(/[^\s,，、]+/g, (word) => name.codes[word] ?? word);
  }

  /** Draw all rows anew: after rows or columns came, went or moved. */
  drawRows() {
    const rows = this.table.rows;
    this.views = rows.map((row, n) => this.#view(row, n));
    this.visible = this.filter ? rows.flatMap((row, n) => (this.filter(row) ? [n] : [])) : null;
    this.grid.source = this.views;
    const shown = this.visible && new Set(this.visible);
    const hidden = shown ? rows.flatMap((_, n) => (shown.has(n) ? [] : [[n, true]])) : [];
    if (hidden.length || this.isTrimmed) this.grid.trimmedRows = Object.fromEntries(hidden);
    this.isTrimmed = hidden.length > 0;
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
    const isColumns = edits.some(({ path }) => path[0] === "inputs" || path[0] === "outputs");
    if (isColumns) return this.drawAll();
    const isRows = edits.some(({ kind, path }) => path.length < 3 && (kind !== "set" || path.length < 2));
    if (isRows) return this.drawRows();
    this.redraw(new Set(edits.filter(({ path }) => path[0] === "rows").map(({ path }) => path[1])));
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
      this.write(Object.entries(data).map(([y, cells]) => [(models[y] ?? this.#at(Number(y))).n, cells])),
    );
    on("beforepaste", ({ dataText, event }) => {
      // RevoGrid hears all of the page: a field that is typed into takes what is pasted itself.
      if (isField(event.target)) return;
      event.preventDefault();
      this.paste(readBlock(dataText));
    });
    this.#listenToCopies(on);
  }

  /**
   * RevoGrid's own copy knows no quotes, and comes when the clipboard may not be written any more.
   * @param {(name: string, act: (detail: any) => void) => void} on
   */
  #listenToCopies(on) {
    /** @type {DataTransfer|null} */
    let clipboard = null;
    const begin = (event) => {
      if (isField(event.detail.event.target)) event.preventDefault();
      else clipboard = event.detail.event.clipboardData;
    };
    this.grid.addEventListener("beforecopy", begin);
    this.grid.addEventListener("beforecut", begin);
    on("clipboardrangecopy", ({ data }) => clipboard?.setData("text/plain", writeBlock(data)));
    on("beforecopyapply", () => {});
  }

  /** @param {number} y a row as it is shown */
  #at(y) {
    return this.views[this.visible ? this.visible[y] : y];
  }

  /** @param {[number, Record<string, string>][]} rows texts by row and column */
  write(rows) {
    const byProp = new Map(this.columns.map((column) => [column.prop, column]));
    this.onEdits(
      rows.flatMap(([n, cells]) =>
        Object.entries(cells).flatMap(([prop, text]) =>
          byProp.has(prop) ? this.table.setText(n, byProp.get(prop), String(text ?? "")) : [],
        ),
      ),
    );
  }

  /** @param {string[][]} texts put from the selected corner on; one text fills what is selected */
  async paste(texts) {
    const { x, y, x1, y1 } = (await this.selected()) ?? { x: 0, y: 0, x1: 0, y1: 0 };
    let block = texts;
    if (texts.length === 1 && texts[0].length === 1) {
      block = Array.from({ length: y1 - y + 1 }, () => Array(x1 - x + 1).fill(texts[0][0]));
    }
    const numbers = block.map((_, at) => this.#at(y + at)?.n);
    this.onEdits(this.table.paste(numbers, this.columns.slice(x), block));
  }

  /**
   * What is selected, or was before somebody went to the tools: RevoGrid forgets it then.
   * @returns {Promise<{x: number, y: number, x1: number, y1: number}|null>} as it is shown
   */
  async selected() {
    const range = await this.grid.getSelectedRange();
    if (range) {
      const [x, x1] = [Math.min(range.x, range.x1), Math.max(range.x, range.x1)];
      this.last = { x, x1, y: Math.min(range.y, range.y1), y1: Math.max(range.y, range.y1) };
    }
    return this.last ?? null;
  }

  /** Go back to the cells that were selected. */
  async focusAgain() {
    const { x, y, x1, y1 } = (await this.selected()) ?? { x: 0, y: 0, x1: 0, y1: 0 };
    await this.grid.setCellsFocus({ x, y }, { x: x1, y: y1 }, "rgCol", "rgRow");
  }

  /** @returns {Promise<number[]>} indices of the selected rows */
  async selectedRows() {
    const range = await this.selected();
    if (!range) return [];
    const shown = Array.from({ length: range.y1 - range.y + 1 }, (_, at) => this.#at(range.y + at));
    return shown.flatMap((view) => (view ? [view.n] : []));
  }

  /** @returns {Promise<Column|undefined>} the column of the selected corner */
  async selectedColumn() {
    const range = await this.selected();
    return range ? this.columns[range.x] : undefined;
  }

  /** Write what the first selected row says into the others. */
  async fillDown() {
    const range = await this.selected();
    const rows = await this.selectedRows();
    if (!range || rows.length < 2) return;
    const columns = this.columns.slice(range.x, range.x1 + 1);
    const first = columns.map((column) => this.table.text(this.table.rows[rows[0]], column));
    this.write(rows.slice(1).map((n) => [n, Object.fromEntries(columns.map((c, i) => [c.prop, first[i]]))]));
  }

  /**
   * Select a cell and bring it into sight.
   * @param {number} number
   * @param {string} [prop]
   */
  async show(number, prop) {
    const y = this.visible ? this.visible.indexOf(number) : number;
    const x = Math.max(0, this.columns.findIndex((column) => column.prop === prop));
    if (y < 0) return;
    await this.grid.scrollToRow(Math.max(0, y - 3));
    await this.grid.scrollToColumnIndex(Math.max(0, x - 1));
    await this.grid.setCellsFocus({ x, y }, { x, y }, "rgCol", "rgRow");
  }
}

/** @param {EventTarget|null} target */
function isField(target) {
  return target instanceof Element && Boolean(target.closest("input, textarea, select"));
}
