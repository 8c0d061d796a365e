/** Opens the table of a page: what the page says as JSON, drawn, edited, kept in step. */
import { placed } from "./edits.js";
import { History } from "./history.js";
import { Seeking } from "./seeking.js";
import { Sending } from "./sending.js";
import { Sheet } from "./sheet.js";
import { Table } from "./table.js";
import { Dragging } from "./dragging.js";
import { actsOf, openTools } from "./tools.js";
import { Typing } from "./typing.js";

/** @param {HTMLElement} root the element with `data-grid` */
async function open(root) {
  const page = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const { words, block } = page;
  await import(page.library);
  const part = (name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part=${name}]`));
  const say = (key, count = 0) => {
    part("said").textContent = (words[key] ?? key).replace("{}", count.toLocaleString(page.language));
  };
  const history = new History(block);
  const table = new Table(block);
  const sending = new Sending(page, (state, answer) => told(state, answer));
  const follow = (edits) => {
    if (!edits.length) return;
    sheet.drawEdits(edits);
    sending.add(edits);
    count();
  };
  const perform = (edits) => {
    if (edits.length) history.perform(edits);
    follow(edits);
  };
  const grid = document.createElement("revo-grid");
  const sheet = new Sheet(grid, table, page.names, words, perform, part("place"));
  const typing = new Typing(part("place"), sheet, { typed: () => {} });
  new Dragging(part("place"), sheet, () => typing.focus());
  const count = () => {
    part("count").textContent = words.count.replace("{}", table.rows.length.toLocaleString(page.language));
    for (const [act, steps] of [["undo", history.done], ["redo", history.undone]]) {
      /** @type {HTMLButtonElement} */ (root.querySelector(`[data-act=${act}]`)).disabled = !steps.length;
    }
  };
  /** @param {import("./sending.js").State} state @param {any} answer */
  const told = (state, answer) => {
    part("state").dataset.state = state;
    part("state").textContent = words[`state_${state}`];
    part("again").hidden = !["signed-out", "refused", "moved"].includes(state);
    if (state === "moved" || state === "refused") {
      listSaid(part("why"), answer?.said ?? (answer?.message ? [answer.message] : []));
    } else part("why").replaceChildren();
    if (state === "moved") newest = answer;
    if (state === "saved" && answer) mark(answer);
  };
  let newest = null;
  const mark = ({ fired = [], faults = [] }) => {
    sheet.mark(fired, faults);
    listFaults(part("faults"), faults, sheet, page.names, words);
    root.dispatchEvent(new CustomEvent("fenji:marked", { bubbles: true, detail: { fired, faults } }));
  };
  const seeking = new Seeking(/** @type {HTMLFormElement} */ (part("find")), sheet, say);
  openTools(root, {
    ...actsOf(sheet, typing),
    undo: () => follow(history.undo()),
    redo: () => follow(history.redo()),
    // Within a table Tab goes from cell to cell: Escape leads out of it.
    leave: () => {
      /** @type {HTMLElement} */ (root.querySelector(".tools button:enabled")).focus();
    },
    find: () => seeking.open(),
    "close-find": () => {
      seeking.close();
      say("nothing");
    },
    "replace-all": () => seeking.replaceAll(),
    "add-column": () => addColumn(part("new-column"), sheet, table),
    again: () => {
      if (newest) redoOnNewest(newest, { history, table, sheet, sending, count });
      else sending.again();
      newest = null;
    },
  });
  part("place").prepend(grid);
  await grid.componentOnReady();
  // One comes to the table by the field that stands ready in it.
  grid.tabIndex = -1;
  count();
  mark(page);
  await frame();
  performance.mark("grid-drawn");
  root.dataset.ready = "true";
}

/** @returns {Promise<unknown>} when the page was drawn */
function frame() {
  return new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
}

/** Do what is still to be sent again on the newest revision that others made; nothing is lost. */
function redoOnNewest(newest, { history, table, sheet, sending, count }) {
  const edits = sending.waiting;
  history.plain = table.block = newest.block;
  history.done = [];
  history.undone = [];
  const kept = edits.flatMap((edit) => {
    const now = placed(newest.block, edit);
    if (now) history.perform([now]);
    return now ? [now] : [];
  });
  sheet.drawAll();
  sending.goOn(newest.revision, kept);
  count();
}

/** @param {HTMLElement} select @param {Sheet} sheet @param {Table} table */
function addColumn(select, sheet, table) {
  const chosen = /** @type {HTMLSelectElement} */ (select).value;
  if (!chosen) return;
  const [part, key] = chosen.split(":");
  const beside = sheet.selectedColumn();
  const end = table.columns().filter((column) => column.part === part).length;
  const side = /** @type {"when"|"then"} */ (part);
  sheet.onEdits(table.insertColumn(side, beside?.part === part ? beside.index + 1 : end, key));
  /** @type {HTMLSelectElement} */ (select).value = "";
}

/** @param {HTMLElement} place @param {string[]} said */
function listSaid(place, said) {
  place.replaceChildren(
    ...said.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
}

const MOST_LISTED = 50;

/** List what is wrong, each with the way to its cell and, where there is one, its mending. */
function listFaults(place, faults, sheet, names, words) {
  place.replaceChildren(
    ...faults.slice(0, MOST_LISTED).map((fault) => {
      const column = sheet.columns.find((each) => each.prop === fault.prop);
      const item = document.createElement("li");
      const where = button(
        words.where
          .replace("{row}", String(fault.row + 1))
          .replace("{column}", names[column?.key ?? ""]?.title ?? ""),
        () => sheet.show(fault.row, fault.prop),
      );
      where.className = "quiet";
      const text = document.createElement("span");
      text.textContent = [fault.message, fault.hint].filter(Boolean).join(" ");
      item.append(where, text);
      if (fault.fix) {
        const mend = () => sheet.write([[fault.row, { [fault.prop]: fault.fix.value }]]);
        item.append(button(fault.fix.title, mend));
      }
      return item;
    }),
  );
}

/** @param {string} text @param {() => void} act */
function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// Where RevoGrid was not fetched, the page says so and gives no data.
for (const root of document.querySelectorAll("[data-grid]:has(script)")) {
  open(/** @type {HTMLElement} */ (root)).catch((error) => {
    const state = root.querySelector("[data-part=state]");
    state.textContent = state.dataset.failed;
    throw error;
  });
}
