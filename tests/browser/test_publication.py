"""From a draft to a decision: one person submits, another approves, and the ERP's next call."""

import json
import urllib.request
from datetime import date
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from rulesets.drafting import Edit
from service import people
from service.drafts import Draft, FromVersion, edit_draft, open_draft
from service.keys import add_key
from service.people import OPERATOR, Person
from service.publish import publish
from service.review import submit
from tests.browser.conftest import Reader, Served
from tests.browser.test_look import obstacles

RULES: Final = """
ruleset: {id}
title: {{zh: 门店分级, en: Shop grade}}
zone: Asia/Shanghai
facts:
  - {{key: sales, title: {{zh: 采购额, en: Purchases}}, type: number, scale: 2, unit: CNY}}
conclusions:
  - {{key: grade, title: {{zh: 等级, en: Grade}}, type: text, one_of: [{{value: A}}, {{value: B}}]}}
blocks:
  - key: grading
    title: {{zh: 分级表, en: Grades}}
    kind: table
    hit: first
    inputs: [sales]
    outputs: [grade]
    rows:
      - {{id: high, when: [">= 50万"], then: [A]}}
      - {{id: low, when: ["-"], then: [B]}}
"""
WORDS: Final[dict[str, dict[str, str]]] = {
    "zh": {
        "submit": "提交审批…",
        "send": "提交审批",
        "reason": "理由",
        "why": "提高门槛",
        "reviews": "审批",
        "comment": "意见",
        "back": "退回",
        "approve": "批准并发布",
        "old": "50 万元",
        "new": "60 万元",
        "published": "发布为第 2 版",
        "waiting": "待审批",
        "sentence": "当 采购额不低于 60 万元，则 等级为 A。",
        "roll": "回退到此版",
        "third": "发布为第 3 版",
        "off": "草稿还有 1 处错误，不能提交",
    },
    "en": {
        "submit": "Submit…",
        "send": "Submit for approval",
        "reason": "Reason",
        "why": "a higher threshold",
        "reviews": "Reviews",
        "comment": "Comment",
        "back": "Send back",
        "approve": "Approve and publish",
        "old": "500,000",
        "new": "600,000",
        "published": "published as version 2",
        "waiting": "waiting for approval",
        "sentence": "When purchases is at least 600,000 CNY, then grade is A.",
        "roll": "Roll back to this",
        "third": "Publish as version 3",
        "off": "the draft cannot be submitted while 1 errors stand",
    },
}
CELL: Final = ("blocks", 0, "rows", 0, "when", 0)


def person(served: Served, name: str) -> Person:
    found = (each.person for each in people.list_people(served.now, OPERATOR))
    return next(each for each in found if each.name == name)


def changed(served: Served, who: Person, ruleset: str, value: str = ">= 60万") -> Draft:
    publish(served.now, RULES.format(id=ruleset), published_by="fenji")
    draft = open_draft(served.now, who, FromVersion("ruleset", ruleset))
    return edit_draft(served.now, who, draft.id, 0, [Edit("set", CELL, value)]).draft


def evaluate(served: Served, key: str, ruleset: str, sales: int) -> dict[str, Any]:
    return decide(served, key, ruleset, {"sales": sales})


