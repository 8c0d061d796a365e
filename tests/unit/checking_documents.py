"""Rulesets as text for the tests of the checker, and what is found wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rulesets.assembly import assemble
from rulesets.calendar import Calendar
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.errors import AuthorError, Fault
from rulesets.model import Ruleset, Vocabulary
from service.calendars import packaged_calendars

FOLDER = Path(__file__).parent
HEAD = "ruleset: t\nzone: Asia/Shanghai\ncalendars: [cn]\n"
FACTS = """
facts:
  - {key: a, type: number, scale: 2, unit: CNY}
  - {key: b, type: number, scale: 2, unit: USD}
  - {key: n, type: number, scale: 0}
  - {key: p, type: number, scale: 1, unit: "%"}
  - {key: t, type: text}
  - {key: yes, type: boolean}
  - {key: day, type: date}
  - {key: at, type: datetime}
  - {key: size, type: text, ordered: true,
     one_of: [{value: small}, {value: middle}, {value: large}]}
  - {key: channel, type: text, one_of: [{value: online, title: {zh: 线上}}, {value: offline}]}
  - {key: tags, type: list, of: text}
  - key: orders
    type: records
    fields:
      - {key: amount, type: number, scale: 2, unit: CNY}
      - {key: paid, type: boolean}
"""


class Documents:
    """Finds what a test wrote, and the packaged calendars."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.documents = {each.id: each for each in map(read, texts)}

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - the resolver's word
        found = self.documents.get(id)
        return found if isinstance(found, Vocabulary) else None

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - the resolver's word
        found = self.documents.get(id)
        return found if isinstance(found, Ruleset) else None

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - the resolver's word
        return packaged_calendars().get(id)


def checked(body: str, *others: str, head: str = HEAD, facts: str = FACTS) -> CheckedRuleset:
    """Check a ruleset that has the facts above and this body."""
    ruleset = read(head + facts + body)
    assert isinstance(ruleset, Ruleset)
    return check(assemble(ruleset, Documents(others)))


def faults(body: str, *others: str, head: str = HEAD, facts: str = FACTS) -> tuple[Fault, ...]:
    """Return what is found wrong with a ruleset."""
    try:
        checked(body, *others, head=head, facts=facts)
    except AuthorError as error:
        return error.faults
    return ()


def faults_of(ruleset: Ruleset) -> tuple[Fault, ...]:
    """Return what is found wrong with a ruleset that was built, not read."""
    try:
        check(Bundle(ruleset))
    except AuthorError as error:
        return error.faults
    return ()


def said(found: Iterable[Fault], language: str = "en") -> list[str]:
    """Return code and message of faults."""
    return [f"{each.code}: {each.message(language)}" for each in found]


def formula(expression: str, of: str = "type: number, scale: 2") -> str:
    """Write a ruleset of one formula."""
    return f"""
conclusions: [{{key: out, {of}}}]
blocks: [{{key: f, kind: formula, concludes: out, expression: '{expression}'}}]
"""


def condition(text: str) -> str:
    """Write a ruleset of one rule with this condition."""
    return f"""
conclusions: [{{key: out, type: number, scale: 2}}]
blocks:
  - {{key: r, kind: rules, hit: first, concludes: [out],
     rules: [{{id: one, when: {{all: ['{text}']}}, then: {{out: 1}}}}]}}
"""


def table(inputs: str, row: str, of: str = "type: number, scale: 2", hit: str = "first") -> str:
    """Write a ruleset of one table with one row."""
    return f"""
conclusions: [{{key: out, {of}}}]
blocks:
  - {{key: d, kind: table, hit: {hit}, inputs: [{inputs}], outputs: [out],
     rows: [{{id: r1, {row}}}]}}
"""
