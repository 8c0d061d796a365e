/**
 * Rules as sentences: what is chosen of a condition is written as its text into the field that is
 * bound to the draft; rules are dragged and moved; sentences and fired rules follow each answer.
 */
import { desk } from "./desk.js";
import { closest } from "./fields.js";

/** Conditions that their author writes as a formula, by the id of the field. @type {Set<string>} */
const formulas = new Set();
/** Rules that their reader shut, by the id of their details. @type {Set<string>} */
const shut = new Set();

/** @param {string} text */
const quoted = (text) => `"${text.replace(/[\\"]/g, "\\$&")}"`;

const WRITTEN = {
  // 1,000,000 and ¥500 are numbers as people write them.
  number: (text) => text.replace(/[¥￥$€£\s]|元$/g, "").replace(/(?<=\d)[,，](?=\d{3}(?!\d))/g, ""),
  code: quoted,
  text: quoted,
  date: (text) => (text ? `date("${text}")` : ""),
  datetime: (text) => (text ? `datetime("${text.trim()}")` : ""),
};

/**
 * What the slots of a condition say, each as it is written; of a list of values no names.
 * @param {HTMLElement} condition
 * @param {boolean} isList
 */
function valuesOf(condition, isList) {
  const slots = /** @type {HTMLInputElement[]} */ ([...condition.querySelectorAll("[data-slot]")]);
  return slots.flatMap((slot) => {
    const kind = slot.dataset.slot ?? "";
    if (kind === "codes") {
      return [...slot.querySelectorAll("input:checked")].map((each) => quoted(each.value));
    }
    if (kind === "texts") {
      return slot.value.split(/[,，、;；]/).map((each) => each.trim()).filter(Boolean).map(quoted);
    }
    if (kind === "name" && isList) return [];
    return [(WRITTEN[kind] ?? ((text) => text))(slot.value)];
  });
}

/**
 * Fill the slots of a written condition: `{}` the subject, `{0}` and `{1}` values, `{*}` all.
 * @param {string} written
 * @param {string} subject
 * @param {string[]} values
 */
function filled(written, subject, values) {
  return written.replace(/\{([01*]?)\}/g, (_, slot) => {
    if (slot === "") return subject;
    return slot === "*" ? values.join(", ") : values[Number(slot)] ?? "";
  });
}

/** Write what a condition says now. @param {HTMLElement} condition @param {Element} changed */
function textOf(condition, changed) {
  const subject = /** @type {HTMLSelectElement} */ (condition.querySelector("[data-subject]"));
  const operator = /** @type {HTMLSelectElement|null} */ (condition.querySelector("[data-operator]"));
  const chosen = subject.selectedOptions[0];
  if (changed === subject || !operator) return subject.value ? filled(chosen.dataset.begins ?? "", subject.value, []) : "";
  const values = valuesOf(condition, operator.value.includes("{*}"));
  if (changed.matches("[data-as]")) {
    const at = [...condition.querySelectorAll("[data-as]")].indexOf(changed);
    const select = /** @type {HTMLSelectElement} */ (changed);
    values[at] = select.value === "name" ? select.dataset.first ?? "" : "";
  }
  const isText = ["text", "list"].includes(chosen.dataset.kind ?? "") && values.length === 0;
  return filled(operator.value, subject.value, isText ? ['""'] : codesFor(condition, values));
}

/** A comparison with a code needs one: the first there is. @param {HTMLElement} condition @param {string[]} values */
function codesFor(condition, values) {
  const subject = /** @type {HTMLSelectElement} */ (condition.querySelector("[data-subject]"));
  const begins = subject.selectedOptions[0].dataset.begins ?? "";
  const first = begins.match(/"(?:[^"\\]|\\.)*"/)?.[0];
  const operator = /** @type {HTMLSelectElement} */ (condition.querySelector("[data-operator]"));
  return values.length || !first || operator.value.includes("{*}") ? values : [first];
}

/** Put the text of a condition into its bound field. @param {Event} event */
function write(event) {
  const target = /** @type {Element} */ (event.target);
  const condition = closest(target, "[data-condition]");
  if (!condition || !closest(target, "[data-chosen]") || !desk.page.writes) return;
  const field = /** @type {HTMLInputElement} */ (condition.querySelector("[data-path]"));
  field.value = textOf(condition, target);
  // Another value stands there already; what else is chosen wants other fields.
  const many = /** @type {HTMLElement|null} */ (target.closest("[data-slot=codes]"));
  if (many) nameChosen(many);
  if (target.closest("[data-slot]")) delete field.dataset.draws;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (event.type === "change") field.dispatchEvent(new Event("change", { bubbles: true }));
  field.dataset.draws = "";
}

