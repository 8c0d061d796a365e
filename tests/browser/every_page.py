"""Every page there is, each in its states: who opens it, and by which address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask
from playwright.sync_api import Page

from benchmarks._desk_rulesets import TITLE, large_lookup, many_rules
from editor.rights import page_rules
from rulesets.drafting import Edit
from rulesets.types import Both
from service import people
from service.drafts import Empty, FromText, FromVersion, edit_draft, open_draft
from service.drafts.opening import Kind
from service.house import House
from service.keys import list_keys
from service.people import Person
from service.review import send_back, submit
from tests.site import Site

ANALYST: Final = Person("t" * 26, "分析员甲", frozenset({"analyst"}))
APPROVER: Final = Person("v" * 26, "审批人乙", frozenset({"approver"}))


@dataclass(frozen=True)
class View:
    """One state of one page.

    Attributes:
        name: for a picture's file.
        rule: the page, as the url map names it.
        address: opens it.
        role: of who opens it; empty for nobody, who is not signed in.
    """

    name: str
    rule: str
    address: str
    role: str = "analyst"


@dataclass(frozen=True)
class Drafts:
    """Drafts to be seen: of every kind of block, with faults, empty, large, and of a vocabulary."""

    full: str
    live: str
    faulty: str
    empty: str
    vocabulary: str
    blocks: Mapping[str, str]
    waiting: str
    sent_back: str
    crowded: str
    long: str


def draw_up(house: House) -> Drafts:
    """Open the drafts in a house."""
    full = open_draft(house, ANALYST, FromVersion("ruleset", "every-kind"))
    title = Both("欧阳植入者工业设备与精密零部件长期合作客户综合分级", "Grading of long titles")
    long = Edit("set", ("title",), {"zh": title.zh, "en": title.en})
    edit_draft(house, ANALYST, full.id, 0, [long])
    faulty = open_draft(house, ANALYST, FromVersion("ruleset", "customer-grade"))
    wrong = [
        Edit("set", ("blocks", 0, "inputs", 0, "bands", 0, "points"), "5O"),
        Edit("set", ("blocks", 1, "rows", 1, "when", 0), ">= nobody"),
    ]
    edit_draft(house, ANALYST, faulty.id, 0, wrong)
    waiting = _submitted(house, "value")
    back = _submitted(house, "credit")
    send_back(house, APPROVER, back, "请先与财务商定，再提交一次")
    return Drafts(
        waiting=waiting,
        sent_back=back,
        full=full.id,
        live=open_draft(house, ANALYST, FromVersion("ruleset", "customer-grade")).id,
        faulty=faulty.id,
        empty=_open(house, "ruleset", "empty-one", "空白的一份"),
        vocabulary=open_draft(house, ANALYST, FromVersion("vocabulary", "customer")).id,
        blocks={each["kind"]: each["key"] for each in full.content["blocks"]},
        crowded=open_draft(house, ANALYST, FromText(many_rules(60), "crowded", TITLE)).id,
        long=open_draft(house, ANALYST, FromText(large_lookup(250), "long", TITLE)).id,
    )


def _open(house: House, kind: Kind, document: str, title: str) -> str:
    return open_draft(house, ANALYST, Empty(kind, document, Both(title, title))).id


def _submitted(house: House, ruleset: str) -> str:
    """Submit a change of a constant; gives the review."""
    draft = open_draft(house, ANALYST, FromVersion("ruleset", ruleset))
    value = [Edit("set", ("constants", 0, "value"), "55")]
    revision = edit_draft(house, ANALYST, draft.id, 0, value).revision
    return submit(house, ANALYST, draft.id, revision, "提高门槛：按去年的结果重新定").id


def views(site: Site, house: House, drafts: Drafts) -> list[View]:
    """List all states of all pages."""
    return [
        *_reading(site),
        *_drafting(drafts),
        *_parts(drafts),
        *_publishing(drafts),
        *_administering(house),
        *_large(drafts),
    ]


def _large(drafts: Drafts) -> list[View]:
    part = "/drafts/<draft>/<path:at>"
    rules, rows = "blocks/discounts?opened=r3", "parts/lookups/rates?opened=rows-100"
    return [
        View("block-many-rules", part, f"/drafts/{drafts.crowded}/{rules}"),
        View("part-long-lookup", part, f"/drafts/{drafts.long}/{rows}"),
    ]


def _reading(site: Site) -> list[View]:
    one, decision = "/rulesets/<ruleset>", "/decisions/<decision>"
    graded = site.by_sample["S-1004"].decision.id
    return [
        View("rulesets", "/rulesets", "/rulesets"),
        View("ruleset-grade", one, "/rulesets/customer-grade"),
        View("ruleset-every-kind", one, "/rulesets/every-kind"),
        View("ruleset-ten-thousand-rows", one, "/rulesets/big-table"),
        View("try", f"{one}/try", "/rulesets/customer-grade/try?sample=S-1004"),
        View("try-blank", f"{one}/try", "/rulesets/every-kind/try"),
        View("export", f"{one}/dmn", "/rulesets/every-kind/dmn"),
        View("library", "/library", "/library"),
        View("library-nothing-found", "/library", "/library?q=nothing-at-all"),
        View("library-one", "/library/<ruleset>", "/library/customer-grade"),
        View("library-copy", "/library/<ruleset>/copy", "/library/customer-grade/copy"),
        View("import", "/dmn", "/dmn"),
        View("decisions", "/decisions", "/decisions"),
        View("decisions-none", "/decisions", "/decisions?subject=nobody"),
        View("decision", decision, f"/decisions/{graded}"),
        View("decision-problems", decision, f"/decisions/{site.with_problems.decision.id}"),
        View("decision-erased", decision, f"/decisions/{site.erased.decision.id}"),
    ]


def _drafting(drafts: Drafts) -> list[View]:
    one, part = "/drafts/<draft>", "/drafts/<draft>/<path:at>"
    full = f"/drafts/{drafts.full}"
    return [
        View("drafts", "/drafts", "/drafts"),
        View("draft-new", "/drafts/new", "/drafts/new"),
        View("draft", one, full),
        View("draft-live", one, f"/drafts/{drafts.live}"),
        View("block-live", part, f"/drafts/{drafts.live}/blocks/score"),
        View("draft-faulty", one, f"/drafts/{drafts.faulty}"),
        View("draft-empty", one, f"/drafts/{drafts.empty}"),
        View("draft-vocabulary", one, f"/drafts/{drafts.vocabulary}"),
        View("draft-read-only", one, full, "auditor"),
        View("draft-history", f"{one}/history", f"{full}/history"),
        View("block-reading", part, f"{full}/reading/{drafts.blocks['table']}"),
        View("block-new", f"{one}/blocks/new", f"{full}/blocks/new"),
        *(
            View(f"block-{kind}", part, f"{full}/blocks/{key}")
            for kind, key in drafts.blocks.items()
        ),
    ]


def _parts(drafts: Drafts) -> list[View]:
    part, one = "/drafts/<draft>/<path:at>", "/drafts/<draft>"
    full, words = f"/drafts/{drafts.full}", f"/drafts/{drafts.vocabulary}"
    rename = "/drafts/<draft>/rename/<part>/<key>"
    of_ruleset = ("about", "conclusions", "constants", "lookups", "functions", "facts", "lists")
    return [
        *(View(f"part-{each}", part, f"{full}/parts/{each}") for each in of_ruleset),
        View("part-conclusion", part, f"{full}/parts/conclusions/standing"),
        View("part-fact", part, f"{full}/parts/facts/items"),
        View("words-facts", part, f"{words}/parts/facts"),
        View("words-fact", part, f"{words}/parts/facts/annual_sales"),
        View("words-lists", part, f"{words}/parts/lists"),
        View("words-list", part, f"{words}/parts/lists/country"),
        View("words-about", part, f"{words}/parts/about"),
        View("fact-new", f"{one}/new/<part>", f"{words}/new/facts"),
        View("fact-rename", rename, f"{words}/rename/facts/annual_sales"),
        View("field-rename", rename, f"{full}/rename/facts/items?field=amount"),
        View("code-rename", rename, f"{words}/rename/lists/country?code=CN"),
        View("fact-delete", f"{one}/<part>/<key>/delete", f"{words}/facts/annual_sales/delete"),
        View("conclusion-rename", rename, f"{full}/rename/conclusions/standing"),
        View("vocabularies", "/vocabularies", "/vocabularies"),
        View("vocabulary", "/vocabularies/<vocabulary>", "/vocabularies/customer"),
    ]


def _publishing(drafts: Drafts) -> list[View]:
    one, back = "/reviews/<review>", "/rulesets/<ruleset>/versions/<number>/roll-back"
    return [
        View("submit", "/drafts/<draft>/submit", f"/drafts/{drafts.full}/submit"),
        View("submit-faulty", "/drafts/<draft>/submit", f"/drafts/{drafts.faulty}/submit"),
        View("reviews", "/reviews", "/reviews", "approver"),
        View("reviews-all", "/reviews", "/reviews?show=all", "approver"),
        View("review", one, f"/reviews/{drafts.waiting}", "approver"),
        View("review-of-ones-own", one, f"/reviews/{drafts.waiting}"),
        View("review-sent-back", one, f"/reviews/{drafts.sent_back}"),
        View("roll-back", back, "/rulesets/customer-grade/versions/1/roll-back", "approver"),
    ]


def _administering(house: House) -> list[View]:
    person = people.list_people(house, people.OPERATOR)[0].person.id
    assert list_keys(house)
    return [
        View("people", "/people", "/people", "administrator"),
        View("person", "/people/<account>", f"/people/{person}", "administrator"),
        View("keys", "/keys", "/keys", "administrator"),
        View("me", "/me", "/me"),
        View("sign-in", "/sign-in", "/sign-in", ""),
    ]


NO_PAGES: Final = frozenset(
    {"/", "/rulesets/<ruleset>/dmn/file", "/rulesets/<ruleset>/yaml", "/drafts/<draft>/sentence"}
)
"""What is read but gives a file, or an answer to a script; and the list of rulesets once more."""


def wait_until_drawn(page: Page) -> None:
    """Wait for what a page's scripts draw after it is loaded: the cells of a table's grid."""
    if page.locator("[data-grid]").count():
        page.wait_for_selector("[data-grid][data-ready]")
        page.wait_for_selector('revo-grid revogr-data[col-type="rgCol"] [data-rgrow]')


def unseen(app: Flask, seen: list[View]) -> set[str]:
    """Name the pages of the url map that no view opens."""
    known = {each.rule for each in seen} | NO_PAGES
    return {rule for rule, method, _ in page_rules(app) if method == "GET"} - known
