/**
 * Edits of a block's plain data, in the form of `rulesets/drafting`: the same four kinds, applied
 * here in place so that the page answers at once.
 *
 * @typedef {{kind: "set"|"insert"|"remove"|"move", path: (string|number)[], value?: unknown,
 *   to?: number, row?: string}} Edit `row`: the id of the row that it means; not sent
 */

/**
 * Apply edits in order; gives the edits that lead back.
 * @param {any} plain what is changed, in place
 * @param {Edit[]} edits
 * @returns {Edit[]}
 */
export function apply(plain, edits) {
  const inverse = edits.map((edit) => applyOne(plain, edit));
  return inverse.reverse();
}

/**
 * Find where an edit belongs in a block that others changed meanwhile: its row by its id.
 * @param {any} plain
 * @param {Edit} edit
 * @returns {Edit|null} null: what it changes is not there any more
 */
export function placed(plain, edit) {
  if (edit.path[0] !== "rows" || edit.path.length < 2) return edit;
  const rows = plain.rows ?? [];
  const isNew = edit.kind === "insert" && edit.path.length === 2;
  const at = isNew
    ? Math.min(Number(edit.path[1]), rows.length)
    : rows.findIndex((row) => row.id === edit.row);
  if (at < 0) return null;
  const path = ["rows", at, ...edit.path.slice(2)];
  const to = edit.path.length === 2 && edit.to !== undefined ? Math.min(edit.to, rows.length - 1) : edit.to;
  return { ...edit, path, to };
}

/**
 * @param {any} plain
 * @param {Edit} edit
 * @returns {Edit}
 */
function applyOne(plain, { kind, path, value, to }) {
  const last = path[path.length - 1];
  let holder = plain;
  for (const step of path.slice(0, -1)) holder = holder[step];
  if (kind === "move") {
    holder.splice(to, 0, ...holder.splice(last, 1));
    return { kind, path: [...path.slice(0, -1), to], to: last };
  }
  if (kind === "insert") {
    if (Array.isArray(holder)) holder.splice(last, 0, structuredClone(value));
    else holder[last] = structuredClone(value);
    return { kind: "remove", path };
  }
  const old = holder[last];
  if (kind === "remove") {
    if (Array.isArray(holder)) {
      holder.splice(last, 1);
      return { kind: "insert", path, value: old };
    }
    delete holder[last];
    return { kind: "set", path, value: old };
  }
  const isNew = !Array.isArray(holder) && !(last in holder);
  holder[last] = structuredClone(value);
  return isNew ? { kind: "remove", path } : { kind, path, value: old };
}
