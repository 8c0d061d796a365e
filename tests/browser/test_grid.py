"""The table grid in Chromium: typed, pasted, undone, kept in step, and how fast it is."""

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.grid_page import Desk, serving, table_of
from tests.browser.test_look import obstacles

pytestmark = pytest.mark.needs("chromium", "revogrid")

Opened = Callable[..., tuple[Page, Desk]]
CELLS: Final = "revo-grid revogr-data[type=rgRow][col-type=rgCol]"
CHOSEN: Final = """async ([x, y]) => {
  const range = await document.querySelector('revo-grid').getSelectedRange();
  return range && range.x === x && range.y === y;
}"""
PASTE: Final = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', {clipboardData, cancelable: true, bubbles: true}));
}"""
COPY: Final = """() => {
  const clipboardData = new DataTransfer();
  document.activeElement.dispatchEvent(
    new ClipboardEvent('copy', {clipboardData, cancelable: true, bubbles: true}));
  return clipboardData.getData('text/plain');
}"""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Open a table of some rows; whatever the page complains of fails the test."""
    complaints: list[str] = []
    closing: list[Any] = []

    def open_table(rows: int = 60, *, forgiven: str = "", **more: Any) -> tuple[Page, Desk]:
        desk = Desk({"blocks": [table_of(rows)]})
        served = serving(desk)
        address = served.__enter__()
        context = browser.new_context(
            **{"locale": "zh-CN", "viewport": {"width": 1366, "height": 800}, **more}
        )
        closing.extend([context.close, lambda: served.__exit__(None, None, None)])
        page = context.new_page()
        said = complaints.append
        page.on("console", lambda m: None if forgiven and forgiven in m.text else said(m.text))
        page.on("pageerror", lambda error: said(str(error)))
        page.goto(address)
        page.wait_for_selector("[data-ready]")
        page.wait_for_selector(f"{CELLS} [data-rgrow='0']")
        return page, desk

    yield open_table
    for close in closing:
        close()
    assert not complaints


def cell(page: Page, row: int, column: int) -> Any:
    return page.locator(f"{CELLS} [data-rgrow='{row}'][data-rgcol='{column}']")


def choose(page: Page, row: int, column: int) -> None:
    """Click a cell, and wait until the grid has it, as a person does."""
    cell(page, row, column).click()
    page.wait_for_function(CHOSEN, arg=[column, row])


def enter(page: Page, text: str) -> None:
    """Type as fast as the browser takes it."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_attribute("data-state", "saved")
    page.wait_for_function("document.querySelector('[data-state]').dataset.state === 'saved'")


def test_a_cell_is_typed_undone_and_redone_by_keyboard(opened: Opened) -> None:
    page, desk = opened()
    choose(page, 2, 3)
    enter(page, ">= ７５")
    expect(cell(page, 2, 3)).to_have_text(">= ７５")
    saved(page)
    assert desk.posts[-1]["edits"] == [
        {"kind": "set", "path": ["blocks", 0, "rows", 2, "when", 3], "value": ">= ７５"}
    ]
    page.keyboard.press("Control+z")
    expect(cell(page, 2, 3)).to_have_text(">= 30")
    page.keyboard.press("Control+y")
    expect(cell(page, 2, 3)).to_have_text(">= ７５")
    page.wait_for_timeout(400)
    saved(page)
    assert desk.rows[2]["when"][3] == ">= ７５"
    assert desk.revision > 1


def test_an_input_method_and_fast_fingers_lose_nothing(opened: Opened) -> None:
    page, desk = opened()
    choose(page, 0, 10)
    chinese = page.context.new_cdp_session(page)
    for stage in ("z", "zh", "zhan", "战", "战lue", "战略"):
        chinese.send(
            "Input.imeSetComposition",
            {"text": stage, "selectionStart": len(stage), "selectionEnd": len(stage)},
        )
    chinese.send("Input.insertText", {"text": "战略"})
    page.keyboard.press("Enter")
    chinese.send("Input.insertText", {"text": "高频"})
    page.keyboard.press("Enter")
    page.keyboard.type("abc\ndef\n\n")
    page.keyboard.type("x")
    page.keyboard.press("Tab")
    page.keyboard.type("y")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(">= 1\n")
    saved(page)
    expect(cell(page, 4, 9)).to_have_text(">= 1")
    saved(page)
    notes = [row.get("note") for row in desk.rows[:6]]
    assert notes == ["战略", "高频", "abc", "def", None, "x"]
    assert desk.rows[5].get("disabled") is None
    assert desk.rows[4]["then"][1] == ">= 1"


def test_a_block_of_excel_is_pasted_and_copied_with_quotes_and_lines(opened: Opened) -> None:
    page, desk = opened()
    choose(page, 1, 9)
    page.evaluate(PASTE, '60\t"两行\n""说明"""\r\n90\t１２，５\r\n')
    expect(cell(page, 2, 10)).to_have_text("１２，５")
    saved(page)
    assert desk.rows[1]["then"] == ["2.5", "60"]
    assert desk.rows[1]["note"] == '两行\n"说明"'
    assert desk.rows[2]["note"] == "１２，５"
    choose(page, 1, 9)
    cell(page, 2, 10).click(modifiers=["Shift"])
    page.wait_for_timeout(200)
    assert page.evaluate(COPY) == '60\t"两行\n""说明"""\r\n90\t１２，５'


