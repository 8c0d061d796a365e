/**
 * Lists that can be searched: a field with `data-seeks` names one whose rows bear `data-words`; where these are empty, what
 * the `summary` of the row says.
 */

/** What is looked for, by the id of its field: a field that is drawn anew is empty. @type {Map<string, string>} */
const sought = new Map();

/** Show the rows whose words hold all that was typed. @param {HTMLInputElement} field */
function seek(field) {
  const list = document.getElementById(field.dataset.seeks ?? "");
  const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const row of /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll("[data-words]") ?? [])])) {
    const words = (row.dataset.words || row.querySelector("summary")?.textContent || "").toLowerCase();
    // What stands open is worked on, such as a rule that was added.
    const holds = wanted.every((each) => words.includes(each));
    row.hidden = !holds && !row.querySelector(":scope > details[open]");
    if (holds) found += 1;
  }
  const nothing = (list?.closest(".card") ?? list?.parentElement)?.querySelector("[data-nothing]");
  if (nothing instanceof HTMLElement) nothing.hidden = found > 0 || !wanted.length;
}

document.addEventListener("input", (event) => {
  const field = event.target instanceof Element ? event.target.closest("[data-seeks]") : null;
  if (!(field instanceof HTMLInputElement)) return;
  sought.set(field.id, field.value);
  seek(field);
});
// What is drawn anew shows again what was looked for; so does what was typed before this ran.
function seekAll() {
  for (const field of document.querySelectorAll("[data-seeks]")) {
    if (!(field instanceof HTMLInputElement)) continue;
    field.value ||= sought.get(field.id) ?? "";
    if (field.value) seek(field);
  }
}
document.addEventListener("fenji:drawn", seekAll);
seekAll();
