"""Aggregates as the export writes them: what is missing is left out, absent records are null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulesets.dmn.feel.nulls import is_null, is_there, nulls
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    Feel,
    Filter,
    For,
    If,
    ListLiteral,
    Name,
    Null,
    Number,
    Path,
)
from rulesets.dmn.translating.environment import (
    Environment,
    Known,
    Members,
    Rows,
    Translate,
    Translated,
)
from rulesets.expressions import tree
from rulesets.expressions.functions import AGGREGATES
from rulesets.types import BooleanType, ListType, NumberType, Type

_ITEM = Name("item")
_ZERO = Number(Decimal(0))
_NAMES: Mapping[str, str] = {"min": "min", "max": "max", "mean": "average"}


@dataclass(frozen=True)
class _Parts:
    """What names stand for, and how parts are said."""

    environment: Environment
    translate: Translate


@dataclass(frozen=True)
class _Over:
    """What an aggregate is over, and what of each: `where` and `value` are FEEL, about `row`."""

    function: str
    of: Feel
    where: Feel | None = None
    value: Feel | None = None
    row: Name = _ITEM


def aggregate(feel: Feel, environment: Environment, translate: Translate) -> Translated | None:
    """Return the aggregate that an expression of the export says; None: it says none."""
    parts = _Parts(environment, translate)
    match feel:
        case If(condition=condition, then=Null(), otherwise=inner):
            found = _over(inner)
            return _said(found, parts) if found and condition == is_null(found.of) else None
    found = _over(feel)
    written_out = found is not None and isinstance(found.of, ListLiteral | Filter)
    return _said(found, parts) if found and written_out else None


def _over(feel: Feel) -> _Over | None:
    match feel:
        case Call(function=Name(name="count"), positional=(of,)):
            return _filtered("count", of)
        case Binary(op=op, left=Call(function=Name(name="count"), positional=(Filter() as of,))):
            return _counted(op, of) if feel.right == _ZERO else None
        case Call(function=Name(name="sum"), positional=(Call() as joined,)):
            match joined:
                case Call(function=Name(name="concatenate"), positional=(zero, values)):
                    return _valued("sum", values) if zero == ListLiteral((_ZERO,)) else None
        case Call(function=Name(name=name), positional=(values,)) if name in _NAMES:
            return _valued(_NAMES[name], values)
    return None


def _filtered(function: str, of: Feel) -> _Over | None:
    """Take `where` off; what is there of a list is no condition."""
    if isinstance(of, Filter):
        if of.by == is_there(_ITEM):
            whole = isinstance(of.of, ListLiteral)
            return _Over(function, of if whole else of.of)
        return _Over(function, of.of, of.by)
    return _Over(function, of)


def _counted(op: str, of: Filter) -> _Over | None:
    """Find `any` and `all`, which count the rows that are true, or are not."""
    negated = of.by
    if op == ">":
        function, value = "any", of.by
    elif op == "=" and isinstance(negated, Call) and negated.function == Name("not"):
        function, (value,) = "all", negated.positional
    else:
        return None
    inner = of.of
    whole = isinstance(inner, Filter) and isinstance(inner.of, ListLiteral)
    if isinstance(inner, Filter) and not whole:
        return _Over(function, inner.of, inner.by, value)
    return _Over(function, inner, None, value)


def _valued(function: str, values: Feel) -> _Over | None:
    if isinstance(values, ListLiteral):
        return None if any(map(nulls, values.items)) else _Over(function, values)
    if not isinstance(values, Filter) or values.by != is_there(_ITEM):
        return None
    match values.of:
        case ListLiteral():
            return _Over(function, values)
        case Path(of=of, name=name):
            inner = _filtered(function, of)
            return inner and _Over(function, inner.of, inner.where, Path(_ITEM, name))
        case For(iterators=((row, of),), result=result):
            inner = _filtered(function, of)
            return inner and _Over(function, inner.of, inner.where, result, Name(row))
    return _Over(function, values.of)


def _said(over: _Over, parts: _Parts) -> Translated | None:
    known = parts.environment.names.get(over.of.name) if isinstance(over.of, Name) else None
    if isinstance(known, Rows):
        return _of_rows(over, known, parts)
    if over.where is not None or (over.value not in {None, _ITEM}):
        return None
    of = parts.translate(over.of, parts.environment)
    if not isinstance(of.type, ListType):
        return None
    node = tree.Aggregate(over.function, of.node, None, None)
    return _typed(over.function, node, of.type.item)


def _of_rows(over: _Over, rows: Rows, parts: _Parts) -> Translated | None:
    where = value = None
    of: Type | None = None
    if over.where is not None:
        where = _inner(over.where, _ITEM, rows, parts).node
    if over.value is not None:
        said = _inner(over.value, over.row, rows, parts)
        value, of = said.node, said.type
    if value is None and over.function != "count":
        return None
    node = tree.Aggregate(over.function, rows.node, where, value)
    return _typed(over.function, node, of)


def _inner(feel: Feel, row: Name, rows: Rows, parts: _Parts) -> Translated:
    """Say what is about a row."""
    names: dict[str, Known] = {**parts.environment.names, row.name: Members(rows.of)}
    return parts.translate(feel, Environment(names))


def _typed(function: str, node: tree.Aggregate, of: Type | None) -> Translated | None:
    spec = AGGREGATES[function]
    if spec.result == "boolean":
        return Translated(node, BooleanType())
    if spec.result == "number":
        return Translated(node, NumberType())
    return None if of is None else Translated(node, of)
