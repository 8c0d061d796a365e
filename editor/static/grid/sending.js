/**
 * Keeps the draft in step: edits are gathered for a moment, then sent with the revision they were
 * made on. What could not be sent stays here and is sent again.
 *
 * @typedef {import("./edits.js").Edit} Edit
 * @typedef {"saved"|"saving"|"offline"|"signed-out"|"moved"|"refused"} State
 */

const GATHER = 250;
const LONGEST_WAIT = 30_000;

export class Sending {
  /**
   * @param {{address: string, token: string, revision: number, prefix: (string|number)[]}} page
   * @param {(state: State, answer: any) => void} told
   */
  constructor(page, told) {
    this.page = page;
    this.told = told;
    /** @type {Edit[]} */
    this.waiting = [];
    this.isBusy = false;
    this.wait = 1000;
    this.isStopped = false;
    addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    });
  }

  /** @param {Edit[]} edits */
  add(edits) {
    this.waiting.push(...edits);
    if (!this.isStopped && !this.isBusy) this.#after(GATHER);
  }

  /** Try again at once, after somebody signed in or a fault was mended. */
  again() {
    this.isStopped = false;
    this.#after(0);
  }

  /**
   * Go on from a newer revision.
   * @param {number} revision
   * @param {Edit[]} edits what is still to be sent
   */
  goOn(revision, edits) {
    this.page.revision = revision;
    this.waiting = edits;
    this.again();
  }

  /** @param {number} time */
  #after(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), time);
  }

  async #send() {
    if (this.isBusy || !this.waiting.length) return;
    const edits = this.waiting;
    this.waiting = [];
    this.isBusy = true;
    this.told("saving", null);
    const { status, answer } = await this.#post(edits);
    this.isBusy = false;
    if (status === 200) {
      this.page.revision = answer.revision;
      this.wait = 1000;
      if (this.waiting.length) this.#after(0);
      this.told(this.waiting.length ? "saving" : "saved", answer);
      return;
    }
    this.waiting = [...edits, ...this.waiting];
    const state = { 401: "signed-out", 403: "signed-out", 409: "moved" }[status];
    const isTransient = status === 0 || status >= 500;
    if (isTransient) {
      this.#after(this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
    } else this.isStopped = true;
    this.told(/** @type {State} */ (state ?? (isTransient ? "offline" : "refused")), answer);
  }

  /** @param {Edit[]} edits */
  async #post(edits) {
    const { address, token, revision, prefix } = this.page;
    const whole = edits.map(({ kind, path, value, to }) => ({
      kind,
      path: [...prefix, ...path],
      value,
      to,
    }));
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ revision, edits: whole }),
      });
      // A page that asks somebody to sign in is no answer of ours.
      const isJson = answer.headers.get("Content-Type")?.includes("json") && !answer.redirected;
      if (!isJson) return { status: answer.ok ? 401 : answer.status, answer: null };
      return { status: answer.status, answer: await answer.json() };
    } catch {
      return { status: 0, answer: null };
    }
  }
}
