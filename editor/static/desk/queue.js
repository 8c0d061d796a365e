/**
 * What is asked of the server and not known to be done: edits to be saved, steps back and forth, in the order in
 * which they were asked for, so that nothing is taken back that was typed after the step.
 *
 * @typedef {import("../grid/edits.js").Edit} Edit
 * @typedef {import("./desk.js").How} How
 * @typedef {{kind: "save"|"undo"|"redo", edits: Edit[]|null, how: How, post: string, isSent: boolean}} Act
 *   `edits` of a step: what it is known to do, null where only the server knows; `post`: by which the server knows
 *   what is sent a second time; `isSent`: it is on its way, or maybe done
 */

export class Queue {
  constructor() {
    /** @type {Act[]} */
    this.acts = [];
  }

  /** @returns {Act|undefined} */
  get first() {
    return this.acts[0];
  }

  /**
   * Save edits, together with those that wait just before them.
   * @param {Edit[]} edits
   * @param {How} how
   * @returns {Act} of which the edits are a part
   */
  save(edits, how) {
    const last = this.acts[this.acts.length - 1];
    const joins = last?.kind === "save" && !last.isSent && !last.how.alone && !how.alone;
    if (joins) {
      last.edits = [...(last.edits ?? []), ...edits];
      last.how = joined(last.how, how);
      return last;
    }
    return this.#add({ kind: "save", edits: [...edits], how, post: name(), isSent: false });
  }

  /** @param {"undo"|"redo"} kind @returns {Act} */
  step(kind) {
    return this.#add({ kind, edits: null, how: { draw: true }, post: name(), isSent: false });
  }

  /** @param {Act} act */
  #add(act) {
    this.acts.push(act);
    return act;
  }

  /** The first was done. */
  shift() {
    this.acts.shift();
  }

  /** The first was not done, and is sent another time. */
  renew() {
    Object.assign(this.acts[0], { isSent: false, post: name() });
  }

  /** The first was a step that cannot be done, nor can those that followed at once. @returns {Act[]} which they were */
  dropSteps() {
    const end = this.acts.findIndex(({ kind }) => kind === "save");
    return this.acts.splice(0, end < 0 ? this.acts.length : end);
  }

  /**
   * Others changed the draft: a step would now take back what is theirs. What waits becomes one save of the same
   * effect; a step of which only the server knew what it does takes back what waited before it, or nothing.
   * @returns {Act|null} the one, null where nothing is left
   */
  fold() {
    /** @type {Act[]} */
    const kept = [];
    for (const act of this.acts) {
      if (act.edits) kept.push(act);
      else if (act.kind === "undo") kept.pop();
    }
    const edits = kept.flatMap((act) => act.edits ?? []);
    const how = kept.map((act) => act.how).reduce(joined, {});
    this.acts = [];
    return edits.length ? this.save(edits, { ...how, alone: false }) : null;
  }

  /** Nothing of it is asked for any more. */
  clear() {
    this.acts = [];
  }
}

/** @returns {string} by which the server knows what is sent a second time */
function name() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

/** @param {How} first @param {How} then @returns {How} */
function joined(first, then) {
  return {
    draw: first.draw || then.draw,
    focus: then.focus ?? first.focus,
    goes: then.goes ?? first.goes,
  };
}
