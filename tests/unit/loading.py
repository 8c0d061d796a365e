"""Makes a checked ruleset of a document's text, and infers with the reference."""

from __future__ import annotations

from datetime import datetime

from engine.decision import Adjustment, Inference
from engine.intake import take_facts
from engine.runtimes.reference import Reference
from engine.strict_json import decode
from rulesets.assembly import assemble
from rulesets.calendar import Calendar
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.model import Ruleset, Vocabulary
from service.calendars import packaged_calendars

NOW = datetime.fromisoformat("2026-03-03T10:00:00+08:00")
HEAD = "ruleset: t\nzone: {zone}\ncalendars: [cn]\n"
FACTS = """
facts:
  - {key: a, title: {zh: 甲, en: A}, type: number, scale: 2}
  - {key: b, title: {zh: 乙, en: B}, type: number, scale: 2}
  - {key: c, title: {zh: 丙, en: C}, type: boolean}
  - {key: t, title: {zh: 文, en: T}, type: text}
  - {key: day, title: {zh: 日, en: Day}, type: date}
  - {key: at, title: {zh: 时, en: At}, type: datetime}
  - {key: size, title: {zh: 规模, en: Size}, type: text, one_of: [small, middle, large],
      ordered: true}
  - {key: tags, title: {zh: 标签, en: Tags}, type: list, of: text}
  - key: orders
    title: {zh: 订单, en: Orders}
    type: records
    fields:
      - {key: amount, title: {zh: 金额, en: Amount}, type: number, scale: 2}
      - {key: paid, title: {zh: 已付, en: Paid}, type: boolean}
"""


class Nothing:
    """Knows the packaged calendars, and no other document."""

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - the protocol's name
        return None

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - the protocol's name
        return None

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - the protocol's name
        return packaged_calendars().get(id)


def load(body: str, zone: str = "Asia/Shanghai", facts: str = FACTS) -> CheckedRuleset:
    """Check a ruleset that has these facts and this body."""
    ruleset = read(HEAD.format(zone=zone) + facts + body)
    assert isinstance(ruleset, Ruleset)
    return check(assemble(ruleset, Nothing()))


def infer(
    checked: CheckedRuleset, facts: str = "{}", as_of: datetime = NOW, **adjusted: object
) -> Inference:
    """Infer with the reference from facts as JSON."""
    # Tests give values only.
    adjustments = tuple(Adjustment(key, value) for key, value in adjusted.items())  # type: ignore[arg-type]
    engine = Reference().load(checked)
    return engine.infer(take_facts(decode(facts.encode()), checked), as_of, adjustments)


def problems(inference: Inference) -> set[tuple[str, str, str]]:
    """List problems as block, code and expression."""
    return {(each.block, each.code, each.expression) for each in inference.problems}


def fired(inference: Inference) -> list[str]:
    """List firings as `block/rule` or `block (kind)`."""
    return [
        f"{each.block}/{each.rule}" if each.rule else f"{each.block} ({each.kind})"
        for each in inference.firings
    ]
