"""What blocks conclude and what fires. Expected values follow from docs/language.md."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from engine.decision import Declined, Inference
from engine.runtimes.reference import Reference
from tests.unit.loading import NOW, fired, infer, load, problems

GRADES = "type: text, one_of: [low, middle, high], ordered: true"
POLICY = """
conclusions:
  - {{key: grade, title: {{zh: 级, en: Grade}}, {type}}}
  - {{key: note, title: {{zh: 注, en: Note}}, {type}}}
blocks:
  - key: p
    kind: table
    hit: {hit}
    inputs: [a, b]
    outputs: [grade, note]
    rows:
      - {{id: r1, when: [">= 1", "-"], then: ['{0}', '{1}']}}
      - {{id: r2, when: [">= 2", "-"], then: ['{2}', '{3}']}}
      - {{id: r3, when: [">= 3", "-"], then: ['{4}', '{5}']}}
      - {{id: off, when: ["-", "-"], then: ['{0}', '{1}'], disabled: true}}
      - {{id: later, when: ["-", "-"], then: ['{0}', '{1}'], from: 2026-03-04}}
      - {{id: past, when: ["-", "-"], then: ['{0}', '{1}'], to: 2026-03-02}}
    {more}
"""


# `type` is the document's own word.
def policy(hit: str, outputs: str, a: int | None, type: str = GRADES, more: str = "") -> Inference:  # noqa: A002
    body = POLICY.format(*outputs.split(), hit=hit, type=type, more=more)
    return infer(load(body), '{"a": %s}' % ("null" if a is None else a))


def shown(inference: Inference) -> list[tuple[str, dict[str, object]]]:
    """List what each firing concluded; numbers as texts."""
    return [
        (
            each.rule or each.kind,
            {key: str(v) if isinstance(v, Decimal) else v for key, v in each.concluded},
        )
        for each in inference.firings
    ]


SIX = "low high middle low middle high"


@pytest.mark.parametrize(
    ("hit", "a", "conclusions", "firings"),
    [
        ("unique", 1, ("low", "high"), [("r1", {"grade": "low", "note": "high"})]),
        ("unique", 2, (None, None), [("r1", {}), ("r2", {})]),
        ("first", 3, ("low", "high"), [("r1", {"grade": "low", "note": "high"})]),
        ("any", 2, (None, None), [("r1", {}), ("r2", {})]),
        (
            "priority",
            3,
            ("middle", "high"),
            [("r1", {}), ("r2", {}), ("r3", {"grade": "middle", "note": "high"})],
        ),
        (
            "priority",
            2,
            ("middle", "low"),
            [("r1", {}), ("r2", {"grade": "middle", "note": "low"})],
        ),
        ("unique", 0, (None, None), []),
    ],
)
def test_policies_with_one_winner(
    hit: str, a: int, conclusions: tuple[object, ...], firings: list[object]
) -> None:
    inference = policy(hit, SIX, a)
    assert (inference.conclusions["grade"], inference.conclusions["note"]) == conclusions
    assert shown(inference) == firings


def test_what_violates_a_policy_names_the_rows() -> None:
    inference = policy("unique", SIX, 3, more="otherwise: {grade: low}")
    (problem,) = inference.problems
    assert (problem.block, problem.code) == ("p", "hit-policy-violated")
    assert problem.rows == ("r1", "r2", "r3")
    assert fired(inference) == ["p/r1", "p/r2", "p/r3"]


def test_any_agrees_before_rounding_and_missing_agrees_with_missing() -> None:
    money = "type: number, scale: 0"
    assert policy("any", "1 b 1.0 - 1 -", 3, money).conclusions == {"grade": 1, "note": None}
    assert problems(policy("any", "1.1 - 1.2 - 1 -", 2, money)) == {
        ("p", "hit-policy-violated", "")
    }
    assert shown(policy("any", "1.4 - 1.40 b 1 -", 2, money)) == [
        ("r1", {"grade": "1"}),
        ("r2", {"grade": "1", "note": None}),
    ]


LISTS = "type: list, of: text, one_of: [low, middle, high], ordered: true"
NUMBERS = "type: number, scale: 1, min: 0, max: 10, clamp: true"


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        ("collect", (("low", "middle", "middle"), ("high", "low", "high"))),
        ("rule order", (("low", "middle", "middle"), ("high", "low", "high"))),
        ("output order", (("middle", "middle", "low"), ("high", "low", "high"))),
    ],
)
def test_policies_with_lists(hit: str, expected: tuple[object, object]) -> None:
    inference = policy(hit, SIX, 3, LISTS)
    assert (inference.conclusions["grade"], inference.conclusions["note"]) == expected
    assert shown(inference)[1] == ("r2", {"grade": "middle", "note": "low"})
    assert policy(hit, SIX, 0, LISTS).conclusions == {"grade": (), "note": ()}


def test_lists_leave_missing_outputs_out() -> None:
    inference = policy("collect", "low - - high middle -", 3, LISTS)
    assert inference.conclusions == {"grade": ("low", "middle"), "note": ("high",)}
    assert shown(inference)[1] == ("r2", {"note": "high"})


@pytest.mark.parametrize(
    ("hit", "a", "expected"),
    [
        ("sum", 2, ("0.5", "10")),  # 0.24 + 0.24, rounded once; 8 + 7 capped
        ("min", 2, ("0.2", "7.0")),
        ("max", 3, ("3.0", "8.0")),
        ("sum", 0, (None, None)),
    ],
)
def test_policies_that_total(hit: str, a: int, expected: tuple[str, ...]) -> None:
    found = policy(hit, "0.24 8 0.24 7 3 -", a, NUMBERS).conclusions
    assert tuple(None if v is None else str(v) for v in found.values()) == expected


def test_a_total_shows_what_each_row_gave_before_rounding() -> None:
    assert shown(policy("sum", "0.24 8 0.24 b 3 -", 2, NUMBERS)) == [
        ("r1", {"grade": "0.24", "note": "8"}),
        ("r2", {"grade": "0.24", "note": None}),
    ]


@pytest.mark.parametrize(
    ("a", "more", "expected"),
    [
        (0, "otherwise: {grade: low}", ("low", "otherwise")),
        (0, "when unknown: {grade: high}", (None, None)),
        (None, "otherwise: {grade: low}", ("low", "otherwise")),
        (
            None,
            "when unknown: {grade: high}\n    otherwise: {grade: low}",
            ("high", "when unknown"),
        ),
        (0, "when unknown: {grade: high}\n    otherwise: {grade: low}", ("low", "otherwise")),
        (1, "when unknown: {grade: high}\n    otherwise: {grade: low}", ("low", "rule")),
    ],
)
def test_what_applies_when_nothing_fires(
    a: int | None, more: str, expected: tuple[str | None, str | None]
) -> None:
    inference = policy("first", SIX, a, more=more)
    kinds: list[str | None] = [each.kind for each in inference.firings] or [None]
    assert (inference.conclusions["grade"], *kinds) == expected


def test_count_evaluates_no_outputs() -> None:
    checked = load("""
