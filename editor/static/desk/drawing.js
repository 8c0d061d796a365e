/** Puts parts of the page in place, and keeps the one with the focus, and what is typed in it. */

/**
 * @param {string} name of the part
 * @param {string} html as the server drew it
 * @param {string} [focus] the id of what is looked at next
 * @param {boolean} [typed] whether what was typed since stays in its field
 */
export function draw(name, html, focus, typed = true) {
  const part = document.querySelector(`[data-drawn='${name}']`);
  if (!part || part.innerHTML === html) return;
  const kept = part.contains(document.activeElement) ? keep(typed) : null;
  const open = [...part.querySelectorAll("details[open][id]")].map((each) => each.id);
  part.innerHTML = html;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  const next = focus ? document.getElementById(focus) : null;
  if (next) next.focus();
  else if (kept) kept();
}

/** @param {boolean} typed @returns {() => void} what puts the focus back where it was */
function keep(typed) {
  const held = /** @type {HTMLInputElement} */ (document.activeElement);
  const { id, value, selectionStart, selectionEnd } = held;
  const isTyped = held.matches("input:not([type=checkbox]), textarea");
  const isPending = "pending" in held.dataset;
  const label = held.getAttribute("aria-label") ?? held.textContent;
  const place = [...document.querySelectorAll("button")].indexOf(/** @type {any} */ (held));
  return () => {
    const found = id
      ? document.getElementById(id)
      : [...document.querySelectorAll("button")].find(
          (each) => (each.getAttribute("aria-label") ?? each.textContent) === label,
        ) ?? document.querySelectorAll("button")[place];
    if (!found) return;
    found.focus();
    if (!isTyped || !(found instanceof HTMLInputElement || found instanceof HTMLTextAreaElement)) return;
    if (typed || isPending) found.value = value;
    if (found.type !== "number") found.setSelectionRange(selectionStart, selectionEnd);
    if (isPending) found.dispatchEvent(new Event("input", { bubbles: true }));
  };
}
