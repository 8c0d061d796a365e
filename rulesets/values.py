"""Equality, order, arithmetic and rounding of values, in this one place for every engine.

A value is a `Decimal`, `str`, `bool`, `date`, aware `datetime`, a tuple of values (a list), or a
tuple of mappings (records). Missing is None. Clause numbers refer to docs/language.md.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal

from rulesets.types import NumberType

Value = Decimal | str | bool | date | datetime | tuple["Value", ...] | Mapping[str, "Value"] | None
Kleene = bool | None

ARITHMETIC = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
"""Every operation rounds to 34 digits half-even in this context, never in the thread's own."""

_EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN, Emin=-99999, Emax=99999, clamp=0, traps=[])
_UNROUNDED = Context(
    prec=40_000,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999_999,
    Emax=999_999_999,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Inexact],
)
"""Holds every power and remainder of two numbers exactly, so that each is rounded once (6.1)."""

MOST_EXPONENT = 1000
_MODES = {
    "half-up": ROUND_HALF_UP,
    "half-even": ROUND_HALF_EVEN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
}


FIRST_INSTANT = datetime(1, 1, 2, tzinfo=UTC)
PAST_INSTANTS = datetime(9999, 12, 31, tzinfo=UTC)


def is_instant(value: datetime) -> bool:
    """Tell whether a moment has an offset, and a day from year 1 to 9999 in every zone (2.4).

    Example:
        >>> is_instant(datetime(2026, 3, 3)), is_instant(datetime(2026, 3, 3, tzinfo=UTC))
        (False, True)
    """
    return value.utcoffset() is not None and FIRST_INSTANT <= value < PAST_INSTANTS


def kind(value: Value) -> str:
    """Name the kind of a value: number, text, boolean, date, datetime, list, records or missing.

    Example:
        >>> kind(True), kind(Decimal(1)), kind(None)
        ('boolean', 'number', 'missing')
    """
    names: tuple[tuple[type, str], ...] = (
        (bool, "boolean"),
        (Decimal, "number"),
        (str, "text"),
        (datetime, "datetime"),
        (date, "date"),
    )
    for python_type, name in names:
        if isinstance(value, python_type):
            return name
    if value is None:
        return "missing"
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return "records"
    return "list"


def equal(left: Value, right: Value) -> Kleene:
    """Compare two values exactly; unknown when one is missing, false when their kinds differ.

    Numbers compare by value (1.0 = 1), datetimes as instants, texts code point by code point, lists
    item by item in order. 1 is not true.

    Example:
        >>> equal(Decimal("1.0"), Decimal(1)), equal(Decimal(1), True), equal(None, None)
        (True, False, None)
    """
    if left is None or right is None:
        return None
    return same(left, right)


def same(left: Value, right: Value) -> bool:
    """Tell whether two values agree, missing agreeing with missing: how decisions are compared.

    Example:
        >>> same(None, None), same((Decimal("2.50"),), (Decimal("2.5"),)), same(True, Decimal(1))
        (True, True, False)
    """
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return kind(left) == kind(right) and comparable(left) == comparable(right)


def comparable(value: Value) -> Value:
    """Return a datetime in UTC, any other value as it is.

    Python compares two datetimes of one zone by the wall clock, which is wrong in the hour that is
    repeated when summer time ends; clause 9.2 compares instants.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> comparable(datetime(2026, 3, 3, 8, tzinfo=ZoneInfo("Asia/Shanghai"))).isoformat()
        '2026-03-03T00:00:00+00:00'
    """
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def less(left: Value, right: Value) -> Kleene:
    """Tell whether left comes before right; unknown when one is missing.

    Raises:
        TypeError: the two are not both numbers, both dates or both datetimes. The checker refuses
            such an expression, so an engine that meets one has a fault.

    Example:
        >>> less(Decimal(2), Decimal(10)), less(None, Decimal(1))
        (True, None)
    """
    if left is None or right is None:
        return None
    if kind(left) != kind(right) or kind(left) not in {"number", "date", "datetime"}:
        message = f"no order between {kind(left)} and {kind(right)}"
        raise TypeError(message)
    # The kinds are the same and have an order, which types cannot tell.
    return comparable(left) < comparable(right)  # type: ignore[operator]


