"""Many rules: closed they are sentences, and one that is opened gets its conditions."""

from typing import Any, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from rulesets.types import Both
from service.drafts import Draft, FromText, get_draft, open_draft
from tests.browser.conftest import Reader, Served
from tests.browser.every_page import ANALYST

RULES: Final = 30
TEXT: Final = """ruleset: {name}
title: {{zh: 许多规则, en: Many rules}}
zone: Asia/Shanghai
facts:
  - {{key: sales, title: {{zh: 年采购额, en: Purchases}}, type: number, scale: 0, unit: CNY}}
conclusions:
  - {{key: discount, title: {{zh: 折扣, en: Discount}}, type: number, scale: 0, unit: "%"}}
blocks:
  - key: discounts
    kind: rules
    title: {{zh: 折扣规则, en: Discounts}}
    hit: first
    concludes: [discount]
    rules:
"""


@pytest.fixture
def draft(served: Served, request: pytest.FixtureRequest) -> Draft:
    name = f"window-{request.node.name.removeprefix('test_').partition('[')[0]}".replace("_", "-")
    rules = "\n".join(
        f"      - {{id: r{at}, when: sales = {at}000, then: {{discount: {at}}}}}"
        for at in range(1, RULES + 1)
    )
    text = TEXT.format(name=name) + rules
    return open_draft(served.now, ANALYST, FromText(text, name, Both("许多规则", "Many rules")))


def opened(reader: Reader, draft: Draft, after: str = "", **more: Any) -> Page:
    page = reader("en", **more)
    page.goto(f"/drafts/{draft.id}/blocks/discounts{after}")
    page.wait_for_selector("html[data-ready]")
    return page


def rules_of(served: Served, draft: Draft) -> list[dict[str, Any]]:
    content = get_draft(served.now, ANALYST, draft.id).content
    rules: list[dict[str, Any]] = content["blocks"][0]["rules"]
    return rules


def saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_attribute("data-state", "saved")


def rule(page: Page, name: str) -> Locator:
    return page.locator(f"[data-rule='{name}']")


def test_a_rule_is_opened_by_keys_and_typed_in(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader, draft)
    expect(page.locator("[data-rule]")).to_have_count(RULES)
    expect(page.locator("[data-condition]")).to_have_count(0)
    page.get_by_label("Purchases").fill("7000")
    expect(page.locator(".panel-main b")).to_have_text("7%")
    page.locator("#rule-r7-summary").focus()
    page.keyboard.press("Enter")
    value = rule(page, "r7").get_by_label("Value of Purchases")
    value.fill("700")
    # What comes of it is seen before it is saved, in the sentence too.
    expect(rule(page, "r7").locator("[data-sentence]")).to_contain_text("700")
    expect(page.locator(".panel-main b")).to_have_text("—")
    value.blur()
    saved(page)
    # Undone, the editor is drawn anew, and what was open stays open.
    page.locator("[data-act=undo]").click()
    expect(rule(page, "r7").get_by_label("Value of Purchases")).to_have_value("7000")
    saved(page)
    page.locator("[data-act=redo]").click()
    expect(rule(page, "r7").get_by_label("Value of Purchases")).to_have_value("700")
    saved(page)
    expect(page.locator("[data-condition]")).to_have_count(1)
    assert rules_of(served, draft)[6]["when"] == "sales = 700"


def test_closed_rules_are_moved_and_duplicated(
    served: Served, draft: Draft, reader: Reader
) -> None:
    page = opened(reader, draft)
    page.locator("#rule-r9-summary").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-rule]").nth(7)).to_have_attribute("data-rule", "r9")
    expect(page.locator("#rule-r9-summary")).to_be_focused()
    saved(page)
    rule(page, "r9").get_by_role("button", name="Duplicate: rule 8").click()
    expect(rule(page, "r10-2")).to_have_count(0)
    expect(rule(page, "r9-2")).to_have_count(1)
    saved(page)
    # Its fields are those of where it stands now.
    page.locator("#rule-r9-2-summary").click()
    copied = rule(page, "r9-2").get_by_label("Value of Purchases")
    copied.fill("1")
    copied.blur()
    saved(page)
    rule(page, "r9").get_by_role("button", name="Delete: rule 8").click()
    expect(rule(page, "r9")).to_have_count(0)
    saved(page)
    found = [(each["id"], each["when"]) for each in rules_of(served, draft)[6:10]]
    assert found == [
        ("r7", "sales = 7000"),
        ("r9-2", "sales = 1"),
        ("r8", "sales = 8000"),
        ("r10", "sales = 10000"),
    ]


def test_rules_are_searched_and_one_is_added(served: Served, draft: Draft, reader: Reader) -> None:
    page = opened(reader, draft)
    page.get_by_label("Search the rules").fill("29%")
    expect(page.locator("[data-rule]:visible")).to_have_count(1)
    page.get_by_role("button", name="Add a rule").click()
    # A new rule holds none of the words, but it stands open.
    expect(rule(page, "rule-1").locator("[data-subject]")).to_be_focused()
    expect(page.locator("[data-rule]:visible")).to_have_count(2)
    saved(page)
    assert rules_of(served, draft)[-1]["id"] == "rule-1"


def test_links_open_the_rule_they_lead_to(draft: Draft, reader: Reader) -> None:
    place = '[["rules","discounts"],["rule","r20"],["condition",1]]'
    page = opened(reader, draft, f"#at={place}")
    expect(rule(page, "r20").locator("[data-subject]")).to_be_focused()
    page.get_by_label("Purchases", exact=True).fill("25000")
    page.locator(".panel-why a", has_text="rule 25").click()
    expect(page.locator("#rule-r25-summary")).to_be_focused()
    expect(rule(page, "r25").locator("[data-condition]")).to_have_count(1)


def test_who_only_reads_opens_rules_too(draft: Draft, reader: Reader) -> None:
    page = opened(reader, draft, roles=("auditor",))
    page.locator("#rule-r3-summary").click()
    expect(rule(page, "r3").get_by_label("Value of Purchases")).to_have_value("3000")
    page.locator("#rule-r5-summary").click()
    expect(page.locator("[data-condition]")).to_have_count(2)


def test_without_scripts_they_are_sentences(draft: Draft, reader: Reader) -> None:
    page = reader("en", java_script_enabled=False)
    page.goto(f"/drafts/{draft.id}/blocks/discounts")
    expect(page.locator("[data-sentence]").nth(6)).to_contain_text("discount is 7%")
    page.get_by_role("link", name="Read the block").click()
    expect(page.locator("main")).to_contain_text("discount is 30%")
