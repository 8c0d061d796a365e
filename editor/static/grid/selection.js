/**
 * The cells that are selected, known at once: RevoGrid draws them a moment later, so that what is
 * typed and moved quickly would go astray if it were asked.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {{x: number, y: number}} Place `x` counts all columns, `y` the rows that are shown
 */

export class Selection {
  /**
   * @param {any} grid the `revo-grid` element
   * @param {Sheet} sheet
   */
  constructor(grid, sheet) {
    Object.assign(this, { grid, sheet });
    /** @type {Place|null} where it began, and what is typed goes */
    this.start = null;
    /** @type {Place|null} its other corner */
    this.end = null;
    /** @type {() => void} */
    this.onMoved = () => {};
    /** @type {() => void} the pointer chose */
    this.onPointed = () => {};
    // RevoGrid selects no row that it does not know yet.
    grid.addEventListener("contentsizechanged", () => this.draw(), true);
    grid.addEventListener("beforefocuslost", (event) => event.preventDefault());
    grid.addEventListener("focuscell", (event) => this.#pointed(event, "focus"), true);
    grid.addEventListener("setrange", (event) => this.#pointed(event, "range"), true);
  }

  /** @returns {{x: number, y: number, x1: number, y1: number}|null} */
  get range() {
    if (!this.start || !this.end) return null;
    const [a, b] = [this.start, this.end];
    return {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      x1: Math.max(a.x, b.x),
      y1: Math.max(a.y, b.y),
    };
  }

  /** Whether whole rows are selected. */
  get isOfRows() {
    const { range } = this;
    return range?.x === 0 && range.x1 === this.sheet.columns.length - 1;
  }

  /**
   * Select, and bring into sight what was moved.
   * @param {Place} start
   * @param {Place} [end]
   */
  set(start, end = start) {
    const moved = this.start && start.x === this.start.x && start.y === this.start.y ? end : start;
    this.#choose(start, end);
    this.sheet.bringIntoSight(this.#within(moved));
    this.draw();
    this.onMoved();
  }

  /** Select whole columns; what is in sight stays. @param {number} x @param {number} x1 */
  columns(x, x1) {
    this.#choose({ x, y: 0 }, { x: x1, y: Infinity });
    this.draw();
    this.onMoved();
  }

  /** @param {Place} start @param {Place} end */
  #choose(start, end) {
    this.start = this.#within(start);
    this.end = this.#within(end);
  }

  /** Draw it again, after rows or columns changed. */
  draw() {
    if (!this.start || !this.end || !this.sheet.shownCount || !this.sheet.columns.length) return;
    this.start = this.#within(this.start);
    this.end = this.#within(this.end);
    const { type, from, count } = this.sheet.sideOf(this.start.x);
    const x1 = Math.max(0, Math.min(this.end.x - from, count - 1));
    this.grid.setCellsFocus(
      { x: this.start.x - from, y: this.start.y },
      { x: x1, y: this.end.y },
      type,
      "rgRow",
    );
  }

  /**
   * @param {number} dx
   * @param {number} dy
   * @param {{extends?: boolean, toEdge?: boolean}} [how]
   */
  move(dx, dy, how = {}) {
    const from = how.extends ? this.end : this.start;
    if (!from) return this.set({ x: 0, y: 0 });
    const far = how.toEdge ? Infinity : 1;
    const to = this.#within({ x: from.x + (dx && dx * far), y: from.y + (dy && dy * far) });
    if (how.extends && this.start) this.set(this.start, to);
    else this.set(to);
  }

  /**
   * Go to the next cell of a row, from its end to the next row.
   * @param {-1|1} by
   */
  step(by) {
    const { x, y } = this.start ?? { x: -by, y: 0 };
    const last = this.sheet.columns.length - 1;
    if (x + by < 0) {
      if (y > 0) this.set({ x: last, y: y - 1 });
    } else if (x + by > last) {
      if (y < this.sheet.shownCount - 1) this.set({ x: 0, y: y + 1 });
    } else this.set({ x: x + by, y });
  }

  all() {
    this.set({ x: 0, y: 0 }, { x: Infinity, y: Infinity });
  }

  /** @param {Place} place */
  #within({ x, y }) {
    /** @param {number} at @param {number} count */
    const cropped = (at, count) => Math.max(0, Math.min(at, count - 1));
    return { x: cropped(x, this.sheet.columns.length), y: cropped(y, this.sheet.shownCount) };
  }

  /**
   * @param {CustomEvent} event
   * @param {"focus"|"range"} what
   */
  #pointed({ detail, target }, what) {
    const isFrozen = /** @type {HTMLElement} */ (target).closest(".colPinStart");
    const from = isFrozen ? 0 : this.sheet.frozen;
    if (what === "focus") {
      this.start = { x: detail.focus.x + from, y: detail.focus.y };
      this.end = { x: detail.end.x + from, y: detail.end.y };
    } else {
      const [x, x1] = [detail.x + from, detail.x1 + from];
      const start = this.start ?? { x, y: detail.y };
      this.end = { x: start.x === x ? x1 : x, y: start.y === detail.y ? detail.y1 : detail.y };
    }
    this.onPointed();
    this.onMoved();
  }
}
