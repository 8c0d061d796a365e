/** What was done here and can be taken back, without limit. */
import { apply } from "./edits.js";

/** @typedef {import("./edits.js").Edit} Edit */

export class History {
  /** @param {any} plain the block, changed in place */
  constructor(plain) {
    this.plain = plain;
    /** @type {{forth: Edit[], back: Edit[]}[]} */
    this.done = [];
    /** @type {{forth: Edit[], back: Edit[]}[]} */
    this.undone = [];
  }

  /**
   * Do something new; what was undone before cannot be redone after it.
   * @param {Edit[]} edits
   */
  perform(edits) {
    this.#name(edits);
    this.done.push({ forth: edits, back: apply(this.plain, edits) });
    this.undone = [];
  }

  /** @returns {Edit[]} the edits by which the last step was taken back; none if there is none */
  undo() {
    const step = this.done.pop();
    if (!step) return [];
    this.#name(step.back);
    apply(this.plain, step.back);
    this.undone.push(step);
    return step.back;
  }

  /** @returns {Edit[]} the edits by which the step was done again */
  redo() {
    const step = this.undone.pop();
    if (!step) return [];
    this.#name(step.forth);
    apply(this.plain, step.forth);
    this.done.push(step);
    return step.forth;
  }

  /**
   * Note which row each edit means, by its id: its index is another one where others edit too.
   * @param {Edit[]} edits
   */
  #name(edits) {
    for (const edit of edits) {
      if (edit.path[0] === "rows" && edit.kind !== "insert") {
        edit.row = this.plain.rows?.[edit.path[1]]?.id;
      }
    }
  }
}
