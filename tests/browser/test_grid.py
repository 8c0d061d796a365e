"""The table of a draft in Chromium: typed, pasted, undone, kept in step, and how fast it is."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import TimeoutError as NotThere

from tests.browser.grid_page import Desk, serving, table_of
from tests.browser.test_look import obstacles

pytestmark = pytest.mark.needs("chromium", "revogrid")

Opened = Callable[..., tuple[Page, Desk]]
CELLS: Final = "revo-grid revogr-data[type=rgRow][col-type=rgCol]"
MOST_TRIES: Final = 10
PATIENCE: Final = 1_000
"""Milliseconds until a cell is there."""

IDLE: Final = """async () => {
  const { desk } = await import('/static/desk/desk.js');
  const isBusy = () => desk.isBusy || desk.isUnsaved;
  while (isBusy()) await new Promise(done => setTimeout(done, 20));
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
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open a table of some rows; whatever the page complains of fails the test."""
    complaints: list[str] = []
    with ExitStack() as closing:

        def open_table(table: Any = None, *, forgiven: str = "", **more: Any) -> tuple[Page, Desk]:
            desk = closing.enter_context(serving(tmp_path, table or table_of(60)))
            context = browser.new_context(
                **{"locale": "zh-CN", "viewport": {"width": 1366, "height": 800}, **more}
            )
            closing.callback(context.close)
            context.add_cookies([{"name": "session", "value": desk.cookie, "url": desk.address}])
            page = context.new_page()
            said = complaints.append
            page.on("console", lambda m: None if forgiven and forgiven in m.text else said(m.text))
            page.on("pageerror", lambda error: said(str(error)))
            page.goto(desk.address)
            page.wait_for_selector("[data-grid][data-ready]")
            return page, desk

        yield open_table
    assert not complaints


def cell(page: Page, row: int, column: int, *, frozen: bool = False) -> Any:
    cells = CELLS.replace("rgCol", "colPinStart") if frozen else CELLS
    return page.locator(f"{cells} [data-rgrow='{row}'][data-rgcol='{column}']")


def choose(page: Page, row: int, column: int, *, frozen: bool = False) -> None:
    """Click a cell, brought into sight before."""
    place = cell(page, row, column, frozen=frozen)
    for _ in range(MOST_TRIES):
        # A grid that is just being drawn does not hear where it is to scroll.
        page.evaluate(f"document.querySelector('revo-grid').scrollToRow({max(0, row - 5)})")
        with suppress(NotThere):
            place.wait_for(timeout=PATIENCE)
            break
    place.click()


def enter(page: Page, text: str) -> None:
    """Type as fast as the browser takes it."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def saved(page: Page) -> None:
    """Wait until nothing is on its way."""
    page.evaluate(IDLE)
    expect(page.locator(".desk-head [data-part=state]")).to_have_text("已自动保存")


def test_what_is_typed_is_kept_and_undone_without_the_mouse(opened: Opened) -> None:
    page, desk = opened()
    choose(page, 2, 3)
    enter(page, ">= ７5")
    expect(cell(page, 2, 3)).to_have_text(">= ７5")
    saved(page)
    assert desk.rows[2]["when"][3] == ">= ７5"
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-part=row-said]")).to_contain_text("年采购额不低于 75")
    page.keyboard.press("Control+z")
    expect(cell(page, 2, 3)).to_have_text(">= 30")
    page.keyboard.press("Control+y")
    expect(cell(page, 2, 3)).to_have_text(">= ７5")
    saved(page)
    assert desk.rows[2]["when"][3] == ">= ７5"
    # A value is shown by its title, however it was typed, and stored by itself.
    choose(page, 2, 0)
    enter(page, "A")
    expect(cell(page, 2, 0)).to_have_text("A 级")
    page.keyboard.press("ArrowUp")
    enter(page, "C 级")
    saved(page)
    assert desk.rows[2]["when"][0] == "C"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.act") == "row-below"


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
    page.keyboard.type("是")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("45\n")
    saved(page)
    expect(cell(page, 4, 9)).to_have_text("45")
    notes = [row.get("note") for row in desk.rows[:6]]
    assert notes == ["战略", "高频", "abc", "def", None, "x"]
    assert desk.rows[5].get("disabled") == "true"
    assert desk.rows[4]["then"][1] == "45"


