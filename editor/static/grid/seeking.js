/**
 * Filter, find and replace. What is looked for is found in full-width forms too.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

/** @param {string} text */
const plain = (text) => text.normalize("NFKC").toLowerCase();

export class Seeking {
  /**
   * @param {HTMLFormElement} form with the fields `sought` and `instead`
   * @param {Sheet} sheet
   * @param {(key: string, count: number) => void} say
   */
  constructor(form, sheet, say) {
    Object.assign(this, { form, sheet, say });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.next();
    });
    this.field("sought").addEventListener("input", () => this.#filter());
    this.field("only").addEventListener("change", () => this.#filter());
  }

  /**
   * @param {string} name
   * @returns {HTMLInputElement}
   */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  open() {
    this.form.hidden = false;
    this.field("sought").focus();
    this.field("sought").select();
  }

  close() {
    this.form.hidden = true;
    this.field("only").checked = false;
    this.#filter();
  }

  #filter() {
    const sought = plain(this.field("sought").value);
    const { table, columns } = this.sheet;
    const holds = (row) => columns.some((column) => plain(table.text(row, column)).includes(sought));
    this.sheet.filterBy(this.field("only").checked && sought ? holds : null);
    if (sought) this.say("found", this.#places().length);
  }

  /** @returns {{number: number, column: import("./table.js").Column}[]} */
  #places() {
    const sought = plain(this.field("sought").value);
    if (!sought) return [];
    const { table, columns } = this.sheet;
    return table.rows.flatMap((row, number) =>
      columns.flatMap((column) =>
        plain(table.text(row, column)).includes(sought) ? [{ number, column }] : [],
      ),
    );
  }

  /** Go to the next place after the selected cell; from the end to the beginning. */
  next() {
    const places = this.#places();
    this.say("found", places.length);
    if (!places.length) return;
    const last = this.last ?? { number: -1, x: -1 };
    const x = (place) => this.sheet.columns.indexOf(place.column);
    const isAfter = (place) =>
      place.number > last.number || (place.number === last.number && x(place) > last.x);
    const found = places.find(isAfter) ?? places[0];
    this.last = { number: found.number, x: x(found) };
    this.sheet.show(found.number, found.column.prop);
    this.field("sought").focus();
  }

  /** Replace what is looked for, exactly as it is written, in all cells: one step to undo. */
  replaceAll() {
    const sought = this.field("sought").value;
    const { table, columns } = this.sheet;
    if (!sought) return;
    const edits = table.rows.flatMap((row, number) =>
      columns
        .filter((column) => column.part !== "disabled")
        .flatMap((column) => {
          const text = table.text(row, column).replaceAll(sought, () => this.field("instead").value);
          return table.setText(number, column, text);
        }),
    );
    if (edits.length) this.sheet.onEdits(edits);
    this.say("replaced", edits.length);
  }
}
