/**
 * Columns as RevoGrid draws them.
 *
 * @typedef {import("./table.js").Column} Column
 * @typedef {import("./sheet.js").Sheet} Sheet
 */
import { cell, head as headed } from "./roles.js";

/**
 * @param {Sheet} sheet
 * @param {Column} column
 */
export function drawn(sheet, column) {
  const head = sheet.headOf(column);
  const title = sheet.title(column);
  const side = column.part === "when" || column.part === "then" ? column.part : "rest";
  const at = sheet.columns.indexOf(column);
  return {
    prop: column.prop,
    size: sheet.sizes[at],
    ...(at < sheet.frozen && { pin: "colPinStart" }),
    columnTemplate: (h) =>
      h("span", { class: "name", title }, [h("b", null, title), head.unit ? h("small", null, head.unit) : ""]),
    columnProperties: () => ({ ...headed(at), class: { [side]: true, right: Boolean(head.right) } }),
    cellProperties: ({ model }) => ({ ...cell(at), ...look(sheet, model, column.prop, Boolean(head.right)) }),
    cellTemplate: (h, { value }) => shown(h, value ?? "", column),
  };
}

/** @param {Sheet} sheet @param {any} model @param {string} prop @param {boolean} right */
function look(sheet, model, prop, right) {
  const fault = model && sheet.faults.get(model.n)?.get(prop);
  return {
    class: { right, bad: Boolean(fault) },
    title: fault ? [fault.message, fault.hint].filter(Boolean).join("\n") : "",
    "aria-invalid": fault ? "true" : "false",
  };
}

/** @param {Column} column */
function shown(h, text, column) {
  if (column.part === "when" && (text === "" || text === "-")) {
    return h("span", { class: "any" }, "—");
  }
  return text;
}
