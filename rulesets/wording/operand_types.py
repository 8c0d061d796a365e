"""The static type of an expression, as far as words need it: units, codes and dates."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.checked import CheckedRuleset
from rulesets.expressions import tree
from rulesets.expressions.functions import FUNCTIONS
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.wording.titles import field_of
from rulesets.wording.units import CALENDAR_YEAR

_COUNTED_UNITS = {
    "days between": "days",
    "months between": "months",
    "years between": "years",
    "hours between": "hours",
    "working days between": "working days",
}
LIKE_FIRST_ARGUMENT = frozenset(key for key, each in FUNCTIONS.items() if each.keeps_unit)
_OF_RESULTS: Mapping[str, Type] = {
    "text": TextType(),
    "boolean": BooleanType(),
    "date": DateType(),
    "datetime": DateTimeType(),
}
CURRENCY_LETTERS = 3


def type_of(
    node: tree.Node,
    checked: CheckedRuleset,
    fields: tuple[Field, ...] | None = None,
    parameters: tuple[tuple[str, Type], ...] = (),
) -> Type | None:
    """Find the type of an expression; None where words do not depend on it.

    Args:
        node: The expression, which was checked before.
        checked: Where its names are declared.
        fields: The sub-facts that are names here, inside an aggregate.
        parameters: The parameters that are names here, inside a function of the ruleset.
    """
    return _Finder(checked, fields, dict(parameters)).of(node)


class _Finder:
    def __init__(
        self,
        checked: CheckedRuleset,
        fields: tuple[Field, ...] | None,
        parameters: dict[str, Type],
    ) -> None:
        self._checked = checked
        self._fields = fields
        self._parameters = parameters

    def of(self, node: tree.Node) -> Type | None:
        match node:
            case tree.Name() | tree.Previous():
                return self._named(node.key)
            case tree.RowField():
                field = field_of(self._checked, node.key, self._fields)
                return field.type if field else None
            case tree.Negate():
                return self.of(node.operand)
            case tree.If():
                return self.of(node.then) or self.of(node.otherwise)
            case tree.Literal() | tree.Null():
                truth = isinstance(node, tree.Literal) and isinstance(node.value, bool)
                return BooleanType() if truth else None
            case tree.Arithmetic() | tree.Aggregate() | tree.ListOf() | tree.Part() | tree.Call():
                return self._made(node)
            case _:
                return BooleanType()

    def _made(
        self, node: tree.Arithmetic | tree.Aggregate | tree.ListOf | tree.Part | tree.Call
    ) -> Type | None:
        match node:
            case tree.Arithmetic():
                return self._arithmetic(node)
            case tree.Aggregate():
                return self._aggregate(node)
            case tree.ListOf():
                return self._list(node)
            case tree.Part():
                return self._part(node)
            case tree.Call():
                return self._call(node)

    def _named(self, key: str) -> Type | None:
        declared = (
            self._checked.facts.get(key)
            or self._checked.conclusions.get(key)
            or self._checked.constants.get(key)
        )
        return self._parameters.get(key) or (declared.type if declared else None)

    def _arithmetic(self, node: tree.Arithmetic) -> Type | None:
        left, right = self.of(node.left), self.of(node.right)
        if node.op == "-" and isinstance(left, DateType):
            return NumberType(unit="days")
        if node.op in "+-":
            return left if _tells(left) else right
        money = [each for each in (left, right) if _is_money(each)]
        if len(money) == 1 and (node.op == "*" or (node.op == "/" and money[0] is left)):
            return NumberType(unit=_unit(money[0]))
        return NumberType()

    def _aggregate(self, node: tree.Aggregate) -> Type | None:
        if node.function in {"any", "all"}:
            return BooleanType()
        if node.function == "count":
            return NumberType()
        records = self.of(node.records)
        if isinstance(records, RecordsType) and node.value is not None:
            inner = _Finder(self._checked, records.fields, self._parameters)
            return inner.of(node.value)
        return records.item if isinstance(records, ListType) else None

    def _list(self, node: tree.ListOf) -> Type | None:
        for item in node.items:
            found = self.of(item)
            if found is not None and not isinstance(found, ListType | RecordsType):
                return ListType(found)
        return None

    def _part(self, node: tree.Part) -> Type | None:
        if isinstance(node.of, tree.Call) and node.of.function in self._checked.lookups:
            return dict(self._checked.lookups[node.of.function].columns).get(node.key)
        return NumberType(unit=CALENDAR_YEAR if node.key == "year" else "")

    def _call(self, node: tree.Call) -> Type | None:
        name = node.function
        if name in self._checked.functions:
            return self._checked.functions[name].returns
        if name in self._checked.lookups:
            columns = self._checked.lookups[name].columns
            return columns[0][1] if len(columns) == 1 else None
        if name in LIKE_FIRST_ARGUMENT:
            found = [self.of(each) for each in node.arguments]
            return next((each for each in found if _tells(each)), None)
        return _builtin(name)


def _builtin(name: str) -> Type:
    found = _OF_RESULTS.get(FUNCTIONS[name].result)
    return found or NumberType(unit=_COUNTED_UNITS.get(name, ""))


def _unit(found: Type | None) -> str:
    return found.unit if isinstance(found, NumberType) else ""


def _is_money(found: Type | None) -> bool:
    unit = _unit(found)
    return len(unit) == CURRENCY_LETTERS and unit.isascii() and unit.isupper()


def _tells(found: Type | None) -> bool:
    """Tell whether a type says how to write a literal beside it."""
    return found is not None and (not isinstance(found, NumberType) or bool(found.unit))
