"""Values written out in a document: of constants, of lookups' rows, of points."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from rulesets.checking.calls import literal_number
from rulesets.checking.meaning import Meaning
from rulesets.checking.report import Report
from rulesets.checking.static_types import concluded, said, shown_codes
from rulesets.checking.tree_types import TreeTypes
from rulesets.errors import AuthorError
from rulesets.expressions.lexer import shortened
from rulesets.expressions.parser import parse_expression
from rulesets.expressions.scope import Scope
from rulesets.expressions.spelling import composed, folded
from rulesets.expressions.tree import ListOf, Literal, Node
from rulesets.expressions.walk import is_null
from rulesets.types import (
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)
from rulesets.values import Value

_NUMBER = re.compile(r"-?[0-9]{1,34}(\.[0-9]{1,12})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_QUOTES = '"“”「」＂'
_EMPTY = Scope()


def is_blank(text: str) -> bool:
    """Tell whether a cell is blank: nothing, or a dash.

    Example:
        >>> is_blank(" － "), is_blank("-1")
        (True, False)
    """
    return folded(text).strip() in {"", "-"}


def codes_of(of: Type) -> CodeList | None:
    """Return the code list of a text, or of the texts of a list."""
    item = of.item if isinstance(of, ListType) else of
    return item.one_of if isinstance(item, TextType) else None


def written_value(text: str, of: Type, report: Report, scope: Scope = _EMPTY) -> Value:
    """Return the value that a text writes out for a type; None when it has a fault, reported.

    A text needs no quotes, and a date or datetime may stand as it is: the type decides how all is
    read.

    Example:
        >>> written_value("华东", TextType(), Report())
        '华东'
        >>> written_value("1.2亿", NumberType(), Report())
        Decimal('1.2E+8')
        >>> written_value("2026-03-01", DateType(), Report())
        datetime.date(2026, 3, 1)
    """
    plain = composed(text).strip()
    if isinstance(of, NumberType) and _NUMBER.fullmatch(plain):
        return Decimal(plain)
    if isinstance(of, TextType) and plain[:1] not in _QUOTES:
        return _unquoted(plain, of.one_of, report, scope)
    if isinstance(of, DateType) and _DATE.fullmatch(plain):
        try:
            return date.fromisoformat(plain)
        except ValueError:
            plain = f'date("{plain}")'
    if isinstance(of, DateTimeType) and plain[:1].isdigit():
        plain = f'datetime("{plain}")'
    percent = isinstance(of, NumberType) and of.unit == "%"
    try:
        node = parse_expression(plain, scope.for_column(codes_of(of), percent=percent))
    except AuthorError as error:
        if all(fault.code == "unknown-name" for fault in error.faults):
            report.add("literal-required", expected=said(of), found=shortened(plain))
        else:
            report.take(error.faults)
        return None
    return _value_of(node, plain, of, report)


def _unquoted(plain: str, codes: CodeList | None, report: Report, scope: Scope) -> Value:
    if codes is None or plain in codes.values:
        return plain
    value = scope.code_spellings(codes).get(plain)
    if value is None:
        report.add("not-in-list", text=plain, nearest=shown_codes(codes))
    return value


def _value_of(node: Node, text: str, of: Type, report: Report) -> Value:
    value = literal_value(node)
    if is_null(node):
        report.add("null-not-a-value", character=node.at)
        return None
    if value is None:
        report.add("literal-required", expected=said(of), found=shortened(text))
        return None
    found = TreeTypes(Meaning({}), report).type_of(node)
    clash = concluded(of, found) if found is not None else None
    if clash is not None:
        report.refuse(clash)
        return None
    return value if found is not None else None


def literal_value(node: Node) -> Value:
    """Return the value of an expression of literals only; None when it holds anything else."""
    if isinstance(node, ListOf):
        items = tuple(map(literal_value, node.items))
        return None if None in items else items
    number = literal_number(node)
    if number is not None:
        return number
    return node.value if isinstance(node, Literal) else None
