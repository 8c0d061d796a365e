"""The analyst's day: copy, change, paste, mend, undo, build anew, submit; approved by another."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

from service import people
from service.keys import add_key
from service.people import OPERATOR
from tests.browser.conftest import Reader, Served
from tests.browser.resting import rested
from tests.browser.test_grid import PASTE
from tests.browser.test_publication import decide
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.needs("chromium", "revogrid")

WORDS: Final[dict[str, dict[str, str]]] = {
    "zh": {
        "enter": "登录",
        "copy": "复制到我的规则集",
        "a": "A 级",
        "b": "B 级",
        "fast": "加急",
        "slow": "普通",
        "wave": "≥ 5O",
        "add": "添加规则块",
        "begin": "开始",
        "submit": "提交审批…",
        "send": "提交审批",
        "reason": "理由",
        "approve": "批准并发布",
        "sales": "年采购额",
        "last": "最近下单日",
        "least": "大于等于",
        "sentence": "当 年采购额不低于 30 万元，则 通道为加急。",
    },
    "en": {
        "enter": "Sign in",
        "copy": "Copy to my rulesets",
        "a": "Grade A",
        "b": "Grade B",
        "fast": "urgent",
        "slow": "usual",
        "wave": ">= 5O",
        "add": "Add a block",
        "begin": "Start",
        "submit": "Submit…",
        "send": "Submit for approval",
        "reason": "Reason",
        "approve": "Approve and publish",
        "sales": "Annual purchase amount",
        "last": "Last order date",
        "least": "is at least",
        "sentence": "When annual purchase amount is at least 300,000 CNY, then lane is urgent.",
    },
}
GRADE_FROM: Final = "constants-0-value"
PASTED: Final = 200
UNDONE: Final = 7
"""Steps of the table: a row, its two cells, another, the paste, two mendings."""


class Day:
    """What one person does in a browser, and sees."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.words, self.language = page, WORDS[language], language
        self.draft = ""

    def sign_in(self, name: str, password: str) -> None:
        self.page.goto("/sign-in")
        self.page.locator("[name=name]").fill(name)
        self.page.locator("[name=password]").fill(password)
        self.page.get_by_role("button", name=self.words["enter"]).click()

    def at(self, place: str) -> None:
        self.page.goto(f"{self.draft}/{place}")
        self.page.wait_for_selector("html[data-ready]")

    def field(self, path: str) -> Locator:
        """Find the field of a path in the draft, as its id has it."""
        return self.page.locator(f"#f-{path}")

    def type(self, path: str, text: str) -> None:
        self.field(path).fill(text)
        self.field(path).blur()
        self.saved()

    def saved(self) -> None:
        rested(self.page)
        expect(self.page.locator(".desk-head [data-part=state]")).to_have_attribute(
            "data-state", "saved"
        )

    def add(self, path: str) -> None:
        """Press the button that leads to a new field."""
        self.page.locator(f".desk-main [data-focus='f-{path}']").click()
        expect(self.field(path)).to_be_focused()
        self.saved()

    @property
    def concluded(self) -> Locator:
        return self.page.locator(".panel-main b").first

    @property
    def errors(self) -> Locator:
        return self.page.locator(".checks li")

    def add_block(
        self, kind: str, title: str, *, name: str, value: str, classes: str = "", zh: str = ""
    ) -> None:
        """Add a block by the form, with a new conclusion."""
        page = self.page
        page.goto(f"{self.draft}/blocks/new")
        page.locator(f"input[name=kind][value={kind}]").check()
        page.locator("[name=title_en]").fill(title)
        page.locator("[name=name_en]").fill(name)
        page.locator("[name=name_zh]").fill(zh)
        page.locator("[name=value]").select_option(value)
        if classes:
            page.locator("[name=classes]").fill(classes)
        page.locator("main form button.main").click()
        page.wait_for_selector("html[data-ready]")


def cell(page: Page, row: int, column: int) -> Locator:
    return page.locator(
        "revo-grid revogr-data[type=rgRow][col-type=rgCol] "
        f"[data-rgrow='{row}'][data-rgcol='{column}']"
    )


