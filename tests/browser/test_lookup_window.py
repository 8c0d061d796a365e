"""A lookup of many rows: its page shows some, and all of them can be reached, found and changed."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from rulesets.drafting import Edit
from rulesets.types import Both
from service.drafts import Draft, FromText, edit_draft, get_draft, open_draft
from tests.browser.conftest import Reader, Served
from tests.browser.every_page import ANALYST

ROWS: Final = 250
TEXT: Final = """ruleset: {name}
title: {{zh: 费率, en: Rates}}
zone: Asia/Shanghai
lookups:
  - key: rates
    title: {{zh: 费率, en: Rates}}
    keys: [{{key: town, title: {{zh: 城市, en: Town}}, type: text}}]
    values: [{{key: rate, title: {{zh: 比率, en: Rate}}, type: number}}]
    rows:
"""


@pytest.fixture
def draft(served: Served, request: pytest.FixtureRequest) -> Draft:
    name = request.node.name.removeprefix("test_").partition("[")[0].replace("_", "-")
    rows = "\n".join(f"      - [town {at}, {at}]" for at in range(ROWS))
    text = TEXT.format(name=name) + rows
    return open_draft(served.now, ANALYST, FromText(text, name, Both("费率", "Rates")))


def opened(reader: Reader, draft: Draft, after: str = "") -> Page:
    page = reader("en")
    page.goto(f"/drafts/{draft.id}/parts/lookups/rates{after}")
    page.wait_for_selector("html[data-ready]")
    return page


def rows_of(served: Served, draft: Draft) -> list[list[str]]:
    content = get_draft(served.now, ANALYST, draft.id).content
    rows: list[list[str]] = content["lookups"][0]["rows"]
    return rows


def saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_attribute("data-state", "saved")


def test_rows_of_a_later_window_are_changed(served: Served, draft: Draft, reader: Reader) -> None:
    page = opened(reader, draft)
    expect(page.locator("tr[data-row]")).to_have_count(100)
    page.get_by_role("link", name="Next rows").click()
    page.wait_for_selector("html[data-ready]")
    row = page.locator("tr[data-row='150']")
    row.get_by_label("Rate").fill("7")
    row.get_by_label("Rate").press("Alt+ArrowUp")
    # Drawn anew it is the same window.
    expect(page.locator("tr[data-row='149']").get_by_label("Town")).to_have_value("town 150")
    expect(page.locator("tr[data-row]")).to_have_count(100)
    saved(page)
    assert rows_of(served, draft)[148:152] == [
        ["town 148", "148"],
        ["town 150", "7"],
        ["town 149", "149"],
        ["town 151", "151"],
    ]
    # A row is added where it can be seen.
    page.get_by_role("button", name="Add a row").click()
    page.wait_for_url("**opened=rows-200**")
    expect(page.locator("tr[data-row]")).to_have_count(51)
    assert rows_of(served, draft)[ROWS:] == [["", ""]]


def test_rows_are_found(served: Served, draft: Draft, reader: Reader) -> None:
    page = opened(reader, draft)
    page.get_by_label("Search the rows").fill("TOWN 24")
    page.get_by_label("Search the rows").press("Enter")
    page.wait_for_url("**sought=TOWN**")
    page.wait_for_selector("html[data-ready]")
    # 24, 124, 224, and 240 to 249.
    expect(page.locator("tr[data-row]")).to_have_count(13)
    rate = page.locator("tr[data-row='245']").get_by_label("Rate")
    rate.fill("1")
    rate.blur()
    saved(page)
    assert rows_of(served, draft)[245] == ["town 245", "1"]
    page.get_by_role("link", name="All rows").click()
    expect(page.locator("tr[data-row]")).to_have_count(100)


def test_a_fault_leads_to_the_window_of_its_row(
    served: Served, draft: Draft, reader: Reader
) -> None:
    wrong = Edit("set", ("lookups", 0, "rows", 210, 1), "many")
    edit_draft(served.now, ANALYST, draft.id, draft.revision, [wrong])
    page = opened(reader, draft)
    page.locator("#checks a").first.click()
    page.wait_for_url("**opened=rows-200**")
    expect(page.locator("tr[data-row='210']").get_by_label("Rate")).to_be_focused()
