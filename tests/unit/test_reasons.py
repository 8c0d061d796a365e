"""Reasons are leaves with what they met (16.4)."""

from __future__ import annotations

from decimal import Decimal

from engine.decision import Reason
from engine.intake import take_facts
from engine.reasons import reasons
from engine.strict_json import decode
from tests.unit.loading import NOW, infer, load

BODY = """
conclusions:
  - {key: grade, title: {zh: 级, en: Grade}, type: text, one_of: [C, B, A], ordered: true}
  - {key: ok, title: {zh: 可, en: Ok}, type: boolean}
  - {key: score, title: {zh: 分, en: Score}, type: number, scale: 0}
  - {key: ratio, title: {zh: 比, en: Ratio}, type: number, scale: 2}
  - {key: due, title: {zh: 限, en: Due}, type: datetime}
constants: [{key: high, title: {zh: 高, en: High}, type: number, value: 100}]
blocks:
  - {key: g, kind: table, hit: first, inputs: [a + b, size, t], outputs: [grade],
      rows: [{id: r, when: ["> high, < 0", "-", not("x")], then: [A]}]}
  - key: k
    kind: rules
    hit: first
    concludes: [ok]
    rules:
      - {id: r, when: {any: ["grade >= \\"B\\" and not(c or a > 1)",
          {none: ["ratio > 9"]}]}, then: {ok: "true"}}
  - {key: s, kind: scorecard, concludes: score, inputs: [{key: one, expression: a,
      bands: [{id: x, when: "> 500", points: 9}, {id: y, when: "[1 .. 500]", points: 5}]},
      {key: two, expression: c, missing points: 2, bands: [{id: z, when: "true", points: 1}]}]}
  - {key: f, kind: formula, concludes: ratio, expression: a / b + a}
  - {key: d, kind: deadline, concludes: due, start: at, amount: b, unit: hours,
      otherwise: {due: as_of}}
  - {key: z, kind: formula, concludes: again, expression: previous(grade)}
"""
FACTS = '{"a": 200, "b": 1, "t": "y", "previous(grade)": "B"}'
A, B = ("a", Decimal(200)), ("b", Decimal(1))


def because(block: str, body: str = BODY) -> tuple[Reason, ...]:
    again = "{key: again, title: {zh: 又, en: Again}, type: text}\n  - {key: grade,"
    checked = load(body.replace("{key: grade,", again, 1))
    inference = infer(checked, FACTS, NOW, ratio=Decimal(7))
    firing = next(each for each in inference.firings if each.block == block)
    facts = take_facts(decode(FACTS.encode()), checked)
    return reasons(checked, firing, facts, inference.conclusions, NOW)


def test_a_row_is_explained_by_its_cells_and_blank_cells_give_no_reason() -> None:
    assert because("g") == (
        Reason("a + b in (> high, < 0)", (A, B, ("high", Decimal(100))), True, 0),
        Reason('not(t = "x")', (("t", "y"),), True, 2),
    )


def test_a_rule_is_explained_by_its_leaves_opened() -> None:
    assert because("k") == (
        Reason('grade >= "B"', (("grade", "A"),), True, 0),
        Reason("c", (("c", None),), None, 1),
        Reason("a > 1", (A,), True, 2),
        Reason("ratio > 9", (("ratio", Decimal(7)),), False, 3),
    )


def test_a_scorecard_is_explained_by_bands_and_points() -> None:
    assert because("s") == (
        Reason("a in [1 .. 500]", (A,), True, 0, "y", Decimal(5)),
        Reason("c", (("c", None),), True, 1, "", Decimal(2)),
    )


def test_a_formula_is_explained_by_what_it_reads() -> None:
    assert because("f") == (Reason("a / b + a", (A, B), True),)


def test_previous_conclusions_are_met_too() -> None:
    assert because("z") == (Reason("previous(grade)", (("previous(grade)", "B"),), True),)


def test_what_is_no_rule_has_no_reasons() -> None:
    assert because("d") == ()


def test_a_deadline_is_explained_by_start_and_amount() -> None:
    body = BODY.replace("start: at", "start: as_of")
    assert because("d", body) == (Reason("as_of", (), True), Reason("b", (B,), True, 1))