def copied(day: Day, ruleset: str) -> None:
    """Copy the grading of the library under a name of one's own."""
    page = day.page
    page.goto("/library/customer-grade")
    page.get_by_role("link", name=day.words["copy"]).first.click()
    page.locator("[name=id]").fill(ruleset)
    page.locator("main form button.main").click()
    expect(page).to_have_url(re.compile(r"/drafts/[0-9A-Z]+"))
    day.draft = page.url.partition("?")[0]


def changed(day: Day) -> None:
    """Change a threshold, and see the sample customer's grade change; take it back."""
    day.at("parts/constants")
    expect(day.concluded).to_have_text(day.words["a"])
    day.field(GRADE_FROM).fill("98")
    # Before it is kept already.
    expect(day.concluded).to_have_text(day.words["b"])
    day.field(GRADE_FROM).blur()
    day.saved()
    day.page.locator("[data-act=undo]").click()
    day.saved()
    expect(day.concluded).to_have_text(day.words["a"])
    day.page.locator("[data-act=redo]").click()
    day.saved()
    expect(day.concluded).to_have_text(day.words["b"])


def pasted(day: Day) -> None:
    """Type a row into the table, paste 200 with two bad cells, mend them, undo it all."""
    page = day.page
    day.at("blocks/grade")
    page.wait_for_selector("[data-grid][data-ready]")
    cell(page, 4, 0).click()
    page.keyboard.press("Control+Enter")
    page.keyboard.type(">= 30")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("C")
    page.keyboard.press("Enter")
    day.saved()
    expect(day.errors).to_have_count(0)
    lines = [f">= {20 - number / 100}\t\t\tC" for number in range(PASTED - 2)]
    lines += [f"{day.words['wave']}\t\t\tC", "-\tnobody\t\tD"]
    cell(page, 5, 0).click()
    page.keyboard.press("Control+Enter")
    page.evaluate(PASTE, "\r\n".join(lines))
    day.saved()
    expect(day.errors).to_have_count(2)
    expect(page.locator(".desk-head .button.main[href$=submit]")).to_have_count(0)
    page.locator(".checks li button").first.click()
    day.saved()
    expect(day.errors).to_have_count(1)
    page.locator(".checks a").first.click()
    page.keyboard.press("Delete")
    day.saved()
    expect(day.errors).to_have_count(0)
    rows = page.locator("[data-part=row-count]")
    for _ in range(UNDONE):
        page.locator(".desk-head [data-act=undo]").click()
        day.saved()
    expect(rows).to_have_text(re.compile(r"\b5\b"))


def built(day: Day, ruleset: str) -> None:
    """Build a ruleset from nothing: a table, a sentence rule, a scorecard, a deadline."""
    page = day.page
    page.goto("/drafts/new")
    page.locator(f"[name=title_{day.language}]").fill(ruleset)
    page.locator("[name=id]").fill(ruleset)
    page.locator("form[action$=new] button.main").click()
    day.draft = page.url
    scored(day)
    graded(day)
    ruled(day)
    timed(day)


def scored(day: Day) -> None:
    """Points for purchases, in two bands."""
    day.add_block("scorecard", "score", name="points", value="number")
    day.add("blocks-0-inputs-0-expression")
    day.type("blocks-0-inputs-0-expression", day.words["sales"])
    for number, (when, points) in enumerate(((">= 100万", "80"), ("-", "20"))):
        if number:
            day.add(f"blocks-0-inputs-0-bands-{number}-when")
        day.type(f"blocks-0-inputs-0-bands-{number}-when", when)
        day.type(f"blocks-0-inputs-0-bands-{number}-points", points)
    expect(day.concluded).to_have_text("80")


def graded(day: Day) -> None:
    """A grade from the points, in a table of two rows."""
    page = day.page
    day.add_block("table", "level", name="rank", value="classes", classes="A, B")
    page.wait_for_selector("[data-grid][data-ready]")
    page.locator("#grid-columns summary").click()
    page.locator("[data-part=new-when] input").fill("points")
    page.keyboard.press("Enter")
    page.locator("#grid-columns summary").click()
    page.locator("[data-act=row-below]").first.click()
    for text in (">= 60", "A", "", "-", "B"):
        if text:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        else:
            page.keyboard.press("Control+Enter")
    day.saved()
    expect(day.errors).to_have_count(0)
    expect(day.concluded).to_have_text("A")


