"""A reader's way through the pages: read the rules, try a customer, find a decision, see why."""

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from service.answers import answer
from tests.browser.conftest import Reader, Served
from tests.site import COMPANY

WORDS: Final[dict[str, dict[str, str]]] = {
    "zh": {
        "ruleset": "客户分级",
        "try": "试一试",
        "sales": "年采购额 必填",
        "infer": "推理",
        "decisions": "决策",
        "subject": "客户编号",
        "search": "查询",
        "none": "没有符合条件的决策",
        "orders": "订单数 必填",
        "profit": "年毛利",
        "A": "A 级",
        "B": "B 级",
        "D": "D 级",
    },
    "en": {
        "ruleset": "Customer grade",
        "try": "Try it",
        "sales": "Annual purchase amount required",
        "infer": "Infer",
        "decisions": "Decisions",
        "subject": "Customer id",
        "search": "Search",
        "none": "No decision fits this search",
        "orders": "Order count required",
        "profit": "Annual gross profit",
        "A": "Grade A",
        "B": "Grade B",
        "D": "Grade D",
    },
}


def grade(page: Page) -> Locator:
    return page.locator(".out > div").first.locator("b")


def is_in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).bounding_box()
    assert box
    return 0 <= box["y"] < 800 - 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_rules_to_a_try(reader: Reader, language: str) -> None:
    words, page = WORDS[language], reader(language)
    page.goto("/")
    page.get_by_role("heading", name=words["ruleset"], exact=True).get_by_role("link").click()
    page.locator(".map a[href='#block-grading'], .map a[href^='#block-']").last.click()
    target = page.url.partition("#")[2]
    assert target.startswith("block-")
    assert is_in_view(page, f"#{target}")

    page.get_by_role("link", name=words["try"], exact=True).click()
    field = page.get_by_label(words["sales"])
    expect(field).to_have_value("2860000")
    expect(grade(page)).to_have_text(words["A"])
    # Bought for less and seldom, with next to no profit: low value and active cost 33 points of 97.
    field.fill("100")
    page.get_by_label(words["orders"]).fill("1")
    page.get_by_label(words["profit"]).fill("10")
    page.get_by_role("button", name=words["infer"], exact=True).first.click()
    expect(grade(page)).to_have_text(words["B"])
    expect(page.get_by_label(words["sales"])).to_have_value("100")
    page.locator("#sample").select_option("S-1006")
    page.locator(".picker button").last.click()
    expect(grade(page)).to_have_text(words["D"])
    expect(page.get_by_label(words["sales"])).to_have_value("0")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_search_to_the_row_that_fired(reader: Reader, served: Served, language: str) -> None:
    words, page = WORDS[language], reader(language)
    page.goto("/decisions")
    page.get_by_label(words["subject"]).fill("nobody")
    page.get_by_role("button", name=words["search"]).click()
    expect(page.get_by_role("heading", name=words["none"])).to_be_visible()
    page.get_by_label(words["subject"]).fill("S-1004")
    page.get_by_role("button", name=words["search"]).click()
    page.get_by_role("link", name="S-1004", exact=True).click()

    plain: Any = answer(served.site.by_sample["S-1004"])
    said = [each.inner_text() for each in page.locator(".sentence").all()]
    assert said == [each["sentence"][language] for each in plain["fired"]]
    reasons = [each.inner_text() for each in page.locator(".because li").all()]
    expected = [one["text"][language] for each in plain["fired"] for one in each["because"]]
    assert reasons == expected

    fired = [each for each in plain["fired"] if each["block"] == "grade"]
    link = page.locator(f".where[href$='#row-grade-{fired[0]['rule']}']")
    link.click()
    row = page.locator("tr:target")
    expect(row).to_have_count(1)
    expect(row.locator("td").first).to_have_text(str(fired[0]["number"]))
    assert is_in_view(page, "tr:target")
    ground = row.locator("td").last.evaluate("cell => getComputedStyle(cell).backgroundColor")
    other = page.locator("tbody tr:not(:target) td").last
    assert ground != other.evaluate("cell => getComputedStyle(cell).backgroundColor")


