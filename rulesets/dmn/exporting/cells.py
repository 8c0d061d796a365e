"""Cells as unary tests: true of just the same values, never of `null` unless the cell is.

FEEL's equality takes `null` as a value, so that `not("A")` is true of it: `not("A", null)` is
written. What no test of FEEL says is a condition of `?`.
"""

from __future__ import annotations

from dataclasses import replace

from rulesets.dmn.exporting.expressions import opened_test, say
from rulesets.dmn.exporting.scope import Scope
from rulesets.dmn.feel.nulls import guarded, nulls
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    CompareTest,
    InTests,
    Name,
    Null,
    RangeLiteral,
    Test,
    UnaryTests,
    ValueTest,
)
from rulesets.dmn.translating.cells import asks
from rulesets.expressions import tree
from rulesets.expressions.tree import AnyCell, Cell, MissingCell, Node, TestsCell
from rulesets.types import ListType, Type

SUBJECT = "?"
ASKED = Name(SUBJECT)
_SUBJECT = tree.Name(SUBJECT)
_NULL = ValueTest(Null())
_EQUALITY = frozenset({"=", "!="})


def say_cell(cell: Cell, of: Type, scope: Scope) -> UnaryTests:
    """Say a cell of a column of a type; in conditions its value is `?`."""
    match cell:
        case AnyCell():
            return UnaryTests(())
        case MissingCell(negated=negated):
            return UnaryTests((_NULL,), negated)
        case TestsCell(tests=tests, negated=negated):
            meaning = replace(scope.meaning, names={**scope.meaning.names, SUBJECT: of})
            values = {**scope.values, SUBJECT: ASKED}
            return _tests(tests, replace(scope, meaning=meaning, values=values), negated=negated)


def _tests(tests: tuple[tree.Test, ...], scope: Scope, *, negated: bool) -> UnaryTests:
    match tests:
        case (tree.CompareTest(op="!=", operand=operand),) if not negated:
            if _is_certain(operand, scope):
                return UnaryTests((_NULL, ValueTest(say(operand, scope))), negated=True)
    said = tuple(_test(each, scope) for each in tests)
    if negated and all(map(_is_equality, said)):
        said = (*said, _NULL)
    return UnaryTests(said, negated)


def _is_certain(operand: Node, scope: Scope) -> bool:
    """Tell whether what is compared with is never missing, and no list."""
    of_list = isinstance(scope.type_of(operand), ListType)
    return not of_list and not nulls(say(operand, scope))


def _is_equality(test: Test) -> bool:
    """Tell whether a test is false, and not null, where the subject is null."""
    if isinstance(test, CompareTest):
        return test.op in _EQUALITY
    # A condition of `?` is made here so that it is null where the subject is.
    return not isinstance(test.operand, RangeLiteral) and not asks(test.operand)


def _test(test: tree.Test, scope: Scope) -> Test:
    match test:
        case tree.ValueTest(operand=operand):
            return _value_test(operand, scope)
        case tree.CompareTest(op=op, operand=operand) if op in _EQUALITY:
            said = say(operand, scope)
            if op == "=" and _is_certain(operand, scope):
                return CompareTest(op, said)
            same = Binary(op, ASKED, said)
            return ValueTest(guarded(same, same))
        case tree.CompareTest(op=op, operand=operand):
            if scope.order(_SUBJECT, operand) is None:
                return CompareTest(op, say(operand, scope))
        case tree.RangeTest(low=low, high=high):
            if scope.order(_SUBJECT, low) is None and scope.order(_SUBJECT, high) is None:
                ends = say(low, scope), say(high, scope)
                return ValueTest(RangeLiteral(*ends, test.low_included, test.high_included))
            zh, en = (
                "有序取值的范围写作两个比较",
                "a range of an ordered list becomes two comparisons",
            )
            scope.notes.add(zh, en)
    return ValueTest(say(opened_test(test, _SUBJECT, scope), scope))


def _value_test(operand: Node, scope: Scope) -> Test:
    said = say(operand, scope)
    if _is_certain(operand, scope):
        return ValueTest(said)
    if isinstance(scope.type_of(operand), ListType):
        contained = Call(Name("list contains"), (said, ASKED))
        return ValueTest(guarded(contained, contained))
    # `? in (x)` where a cell says `x`; `? = x` where it says `= x`.
    return ValueTest(guarded(Binary("=", ASKED, said), InTests(ASKED, (ValueTest(said),))))