def test_a_block_of_excel_is_pasted_read_mended_and_undone(opened: Opened) -> None:
    page, desk = opened(table_of(20))
    before = desk.block
    choose(page, 18, 0)
    lines = [
        'A级\t零售业\t"线上\n""直营"""\t1,000,000\t50至100',
        *("B\t制造业\t\t≥ 50万\t3" for _ in range(197)),
        "A/C\t制造业\t-\t≥ 5O万\t3",
        "D\t制造业\t-\t100万以上\t3个",
    ]
    page.evaluate(PASTE, "\r\n".join(lines) + "\r\n")
    expect(page.locator("[data-part=row-count]")).to_have_text("共 218 行")
    saved(page)
    assert desk.rows[18]["when"][:5] == [
        *("A", '"零售业"', '"线上"、"直营"', "1000000", "[50 .. 100]"),
    ]
    assert desk.rows[216]["when"][0] == "A, C"
    assert desk.rows[217]["when"][3] == ">= 100万"
    assert len({row["id"] for row in desk.rows}) == 218
    # The two that nobody can read are told; each is a click away, and one of them is mended so.
    expect(page.locator(".checks li")).to_have_count(2)
    page.locator(".checks a").first.click()
    expect(cell(page, 216, 3)).to_have_class(re.compile(r"\bbad\b"))
    expect(page.locator("[data-part=row-said]")).to_contain_text("第 217 行「年采购额」")
    page.locator("[data-part=row-said] button").click()
    expect(cell(page, 216, 3)).to_have_text("≥ 50万")
    expect(page.locator(".checks li")).to_have_count(1)
    page.locator(".checks a").first.click()
    enter(page, "3")
    expect(page.locator(".checks li")).to_have_count(0)
    saved(page)
    assert [row["when"][3:5] for row in desk.rows[216:]] == [["≥ 50万", "3"], [">= 100万", "3"]]
    choose(page, 216, 3)
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(COPY) == "≥ 50万\t3"
    for _ in range(3):
        page.locator(".desk-head [data-act=undo]").click()
        saved(page)
    expect(page.locator("[data-part=row-count]")).to_have_text("共 20 行")
    assert desk.block == before


def test_a_table_is_made_from_nothing(opened: Opened) -> None:
    table = table_of(0) | {"inputs": [], "outputs": ["discount"]}
    page, desk = opened(table)
    expect(page.locator("[data-part=nothing]")).to_be_visible()
    page.locator("#grid-columns summary").click()
    for text in ("客户等级", "年采购额 * 2"):
        page.locator("[data-part=new-when] input").fill(text)
        page.keyboard.press("Enter")
    page.locator("[data-part=new-then] select").select_option("terms")
    page.locator("[data-part=new-then] button").click()
    page.locator("#grid-columns summary").click()
    # The first row comes of typing, wherever one clicked.
    page.locator("[data-part=place]").click(position={"x": 300, "y": 200})
    page.keyboard.type("A")
    page.keyboard.press("Tab")
    page.keyboard.type("> 5")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    enter(page, "30")
    saved(page)
    assert desk.block["inputs"] == ["level", "sales * 2"]
    assert desk.block["outputs"] == ["discount", "terms"]
    assert [(row["when"], row["then"]) for row in desk.rows] == [(["A", "> 5"], ["10", "30"])]
    expect(page.locator("revogr-header .rgHeaderCell.when").last).to_contain_text("年采购额 * 2")
    expect(page.locator(".checks li")).to_have_count(0)


def test_rows_and_columns_come_go_and_move(opened: Opened) -> None:
    page, desk = opened(table_of(6))
    choose(page, 1, 0)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-part=row-count]")).to_have_text("共 7 行")
    page.keyboard.press("Alt+ArrowUp")
    saved(page)
    assert [row["id"] for row in desk.rows] == ["r1", "r7", "r2", "r3", "r4", "r5", "r6"]
    numbers = page.locator("revogr-row-headers .rgCell[data-rgrow]")
    numbers.nth(1).drag_to(numbers.nth(4), target_position={"x": 20, "y": 28})
    expect(cell(page, 4, 0)).to_have_text("—")
    choose(page, 0, 1)
    page.keyboard.press("Alt+ArrowRight")
    saved(page)
    assert [row["id"] for row in desk.rows] == ["r1", "r2", "r3", "r4", "r7", "r5", "r6"]
    assert desk.block["inputs"][:3] == ["level", "channel", "trade"]
    assert desk.rows[0]["when"][:3] == ["B", "-", '"制造业"']
    page.locator("#grid-columns summary").click()
    choose(page, 0, 1)
    page.locator("[data-act=freeze]").click()
    choose(page, 0, 0, frozen=True)
    page.keyboard.press("ArrowRight")
    page.locator("[data-act=remove-column]").click()
    choose(page, 4, 0)
    page.keyboard.press("Control+Delete")
    saved(page)
    assert desk.block["inputs"][:2] == ["level", "trade"]
    assert {len(row["when"]) for row in desk.rows} == {7}
    assert [row["id"] for row in desk.rows] == ["r1", "r2", "r3", "r4", "r5", "r6"]


