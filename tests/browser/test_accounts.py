"""Signing in by keyboard alone; a session lost while one types; a first password passed on."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from service import people
from service.people import OPERATOR
from tests.browser.conftest import Reader, Served
from tests.signing_in import PASSWORD

WORDS = {
    "zh": {"in": "登录", "out": "退出", "wrong": "姓名或密码不对", "again": "重新提交"},
    "en": {"in": "Sign in", "out": "Sign out", "wrong": "is wrong", "again": "Send it again"},
}


def add(served: Served, *roles: str) -> people.Account:
    name = f"张三 {secrets.token_hex(4)}"
    return people.add_person(served.now, OPERATOR, name, roles or ["analyst"], PASSWORD)[0]


def type_in(page: Page, name: str, password: str) -> None:
    """Sign in by keyboard: the first empty field has the focus already."""
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_signing_in_and_out_by_keyboard(reader: Reader, served: Served, language: str) -> None:
    words, name = WORDS[language], add(served).person.name
    page = reader(language, roles=None, forgiven="status of 422")
    page.goto("/decisions?subject=S-1001")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    type_in(page, name, "wrong")
    expect(page.get_by_role("alert")).to_contain_text(words["wrong"])
    expect(page.locator("#name")).to_have_value(name)
    # Now the password has the focus.
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/decisions\?subject=S-1001$"))
    page.get_by_role("link", name=name).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("button", name=words["out"]).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sign-in$"))
    page.goto("/decisions")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))


def test_what_is_typed_outlives_the_session(reader: Reader, served: Served) -> None:
    account = add(served)
    page = reader("en", roles=None, forgiven="status of 4")
    page.goto("/rulesets/every-kind/try")
    type_in(page, account.person.name, PASSWORD)
    page.locator("#f-company").fill("Typed for an hour")
    people.end_sessions(served.now, OPERATOR, account.person.id)
    page.locator("button.main").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new window").click()
    type_in(opened.value, account.person.name, PASSWORD)
    expect(opened.value.get_by_role("button", name="Sign out")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("#f-company")).to_have_value("Typed for an hour")


def test_a_first_password_is_passed_on_and_changed(reader: Reader) -> None:
    boss = reader("zh", roles=("administrator",))
    boss.goto("/people")
    name = f"新同事 {secrets.token_hex(4)}"
    boss.get_by_label("姓名").fill(name)
    boss.get_by_label("审批人").check()
    boss.get_by_role("button", name="添加人员").click()
    made = boss.locator(".secret").inner_text()
    page = reader("zh", roles=None)
    page.goto("/")
    type_in(page, name, made)
    expect(page.get_by_role("status")).to_contain_text("请先设置自己的密码")
    page.get_by_label("原密码").fill(made)
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("密码已修改")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("规则集")
