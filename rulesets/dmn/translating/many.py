"""Lists of FEEL where Fenji has aggregates: records filtered, their members, quantifiers.

FEEL's aggregates differ where items are null or there are none; what is said gives FEEL's value.
A list that is null itself makes aggregates and quantifiers null.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from rulesets.dmn.feel.tree import Feel, Filter, For, ListLiteral, Name, Path, Quantified
from rulesets.dmn.translating import logic
from rulesets.dmn.translating.environment import Known, Members, Rows, Value
from rulesets.dmn.translating.said import (
    BROKEN,
    FALSE,
    TRUE,
    Days,
    Months,
    Said,
    all_of,
    condition,
    named,
    or_false,
    plain,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions.tree import (
    Aggregate,
    Compare,
    If,
    IsMissing,
    Literal,
    Node,
    Not,
    Null,
    RowField,
)
from rulesets.expressions.walk import names_read, within
from rulesets.types import BooleanType, Both, NumberType

_ZERO = Literal(Decimal(0))


@dataclass(frozen=True)
class Many:
    """Records, those of them that are meant, and what is taken of each; None: the row itself."""

    rows: Rows
    where: tuple[Node, ...] = ()
    value: Said | None = None

    @property
    def row(self) -> frozenset[str]:
        """The keys of the sub-facts."""
        nodes = (each.node for each in self.rows.of.values())
        return frozenset(node.key for node in nodes if isinstance(node, RowField))

    def condition(self, *more: Node) -> Node | None:
        """Return what rows must meet, and more; None: nothing."""
        both = (*self.where, *more)
        return all_of(both) if both else None

    def count(self, *more: Node) -> Node:
        """Count the rows that are meant, and meet more."""
        return Aggregate("count", self.rows.node, self.condition(*more), None)

    def some(self, *more: Node) -> Node:
        """Say that there is such a row; unknown of absent records."""
        return Compare(">", self.count(*more), _ZERO)

    def none(self, *more: Node) -> Node:
        """Say that there is no such row; unknown of absent records."""
        return Compare("=", self.count(*more), _ZERO)


@dataclass(frozen=True)
class Items:
    """A list written out."""

    of: tuple[Said, ...]


Listed = Many | Items | Said
"""Records, items, or the name of a list of values; or what is null, broken, or one value."""


def listed(feel: Feel, scope: Scope) -> Listed:
    """Say what stands where a list is expected."""
    match feel:
        case Name() | Path():
            known = known_of(feel, scope)
            if isinstance(known, Rows):
                return _rows(known, scope, feel.at)
            if isinstance(feel, Path) and known is None:
                return _members(feel, scope)
        case Filter():
            return _filtered(feel, scope)
        case For():
            return _returned(feel, scope)
        case ListLiteral():
            return Items(tuple(scope.value(each) for each in feel.items))
    return scope.value(feel)


def known_of(feel: Feel, scope: Scope) -> Known | None:
    """Find what a name, or a path through contexts, stands for; None: it is neither."""
    if isinstance(feel, Name):
        return scope.environment.names.get(feel.name)
    if isinstance(feel, Path):
        of = known_of(feel.of, scope)
        return of.of.get(feel.name) if isinstance(of, Members) else None
    return None


def _rows(rows: Rows, scope: Scope, at: int) -> Listed:
    if scope.row is not None:
        return scope.refuse("记录之内的记录", "list of records within a row of another", at)
    return Many(rows)


def _members(feel: Path, scope: Scope) -> Listed:
    """Say `orders[…].amount`."""
    if not isinstance(feel.of, Name | Path | Filter):
        return scope.value(feel)
    if isinstance(known_of(feel.of, scope), Value | Members):
        return scope.value(feel)
    of = listed(feel.of, scope)
    if not isinstance(of, Many):
        return of if isinstance(of, Said) and of.broken else scope.value(feel)
    field = of.rows.of.get(feel.name)
    if field is None or of.value is not None:
        return unknown(feel.name, scope, feel.at)
    return replace(of, value=Said(field.node, field.type, field.total))


def unknown(name: str, scope: Scope, at: int) -> Said:
    """Refuse a name that nothing has."""
    wanted = Both(
        "输入、决策、变量、参数或成员", "an input, decision, variable, parameter or member"
    )
    return scope.fault("dmn-unknown-reference", at, reference=name, expected=wanted)


def _filtered(feel: Filter, scope: Scope) -> Listed:
    """Say `orders[amount > 5]`: what is not true is left out."""
    of = listed(feel.of, scope)
    if isinstance(of, Said) and (of.broken or of.null):
        scope.value(feel.by) if of.null else None
        return of
    if not isinstance(of, Many):
        return scope.refuse("对非记录列表的筛选", "filter of a list that is no records", feel.at)
    names: dict[str, Known] = dict(of.rows.of) if of.value is None else {}
    names["item"] = names.get("item") or _item(of)
    inner = scope.within(names, of.row)
    by = inner.value(feel.by, truth=True)
    if by.broken:
        return BROKEN
    if isinstance(by.kind, NumberType):
        return scope.refuse("按位置取列表项", "item of a list by its place", feel.at)
    if not isinstance(by.kind, BooleanType):
        return scope.mismatch(named(BooleanType()), by, feel.by.at)
    return in_row(replace(of, where=(*of.where, by.node)), (by.node,), scope, feel.at)


def _item(of: Many) -> Known:
    if of.value is None:
        return Members(of.rows.of)
    assert of.value.kind is not None  # noqa: S101 - a member has a type
    assert not isinstance(of.value.kind, Days | Months)  # noqa: S101 - as above
    return Value(of.value.node, of.value.kind, of.value.total)


def in_row(of: Many, nodes: tuple[Node, ...], scope: Scope, at: int) -> Listed:
    """Refuse what means another thing in a row: a name that a sub-fact hides (10.1), or nothing.

    An aggregate of other records may come in with a name that stands for one (10.7).
    """
    if any(isinstance(each, Aggregate) for node in nodes for each in within(node)):
        return scope.refuse("聚合之内的聚合", "aggregate within a row of another", at)
    hidden = frozenset[str]().union(*map(names_read, nodes)) & of.row
    if not hidden:
        return of
    name = min(hidden)
    return scope.refuse(
        f"与记录成员同名的外层名称 `{name}`",
        f"outer name `{name}` that a member of the row has",
        at,
    )


def _returned(feel: For, scope: Scope) -> Listed:
    """Say `for o in orders return o.a * o.b`."""
    inner = iterated(feel.iterators, scope, feel.at)
    if isinstance(inner, Said):
        return inner
    of, scopes = inner
    if isinstance(of, Items):
        return Items(tuple(each.value(feel.result) for each in scopes))
    found = scopes[0].value(feel.result)
    if found.broken:
        return BROKEN
    return in_row(replace(of, value=found), (found.node,), scope, feel.at)


def iterated(
    iterators: tuple[tuple[str, Feel], ...], scope: Scope, at: int
) -> tuple[Many | Items, tuple[Scope, ...]] | Said:
    """Return what an iterator goes through and the scope of each turn: one for all rows."""
    if len(iterators) > 1:
        return scope.refuse("多个变量的循环", "iteration over several lists at once", at)
    ((name, over),) = iterators
    of = listed(over, scope)
    if isinstance(of, Many):
        return of, (scope.within({name: _item(of)}, of.row),)
    if isinstance(of, Items):
        turns = tuple(scope.within({name: _value(each)}) for each in of.of if _usable(each))
        if len(turns) < len(of.of):
            broken = any(each.broken for each in of.of)
            zh, en = "对含空值的列表的循环", "iteration over a list that holds null"
            return BROKEN if broken else scope.refuse(zh, en, at)
        return of, turns
    if of.broken or of.null:
        return of
    return scope.refuse("对非记录列表的循环", "iteration over a list that is no records", at)


def _usable(of: Said) -> bool:
    return of.kind is not None and not isinstance(of.kind, Days | Months)


def _value(of: Said) -> Value:
    assert of.kind is not None  # noqa: S101 - looked at before
    assert not isinstance(of.kind, Days | Months)  # noqa: S101 - as above
    return Value(of.node, plain(of.kind), of.total)


# -------------------------------------------------------------------------------------- quantifiers


def quantified(feel: Quantified, scope: Scope, *, truth: bool) -> Said:
    """Say `some` and `every`: Kleene's `or` and `and` over the list."""
    kind, by = feel.kind, feel.satisfies
    inner = iterated(feel.iterators, scope, feel.at)
    if isinstance(inner, Said):
        return inner
    of, scopes = inner
    if isinstance(of, Items):
        return of_each(kind, tuple(each.boolean(by, truth=truth) for each in scopes))
    found = scopes[0].boolean(by)
    checked = in_row(of, (found.node,), scope, by.at)
    if found.broken or not isinstance(checked, Many):
        return BROKEN
    return of_rows(kind, of, found, truth=truth)


def of_each(kind: str, conditions: tuple[Said, ...]) -> Said:
    """Join conditions written out."""
    found = FALSE if kind == "some" else TRUE
    for place, each in enumerate(conditions):
        join = logic.disjunction if kind == "some" else logic.conjunction
        found = join(found, each) if place else each
    return found


def of_rows(kind: str, of: Many, by: Said, *, truth: bool) -> Said:
    """Say whether some row, or every row, meets a condition; a null condition is unknown."""
    if by.null:
        decided = of.none()
        return condition(If(decided, Literal(kind != "some"), Null()))
    if kind == "some":
        found, decides = of.some(by.node), True
    elif truth and not by.total:
        return condition(of.none(Not(or_false(by))))
    elif by.total:
        return condition(of.none(Not(by.node)))
    else:
        found, decides = of.some(Not(by.node)), False
    if by.total or truth:
        return condition(found)
    unknown = of.some(IsMissing(by.node))
    rest = If(unknown, Null(), Literal(not decides))
    return condition(If(found, Literal(decides), rest))
