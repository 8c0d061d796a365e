/**
 * What a field says as edits of the draft, and faults told beside fields.
 *
 * @typedef {import("../grid/edits.js").Edit} Edit
 * @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Field
 * @typedef {{place: [string, string|number][], message: string, hint: string, code: string, key: string, fix?: {title: string, edits: Edit[]}|null}} Fault
 */

/**
 * What a node, such as that of an event, is or stands in.
 * @param {EventTarget|null} node
 * @param {string} selector
 */
export function closest(node, selector) {
  return /** @type {HTMLElement|null} */ (node instanceof Element ? node.closest(selector) : null);
}

/** @param {EventTarget|null} node @returns {Field|null} */
export function fieldOf(node) {
  return /** @type {Field|null} */ (closest(node, "[data-path]"));
}

/**
 * @param {Field} field
 * @returns {Edit[]} what makes the draft say what the field says
 */
export function editsOf(field) {
  const path = JSON.parse(field.dataset.path ?? "[]");
  return [{ kind: "set", path, value: field.dataset.side ? bothSides(field) : valueOf(field) }];
}

/** @param {Field} field */
function valueOf(field) {
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    return field.checked ? field.value : null;
  }
  const isGone = field.value === "" && "optional" in field.dataset;
  return isGone ? null : field.value;
}

/** A title is both its languages; where neither says anything it is taken out.
 * @param {Field} field */
function bothSides(field) {
  const every = [...document.querySelectorAll("[data-side]")].filter(
    (each) => /** @type {Field} */ (each).dataset.path === field.dataset.path,
  );
  const said = every
    .map((each) => /** @type {Field} */ (each))
    .filter((each) => each.value)
    .map((each) => [each.dataset.side, each.value]);
  return said.length ? Object.fromEntries(said) : null;
}

/**
 * Tell each fault beside the field it belongs to: the one whose place leads furthest to it.
 * @param {Fault[]} faults
 */
export function tellFaults(faults) {
  for (const old of document.querySelectorAll(".fault[data-told]")) old.remove();
  for (const field of document.querySelectorAll("[data-place][aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    field.closest(".field")?.classList.remove("bad");
  }
  const fields = /** @type {Field[]} */ ([...document.querySelectorAll("[data-place]")]);
  for (const fault of faults) {
    const field = nearest(fields, fault.place, fault.code, fault.key);
    if (field) tell(field, fault);
  }
}

/**
 * @param {Field[]} fields
 * @param {[string, string|number][]} place
 * @param {string} [code] of the fault: a field may say which it tells, as `code` or `code:key`
 * @param {string} [key] what the fault is about within its place
 * @returns {Field|null}
 */
export function nearest(fields, place, code = "", key = "") {
  let best = null;
  let depth = 0;
  let isTold = false;
  for (const field of fields) {
    const own = JSON.parse(field.dataset.place ?? "[]");
    const leads = own.every(
      (step, at) => place[at]?.[0] === step[0] && String(place[at]?.[1]) === String(step[1]),
    );
    const holds = own.length === place.length || "holds" in field.dataset || own.length > 1;
    const named = (field.dataset.tells ?? "").split(" ").some((each) => each === code || each === `${code}:${key}`);
    const tells = named || isOdd(field);
    const better = own.length > depth || (own.length === depth && !isTold && ("holds" in field.dataset || tells));
    if (leads && holds && better) {
      best = field;
      depth = own.length;
      isTold = tells;
    }
  }
  return best;
}

const NUMBER = /^\s*[-+]?\d+(\.\d+)?[万亿]?\s*$/;

/** Whether a field that wants a number holds something else: then it is what is wrong there. @param {Field} field */
function isOdd(field) {
  return field.matches("[data-tells][inputmode=decimal]") && !NUMBER.test(field.value) && field.value !== "";
}

/** @param {Field} field @param {Fault} fault */
function tell(field, fault) {
  const told = document.createElement("span");
  told.className = "fault";
  told.dataset.told = "";
  told.id = `fault-${field.id}`;
  told.textContent = [fault.message, fault.hint].filter(Boolean).join(" ");
  if (fault.fix) told.append(" ", mending(fault.fix));
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", told.id);
  const around = field.closest(".field");
  around?.classList.add("bad");
  if (!document.getElementById(told.id)) (around ?? field.parentElement)?.append(told);
}

/** A button that mends a fault. @param {{title: string, edits: Edit[]}} fix */
function mending(fix) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "mends", textContent: fix.title });
  button.dataset.edits = JSON.stringify(fix.edits);
  return button;
}
