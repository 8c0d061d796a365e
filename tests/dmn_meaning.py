"""What a whole DMN model means, by OMG DMN 1.5: plain, and of no use but to tests.

Expressions mean what `tests.feel_meaning` says. It shares no code with the import but the reading
of FEEL.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.feel.tree import Feel, UnaryTests
from rulesets.dmn.model import (
    Boxed,
    BoxedList,
    Conditional,
    Context,
    Decision,
    DecisionRule,
    DecisionTable,
    Definitions,
    FunctionDefinition,
    InputData,
    Invocation,
    ItemDefinition,
    KnowledgeModel,
    LiteralExpression,
    OutputClause,
    Relation,
)
from tests.feel_meaning import OF_LISTS, fires, meaning
from tests.feel_values import equal, kind

Names = Mapping[str, Any]
_BASE = {
    **{each: each for each in ("number", "string", "boolean", "date")},
    "dateTime": "date and time",
    "date and time": "date and time",
}
_BLANK = {"", "-"}
_AGGREGATE = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


@functools.cache
def _feel(text: str, names: frozenset[str], members: frozenset[str]) -> Feel:
    return parse_feel(text, names, members | names)


@functools.cache
def _tests(text: str, names: frozenset[str], members: frozenset[str]) -> UnaryTests:
    return parse_unary_tests(text, names, members | names)


class Document:
    """A document, whose decisions can be evaluated."""

    def __init__(self, definitions: Definitions) -> None:
        """Take what was read of a document."""
        self.types = {each.name: each for each in definitions.items}
        elements: tuple[InputData | Decision | KnowledgeModel, ...]
        elements = (*definitions.inputs, *definitions.decisions, *definitions.models)
        self.elements = {each.id: each for each in elements}
        self.decisions = {each.variable.name: each for each in definitions.decisions}
        self.inputs = definitions.inputs
        self.members = frozenset(_members(definitions))

    def values(self, given: Names) -> dict[str, Any]:
        """Evaluate every decision; what is not given is null."""
        known: dict[str, Any] = {}
        for each in self.inputs:
            value = given.get(each.variable.name)
            known[each.id] = self.conformed(value, each.variable.type_ref)
        return {name: self._element(each.id, known) for name, each in self.decisions.items()}

    def _element(self, id_: str, known: dict[str, Any]) -> Any:
        if id_ not in known:
            element = self.elements[id_]
            assert isinstance(element, Decision | KnowledgeModel)  # inputs are known
            scope = {
                self.elements[each].variable.name: self._element(each, known)
                for each in element.requires
            }
            if isinstance(element, KnowledgeModel):
                assert element.function is not None
                known[id_] = self._function(element.function, scope)
            else:
                assert element.logic is not None
                value = self.boxed(element.logic, scope)
                known[id_] = self.conformed(value, element.variable.type_ref)
        return known[id_]

    # ------------------------------------------------------------------------------ expressions

    def boxed(self, boxed: Boxed, scope: Names) -> Any:
        """Evaluate a boxed expression (10.2.1, table 74 and what follows)."""
        value = self._boxed(boxed, scope)
        return self.conformed(value, getattr(boxed, "type_ref", ""))

    def _boxed(self, boxed: Boxed, scope: Names) -> Any:
        match boxed:
            case LiteralExpression(text=text):
                return self.feel(text.text, scope)
            case DecisionTable():
                return self.table(boxed, scope)
            case Invocation():
                return self._invoked(boxed, scope)
            case Context():
                return self._context(boxed, scope)
            case BoxedList(items=items):
                return [self.boxed(each, scope) for each in items]
            case Relation(columns=columns, rows=rows):
                names = [each.name for each in columns]
                return [
                    dict(zip(names, [self.boxed(each, scope) for each in row], strict=True))
                    for row in rows
                ]
            case FunctionDefinition():
                return self._function(boxed, scope)
            case Conditional():
                taken = self.boxed(boxed.condition, scope) is True
                return self.boxed(boxed.then if taken else boxed.otherwise, scope)

    def feel(self, text: str, scope: Names) -> Any:
        """Evaluate an expression."""
        return meaning(_feel(text, frozenset(scope), self.members), scope)

    def _invoked(self, boxed: Invocation, scope: Names) -> Any:
        """Parameters are bound by name; one that is not bound is null."""
        function = scope[boxed.called.text.strip()]
        return function(**{name: self.boxed(each, scope) for name, each in boxed.bindings})

    def _function(self, of: FunctionDefinition, scope: Names) -> Callable[..., Any]:
        def call(*positional: Any, **named: Any) -> Any:
            names = [each.name for each in of.parameters]
            given = {**dict(zip(names, positional, strict=False)), **named}
            bound = {
                each.name: self.conformed(given.get(each.name), each.type_ref)
                for each in of.parameters
            }
            return self.boxed(of.body, {**scope, **bound})

        return call

    def _context(self, boxed: Context, scope: Names) -> Any:
        made: dict[str, Any] = {}
        for entry in boxed.entries:
            value = self.boxed(entry.value, {**scope, **made})
            if entry.variable is None:
                return value
            made[entry.variable.name] = self.conformed(value, entry.variable.type_ref)
        return made

    # ---------------------------------------------------------------------------------- tables

    def table(self, table: DecisionTable, scope: Names) -> Any:
        """Evaluate a decision table (8.2.10, 8.2.11, 10.3.2.11)."""
        subjects = [self.feel(each.expression.text, scope) for each in table.inputs]
        rows = [each for each in table.rules if self._fires(each, subjects, scope)]
        if not rows:
            return self._defaults(table, scope)
        if table.hit == "FIRST":
            rows = rows[:1]
        if table.hit == "UNIQUE" and len(rows) > 1:
            return None
        outputs = [self._outputs(table, each, scope) for each in rows]
        if table.hit in {"PRIORITY", "OUTPUT ORDER"}:
            outputs.sort(key=lambda row: self._priority(table, row))
        values = [_shaped(table, each) for each in outputs]
        if table.hit == "ANY":
            same = all(_same(each, values[0]) for each in values)
            return values[0] if same else None
        if table.aggregation:
            return OF_LISTS[_AGGREGATE[table.aggregation]](values)
        return values[0] if table.hit in {"UNIQUE", "FIRST", "PRIORITY"} else values

    def _fires(self, rule: DecisionRule, subjects: list[Any], scope: Names) -> bool:
        return all(
            fires(self._cell(cell.text, scope), subject, scope)
            for cell, subject in zip(rule.inputs, subjects, strict=True)
        )

    def _cell(self, text: str, scope: Names) -> UnaryTests:
        return _tests(text, frozenset(scope), self.members)

    def _outputs(self, table: DecisionTable, rule: DecisionRule, scope: Names) -> list[Any]:
        return [
            self.conformed(self._entry(cell.text, scope), clause.type_ref)
            for clause, cell in zip(table.outputs, rule.outputs, strict=True)
        ]

    def _entry(self, text: str, scope: Names) -> Any:
        return None if text.strip() in _BLANK else self.feel(text, scope)

    def _defaults(self, table: DecisionTable, scope: Names) -> Any:
        """Give the defaults, for a policy of many a list of them; null without any."""
        if all(each.default is None for each in table.outputs):
            return None
        values = [
            None if each.default is None else self._entry(each.default.text, scope)
            for each in table.outputs
        ]
        whole = _shaped(table, values)
        many = table.hit in {"RULE ORDER", "OUTPUT ORDER", "COLLECT"} and not table.aggregation
        return [whole] if many and whole is not None else whole

    def _priority(self, table: DecisionTable, outputs: list[Any]) -> list[int]:
        return [
            self._place(clause, value)
            for clause, value in zip(table.outputs, outputs, strict=True)
            if clause.values is not None
        ]

    def _place(self, clause: OutputClause, value: Any) -> int:
        assert clause.values is not None
        listed = [meaning(each.operand, {}) for each in self._cell(clause.values.text, {}).tests]
        return listed.index(value) if value in listed else len(listed)

    # ----------------------------------------------------------------------------------- types

    def conformed(self, value: Any, type_ref: str) -> Any:
        """Convert to a type (10.3.2.9.4): a list of one and its item; else null."""
        if value is None or type_ref in {"", "Any"}:
            return value
        if self.conforms(value, type_ref):
            return value
        if isinstance(value, list) and len(value) == 1 and self.conforms(value[0], type_ref):
            return value[0]
        return [value] if self.conforms([value], type_ref) else None

    def conforms(self, value: Any, type_ref: str) -> bool:
        """Tell whether a value is of a type."""
        if type_ref in {"", "Any"} or value is None:
            return True
        if type_ref in _BASE:
            return kind(value) == _BASE[type_ref]
        return self._is_item(value, self.types[type_ref])

    def _is_item(self, value: Any, item: ItemDefinition) -> bool:
        if item.collection:
            return isinstance(value, list) and all(self._is_one(each, item) for each in value)
        return self._is_one(value, item)

    def _is_one(self, value: Any, item: ItemDefinition) -> bool:
        if item.components:
            return isinstance(value, dict) and all(
                value.get(each.name) is None or self._is_item(value[each.name], each)
                for each in item.components
            )
        if value is None or not self.conforms(value, item.type_ref):
            return value is None
        return item.allowed is None or fires(self._cell(item.allowed.text, {}), value, {})


def _shaped(table: DecisionTable, outputs: list[Any]) -> Any:
    if len(table.outputs) == 1:
        return outputs[0]
    names = [each.name for each in table.outputs]
    return dict(zip(names, outputs, strict=True))


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(left[k], right[k]) is True for k in left)
    return equal(left, right) is True


def _members(part: Any) -> set[str]:
    """Names that may follow a point: of components, entries, columns and outputs."""
    found: set[str] = set()
    for each in _within(part):
        if isinstance(each, ItemDefinition):
            found.update(of.name for of in each.components)
        elif isinstance(each, Context):
            found.update(of.variable.name for of in each.entries if of.variable)
        elif isinstance(each, DecisionTable):
            found.update(of.name for of in each.outputs if of.name)
        elif isinstance(each, Relation):
            found.update(of.name for of in each.columns)
    return found


def _within(part: Any) -> list[Any]:
    if isinstance(part, tuple):
        return [found for each in part for found in _within(each)]
    if hasattr(part, "__dataclass_fields__"):
        parts = [getattr(part, name) for name in part.__dataclass_fields__]
        return [part, *_within(tuple(parts))]
    return []
