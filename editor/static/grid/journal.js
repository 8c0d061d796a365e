/**
 * What was done to the table on this page: what the server has not answered yet, and what can be taken back and done
 * again at once, before it answers. The server has the last word: what it answers is put in the place of what was
 * done here, and what was done since is done again upon it, so that the table is never another than the draft's.
 *
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {import("../desk/queue.js").Act} Act
 * @typedef {{forth: Edit[]|null, back: Edit[]|null}} Step one of the draft's history; null: only the server knows
 * @typedef {{act: Act, step: Step, edits: Edit[]|null, back: Edit[]|null}} Entry done here and not answered;
 *   `edits` null: nothing was done here, since only the server knows what comes of it
 * @typedef {{edits: Edit[], isWhole: boolean}} Drawn what is drawn anew, all of it where the server gave all
 */
import { apply, same } from "./edits.js";

export class Journal {
  /**
   * @param {any} block changed in place
   * @param {(edits: Edit[]) => Edit[]} placed edits of the block as edits of the draft
   * @param {number} revision of the draft
   */
  constructor(block, placed, revision) {
    Object.assign(this, { block, placed, revision });
    /** @type {Entry[]} */
    this.open = [];
    this.#forget();
  }

  /** What is known of the draft's history from here on is nothing. */
  #forget() {
    /** @type {Step[]} what can be taken back, the last one first */
    this.done = [];
    /** @type {Step[]} what can be done again */
    this.undone = [];
  }

  /** Whether the table may be another in a moment: nothing that is done to it now has a place that is sure. */
  get isTurning() {
    return this.open.some(({ act, edits }) => !edits && (act.kind !== "save" || act.isSent));
  }

  /**
   * Something is asked of the server. A step is done here too, if it is known what it does.
   * @param {Act} act
   * @returns {Edit[]} what was done
   */
  asked(act) {
    if (act.kind !== "save") return this.#step(act);
    if (this.open.some((entry) => entry.act === act)) return [];
    const step = { forth: [], back: [] };
    this.open.push({ act, step, edits: step.forth, back: step.back });
    this.done.push(step);
    this.undone = [];
    return [];
  }

  /** @param {Act} act @returns {Edit[]} */
  #step(act) {
    const [from, to] = act.kind === "undo" ? [this.done, this.undone] : [this.undone, this.done];
    const step = from.pop() ?? { forth: null, back: null };
    to.push(step);
    const entry = { act, step, edits: null, back: null };
    this.open.push(entry);
    this.#doStep(entry);
    return entry.edits ?? [];
  }

  /** @param {Entry} entry of a step */
  #doStep(entry) {
    const { act, step } = entry;
    entry.edits = act.kind === "undo" ? step.back : step.forth;
    entry.back = entry.edits && apply(this.block, entry.edits);
    if (!act.isSent) act.edits = entry.edits && this.placed(entry.edits);
  }

  /**
   * The table was edited as a part of what is asked.
   * @param {Act} act
   * @param {Edit[]} edits
   * @param {Edit[]} back what leads back
   */
  did(act, edits, back) {
    const entry = this.open.find((each) => each.act === act);
    if (!entry?.edits) return;
    entry.edits = [...entry.edits, ...edits];
    entry.back = [...back, ...(entry.back ?? [])];
    Object.assign(entry.step, { forth: entry.edits, back: entry.back });
  }

  /**
   * All that was asked became one: others changed the draft, and the server brings it to the newest.
   * @param {Act} act
   */
  folded(act) {
    this.#forget();
    this.open = [{ act, step: { forth: null, back: null }, edits: null, back: null }];
  }

  /**
   * Steps cannot be done.
   * @param {Act[]} acts
   * @returns {Drawn}
   */
  refused(acts) {
    const drawn = acts.flatMap((act) => this.#replaced(this.#taken(act), []) ?? []);
    this.#forget();
    return { edits: drawn, isWhole: false };
  }

  /**
   * The server did what was asked.
   * @param {Act} act
   * @param {{revision: number, edits?: Edit[], block?: any}} answer
   * @returns {Drawn|null} null where the table is already so
   */
  answered(act, { revision, edits, block }) {
    const entry = this.#taken(act);
    if (revision !== this.revision + 1) this.#forget();
    this.revision = revision;
    if (block) return this.#whole(entry, block) ? { edits: [], isWhole: true } : null;
    const drawn = this.#replaced(entry, edits ?? []);
    return drawn && { edits: drawn, isWhole: false };
  }

  /** @param {Act} act @returns {Entry} what was done here for it; nothing where it was asked before the table was there */
  #taken(act) {
    const at = this.open.findIndex((entry) => entry.act === act);
    if (at === 0) return /** @type {Entry} */ (this.open.shift());
    this.#forget();
    return { act, step: { forth: [], back: [] }, edits: [], back: [] };
  }

  /**
   * @param {Entry} entry
   * @param {Edit[]} edits what was done in the place of what was done here
   * @returns {Edit[]|null} what has to be drawn; null where it was the same
   */
  #replaced(entry, edits) {
    if (entry.edits && same(edits, entry.edits)) return null;
    const drawn = [...this.#takeBack(), ...(entry.back ?? []), ...edits];
    if (entry.back) apply(this.block, entry.back);
    const back = apply(this.block, edits);
    const [forth, again] = entry.act.kind === "undo" ? [back, edits] : [edits, back];
    Object.assign(entry.step, { forth, back: again });
    return [...drawn, ...this.#doAgain()];
  }

  /** @param {Entry} entry @param {any} block the whole as it was then @returns {boolean} whether it is another */
  #whole(entry, block) {
    if (entry.edits && !this.open.length && same(block, this.block)) return false;
    this.#takeBack();
    Object.assign(this.block, block);
    this.#doAgain();
    return true;
  }

  /** Take back what was not answered yet. @returns {Edit[]} */
  #takeBack() {
    const edits = this.open.toReversed().flatMap(({ back }) => back ?? []);
    apply(this.block, edits);
    return edits;
  }

  /** Do it again. @returns {Edit[]} */
  #doAgain() {
    for (const entry of this.open) {
      if (entry.act.kind !== "save") this.#doStep(entry);
      else if (entry.edits) {
        entry.back = apply(this.block, entry.edits);
        entry.step.back = entry.back;
      }
    }
    return this.open.flatMap(({ edits }) => edits ?? []);
  }
}
