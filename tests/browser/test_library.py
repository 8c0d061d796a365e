"""A newcomer's way through the library: find a question, read, try, and copy what answers it."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.looks import LOOKS
from tests.browser.test_look import obstacles

WORDS: Final[dict[str, dict[str, str]]] = {
    "zh": {
        "library": "规则库",
        "wanted": "高价值客户",
        "search": "查询",
        "question": "谁是高价值客户？",
        "class": "高价值",
        "take": "选用",
        "copy": "复制到我的规则集",
        "id": "ERP 用名",
        "title": "中文名称",
        "mine": "我们的客户价值",
        "refused": "已有规则集以",
        "yours": "「我们的客户价值」已是您的规则集",
        "drafts": "草稿",
    },
    "en": {
        "library": "Library",
        "wanted": "customers of high value",
        "search": "Search",
        "question": "Who are the customers of high value?",
        "class": "High",
        "take": "Take this one",
        "copy": "Copy to my rulesets",
        "id": "Name for the ERP",
        "title": "Title in English",
        "mine": "Our own customer value",
        "refused": "is there already",
        "yours": "“Our own customer value” is yours",
        "drafts": "Drafts",
    },
}
# Chromium notes every answer that is no success.
REFUSED: Final = "status of 422"


@pytest.mark.parametrize(("language", "scripts"), [("zh", True), ("en", False)])
def test_from_a_question_to_a_draft_of_ones_own(
    reader: Reader, language: str, *, scripts: bool
) -> None:
    words = WORDS[language]
    page = reader(language, forgiven=REFUSED, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name=words["library"], exact=True).click()
    page.locator("#q").fill(words["wanted"])
    page.get_by_role("button", name=words["search"]).click()
    expect(page.locator(".volume")).to_have_count(1)
    page.get_by_role("link", name=words["question"]).click()
    expect(page.locator("h1")).to_have_text(words["question"])
    expect(page.locator(".classes th[scope=row]").first).to_contain_text(words["class"])

    sample = page.locator("#sample option").nth(3)
    name = sample.inner_text()
    page.locator("#sample").select_option(index=3)
    page.get_by_role("button", name=words["take"]).click()
    expect(page.locator(".tried p").first).to_contain_text(name.strip())
    expect(page.locator("#try .out")).to_be_visible()

    page.get_by_role("link", name=words["copy"]).first.click()
    page.get_by_label(words["title"]).fill(words["mine"])
    page.get_by_label(words["id"]).fill("value")
    page.get_by_role("button", name=words["copy"]).click()
    expect(page.get_by_role("alert")).to_contain_text(words["refused"])
    expect(page.get_by_label(words["title"])).to_have_value(words["mine"])
    page.get_by_label(words["id"]).fill(f"our-value-{language}")
    page.get_by_role("button", name=words["copy"]).click()
    expect(page.locator(".notice[role=status]")).to_contain_text(words["yours"])
    page.get_by_role("link", name=words["drafts"], exact=True).first.click()
    expect(page.get_by_role("link", name=words["mine"])).to_be_visible()


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_the_pages_of_the_library_fit_and_can_be_used(
    reader: Reader, language: str, scheme: str, width: int
) -> None:
    page = reader(language, scheme, width)
    found = {}
    for address in (
        "/library",
        "/library?q=zzz",
        "/library/customer-grade",
        "/library/geography",
        "/library/complaint-sla",
        "/library/order-priority",
        "/library/value/copy",
    ):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        found[address] = obstacles(page)
    assert not {address: said for address, said in found.items() if said}


def test_by_keyboard_alone_one_comes_from_the_shelf_to_a_copy(reader: Reader) -> None:
    page = reader()
    page.goto("/library?q=逾期")
    page.locator("#q").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.volume') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".asks h1")).to_be_visible()
    page.locator(".asks a").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('main')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("ERP 用名")).to_be_visible()


def test_on_paper_a_ruleset_is_read_without_forms(reader: Reader) -> None:
    page = reader()
    page.goto("/library/value")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator("form").first.is_visible()
    assert page.locator(".classes").is_visible()