def test_what_is_pasted_beyond_the_end_becomes_rows_and_bad_cells_are_mended(
    opened: Opened,
) -> None:
    page, desk = opened(10)
    choose(page, 8, 3)
    page.evaluate(PASTE, ">= 1\n>= 2\n>= 5O\n>= 4")
    expect(page.locator("[data-part=count]")).to_have_text("共 12 行")
    expect(cell(page, 10, 3)).to_have_class(re.compile(r"\bbad\b"))
    saved(page)
    assert [row["when"][3] for row in desk.rows[8:]] == [">= 1", ">= 2", ">= 5O", ">= 4"]
    assert len({row["id"] for row in desk.rows}) == 12
    page.locator("[data-part=faults] button", has_text="→ >= 50").click()
    expect(page.locator("[data-part=faults] li")).to_have_count(0)
    assert desk.rows[10]["when"][3] == ">= 50"
    for _ in range(2):
        page.locator("[data-act=undo]").click()
    page.wait_for_timeout(400)
    saved(page)
    assert desk.plain["blocks"][0] == table_of(10)


def test_rows_and_columns_come_go_and_move(opened: Opened) -> None:
    page, desk = opened(6)
    choose(page, 1, 0)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-part=count]")).to_have_text("共 7 行")
    page.keyboard.press("Alt+ArrowUp")
    saved(page)
    page.wait_for_timeout(500)
    assert [row["id"] for row in desk.rows] == ["r1", "r7", "r2", "r3", "r4", "r5", "r6"]
    choose(page, 0, 1)
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_timeout(500)
    assert desk.plain["blocks"][0]["inputs"][:3] == ["level", "channel", "trade"]
    assert desk.rows[0]["when"][:3] == ["B", "-", "制造业"]
    page.locator("summary").click()
    choose(page, 0, 1)
    # Going to the tools, by mouse or by Escape, does not forget what was selected.
    page.locator("[data-act=remove-column]").click()
    page.wait_for_timeout(300)
    choose(page, 0, 1)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.act") == "undo"
    page.locator("[data-part=new-column]").select_option("then:terms")
    page.locator("[data-act=add-column]").click()
    page.wait_for_timeout(500)
    block = desk.plain["blocks"][0]
    assert block["inputs"][:2] == ["level", "trade"]
    assert block["outputs"] == ["discount", "terms", "terms"]
    assert {(len(row["when"]), len(row["then"])) for row in block["rows"]} == {(7, 3)}
    choose(page, 1, 0)
    page.keyboard.press("Control+Delete")
    page.wait_for_timeout(500)
    assert [row["id"] for row in desk.rows] == ["r1", "r2", "r3", "r4", "r5", "r6"]


def test_fill_down_filter_find_and_replace(opened: Opened) -> None:
    page, desk = opened()
    choose(page, 0, 5)
    enter(page, "7")
    expect(cell(page, 0, 5)).to_have_text("7")
    page.wait_for_timeout(600)
    choose(page, 0, 5)
    cell(page, 3, 5).click(modifiers=["Shift"])
    page.keyboard.press("Control+d")
    expect(cell(page, 3, 5)).to_have_text("7")
    page.keyboard.press("Control+f")
    page.locator("[name=sought]").fill("＞= 59")
    expect(page.locator("[data-part=said]")).to_have_text("找到 1 处")
    page.locator("[name=only]").check()
    expect(page.locator(f"{CELLS} .rgRow")).to_have_count(1)
    page.locator("[name=sought]").fill("制造业")
    page.locator("[name=instead]").fill("零售业")
    page.locator("[data-act=replace-all]").click()
    page.locator("[data-act=close-find]").click()
    page.wait_for_timeout(600)
    saved(page)
    assert [row["when"][5] for row in desk.rows[:5]] == ["7", "7", "7", "7", "0"]
    assert {row["when"][1] for row in desk.rows} == {"零售业"}


