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
 * Tell whether two values of plain data say the same. Where in a map a key stands says nothing: an edit that puts one
 * in again may name the place or not.
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a)) return a.length === b.length && a.every((each, at) => same(each, b[at]));
  const [left, right] = [told(a), told(b)];
  return left.length === right.length && left.every((key) => key in b && same(a[key], b[key]));
}

/** @param {any} map @returns {string[]} its keys, without the place of one that an edit puts in again */
function told(map) {
  const keys = Object.keys(map);
  return map.kind === "insert" ? keys.filter((key) => key !== "to") : keys;
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
    return { kind: "insert", path, value: old };
  }
  const isNew = !Array.isArray(holder) && !(last in holder);
  holder[last] = structuredClone(value);
  return isNew ? { kind: "remove", path } : { kind, path, value: old };
}
