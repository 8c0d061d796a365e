"""Which steps an inference has: only these can be inferred twice."""

import pytest

from service.twin.steps import STEPS, steps_of
from tests.unit.loading import load

FORMULA = """
conclusions: [{key: x, title: {zh: 合计, en: Total}, type: number, scale: 2}]
blocks:
  - {key: x, kind: formula, concludes: x, expression: a + b}
"""
SCORECARD = """
conclusions: [{key: x, title: {zh: 分, en: Points}, type: number, scale: 2}]
blocks:
  - key: x
    kind: scorecard
    concludes: x
    inputs: [{key: a, expression: a, bands: [{id: b1, when: ">= 1", points: 5}]}]
"""
CHAIN = """
conclusions:
  - {key: x, title: {zh: 合计, en: Total}, type: number, scale: 2}
  - {key: until, title: {zh: 时限, en: Until}, type: datetime}
blocks:
  - key: x
    kind: table
    hit: first
    inputs: [a]
    outputs: [x]
    rows: [{id: r1, when: [">= 1"], then: ["2"]}]
  - {key: y, kind: deadline, concludes: until, start: at, amount: x, unit: days}
"""


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (FORMULA, {"expressions"}),
        (SCORECARD, {"expressions", "conditions"}),
        (CHAIN, set(STEPS)),
    ],
)
def test_a_ruleset_has_the_steps_of_its_blocks(document: str, expected: set[str]) -> None:
    assert steps_of(load(document)) == expected
