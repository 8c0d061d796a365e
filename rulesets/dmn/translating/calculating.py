"""Arithmetic of FEEL: numbers, joining of texts, dates and durations (10.3.2.11, tables 50 to 53).

A duration is kept as a number of days or of months, and must vanish: into a date, a number or a
comparison. An operand that is null makes the whole null.
"""

from __future__ import annotations

from rulesets.checking.calls import literal_number
from rulesets.checking.failing import Sizes, can_fail
from rulesets.checking.static_types import Clash, added, multiplied
from rulesets.dmn.translating.said import (
    BROKEN,
    DATE,
    NULL,
    NUMBER,
    TEXT,
    Days,
    Kind,
    Months,
    Said,
    is_text,
    named,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions.functions import AGGREGATES, FUNCTIONS
from rulesets.expressions.tree import Arithmetic, Call, Negate, Node
from rulesets.expressions.walk import within
from rulesets.types import DateTimeType, DateType, NumberType

_GREATEST_POWER = 1000


def may_fail(node: Node) -> bool:
    """Tell whether an operation can give a problem (5.8), and so stands in no cell.

    Functions of the document and lookups are not looked into: they may.

    Example:
        >>> may_fail(Call("floor", ())), may_fail(Call("grade_of", ()))
        (False, True)
    """
    known = FUNCTIONS.keys() | AGGREGATES.keys()
    if any(isinstance(each, Call) and each.function not in known for each in within(node)):
        return True
    return can_fail(node, Sizes()) is not None


def negative(of: Said, scope: Scope, at: int) -> Said:
    """Say `-x` of a number or a duration."""
    if of.broken or of.null:
        return of
    if not isinstance(of.kind, NumberType | Days | Months):
        return scope.mismatch(named(NUMBER), of, at)
    return Said(Negate(of.node), of.kind, of.total)


def calculated(op: str, left: Said, right: Said, scope: Scope, at: int) -> Said:
    """Say `left op right`."""
    if left.broken or right.broken:
        return BROKEN
    for side in (left, right):
        if isinstance(side.kind, DateTimeType):
            zh, en = "时刻的加减", "adding to a date and time, or subtracting from one"
            return scope.refuse(zh, en, at)
    if left.null or right.null:
        return NULL
    durations = isinstance(left.kind, Days | Months) or isinstance(right.kind, Days | Months)
    if durations or isinstance(left.kind, DateType) or isinstance(right.kind, DateType):
        found = _of_time(op, left, right)
        return found or _refused(op, left, right, scope, at)
    if op == "**" and not _power_stands(right):
        zh, en = "不是 −1000 到 1000 的整数的乘方", "power that is not whole from -1000 to 1000"
        return scope.refuse(zh, en, at)
    return _plain(op, left, right) or _refused(op, left, right, scope, at)


def _plain(op: str, left: Said, right: Said) -> Said | None:
    """Say arithmetic of numbers, and `+` of texts."""
    if left.kind is None or right.kind is None:
        return None
    if isinstance(left.kind, Days | Months) or isinstance(right.kind, Days | Months):
        return None
    kind = (added if op in {"+", "-"} else multiplied)(op, left.kind, right.kind)
    if isinstance(kind, Clash):
        return None
    node = Arithmetic(op, left.node, right.node)
    total = left.total and right.total and not may_fail(node)
    return Said(node, TEXT if is_text(kind) else kind, total)


def _divides(by: Said) -> bool:
    return bool(literal_number(by.node))


def _power_stands(by: Said) -> bool:
    """6.5: only whole powers are exact; one that is not written out is looked at when it runs."""
    power = literal_number(by.node)
    if power is None:
        return True
    return power == power.to_integral_value() and abs(power) <= _GREATEST_POWER


def _refused(op: str, left: Said, right: Said, scope: Scope, at: int) -> Said:
    one, other = named(left.kind), named(right.kind)
    return scope.refuse(
        f"{one.zh}与{other.zh}之间的 `{op}`", f"`{op}` of {one.en} and {other.en}", at
    )


def _of_time(op: str, left: Said, right: Said) -> Said | None:
    """Say `+ - * /` where a date or a duration stands."""
    if op in {"+", "-"}:
        return _moved(op, left, right) or _durations_added(op, left, right)
    if op == "*":
        return _times(left, right) or _times(right, left)
    if op == "/":
        return _divided(left, right)
    return None


def _moved(op: str, left: Said, right: Said) -> Said | None:
    """Say a date moved by a duration, and the days between two dates."""
    if isinstance(left.kind, DateType) and isinstance(right.kind, DateType):
        if op == "+":
            return None
        both = left.total and right.total
        return Said(Arithmetic("-", left.node, right.node), Days(), both)
    if op == "+" and isinstance(right.kind, DateType):
        left, right = right, left
    if not isinstance(left.kind, DateType) or not isinstance(right.kind, Days | Months):
        return None
    function = "add days" if isinstance(right.kind, Days) else "add months"
    by = right.node if op == "+" else _negated(right.node)
    return Said(Call(function, (left.node, by)), DATE)


def _negated(node: Node) -> Node:
    return node.operand if isinstance(node, Negate) else Negate(node)


def _durations_added(op: str, left: Said, right: Said) -> Said | None:
    kind: Kind
    if isinstance(left.kind, Days) and isinstance(right.kind, Days):
        kind = Days(left.kind.whole and right.kind.whole)
    elif isinstance(left.kind, Months) and isinstance(right.kind, Months):
        kind = Months()
    else:
        return None
    return Said(Arithmetic(op, left.node, right.node), kind, left.total and right.total)


def _times(left: Said, right: Said) -> Said | None:
    """Say a duration of days some times over; of months there could be parts."""
    if not isinstance(left.kind, Days) or not isinstance(right.kind, NumberType):
        return None
    factor = literal_number(right.node)
    whole = left.kind.whole and factor is not None and factor == factor.to_integral_value()
    both = left.total and right.total
    if literal_number(left.node) == 1:
        return Said(right.node, Days(whole), both)
    return Said(Arithmetic("*", left.node, right.node), Days(whole), both)


def _divided(left: Said, right: Said) -> Said | None:
    """Say how many times a duration goes into another; a divisor that is zero gives null."""
    if not isinstance(left.kind, Days) or not isinstance(right.kind, Days):
        return None
    both = left.total and right.total
    if literal_number(right.node) == 1:
        return Said(left.node, NUMBER, both)
    return Said(Arithmetic("/", left.node, right.node), NUMBER, both and _divides(right))


def part(of: Said, name: str, scope: Scope, at: int) -> Said | None:
    """Say `.days` of a duration of whole days; None: the duration has another shape."""
    if isinstance(of.kind, Days) and of.kind.whole and name == "days":
        return Said(of.node, NUMBER, of.total)
    if isinstance(of.kind, Days | Months):
        return scope.refuse(f"时长的 `{name}`", f"`{name}` of a duration", at)
    return None
