"""The values of FEEL: how they are compared and calculated (OMG DMN 1.5, 10.3.2).

They are None, Decimal, str, bool, date, datetime, list, dict (a context), `Days` and `Months`
(durations). What makes no sense is null, as everywhere in FEEL.
"""

from __future__ import annotations

import calendar
import decimal
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow],
)


@dataclass(frozen=True)
class Days:
    """A days and time duration, in days."""

    size: Decimal


@dataclass(frozen=True)
class Months:
    """A years and months duration, in months."""

    size: Decimal


def kind(value: Any) -> str:
    """Name the kind of a value; only the same kinds are compared."""
    for types, name in (
        (bool, "boolean"),
        (Decimal, "number"),
        (str, "string"),
        (datetime, "date and time"),
        (date, "date"),
        (list, "list"),
        (dict, "context"),
        (Days, "days"),
        (Months, "months"),
    ):
        if isinstance(value, types):
            return name
    return "null"


# ------------------------------------------------------------------------------------------ logic


def negation(truth: Any) -> bool | None:
    return not truth if isinstance(truth, bool) else None


def conjunction(truths: list[Any]) -> bool | None:
    if any(each is False for each in truths):
        return False
    return True if all(each is True for each in truths) else None


def disjunction(truths: list[Any]) -> bool | None:
    return negation(conjunction([negation(each) for each in truths]))


def equal(left: Any, right: Any) -> bool | None:
    """Table 42: null is equal to null only; unlike kinds are null."""
    if left is None or right is None:
        return left is None and right is None
    if kind(left) != kind(right):
        return None
    if isinstance(left, list):
        same = [equal(*pair) is True for pair in zip(left, right, strict=False)]
        return len(left) == len(right) and all(same)
    return bool(left == right)


def compared(op: str, left: Any, right: Any) -> bool | None:
    """Tables 42 and 43."""
    if op == "=":
        return equal(left, right)
    if op == "!=":
        return negation(equal(left, right))
    if kind(left) != kind(right) or kind(left) in {"null", "boolean", "list", "context"}:
        return None
    one: Any
    other: Any
    one, other = getattr(left, "size", left), getattr(right, "size", right)
    results: dict[str, bool] = {
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }
    return results[op]


# ------------------------------------------------------------------------------------- arithmetic


def arithmetic(op: str, left: Any, right: Any) -> Any:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return numbers(op, left, right)
    if op == "+" and isinstance(left, str) and isinstance(right, str):
        return left + right
    return of_time(op, left, right)


def numbers(op: str, left: Decimal, right: Decimal) -> Decimal | None:
    try:
        if op == "**":
            return power(left, right)
        return {
            "+": CONTEXT.add,
            "-": CONTEXT.subtract,
            "*": CONTEXT.multiply,
            "/": CONTEXT.divide,
        }[op](left, right)
    except decimal.DecimalException:
        return None


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Of whole exponents, rounded once."""
    exact = decimal.Context(prec=5000).power(base, abs(exponent)) if exponent else Decimal(1)
    return CONTEXT.plus(exact) if exponent >= 0 else CONTEXT.divide(Decimal(1), exact)


def of_time(op: str, left: Any, right: Any) -> Any:
    kinds = (kind(left), kind(right))
    if op == "+" and kinds in {("days", "date"), ("months", "date")}:
        return of_time(op, right, left)
    if op == "-" and kinds == ("date", "date"):
        return Days(Decimal((left - right).days))
    if op in {"+", "-"} and kinds in {("date", "days"), ("date", "months")}:
        return moved(left, right, right.size if op == "+" else -right.size)
    if op in {"+", "-"} and kinds in {("days", "days"), ("months", "months")}:
        return type(left)(arithmetic(op, left.size, right.size))
    if op == "*" and kinds == ("days", "number"):
        return Days(CONTEXT.multiply(left.size, right))
    if op == "*" and kinds == ("number", "days"):
        return of_time(op, right, left)
    if op == "/" and kinds == ("days", "days"):
        return numbers("/", left.size, right.size)
    return None


def moved(day: date, by: Days | Months, size: Decimal) -> date | None:
    """Move a day; the last day of a shorter month is kept (as XPath adds durations)."""
    if isinstance(by, Days):
        try:
            return day + timedelta(days=int(size)) if size == int(size) else None
        except OverflowError:
            return None
    months = day.year * 12 + day.month - 1 + int(size)
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
