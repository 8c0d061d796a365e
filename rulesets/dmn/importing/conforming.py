"""Declared types (OMG DMN 1.5, 10.3.2.9.4): a value that is not of its type is null.

What is of another kind for sure is refused; a value that allowed values may not hold becomes null.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rulesets.dmn.feel import tree
from rulesets.dmn.importing import expressions
from rulesets.dmn.importing.expressions import Scope, fits, refuse_unfit, settled
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.importing.knowing import without_domain
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import Place
from rulesets.dmn.translating.environment import Known, Members, Rows, Value
from rulesets.expressions.tree import If, Literal, Negate, Node, Null
from rulesets.types import ListType, NumberType, TextType, Type

_VALUE = "\0value"


def is_limited(kind: Kind | Type | None) -> bool:
    """Tell whether a type has allowed values."""
    if isinstance(kind, NumberType):
        return kind.minimum is not None or kind.maximum is not None
    return isinstance(kind, TextType) and kind.one_of is not None


def conformed(
    known: Known, kind: Kind | None, scale: int, place: Place, report: Report
) -> Known | None:
    """Return what is null where its declared type does not hold it; None: a fault was told."""
    if isinstance(known, Value) and not isinstance(kind, Record):
        return _value(known, kind, scale, place, report)
    if agrees(known, kind, scale):
        return known
    report.refuse("与声明的类型不符的上下文", "context of another type than declared", place)
    return None


def _value(
    known: Value, kind: Kind | None, scale: int, place: Place, report: Report
) -> Value | None:
    plain = without_domain(kind)
    if kind is None or plain is None:
        return known
    if not fits(plain, known.type):
        refuse_unfit(plain, known.type, place, report)
        return None
    if agrees(known, kind, scale) or _allowed(known.node, kind):
        return known
    tests = _tests(kind)
    if not tests:
        report.refuse("可能不在取值范围内的列表", "list that allowed values may not hold", place)
        return None
    name = tree.Name(_VALUE)
    limited = tree.If(tree.InTests(name, tests), name, tree.Null())
    said = expressions.say(limited, place, Scope({_VALUE: known}), report, plain)
    return Value(said.node, said.type or plain) if said else None


def _tests(kind: Kind) -> tuple[tree.Test, ...]:
    """Say allowed values as tests."""
    if isinstance(kind, TextType) and kind.one_of is not None:
        return tuple(tree.ValueTest(tree.String(each.value)) for each in kind.one_of.codes)
    if not isinstance(kind, NumberType):
        return ()
    low, high = kind.minimum, kind.maximum
    if low is not None and high is not None:
        return (tree.ValueTest(tree.RangeLiteral(_number(low), _number(high), True, True)),)
    end, op = (low, ">=") if low is not None else (high, "<=")
    return () if end is None else (tree.CompareTest(op, _number(end)),)


def _number(value: Decimal) -> tree.Feel:
    return tree.Negate(tree.Number(-value)) if value < 0 else tree.Number(value)


def _allowed(node: Node, kind: Kind) -> bool:
    """Tell whether all that a value may be is written out, and allowed."""
    match node:
        case Null():
            return True
        case If(then=then, otherwise=otherwise):
            return _allowed(then, kind) and _allowed(otherwise, kind)
        case Literal(value=str(value)) if isinstance(kind, TextType) and kind.one_of is not None:
            return value in kind.one_of.values
    return False


def surely(node: Node, of: Type | None, kind: Type) -> bool:
    """Tell whether a value is within the allowed values of its type; literals were looked at."""
    if not is_limited(kind) or of == kind or isinstance(node, Literal | Null):
        return True
    if isinstance(node, Negate):
        return surely(node.operand, None, kind)
    return isinstance(kind, TextType) and _allowed(node, kind)


def agrees(known: Known, kind: Kind | None, scale: int) -> bool:
    """Tell whether what a name stands for is of a type for sure, allowed values and all."""
    if kind is None:
        return True
    match known:
        case Value() if isinstance(kind, Record):
            return False
        case Value(type=of):
            plain = without_domain(kind)
            limited = is_limited(kind.of if isinstance(kind, Many) else kind)
            return plain is None or (fits(plain, of) and (not limited or _same(of, kind, scale)))
        case Members(of=members):
            return isinstance(kind, Record) and _each(members, kind, scale)
        case Rows(of=fields):
            return isinstance(kind, Many) and _row(fields, kind.of, scale)
    return False


def _same(of: Type, kind: Kind, scale: int) -> bool:
    item = kind.of if isinstance(kind, Many) else kind
    found = getattr(of, "item", of)
    return (
        not isinstance(item, Record | Many) and item is not None and found == settled(item, scale)
    )


def _row(fields: Mapping[str, Value], kind: Kind | None, scale: int) -> bool:
    return kind is None or (isinstance(kind, Record) and _each(fields, kind, scale))


def _each(members: Mapping[str, Known], kind: Record, scale: int) -> bool:
    return all(
        name in members and agrees(members[name], of, scale) for name, of in kind.members.items()
    )


def note_nulls(place: Place, report: Report) -> None:
    """Note that contexts are put together of their members."""
    report.note(
        "原样返回的上下文为空值时，得到成员均为空值的上下文，而 DMN 得空值",
        "a context returned as it is gives a context of nulls where it is null in DMN",
        place,
    )


def suits(kind: Kind | None, many: bool, outputs: int) -> bool:
    """Tell whether the value of a table may be of a type: a list, a context, or one value."""
    if many:
        if not isinstance(kind, Many | None):
            return False
        kind = kind.of if kind else None
    if kind is None:
        return True
    return isinstance(kind, Record) if outputs > 1 else not isinstance(kind, Record | Many)


def note_limits(members: Mapping[str, Kind | None], place: Place, report: Report) -> None:
    """Note that a member of what is not allowed is null on its own."""
    if any(map(is_limited, members.values())):
        report.note(
            "上下文的成员不在取值范围内时仅该成员为空值，而 DMN 整个为空值",
            "a member of a context that is not allowed is null, where DMN gives null for the whole",
            place,
        )


def is_one(known: Known | None, kind: Kind | None, place: Place, report: Report) -> bool:
    """Tell whether a value is a list where one is declared, and no context is; else refuse it."""
    item = kind.of if isinstance(kind, Many) else kind
    listed = isinstance(known, Value) and isinstance(known.type, ListType)
    if not isinstance(item, Record) and (listed or not isinstance(kind, Many)):
        return True
    zh, en = ("上下文", "a context") if isinstance(kind, Record) else ("列表", "a list")
    report.refuse(
        f"声明为{zh}而不是{zh}的表达式", f"expression that is declared {en} and is none", place
    )
    return False
