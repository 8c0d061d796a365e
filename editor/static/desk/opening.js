/**
 * What is drawn once it is opened: a closed `details` holds an empty part that says with `data-opens` what to ask for, such
 * as a rule. Events on `document`: `fenji:opened` when one was drawn.
 */
import { desk } from "./desk.js";
import { draw } from "./drawing.js";
import { tellFaults } from "./fields.js";
import { send } from "./posting.js";

/** What is on its way. @type {Set<string>} */
const asked = new Set();

/** Who only reads opens it with the page. @param {string} name */
function reload(name) {
  const address = new URL(location.href);
  for (const each of new Set([name, ...desk.page.opened])) address.searchParams.append("opened", each);
  location.replace(address);
}

/** Ask for all that stands open and is not drawn; say what stands open. */
function fill() {
  const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("details[open] > [data-opens]")]);
  desk.page.opened = parts.map((each) => each.dataset.opens ?? "");
  for (const part of parts) if (!part.firstChild) (desk.page.writes ? ask : reload)(part.dataset.opens ?? "");
}

/** @param {string} name */
async function ask(name) {
  // What is on its way changes the draft: its answer brings us here again.
  if (asked.has(name) || desk.isBusy || desk.isUnsaved) return;
  asked.add(name);
  const body = { revision: desk.page.revision, ...desk.asked, keep: false, opens: name };
  const { outcome, answer } = await send(desk.page.address, desk.page.token, body);
  asked.delete(name);
  if (outcome !== "done") {
    desk.tell(outcome, answer);
    return;
  }
  if (desk.isBusy || desk.isUnsaved || answer.revision !== desk.page.revision) {
    fill();
    return;
  }
  draw(`opened-${name}`, answer.opened[name]);
  tellFaults(answer.faults);
  document.dispatchEvent(new CustomEvent("fenji:opened", { detail: { name } }));
}

document.addEventListener("toggle", fill, true);
document.addEventListener("fenji:answer", fill);
document.addEventListener("fenji:drawn", fill);
fill();
