"""One whole walk by keyboard alone: from signing in to what another person approves."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from service import people
from service.keys import add_key
from service.people import OPERATOR
from tests.browser.conftest import Reader, Served
from tests.browser.resting import rested
from tests.browser.test_publication import decide
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.needs("chromium", "revogrid")

MOST_STOPS: Final = 150


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def to(self, selector: str) -> None:
        """Go on by Tab to the next stop that is meant; fails when there is none."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"the keyboard does not come to {selector}")

    def follow(self, selector: str) -> None:
        self.to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready]")

    def saved(self) -> None:
        rested(self.page)


def signed_in(served: Served, page: Page, name: str, role: str) -> Keys:
    people.add_person(served.now, OPERATOR, name, [role], PASSWORD, is_demo=True)
    keys = Keys(page)
    page.goto("/sign-in")
    keys.to("[name=name]")
    keys.type(name)
    keys.to("[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/")
    return keys


def copied(ann: Keys) -> None:
    """From the first page to a copy of the library's grading."""
    ann.follow("a[href='/library']")
    ann.follow("a[href='/library/customer-grade']")
    ann.follow("a[href='/library/customer-grade/copy']")
    ann.to("[name=id]")
    ann.press("Control+a")
    ann.type("by-keyboard")
    with ann.page.expect_navigation():
        ann.press("Enter")
    ann.ready()


def changed(ann: Keys) -> None:
    """A threshold: the sample customer's grade follows."""
    ann.follow("a[href$='/parts/constants']")
    ann.ready()
    ann.to("#f-constants-0-value")
    ann.press("Control+a")
    ann.type("98")
    expect(ann.page.locator(".panel-main b").first).to_have_text("B 级")
    ann.press("Tab")
    ann.saved()


def written(ann: Keys) -> None:
    """A row of the table: typed, undone, done again; Escape leads out of the table."""
    page = ann.page
    page.reload()
    ann.ready()
    ann.follow("a[href$='/blocks/grade']")
    ann.ready()
    page.wait_for_selector("[data-grid][data-ready]")
    ann.to("[data-act=row-below]")
    ann.press("Enter")
    ann.type(">= 30")
    ann.press("Tab", "Tab", "Tab")
    ann.type("C")
    ann.press("Enter")
    ann.saved()
    expect(page.locator("[data-part=row-count]")).to_contain_text("6")
    ann.press("Control+z")
    ann.saved()
    ann.press("Control+y")
    ann.saved()
    expect(page.locator(".checks li")).to_have_count(0)
    ann.press("Escape")


def test_one_whole_walk_by_keyboard_alone(reader: Reader, served: Served) -> None:
    page = reader("zh", roles=None, forgiven="Autofocus")
    ann = signed_in(served, page, "无鼠标的分析员", "analyst")
    copied(ann)
    changed(ann)
    written(ann)
    page.reload()
    ann.ready()
    ann.follow("a[href$='/submit']")
    ann.to("main textarea")
    ann.type("键盘也行")
    ann.to("main form button.main")
    with page.expect_navigation():
        ann.press("Enter")

    other = reader("zh", roles=None, forgiven="Autofocus")
    ben = signed_in(served, other, "无鼠标的审批人", "approver")
    ben.follow("a[href='/reviews']")
    ben.follow("main tbody a")
    ben.to("main form button.main")
    with other.expect_navigation():
        ben.press("Enter")
    expect(other.get_by_role("status")).to_be_visible()
    _, key = add_key(served.now, "ERP")
    facts = {"annual_sales": 2_000_000, "order_count": 46, "province": "jiangsu"}
    assert re.fullmatch("[ABCD]", decide(served, key, "by-keyboard", facts)["conclusions"]["grade"])
