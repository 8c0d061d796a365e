/**
 * The desk: a draft as its page keeps it in step with the server. Saves go one after the other;
 * what could not be sent is kept and sent again.
 *
 * @typedef {import("../grid/edits.js").Edit} Edit
 * @typedef {{draw?: boolean, focus?: string, pasted?: boolean, goes?: string}} How `pasted`: cells as Excel writes them;
 *   `goes`: the address of the page that is opened once all is saved
 */
import { draw } from "./drawing.js";
import { tellFaults } from "./fields.js";
import { send } from "./posting.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
/** So long nothing is changed in a large table before it is checked. */
const RIPE = 300;

class Desk {
  constructor() {
    /** What the page says of the draft: addresses, token, revision, part, words, faults. */
    this.page = JSON.parse(document.getElementById("desk-data")?.textContent ?? "null");
    /** @type {Edit[]} */
    this.waiting = [];
    /** @type {How} */
    this.how = {};
    /** @type {{edits: Edit[], how: How, post: string}|null} sent, and no answer came: maybe it was done */
    this.unsure = null;
    /** @type {("undo"|"redo")[]} steps asked for while something is on its way */
    this.steps = [];
    this.isBusy = false;
    this.isDrawing = false;
    /** Whether fields were saved since the editor was drawn. */
    this.isStale = false;
    this.wait = FIRST_WAIT;
    /** @type {{revision: number, seen: number}|null} */
    this.moved = null;
    /** Whether answers only say what was changed; what comes of it is asked for after a rest. */
    this.isBrief = false;
    /** @type {Edit[]|null} */
    this.passing = null;
    this.isPassing = false;
    addEventListener("beforeunload", (event) => {
      if (this.isUnsaved) event.preventDefault();
    });
  }

  /** Whether something is not known to be saved. */
  get isUnsaved() {
    return this.waiting.length > 0 || this.unsure !== null;
  }

  /** Which customer is tried, its facts where they were changed, and what stands open on the page. */
  get asked() {
    const { sample, facts = null, at, opened = [] } = this.page;
    return { sample, facts, at, opened };
  }

  /**
   * Save edits, after those that wait.
   * @param {Edit[]} edits
   * @param {How} [how]
   */
  save(edits, how = {}) {
    this.waiting.push(...edits);
    this.how = joined(this.how, how);
    if (how.draw) this.isDrawing = true;
    this.passing = null;
    this.#send();
  }

  /**
   * Go on with the editor as it is now: what its buttons do was written when it was drawn, and fields were saved since.
   * @param {() => void} then
   */
  renewed(then) {
    const isIdle = () => !this.isBusy && !this.isUnsaved;
    if (isIdle() && !this.isStale) {
      then();
      return;
    }
    this.isDrawing = true;
    const go = () => {
      if (!isIdle()) return;
      document.removeEventListener("fenji:answer", go);
      this.#renew(then);
    };
    document.addEventListener("fenji:answer", go);
    go();
  }

