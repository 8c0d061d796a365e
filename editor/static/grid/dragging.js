/**
 * Rows by their numbers: a click selects the row, dragging moves it or, if it is among those that
 * are selected, all of them. Columns by their heads: a click selects the column.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

/** How far a pointer goes before it drags. */
const SLACK = 4;

export class Dragging {
  /**
   * @param {HTMLElement} place
   * @param {Sheet} sheet
   * @param {() => void} onPointed
   */
  constructor(place, sheet, onPointed) {
    Object.assign(this, { place, sheet, onPointed });
    this.line = document.createElement("div");
    Object.assign(this.line, { className: "drop-line", hidden: true });
    place.append(this.line);
    place.addEventListener("pointerdown", (event) => this.#begin(event));
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (event.button === 0 && this.#column(event)) return;
    const y = event.button === 0 ? this.#rowAt(event, true) : null;
    if (y === null) return;
    event.preventDefault();
    this.#choose(y, event.shiftKey);
    // The rows that a filter hides have no place between those that are seen.
    if (this.sheet.visible || event.pointerType === "touch") return;
    const drag = { from: event.clientY, to: null };
    const stop = new AbortController();
    const { signal } = stop;
    addEventListener("pointermove", (moved) => this.#over(moved, drag), { signal });
    addEventListener("pointerup", () => (stop.abort(), this.#drop(drag.to)), { signal });
    addEventListener("keydown", (key) => key.key === "Escape" && (stop.abort(), this.#drop(null)), { signal });
  }

  /** Select the column of whose head an event is. @param {PointerEvent} event */
  #column(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const head = target.closest("revogr-header .rgHeaderCell[data-rgcol]");
    if (!head || target.closest(".resizable")) return false;
    event.preventDefault();
    const { selection, frozen } = this.sheet;
    const x = Number(head.getAttribute("data-rgcol")) + (head.closest(".colPinStart") ? 0 : frozen);
    this.onPointed();
    selection.columns(event.shiftKey ? (selection.start?.x ?? x) : x, x);
    return true;
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} isHead only where the numbers are
   * @returns {number|null} the row as it is shown
   */
  #rowAt(event, isHead) {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const cell = under?.closest(isHead ? "revogr-row-headers [data-rgrow]" : "revo-grid [data-rgrow]");
    return cell ? Number(cell.getAttribute("data-rgrow")) : null;
  }

  /** @param {number} y @param {boolean} isLonger */
  #choose(y, isLonger) {
    const { selection, columns } = this.sheet;
    const range = selection.range;
    const isIn = selection.isOfRows && range.y <= y && y <= range.y1;
    this.onPointed();
    const last = columns.length - 1;
    if (isLonger && selection.start) selection.set({ x: 0, y: selection.start.y }, { x: last, y });
    else if (!isIn) selection.set({ x: 0, y }, { x: last, y });
  }

  /** @param {PointerEvent} event @param {{from: number, to: number|null}} drag */
  #over(event, drag) {
    if (drag.to === null && Math.abs(event.clientY - drag.from) < SLACK) return;
    const box = this.place.getBoundingClientRect();
    const x = box.left + 10;
    const under = document.elementFromPoint(x, event.clientY)?.closest("[data-rgrow]");
    if (!under) return;
    const at = under.getBoundingClientRect();
    const isBelow = event.clientY > at.top + at.height / 2;
    drag.to = Number(under.getAttribute("data-rgrow")) + (isBelow ? 1 : 0);
    this.line.hidden = false;
    this.line.style.setProperty("--top", `${(isBelow ? at.bottom : at.top) - box.top}px`);
  }

  /** @param {number|null} to before which row the selected ones go */
  #drop(to) {
    this.line.hidden = true;
    const rows = this.sheet.selectedRows();
    if (to === null || !rows.length) return;
    this.sheet.onEdits(this.sheet.table.moveRowsTo(rows[0], rows.length, to));
    const first = to > rows[0] ? Math.max(rows[0], to - rows.length) : to;
    const last = this.sheet.columns.length - 1;
    this.sheet.selection.set({ x: 0, y: first }, { x: last, y: first + rows.length - 1 });
  }
}
