/**
 * One field that stands ready over the selected cell. It has the focus whenever the table has, so
 * that the first key, or the first word of an input method, is typed into it as into any field:
 * nothing has to be opened first, and nothing is lost.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

import { clear, copied, paste } from "./blocks.js";

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
/** The code of a key that an input method takes for itself. */
const TAKEN = 229;
/** So long a key is followed by none before what would come of it is asked. */
const PAUSE = 40;

export class Typing {
  /**
   * @param {HTMLElement} place what the grid stands in
   * @param {Sheet} sheet
   * @param {{writes: boolean, isTurning: () => boolean, moved: () => void, cut: (count: number) => void,
   *   typed: (cell: {n: number, prop: string}|null, text: string) => void}} hears `typed`: what is
   *   being typed, null when it is forgotten
   */
  constructor(place, sheet, hears) {
    Object.assign(this, { place, sheet, hears, selection: sheet.selection });
    /** @type {{n: number, prop: string, was: string, arrowsLeave: boolean}|null} */
    this.open = null;
    /** Whether it stands below the last row, where what is typed makes a new one. */
    this.isBelow = false;
    /** @type {number|null} the column where a row of cells was begun, as Enter goes back to it */
    this.began = null;
    this.field = document.createElement("textarea");
    Object.assign(this.field, { rows: 1, spellcheck: false, autocomplete: "off", className: "typing" });
    this.field.dataset.idle = "true";
    this.field.wrap = "off";
    this.field.readOnly = !hears.writes;
    place.append(this.field);
    this.#listen();
    this.stand();
  }

  #listen() {
    const { field, sheet, selection, hears } = this;
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("input", (event) => this.#typed(/** @type {InputEvent} */ (event).isComposing));
    field.addEventListener("compositionstart", () => this.#begin("", true));
    field.addEventListener("blur", () => {
      this.commit();
      this.isBelow = false;
      this.stand();
    });
    field.addEventListener("focus", () => (selection.start ? selection.draw() : selection.set({ x: 0, y: 0 })));
    field.addEventListener("paste", (event) => {
      if (this.open) return;
      event.preventDefault();
      const text = event.clipboardData?.getData("text/plain") ?? "";
      const cut = hears.writes ? paste(sheet, text, this.isBelow) : 0;
      if (cut) hears.cut(cut);
    });
    for (const name of ["copy", "cut"]) field.addEventListener(name, (event) => this.#copied(event));
    selection.onMoved = () => {
      this.isBelow = false;
      this.stand();
      hears.moved();
    };
    selection.onPointed = () => {
      this.commit();
      // A finger that reads does not want a keyboard on the screen; it taps twice to type.
      if (!matchMedia("(pointer: coarse)").matches) this.focus();
    };
    // Where there is no row there is no cell to point at.
    this.place.addEventListener("click", () => sheet.shownCount || this.focus());
    sheet.grid.addEventListener("beforeeditstart", (event) => {
      event.preventDefault();
      this.edit();
    });
    for (const name of ["afterfocus", "viewportscroll", "aftercolumnresize"]) {
      const stand = (event) => {
        // RevoGrid would give the focus to the cell.
        if (name === "afterfocus") event.preventDefault();
        this.stand();
      };
      sheet.grid.addEventListener(name, stand, true);
    }
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** Stand over the selected cell, so that an input method shows its words there. */
  stand() {
    const cell = this.sheet.grid.querySelector("revogr-focus.focused-cell");
    if (cell) {
      const [at, from] = [cell.getBoundingClientRect(), this.place.getBoundingClientRect()];
      const top = at.top - from.top + (this.isBelow ? at.height : 0);
      const lowest = this.place.clientHeight - at.height;
      const sizes = { left: at.left - from.left, top: Math.min(top, lowest), width: at.width, height: at.height };
      for (const [name, size] of Object.entries(sizes)) this.field.style.setProperty(`--${name}`, `${size}px`);
    }
    this.field.toggleAttribute("data-below", this.isBelow);
    this.field.placeholder = this.isBelow ? this.sheet.words["new-row"] : "";
    if (!this.open) this.field.setAttribute("aria-label", this.field.placeholder || this.sheet.spoken());
  }

  /** Stand below the last row. @param {number} x */
  #goBelow(x) {
    const { selection, sheet, hears } = this;
    selection.set({ x, y: sheet.shownCount - 1 });
    this.isBelow = hears.writes;
    this.stand();
  }

  /** Make the row that it stands for. */
  settle() {
    const isFirst = !this.sheet.table.rows.length && this.sheet.columns.some(({ part }) => part === "then");
    if ((this.isBelow || isFirst) && !this.hears.isTurning()) this.sheet.addRow(this.selection.start?.x ?? 0);
  }

  /** Open the cell with what it holds; one that asks nothing holds nothing. */
  edit() {
    this.focus();
    const text = this.sheet.selectedText();
    const isAny = text === "-" && this.sheet.selectedColumn()?.part === "when";
    this.#begin(isAny ? "" : text, false);
  }

  /** Write what was typed; nothing if nothing was. */
  commit() {
    if (!this.open) return;
    const { n, prop, was } = this.open;
    const text = this.field.value;
    this.close();
    if (text !== was) this.sheet.write([[n, { [prop]: text }]]);
  }

  /** @param {{n: number, prop: string}} cell @param {string} text */
  #rest(cell, text) {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.hears.typed(cell, text), PAUSE);
  }

  /** Forget what was typed. */
  close() {
    clearTimeout(this.rest);
    this.open = null;
    this.field.value = "";
    this.field.dataset.idle = "true";
    this.stand();
  }

  /**
   * @param {string} text
   * @param {boolean} arrowsLeave as in a spreadsheet, where what is typed anew is left by an arrow
   */
  #begin(text, arrowsLeave) {
    // Where the table will be another in a moment, there is no cell yet that is meant.
    const isNowhere = !this.hears.writes || this.hears.isTurning();
    if (!this.open && !isNowhere) this.settle();
    const cell = this.open || isNowhere ? null : this.sheet.selectedCell();
    if (!cell) return;
    this.open = { ...cell, was: arrowsLeave ? this.sheet.selectedText() : text, arrowsLeave };
    if (text) this.field.value = text;
    delete this.field.dataset.idle;
    if (this.selection.start) this.sheet.bringIntoSight(this.selection.start);
    this.stand();
  }

