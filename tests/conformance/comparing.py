"""Reads the values that a case expects, and compares what an engine inferred with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from engine.decision import Firing, Inference, Problem
from rulesets.errors import FenjiError
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    Type,
)
from rulesets.values import Value, same
from tests.conformance.case_files import Plain


def value(plain: Plain, of: Type) -> Value:
    """Read a value that a case expects, by its type; `null` is missing."""
    if plain == "null":
        return None
    if isinstance(of, ListType):
        return tuple(value(each, of.item) for each in plain)
    if isinstance(of, RecordsType):
        types = {field.key: field.type for field in of.fields}
        return tuple({key: value(each, types[key]) for key, each in row.items()} for row in plain)
    if isinstance(of, NumberType):
        return Decimal(plain)
    if isinstance(of, BooleanType):
        return {"true": True, "false": False}[plain]
    if isinstance(of, DateTimeType):
        return datetime.fromisoformat(plain)
    if isinstance(of, DateType):
        return date.fromisoformat(plain)
    return str(plain)


def values(plain: Mapping[str, Plain], types: Mapping[str, Type]) -> dict[str, Value]:
    """Read the values of several conclusions."""
    return {key: value(each, types[key]) for key, each in plain.items()}


def compare_conclusions(
    found: Inference, expected: Mapping[str, Plain], types: Mapping[str, Type]
) -> None:
    """Hold every conclusion against the case: all are named there, by value."""
    assert dict(found.conclusions).keys() == expected.keys()
    # `*` says that a case has nothing to say about a conclusion.
    said = {key: each for key, each in expected.items() if each != "*"}
    wanted = values(said, types)
    wrong = {
        key: (each, found.conclusions[key])
        for key, each in wanted.items()
        if not same(each, found.conclusions[key])
    }
    assert wrong == {}, f"expected, found: {wrong}; problems {found.problems}"


def compare_problems(found: frozenset[Problem], expected: Sequence[Plain]) -> None:
    """Hold the problems against the case: a code, or block, code, expression and rows."""
    wanted = [[None, each] if isinstance(each, str) else list(each) for each in expected]
    left = sorted(found)
    for problem in wanted:
        match = next((each for each in left if matches(each, problem)), None)
        assert match is not None, f"expected the problem {problem}, found {sorted(found)}"
        left.remove(match)
    assert left == [], "problems that the case does not expect"


def matches(problem: Problem, wanted: Sequence[Plain]) -> bool:
    """Tell whether a problem is the one wanted, as far as the case says it."""
    said = (problem.block, problem.code, problem.expression, list(problem.rows))
    pairs = zip(said, wanted, strict=False)
    return all(expected in (None, "null", found) for found, expected in pairs)


def name(firing: Firing) -> str:
    """Name a firing: `block/rule`, or `block (kind)` for a block as a whole."""
    if firing.kind == "rule":
        return f"{firing.block}/{firing.rule}"
    return f"{firing.block} ({firing.kind})"


def compare_concluded(
    firings: Sequence[Firing],
    expected: Mapping[str, Mapping[str, Plain]],
    types: Mapping[str, Type],
) -> None:
    """Hold what each firing gave against the case. Under list policies a firing gives one item."""
    found = {name(firing): dict(firing.concluded) for firing in firings}
    for firing, plain in expected.items():
        item_types = {key: item(types[key], each) for key, each in plain.items()}
        wanted = values(plain, item_types)
        assert same(found[firing], wanted), f"{firing}: expected {wanted}, found {found[firing]}"


def item(of: Type, plain: Plain) -> Type:
    """Take the type of a list's items where the case expects one of them."""
    return of.item if isinstance(of, ListType) and not isinstance(plain, list) else of


def compare_faults(error: FenjiError, expected: Sequence[Plain]) -> None:
    """Hold the faults against the case: all codes, and places as far as the case says them."""
    found = sorted(fault.code for fault in error.faults)
    wanted = [[each] if isinstance(each, str) else list(each) for each in expected]
    assert found == sorted(each[0] for each in wanted), str(error)
    places = [
        (fault.code, {str(step) for pair in fault.place for step in pair}) for fault in error.faults
    ]
    for code, *steps in wanted:
        there = [place for found_code, place in places if found_code == code]
        assert any(set(steps) <= place for place in there), f"{code} at {steps}: found {there}"
    assert all(fault.place for fault in error.faults), "every fault has a place"
    assert all(fault.message(language) for fault in error.faults for language in ("zh", "en"))
