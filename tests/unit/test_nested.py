"""Nested decisions answer as rows looked at one by one do, and as the reference does."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from engine.intake import take_facts
from engine.runtimes.compiled import Compiled, nested_source
from engine.runtimes.compiled.atoms import Atom
from engine.runtimes.compiled.nested import Ask, Row, Tree, tree_of, usual_leaf
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document
from tests.generators.rulesets import seeded

pytestmark = pytest.mark.slow  # many small rounds: together they take seconds

CUTS = (("above", 0, ">="), ("above", 1, ">"), ("below", 0, "<"), ("below", 1, "<="))
Values = dict[str, int | None]


def drawn_atom(random: Random) -> Atom:
    subject, value = random.choice("xy"), random.randrange(4)
    if random.random() < 0.3:
        return Atom(f"{subject} == {value}", subject, "is", value)
    sign, side, op = random.choice(CUTS)
    return Atom(f"{subject} {op} {value}", subject, sign, (value, side), sure=False)


def drawn_rows(random: Random) -> list[Row]:
    return [
        (place, tuple(drawn_atom(random) for _ in range(random.randrange(4))))
        for place in range(random.randrange(1, 6))
    ]


def holds(text: str, values: Values) -> bool:
    return bool(eval(text, {}, values))  # noqa: S307 - written above


def by_rows(rows: list[Row], values: Values) -> list[int]:
    """12.1: all tests of a row hold, and none of what is missing."""
    return [
        place
        for place, atoms in rows
        if all(values[each.subject] is not None and holds(each.text, values) for each in atoms)
    ]


def by_tree(tree: Tree, values: Values) -> tuple[int, ...]:
    asked: list[str] = []
    while isinstance(tree, Ask):
        assert tree.test not in asked or tree.test.endswith("is not None"), "asked twice"
        asked.append(tree.test)
        tree = tree.yes if holds(tree.test, values) else tree.no
    return tree.fired


@pytest.mark.parametrize("first", [True, False])
def test_a_tree_finds_the_rows_whose_tests_all_hold(first: bool) -> None:
    random, values = seeded(1), (None, 0, 1, 2, 3)
    made = 0
    for _ in range(300):
        rows = drawn_rows(random)
        tree = tree_of(rows, first=first)
        if tree is None:
            continue
        made += 1
        for x in values:
            for y in values:
                given: Values = {"x": x, "y": y}
                expected = by_rows(rows, given)
                assert by_tree(tree, given) == tuple(expected[:1] if first else expected)
    assert made > 150


def test_a_test_that_is_known_is_not_asked() -> None:
    """Of `x` from 2 to below 4 and from 4 to below 6, 4 is compared once."""
    spans = [(2, 4), (4, 6)]
    rows: list[Row] = [
        (
            place,
            (
                Atom(f"x >= {low}", "x", "above", (low, 0), sure=False),
                Atom(f"x < {high}", "x", "below", (high, 0), sure=False),
            ),
        )
        for place, (low, high) in enumerate(spans)
    ]
    tree = tree_of(rows, first=False)
    assert tree is not None
    assert str(tree).count(" 4") == 1
    assert str(tree).count("is not None") == 1
    assert usual_leaf(tree).fired == ()


def test_a_tree_that_would_be_too_large_is_not_made() -> None:
    rows = [
        (place, (Atom(f"a{place}", f"a{place}"), Atom(f"b{place}", f"b{place}")))
        for place in range(32)
    ]
    assert tree_of(rows, first=False) is None


NUMBERS = ("0", "1", "1.5", "2")
DATES = ('date("2026-01-01")', 'date("2026-06-30")')
CELLS = {
    "n": [
        *("-", "is missing", "not(1)", "[0 .. 1.5)", "(1 .. 2]", "1, 2", "not(< 1, > 1.5)"),
        *("m", "< m", "high"),
        *(f"{op} {n}" for op in ("<", ">=", "=") for n in NUMBERS),
    ],
    "m": ["-", "> 1", "<= 1.5", "is present"],
    "t": ["-", '"a"', '"b"', '"a", "c"', 'not("a")', '>= "b"', "is missing"],
    "b": ["-", "true", "false", "not(true)"],
    "d": ["-", *(f"{op} {day}" for op in ("<", ">", "=") for day in DATES)],
}
CONDITIONS = (
    ["n >= 1", "n < 1.5", "n = 2", "n between 0 and 1", "not(n < 1)", 't = "a"', 't != "b"'],
    [
        "b",
        "n > 0 and m <= 1",
        'n > 1.5 or t = "b"',
        "d is missing",
        "n in (< 1, > 1.5)",
        "m + n > 2",
    ],
)


def head(random: Random, hit: str) -> str:
    unknown = random.choice(("", "\n    when unknown: {c: 8}"))
    otherwise = random.choice(("", "\n    otherwise: {c: 9}"))
    return f"    hit: {hit}{otherwise}{unknown}"


def guards(random: Random) -> str:
    days = ("", ", from: 2026-03-01", ", to: 2026-03-03", ", from: 2026-03-04", ", disabled: true")
    return random.choices(days, (8, 1, 1, 1, 1))[0]


def a_table(random: Random, hit: str) -> str:
    inputs = random.sample(sorted(CELLS), k=random.randrange(1, 4))
    rows = [
        f"      - {{id: r{n}, when: {[random.choice(CELLS[key]) for key in inputs]}, "
        f"then: [{random.choice(('1', '2', '3', '-'))}]{guards(random)}}}"
        for n in range(random.randrange(1, 9))
    ]
    return "\n".join(
        (
            "  - key: k\n    kind: table",
            head(random, hit),
            f"    inputs: {inputs}",
            "    outputs: [c]\n    rows:",
            *rows,
        )
    )


def some_rules(random: Random, hit: str) -> str:
    found = []
    for number in range(random.randrange(1, 6)):
        parts = [random.choice(random.choice(CONDITIONS)) for _ in range(random.randrange(1, 4))]
        inner = [random.choice(CONDITIONS[0]) for _ in range(2)]
        nested = f"{{{random.choice(('any', 'none', 'all'))}: {inner}}}"
        written = ", ".join([*(f"'{each}'" for each in parts), nested])
        found.append(
            f"      - {{id: r{number}, title: {{zh: 规, en: Rule}}, when: {{all: [{written}]}}, "
            f"then: {{c: {random.randrange(3)}}}{guards(random)}}}"
        )
    return "\n".join(
        (
            "  - key: k\n    kind: rules",
            head(random, hit),
            "    concludes: [c]\n    rules:",
            *found,
        )
    )


def ruleset(block: str) -> CheckedRuleset:
    """Check a document of one block."""
    text = f"""ruleset: small
