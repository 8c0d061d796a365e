"""Small tables worked out by plain Python, written from sections 5, 7 and 12 of docs/language.md.

The oracle knows nothing of the engine: its numbers are Fractions, its unknown is None, its rows are
tuples of what was drawn, not of what was parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from engine.decision import Inference
from engine.runtimes.reference import Reference
from rulesets import model
from rulesets.checked import Bundle
from rulesets.checking import check
from rulesets.types import (
    BooleanType,
    Code,
    CodeList,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from rulesets.values import Value
from tests.generators.blocks import HITS
from tests.generators.rulesets import seeded
from tests.generators.worlds import AS_OF

GRADES = ("D", "C", "B", "A")
GRADE = TextType(CodeList(tuple(map(Code, GRADES)), ordered=True))
FACTS: dict[str, Type] = {
    "n": NumberType(scale=2),
    "g": GRADE,
    "b": BooleanType(),
    "d": DateType(),
    "t": TextType(),
}
POOLS: dict[str, tuple[Any, ...]] = {
    "n": tuple(map(Fraction, ("-1", "0", "0.5", "1", "1.01", "2"))),
    "g": GRADES,
    "b": (True, False),
    "d": (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2024, 2, 29)),
    "t": ("", "a", "ab", "b", "客户"),
}
LISTS = {"rule order", "output order", "collect"}
ORDERED = {"n", "g", "d"}
Truth = bool | None
Cell = tuple[str, Callable[[Any], Truth]]


def kleene_or(truths: Sequence[Truth]) -> Truth:
    if True in truths:
        return True
    return None if None in truths else False


def kleene_and(truths: Sequence[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def kleene_not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return f"{float(value):g}"
    return f'date("{value}")' if isinstance(value, date) else f'"{value}"'


def place(key: str, value: Any) -> Any:
    return GRADES.index(value) if key == "g" else value


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
TEXTUAL: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda left, right: right in left,
    "starts with": lambda left, right: left[: len(right)] == right,
    "ends with": lambda left, right: right == "" or left[-len(right) :] == right,
}


def a_test(key: str, random: Random) -> Cell:
    """Draw one test as text and as a function of a value that is not missing."""
    limit = random.choice(POOLS[key])
    if key in ORDERED and random.random() < 0.35:
        ends = sorted((limit, random.choice(POOLS[key])), key=lambda end: place(key, end))
        low, high = (place(key, end) for end in ends)
        left, right = random.choice("[(]"), random.choice("])[")
        least = COMPARED[">=" if left == "[" else ">"]
        most = COMPARED["<=" if right == "]" else "<"]
        text = f"{left}{written(ends[0])} .. {written(ends[1])}{right}"
        return text, lambda value: least(place(key, value), low) and most(place(key, value), high)
    if key in ORDERED or (key == "t" and random.random() < 0.3):
        operator = random.choice(tuple(COMPARED) if key in ORDERED else ("=", "!="))
        text = f"{operator} {written(limit)}"
        return text, lambda value: COMPARED[operator](place(key, value), place(key, limit))
    if key == "t" and random.random() < 0.6:
        operator = random.choice(tuple(TEXTUAL))
        return f"{operator} {written(limit)}", lambda value: TEXTUAL[operator](value, limit)
    return written(limit), lambda value: value == limit


def a_cell(key: str, random: Random) -> Cell:
    """Draw a cell: 5.1 blank, 5.5 missing or present, 5.2 tests, 5.3 `not` of tests."""
    kind = random.random()
    if kind < 0.15:
        return random.choice(("", "-")), lambda _: True
    if kind < 0.25:
        negated = random.random() < 0.5
        text = "is present" if negated else "is missing"
        return text, lambda value: (value is None) is not negated
    tests = [a_test(key, random) for _ in range(random.choice((1, 1, 2, 3)))]
    text = ", ".join(text for text, _ in tests)

    def holds(value: Any) -> Truth:
        return None if value is None else kleene_or([test(value) for _, test in tests])

    if random.random() < 0.3:
        return f"not({text})", lambda value: kleene_not(holds(value))
    return text, holds


@dataclass(frozen=True)
class Drawn:
    """A table, and what each of its rows means."""

    hit: str
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    outputs: tuple[Any, ...]
    otherwise: Any
    when_unknown: Any
    disabled: frozenset[int]
    given: dict[str, Any]


def drawn(seed: int) -> Drawn:
    random = seeded(seed)
    columns = tuple(random.choice(tuple(FACTS)) for _ in range(random.choice((1, 1, 2, 3))))
    rows = range(random.choice((0, 1, 2, 3, 5)))
    hit = random.choice(HITS)
    numbers = hit in {"sum", "min", "max", "count"}
    outputs: tuple[Any, ...] = (*map(Fraction, (1, 2, 3)), None) if numbers else (*GRADES, None)
    fallbacks = ("absent", "absent", *outputs[:2])
    return Drawn(
        hit,
        columns,
        tuple(tuple(a_cell(key, random) for key in columns) for _ in rows),
        tuple(random.choice(outputs) for _ in rows),
        random.choice(fallbacks),
        random.choice(fallbacks),
        frozenset(row for row in rows if random.random() < 0.1),
        {key: random.choice(pool) for key, pool in POOLS.items() if random.random() < 0.75},
    )


def expected(table: Drawn) -> tuple[Any, list[int], bool]:
    """Work out the conclusion, the rows that fired, and whether the policy was violated."""
    truths = {
        row: kleene_and(
            [
                cell(table.given.get(key))
                for key, (_, cell) in zip(table.columns, cells, strict=True)
            ]
        )
        for row, cells in enumerate(table.cells)
        if row not in table.disabled
    }
    fired = [row for row, truth in truths.items() if truth is True]
    if not fired:
        return _nothing_fired(table, list(truths.values())), [], False
    outputs = [table.outputs[row] for row in fired]
    if len(fired) > 1 and (table.hit == "unique" or (table.hit == "any" and len(set(outputs)) > 1)):
        return None, fired, True
    if table.hit == "first":
        fired = fired[:1]
    return CONCLUDED[table.hit](outputs), fired, False


def _nothing_fired(table: Drawn, truths: list[Truth]) -> Any:
    """12.10, 12.9."""
    unknown = None in truths and table.when_unknown != "absent"
    fallback = table.when_unknown if unknown else table.otherwise
    lists = table.hit in LISTS
    if fallback != "absent":
        # A missing item is left out of a list that is concluded (2.4).
        return ((fallback,) if fallback is not None else None) if lists else fallback
    return () if lists else 0 if table.hit == "count" else None


def _rank(grade: str | None) -> int:
    return -1 if grade is None else GRADES.index(grade)


def _present(outputs: list[Any]) -> list[Any]:
    return [each for each in outputs if each is not None]


CONCLUDED: dict[str, Callable[[list[Any]], Any]] = {
    "unique": lambda outputs: outputs[0],
    "any": lambda outputs: outputs[0],
    "first": lambda outputs: outputs[0],
    "priority": lambda outputs: max(outputs, key=_rank),
    "rule order": lambda outputs: tuple(_present(outputs)),
    "collect": lambda outputs: tuple(_present(outputs)),
    "output order": lambda outputs: tuple(sorted(_present(outputs), key=_rank, reverse=True)),
    "count": len,
    "sum": lambda outputs: sum(_present(outputs)) if _present(outputs) else None,
    "min": lambda outputs: min(_present(outputs), default=None),
    "max": lambda outputs: max(_present(outputs), default=None),
}


def inferred(table: Drawn) -> Inference:
    of: Type = GRADE
    lists = table.hit in LISTS
    if lists:
        of = ListType(GRADE)
    elif table.hit in {"sum", "min", "max", "count"}:
        of = NumberType(scale=2)

    def fallback(value: Any) -> tuple[model.Given, ...]:
        if value == "absent":
            return ()
        text = "" if value is None else written(value)
        return (model.Given("o", f"[{text}]" if lists else text),)

    rows = tuple(
        model.Row(
            f"r{row}",
            tuple(text for text, _ in cells),
            ("" if output is None else written(output),),
            disabled=row in table.disabled,
        )
        for row, (cells, output) in enumerate(zip(table.cells, table.outputs, strict=True))
    )
    block = model.Table(
        "k",
        table.hit,  # type: ignore[arg-type]  # drawn from HITS
        tuple(map(model.Input, table.columns)),
        ("o",),
        rows,
        otherwise=fallback(table.otherwise),
        when_unknown=fallback(table.when_unknown),
    )
    ruleset = model.Ruleset(
        "r",
        "UTC",
        facts=tuple(model.Fact(key, each) for key, each in FACTS.items()),
        conclusions=(model.Conclusion("o", of),),
        blocks=(block,),
    )
    facts = {key: _value(value) for key, value in table.given.items()}
    return Reference().load(check(Bundle(ruleset))).infer(facts, AS_OF[0])


def _value(value: Any) -> Value:
    return Decimal(written(value)) if isinstance(value, Fraction) else value


@pytest.mark.parametrize(
    "seeds",
    [range(600), pytest.param(range(600, 60_000), marks=pytest.mark.soak)],
    ids=["few", "many"],
)
def test_tables_conclude_what_the_clauses_say(seeds: range) -> None:
    seen = set()
    for seed in seeds:
        table = drawn(seed)
        value, fired, violated = expected(table)
        inference = inferred(table)
        found = inference.conclusions["o"]
        assert found == (tuple(value) if isinstance(value, tuple) else value), (seed, table)
        rules = [firing.number - 1 for firing in inference.firings if firing.kind == "rule"]
        assert rules == fired, (seed, table)
        codes = {problem.code for problem in inference.problems}
        assert codes == ({"hit-policy-violated"} if violated else set()), (seed, table)
        seen.add((table.hit, bool(fired), violated))
    assert len({hit for hit, fired, _ in seen if fired}) == len(HITS)
    assert {hit for hit, _, violated in seen if violated} == {"unique", "any"}