  /** @param {boolean} isComposing */
  #typed(isComposing) {
    this.#begin("", true);
    if (!this.open) this.field.value = "";
    // Half a Chinese word is not what somebody means.
    else if (!isComposing) this.#rest(this.open, this.field.value);
  }

  /** @param {ClipboardEvent} event */
  #copied(event) {
    if (this.open) return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", copied(this.sheet));
    if (event.type === "cut" && this.hears.writes) clear(this.sheet);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.keyCode === TAKEN || event.defaultPrevented) return;
    const isDone = this.open ? this.#keyWhileOpen(event) : this.#keyWhileIdle(event);
    if (isDone) event.preventDefault();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was for the table
   */
  #keyWhileOpen(event) {
    const { key, shiftKey } = event;
    const isStep = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(key);
    if (key === "Escape" || isStep) event.stopPropagation();
    if (key === "Escape") {
      this.close();
      this.hears.typed(null, "");
    } else if (key === "Enter" && event.altKey) {
      this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end");
    } else if (key === "Enter" || key === "Tab") {
      this.commit();
      this.#goOn(key, shiftKey);
    } else if (key in ARROWS && this.open?.arrowsLeave && !shiftKey && !event.ctrlKey) {
      this.commit();
      this.#arrow(key);
    } else return false;
    return true;
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean}
   */
  #keyWhileIdle(event) {
    const { key, shiftKey } = event;
    const isControl = event.ctrlKey || event.metaKey;
    const how = { extends: shiftKey, toEdge: isControl };
    if (event.altKey) return false;
    if (key === "Tab" || key === "Enter") {
      if (isControl) return false;
      this.#goOn(key, shiftKey);
      return true;
    }
    if (this.isBelow && !isControl && (key === "ArrowUp" || key === "Delete" || key === "Backspace")) {
      this.isBelow = false;
      this.stand();
      return true;
    }
    const page = this.sheet.pageSize();
    if (key in ARROWS && !shiftKey && !isControl) this.#arrow(key);
    else if (key in ARROWS) this.selection.move(...ARROWS[key], how);
    else if (key === "PageDown" || key === "PageUp") {
      this.selection.move(0, key === "PageDown" ? page : -page, { extends: shiftKey });
    } else if (key === "Home" || key === "End") {
      const by = key === "Home" ? -1 : 1;
      this.selection.move(by, isControl ? by : 0, { extends: shiftKey, toEdge: true });
    } else if ((key === "Delete" || key === "Backspace") && !isControl && this.hears.writes) {
      clear(this.sheet);
    } else if (isControl && key.toLowerCase() === "a") this.selection.all();
    // A letter is typed into the row that was begun.
    else return false;
    this.began = null;
    return true;
  }

  /** @param {string} key */
  #arrow(key) {
    const { start } = this.selection;
    if (key === "ArrowDown" && start && this.#isLast(start.y)) this.#goBelow(start.x);
    else this.selection.move(...ARROWS[key]);
  }

  /** @param {number} y */
  #isLast(y) {
    return y === this.sheet.shownCount - 1;
  }

  /**
   * Tab goes along the row; Enter down, back to the column in which the row was begun. Beyond the last
   * row both stand below it.
   * @param {string} key
   * @param {boolean} isBack
   */
  #goOn(key, isBack) {
    const { selection } = this;
    const at = selection.start ?? { x: 0, y: 0 };
    if (this.isBelow) {
      // Nothing was typed there: back to where it stood.
      this.isBelow = !isBack;
      this.stand();
    } else if (key === "Tab") {
      this.began ??= at.x;
      const isEnd = at.x === this.sheet.columns.length - 1 && this.#isLast(at.y);
      if (isEnd && !isBack) this.#goBelow(0);
      else selection.step(isBack ? -1 : 1);
    } else {
      const x = this.began ?? at.x;
      this.began = null;
      if (!isBack && this.#isLast(at.y)) this.#goBelow(x);
      else selection.set({ x, y: at.y + (isBack ? -1 : 1) });
    }
  }
}