def ruled(day: Day) -> None:
    """A lane by one sentence, chosen from lists."""
    page, words = day.page, day.words
    lanes = f"{words['fast']}, {words['slow']}"
    day.add_block("rules", "lanes", name="lane", value="classes", classes=lanes, zh="通道")
    page.locator(".desk-main [data-focus]:not(summary)").last.click()
    day.saved()
    condition = page.locator("[data-condition]").first
    condition.locator("[data-subject]").select_option(words["sales"])
    day.saved()
    condition.locator("[data-operator]").select_option(words["least"])
    day.saved()
    condition.locator("[data-slot=number]").fill("300000")
    condition.locator("[data-slot=number]").blur()
    day.saved()
    day.field("blocks-2-rules-0-then-lane").select_option(words["fast"])
    day.saved()
    expect(page.locator("[data-sentence]")).to_have_text(words["sentence"])
    expect(day.concluded).to_have_text(words["fast"])


def timed(day: Day) -> None:
    """An answer three working days after the last order."""
    day.add_block("deadline", "answer", name="answer by", value="datetime")
    day.type("blocks-3-start", day.words["last"])
    day.type("blocks-3-amount", "3")
    expect(day.errors).to_have_count(0)
    expect(day.concluded).to_contain_text("2026")


def submitted(day: Day, reason: str) -> None:
    page, words = day.page, day.words
    page.goto(day.draft)
    page.get_by_role("link", name=words["submit"]).click()
    page.get_by_label(words["reason"]).fill(reason)
    page.get_by_role("button", name=words["send"]).click()
    expect(page.get_by_role("heading", name=reason)).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_analysts_day(reader: Reader, served: Served, language: str) -> None:
    day, words = Day(reader(language, roles=None, forgiven="Autofocus"), language), WORDS[language]
    name, ruleset = f"阿芳-{language}", f"built-{language}"
    people.add_person(served.now, OPERATOR, name, ["analyst"], PASSWORD, is_demo=True)
    day.sign_in(name, PASSWORD)
    copied(day, f"day-{language}")
    changed(day)
    pasted(day)
    built(day, ruleset)
    submitted(day, f"{language} 2027")

    approver = reader(language, roles=("approver",))
    approver.goto("/reviews")
    approver.get_by_role("row").filter(has_text=f"{language} 2027").get_by_role("link").click()
    expect(approver.locator("main")).to_contain_text(words["sentence"])
    approver.get_by_role("button", name=words["approve"]).click()
    expect(approver.get_by_role("status")).to_be_visible()

    _, key = add_key(served.now, "ERP")
    facts = {"annual_sales": 2_000_000, "last_order": "2026-11-09"}
    decision = decide(served, key, ruleset, facts)
    assert decision["conclusions"]["rank"] == "A"
    assert decision["conclusions"]["lane"] == words["fast"]
    assert decision["conclusions"]["points"] == 80
    assert decision["conclusions"]["answer_by"].startswith("2026-11-12")
    approver.goto(f"/decisions/{decision['decision']}")
    expect(approver.locator("main")).to_contain_text(words["sentence"])


def test_two_people_edit_one_draft(reader: Reader) -> None:
    ann = Day(reader("zh", name="安-two", roles=("analyst",), forgiven="status of 409"), "zh")
    ben = Day(reader("en", name="Ben-two", roles=("analyst",), forgiven="status of 409"), "en")
    copied(ann, "two-people")
    ben.draft = ann.draft
    for day in (ann, ben):
        day.at("parts/constants")
    ann.type(GRADE_FROM, "85")
    # Ben has not seen that, changes something else, and is told who changed what.
    ben.field("constants-1-value").fill("55")
    ben.field("constants-1-value").blur()
    expect(ben.page.locator("[data-part=moved]")).to_be_visible()
    expect(ben.page.locator("[data-part=said]")).to_contain_text("安-two")
    expect(ben.page.locator("[data-part=said]")).to_contain_text("85")
    ben.page.locator("[data-act=again]").click()
    ben.saved()
    expect(ben.field(GRADE_FROM)).to_have_value("85")
    expect(ben.field("constants-1-value")).to_have_value("55")
    ann.at("parts/constants")
    expect(ann.field("constants-1-value")).to_have_value("55")
    ann.page.goto(f"{ann.draft}/history")
    expect(ann.page.locator("tbody tr").first).to_contain_text("Ben-two")