def test_a_row_far_down_a_long_table_is_found(reader: Reader, served: Served) -> None:
    assert served.site.far_down
    page = reader()
    page.goto(f"/decisions/{served.site.far_down.decision.id}")
    page.locator(".where").click()
    row = page.locator("tr:target")
    expect(row.locator("td").first).to_have_text("7321")
    assert is_in_view(page, "tr:target")
    expect(page.locator(".turning").first).to_contain_text("第 7,001 至 7,500 行，共 10,000 行")
    expect(page.locator("#block-prices tbody tr")).to_have_count(500)
    page.get_by_role("link", name="后面的行").first.click()
    expect(page.locator(".turning").first).to_contain_text("第 7,501 至 8,000 行")
    page.goto("/rulesets/big-table")
    expect(page.locator(".turning").first).to_contain_text("第 1 至 500 行，共 10,000 行")
    expect(page.get_by_role("link", name="前面的行")).to_have_count(0)


def test_language_and_light_stay_as_chosen(reader: Reader) -> None:
    page = reader("zh", "light")
    page.goto("/decisions?subject=S-1001")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/decisions\?subject=S-1001$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_label("Customer id")).to_have_value("S-1001")
    page.get_by_role("button", name="System theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    paper = "body => getComputedStyle(body).backgroundColor"
    dark = page.locator("body").evaluate(paper)
    page.goto("/rulesets/customer-grade")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("body").evaluate(paper) == dark
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.locator("body").evaluate(paper) != dark
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize(("language", "message"), [("zh", "应为数字"), ("en", "expected a number")])
def test_a_bad_fact_gets_its_message_beside_it_and_nothing_is_lost(
    reader: Reader, language: str, message: str
) -> None:
    # Chromium notes every answer that is no success.
    page = reader(language, width=390, forgiven="status of 422")
    page.goto("/rulesets/every-kind/try")
    typed = {"f-sales": "很多", "f-company": COMPANY, "f-received_at": "昨天", "f-years": "3"}
    typed |= {"f-items.1.amount": "七", "f-items.1.day": "2026-01-02", "as_of": "now"}
    for name, text in typed.items():
        page.locator(f"[id='{name}']").fill(text)
    page.locator("[id='f-items.1.urgent']").select_option("true")
    with page.expect_response(lambda got: got.request.method == "POST") as sent:
        page.locator("button.main").last.click()
    assert sent.value.status == 422
    field = page.locator("#f-sales")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#e-sales")).to_contain_text(message)
    # The row that was typed second is the first that there is.
    kept = {name.replace(".1.", ".0."): text for name, text in typed.items()}
    for name, text in kept.items():
        expect(page.locator(f"[id='{name}']")).to_have_value(text)
    expect(page.locator("[id='f-items.0.urgent']")).to_have_value("true")
    page.locator(".notice a[href='#f-sales']").click()
    assert is_in_view(page, "#f-sales")


def test_erased_values_show_as_withheld(reader: Reader, served: Served) -> None:
    for language, withheld in (("zh", "（已隐去）"), ("en", "(withheld)")):
        page = reader(language)
        page.goto(f"/decisions/{served.site.erased.decision.id}")
        assert page.get_by_text(withheld).count() >= 3
        assert COMPANY not in page.content()
        page.goto(f"/decisions/{served.site.with_problems.decision.id}")
        assert page.get_by_text(COMPANY).count() >= 3


def test_problems_and_rows_at_odds_are_said(reader: Reader, served: Served) -> None:
    page = reader()
    page.goto(f"/decisions/{served.site.with_problems.decision.id}")
    plain: Any = answer(served.site.with_problems)
    (problem,) = plain["problems"]
    expect(page.get_by_role("status")).to_contain_text(problem["message"]["zh"])
    expect(page.get_by_text("成立，但与另一行冲突")).to_have_count(2)
    expect(page.get_by_text("成立，计入行数")).to_have_count(2)
    expect(page.get_by_text("候选值之一")).to_have_count(2)


def test_the_map_shows_what_a_box_is_joined_to(reader: Reader) -> None:
    page = reader()
    page.goto("/rulesets/customer-grade")
    node = page.locator(".map .node").first
    seen = "path => getComputedStyle(path).opacity"
    own = node.locator(".lines path").first
    assert own.evaluate(seen) == "0"
    node.locator("a").focus()
    assert own.evaluate(seen) == "1"