conclusions: [{key: n, title: {zh: 数, en: N}, type: number, scale: 0}]
blocks:
  - {key: p, kind: table, hit: count, inputs: [a], outputs: [n], rows: [{id: x,
      when: ["1"], then: ["1 / b"]}, {id: y, when: ["-"], then: ["1 / b"]}]}
""")
    inference = infer(checked, '{"a": 1, "b": 0}')
    assert (inference.conclusions, problems(inference)) == ({"n": 2}, set())
    assert shown(inference) == [("x", {}), ("y", {})]
    assert infer(checked, '{"a": 2, "b": 0}').conclusions == {"n": 1}


def test_outputs_of_every_rule_that_fired_are_evaluated_and_of_no_other() -> None:
    checked = load("""
conclusions: [{key: n, title: {zh: 数, en: N}, type: number, scale: 0}]
blocks:
  - {key: p, kind: table, hit: unique, inputs: [a, a / b], outputs: [n], rows: [{id: x,
      when: ["1", "-"], then: ["1 / b"]}, {id: y, when: ["-", "-"], then: ["2 / b"]},
      {id: z, when: ["5", "-"], then: ["3 / b"]}, {id: q, when: ["-", "> 1"], then: ["4 / b"]}]}
""")
    assert problems(infer(checked, '{"a": 1, "b": 0}')) == {
        ("p", "division-by-zero", "a / b"),
        ("p", "division-by-zero", "1 / b"),
        ("p", "division-by-zero", "2 / b"),
        ("p", "hit-policy-violated", ""),
    }


RULES = """
conclusions: [{key: ok, title: {zh: 可, en: Ok}, type: boolean}, {key: n, title: {zh: 数,
    en: N}, type: number, scale: 0}]
