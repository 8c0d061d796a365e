"""What a FEEL expression becomes on the way: a node, its kind, and whether it may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from rulesets.checking.static_types import (
    Clash,
    EmptyList,
    LiteralText,
    joined,
    kind_of,
    said,
)
from rulesets.expressions.tree import And, Call, If, IsMissing, Literal, Node, Null, Or
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)


@dataclass(frozen=True)
class Days:
    """A duration of days, as their number; `whole`: it is known to be whole."""

    whole: bool = True


@dataclass(frozen=True)
class Months:
    """A duration of years and months, as the number of months."""


Kind = Type | Days | Months


@dataclass(frozen=True)
class Said:
    """An expression said; kind None: it is `null`. `total`: it is never missing.

    `broken`: it was refused, and what stands around it adds no fault.
    """

    node: Node
    kind: Kind | None
    total: bool = False
    broken: bool = False

    @property
    def null(self) -> bool:
        """Tell whether it is `null` whatever the facts."""
        return self.kind is None and not self.broken


BOOLEAN = BooleanType()
NUMBER = NumberType()
TEXT = TextType()
DATE = DateType()
NULL = Said(Null(), None)
BROKEN = Said(Null(), None, broken=True)
TRUE = Said(Literal(True), BOOLEAN, total=True)
FALSE = Said(Literal(False), BOOLEAN, total=True)


def condition(node: Node, *, total: bool = False) -> Said:
    """Say a condition."""
    return Said(node, BOOLEAN, total)


def missing(of: Said) -> Said:
    """Say FEEL's `x = null`."""
    if of.null:
        return TRUE
    return FALSE if of.total else condition(IsMissing(of.node), total=True)


def or_false(of: Said) -> Node:
    """Return a condition that is false where the one given is unknown."""
    return of.node if of.total else Call("coalesce", (of.node, Literal(False)))


def all_of(nodes: tuple[Node, ...]) -> Node:
    """Join conditions with `and`, opening those that are joined so."""
    flat = tuple(
        each for node in nodes for each in (node.operands if isinstance(node, And) else (node,))
    )
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(nodes: tuple[Node, ...]) -> Node:
    """Join conditions with `or`, opening those that are joined so."""
    flat = tuple(
        each for node in nodes for each in (node.operands if isinstance(node, Or) else (node,))
    )
    return flat[0] if len(flat) == 1 else Or(flat)


def is_text(kind: Kind | None) -> bool:
    """Tell whether a kind is text."""
    return isinstance(kind, TextType)


def texts_of(of: TextType) -> frozenset[str] | None:
    """Return the texts that a value of the type may be; None: any."""
    if isinstance(of, LiteralText):
        return frozenset(of.values)
    return None if of.one_of is None else of.one_of.values


def either(left: Kind | None, right: Kind | None) -> Kind | Clash | None:
    """Return the kind of what may be the one or the other; null goes with any."""
    if left is None or right is None:
        return left if right is None else right
    if isinstance(left, Days) and isinstance(right, Days):
        return Days(left.whole and right.whole)
    if isinstance(left, Months) and isinstance(right, Months):
        return left
    if isinstance(left, Days | Months) or isinstance(right, Days | Months):
        return Clash("type-mismatch")
    return joined(left, right)


def same_sort(left: Kind, right: Kind) -> bool:
    """Tell whether two values are of one kind: numbers, texts, dates, durations of days, …."""
    if isinstance(left, Days | Months) or isinstance(right, Days | Months):
        return type(left) is type(right)
    if isinstance(left, ListType) and isinstance(right, ListType):
        empty = isinstance(left, EmptyList) or isinstance(right, EmptyList)
        return empty or kind_of(left.item) == kind_of(right.item)
    return kind_of(left) == kind_of(right)


def has_order(kind: Kind) -> bool:
    """Tell whether FEEL's `<` of two values is that of Fenji."""
    return isinstance(kind, NumberType | DateType | DateTimeType | Days | Months)


def known(node: Node, kind: Type, *, total: bool = False) -> Said:
    """Say what a name stands for; of texts written out the checker knows more than their type."""
    texts = _written(node) if isinstance(kind, TextType) else None
    return Said(node, LiteralText(values=texts) if texts else kind, total)


def _written(node: Node) -> tuple[str, ...] | None:
    """Return the texts of which an expression is one; None: it may be others."""
    match node:
        case Literal(value=str() as text):
            return (text,)
        case Null():
            return ()
        case If(then=then, otherwise=otherwise):
            both = _written(then), _written(otherwise)
            return None if both[0] is None or both[1] is None else both[0] + both[1]
    return None


def plain(kind: Type) -> Type:
    """Return a type of a declaration: without what is known of literals."""
    if isinstance(kind, NumberType) and type(kind) is not NumberType:
        return NumberType(unit=kind.unit)
    if isinstance(kind, TextType) and type(kind) is not TextType:
        return TextType(kind.one_of)
    if isinstance(kind, ListType):
        item = plain(kind.item)
        return kind if isinstance(item, ListType | RecordsType) else ListType(item)
    return kind


def named(kind: Kind | None) -> Both:
    """Say a kind in words."""
    if kind is None:
        return Both("空值", "null")
    if isinstance(kind, Days | Months):
        return Both("时长", "a duration")
    return said(kind)