def test_fill_down_filter_find_and_replace(opened: Opened) -> None:
    page, desk = opened()
    choose(page, 0, 5)
    enter(page, "7")
    choose(page, 0, 5)
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    expect(cell(page, 3, 5)).to_have_text("7")
    page.keyboard.press("Control+f")
    page.locator("[name=sought]").fill("＞= 59")
    expect(page.locator("[data-part=found]")).to_have_text("找到 1 处")
    page.locator("[name=only]").check()
    expect(page.locator(f"{CELLS} .rgRow")).to_have_count(1)
    # A row that is added is seen, whatever is filtered, and the rows that were seen stay.
    choose(page, 0, 3)
    page.keyboard.press("Control+Enter")
    page.keyboard.type("7\n")
    expect(page.locator(f"{CELLS} .rgRow")).to_have_count(2)
    choose(page, 0, 3)
    page.keyboard.press("Control+Delete")
    expect(page.locator(f"{CELLS} .rgRow")).to_have_count(1)
    choose(page, 0, 1)
    enter(page, "制造业")
    page.locator("[name=sought]").fill("制造业")
    page.locator("[name=instead]").fill("零售业")
    page.locator("[data-act=replace-all]").click()
    page.locator("[name=sought]").press("Escape")
    expect(page.locator("[data-part=find]")).to_be_hidden()
    saved(page)
    assert [row["when"][5] for row in desk.rows[:5]] == ["7", "7", "7", "7", "0"]
    assert {row["when"][1] for row in desk.rows} == {'"零售业"'}


def test_a_large_table_is_seen_before_its_checks(opened: Opened) -> None:
    page, desk = opened(table_of(1_001))
    expect(page.locator(".checks")).to_contain_text("没有错误")
    expect(page.locator(".desk-panel")).to_contain_text("推理过程")
    expect(page.locator(".waits")).to_have_count(0)
    expect(page.locator("#person-sample")).to_be_visible()
    choose(page, 2, 3)
    enter(page, "5O")
    expect(page.locator(".checks li")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(".checks li")).to_have_count(0)
    saved(page)
    # As it was sent: the parts that wait, and where it is read without scripts.
    sent = page.request.get(desk.address).text()
    assert sent.count('aria-busy="true"') == 2
    assert "/reading/discount" in sent
    assert "没有错误" not in sent


def test_nothing_typed_is_lost_when_another_person_edits_or_the_server_is_gone(
    opened: Opened,
) -> None:
    page, desk = opened(forgiven="Failed to load resource")
    row = {"id": "new", "when": ["-"] * 8, "then": ["1", "2"]}
    desk.change([{"kind": "insert", "path": ["blocks", 0, "rows", 0], "value": row}])
    choose(page, 4, 10)
    enter(page, "mine")
    expect(page.locator("[data-part=said]")).to_contain_text("分析员乙")
    page.locator("[data-act=again]").click()
    saved(page)
    # The row has another number now; it is known by its id.
    assert {each["id"]: each.get("note") for each in desk.rows if each.get("note")} == {
        "r5": "mine"
    }
    expect(cell(page, 5, 10)).to_have_text("mine")

    lost: list[Route] = []

    def lose(route: Route) -> None:
        """Let the server do it, and its answer be lost: all of it, then from its middle on."""
        answer = route.fetch()
        lost.append(route)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer, body=answer.body()[:9])

    page.route("**/edits", lose)
    choose(page, 1, 10)
    with page.expect_response("**/edits"):
        enter(page, "kept")
    expect(page.locator(".desk-head [data-state=offline]")).to_be_visible()
    done = desk.revision
    page.unroute("**/edits")
    enter(page, "next")
    saved(page)
    assert [row.get("note") for row in desk.rows[1:3]] == ["kept", "next"]
    assert desk.revision == done + 1


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (390, "dark")])
def test_it_fits_and_shows_what_fired(opened: Opened, width: int, scheme: Any) -> None:
    page, _ = opened(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-GB")
    page.get_by_text("Facts of the customer").click()
    for name, value in (("Annual sales", "35"), ("Days late", "0"), ("Region", "2")):
        page.get_by_label(name, exact=False).first.fill(value)
    page.get_by_label("Trade").first.fill("制造业")
    page.get_by_label("Level").first.select_option("D")
    expect(page.locator(f"{CELLS} .rgRow.fired")).to_have_count(1)
    own = [found for found in obstacles(page) if not found.startswith(("a script", "heading 2"))]
    assert own == []
    fired = page.locator(f"{CELLS} .rgRow.fired .rgCell").first
    colour = fired.evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == {"light": "rgb(255, 243, 209)", "dark": "rgb(58, 48, 19)"}[scheme]