blocks:
  - key: p
    kind: rules
    hit: first
    concludes: [ok, n]
    rules:
      - {id: all, when: {all: ["a > 1", {any: ["b > 1", "c"]}, {none: ["t is missing",
          "b = 7"]}]}, then: {ok: "true"}}
    when unknown: {n: "0"}
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ('{"a": 2, "b": 2, "t": "x"}', (True, None, ["p/all"])),
        ('{"a": 2, "b": 7, "t": "x"}', (None, None, [])),
        ('{"a": 2, "b": 0, "t": "x"}', (None, 0, ["p (when unknown)"])),
        ('{"a": 2, "c": true, "t": "x"}', (None, 0, ["p (when unknown)"])),
        ('{"a": 2, "c": true}', (None, None, [])),
        ('{"b": 2, "t": "x"}', (None, 0, ["p (when unknown)"])),
    ],
)
def test_rules_and_groups(facts: str, expected: tuple[object, ...]) -> None:
    inference = infer(load(RULES), facts)
    found = inference.conclusions
    assert (found["ok"], found["n"], fired(inference)) == expected


FAILED = {("s", "division-by-zero", "a / b")}
SCORE = """
conclusions: [{{key: score, title: {{zh: 分, en: Score}}, type: number, scale: 1, min: 0,
    max: 100}}]
blocks:
  - key: s
    kind: scorecard
    concludes: score
    inputs:
      - {{key: one, expression: a, {missing}bands: [{{id: x, when: ">= 10",
          points: 40.25}}, {{id: y, when: ">= 1", points: -5}}]}}
      - {{key: two, expression: a / b, missing points: 10, bands: [{{id: x, when: "> 1",
          points: 20}}]}}
    otherwise: {{score: 1}}
"""


@pytest.mark.parametrize(
    ("missing", "facts", "expected"),
    [
        ("", '{"a": 10, "b": 1}', ("60.3", "scorecard", set())),
        ("", '{"a": 10, "b": 0}', ("50.3", "scorecard", FAILED)),
        ("", '{"b": 1}', ("1.0", "otherwise", set())),
        ("missing points: 3, ", "{}", ("13.0", "scorecard", set())),
        ("", '{"a": 1, "b": 9}', ("5.0", "scorecard", set())),
        ("missing points: 80.1, ", '{"a": 0, "b": 0}', ("90.1", "scorecard", FAILED)),
    ],
)  # fmt: skip
def test_scorecards(missing: str, facts: str, expected: tuple[object, ...]) -> None:
    inference = infer(load(SCORE.format(missing=missing)), facts)
    (firing,) = inference.firings
    assert (str(inference.conclusions["score"]), firing.kind, problems(inference)) == expected


def test_a_total_outside_its_domain_is_missing_and_nothing_applies() -> None:
    inference = infer(load(SCORE.format(missing="missing points: 95, ")), '{"a": 0, "b": 1}')
    assert inference.conclusions == {"score": None}
    assert (fired(inference), problems(inference)) == ([], {("s", "outside-domain", "score")})


CHAIN = """
conclusions:
  - {key: x, title: {zh: 一, en: One}, type: number, scale: 0}
  - {key: y, title: {zh: 二, en: Two}, type: number, scale: 0, max: 20}
  - {key: z, title: {zh: 三, en: Three}, type: number, scale: 1}
blocks:
  - {key: zz, kind: formula, concludes: x, expression: a * 1}
  - {key: mm, kind: formula, concludes: y, expression: x * 10, otherwise: {y: "7"}}
  - {key: aa, kind: formula, concludes: z, expression: y / 4}
"""


def test_conclusions_are_facts_for_higher_strata_rounded() -> None:
    inference = infer(load(CHAIN), '{"a": 1.5}')
    assert inference.conclusions == {"x": 2, "y": 20, "z": 5}
    assert fired(inference) == ["zz (formula)", "mm (formula)", "aa (formula)"]


