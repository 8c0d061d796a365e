"""A house with all that the pages show: the library, every kind of block, a long table."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from engine.strict_json import decode
from service.decisions import erase_personal
from service.evaluate import EvaluationRequest, evaluate
from service.house import House
from service.keys import add_key
from service.publish import publish
from service.records import Evaluation
from service.rulesets import get_version
from service.samples import facts_of, list_samples
from tests.houses import NOON, Clock
from tests.parts import ROOT
from tests.published import library_house, once

BIG_ROWS: Final = 10_000
DATABASE: Final = "fenji.db"
COMPANY: Final = "欧阳植入者7731有限公司"
EVERY_KIND: Final = (
    '{"customer_grade": "A", "received_at": "2026-03-03T09:00:00+08:00", "severity": "major",'
    f' "company": "{COMPANY}", "sales": 600000, "late": 20, "years": 1,'
    ' "tags": ["甲", "乙，丙"], "items": [{"amount": 5, "day": "2026-01-02", "urgent": true}]}'
)
"""Facts under which two lanes hold where only one may."""

_BIG_HEAD: Final = """\
ruleset: big-table
title: {zh: 万行表, en: Ten thousand rows}
zone: UTC
facts:
  - {key: part, title: {zh: 零件号, en: Part}, type: number, scale: 0, required: true}
  - {key: volume, title: {zh: 数量, en: Volume}, type: number, scale: 0, unit: pieces}
conclusions:
  - {key: price, title: {zh: 单价, en: Price}, type: number, scale: 2, unit: CNY}
blocks:
  - key: prices
    title: {zh: 价目表, en: Price list}
    kind: table
    hit: first
    inputs: [part, volume]
    outputs: [price]
    rows:
"""


@dataclass(frozen=True)
class Site:
    """A house, and decisions made in it: by sample, with problems, erased, far down a table."""

    house: House
    by_sample: dict[str, Evaluation]
    with_problems: Evaluation
    erased: Evaluation
    far_down: Evaluation | None = None


def big_table() -> str:
    """Write a ruleset of ten thousand rows; row n tells the price of part n, n and a half."""
    rows = (
        f'      - {{id: p{number}, when: ["{number}", ">= {number % 90}"], then: ["{number}.5"]}}'
        for number in range(1, BIG_ROWS + 1)
    )
    return _BIG_HEAD + "\n".join(rows) + "\n"


def every_kind() -> str:
    """Read the ruleset with every kind of block."""
    return (ROOT / "tests/browser/every_kind.yaml").read_text("utf-8")


def open_site(library: Path, folder: Path, *, big: bool = False) -> Site:
    """Publish beside the library, and decide, all that there is to be seen."""
    published = once(library.parent, "big-site" if big else "site", partial(_publish, library, big))
    house = library_house(published, folder / DATABASE)
    key = add_key(house, "ERP 生产环境")[0].id
    by_sample = {}
    by_hand = list_samples()[:8]
    told = [("customer-grade", each.id, each) for each in by_hand]
    told += [("complaint-sla", "S-2001", by_hand[0]), ("complaint-sla", "S-2002", by_hand[3])]
    for ruleset, subject, sample in told:
        facts = facts_of(sample, get_version(house, ruleset).checked)
        by_sample[subject] = _decide(house, ruleset, subject, facts, api_key=key)
    odd = _decide(house, "every-kind", "K-1", decode(EVERY_KIND.encode()))
    erased = _decide(house, "every-kind", "K-2", decode(EVERY_KIND.encode()))
    erased = erase_personal(house, erased.decision.id)
    far = None
    if big:
        far = _decide(house, "big-table", "P-1", decode(b'{"part": 7321, "volume": 100}'))
    return Site(house, by_sample, odd, erased, far)


def _publish(library: Path, big: bool, path: Path) -> None:
    # Before the clocks of tests begin.
    house = library_house(library, path, Clock(NOON - timedelta(hours=1)))
    publish(house, every_kind(), published_by="分析员甲")
    if big:
        publish(house, big_table())
    house.close()


def _decide(house: House, ruleset: str, subject: str, facts: object, **more: Any) -> Evaluation:
    return evaluate(house, EvaluationRequest(ruleset, subject, facts, **more))
