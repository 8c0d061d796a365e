/** The selected row as a sentence, or what is wrong in it and what mends it. */

/** So long one stays on a row before it is read out. */
const REST = 120;

export class Sentence {
  /**
   * @param {HTMLElement} place
   * @param {import("./sheet.js").Sheet} sheet
   * @param {{sentence: string, words: Record<string, string>, writes: boolean}} page
   */
  constructor(place, sheet, page) {
    Object.assign(this, { place, sheet, page });
    this.asked = "";
  }

  say() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), REST);
  }

  async #ask() {
    const cell = this.sheet.selectedCell();
    const row = cell && this.sheet.table.rows[cell.n];
    if (!cell || !row?.id) return this.place.replaceChildren();
    const wrong = [...(this.sheet.faults.get(cell.n)?.values() ?? [])];
    this.place.classList.toggle("bad", wrong.length > 0);
    if (wrong.length) return this.place.replaceChildren(...wrong.map((fault) => this.#told(fault)));
    const asked = (this.asked = `${this.page.sentence}&row=${encodeURIComponent(row.id)}`);
    const told = await fetch(asked).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    if (asked !== this.asked || !told) return;
    const where = this.page.words["row-number"].replace("{}", String(cell.n + 1));
    this.place.replaceChildren(...(told.sentence ? [bold(where), told.sentence] : []));
  }

  /** Say what is wrong with a cell. @param {import("./sheet.js").CellFault} fault @returns {HTMLElement} */
  #told({ row, prop, place, message, hint, fix }) {
    const column = this.sheet.columns.find((each) => each.prop === prop);
    const where = this.page.words.where
      .replace("{row}", String(row + 1))
      .replace("{column}", column ? this.sheet.title(column) : "");
    const line = document.createElement("div");
    line.append(bold(where), ` ${message} ${hint ?? ""} `);
    if (!fix || !this.page.writes) return line;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: fix.title });
    button.dataset.mends = JSON.stringify(place);
    line.append(button);
    return line;
  }
}

/** @param {string} text */
function bold(text) {
  return Object.assign(document.createElement("b"), { textContent: text });
}