def test_a_value_outside_the_domain_is_missing_downstream() -> None:
    inference = infer(load(CHAIN), '{"a": 3}')
    assert inference.conclusions == {"x": 3, "y": None, "z": None}
    assert fired(inference) == ["zz (formula)"]
    assert problems(inference) == {("mm", "outside-domain", "y")}


def test_otherwise_of_a_formula_applies_when_it_is_missing() -> None:
    inference = infer(load(CHAIN))
    assert inference.conclusions == {"x": None, "y": 7, "z": Decimal("1.8")}
    assert fired(inference) == ["mm (otherwise)", "aa (formula)"]


def test_an_adjustment_replaces_before_the_blocks_that_read_it() -> None:
    inference = infer(load(CHAIN), '{"a": 1}', NOW, y=Decimal(12), x=None)
    assert inference.conclusions == {"x": None, "y": 12, "z": 3}
    assert [(each.kind, dict(each.concluded)) for each in inference.firings] == [
        ("formula", {"x": 1}),
        ("adjustment", {"x": None}),
        ("otherwise", {"y": 7}),
        ("adjustment", {"y": 12}),
        ("formula", {"z": 3}),
    ]


LIMITS = """
conclusions: [{{key: r, title: {{zh: 果, en: Result}}, {type}}}]
blocks: [{{key: f, kind: formula, concludes: r, expression: {expression!r}}}]
"""


@pytest.mark.parametrize(
    ("type", "expression", "expected"),
    [
        ("type: number, scale: 2", "10 ** 18", None),
        ("type: number, scale: 2", "10 ** 17", "100000000000000000.00"),
        ("type: number, scale: 2", "10 ** 1000 * 10 ** 1000", None),
        ("type: number, scale: 0, max: 5, clamp: true", "10 ** 900", "5"),
        ("type: number, scale: 0, min: 1, max: 5, clamp: true", "-10 ** 901", "1"),
        ("type: number, scale: 0, max: 5, clamp: true", "5.4", "5"),
        ("type: number, scale: 1, step: 0.5", "2.25", "2.5"),
        ("type: number, scale: 0, step: 5, rounding: up", "-11", "-15"),
        ("type: number, scale: 0, rounding: half-even", "2.5", "2"),
        ("type: text, one_of: [A, B]", '"A" + t', None),
        ("type: text", "t + t", None),
        ("type: list, of: number, scale: 1, max: 2", "[1.25, a, 2]", "(1.3, 2.0)"),
        ("type: list, of: number, scale: 1, max: 2", "[1, 1 + 1.05]", None),
    ],
)  # fmt: skip
def test_a_conclusion_is_rounded_once_and_held_to_its_domain(
    type: str,  # noqa: A002 - the document's own word
    expression: str,
    expected: str | None,
) -> None:
    facts = '{"t": "%s"}' % ("x" * 2001)
    inference = infer(load(LIMITS.format(type=type, expression=expression)), facts)
    value = inference.conclusions["r"]
    if isinstance(value, tuple):
        value = f"({', '.join(map(str, value))})"
    assert (value if value is None else str(value)) == expected
    assert problems(inference) == ({("f", "outside-domain", "r")} if expected is None else set())


def test_a_ranking_is_declined_by_its_code() -> None:
    checked = load("""
conclusions: [{key: r, title: {zh: 名, en: Rank}, type: number, scale: 0}]
blocks: [{key: k, kind: ranking, concludes: r, of: a, measure: rank, order: descending}]
""")
    with pytest.raises(Declined) as declined:
        Reference().load(checked)
    assert (declined.value.code, declined.value.block) == ("ranking-not-supported", "k")


def test_an_instant_without_an_offset_is_refused() -> None:
    naive = datetime.fromisoformat("2026-03-03T10:00:00")
    with pytest.raises(ValueError, match="expected an instant with an offset"):
        infer(load(CHAIN), as_of=naive)


def test_today_is_that_of_the_zone() -> None:
    body = LIMITS.format(type="type: date", expression="today")
    as_of = datetime.fromisoformat("2026-03-03T02:00:00Z")
    assert str(infer(load(body, "America/New_York"), as_of=as_of).conclusions["r"]) == "2026-03-02"
    assert str(infer(load(body), as_of=as_of).conclusions["r"]) == "2026-03-03"
