/**
 * Edits of a block's plain data, in the form of `rulesets/drafting`: the same four kinds, applied
 * here in place so that the page answers at once.
 *
 * @typedef {{kind: "set"|"insert"|"remove"|"move", path: (string|number)[], value?: unknown,
 *   to?: number}} Edit
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
 * Find what the server wrote otherwise than it was typed: names by their titles, numbers as Excel
 * writes them. Only where no row came, went or moved since, but at the end.
 * @param {any} plain
 * @param {Edit[]} made what was typed, as it is now
 * @returns {Edit[]}
 */
export function corrections(plain, made) {
  const count = plain.rows?.length ?? 0;
  const added = made.filter(({ kind, path }) => kind === "insert" && path[0] === "rows" && path.length === 2);
  const isPlain = made.every(
    (edit) => edit.kind === "set" || (added.includes(edit) && Number(edit.path[1]) >= count - added.length),
  );
  return isPlain ? made.flatMap((edit) => differences(plain, edit.path, edit.value)) : [];
}

/** @returns {Edit[]} sets of the texts that differ */
function differences(plain, path, value) {
  if (typeof value === "string") {
    let at = plain;
    for (const step of path) at = at?.[step];
    return at === undefined || at === value ? [] : [{ kind: "set", path, value }];
  }
  return Object.entries(value ?? {}).flatMap(([step, each]) =>
    differences(plain, [...path, Array.isArray(value) ? Number(step) : step], each),
  );
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