/** Name the values that are chosen of many. @param {HTMLElement} many */
function nameChosen(many) {
  const names = [...many.querySelectorAll("label:has(:checked)")].map((each) => each.textContent?.trim());
  const said = /** @type {HTMLElement} */ (many.querySelector("[data-said]"));
  said.textContent = names.join(many.dataset.comma) || (many.dataset.none ?? "");
}
/** Put what a conclusion is given as it is written into its bound field. @param {Event} event */
function writeGiven(event) {
  const said = /** @type {HTMLInputElement|null} */ (closest(event.target, "input[data-says]"));
  const field = said?.nextElementSibling;
  if (!said || !(field instanceof HTMLInputElement) || !desk.page.writes) return;
  field.value = said.value ? WRITTEN[said.dataset.says ?? ""](said.value) : "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (event.type === "change") field.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (closest(event.target, "input[data-says]")) writeGiven(event);
  // What is chosen is written when it is changed, at once and for good.
  if (!closest(event.target, "select, [type=checkbox], [type=date]")) write(event);
});
document.addEventListener("change", (event) => {
  write(event);
  writeGiven(event);
  const kinds = /** @type {HTMLSelectElement|null} */ (closest(event.target, "select[data-kinds]"));
  if (kinds && desk.page.writes) {
    const { path, members } = JSON.parse(kinds.dataset.kinds ?? "{}");
    desk.save([{ kind: "set", path, value: { [kinds.value]: members } }], { draw: true, focus: kinds.id });
  }
});

/** Show a condition as a formula, or as it is chosen. @param {HTMLElement} condition @param {boolean} isFormula */
function turn(condition, isFormula) {
  const chosen = /** @type {HTMLElement} */ (condition.querySelector("[data-chosen]"));
  const formula = /** @type {HTMLElement} */ (condition.querySelector("[data-formula]"));
  const field = /** @type {HTMLElement} */ (formula.querySelector("[data-path]"));
  const subject = chosen.querySelector("[data-subject]");
  if (!(subject instanceof HTMLElement)) return;
  chosen.hidden = isFormula;
  formula.hidden = !isFormula;
  condition.querySelector("[data-turn]")?.setAttribute("aria-pressed", String(isFormula));
  const [from, to] = isFormula ? [subject, field] : [field, subject];
  if (from.dataset.place) to.dataset.place = from.dataset.place;
  delete from.dataset.place;
}

document.addEventListener("click", (event) => {
  const turns = closest(event.target, "[data-turn]");
  if (turns) {
    const condition = /** @type {HTMLElement} */ (closest(turns, "[data-condition]"));
    const field = /** @type {HTMLElement} */ (condition.querySelector("[data-path]"));
    const isFormula = !formulas.delete(field.id);
    if (isFormula) formulas.add(field.id);
    turn(condition, isFormula);
    if (isFormula) field.focus();
  }
  const writes = closest(event.target, "[data-write]");
  if (writes) writeOutput(/** @type {HTMLElement} */ (closest(writes, ".output")), writes);
  for (const menu of document.querySelectorAll("details.many[open]")) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
  }
});

/** Turn what is chosen of an output into a line to write in. @param {HTMLElement} output @param {HTMLElement} button */
function writeOutput(output, button) {
  const bound = /** @type {HTMLInputElement|HTMLSelectElement} */ (output.querySelector("[data-path]"));
  const shown = /** @type {HTMLElement} */ (output.querySelector("[data-place]"));
  const input = document.createElement("input");
  Object.assign(input.dataset, bound.dataset, { place: shown.dataset.place, names: "", draws: "" });
  Object.assign(input, { id: shown.id, value: bound.value, autocomplete: "off" });
  if (bound !== shown) bound.remove();
  shown.replaceWith(input);
  button.remove();
  input.focus();
}

// Names to choose from stand once on the page, and are given to the selects of rules that are open.

