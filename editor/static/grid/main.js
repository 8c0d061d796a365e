/** Opens the table of a draft's page: what the page says as JSON, drawn, edited, kept in step by the desk. */
import { desk } from "../desk/desk.js";
import { draw } from "../desk/drawing.js";
import { Columns } from "./columns.js";
import { Dragging } from "./dragging.js";
import { apply } from "./edits.js";
import { Journal } from "./journal.js";
import { Seeking } from "./seeking.js";
import { Sentence } from "./sentence.js";
import { isOfColumns, Sheet } from "./sheet.js";
import { Table } from "./table.js";
import { actsOf, openTools } from "./tools.js";
import { Typing } from "./typing.js";

/** @typedef {import("./edits.js").Edit} Edit */

/** Tables of more rows are checked after a rest, not with each change. */
const MOST_CHECKED = 1000;
/** More rows do not make the table higher. */
const MOST_SEEN = 40;

/** @param {HTMLElement} root the element with `data-grid` */
async function open(root) {
  const page = JSON.parse(root.querySelector("script[type='application/json']")?.textContent ?? "null");
  const { words, block, language } = page;
  const { revision } = desk.page;
  await import(page.library);
  // What was undone meanwhile is not in what the page came with.
  if (revision !== desk.page.revision) location.reload();
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
  const say = (key, count = 0) => {
    part(key === "cut" ? "cut" : "found").textContent = (words[key] ?? "").replace("{}", count.toLocaleString(language));
  };
  const table = new Table(block);
  const journal = new Journal(block, (edits) => placed(edits), desk.page.revision);
  const placed = (edits) =>
    edits.map((edit) => ({ ...edit, path: ["blocks", page.index, ...edit.path] }));
  /** @param {Edit[]} edits */
  const perform = (edits) => {
    if (!edits.length || !page.writes || journal.isTurning) return;
    const back = apply(block, edits);
    sheet.drawEdits(edits);
    // Texts are read by the columns that there were before: those of new ones are saved after them.
    const act = desk.save(placed(edits), { alone: edits.some(isOfColumns) });
    if (act) journal.did(act, edits, back);
    tell();
  };
  const grid = document.createElement("revo-grid");
  const sheet = new Sheet(grid, table, page.heads, words, perform, part("place"));
  const sentence = new Sentence(part("row-said"), sheet, page);
  // What comes of one key is shown at once, but for a table that takes longer than that to check.
  const typed = (cell, text) => {
    // A sign alone is not yet what somebody means.
    const isBegun = cell && /^[-<>=!≥≤≠~*([（]+\s*$/.test(text);
    if (!desk.isBrief && !isBegun) desk.preview(cell ? placed(sheet.edits(cell, text)) : []);
  };
  const typing = new Typing(part("place"), sheet, {
    typed,
    moved: () => moved(),
    cut: (count) => say("cut", count),
    isTurning: () => journal.isTurning,
    writes: page.writes,
  });
  if (page.writes) new Dragging(part("place"), sheet, () => typing.focus());
  const columns = page.writes ? new Columns(root, sheet, language) : null;
  const moved = () => {
    part("cut").textContent = "";
    sentence.say();
    columns?.tell();
  };
  const tell = () => {
    const count = table.rows.length;
    desk.isBrief = count > MOST_CHECKED;
    part("place").style.setProperty("--rows", String(Math.min(count, MOST_SEEN)));
    part("row-count").textContent = words.count.replace("{}", count.toLocaleString(language));
    const isEmpty = !count || sheet.columns.every(({ part }) => part !== "then");
    part("nothing").hidden = !isEmpty;
    const step = !table.block.inputs.length || !table.block.outputs.length ? "empty-columns" : "empty-rows";
    part("next-step").textContent = isEmpty ? words[step] : "";
  };
  const seeking = new Seeking(/** @type {HTMLFormElement} */ (part("find")), sheet, say);
  openTools(root, {
    ...(page.writes ? actsOf(sheet, typing) : {}),
    // Within a table Tab goes from cell to cell: Escape leads out of it.
    leave: () => /** @type {HTMLElement} */ (root.querySelector(".tools button:enabled"))?.focus(),
    find: () => seeking.open(),
    "close-find": () => {
      seeking.close();
      say("nothing");
    },
    "replace-all": () => seeking.replaceAll(),
  });
  keepInStep({ page, sheet, journal }, () => {
    tell();
    sentence.say();
    if (!desk.isUnsaved) sheet.fit();
    typing.stand();
  });
  leadTo(sheet, typing);
  part("place").prepend(grid);
  await grid.componentOnReady();
  tell();
  sheet.mark(page.fired, page.cells);
  await frame();
  performance.mark("grid-drawn");
  root.dataset.ready = "true";
  seen();
}

/** Say that the table is drawn, or never will be. */
function seen() {
  document.dispatchEvent(new CustomEvent("fenji:seen"));
}

/** @returns {Promise<unknown>} when the page was drawn */
function frame() {
  return new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
}

/**
 * Do what is asked of the server here too, and let it have the last word.
 * @param {{page: any, sheet: Sheet, journal: Journal}} parts
 * @param {() => void} changed
 */
function keepInStep({ page, sheet, journal }, changed) {
  /** @param {string} name @param {(detail: any) => void} act */
  const on = (name, act) =>
    document.addEventListener(name, (event) => {
      try {
        act(/** @type {CustomEvent} */ (event).detail);
      } catch (error) {
        // What the server did has no place in the table: the page is another than the draft.
        location.reload();
        throw error;
      }
      changed();
    });
  on("fenji:asked", ({ act }) => {
    const edits = journal.asked(act);
    if (!edits.length) return;
    sheet.drawEdits(edits);
    sheet.showEdits(edits);
  });
  on("fenji:folded", ({ act }) => journal.folded(act));
  on("fenji:refused", ({ acts }) => sheet.drawEdits(journal.refused(acts).edits));
  on("fenji:answer", ({ answer, cause, act }) => {
    if (!("index" in answer)) return;
    page.index = answer.index;
    const drawn = act ? journal.answered(act, answer) : null;
    if (drawn) {
      show(sheet, journal, drawn, answer);
      if (cause !== "save") sheet.showEdits(drawn.edits);
    }
    for (const name of ["head", "foot"]) if (name in answer) draw(name, answer[name]);
    if (!desk.isUnsaved) sheet.retitle(answer.heads);
    if ("cells" in answer) sheet.mark(answer.fired, answer.cells);
  });
}

/** Draw what an answer changed. @param {Sheet} sheet @param {Journal} journal */
function show(sheet, journal, { edits, isWhole }, answer) {
  if (!isWhole && !edits.some(isOfColumns)) {
    sheet.drawEdits(edits);
    return;
  }
  sheet.heads = structuredClone(answer.heads);
  sheet.followHeads(journal.open.flatMap((entry) => entry.edits ?? []).filter(isOfColumns));
  sheet.drawAll();
}

/** Let the list of checks lead to cells, and its buttons mend them, where the table stands. */
function leadTo(sheet, typing) {
  const placeOf = (node) => JSON.parse(node.dataset.goes ?? node.dataset.mends ?? "[]");
  document.addEventListener(
    "click",
    (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const goes = /** @type {HTMLElement|null} */ (target?.closest("[data-goes], [data-mends]"));
      const cell = goes && sheet.faultAt(placeOf(goes));
      if (!cell) return;
      event.preventDefault();
      event.stopPropagation();
      sheet.show(cell.row, cell.prop);
      typing.focus();
      if (goes.dataset.mends && cell.fix) sheet.write([[cell.row, { [cell.prop]: cell.fix.value }]]);
    },
    true,
  );
}

// Where RevoGrid was not fetched, the page says so and gives no data.
for (const root of document.querySelectorAll("[data-grid]:has(script)")) {
  open(/** @type {HTMLElement} */ (root)).catch((error) => {
    root.querySelector("[data-part=failed]")?.removeAttribute("hidden");
    seen();
    throw error;
  });
}
