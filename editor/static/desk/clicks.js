/** Marks the button that is clicked before the page can hear it. No module: those come after the page is read. */
document.addEventListener("click", ({ target }) => {
  if (document.documentElement.dataset.ready || !(target instanceof Element)) return;
  const does = target.closest("button[data-edits]");
  const isFirst = !document.querySelector("[data-clicked]");
  if (does instanceof HTMLElement && isFirst) does.dataset.clicked = "";
});