  /** @param {() => void} then */
  async #renew(then) {
    const body = { revision: this.page.revision, ...this.asked, keep: false, draw: true };
    const { outcome, answer } = await send(this.page.address, this.page.token, body);
    this.isDrawing = false;
    if (outcome !== "done") {
      this.tell(outcome, answer);
      return;
    }
    this.#take(answer, "preview", { draw: true });
    then();
  }

  /** Send again what could not be sent. */
  retry() {
    this.#send();
  }

  /** Do what waits again on the newest, where its places still are. */
  again() {
    this.how = { ...this.how, draw: true };
    this.#send();
  }

  /**
   * Show what would come of edits, and keep nothing.
   * @param {Edit[]} edits
   */
  preview(edits) {
    this.passing = edits;
    if (!this.isPassing && !this.isBusy && !this.isUnsaved) this.#pass();
  }

  /** Take another customer, or other facts of it. @param {boolean} person */
  customer(person) {
    this.#ask({ keep: false, person, edits: [] }, "preview");
  }

  /** @param {"undo"|"redo"} step */
  step(step) {
    if (this.moved) return;
    if (this.isBusy || this.isUnsaved) this.steps.push(step);
    else this.#step(step, name());
  }

  /** @param {"undo"|"redo"} step @param {string} post */
  async #step(step, post) {
    this.isBusy = true;
    this.tell("saving");
    const body = { revision: this.page.revision, draw: true, brief: this.isBrief, post, ...this.asked };
    const { outcome, answer } = await send(this.page[step], this.page.token, body);
    if (outcome === "offline") {
      // Maybe it was done, and only the answer was lost: nothing else is sent before that is known.
      this.#later(() => this.#step(step, post));
      this.tell(outcome, answer);
      return;
    }
    this.isBusy = false;
    this.wait = FIRST_WAIT;
    if (outcome === "done") this.#take(answer, step, { draw: true });
    else if (outcome === "moved") location.reload();
    else {
      this.steps = [];
      this.tell(outcome, answer);
    }
    this.#goOn();
  }

  /** Do what was asked for meanwhile: first what is typed, then what is taken back. */
  #goOn() {
    if (this.isUnsaved) this.#send();
    else if (this.steps.length) this.step(/** @type {"undo"|"redo"} */ (this.steps.shift()));
    else if (this.passing && !this.isPassing) this.#pass();
  }

  /** Ask what comes of it all, once there is a rest. */
  #ripen() {
    clearTimeout(this.ripening);
    this.ripening = setTimeout(() => this.preview([]), RIPE);
  }

  async #pass() {
    const edits = this.passing;
    if (!edits) return;
    this.passing = null;
    this.isPassing = true;
    await this.#ask({ keep: false, edits }, "preview");
    this.isPassing = false;
    if (this.passing && !this.isBusy) this.#pass();
  }

  /** @param {object} more @param {string} cause */
  async #ask(more, cause) {
    const body = { revision: this.page.revision, ...this.asked, ...more };
    const { outcome, answer } = await send(this.page.address, this.page.token, body);
    // What was typed since is saved meanwhile, and answers with more.
    if (outcome === "done" && !this.isBusy && !this.isUnsaved) this.#take(answer, cause, {});
  }

  async #send() {
    clearTimeout(this.timer);
    if (this.isBusy || !this.isUnsaved) return;
    const sent = this.unsure ?? { edits: this.waiting, how: this.how, post: name() };
    if (!this.unsure) [this.waiting, this.how] = [[], {}];
    this.unsure = sent;
    this.isBusy = true;
    this.tell("saving");
    const { edits, how, post } = sent;
    const more = { draw: !!how.draw, pasted: !!how.pasted, brief: this.isBrief, post };
    const body = { revision: this.page.revision, ...this.moved, edits, ...this.asked, ...more };
    const { outcome, answer } = await send(this.page.address, this.page.token, body);
    this.isBusy = false;
    if (outcome === "offline") {
      this.#later(() => this.#send());
      this.tell(outcome, answer);
      return;
    }
    this.unsure = null;
    if (outcome === "done") {
      const cause = this.moved ? "again" : "save";
      this.moved = null;
      this.wait = FIRST_WAIT;
      this.#take(answer, cause, how);
      if (how.goes && !this.isUnsaved) location.assign(how.goes);
      else this.#goOn();
      return;
    }
    this.waiting = [...edits, ...this.waiting];
    this.how = joined(how, this.how);
    if (outcome === "moved") {
      this.moved = { revision: answer.revision, seen: this.moved?.seen ?? this.page.revision };
    }
    this.tell(outcome, answer);
  }

  /** @param {() => void} act what is tried again, after longer and longer */
  #later(act) {
    this.timer = setTimeout(act, this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  /** @param {any} answer @param {string} cause @param {How} how */
  #take(answer, cause, how) {
    if (answer.gone) {
      this.waiting = [];
      location.assign(answer.gone);
      return;
    }
    if (cause !== "preview") {
      this.page.revision = answer.revision;
      if (!this.isUnsaved) this.tell("saved");
    }
    for (const part of ["panel", "checks", "rail", "submit", "person", "live"]) {
      if (part in answer) draw(part, answer[part]);
    }
    if (how.draw && "main" in answer) {
      draw("main", answer.main, how.focus, cause === "save" || cause === "preview");
      this.isDrawing = false;
      document.dispatchEvent(new CustomEvent("fenji:drawn"));
    }
    if (how.draw) this.isDrawing = false;
    this.isStale = !how.draw && (this.isStale || cause !== "preview");
    for (const step of ["undo", "redo"]) {
      if (`can_${step}` in answer) button(step).disabled = !answer[`can_${step}`];
    }
    if ("faults" in answer) {
      const count = part("count");
      count.hidden = !answer.count;
      count.textContent = String(answer.count);
      tellFaults(answer.faults);
    } else this.#ripen();
    document.dispatchEvent(new CustomEvent("fenji:answer", { detail: { answer, cause } }));
  }

  /** Say how things stand. @param {string} state @param {any} [answer] */
  tell(state, answer) {
    const { words } = this.page;
    const chip = part("state");
    chip.dataset.state = state;
    chip.replaceChildren(dot(state), document.createTextNode(words[state] ?? state));
    part("moved").hidden = state !== "moved";
    part("said").replaceChildren(...(answer?.said ?? []).map(item));
    part("trouble").hidden = !["refused", "signed-out"].includes(state);
    part("why").textContent = [answer?.message, answer?.hint].filter(Boolean).join(" ") || words[state];
    if (state === "refused") this.isDrawing = false;
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
    pasted: first.pasted || then.pasted,
    goes: then.goes ?? first.goes,
  };
}

/** @param {string} name */
function part(name) {
  return /** @type {HTMLElement} */ (document.querySelector(`[data-part=${name}]`));
}

/** @param {string} act */
function button(act) {
  return /** @type {HTMLButtonElement} */ (document.querySelector(`[data-act=${act}]`));
}

/** @param {string} text */
function item(text) {
  return Object.assign(document.createElement("li"), { textContent: text });
}

/** @param {string} state */
function dot(state) {
  const kind = { saved: "good", saving: "" }[state] ?? "bad";
  return Object.assign(document.createElement("span"), { className: `dot ${kind}` });
}

export const desk = new Desk();
