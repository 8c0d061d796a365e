"""An analyst changes the vocabulary, and the rules that read it hold."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Reader

NAMED = "Yearly purchases"
RULESET = "Customer value assessment"


def saved(page: Page) -> None:
    expect(page.locator("[data-part=state]")).to_have_attribute("data-state", "saved")


def right(page: Page) -> None:
    expect(page.locator("#checks")).to_contain_text("No errors")


def begun(page: Page, begins: str) -> str:
    """Begin a draft; gives its address."""
    page.goto("/drafts/new")
    page.locator("select[name=begins]").select_option(begins)
    page.locator("form:has(select[name=begins]) button").click()
    page.wait_for_url(re.compile("/drafts/[0-9A-Z]{26}$"))
    return page.url


def taking(rules: Page, vocabulary: str) -> str:
    """Begin a ruleset's draft that stands on the draft of the vocabulary."""
    draft = begun(rules, "ruleset/value")
    rules.goto(f"{draft}/parts/facts")
    rules.get_by_role("button", name="Take version 3").click()
    stands_on = rules.locator(f"a[href$='{vocabulary.rpartition('/')[2]}/parts/facts']")
    expect(stands_on).to_have_text("a draft: it is published first")
    right(rules)
    return draft


def test_a_fact_is_changed_and_the_rules_that_read_it_hold(reader: Reader) -> None:
    page = reader("en")
    draft = begun(page, "vocabulary/customer")
    page.get_by_role("link", name="All facts").click()
    page.get_by_label("Search for a fact").fill("Annual_Sales")
    expect(page.locator(".fact-table tbody tr:visible")).to_have_count(1)
    page.get_by_role("link", name="Annual purchase amount").click()

    # Where it is used is told before anything is changed.
    used = page.locator("aside .uses > li", has_text=f"{RULESET} version")
    expect(used).to_contain_text("Judging the value 2 rules")
    rules = reader("en", name="ben")
    ruleset = taking(rules, draft)

    page.get_by_label("Title in English", exact=True).fill(NAMED)
    least = page.get_by_label("At least")
    least.fill("much")
    beside = page.locator(".field", has=least)
    expect(beside.locator(".fault")).to_contain_text("“At least”")
    least.fill("0")
    expect(beside.locator(".fault")).to_have_count(0)
    page.get_by_label("At most").fill("5亿")
    page.get_by_label("At most").press("Tab")
    saved(page)
    right(page)

    # Another name for the ERP: what stands on the draft follows, and reads by the new title.
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name for the ERP").fill("yearly_purchases")
    page.get_by_role("button", name="Rename").click()
    expect(page).to_have_url(f"{draft}/parts/facts/yearly_purchases")
    expect(used).to_have_count(1)
    # Beside the drafts of other tests there is that of this one.
    drafts = page.locator("aside .uses > li", has_text=f"{RULESET} Draft")
    expect(drafts.first).to_be_visible()
    rules.goto(f"{ruleset}/blocks/value_order_average")
    right(rules)
    formula = rules.locator("[data-path*=expression]").first
    expect(formula).to_have_value(re.compile(f"then {NAMED} / Order count else"))


def test_a_fact_with_a_code_list_is_added(reader: Reader) -> None:
    page = reader("en")
    page.goto("/drafts/new")
    page.locator("select[name=kind]").select_option("vocabulary")
    page.locator("[name=title_en]").fill("Depots")
    page.locator("[name=id]").fill("depots")
    page.locator("form:has([name=title_en]) button").click()
    draft = page.url
    page.get_by_role("link", name="Add a code list").click()
    page.get_by_label("Title in English").fill("Depot list")
    page.get_by_role("button", name="Add a code list").click()
    expect(page.locator("#checks")).to_contain_text("error")
    page.get_by_role("button", name="Add a code").click()
    codes = page.get_by_label("Code", exact=True)
    codes.first.fill("N")
    codes.first.press("Enter")
    expect(codes.nth(1)).to_be_focused()
    codes.nth(1).fill("S")
    codes.first.press("Enter")
    expect(codes.nth(1)).to_be_focused()
    codes.nth(1).press("Tab")
    saved(page)
    right(page)

    page.goto(f"{draft}/parts/facts")
    page.get_by_role("link", name="Add a fact").first.click()
    page.get_by_label("Title in English").fill("Depot")
    page.get_by_label("choice from a code list").check()
    page.get_by_role("button", name="Add a fact").click()
    expect(page.get_by_label("Code list")).to_have_value("depot_list")
    page.get_by_label("Example").select_option("N")
    expect(page.get_by_text("No rule reads it.")).to_be_visible()
    saved(page)
    right(page)
