"""Where a table ends, and what fills more than it is: as people know it from spreadsheets."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import table_of
from tests.browser.test_grid import COPY, PASTE, Opened, cell, choose, enter, opened, saved

__all__ = ["opened"]
pytestmark = pytest.mark.needs("chromium", "revogrid")

IS_BOXED: Final = """cell => {
  const box = document.querySelector('revogr-focus.focused-cell').getBoundingClientRect();
  return Math.abs(box.top - cell.getBoundingClientRect().top) <= 1;
}"""


def test_below_the_last_row_stands_one_that_typing_makes(opened: Opened) -> None:
    page, desk = opened(table_of(3))
    field = page.locator(".typing")
    choose(page, 2, 5)
    page.keyboard.press("Enter")
    # Below the last row: nothing is there until something is typed.
    expect(field).to_have_attribute("placeholder", "输入即加一行")
    page.keyboard.press("Delete")
    expect(field).to_have_attribute("placeholder", "")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    enter(page, "7")
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    enter(page, "9")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_attribute("aria-label", re.compile("第 5 行"))
    page.keyboard.press("ArrowDown")
    page.evaluate(PASTE, "1\t2\r\n3\t4\r\n")
    # The box is where what is typed goes, also in rows that were not there.
    page.wait_for_function(IS_BOXED, arg=cell(page, 5, 5).element_handle())
    saved(page)
    pairs = [row["when"][5:7] for row in desk.rows]
    assert pairs[3:] == [["7", "-"], ["8", "9"], ["1", "2"], ["3", "4"]]


def test_blocks_fill_what_is_selected(opened: Opened) -> None:
    page, desk = opened(table_of(4))
    # A block fills what is a multiple of it; one row is filled from the one above.
    choose(page, 0, 5)
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(f"Shift+{key}")
    page.evaluate(PASTE, "5\t6")
    choose(page, 2, 5)
    page.keyboard.press("Control+d")
    choose(page, 3, 5)
    enter(page, "7")
    saved(page)
    assert [row["when"][5:7] for row in desk.rows] == [["5", "6"]] * 2 + [
        ["5", "1, 2"],
        ["7", "1, 2"],
    ]
    # What has no place is said.
    choose(page, 0, 10)
    page.evaluate(PASTE, "a\t\tb\tc")
    expect(page.locator("[data-part=cut]")).to_contain_text("多 2 列")
    page.locator("revogr-header .rgHeaderCell[data-rgcol='5']").last.click()
    page.keyboard.press("Delete")
    saved(page)
    assert [row["when"][5] for row in desk.rows] == [""] * 4
    page.keyboard.press("Control+z")
    # What was taken back is selected as a whole.
    assert page.evaluate(COPY) == "5\r\n5\r\n5\r\n7"
    # A cell that asks nothing holds nothing that one would have to take away.
    choose(page, 3, 7)
    page.keyboard.press("F2")
    page.keyboard.type("> 4\n")
    saved(page)
    assert desk.rows[3]["when"][7] == "> 4"
