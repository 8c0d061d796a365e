/** The selected row as a sentence, or what is wrong in it. */

/** So long one stays on a row before it is read out. */
const REST = 120;

export class Sentence {
  /**
   * @param {HTMLElement} place
   * @param {import("./sheet.js").Sheet} sheet
   * @param {{sentence: string, words: Record<string, string>}} page
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
    if (wrong.length) {
      return this.#put(cell.n, wrong.map(({ message, hint }) => [message, hint].join(" ")).join(" "), true);
    }
    const asked = (this.asked = `${this.page.sentence}&row=${encodeURIComponent(row.id)}`);
    const told = await fetch(asked).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    if (asked !== this.asked || !told) return;
    this.#put(cell.n, told.sentence, false);
  }

  /** @param {number} n @param {string} text @param {boolean} isWrong */
  #put(n, text, isWrong) {
    const where = document.createElement("b");
    where.textContent = this.page.words["row-number"].replace("{}", String(n + 1));
    this.place.classList.toggle("bad", isWrong);
    this.place.replaceChildren(...(text ? [where, document.createTextNode(text)] : []));
  }
}