/** @param {ParentNode} within */
function offer(within) {
  const subjects = /** @type {HTMLTemplateElement|null} */ (document.getElementById("subjects"));
  if (!subjects) return;
  for (const each of within.querySelectorAll("details[open] [data-subject]:not([data-offered])")) {
    const select = /** @type {HTMLSelectElement} */ (each);
    const { value } = select;
    const held = select.selectedOptions[0];
    select.dataset.offered = "";
    select.append(subjects.content.cloneNode(true));
    const same = [...select.options].find((option) => option !== held && option.value === value);
    if (value && same) {
      held.remove();
      same.selected = true;
    }
  }
}
document.addEventListener(
  "toggle",
  (event) => {
    const details = /** @type {HTMLDetailsElement} */ (event.target);
    if (!details.matches?.(".rule > details")) return;
    if (details.open) shut.delete(details.id);
    else shut.add(details.id);
    offer(document);
  },
  true,
);

// Rules in order

/** @param {HTMLElement} rule @param {number} to */
function move(rule, to) {
  const list = /** @type {HTMLElement} */ (rule.closest("[data-rules]"));
  const from = Number(rule.dataset.index);
  const last = list.querySelectorAll(":scope > [data-rule]").length - 1;
  if (from === to || to < 0 || to > last || desk.isDrawing || !desk.page.writes) return;
  const path = [...JSON.parse(list.dataset.rules ?? "[]"), from];
  desk.save([{ kind: "move", path, to }], { draw: true, focus: `rule-${rule.dataset.rule}-summary` });
}

document.addEventListener("keydown", (event) => {
  const many = closest(event.target, "details.many[open]");
  if (many && event.key === "Escape") {
    many.removeAttribute("open");
    many.querySelector("summary")?.focus();
  }
  const rule = closest(event.target, "[data-rule]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!rule || !step || !event.altKey) return;
  event.preventDefault();
  move(rule, Number(rule.dataset.index) + step);
});

/** @type {HTMLElement|null} */
let dragged = null;
document.addEventListener("dragstart", (event) => {
  const grip = closest(event.target, ".grip");
  dragged = closest(grip, "[data-rule]");
  if (!dragged || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.rule ?? "");
  event.dataTransfer.setDragImage(dragged, 0, 0);
});
document.addEventListener("dragover", (event) => {
  const over = closest(event.target, "[data-rule]");
  for (const each of document.querySelectorAll(".rule.over")) each.classList.remove("over");
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  over.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const over = closest(event.target, "[data-rule]");
  if (!dragged || !over) return;
  event.preventDefault();
  move(dragged, Number(over.dataset.index));
});
document.addEventListener("dragend", () => {
  dragged = null;
  for (const each of document.querySelectorAll(".rule.over")) each.classList.remove("over");
});

/** Say of conditions that are not finished what they want, instead of what cannot be read in them. */
function tellUnfinished() {
  const list = /** @type {HTMLElement|null} */ (document.querySelector("[data-unfinished]"));
  for (const told of document.querySelectorAll("[data-condition] .fault[data-told]")) {
    const chosen = closest(told, "[data-condition]")?.querySelector("[data-chosen]:not([hidden])");
    const fields = [...(chosen?.querySelectorAll("[data-subject], input[data-slot]:not([data-slot=text])") ?? [])];
    const isEmpty = (each) => !(/** @type {HTMLInputElement} */ (each).value);
    const isNone = chosen?.querySelector("[data-slot=codes]:not(:has(:checked))");
    if (isNone || fields.some(isEmpty)) told.textContent = list?.dataset.unfinished ?? "";
  }
}

// What an answer changes

document.addEventListener("fenji:answer", (event) => {
  const { answer } = /** @type {CustomEvent} */ (event).detail;
  for (const each of document.querySelectorAll("[data-rule]")) {
    const rule = /** @type {HTMLElement} */ (each);
    const { rule: id = "" } = rule.dataset;
    rule.classList.toggle("fired", (answer.fired ?? []).includes(id));
    const said = rule.querySelector("[data-sentence]");
    if (said && answer.sentences?.[id] !== undefined) said.textContent = answer.sentences[id];
  }
  tellUnfinished();
});
document.addEventListener("fenji:drawn", ready);
document.addEventListener("fenji:opened", ready);

function ready() {
  for (const id of formulas) {
    const condition = closest(document.getElementById(id), "[data-condition]");
    if (condition) turn(condition, true);
    else formulas.delete(id);
  }
  for (const id of shut) {
    const details = document.getElementById(id);
    if (!details?.contains(document.activeElement)) details?.removeAttribute("open");
  }
  offer(document);
  tellUnfinished();
}
ready();
