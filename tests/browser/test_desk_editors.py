"""The editors of blocks and parts by keyboard: what is typed is offered, told, saved, followed."""

from itertools import count
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from rulesets.types import Both
from service.drafts import Draft, FromText, get_draft, open_draft
from tests.browser.conftest import Reader, Served
from tests.browser.every_page import ANALYST
from tests.browser.resting import rested

_NUMBERS: Final = count(1)
TEXT: Final = """
ruleset: from-nothing
zone: Asia/Shanghai
calendars: [cn]
facts:
  - {key: annual_sales, title: {zh: 采购额, en: Purchases}, type: number, scale: 2, unit: CNY}
  - key: relationship_years
    title: {zh: 年限, en: Years with us}
    type: number
    scale: 2
    unit: years
  - {key: received_at, title: {zh: 受理时间, en: Time received}, type: datetime}
constants:
  - {key: rate, title: {zh: 费率, en: Rate}, type: number, value: 2}
conclusions:
  - {key: score, title: {zh: 评分, en: Score}, type: number, scale: 0, unit: points}
  - {key: due, title: {zh: 截止, en: Due}, type: datetime}
  - {key: doubled, title: {zh: 翻倍, en: Doubled}, type: number, scale: 2, unit: CNY}
blocks:
  - {key: card, kind: scorecard, title: {zh: 评分卡, en: Card}, concludes: score, inputs: []}
  - {key: clock, kind: deadline, title: {zh: 时限, en: Clock}, concludes: due, start: "received_at",
     amount: 1, unit: working days, calendar: cn}
  - key: sum
    kind: formula
    title: {zh: 公式, en: Sum}
    concludes: doubled
    expression: annual_sales
"""


@pytest.fixture
def draft(served: Served) -> Draft:
    # The house is shared: each test has a document of its own.
    name = f"from-nothing-{next(_NUMBERS)}"
    text = FromText(TEXT, name, Both("从头开始", "From nothing"))
    return open_draft(served.now, ANALYST, text)


def content(served: Served, draft: Draft) -> dict[str, Any]:
    return dict(get_draft(served.now, ANALYST, draft.id).content)


def opened(page: Page, draft: Draft, at: str) -> Page:
    page.goto(f"/drafts/{draft.id}/{at}")
    page.wait_for_selector("html[data-ready]")
    return page


def saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_attribute("data-state", "saved")


