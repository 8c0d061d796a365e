// A field for a file, in the words of the page: the browser's own are in the browser's language.
for (const place of document.querySelectorAll("[data-drop]")) {
  const field = place.querySelector("input[type=file]");
  const chosen = place.querySelector("[data-chosen]");
  const none = chosen.textContent;
  const say = () => {
    chosen.textContent = field.files[0]?.name ?? none;
  };
  place.classList.add("worded");
  place.querySelector("[data-shown]").hidden = false;
  field.addEventListener("change", say);
  say();
}
