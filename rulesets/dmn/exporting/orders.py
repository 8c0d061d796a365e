"""Code lists with an order or a tree, which FEEL's texts have not."""

from __future__ import annotations

from decimal import Decimal

from rulesets.dmn.exporting.scope import Scope
from rulesets.dmn.feel.nulls import guarded
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    Feel,
    Filter,
    InTests,
    ListLiteral,
    Name,
    Number,
    String,
    ValueTest,
)
from rulesets.expressions.tree import Literal, Node
from rulesets.types import CodeList, TextType

_FIRST = Number(Decimal(1))


def compared_by_place(op: str, left: Feel, right: Feel, codes: CodeList) -> Feel:
    """Say `left < right` of texts by their places in a list; FEEL compares their letters.

    Example:
        >>> from rulesets.dmn.feel.printer import print_feel
        >>> from rulesets.types import Code
        >>> grades = CodeList((Code("B"), Code("A")), ordered=True)
        >>> print_feel(compared_by_place("<", Name("grade"), String("A"), grades))
        'index of(["B", "A"], grade)[1] < index of(["B", "A"], "A")[1]'
    """
    values = ListLiteral(tuple(String(code.value) for code in codes.codes))
    one, other = (Filter(Call(Name("index of"), (values, each)), _FIRST) for each in (left, right))
    return Binary(op, one, other)


def text_within(left: Node, right: Node, said: Feel, within: Feel, scope: Scope) -> Feel:
    """Say `left within right` by the values that lie there."""
    type_ = scope.type_of(left)
    codes = type_.one_of if isinstance(type_, TextType) else None
    if codes is None or not isinstance(right, Literal):
        scope.notes.add(
            "`位于` 写作相等：DMN 没有层级取值",
            "`within` becomes equality: DMN has no hierarchical lists",
        )
        same = Binary("=", said, within)
        return guarded(same, same)
    scope.notes.add(
        "`位于` 写作其下全部取值的列举", "`within` becomes a list of the values that lie there"
    )
    values = values_within(codes, str(right.value))
    among = InTests(said, tuple(ValueTest(String(each)) for each in values))
    return guarded(among, among)


def values_within(codes: CodeList, value: str) -> tuple[str, ...]:
    """List the values that are a value, or lie under it by however many steps.

    Example:
        >>> from rulesets.types import Code
        >>> values_within(CodeList((Code("east"), Code("shanghai", parent="east"))), "east")
        ('east', 'shanghai')
    """
    found = {value}
    for _ in codes.codes:
        below = {code.value for code in codes.codes if code.parent in found}
        if below <= found:
            break
        found |= below
    return tuple(code.value for code in codes.codes if code.value in found)