def test_a_scorecard_is_built_from_nothing_by_keyboard(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader("en"), draft, "blocks/card")
    expect(page.get_by_role("heading", name="No inputs yet")).to_be_visible()
    page.get_by_role("button", name="Add an input").click()
    judged = page.get_by_label("Judged by")
    expect(judged).to_be_focused()
    page.keyboard.type("purch")
    expect(page.get_by_role("option", name="Purchases")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(judged).to_have_value("Purchases")
    first = page.get_by_role("textbox", name="Points")
    page.get_by_label("When it is").fill(">= 1000000")
    first.fill("40")
    first.press("Enter")
    # Enter in the last band adds one, and goes on in it.
    second = page.get_by_label("When it is").nth(1)
    expect(second).to_be_focused()
    second.fill("< 1000000")
    points = page.get_by_role("textbox", name="Points").nth(1)
    points.fill("15")
    points.blur()
    saved(page)
    expect(page.locator("tr.fired")).to_have_count(1)
    expect(page.locator("tr.fired")).to_contain_text("✓ the sample")
    expect(page.locator(".panel-main b")).to_have_text("40 points")
    expect(page.locator(".total")).to_contain_text("Lowest total 15, highest 40.")
    # A row is moved by keys, and the field that was typed in goes with it.
    second.press("Alt+ArrowUp")
    expect(page.get_by_label("When it is").first).to_have_value("< 1000000")
    expect(page.get_by_label("When it is").first).to_be_focused()
    saved(page)
    card = content(served, draft)["blocks"][0]["inputs"][0]
    assert card["expression"] == "annual_sales"
    assert [(each["when"], each["points"]) for each in card["bands"]] == [
        ("< 1000000", "15"),
        (">= 1000000", "40"),
    ]


def test_a_deadline_is_chosen_and_its_days_are_seen(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader(), draft, "blocks/clock")
    start = page.get_by_label("从何时起")
    start.fill("")
    start.click()
    page.get_by_role("option", name="受理时间").click()
    expect(start).to_have_value("受理时间")
    page.get_by_label("给多少时间").fill("3")
    expect(page.locator(".month td.end small")).to_have_text("3")
    page.get_by_label("计量单位").select_option("working hours")
    expect(page.locator(".reached")).to_contain_text("3 工作小时")
    page.get_by_label("日历").select_option("de")
    saved(page)
    expect(page.get_by_label("日历")).to_be_focused()
    found = content(served, draft)
    assert found["calendars"] == ["cn", "de"]
    assert {key: found["blocks"][1][key] for key in ("start", "amount", "unit", "calendar")} == {
        "start": "received_at",
        "amount": "3",
        "unit": "working hours",
        "calendar": "de",
    }


def test_names_are_offered_and_a_wrong_unit_is_told_beside_the_field(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader(), draft, "blocks/sum")
    field = page.get_by_label("公式", exact=True).and_(page.locator("textarea"))
    field.press("End")
    page.keyboard.type(" + 年")
    offered = page.locator("#suggestions")
    expect(offered.get_by_role("option").first).to_contain_text("年限")
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    page.keyboard.type("限")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".formula .fault")).to_contain_text("years")
    for _ in range(5):
        page.keyboard.press("Backspace")
    page.keyboard.type(" * 费")
    page.keyboard.press("Tab")
    expect(field).to_have_value("采购额 * 费率")
    expect(page.locator(".met.gives b")).to_be_visible()
    field.blur()
    saved(page)
    assert content(served, draft)["blocks"][2]["expression"] == "annual_sales * rate"


def test_a_constant_is_changed_and_a_block_from_excel_is_pasted(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader("en"), draft, "parts/constants")
    value = page.get_by_label("Value")
    value.fill("4")
    now = page.locator("[data-says=rate]")
    expect(now).to_have_text("4")
    page.get_by_role("button", name="Change the value from a day on").click()
    expect(page.get_by_label("Valid from")).to_have_count(2)
    opened(page, draft, "parts/lookups")
    page.get_by_role("button", name="Add a lookup").click()
    page.wait_for_url("**/parts/lookups/lookup")
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name="Add a row").click()
    cell = page.locator("[data-column='0'] input").first
    expect(cell).to_be_focused()
    page.evaluate(
        """text => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        "A\t30\r\nB\t15\r\n",
    )
    expect(page.locator("tr[data-row]")).to_have_count(2)
    saved(page)
    found = content(served, draft)
    assert found["lookups"][0]["rows"] == [["A", "30"], ["B", "15"]]
    assert [each["value"] for each in found["constants"][0]["values"]] == ["4", "4"]


def test_a_formula_names_a_parameter_as_it_is_called_now(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader("en"), draft, "parts/functions")
    page.get_by_role("button", name="Add a function").click()
    page.wait_for_url("**/parts/functions/function")
    page.wait_for_selector("html[data-ready]")
    formula = page.get_by_role("textbox", name="Formula")
    expect(formula).to_have_value("Parameter 1")
    title = page.locator("#f-functions-0-parameters-0-title-en")
    title.fill("Amount given")
    title.blur()
    expect(formula).to_have_value("Amount given")
    # Whoever rests before going on has it kept already.
    title.fill("Sum given")
    rested(page)
    title.blur()
    expect(formula).to_have_value("Sum given")
    assert content(served, draft)["functions"][0]["expression"] == "parameter_1"
