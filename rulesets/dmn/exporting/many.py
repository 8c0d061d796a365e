"""Lists and aggregates: what is missing is skipped here, and makes FEEL's aggregates null."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from rulesets.dmn.exporting.scope import ITEM, ROW, Scope
from rulesets.dmn.feel.nulls import guarded, is_there, nulls
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    Feel,
    Filter,
    For,
    ListLiteral,
    Name,
    Number,
    Path,
)
from rulesets.expressions.tree import Aggregate, Node, RowField
from rulesets.types import RecordsType, Type

Say = Callable[[Node, Scope], Feel]
_ZERO = Number(Decimal(0))
_NAMES = {"average": "mean"}


def joined_list(items: tuple[Feel, ...]) -> Feel:
    """Say a list; one of which an item may be missing is without it."""
    said = ListLiteral(items)
    return Filter(said, is_there(ITEM)) if any(map(nulls, items)) else said


def aggregate(node: Aggregate, scope: Scope, say: Say) -> Feel:
    """Say an aggregate over records or a list: null only when these are absent.

    What is not there is filtered out; `sum` of nothing is 0, which FEEL's is not.
    """
    of = say(node.records, scope)
    found = _aggregated(node, of, scope, say)
    written_out = isinstance(of, ListLiteral | Filter)
    return found if written_out else guarded(of, found)


def _aggregated(node: Aggregate, of: Feel, scope: Scope, say: Say) -> Feel:
    records = scope.type_of(node.records)
    fields: dict[str, Type] = {}
    if isinstance(records, RecordsType):
        fields = {each.key: each.type for each in records.fields}
    if node.where is not None:
        of = Filter(of, say(node.where, scope.within(fields, ITEM)))
    if node.function in {"any", "all"}:
        return _counted(node, of, scope.within(fields, ITEM), say)
    if fields and node.value is None:
        return Call(Name("count"), (of,))
    values = of if node.value is None else _values(node.value, of, scope.within(fields, ROW), say)
    if not _is_whole(values):
        values = Filter(values, is_there(ITEM))
    if node.function == "sum":
        values = Call(Name("concatenate"), (ListLiteral((_ZERO,)), values))
    return Call(Name(_NAMES.get(node.function, node.function)), (values,))


def _is_whole(values: Feel) -> bool:
    """Tell whether nothing in a list is null."""
    filtered = isinstance(values, Filter) and values.by == is_there(ITEM)
    return filtered or (isinstance(values, ListLiteral) and not any(map(nulls, values.items)))


def _values(node: Node, of: Feel, scope: Scope, say: Say) -> Feel:
    """Say what is taken of each row: a member, or what a row gives."""
    if isinstance(node, RowField):
        return Path(of, node.key)
    return For((("row", of),), say(node, scope))


def _counted(node: Aggregate, of: Feel, scope: Scope, say: Say) -> Feel:
    """Say `any` and `all`, which pass over what is unknown, by counting."""
    condition: Feel = ITEM if node.value is None else say(node.value, scope)
    if node.function == "any":
        return Binary(">", Call(Name("count"), (Filter(of, condition),)), _ZERO)
    other = Call(Name("not"), (condition,))
    return Binary("=", Call(Name("count"), (Filter(of, other),)), _ZERO)
