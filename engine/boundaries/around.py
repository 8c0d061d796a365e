"""Values around a border: just below, on it and just above, by the type of the fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import islice
from typing import Any, Final

from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import MOST_DIGITS, Value, in_domain, is_instant, kind

MOST_CODES: Final = 40
"""How many codes of a list are tried besides those that the rules name."""
_ROWS: Final = (0, 1, 2, 3, 12)
_KINDS: Final = {
    NumberType: "number",
    TextType: "text",
    BooleanType: "boolean",
    DateType: "date",
    DateTimeType: "datetime",
}


def near(of: Type, literals: Iterable[Value]) -> tuple[Value, ...]:
    """Give values of a type around literals, each once, all of them such as could be given.

    Example:
        >>> near(NumberType(scale=1, minimum=Decimal(0)), [Decimal(5)])[:3]
        (Decimal('4.9'), Decimal('5.0'), Decimal('5.1'))
        >>> near(BooleanType(), [])
        (True, False)
    """
    known = list(literals)
    return tuple(distinct(each for each in _near(of, known) if fits(each, of)))


def distinct(values: Iterable[Value]) -> list[Value]:
    """Keep each value once, in the order in which they come first."""
    return list({_identity(each): each for each in values}.values())


def fits(value: Value, of: Type) -> bool:
    """Tell whether a value of this type could be given (section 15)."""
    if isinstance(of, NumberType):
        assert isinstance(value, Decimal)  # noqa: S101 - made for this type
        scale = MOST_DIGITS if of.scale is None else of.scale
        exact = value == value.quantize(unit(of)) if abs(value) < 10**MOST_DIGITS else False
        return exact and scale >= 0 and in_domain(value, of) and _digits(value, of)
    if isinstance(of, TextType):
        return of.one_of is None or value in of.one_of.values
    if isinstance(of, DateTimeType):
        return isinstance(value, datetime) and is_instant(value)
    return True


def unit(of: NumberType) -> Decimal:
    """Give the smallest step between two numbers of a type."""
    return Decimal((0, (1,), -(of.scale or 0)))


def _digits(value: Decimal, of: NumberType) -> bool:
    return abs(value) < Decimal(10) ** (MOST_DIGITS - (of.scale or 0))


def _identity(value: Value) -> object:
    return (kind(value), repr(value)) if isinstance(value, tuple) else (kind(value), value)


def _near(of: Type, literals: Sequence[Value]) -> Iterator[Value]:
    if isinstance(of, ListType):
        yield from _lists(of, literals)
    elif isinstance(of, RecordsType):
        yield from _records(of, literals)
    elif isinstance(of, BooleanType):
        yield from (True, False)
    else:
        wanted = _KINDS[type(of)]
        for each in literals:
            if kind(each) == wanted:
                yield from _beside(each, of)
        yield from _elsewhere(of)


def _beside(literal: Any, of: Type) -> Iterator[Value]:
    if isinstance(of, NumberType):
        low = literal.quantize(unit(of), rounding=ROUND_FLOOR) if _digits(literal, of) else literal
        step = unit(of)
        yield from (low - step, low, low + step)
    elif isinstance(of, TextType):
        yield from (literal, f"{literal}x", f"x{literal}")
    else:
        step_of_time = timedelta(microseconds=1) if isinstance(of, DateTimeType) else timedelta(1)
        yield literal
        for sign in (-1, 1):
            try:
                yield literal + sign * step_of_time
            except OverflowError:  # beyond the years there are
                continue


def _elsewhere(of: Type) -> Iterator[Value]:
    """Values beside those that rules name: ends of the domain, zero, codes, other texts."""
    if isinstance(of, NumberType):
        most = Decimal(10) ** (MOST_DIGITS - (of.scale or 0)) - unit(of)
        ends = (of.minimum, of.maximum, Decimal(0), Decimal(1), Decimal(100), -most, most)
        yield from (each for each in ends if each is not None)
        yield from (Decimal(10) ** power for power in (4, 6, 8))
    elif isinstance(of, TextType):
        if of.one_of is None:
            yield from ("", "x", "外")
        else:
            yield from (code.value for code in islice(of.one_of.codes, MOST_CODES))
    elif isinstance(of, DateType):
        yield from (date(1, 1, 1), date(1990, 2, 28), date(2024, 2, 29), date(9999, 12, 31))
    elif isinstance(of, DateTimeType):
        yield from (
            datetime.fromisoformat(f"{year}-02-28T12:00:00Z") for year in (1990, 2024, 2099)
        )


def _lists(of: ListType, literals: Sequence[Value]) -> Iterator[Value]:
    """Nothing, each item alone, and all of them."""
    items = near(of.item, literals)[:MOST_CODES]
    yield ()
    yield from ((each,) for each in items)
    yield tuple(items)


def _records(of: RecordsType, literals: Sequence[Value]) -> Iterator[Value]:
    """No row, each value in a row by itself, missing sub-facts, and many rows."""
    values = {field.key: near(field.type, literals)[:MOST_CODES] for field in of.fields}
    row: dict[str, Value] = {key: found[0] for key, found in values.items() if found}
    yield from ((row,) * count for count in _ROWS)
    for field in of.fields:
        for each in values[field.key]:
            yield ({**row, field.key: each},)
        if not field.required:
            yield (row, {key: value for key, value in row.items() if key != field.key})
