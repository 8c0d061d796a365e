/**
 * Leaves the page once what was typed is kept: a link that is followed, or a form that is sent, right after typing
 * waits for the answer. What cannot be kept stays on the page, which says why.
 */
import { desk } from "./desk.js";

/** @type {(() => void)|null} where somebody wants to go */
let wish = null;

/** @param {Event} event @param {() => void} go */
function wait(event, go) {
  // The field was left before the click: what is typed in it is on its way. What cannot be sent, or was refused, does
  // not hold anybody: the browser asks whether it is to be given up.
  if (!desk.isUnsaved || !desk.isBusy) return;
  event.preventDefault();
  wish = go;
}

/** @param {MouseEvent} event @param {HTMLAnchorElement} link */
function leadsAway(event, link) {
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const isElsewhere = link.target === "" && !link.hasAttribute("download");
  const address = new URL(link.href, location.href);
  return isPlain && isElsewhere && (address.pathname !== location.pathname || address.search !== location.search);
}

document.addEventListener("click", (event) => {
  wish = null;
  if (event.defaultPrevented || !(event.target instanceof Element)) return;
  const link = /** @type {HTMLAnchorElement|null} */ (event.target.closest("a[href]"));
  if (!link || !leadsAway(event, link)) return;
  const { href } = link;
  wait(event, () => location.assign(href));
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = /** @type {HTMLFormElement} */ (event.target);
  wait(event, () => form.requestSubmit(/** @type {HTMLElement|null} */ (event.submitter)));
});

document.addEventListener("input", () => {
  wish = null;
});

document.addEventListener("fenji:answer", () => {
  if (!wish || desk.isUnsaved) return;
  const go = wish;
  wish = null;
  go();
});
