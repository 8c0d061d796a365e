"""The value of an expression: one small function for each kind of node (sections 4, 6, 7)."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.decision import Problem, Values
from engine.evaluation import cells, code_lists
from engine.evaluation.aggregates import AGGREGATES
from engine.evaluation.functions import FUNCTIONS, composed
from engine.evaluation.logic import all_of, any_of, compare, negated, text_holds
from engine.evaluation.moment import Failed, Moment
from rulesets.calendar import CalendarYearUnknown
from rulesets.expressions import tree
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Cell, Condition, Node
from rulesets.expressions.walk import operands
from rulesets.types import CodeList, Type
from rulesets.values import ARITHMETIC, Kleene, Value, power


@dataclass(frozen=True)
class Sight:
    """What an expression of one block sees, and where its problems gather.

    Attributes:
        moment: the values and the time of the block.
        block: its key.
        problems: every problem met so far; a set, so that one operation fails once (7.6).
        local: values of parameters inside a function, of sub-facts inside an aggregate.
        types: the types of those.
    """

    moment: Moment
    block: str
    problems: set[Problem] = field(default_factory=set)
    local: Values = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)

    def value(self, node: Node) -> Value:
        """Evaluate an expression; None is missing."""
        return _EVALUATE[type(node)](node, self)

    def truth(self, node: Node) -> Kleene:
        """Evaluate a condition; 7.2: unknown and a missing boolean are one."""
        value = self.value(node)
        assert value is None or isinstance(value, bool)  # noqa: S101 - the checker lets no other
        return value

    def group(self, condition: Condition) -> Kleene:
        """7.3: `all`, `any` and `none` of conditions."""
        if not isinstance(condition, tree.Group):
            return self.truth(condition)
        truths = [self.group(each) for each in condition.conditions]
        if condition.kind == "all":
            return all_of(truths)
        return any_of(truths) if condition.kind == "any" else negated(any_of(truths))

    def cell(self, cell: Cell, subject: Value, codes: CodeList | None) -> Kleene:
        """Section 5: tell whether the value of a column meets a cell."""
        return cells.cell_holds(cell, subject, codes, self.value)

    def codes(self, *nodes: Node) -> CodeList | None:
        """2.2: the code list of the first expression that has one."""
        return code_lists.codes_of_any(nodes, self.moment.checked, self.types)

    def fail(self, code: str, failed: Node | str) -> None:
        """7.6: note a problem by the canonical text of what failed; that is missing."""
        text = failed if isinstance(failed, str) else print_node(failed)
        self.problems.add(Problem(self.block, code, text))

    def attempt(self, operation: Callable[[], Value], name: Node | str) -> Value:
        """Do an operation that can fail: then it is missing, with a problem that names it."""
        try:
            return operation()
        except decimal.DivisionByZero:  # 6.4, 6.5
            self.fail("division-by-zero", name)
        except decimal.Overflow:  # 6.4
            self.fail("number-too-large", name)
        except CalendarYearUnknown:  # 9.7
            self.fail("calendar-year-unknown", name)
        except Failed as failure:
            self.fail(failure.code, name)
        return None


def _literal(node: tree.Literal, _: Sight) -> Value:
    return node.value


def _null(_: tree.Null, __: Sight) -> Value:
    """4.8."""
    return None


def _name(node: tree.Name | tree.RowField, sight: Sight) -> Value:
    """10.1: sub-facts of the row win over other names."""
    if node.key in sight.types:
        return sight.local.get(node.key)
    return sight.moment.value(node.key)


def _previous(node: tree.Previous, sight: Sight) -> Value:
    """4.7: given as a fact under this very name."""
    return sight.moment.values.get(f"previous({node.key})")


def _part(node: tree.Part, sight: Sight) -> Value:
    """4.5: a part of a date or datetime, or a value column of a lookup."""
    if isinstance(node.of, tree.Call) and node.of.function in sight.moment.checked.lookups:
        return _columns(node.of, sight).get(node.key)
    value = sight.value(node.of)
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.astimezone(sight.moment.zone)
    assert isinstance(value, date)  # noqa: S101 - the checker lets no other type here
    part = value.isoweekday() if node.key == "weekday" else getattr(value, node.key)
    return Decimal(part)


def _negate(node: tree.Negate, sight: Sight) -> Value:
    operand: Any = sight.value(node.operand)
    return None if operand is None else ARITHMETIC.minus(operand)


def _arithmetic(node: tree.Arithmetic, sight: Sight) -> Value:
    """6.1, 8.4, 9.3: both operands are evaluated; 7.1: with a missing one it is missing."""
    left, right = sight.value(node.left), sight.value(node.right)
    if left is None or right is None:
        return None
    return sight.attempt(lambda: _calculated(node.op, left, right), node)


def _calculated(op: str, left: Any, right: Any) -> Value:
    if isinstance(left, str):
        return composed(left + right)  # 8.4
    if isinstance(left, date):
        return Decimal((left - right).days)  # 9.3
    if op == "**":
        result = power(left, right)
        if result is None:
            raise Failed("exponent-out-of-range")  # 6.5
        return result
    operations: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": ARITHMETIC.add,
        "-": ARITHMETIC.subtract,
        "*": ARITHMETIC.multiply,
        "/": _divide,
    }
    return operations[op](left, right)


def _divide(left: Decimal, right: Decimal) -> Decimal:
    """6.4: also zero divided by zero is a division by zero."""
    if not right:
        raise decimal.DivisionByZero
    return ARITHMETIC.divide(left, right)


def _compare(node: tree.Compare, sight: Sight) -> Value:
    left, right = sight.value(node.left), sight.value(node.right)
    codes = sight.codes(node.left, node.right) if isinstance(left, str) else None
    return compare(node.op, left, right, codes)


def _between(node: tree.Between, sight: Sight) -> Value:
    """4.3: x >= low and x <= high."""
    subject = sight.value(node.subject)
    codes = sight.codes(node.subject, node.low, node.high)
    return all_of(
        (
            compare(">=", subject, sight.value(node.low), codes),
            compare("<=", subject, sight.value(node.high), codes),
        )
    )


def _in(node: tree.In, sight: Sight) -> Value:
    """4.3: as in a cell."""
    others = (each for test in node.tests for each in operands(test))
    codes = sight.codes(node.subject, *others)
    return sight.cell(tree.TestsCell(node.tests), sight.value(node.subject), codes)


def _is_missing(node: tree.IsMissing, sight: Sight) -> Value:
    """5.5: never unknown."""
    return (sight.value(node.subject) is None) is not node.negated


def _text_operation(node: tree.TextOperation, sight: Sight) -> Value:
    codes = sight.codes(node.left, node.right)
    return text_holds(node.op, sight.value(node.left), sight.value(node.right), codes)


def _and(node: tree.And, sight: Sight) -> Value:
    """7.2; 4.4: every operand is evaluated."""
    return all_of(sight.truth(each) for each in node.operands)


def _or(node: tree.Or, sight: Sight) -> Value:
    """7.2; 4.4: every operand is evaluated."""
    return any_of(sight.truth(each) for each in node.operands)


def _not(node: tree.Not, sight: Sight) -> Value:
    return negated(sight.truth(node.operand))


def _if(node: tree.If, sight: Sight) -> Value:
    """4.4: only the taken branch; with an unknown condition missing."""
    condition = sight.truth(node.condition)
    if condition is None:
        return None
    return sight.value(node.then if condition else node.otherwise)


def _list(node: tree.ListOf, sight: Sight) -> Value:
    """10.5: a list may hold missing items."""
    return tuple(sight.value(each) for each in node.items)


def _call(node: tree.Call, sight: Sight) -> Value:
    checked = sight.moment.checked
    if node.function in checked.lookups:
        return next(iter(_columns(node, sight).values()), None)
    arguments = [sight.value(each) for each in node.arguments]
    if node.function in checked.functions:
        return _own_function(node, arguments, sight)
    if node.function == "coalesce":  # 7.4
        return next((each for each in arguments if each is not None), None)
    if None in arguments:  # 7.1
        return None
    function = FUNCTIONS[node.function]
    return sight.attempt(lambda: function(sight.moment, *arguments), node)


def _own_function(node: tree.Call, arguments: list[Value], sight: Sight) -> Value:
    """1.10, 7.1: its expression says what it makes of a missing argument."""
    function = sight.moment.checked.functions[node.function]
    keys = [key for key, _ in function.parameters]
    local = dict(zip(keys, arguments, strict=True))
    inside = replace(sight, local=local, types=dict(function.parameters))
    return inside.value(function.body)


def _columns(node: tree.Call, sight: Sight) -> dict[str, Value]:
    """1.9: the value columns of a lookup; none for a key that is missing or not there."""
    lookup = sight.moment.checked.lookups[node.function]
    keys = tuple(sight.value(each) for each in node.arguments)
    if None in keys or keys not in lookup.rows:
        return {}
    names = [name for name, _ in lookup.columns]
    return dict(zip(names, lookup.rows[keys], strict=True))


def _aggregate(node: tree.Aggregate, sight: Sight) -> Value:
    """Section 10, in the order of the rows."""
    items = sight.value(node.records)
    if items is None:  # 10.3
        return None
    assert isinstance(items, tuple)  # noqa: S101 - the checker lets no other type here
    types = code_lists.field_types(node.records, sight.moment.checked, sight.types)
    taken = [_taken(node, item, types, sight) for item in items]
    values = [each for each in taken if each is not None]  # 10.2, 10.5
    return sight.attempt(lambda: AGGREGATES[node.function](values), node)


def _taken(node: tree.Aggregate, item: Value, types: Mapping[str, Type], sight: Sight) -> Value:
    """10.2: what a row gives: its expression if the condition is true, else nothing.

    Of a list it is the item; of a row that is only counted the row itself.
    """
    if not isinstance(item, Mapping):
        return item
    outer = {key: value for key, value in sight.local.items() if key not in types}
    row = replace(sight, local={**outer, **item}, types={**sight.types, **types})
    if node.where is not None and row.truth(node.where) is not True:
        return None
    return item if node.value is None else row.value(node.value)


_EVALUATE: Mapping[type, Callable[[Any, Sight], Value]] = {
    tree.Literal: _literal,
    tree.Null: _null,
    tree.Name: _name,
    tree.RowField: _name,
    tree.Previous: _previous,
    tree.Part: _part,
    tree.Negate: _negate,
    tree.Arithmetic: _arithmetic,
    tree.Compare: _compare,
    tree.Between: _between,
    tree.In: _in,
    tree.IsMissing: _is_missing,
    tree.TextOperation: _text_operation,
    tree.And: _and,
    tree.Or: _or,
    tree.Not: _not,
    tree.If: _if,
    tree.Call: _call,
    tree.ListOf: _list,
    tree.Aggregate: _aggregate,
}
