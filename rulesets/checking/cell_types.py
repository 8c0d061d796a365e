"""What tests may stand in a cell, or after `in`, for a subject of a type (section 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rulesets.checking.calls import literal_number
from rulesets.checking.report import Report
from rulesets.checking.static_types import (
    Clash,
    EmptyList,
    compared,
    mismatch,
    order_of,
    ordered,
    said_kind,
)
from rulesets.expressions.tree import (
    Cell,
    CompareTest,
    Literal,
    Node,
    RangeTest,
    Test,
    TestsCell,
    TextTest,
    ValueTest,
)
from rulesets.types import Both, ListType, RecordsType, TextType, Type
from rulesets.values import decimal_text

TypeOf = Callable[[Node], Type | None]

_CODED = Both("代码表的值", "a value of a code list")
_TEXTS = Both("文本列表", "a list of texts")
_SCALAR = Both("数值、文本、真假值、日期或时刻", "a number, text, boolean, date or datetime")


def check_cell(subject: Type, cell: Cell, type_of: TypeOf, report: Report) -> None:
    """Check that every test of a cell may be made of the subject."""
    if isinstance(cell, TestsCell):
        for test in cell.tests:
            check_test(subject, test, type_of, report)


def check_test(subject: Type, test: Test, type_of: TypeOf, report: Report) -> None:
    """Check that a test may be made of the subject."""
    match test:
        case RangeTest():
            _check_range(subject, test, type_of, report)
        case ValueTest() | CompareTest() | TextTest():
            found = type_of(test.operand)
            if found is not None:
                report.refuse(_clash(subject, test, found), test.operand.at)


def _clash(subject: Type, test: ValueTest | CompareTest | TextTest, found: Type) -> Clash | None:
    match test:
        case ValueTest():
            return _equal_or_member(subject, found)
        case CompareTest():
            return relation(test.op, subject, found)
        case TextTest():
            return text_operation(test.op, subject, found)


def relation(operator: str, left: Type, right: Type) -> Clash | None:
    """Tell why `left = right`, `left < right` and the like may not stand, if they may not."""
    if operator in {"=", "!="}:
        return compared(left, right)
    return ordered(operator, left, right)


def text_operation(operator: str, left: Type, right: Type) -> Clash | None:
    """Tell why `contains`, `starts with`, `within` and the like may not stand, if they may not."""
    if not isinstance(left, TextType):
        wanted = _CODED if operator == "within" else said_kind("text")
        return replace(mismatch(wanted, left), left=True)
    if operator == "contains any of":
        texts = isinstance(right, ListType) and isinstance(right.item, TextType)
        return None if texts else mismatch(_TEXTS, right)
    if not isinstance(right, TextType):
        return mismatch("text", right)
    if operator == "within":
        if left.one_of is None:
            return replace(mismatch(_CODED, left), left=True)
        return compared(left, right)
    return None


def _equal_or_member(subject: Type, found: Type) -> Clash | None:
    if isinstance(subject, ListType | RecordsType):
        return mismatch(_SCALAR, subject)
    if isinstance(found, EmptyList):
        return None
    return compared(subject, found.item if isinstance(found, ListType) else found)


def _check_range(subject: Type, test: RangeTest, type_of: TypeOf, report: Report) -> None:
    low, high = type_of(test.low), type_of(test.high)
    for node, found, operator in ((test.low, low, ">="), (test.high, high, "<=")):
        clash = ordered(operator, subject, found) if found is not None else None
        report.refuse(clash, node.at)
        if clash is not None:
            return
    ends = _place(test.low, subject), _place(test.high, subject)
    # The three kinds of ends have an order among their own kind only.
    if ends[0] is None or ends[1] is None or kind_of_end(ends[0]) != kind_of_end(ends[1]):
        return
    if ends[0] > ends[1]:  # type: ignore[operator]  # both ends are of one kind
        report.add(
            "empty-range",
            character=test.low.at,
            low=_written(test.low),
            high=_written(test.high),
        )


def kind_of_end(end: Decimal | date) -> bool:
    """Tell numbers from days and instants."""
    return isinstance(end, Decimal)


def _place(node: Node, subject: Type) -> Decimal | date | None:
    number = literal_number(node)
    if number is not None:
        return number
    if not isinstance(node, Literal) or isinstance(node.value, bool):
        return None
    if isinstance(node.value, str):
        if not isinstance(subject, TextType):
            return None
        codes = order_of(subject, subject)
        values = [code.value for code in codes.codes] if codes is not None else []
        return Decimal(values.index(node.value)) if node.value in values else None
    return node.value


def _written(node: Node) -> str:
    number = literal_number(node)
    if number is not None:
        return decimal_text(number)
    return str(node.value) if isinstance(node, Literal) else ""
