/**
 * The desk: a draft as its page keeps it in step with the server. What is asked goes one after the other;
 * what could not be sent is kept and sent again.
 *
 * @typedef {import("../grid/edits.js").Edit} Edit
 * @typedef {import("./queue.js").Act} Act
 * @typedef {{draw?: boolean, focus?: string, goes?: string, alone?: boolean}} How
 *   `goes`: the address of the page that is opened once all is saved;
 *   `alone`: not together with what was edited before or is after
 */
import { draw } from "./drawing.js";
import { tellFaults } from "./fields.js";
import { freshToken, send } from "./posting.js";
import { Queue } from "./queue.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
/** So long nothing is changed in a large table before it is checked. */
const RIPE = 300;

class Desk {
  constructor() {
    /** What the page says of the draft: addresses, token, revision, part, words, faults. */
    this.page = JSON.parse(document.getElementById("desk-data")?.textContent ?? "null");
    this.queue = new Queue();
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

  /** Whether something is not known to be done. */
  get isUnsaved() {
    return this.queue.acts.length > 0;
  }

  /** Which customer is tried, its facts where they were changed, and what stands open on the page. */
  get asked() {
    const { sample, facts = null, at, opened = [] } = this.page;
    // A page that came before its checks has no customer yet.
    return { sample, facts, at, opened, ...(this.page.waits && { person: true }) };
  }

  /**
   * Save edits, after those that wait.
   * @param {Edit[]} edits
   * @param {How} [how]
   * @returns {Act|null} of which they are a part
   */
  save(edits, how = {}) {
    if (!edits.length) return null;
    const act = this.queue.save(edits, how);
    if (how.draw) this.isDrawing = true;
    this.passing = null;
    enable("undo", true);
    enable("redo", false);
    this.#asked(act);
    return act;
  }

  /** Say what is asked for, and go on with it. @param {Act} act */
  #asked(act) {
    document.dispatchEvent(new CustomEvent("fenji:asked", { detail: { act } }));
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

  /** Send again what could not be sent: after somebody signed in anew by the token of the new session. */
  async retry() {
    const token = await freshToken(this.page.me);
    if (token) this.page.token = token;
    this.#send();
  }

  /** Do what waits again on the newest, where its places still are. */
  again() {
    const act = this.queue.first;
    if (act) act.how = { ...act.how, draw: true };
    this.#send();
  }

  /** Give up what waits. */
  forget() {
    this.queue.clear();
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
    if (this.moved || !can(step)) return;
    const act = this.queue.step(step);
    this.passing = null;
    enable(step === "undo" ? "redo" : "undo", true);
    this.#asked(act);
  }

  /** Do what was asked for meanwhile. */
  #goOn() {
    if (this.isUnsaved) this.#send();
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
    if (outcome !== "done" && this.page.waits) this.#later(() => this.preview([]));
    // What was typed since is saved meanwhile, and answers with more.
    if (outcome === "done" && !this.isBusy && !this.isUnsaved) this.#take(answer, cause, {});
  }

  async #send() {
    clearTimeout(this.timer);
    const act = this.queue.first;
    if (this.isBusy || !act) return;
    act.isSent = true;
    this.isBusy = true;
    this.tell("saving");
    const isSave = act.kind === "save";
    const { outcome, answer } = await send(
      isSave ? this.page.address : this.page[act.kind],
      this.page.token,
      isSave ? this.#saving(act) : this.#stepping(act),
    );
    this.isBusy = false;
    if (outcome === "offline") {
      // Maybe it was done, and only the answer was lost: nothing else is sent before that is known.
      this.#later(() => this.#send());
      this.tell(outcome, answer);
    } else if (outcome === "done") this.#done(act, answer);
    else this.#notDone(act, outcome, answer);
  }

  /** @param {Act} act */
  #saving({ edits, how, post }) {
    const more = { draw: !!how.draw, brief: this.isBrief, post };
    return { revision: this.page.revision, ...this.moved, edits, ...this.asked, ...more };
  }

  /** @param {Act} act */
  #stepping({ post }) {
    return { revision: this.page.revision, draw: true, brief: this.isBrief, post, ...this.asked };
  }

  /** @param {Act} act @param {any} answer */
  #done(act, answer) {
    const cause = act.kind === "save" && this.moved ? "again" : act.kind;
    this.queue.shift();
    this.moved = null;
    this.wait = FIRST_WAIT;
    this.#take(answer, cause, act.how, act);
    if (act.how.goes && !this.isUnsaved) location.assign(act.how.goes);
    else this.#goOn();
  }

  /** @param {Act} act @param {import("./posting.js").Outcome} outcome @param {any} answer */
  #notDone(act, outcome, answer) {
    this.queue.renew();
    if (outcome === "moved") {
      const one = this.queue.fold();
      if (!one) {
        location.reload();
        return;
      }
      this.moved = { revision: answer.revision, seen: this.moved?.seen ?? this.page.revision };
      document.dispatchEvent(new CustomEvent("fenji:folded", { detail: { act: one } }));
    }
    if (outcome === "refused" && act.kind !== "save") this.#noStep(act.kind, answer);
    else this.tell(outcome, answer);
  }

  /** A step was refused, and so are those that were asked for with it. @param {"undo"|"redo"} step @param {any} answer */
  #noStep(step, answer) {
    document.dispatchEvent(new CustomEvent("fenji:refused", { detail: { acts: this.queue.dropSteps() } }));
    const isOneTooMany = ["nothing-to-undo", "nothing-to-redo"].includes(answer?.code);
    if (isOneTooMany && !this.isUnsaved) {
      this.tell("saved");
      enable(step, false);
    } else if (!isOneTooMany) this.tell("refused", answer);
    this.#goOn();
  }

  /** @param {() => void} act what is tried again, after longer and longer */
  #later(act) {
    this.timer = setTimeout(act, this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  /** @param {any} answer @param {string} cause @param {How} how @param {Act} [act] */
  #take(answer, cause, how, act) {
    if (answer.gone) {
      this.forget();
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
    if ("person" in answer) this.page.waits = false;
    if (how.draw && "main" in answer) {
      draw("main", answer.main, how.focus, cause === "save" || cause === "preview");
      this.isDrawing = false;
      document.dispatchEvent(new CustomEvent("fenji:drawn"));
    }
    if (how.draw) this.isDrawing = false;
    this.isStale = !how.draw && (this.isStale || cause !== "preview");
    for (const step of ["undo", "redo"]) {
      if (`can_${step}` in answer && !this.isUnsaved) enable(step, answer[`can_${step}`]);
    }
    if ("faults" in answer) {
      const count = part("count");
      count.hidden = !answer.count;
      count.textContent = String(answer.count);
      tellFaults(answer.faults);
    } else this.#ripen();
    document.dispatchEvent(new CustomEvent("fenji:answer", { detail: { answer, cause, act } }));
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

/** @param {string} name */
function part(name) {
  return /** @type {HTMLElement} */ (document.querySelector(`[data-part=${name}]`));
}

/** @param {string} act @returns {HTMLButtonElement|null} */
function button(act) {
  return document.querySelector(`[data-act=${act}]`);
}

/** @param {string} act @returns {boolean} whether there is something of it to do, as far as is known */
function can(act) {
  return button(act)?.disabled === false;
}

/** @param {string} act @param {boolean} isOn */
function enable(act, isOn) {
  const found = button(act);
  if (found) found.disabled = !isOn;
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
