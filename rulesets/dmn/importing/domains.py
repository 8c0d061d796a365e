"""Allowed values: a list of texts, or a range of numbers, as the domain of a type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from rulesets.dmn.feel.parser import parse_unary_tests
from rulesets.dmn.feel.tree import (
    Boolean,
    CompareTest,
    Feel,
    Negate,
    Null,
    Number,
    OneSidedRange,
    RangeLiteral,
    String,
    Test,
    UnaryTests,
    ValueTest,
)
from rulesets.dmn.importing.kinds import Kind
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import Text
from rulesets.errors import AuthorError
from rulesets.types import BooleanType, Code, CodeList, NumberType, TextType
from rulesets.values import digits

MOST_DIGITS = 18


def constrained(kind: Kind | None, allowed: Text, scale: int, report: Report) -> Kind | None:
    """Return a type with the domain that allowed values say; what no domain holds is refused."""
    tests = read_values(allowed, report)
    if tests is None:
        return kind
    found = domain(kind, tests, scale)
    if found is None:
        report.refuse(
            "文本列表或单一数值范围以外的取值限制",
            "limit of values that is neither a list of texts nor one range of numbers",
            allowed.place,
        )
        return kind
    return found


def read_values(allowed: Text, report: Report) -> UnaryTests | None:
    """Read allowed values; None: a fault was told."""
    try:
        return parse_unary_tests(allowed.text)
    except AuthorError as error:
        report.take(error, allowed.place)
        return None


def domain(kind: Kind | None, tests: UnaryTests, scale: int) -> Kind | None:
    """Return a type with this domain; None: no domain of the language is just so."""
    if not tests.tests:
        return kind
    if tests.negated:
        return None
    wanted = tuple(each for each in tests.tests if not _is_null(each))
    values = texts(wanted)
    if values and (kind is None or isinstance(kind, TextType)):
        return _listed(kind, values)
    if isinstance(kind, BooleanType) and _both(wanted):
        return kind
    if (kind is None or isinstance(kind, NumberType)) and len(wanted) == 1:
        return _ranged(wanted[0], kind or NumberType(), scale)
    return None


def texts(tests: tuple[Test, ...]) -> tuple[str, ...]:
    """Return the texts that tests list, in order; none when one of them is anything else."""
    found = tuple(
        each.operand.value
        for each in tests
        if isinstance(each, ValueTest) and isinstance(each.operand, String)
    )
    return tuple(dict.fromkeys(found)) if len(found) == len(tests) else ()


def _is_null(test: Test) -> bool:
    return isinstance(test, ValueTest) and isinstance(test.operand, Null)


def _both(tests: tuple[Test, ...]) -> bool:
    values = {
        each.operand.value
        for each in tests
        if isinstance(each, ValueTest) and isinstance(each.operand, Boolean)
    }
    return values == {True, False}


def _listed(kind: TextType | None, values: tuple[str, ...]) -> TextType | None:
    outer = kind.one_of if kind else None
    if outer is not None:
        values = tuple(each for each in values if each in outer.values)
    return TextType(CodeList(tuple(map(Code, values)))) if values else None


def _ranged(test: Test, kind: NumberType, scale: int) -> NumberType | None:
    low: Decimal | None = None
    high: Decimal | None = None
    least = Decimal(1).scaleb(-scale)
    ends = _ends(test)
    if ends is None:
        return None
    for op, value in ends:
        # What is given has no more decimals: beyond a number is at the next one, exactly.
        number = {">": value + least, "<": value - least}.get(op, value)
        if digits(number) > MOST_DIGITS or int(number.as_tuple().exponent) < -scale:
            return None
        if op[0] == ">":
            low = number
        else:
            high = number
    low, high = _tighter(low, kind.minimum, max), _tighter(high, kind.maximum, min)
    if low is not None and high is not None and low > high:
        return None
    return replace(kind, minimum=low, maximum=high)


def _tighter(
    one: Decimal | None, other: Decimal | None, of: Callable[[Decimal, Decimal], Decimal]
) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return of(one, other)


def _ends(test: Test) -> list[tuple[str, Decimal]] | None:
    """Return what a value must hold to, as comparisons with numbers."""
    operand = test.operand
    if isinstance(test, ValueTest) and isinstance(operand, RangeLiteral):
        low, high = _number(operand.low), _number(operand.high)
        if low is None or high is None:
            return None
        return [
            (">=" if operand.low_included else ">", low),
            ("<=" if operand.high_included else "<", high),
        ]
    op = test.op if isinstance(test, CompareTest) else ""
    if isinstance(test, ValueTest) and isinstance(operand, OneSidedRange):
        op, operand = operand.op, operand.operand
    value = _number(operand)
    return [(op, value)] if op in {"<", "<=", ">", ">="} and value is not None else None


def _number(feel: Feel) -> Decimal | None:
    if isinstance(feel, Negate):
        value = _number(feel.operand)
        return None if value is None else -value
    return feel.value if isinstance(feel, Number) else None
