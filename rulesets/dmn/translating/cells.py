"""Unary tests: the cells of a decision table, and what stands after `in` (10.3.2.10).

A test of equality takes null as a value, as `=` does; a comparison or range with null is null. A
cell fires when it is true, so that unknown may stand for false there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from rulesets.checking.calls import literal_number
from rulesets.dmn.feel.tree import (
    CompareTest,
    Feel,
    ListLiteral,
    Name,
    OneSidedRange,
    RangeLiteral,
    Test,
    UnaryTests,
    ValueTest,
)
from rulesets.dmn.translating import logic
from rulesets.dmn.translating.aggregating import contains
from rulesets.dmn.translating.calculating import may_fail
from rulesets.dmn.translating.environment import Value
from rulesets.dmn.translating.many import Items, Many, listed
from rulesets.dmn.translating.said import (
    BROKEN,
    FALSE,
    Days,
    Months,
    Said,
    any_of,
    condition,
    missing,
    or_false,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions import tree
from rulesets.expressions.tree import AnyCell, Cell, Compare, In, MissingCell, Node, TestsCell
from rulesets.expressions.walk import tops
from rulesets.types import ListType, RecordsType

_SAME: tuple[str, ...] = ("=", "!=")


@dataclass(frozen=True)
class Sorted:
    """The tests of one subject by what they say when it is null.

    `tests` can stand in a cell: those of equality are false then, and with `ordered` there is one
    that is null. `null` is the test that is true then. `others` are conditions of their own. A test
    that is never true is in none of them.
    """

    tests: tuple[tree.Test, ...] = ()
    ordered: bool = False
    null: bool = False
    others: tuple[Said, ...] = ()


def cell(tests: UnaryTests, subject: Said, scope: Scope) -> Cell | Node:
    """Say a cell, or a condition for a column of its own."""
    if not tests.tests:
        return AnyCell()
    found = _sorted(tests.tests, subject, scope, truth=not tests.negated, in_cell=True)
    if subject.null:
        return _whole(found, subject, scope, negated=tests.negated)
    return _negated(found, subject, scope) if tests.negated else _positive(found, subject)


def _positive(found: Sorted, subject: Said) -> Cell | Node:
    if found.others or (found.null and found.tests):
        return _joined(found, subject, truth=True).node
    if found.tests:
        return TestsCell(found.tests)
    return MissingCell() if found.null and not subject.total else FALSE.node


def _negated(found: Sorted, subject: Said, scope: Scope) -> Cell | Node:
    """Say `not(tests)`: true of null when all tests are of equality, and none is `null`."""
    if found.others:
        return _whole(found, subject, scope, negated=True)
    if not found.tests:
        return MissingCell(negated=True) if found.null and not subject.total else AnyCell()
    if subject.total or found.null or found.ordered:
        return TestsCell(found.tests, negated=True)
    return any_of((_none_of(found.tests, subject), missing(subject).node))


def _whole(found: Sorted, subject: Said, scope: Scope, *, negated: bool) -> Node:
    """Say the tests as one condition; what is null is not true."""
    one = _joined(found, subject, truth=not negated)
    if negated:
        one = logic.negated(one, scope, 0)
    return FALSE.node if one.null else one.node


def fails(of: Cell) -> bool:
    """Tell whether what can give a problem stands in a cell (5.8)."""
    return any(map(may_fail, tops(of)))


def _none_of(tests: tuple[tree.Test, ...], subject: Said) -> Node:
    if len(tests) == 1 and isinstance(tests[0], tree.ValueTest):
        return Compare("!=", subject.node, tests[0].operand)
    return tree.Not(In(subject.node, tests))


def member(subject: Said, tests: tuple[Test, ...], scope: Scope, *, truth: bool) -> Said:
    """Say `x in (tests)`."""
    if subject.broken:
        return BROKEN
    return _joined(_sorted(tests, subject, scope, truth=truth), subject, truth=truth)


def _joined(found: Sorted, subject: Said, *, truth: bool) -> Said:
    """Join what was sorted with `or`."""
    parts: list[Said] = [missing(subject)] if found.null else []
    if found.tests:
        parts.append(_tested(found, subject, truth=truth))
    parts.extend(found.others)
    parts = [each for each in parts if each != FALSE and not (truth and each.null)] or [FALSE]
    joined = parts[0]
    for each in parts[1:]:
        joined = logic.disjunction(joined, each)
    if joined.broken or not found.null or found.others or found.ordered:
        return joined
    return condition(joined.node, total=True)  # where the subject is null, that is said first


def _tested(found: Sorted, subject: Said, *, truth: bool) -> Said:
    (first, *more) = found.tests
    node: Node = In(subject.node, found.tests)
    if not more and isinstance(first, tree.CompareTest):
        node = Compare(first.op, subject.node, first.operand)
    elif not more and isinstance(first, tree.ValueTest):
        node = Compare("=", subject.node, first.operand)
    tested = condition(node, total=subject.total and not found.ordered)
    if tested.total or truth or found.ordered or found.null:
        return tested
    return condition(or_false(tested), total=True)


# ------------------------------------------------------------------------------------ the tests


def _sorted(
    tests: tuple[Test, ...], subject: Said, scope: Scope, *, truth: bool, in_cell: bool = False
) -> Sorted:
    """Sort tests; with `truth` a test may be unknown where FEEL has false."""
    sorting = _Sorting(subject, scope, truth, in_cell)
    for test in tests:
        sorting.take(test)
    return Sorted(tuple(sorting.tests), sorting.ordered, sorting.null, tuple(sorting.others))


class _Sorting:
    """Sorts the tests of one subject."""

    def __init__(self, subject: Said, scope: Scope, truth: bool, in_cell: bool) -> None:
        self.subject = subject
        self.scope = scope
        self.truth = truth
        self.in_cell = in_cell
        self.tests: list[tree.Test] = []
        self.ordered = False
        self.null = False
        self.others: list[Said] = []

    def take(self, test: Test) -> None:
        """Sort one test."""
        match test:
            case CompareTest(op=op, operand=operand, at=at) if op in _SAME:
                self._same(op, operand, at)
            case CompareTest(op=op, operand=operand, at=at):
                self._order(op, operand, at)
            case ValueTest(operand=OneSidedRange(op=op, operand=end, at=at)):
                self.take(CompareTest(op, end, at))
            case ValueTest(operand=RangeLiteral() as within):
                self._range(within)
            case ValueTest(operand=operand) if asks(operand):
                self._condition(operand)
            case ValueTest(operand=ListLiteral(items=items)):
                for each in items:
                    self._item(each)
            case ValueTest(operand=operand):
                self._value(operand, test.at)

    def _item(self, item: Feel) -> None:
        if isinstance(item, RangeLiteral | OneSidedRange):
            self._refuse("列表中的范围", "range in a list", item.at)
        else:
            self._value(item, item.at)

    def _refuse(self, zh: str, en: str, at: int) -> None:
        self.others.append(self.scope.refuse(zh, en, at))

    def _condition(self, operand: Feel) -> None:
        if not self.in_cell:
            self._refuse("`in` 之后的 `?`", "`?` after `in`", operand.at)
            return
        found = self.scope.boolean(operand, truth=self.truth)
        if found != FALSE and not (found.null and self.truth):
            self.others.append(found)

    def _same(self, op: str, operand: Feel, at: int) -> None:
        value = self.scope.value(operand)
        if op == "=":
            self._equals(value, at)
            return
        found = logic.unequal(self.subject, value, self.scope, at)
        plain = isinstance(found.node, Compare) and not may_fail(value.node)
        if plain and not found.broken:
            self.tests.append(tree.CompareTest("!=", value.node))
        else:
            self.others.append(found)

    def _value(self, operand: Feel, at: int) -> None:
        """Sort `x`, or a list of which the subject may be an item."""
        of = listed(operand, self.scope)
        if isinstance(of, Items) or _is_list(of, self.subject):
            truth = self.truth or not isinstance(of, Items)
            found = contains(of, self.subject, self.scope, at, truth=truth)
            self.others.append(found if isinstance(of, Items) else self._unless_absent(found, of))
        else:
            self._equals(self.scope.value(operand) if isinstance(of, Many) else of, at)

    def _unless_absent(self, found: Said, of: Many | Said) -> Said:
        """Say membership in a list that may itself be null: then it is equal to null only."""
        if found.broken:
            return found
        absent = missing(of if isinstance(of, Said) else Said(of.rows.node, RecordsType(())))
        both = logic.conjunction(missing(self.subject), absent)
        certain = found if self.truth else condition(or_false(found), total=True)
        if self.subject.total or absent == FALSE:
            return certain
        return logic.disjunction(both, certain)

    def _equals(self, value: Said, at: int) -> None:
        if isinstance(self.subject.kind, ListType | RecordsType) and not value.null:
            self._refuse("列表的单元测试", "unary test of a list", at)
            return
        if value.null:
            self.null = True
            return
        found = logic.equal(self.subject, value, self.scope, at, truth=self.truth)
        exact = value.total or (self.in_cell and self.truth and self.subject.total)
        if found.broken or self.subject.null or not exact or self._fails(value):
            self.others.append(found)
        elif found != FALSE:
            self.tests.append(tree.ValueTest(value.node))

    def _fails(self, value: Said) -> bool:
        """Tell whether a value stands in no cell, for it can give a problem (5.8)."""
        return self.in_cell and may_fail(value.node)

    def _order(self, op: str, operand: Feel, at: int) -> None:
        value = self.scope.value(operand)
        found = logic.ordered(op, self.subject, value, self.scope, at)
        if found.broken or found.null or self._fails(value):
            self.others.append(found)
        else:
            self._ordered(tree.CompareTest(op, value.node))

    def _ordered(self, test: tree.Test) -> None:
        self.tests.append(test)
        self.ordered = True

    def _range(self, within: RangeLiteral) -> None:
        low, high = self.scope.value(within.low), self.scope.value(within.high)
        ends = (
            (">=" if within.low_included else ">", low, within.low.at),
            ("<=" if within.high_included else "<", high, within.high.at),
        )
        found = [logic.ordered(op, self.subject, end, self.scope, at) for op, end, at in ends]
        if low.broken or high.broken or any(each.broken for each in found):
            self.others.append(BROKEN)
        elif _reversed(low, high):
            self._refuse("下限高于上限的范围", "range that ends before it begins", within.at)
        elif any(each.null for each in found) or self._fails(low) or self._fails(high):
            self.others.append(logic.conjunction(*found))
        else:
            self._ordered(
                tree.RangeTest(low.node, high.node, within.low_included, within.high_included)
            )


def _is_list(of: Many | Said, subject: Said) -> bool:
    """Tell whether the subject may be an item of it."""
    if isinstance(of, Many):
        return of.value is not None
    return isinstance(of.kind, ListType) and not isinstance(subject.kind, ListType)


def _reversed(low: Said, high: Said) -> bool:
    one, other = literal_number(low.node), literal_number(high.node)
    if one is not None and other is not None:
        return one > other
    ends = low.node, high.node
    if not isinstance(ends[0], tree.Literal) or not isinstance(ends[1], tree.Literal):
        return False
    return type(ends[0].value) is type(ends[1].value) and ends[0].value > ends[1].value  # type: ignore[operator]  # two dates, or two instants


def between(subject: Said, low: Said, high: Said, scope: Scope, at: int) -> Said:
    """Say `x between low and high`."""
    if subject.broken or low.broken or high.broken:
        return BROKEN
    ends = (
        logic.ordered(">=", subject, low, scope, at),
        logic.ordered("<=", subject, high, scope, at),
    )
    both = logic.conjunction(*ends)
    if both.broken or any(each.null for each in ends):
        return both
    return condition(tree.Between(subject.node, low.node, high.node), total=both.total)


def asks(feel: object) -> bool:
    """Tell whether an expression holds `?`.

    Example:
        >>> from rulesets.dmn.feel.parser import parse_feel
        >>> asks(parse_feel("contains(?, a)")), asks(parse_feel("a"))
        (True, False)
    """
    return any(isinstance(each, Name) and each.name == "?" for each in _within(feel))


def _within(feel: object) -> Iterator[object]:
    yield feel
    parts: Iterator[object] = iter(())
    if is_dataclass(feel):
        parts = (getattr(feel, each.name) for each in fields(feel))
    elif isinstance(feel, tuple):
        parts = iter(feel)
    for each in parts:
        yield from _within(each)


def subject_scope(subject: Said, scope: Scope) -> Scope:
    """Return the scope of the tests of a column, where `?` is its value."""
    kind = subject.kind
    if kind is None or isinstance(kind, Days | Months):
        return scope
    return scope.within({"?": Value(subject.node, kind, subject.total)})