def test_nothing_typed_is_lost_when_another_person_edits_or_the_server_is_gone(
    opened: Opened,
) -> None:
    page, desk = opened(forgiven="Failed to load resource")
    desk.change(
        [
            {
                "kind": "insert",
                "path": ["blocks", 0, "rows", 0],
                "value": {"id": "new", "when": [], "then": []},
            }
        ]
    )
    choose(page, 4, 10)
    enter(page, "mine")
    expect(page.locator("[data-part=why]")).to_contain_text("分析员乙")
    page.locator("[data-act=again]").click()
    saved(page)
    page.wait_for_timeout(300)
    # The row has another number now; it is known by its id.
    assert {row["id"]: row.get("note") for row in desk.rows if row.get("note")} == {"r5": "mine"}
    desk.next_status = 503
    choose(page, 1, 10)
    enter(page, "kept")
    expect(page.locator("[data-state=offline]")).to_be_visible()
    saved(page)
    assert desk.rows[1]["note"] == "kept"


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (390, "dark")])
def test_it_fits_and_shows_what_fired(opened: Opened, width: int, scheme: Any) -> None:
    page, _ = opened(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-GB")
    expect(page.locator(f"{CELLS} .rgRow.fired")).to_have_count(1)
    assert [found for found in obstacles(page) if found != "a script"] == []
    fired = page.locator(f"{CELLS} .rgRow.fired .rgCell").first
    colour = fired.evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == {"light": "rgb(255, 243, 209)", "dark": "rgb(58, 48, 19)"}[scheme]


FRAME: Final = """async ({act, value}) => {
  const grid = document.querySelector('revo-grid');
  const scroller = document.querySelector('revogr-viewport-scroll.rgCol .vertical-inner');
  const acts = {
    scroll: () => { scroller.scrollTop = value; },
    paste: () => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', value);
      document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', {clipboardData, cancelable: true, bubbles: true}));
    },
    click: () => document.querySelector(`[data-act=${value}]`).click(),
    edit: () => grid.dispatchEvent(new CustomEvent('beforeedit', {
      cancelable: true, detail: {model: grid.source[5000], prop: 'when3', val: value}})),
  };
  // The time until what changed is seen: the frame in which the page holds the text it waits for.
  const frame = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  await frame();
  const look = () => document.querySelector('revogr-data[type=rgRow][col-type=rgCol]').innerText;
  const before = look();
  const began = performance.now();
  acts[act]();
  let frames = 0, longest = 0, last = began;
  do {
    await frame();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    frames += 1;
  } while (look() === before && frames < 60);
  return {seen: performance.now() - began, longest, frames, changed: look() !== before};
}"""


@pytest.mark.soak
def test_ten_thousand_rows_answer_within_a_tenth_of_a_second(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    page, desk = opened(10_000)
    opening = page.evaluate("performance.getEntriesByName('grid-drawn')[0].startTime")
    block = "\n".join("\t".join(f"{n}.{x}" for x in range(6)) for n in range(200))
    choose(page, 2, 0)
    acts: dict[str, list[tuple[str, Any]]] = {
        "scroll": [("scroll", 34 * n * 1500) for n in range(1, 6)],
        "edit": [("edit", f">= {n}") for n in range(5)],
        "paste": [("paste", block.replace(".", f".{n}")) for n in range(5)],
        "undo": [("click", "undo")] * 5,
    }
    figures: dict[str, list[float]] = {}
    for name, rounds in acts.items():
        row = 4998 if name == "edit" else 0
        page.evaluate(f"document.querySelector('revo-grid').scrollToRow({row})")
        page.wait_for_timeout(300)
        taken = [page.evaluate(FRAME, {"act": act, "value": value}) for act, value in rounds]
        assert all(each["changed"] for each in taken), (name, taken)
        figures[name] = sorted(each["seen"] for each in taken)
    page.wait_for_timeout(400)
    saved(page)
    said = [f"  {name:7}{times[2]:5.0f} {times[-1]:5.0f}" for name, times in figures.items()]
    with capsys.disabled():
        sys.stdout.write(
            f"\n10,000 rows x 12 columns: drawn {opening:.0f} ms after it was asked for"
        )
        sys.stdout.write("\nms until it is seen: median and worst of 5\n" + "\n".join(said) + "\n")
    assert len(desk.rows) == 10_000
    # The budget is 100 ms; a machine that others use too gets twice that before the test fails.
    assert all(times[2] < 200 for times in figures.values()), figures
