/** What of the table is in sight, and the shortest way to what is not. */

/** @typedef {{start: number, size: number}} Extent */

/** @param {HTMLElement} grid @returns {{down: HTMLElement, across: HTMLElement}|null} */
export function scrollers(grid) {
  const down = /** @type {HTMLElement|null} */ (
    grid.querySelector("revogr-viewport-scroll.rgCol .vertical-inner")
  );
  const across = /** @type {HTMLElement|null} */ (down?.closest("revogr-viewport-scroll"));
  return down && across ? { down, across } : null;
}

/**
 * @param {any} grid
 * @param {Extent} row
 * @param {Extent|null} column null: it is always in sight
 */
export function scrollTo(grid, row, column) {
  const found = scrollers(grid);
  if (!found) return;
  const { down, across } = found;
  const top = nearest(down.scrollTop, down.clientHeight, row);
  if (top !== down.scrollTop) grid.scrollToCoordinate({ y: top });
  const left = column ? nearest(across.scrollLeft, across.clientWidth, column) : across.scrollLeft;
  if (left !== across.scrollLeft) grid.scrollToCoordinate({ x: left });
}

/**
 * @param {number} from where it is scrolled to
 * @param {number} sight how much is in sight
 * @param {Extent} extent
 */
function nearest(from, sight, { start, size }) {
  if (start < from) return start;
  return start + size > from + sight ? start + size - sight : from;
}
