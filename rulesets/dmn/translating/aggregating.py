"""FEEL's aggregates and membership: null of nothing, and where an item is null."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rulesets.checking.static_types import EmptyList
from rulesets.dmn.translating import logic
from rulesets.dmn.translating.many import Items, Listed, Many, in_row, of_each, of_rows
from rulesets.dmn.translating.said import (
    BROKEN,
    NULL,
    NUMBER,
    Days,
    Months,
    Said,
    any_of,
    condition,
    has_order,
    missing,
    named,
    plain,
    same_sort,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Compare,
    If,
    IsMissing,
    Literal,
    Node,
    Null,
)
from rulesets.types import Both, ListType, NumberType

_ZERO = Literal(Decimal(0))
_HAS_ORDER = Both("数值、日期或时刻", "a number, date or date and time")
_NAMES: Mapping[str, str] = {"sum": "sum", "mean": "average", "min": "min", "max": "max"}


def counted(of: Listed, scope: Scope, at: int) -> Said:
    """Say `count(list)`."""
    if isinstance(of, Many):
        return Said(of.count(), NUMBER)
    if isinstance(of, Items):
        broken = any(each.broken for each in of.of)
        return BROKEN if broken else Said(Literal(Decimal(len(of.of))), NUMBER, total=True)
    if of.broken or of.null:
        return of
    if isinstance(of.kind, ListType):
        return Said(Aggregate("count", of.node, None, None), NUMBER)
    return scope.mismatch(Both("列表", "a list"), of, at)


def aggregated(name: str, of: Listed, scope: Scope, at: int) -> Said:
    """Say `sum`, `mean`, `min`, `max`: null of nothing, and where an item is null."""
    if isinstance(of, Items):
        return _of_items(name, of.of, scope, at)
    if isinstance(of, Many):
        return _of_rows(name, of, scope, at)
    if of.broken or of.null:
        return of
    if not isinstance(of.kind, ListType):
        return _of_items(name, (of,), scope, at)
    if isinstance(of.kind, EmptyList):
        return NULL
    item = Said(of.node, of.kind.item)
    if not _fits(name, item):
        return _misfit(name, item, scope, at)
    whole = Aggregate(_NAMES[name], of.node, None, None)
    if name == "sum":
        none = Compare("=", Aggregate("count", of.node, None, None), _ZERO)
        return Said(If(none, Null(), whole), NUMBER)
    return Said(whole, plain(of.kind.item))


def _fits(name: str, of: Said) -> bool:
    if name in {"min", "max"}:
        return of.kind is not None and has_order(of.kind) and not isinstance(of.kind, Days | Months)
    return isinstance(of.kind, NumberType)


def _misfit(name: str, of: Said, scope: Scope, at: int) -> Said:
    wanted = _HAS_ORDER if name in {"min", "max"} else named(NUMBER)
    return scope.mismatch(wanted, of, at)


def _of_rows(name: str, of: Many, scope: Scope, at: int) -> Said:
    value = of.value
    if value is None:
        zh, en = f"对整行记录的 `{name}`", f"`{name}` of whole records"
        return scope.refuse(zh, en, at)
    if value.broken or value.null:
        return value
    if not _fits(name, value):
        return _misfit(name, value, scope, at)
    assert value.kind is not None  # noqa: S101 - it fits
    assert not isinstance(value.kind, Days | Months)  # noqa: S101 - as above
    whole = Aggregate(_NAMES[name], of.rows.node, of.condition(), value.node)
    no_value = [] if value.total else [of.some(missing(value).node)]
    nothing = [of.none()] if name == "sum" else []
    guards = tuple(nothing + no_value)
    node: Node = If(any_of(guards), Null(), whole) if guards else whole
    return Said(node, plain(value.kind))


def _of_items(name: str, items: tuple[Said, ...], scope: Scope, at: int) -> Said:
    if any(each.broken for each in items):
        return BROKEN
    for each in items:
        if not each.null and not _fits(name, each):
            return _misfit(name, each, scope, at)
    if not items or any(each.null for each in items):
        return NULL
    if any(not same_sort(_sort(items[0]), _sort(each)) for each in items):
        return scope.mismatch(named(items[0].kind), items[-1], at)
    total = all(each.total for each in items)
    if name in {"sum", "mean"}:
        node = items[0].node
        for each in items[1:]:
            node = Arithmetic("+", node, each.node)
        if name == "mean" and len(items) > 1:
            node = Arithmetic("/", node, Literal(Decimal(len(items))))
        return Said(node, NUMBER, total)
    return _extreme(name, items, total=total)


def _sort(of: Said) -> NumberType:
    # Only numbers, dates and instants come here.
    return of.kind  # type: ignore[return-value]  # any kind serves `same_sort`


def _extreme(name: str, items: tuple[Said, ...], *, total: bool) -> Said:
    if len(items) == 1:
        return items[0]
    nodes = tuple(each.node for each in items)
    if isinstance(items[0].kind, NumberType):
        return Said(Call("minimum" if name == "min" else "maximum", nodes), NUMBER, total)
    return _extreme_dates(name, items, nodes)


def _extreme_dates(name: str, items: tuple[Said, ...], nodes: tuple[Node, ...]) -> Said:
    """Say the first or last of dates, one after another: `if a <= b then a else b`."""
    best = items[0]
    op = "<=" if name == "min" else ">="
    for each, node in zip(items[1:], nodes[1:], strict=True):
        chosen = If(Compare(op, best.node, node), best.node, node)
        best = Said(chosen, best.kind, best.total and each.total)
    return best


def contains(of: Listed, value: Said, scope: Scope, at: int, *, truth: bool) -> Said:
    """Say whether a value is in a list; null is a value there (`list contains`)."""
    if value.broken:
        return BROKEN
    if isinstance(of, Said) and (of.broken or of.null):
        return of
    if isinstance(of, Items):
        return of_each(
            "some", tuple(logic.equal(value, each, scope, at, truth=truth) for each in of.of)
        )
    if isinstance(of, Many):
        if of.value is None:
            return scope.refuse("整行记录的比较", "comparison of whole records", at)
        same = logic.equal(of.value, value, scope, at, truth=truth)
        checked = in_row(of, (value.node,), scope, at)
        if same.broken or not isinstance(checked, Many):
            return BROKEN
        return of_rows("some", of, same, truth=truth)
    if not isinstance(of.kind, ListType):
        return scope.mismatch(Both("列表", "a list"), of, at)
    return _in_list(of, of.kind, value, scope, at, truth=truth)


def _in_list(of: Said, kind: ListType, value: Said, scope: Scope, at: int, *, truth: bool) -> Said:
    """Say membership in a named list, which holds no null (2.4, 15.1)."""
    never = condition(If(IsMissing(of.node), Null(), Literal(False)))
    if value.null or isinstance(kind, EmptyList):
        return never
    assert value.kind is not None  # noqa: S101 - answered before
    if not same_sort(kind.item, value.kind):
        return scope.mismatch(named(kind.item), value, at)
    if not logic.may_be_equal(kind.item, value.kind):
        return never
    found = condition(Call("list contains", (of.node, value.node)), total=of.total and value.total)
    if truth or value.total:
        return found
    return condition(Call("coalesce", (found.node, never.node)))
