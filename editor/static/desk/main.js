/** Opens the page of a draft: what is typed and clicked goes to the desk. */
import { desk } from "./desk.js";
import "./choosing.js";
import { clickEarly, saveEarly } from "./early.js";
import "./leaving.js";
import "./living.js";
import "./mapping.js";
import "./pasting.js";
import "./rows.js";
import "./suggesting.js";
import { closest, editsOf, fieldOf, nearest, tellFaults } from "./fields.js";

const REST = 800;
const PAUSE = 40;
let rest = 0;
let pause = 0;
/** @type {import("./fields.js").Field|null} */
let typed = null;

/** Save what stands in the field that was typed in. @param {{draw?: boolean}} [how] */
function saveTyped(how = {}) {
  clearTimeout(rest);
  clearTimeout(pause);
  const field = typed;
  typed = null;
  if (!field?.isConnected) return;
  delete field.dataset.pending;
  desk.save(editsOf(field), how);
}

document.addEventListener("input", (event) => {
  const field = fieldOf(event.target);
  if (!field || !desk.page.writes) return;
  if (typed && typed !== field) saveTyped();
  typed = field;
  // Where the editor is drawn anew meanwhile, this is typed into the new field.
  field.dataset.pending = "";
  clearTimeout(rest);
  clearTimeout(pause);
  const isChosen = field.matches("select, [type=checkbox]");
  if (isChosen) return;
  rest = setTimeout(saveTyped, REST);
  pause = setTimeout(() => {
    // Half a Chinese word is not what somebody means.
    if (!(/** @type {InputEvent} */ (event).isComposing)) desk.preview(editsOf(field));
  }, PAUSE);
});

document.addEventListener("compositionend", (event) => {
  const field = fieldOf(event.target);
  if (field && desk.page.writes) desk.preview(editsOf(field));
});

document.addEventListener("change", (event) => {
  const field = fieldOf(event.target);
  if (!field || !desk.page.writes) return;
  const draws = "draws" in field.dataset;
  if (typed === field) saveTyped({ draw: draws });
  // It was kept at a rest, when the editor was not drawn so that one could type on.
  else if (draws) desk.renewed(() => {});
});

document.addEventListener("click", (event) => {
  const does = closest(event.target, "[data-edits]");
  if (does && desk.page.writes) {
    // Until the editor is drawn anew its buttons mean places of before.
    if (desk.isDrawing) return;
    saveTyped();
    const buttons = () => [...document.querySelectorAll("[data-drawn=main] button[data-edits]")];
    const place = buttons().indexOf(does);
    if (place < 0) doEdits(does);
    else desk.renewed(() => doEdits(/** @type {HTMLElement|undefined} */ (buttons()[place])));
    return;
  }
  const goes = closest(event.target, "[data-goes]");
  if (goes && goes.dataset.at === desk.page.at && showPlace(goes.dataset.goes ?? "[]")) {
    event.preventDefault();
  }
  const act = closest(event.target, "[data-act]")?.dataset.act;
  if (act && act in ACTS) ACTS[act]();
});

/** Do what a button says. @param {HTMLElement|undefined} does */
function doEdits(does) {
  if (!does) return;
  const { edits, focus, then } = does.dataset;
  desk.save(JSON.parse(edits ?? "[]"), { draw: true, focus, goes: then });
}

const ACTS = {
  undo: () => stepped("undo"),
  redo: () => stepped("redo"),
  again: () => desk.again(),
  retry: () => desk.retry(),
  drop: () => {
    desk.forget();
    location.reload();
  },
};

/** @param {"undo"|"redo"} step */
function stepped(step) {
  saveTyped();
  desk.step(step);
}

document.addEventListener("keydown", (event) => {
  const isStep = (event.ctrlKey || event.metaKey) && !event.altKey && /^[zy]$/i.test(event.key);
  // Within a field that is being typed in the browser's own undo is meant.
  if (!isStep || typed || !desk.page.writes || event.defaultPrevented) return;
  event.preventDefault();
  stepped(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
});

/** Look at the field that a fault belongs to, or at the rule that a step of the panel names. @param {string} place */
function showPlace(place) {
  const steps = JSON.parse(place);
  const closed = closedAt(steps);
  if (closed) {
    document.addEventListener("fenji:opened", () => showPlace(place), { once: true });
    closed.open = true;
    return true;
  }
  const fields = [...document.querySelectorAll("[data-place]")];
  const field = summaryOf(steps) ?? nearest(/** @type {any[]} */ (fields), steps);
  // Of a long list only some rows are shown: the link leads to the page with this one.
  const isAside = place.startsWith('[["lookup"') && reaches(steps, "row") && !reaches(placeOf(field), "row");
  if (!field || isAside) return false;
  for (let each = field.closest("details"); each; each = each.parentElement?.closest("details") ?? null) each.open = true;
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
  return true;
}

/** @param {Element|null} field @returns {[string, string|number][]} */
const placeOf = (field) => JSON.parse(/** @type {HTMLElement|null} */ (field)?.dataset.place ?? "[]");

/** Whether a place leads to or into a part of some kind. @param {[string, string|number][]} steps @param {string} kind */
const reaches = (steps, kind) => steps.some(([each]) => each === kind);

/** The rule that a place lies in. @param {[string, string|number][]} steps */
function ruleAt(steps) {
  const id = steps.find(([kind]) => kind === "rule")?.[1];
  return /** @type {HTMLDetailsElement|null} */ (document.getElementById(`rule-${id}`));
}

/** The same where it is not drawn yet. @param {[string, string|number][]} steps */
function closedAt(steps) {
  const rule = ruleAt(steps);
  return rule?.querySelector(":scope > [data-opens]:empty") ? rule : null;
}

/** What is said of a rule, where a place is the rule itself. @param {[string, string|number][]} steps */
function summaryOf(steps) {
  return steps.at(-1)?.[0] === "rule" ? ruleAt(steps)?.querySelector("summary") ?? null : null;
}

function openCustomer() {
  document.addEventListener("change", (event) => {
    const select = /** @type {HTMLSelectElement|null} */ (closest(event.target, "[data-person] [data-sample]"));
    if (!select) return;
    const { value } = select;
    const address = new URL(location.href);
    address.searchParams.set("sample", value);
    history.replaceState(null, "", address);
    Object.assign(desk.page, { sample: value, facts: null });
    if (desk.page.writes) desk.customer(true);
    else location.reload();
  });
  document.addEventListener("input", (event) => {
    if (!closest(event.target, "[data-facts]") || !desk.page.writes) return;
    const form = /** @type {HTMLFormElement} */ (closest(event.target, "form"));
    desk.page.facts = Object.fromEntries(
      [...new FormData(form)].filter(([name]) => name !== "sample").map(([name, value]) => [name, String(value)]),
    );
    clearTimeout(pause);
    pause = setTimeout(() => desk.customer(false), PAUSE);
  });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-person]")) event.preventDefault();
  });
}

tellFaults(desk.page.faults);
// What a page was sent without is asked for once the table is seen: to work it out takes the server's time.
if (desk.page.waits) {
  const ask = () => desk.preview([]);
  if (document.querySelector("[data-grid]:has(script)")) document.addEventListener("fenji:seen", ask, { once: true });
  else ask();
}
openCustomer();
if (desk.page.writes) saveEarly();
const wanted = decodeURIComponent(location.hash).match(/^#at=(.*)$/)?.[1];
if (wanted) showPlace(wanted);
// On a phone the chain is a strip: the part that is shown stands in it.
document.querySelector(".desk-rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.documentElement.dataset.ready = "true";
clickEarly();