def decide(served: Served, key: str, ruleset: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Ask for a decision as an ERP does."""
    body = {"subject": "17850", "facts": facts}
    request = urllib.request.Request(  # noqa: S310 - ours
        f"{served.address}/api/v1/rulesets/{ruleset}/evaluate",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - ours
        decision: dict[str, Any] = json.loads(answer.read())
    return decision


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_another_person_approved_decides_the_next_call(
    reader: Reader, served: Served, language: str
) -> None:
    words, ruleset = WORDS[language], f"walk-{language}"
    name = f"分析员-{language}"
    author = reader(language, roles=("analyst",), name=name, forgiven="status of 422")
    approver = reader(language, roles=("approver",), forgiven="status of 422")
    draft = changed(served, person(served, name), ruleset)
    _, key = add_key(served.now, "ERP")
    assert evaluate(served, key, ruleset, 550_000)["conclusions"]["grade"] == "A"

    author.goto(f"/drafts/{draft.id}")
    author.get_by_role("link", name=words["submit"]).click()
    expect(author.locator("del")).to_have_text(words["old"])
    expect(author.locator("ins")).to_have_text(words["new"])
    author.get_by_label(words["reason"]).fill(words["why"])
    author.get_by_role("button", name=words["send"]).click()
    expect(author.get_by_role("heading", name=words["why"])).to_be_visible()
    expect(author.locator(".chip")).to_contain_text(words["waiting"])
    assert evaluate(served, key, ruleset, 550_000)["conclusions"]["grade"] == "A"

    approver.goto("/")
    approver.get_by_role("link", name=words["reviews"]).click()
    row = approver.get_by_role("row").filter(has_text=name).filter(has_text=words["why"])
    row.get_by_role("link").click()
    expect(approver.locator("ins")).to_have_text(words["new"])
    approver.get_by_role("button", name=words["back"]).click()
    expect(approver.locator("#e-comment")).to_be_visible()
    approver.get_by_label(words["comment"]).fill("OK")
    approver.get_by_role("button", name=words["approve"]).click()
    expect(approver.get_by_role("status")).to_contain_text(words["published"])

    decision = evaluate(served, key, ruleset, 650_000)
    assert (decision["version"], decision["conclusions"]["grade"]) == (2, "A")
    assert evaluate(served, key, ruleset, 550_000)["conclusions"]["grade"] == "B"
    author.goto(f"/decisions/{decision['decision']}")
    expect(author.locator(".sentence")).to_have_text(words["sentence"])
    roll_back(approver, ruleset, words)
    assert evaluate(served, key, ruleset, 550_000)["conclusions"]["grade"] == "A"


def roll_back(approver: Page, ruleset: str, words: dict[str, str]) -> None:
    approver.goto(f"/rulesets/{ruleset}")
    approver.get_by_role("link", name=words["roll"]).click()
    approver.get_by_label(words["reason"]).fill("too high")
    approver.get_by_role("button", name=words["third"]).click()
    expect(approver.get_by_role("heading", name="too high")).to_be_visible()


def test_while_an_error_stands_submitting_is_off_and_says_why(
    reader: Reader, served: Served
) -> None:
    words = WORDS["zh"]
    page = reader(roles=("analyst",), name="分析员-错误")
    draft = changed(served, person(served, "分析员-错误"), "walk-wrong", ">= 很多")
    page.goto(f"/drafts/{draft.id}")
    button = page.get_by_role("button", name="提交审批 · 先改正 1 处错误")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("title", words["off"])
    expect(page.get_by_role("link", name=words["submit"])).to_have_count(0)


def choose_a_moment(page: Page) -> None:
    field = page.locator("#at")
    expect(field).to_be_hidden()
    page.locator("input[value=at]").check()
    expect(field).to_be_visible()
    field.fill(f"{date.today().year + 1}-01-01T00:00")  # noqa: DTZ011 - any year ahead


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh", "light", 1366), ("en", "dark", 390)],
)
def test_pages_of_reviews_fit_and_can_be_used(
    reader: Reader, served: Served, language: str, scheme: str, width: int
) -> None:
    mark = f"{language}-{width}"
    roles = ("analyst", "approver")
    page = reader(language, scheme, width, roles=roles, name=f"两者-{mark}")
    other = reader(language, scheme, width, roles=("approver",))
    mine = person(served, f"两者-{mark}")
    draft = changed(served, mine, f"fit-{mark}")
    publish(served.now, RULES.format(id=f"back-{mark}"))
    publish(served.now, RULES.format(id=f"back-{mark}").replace("50万", "60万"))
    found: dict[str, Any] = {}
    addresses = ["/reviews?show=mine", f"/drafts/{draft.id}/submit"]
    addresses += [f"/rulesets/back-{mark}/versions/1/roll-back"]
    found |= {address: (page.goto(address), obstacles(page))[1] for address in addresses}
    review = submit(served.now, mine, draft.id, draft.revision, "因为\n与财务商定")
    for who, address in ((page, f"/reviews/{review.id}"), (other, f"/reviews/{review.id}")):
        who.goto(address)
        found[f"{address} {who is page}"] = obstacles(who)
    choose_a_moment(other)
    other.locator("form .main").click()
    expect(other.get_by_role("status")).to_contain_text(f"{date.today().year + 1}-01-01 00:00")  # noqa: DTZ011 - as above
    found["approved"] = obstacles(other)
    other.goto("/reviews?show=all")
    found["all"] = obstacles(other)
    assert not {address: said for address, said in found.items() if said}
