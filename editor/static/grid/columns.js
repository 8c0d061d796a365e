/**
 * Columns added, and the selected one said otherwise.
 *
 * @typedef {import("./sheet.js").Sheet} Sheet
 */
import { expressionOf } from "./table.js";

export class Columns {
  /**
   * @param {HTMLElement} root
   * @param {Sheet} sheet
   * @param {string} language of titles
   */
  constructor(root, sheet, language) {
    Object.assign(this, { root, sheet, language });
    this.#form("new-when", "text", (text) => this.#add("when", text));
    this.#form("new-then", "key", (key) => this.#add("then", key));
    for (const name of ["column-text", "column-title"]) {
      this.part(name).addEventListener("change", () => this.#change());
    }
  }

  /** @param {string} name @returns {HTMLInputElement} */
  part(name) {
    return /** @type {HTMLInputElement} */ (this.root.querySelector(`[data-part=${name}]`));
  }

  /** Show the selected column beside the tools. */
  tell() {
    const column = this.sheet.selectedColumn();
    const isOne = column?.part === "when" || column?.part === "then";
    this.part("of-column").hidden = !isOne;
    if (!isOne) return;
    this.part("column-name").textContent = this.sheet.title(column);
    const said = this.sheet.table.block.inputs[column.index];
    const isInput = column.part === "when";
    for (const name of ["column-text", "column-title"]) this.part(name).closest("label").hidden = !isInput;
    if (!isInput) return;
    this.part("column-text").value = expressionOf(said);
    this.part("column-title").value = said?.title?.[this.language] ?? "";
  }

  /**
   * @param {string} name of the form
   * @param {string} field
   * @param {(value: string) => void} add
   */
  #form(name, field, add) {
    const form = /** @type {HTMLFormElement} */ (/** @type {unknown} */ (this.part(name)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const input = /** @type {HTMLInputElement} */ (form.elements.namedItem(field));
      const value = input.value.trim();
      input.value = "";
      if (value) add(value);
      input.focus();
    });
  }

  /** @param {"when"|"then"} side @param {string} text */
  #add(side, text) {
    const { sheet } = this;
    const beside = sheet.selectedColumn();
    const end = sheet.columns.filter((column) => column.part === side).length;
    const at = beside?.part === side ? beside.index + 1 : end;
    sheet.onEdits(sheet.table.insertColumn(side, at, text));
    if (side === "then") this.root.querySelector(`[data-part=new-then] option[value="${text}"]`)?.remove();
    const made = sheet.columns.findIndex((column) => column.part === side && column.index === at);
    if (sheet.shownCount) sheet.selection.set({ x: made, y: sheet.selection.start?.y ?? 0 });
  }

  /** Say the selected column otherwise. */
  #change() {
    const column = this.sheet.selectedColumn();
    if (column?.part !== "when") return;
    const said = this.sheet.table.block.inputs[column.index];
    const expression = this.part("column-text").value.trim();
    const own = typeof said === "object" && said ? said.title : {};
    const title = { ...(typeof own === "object" ? own : {}) };
    const word = this.part("column-title").value.trim();
    if (word) title[this.language] = word;
    else delete title[this.language];
    const value = Object.keys(title).length ? { expression, title } : expression;
    if (!expression || JSON.stringify(value) === JSON.stringify(said)) return;
    this.sheet.onEdits([{ kind: "set", path: ["inputs", column.index], value }]);
  }
}
