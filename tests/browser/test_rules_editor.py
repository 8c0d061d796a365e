"""Rules as sentences: conditions chosen, grouped, ordered; what the sample comes to follows."""

from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from rulesets.drafting import Edit
from service.drafts import Draft, FromVersion, edit_draft, get_draft, open_draft
from tests.browser.conftest import Reader, Served
from tests.browser.every_page import ANALYST

BLOCK: Final = "credit"
GOOD: Final = "#rule-good"


@pytest.fixture
def draft(served: Served) -> Draft:
    return open_draft(served.now, ANALYST, FromVersion("ruleset", "credit"))


def block_of(served: Served, draft: Draft) -> dict[str, Any]:
    content = get_draft(served.now, ANALYST, draft.id).content
    return next(each for each in content["blocks"] if each["key"] == BLOCK)


def opened(reader: Reader, draft: Draft, language: str = "zh", width: int = 1366) -> Page:
    page = reader(language, width=width)
    page.goto(f"/drafts/{draft.id}/blocks/{BLOCK}")
    page.wait_for_selector("html[data-ready]")
    return page


def condition(rule: Locator, number: int) -> Locator:
    return rule.locator("[data-condition]").nth(number - 1)


def choose(page: Page, field: Locator, title: str) -> None:
    """Choose, and wait until the page is drawn with what was chosen."""
    with page.expect_response(lambda answer: answer.url.endswith("/edits")):
        field.select_option(title)
    saved(page)


def saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_attribute("data-state", "saved")


def concluded(page: Page) -> Locator:
    return page.locator(".panel-main b")


def test_a_threshold_is_changed_and_the_sample_follows(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader, draft)
    expect(concluded(page)).to_have_text("优质")
    good = page.locator("[data-rule=good]")
    expect(good).to_have_class("card rule fired")
    first = condition(good, 1)
    choose(page, first.locator("[data-as]"), "value")
    value = first.get_by_label("信用得分的值")
    value.fill("90")
    # Before it is saved already.
    expect(concluded(page)).to_have_text("一般")
    expect(good).to_have_class("card rule")
    expect(good.locator("[data-sentence]")).to_contain_text("90")
    value.blur()
    saved(page)
    choose(page, first.locator("[data-operator]"), "小于")
    expect(concluded(page)).to_have_text("优质")
    assert block_of(served, draft)["rules"][1]["when"]["all"] == [
        "credit_points < 90",
        "overdue_days = 0",
    ]


def test_a_group_is_nested(served: Served, draft: Draft, reader: Reader) -> None:
    page = opened(reader, draft, "en")
    good = page.locator("[data-rule=good]")
    good.get_by_role("button", name="Group", exact=True).click()
    added = condition(good, 3)
    expect(added.locator("[data-subject]")).to_be_focused()
    choose(page, added.locator("[data-subject]"), "Credit rating")
    choose(page, added.locator("[data-operator]"), "is one of")
    page.locator("[data-rule=good] details.many > summary").click()
    with page.expect_response(lambda answer: answer.url.endswith("/edits")):
        page.locator("[data-rule=good] details.many").get_by_label("Normal").check()
    saved(page)
    good.get_by_role("button", name="Condition", exact=True).first.click()
    expect(good.locator("[data-condition]")).to_have_count(4)
    saved(page)
    assert block_of(served, draft)["rules"][1]["when"]["all"][:2] == [
        "credit_points >= credit_good_from",
        "overdue_days = 0",
    ]
    # The first code stands there until another is chosen.
    nested = {"any": ['credit_rating in ("risk", "normal")', ""]}
    assert block_of(served, draft)["rules"][1]["when"]["all"][2] == nested


def test_rules_are_ordered_duplicated_and_disabled(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader, draft)
    page.locator("[data-rule=good] .grip").drag_to(page.locator("#rule-veto-summary"))
    expect(page.locator("[data-rule]").first).to_have_attribute("data-rule", "good")
    saved(page)
    page.locator("#rule-good-summary").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-rule]").first).to_have_attribute("data-rule", "veto")
    saved(page)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-rule]").first).to_have_attribute("data-rule", "good")
    expect(page.locator("#rule-good-summary")).to_be_focused()
    saved(page)
    good = page.locator("[data-rule=good]")
    good.get_by_role("button", name="复制：得分高且无逾期").click()
    expect(page.locator("[data-rule]")).to_have_count(4)
    saved(page)
    good.locator(".more > summary").click()
    good.get_by_label("停用：如同没有这条规则").check()
    expect(good).to_have_class("card rule off")
    # The copy concludes the same.
    expect(page.locator("[data-rule=good-2]")).to_have_class("card rule fired")
    saved(page)
    rules = block_of(served, draft)["rules"]
    assert [each["id"] for each in rules] == ["good", "good-2", "veto", "poor"]
    assert [each.get("disabled") for each in rules] == ["true", None, None, None]


def test_a_rule_is_written_from_nothing(served: Served, draft: Draft, reader: Reader) -> None:
    assert draft.content["blocks"][3]["key"] == BLOCK
    none = [Edit("set", ("blocks", 3, "rules"), []), Edit("set", ("cases",), [])]
    edit_draft(served.now, ANALYST, draft.id, draft.revision, none)
    page = opened(reader, draft, width=390)
    page.get_by_role("button", name="添加规则").click()
    rule = page.locator("[data-rule=rule-1]")
    only = condition(rule, 1)
    expect(only.locator("[data-subject]")).to_be_focused()
    choose(page, only.locator("[data-subject]"), "逾期天数")
    # What is half written is told beside the field.
    expect(only.locator(".fault")).to_be_visible()
    value = only.get_by_label("逾期天数的值")
    value.fill("0")
    value.blur()
    expect(only.locator(".fault")).to_have_count(0)
    expect(only).to_have_class("field condition")
    saved(page)
    choose(page, rule.locator(".output select"), "风险")
    expect(concluded(page)).to_have_text("风险")
    expect(rule).to_have_class("card rule fired")
    assert block_of(served, draft)["rules"] == [
        {"id": "rule-1", "when": "overdue_days >= 0", "then": {"credit": "risk"}}
    ]


def test_a_condition_is_written_as_a_formula(served: Served, draft: Draft, reader: Reader) -> None:
    page = opened(reader, draft)
    poor = page.locator("[data-rule=poor]")
    poor.get_by_role("button", name="改用公式写：第 1 个条件").click()
    formula = condition(poor, 1).locator("[data-path]")
    expect(formula).to_have_value("信用得分 < 一般起点分")
    formula.fill("信用得分 * 2 > 一般起始分")
    formula.blur()
    # What is meant is likely, and offered beside the field.
    condition(poor, 1).get_by_role("button", name="改为").click()
    expect(condition(poor, 1).locator(".fault")).to_have_count(0)
    saved(page)
    expect(condition(poor, 1).locator("[data-chosen]")).to_be_hidden()
    written = block_of(served, draft)["rules"][2]["when"]
    assert written == "credit_points * 2 > credit_normal_from"
