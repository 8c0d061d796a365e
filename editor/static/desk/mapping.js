/**
 * Of a map wider than the page shows what can be edited: a ruleset's own blocks come after those that it includes, and would
 * stand outside.
 */
const MARGIN = 16;

function showOwn() {
  const map = document.querySelector(".desk-main .map");
  const own = [...(map?.querySelectorAll("a[href]") ?? [])].map((each) => each.getBoundingClientRect());
  if (!map || !own.length) return;
  const seen = map.getBoundingClientRect();
  const first = own.reduce((one, other) => (other.left < one.left ? other : one));
  const last = Math.max(...own.map((each) => each.right));
  if (first.right <= seen.right) return;
  map.scrollLeft += Math.min(last + MARGIN - seen.right, first.left - MARGIN - seen.left);
  map.scrollTop += (first.top + first.bottom - seen.top - seen.bottom) / 2;
}

showOwn();
document.addEventListener("fenji:drawn", showOwn);