title: {{zh: 小, en: Small}}
zone: Asia/Shanghai
facts:
  - {{key: n, type: number, scale: 1}}
  - {{key: m, type: number, scale: 1, required: true}}
  - {{key: t, type: text, one_of: [{{value: a}}, {{value: b}}, {{value: c}}], ordered: true}}
  - {{key: b, type: boolean}}
  - {{key: d, type: date}}
constants:
  - {{key: high, type: number, value: 1.5}}
conclusions:
  - {{key: c, type: number, scale: 0}}
blocks:
{block}
"""
    checked = check_document(None, text, {})
    assert not isinstance(checked, Vocabulary)
    return checked


def given(random: Random, checked: CheckedRuleset) -> Any:
    facts = {
        "n": random.choice([*map(Decimal, NUMBERS), Decimal(3)]),
        "t": random.choice("abc"),
        "b": random.choice((True, False)),
        "d": random.choice(("2025-12-31", "2026-01-01", "2026-06-30")),
    }
    kept = {key: value for key, value in facts.items() if random.random() < 0.75}
    return take_facts({**kept, "m": random.choice([Decimal(1), Decimal("1.5")])}, checked)


MOMENTS = [datetime(2026, 3, day, 4, tzinfo=UTC) for day in (1, 3, 4)]


@pytest.mark.parametrize("hit", ["first", "unique"])
@pytest.mark.parametrize("block", [a_table, some_rules])
def test_small_blocks_are_inferred_as_by_the_reference(
    block: Any, hit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With missing values, rows by date, blanks, literals, names, `otherwise`, `when unknown`."""
    random = seeded(f"{block.__name__} {hit}")
    for _ in range(40):
        checked = ruleset(block(random, hit))
        nested, reference = Compiled().load(checked), Reference().load(checked)
        with monkeypatch.context() as patch:
            patch.setattr(nested_source, "NESTED", frozenset())
            plain = Compiled().load(checked)
        for _ in range(12):
            facts, as_of = given(random, checked), random.choice(MOMENTS)
            expected = reference.infer(facts, as_of)
            assert plain.infer(facts, as_of).agrees(expected)
            assert nested.infer(facts, as_of).agrees(expected), facts


def test_a_required_fact_that_is_absent_all_the_same_is_missing() -> None:
    """15.5 is the intake's; an engine that is asked without it still answers."""
    checked = ruleset(
        "  - {key: k, kind: table, hit: first, inputs: [m, n], outputs: [c], otherwise: {c: 9}, "
        "rows: [{id: r1, when: ['> 1', '-'], then: [1]}, {id: r2, when: ['-', '> 1'], then: [2]}]}"
    )
    engine = Compiled().load(checked)
    assert engine.infer({}, MOMENTS[0]).conclusions == {"c": Decimal(9)}
    assert engine.infer({"n": Decimal(2)}, MOMENTS[0]).conclusions == {"c": Decimal(2)}


def test_a_moment_without_offset_or_out_of_range_is_refused() -> None:
    checked = ruleset("  - {key: k, kind: formula, concludes: c, expression: m}")
    engine = Compiled().load(checked)
    for as_of in (datetime(2026, 3, 3), datetime(9999, 12, 31, tzinfo=UTC)):  # noqa: DTZ001 - so
        with pytest.raises(ValueError, match="expected an instant with an offset"):
            engine.infer({"m": Decimal(1)}, as_of)
    assert engine.infer({"m": Decimal(1)}, MOMENTS[0]).conclusions == {"c": Decimal(1)}
