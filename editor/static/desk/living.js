/**
 * What an editor says of the sample customer, beside its fields, after each answer: `data-says` holds a text by name,
 * and that of `data-unsaid` where there is none; `data-lit` is marked where its name is among those that count now.
 */
document.addEventListener("fenji:answer", (event) => {
  const { says, lit } = /** @type {CustomEvent} */ (event).detail.answer;
  if (says) {
    for (const each of /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-says]")])) {
      each.textContent = says[each.dataset.says ?? ""] ?? each.dataset.unsaid ?? "";
    }
  }
  if (lit) {
    for (const each of /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-lit]")])) {
      each.classList.toggle("fired", lit.includes(each.dataset.lit));
    }
  }
});