def rounded(value: Decimal, to: NumberType) -> Decimal:
    """Round a conclusion once to its scale or step, by its mode; halves away from zero by default.

    Example:
        >>> rounded(Decimal("2.345"), NumberType(scale=2))
        Decimal('2.35')
        >>> rounded(Decimal("2.345"), NumberType(scale=2, rounding="half-even"))
        Decimal('2.34')
        >>> rounded(Decimal("12"), NumberType(scale=0, step=Decimal(5), rounding="down"))
        Decimal('10')
        >>> rounded(Decimal("2.345"), NumberType())
        Decimal('2.345')
    """
    return rounder(to)(value)


def rounder(to: NumberType) -> Callable[[Decimal], Decimal]:
    """Prepare `rounded` for many numbers of one type.

    Example:
        >>> rounder(NumberType(scale=1, rounding="down"))(Decimal("2.39"))
        Decimal('2.3')
    """
    mode, step, scale = _MODES[to.rounding], to.step, to.scale
    unit = None if scale is None else Decimal((0, (1,), -scale))

    def rounding(value: Decimal) -> Decimal:
        if step is not None:
            # Dividing first to 400 digits keeps a tie a tie: a quotient is never rounded into one.
            steps = _EXACT.divide(value, step).to_integral_value(rounding=mode)
            value = _EXACT.multiply(steps, step)
        if unit is None or value.adjusted() > _WHOLE_ANYWAY:
            return value
        return value.quantize(unit, mode, _EXACT)

    return rounding


_WHOLE_ANYWAY = 100
"""From this power of ten on, 34 digits hold no decimals: there is nothing to round to a scale."""


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """Raise to a whole power from -1000 to 1000, rounded once; None for any other exponent (6.5).

    Raises:
        decimal.DivisionByZero: zero to a negative power.
        decimal.Overflow: the result is beyond the range of numbers.

    Example:
        >>> power(Decimal(-2), Decimal(2)), power(Decimal(2), Decimal("0.5"))
        (Decimal('4'), None)
    """
    size = exponent.copy_abs()  # abs() would round in the thread's context
    if size > MOST_EXPONENT or size != size.to_integral_value():
        return None
    if not exponent:
        return Decimal(1)
    exact = _UNROUNDED.power(base, size)
    return ARITHMETIC.divide(Decimal(1), exact) if exponent < 0 else ARITHMETIC.plus(exact)


def modulo(number: Decimal, divisor: Decimal) -> Decimal:
    """Return number − divisor × floor(number / divisor), rounded once (18.5).

    Raises:
        decimal.DivisionByZero: the divisor is zero.

    Example:
        >>> modulo(Decimal(-7), Decimal(3)), modulo(Decimal(7), Decimal(-3))
        (Decimal('2'), Decimal('-2'))
    """
    if not divisor:
        raise decimal.DivisionByZero
    rest = _UNROUNDED.remainder(number, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = _UNROUNDED.add(rest, divisor)
    return ARITHMETIC.plus(rest)


def in_domain(value: Decimal, domain: NumberType) -> bool:
    """Tell whether a number lies within minimum and maximum, both included, and has ≤ 18 digits.

    Example:
        >>> in_domain(Decimal(101), NumberType(scale=0, maximum=Decimal(100)))
        False
    """
    if domain.minimum is not None and value < domain.minimum:
        return False
    if domain.maximum is not None and value > domain.maximum:
        return False
    return digits(value) <= MOST_DIGITS or domain.scale is None


MOST_DIGITS = 18


def digits(value: Decimal) -> int:
    """Count the digits of a number in plain form, without zeros that say nothing.

    Example:
        >>> digits(Decimal("1200.50")), digits(Decimal("1E+3")), digits(Decimal("0.001"))
        (5, 4, 3)
    """
    plain = decimal_text(value).lstrip("-").lstrip("0")
    return max(1, len(plain.replace(".", "")))


def decimals(value: Decimal) -> int:
    """Count the decimals of a number without trailing zeros.

    Example:
        >>> decimals(Decimal("1.50")), decimals(Decimal("1E+3"))
        (1, 0)
    """
    plain = decimal_text(value)
    return len(plain.partition(".")[2])


def decimal_text(value: Decimal) -> str:
    """Write a number in plain decimal form, without exponent or trailing zeros.

    Example:
        >>> decimal_text(Decimal("1.2E+3")), decimal_text(Decimal("-0.00"))
        ('1200', '0')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", "0", ""} else text
