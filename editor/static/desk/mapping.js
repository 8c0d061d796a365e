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
  map.scrollLeft += Math.min(last - seen.right, first.left - seen.left) + MARGIN;
}

showOwn();
document.addEventListener("fenji:drawn", showOwn);
