/**
 * Names and functions offered while one types, in every field with `data-names`: ↑ ↓ to choose, Enter or Tab to take,
 * Esc to leave. `data-codes` are values that are offered first; `data-codes-of` is the id of the field whose expression
 * has such values.
 *
 * @typedef {{title: string, typed: string, key: string, kind: string, about: string, help: string, codes: string[], called: boolean}} Offered
 * @typedef {HTMLInputElement|HTMLTextAreaElement} Field
 * @typedef {{offered: Offered, from: number}} Found
 */
import { desk } from "./desk.js";
import { closest } from "./fields.js";

const MOST = 12;
const LONGEST = 60;
const SIGN = /[+\-*/()（）,，、=＝<>＞＜≥≤≠!;\[\]【】\n]/;
const CHINESE = /[\u3400-\u9fff]/;
const LIST = "suggestions";

/** @type {Field|null} */
let field = null;
/** @type {Found[]} */
let shown = [];
let chosen = 0;

/** @param {EventTarget|null} node @returns {Field|null} */
function offeringTo(node) {
  return /** @type {Field|null} */ (closest(node, "[data-names], [data-codes]"));
}

/**
 * Where a name that ends at the caret may begin: the longest first.
 * @param {string} before what stands before the caret
 */
function beginnings(before) {
  const found = [];
  const least = Math.max(0, before.length - LONGEST);
  for (let at = before.length - 1; at >= least && !SIGN.test(before[at]); at -= 1) {
    const [sign, left] = [before[at], before[at - 1] ?? " "];
    const begins = at === 0 || left === " " || SIGN.test(left) || CHINESE.test(left) || CHINESE.test(sign);
    if (begins && sign !== " " && !/[\d."]/.test(sign)) found.unshift(at);
  }
  return found;
}

/** Whether the caret stands within a quoted text. @param {string} before */
const isQuoted = (before) => (before.match(/["“”「」＂]/g)?.length ?? 0) % 2 === 1;

/**
 * @param {Offered[]} offered
 * @param {string} before what stands before the caret
 * @returns {Found[]} what is meant by the word before the caret, the nearest first
 */
function matching(offered, before) {
  if (isQuoted(before)) return [];
  for (const from of beginnings(before)) {
    const word = before.slice(from).toLowerCase();
    const begin = offered.filter((each) => starts(each, word));
    const within = word.length > 1 ? offered.filter((each) => !begin.includes(each) && holds(each, word)) : [];
    const found = [...begin, ...within].map((each) => ({ offered: each, from }));
    // A whole name wants no more, unless it begins another.
    if (begin.length === 1 && begin[0].typed.toLowerCase() === word) return [];
    if (found.length) return found.slice(0, MOST);
  }
  return [];
}

/** @param {Offered} each @param {string} word */
const starts = (each, word) => each.title.toLowerCase().startsWith(word) || (word.length > 1 && each.key.startsWith(word.replaceAll(" ", "_")));

/** @param {Offered} each @param {string} word */
const holds = (each, word) => each.title.toLowerCase().includes(word);

/** A value that may stand in a field. @param {string} title @returns {Offered} */
function value(title) {
  const about = desk.page.words.value ?? "";
  return { title, typed: title, key: "", kind: "", about, help: "", codes: [], called: false };
}

/** What a field offers: values first. @param {Field} of @returns {Offered[]} */
function offeredIn(of) {
  const names = /** @type {Offered[]} */ (desk.page.names ?? []);
  const other = of.dataset.codesOf ? /** @type {Field|null} */ (document.getElementById(of.dataset.codesOf)) : null;
  const subject = names.find((each) => each.title === other?.value.trim());
  const codes = [...JSON.parse(of.dataset.codes ?? "[]"), ...(subject?.codes ?? [])];
  const values = codes.map((title) => names.find((each) => each.typed === title) ?? value(title));
  const isAny = !of.dataset.names;
  const own = names.filter((each) => isAny || each.called || each.kind === "constant");
  return [...values, ...("names" in of.dataset ? own.filter((each) => !values.includes(each)) : [])];
}

/** @param {Field} of @param {boolean} all whether what could stand there is shown without a word */
function show(of, all = false) {
  if (of.readOnly || of.selectionStart === null) return;
  const before = of.value.slice(0, of.selectionStart);
  let found = matching(offeredIn(of), before);
  if (!found.length && all) found = offeredIn(of).slice(0, MOST * 4).map((offered) => ({ offered, from: before.length }));
  if (!found.length) {
    hide();
    return;
  }
  [field, shown, chosen] = [of, found, 0];
  draw();
}

function draw() {
  if (!field) return;
  const list = document.getElementById(LIST) ?? made();
  list.replaceChildren(...shown.map(({ offered }, at) => option(offered, at)));
  list.hidden = false;
  const box = field.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, 300), innerWidth - 16);
  list.style.width = `${width}px`;
  list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`;
  const isLow = box.bottom + list.offsetHeight > innerHeight && box.top > list.offsetHeight;
  list.style.top = `${(isLow ? box.top - list.offsetHeight - 2 : box.bottom + 2) + scrollY}px`;
  if (field instanceof HTMLInputElement) field.setAttribute("aria-expanded", "true");
  point();
}

function made() {
  const list = document.createElement("div");
  list.id = LIST;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", desk.page.words.names ?? "");
  list.className = "suggestions";
  // The field keeps the focus.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const target = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (target) take(Number(target.id.split("-")[1]));
  });
  document.body.append(list);
  return list;
}

/** @param {Offered} offered @param {number} at */
function option(offered, at) {
  const row = document.createElement("div");
  row.id = `suggestion-${at}`;
  row.setAttribute("role", "option");
  const name = Object.assign(document.createElement("b"), { textContent: offered.called ? offered.typed : offered.title });
  const about = Object.assign(document.createElement("small"), { textContent: offered.about });
  row.append(name, about);
  if (offered.help) row.append(Object.assign(document.createElement("span"), { textContent: offered.help }));
  return row;
}

function point() {
  for (const [at, row] of [...(document.getElementById(LIST)?.children ?? [])].entries()) {
    row.setAttribute("aria-selected", String(at === chosen));
    if (at === chosen) row.scrollIntoView({ block: "nearest" });
  }
  field?.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
}

function hide() {
  const list = document.getElementById(LIST);
  if (list) list.hidden = true;
  field?.removeAttribute("aria-activedescendant");
  if (field instanceof HTMLInputElement) field.setAttribute("aria-expanded", "false");
  [field, shown] = [null, []];
}

/** Put a suggestion in the place of the word before the caret. @param {number} at */
function take(at) {
  if (!field || !shown[at]) return;
  const of = field;
  const { offered, from } = shown[at];
  const name = offered.called ? offered.typed.slice(0, offered.typed.indexOf("(")) : offered.typed;
  const text = offered.called ? `${name}()` : name;
  of.setRangeText(text, from, of.selectionStart ?? from, "end");
  if (offered.called) of.setSelectionRange(from + text.length - 1, from + text.length - 1);
  hide();
  of.dispatchEvent(new InputEvent("input", { bubbles: true }));
  hide();
}

document.addEventListener("focusin", (event) => {
  const of = offeringTo(event.target);
  if (!of || of.readOnly) return;
  if (of instanceof HTMLInputElement) {
    of.setAttribute("role", "combobox");
    of.setAttribute("aria-expanded", "false");
  }
  of.setAttribute("aria-autocomplete", "list");
  of.setAttribute("aria-controls", LIST);
  if (!document.getElementById(LIST)) made().hidden = true;
});

// Where there is something to choose from it is shown to who clicks into the empty field.
document.addEventListener("click", (event) => {
  const of = offeringTo(event.target);
  if (of && "codes" in of.dataset && of.value === "") show(of, true);
});

document.addEventListener("input", (event) => {
  const of = offeringTo(event.target);
  if (of && !(/** @type {InputEvent} */ (event).isComposing)) show(of);
});

document.addEventListener("compositionend", (event) => {
  const of = offeringTo(event.target);
  if (of) show(of);
});

document.addEventListener("focusout", hide);
document.addEventListener("fenji:drawn", hide);
addEventListener("resize", hide);

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener(
  "keydown",
  (event) => {
    const of = offeringTo(event.target);
    if (!of || event.isComposing) return;
    const isDown = event.key === "ArrowDown" && !event.altKey && !event.ctrlKey && of instanceof HTMLInputElement;
    const isAsked = (event.ctrlKey && event.key === " ") || (isDown && !field);
    if (isAsked) show(of, true);
    else if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key in STEPS) {
      chosen = (chosen + STEPS[event.key] + shown.length) % shown.length;
      point();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) take(chosen);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
