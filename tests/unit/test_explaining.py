"""What decides about a reason and its text, each by itself: prepared is the same as plain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.decision import Decision
from engine.encoding import Written
from engine.explaining import Circumstances, Explainer
from engine.intake import take_facts
from engine.reasons import reasons
from engine.strict_json import decode
from service.answers import answer, written_answer
from service.json_text import encode
from service.records import Evaluation
from service.sentences import Sentences
from tests.unit.loading import NOW, infer, load

LEAVES = (
    'a > 1 or t = "x"',
    "a = 1.5",
    "not(a = 1.5)",
    "a in (1, 1.5)",
    "a between 1 and b",
    "a + b = 1.5",
    "c",
    "not(c)",
    'size >= "middle"',
    't starts with "x"',
    "t starts with middle_name",
    "middle_name = t",
    "count(tags) = 1",
    "a > high",
    "at.hour = 21",
    "at.day = 2",
    "a is missing",
    'previous(grade) = "A"',
)
FACTS = (
    '{"a": 1, "t": "", "c": true, "size": "small", "middle_name": ""}',
    '{"a": 1.5, "t": "x", "c": false, "size": "large", "middle_name": "x"}',
    '{"a": 1.50, "b": 2, "t": "（甲）", "tags": ["{0}", "，"], "middle_name": "）"}',
    '{"a": -100000.25, "b": 0, "t": "甲", "tags": [], "at": "2026-03-03T10:15:00.5+08:00"}',
    '{"b": 1.5, "t": "{1} % \\"\\\\ \\n", "at": "2026-03-03T02:00:00Z", "previous(grade)": "A"}',
    "{}",
)
FACT_LIST = """
facts:
  - {key: a, title: {zh: 甲, en: A}, type: number, scale: 2, unit: CNY}
  - {key: b, title: {zh: 乙（元）, en: B}, type: number, scale: 2}
  - {key: c, title: {zh: 丙, en: C}, type: boolean}
  - {key: t, title: {zh: 文, en: T}, type: text}
  - {key: middle_name, type: text}
  - {key: at, title: {zh: 时, en: At}, type: datetime}
  - {key: size, title: {zh: 规模, en: Size}, type: text, one_of: [small, middle, large],
      ordered: true}
  - {key: tags, title: {zh: 标签, en: Tags}, type: list, of: text}
"""
BODY = """
constants: [{key: high, title: {zh: 高, en: High}, type: number, values: [
    {value: 1}, {from: 2026-03-03, value: 100}]}]
conclusions:
  - {key: grade, type: text, one_of: [A]}
  - {key: ok, title: {zh: 可, en: Ok}, type: boolean}
  - {key: score, title: {zh: 分, en: Score}, type: number, scale: 0}
  - {key: sum, type: number, scale: 2}
blocks:
  - key: k
    kind: rules
    hit: first
    concludes: [ok]
    rules: [{id: r, when: {any: [{none: ['LEAF']}, 'LEAF', "true"]}, then: {ok: "true"}}]
  - {key: s, kind: scorecard, concludes: score, inputs: [
      {key: one, expression: size, missing points: 1, bands: [{id: x, when: '>= "middle"',
        points: 9}, {id: y, when: '"small"', points: -2}]},
      {key: two, expression: at.hour, bands: [{id: x, when: "< 21", points: 3},
        {id: y, when: "-", points: 4}]},
      {key: three, expression: 'coalesce(size, "small")', bands: [
        {id: x, when: '>= "middle"', points: 1}, {id: y, when: "-", points: 0}]}]}
  - {key: f, kind: formula, concludes: sum, expression: a + b}
  - {key: g, kind: formula, concludes: grade, expression: 'coalesce(previous(grade), "A")'}
"""


@pytest.mark.parametrize("leaf", LEAVES)
def test_prepared_and_plain_are_the_same(leaf: str) -> None:
    checked = load(BODY.replace("LEAF", leaf.replace("'", "''")), facts=FACT_LIST)
    # As if the blocks came from a ruleset of another zone: 9.2 gives its hours.
    blocks = tuple(replace(each, zone="America/New_York") for each in checked.blocks)
    checked = replace(checked, blocks=blocks)
    explainer, said = Explainer(checked), Sentences()
    for facts in FACTS:
        given, inference = take_facts(decode(facts.encode()), checked), infer(checked, facts)
        seen = Circumstances(checked, given, inference.conclusions, NOW)
        for firing in inference.firings:
            plain = reasons(checked, firing, given, inference.conclusions, NOW)
            assert explainer.reasons(firing, seen) == plain
        decision = Decision("", "t", 1, "", "", NOW, given, inference, "reference")
        evaluation = Evaluation(decision, checked, sentences=said)
        written = written_answer(evaluation)
        assert isinstance(written["fired"], Written)
        assert encode(written).decode() == encode(answer(evaluation)).decode()
        assert {each.block for each in inference.firings} >= {"k"}
