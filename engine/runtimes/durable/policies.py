"""Hit policies (section 12): what a block concludes of the rules that durable-rules fired."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.decision import Firing, Values
from rulesets.checked import CheckedRow, CheckedRule
from rulesets.model import HitPolicy
from rulesets.types import ListType, TextType, Type
from rulesets.values import ARITHMETIC, Value, less, same

IN_LISTS: Final = ("rule order", "collect", "output order")
BY_VALUE: Final = ("unique", "any", "first", "priority")
"""The policies under which a rule's outputs are the conclusions as they are."""

Types = Mapping[str, Type]
"""Of the conclusions of a block, in their order."""


@dataclass(frozen=True)
class Hit:
    """A rule that fired, its outputs as evaluated, blank ones left out, and a firing of these."""

    rule: CheckedRow | CheckedRule
    outputs: Values
    firing: Firing


@dataclass(frozen=True)
class Settled:
    """What a policy makes of the hits.

    Attributes:
        values: how each conclusion comes about.
        winner: the one hit whose outputs they are; None where no hit stands above the others.
    """

    values: Mapping[str, Callable[[], Value]]
    winner: Hit | None = None


def settle(policy: HitPolicy, hits: Sequence[Hit], types: Types) -> Settled | None:
    """Apply a policy to one hit or more; None where it is violated."""
    if policy == "unique" and len(hits) != 1:
        return None
    if policy == "any" and not _one_mind(hits, types):
        return None
    if policy == "count":
        number = Decimal(len(hits))
        return Settled(dict.fromkeys(types, lambda: number))
    if policy in BY_VALUE:
        best = _ranked(hits, types)[0] if policy == "priority" else hits[0]
        values = {key: _giving(best.outputs.get(key)) for key in types}
        return Settled(values, best if policy == "priority" else None)
    together = _TOGETHER[policy]
    ordered = _ranked(hits, types) if policy == "output order" else hits
    columns = {key: [each.outputs.get(key) for each in ordered] for key in types}
    return Settled({key: _joining(together, column) for key, column in columns.items()})


def of_nothing(policy: HitPolicy, types: Types) -> Values:
    """12.9: what is concluded where no rule fired and nothing else applies."""
    if policy == "count":
        return dict.fromkeys(types, Decimal(0))
    return dict.fromkeys(types, () if policy in IN_LISTS else None)


def _one_mind(hits: Sequence[Hit], types: Types) -> bool:
    """12.3: missing agrees with missing."""
    first = hits[0].outputs
    others = (each.outputs for each in hits[1:])
    return all(same(first.get(key), other.get(key)) for other in others for key in types)


def _ranked(hits: Sequence[Hit], types: Types) -> list[Hit]:
    """12.5: by the places of ordered outputs, the last value of a list first, then by row."""
    orders: dict[str, Mapping[str, int]] = {}
    for key, of in types.items():
        item = of.item if isinstance(of, ListType) else of
        if isinstance(item, TextType) and item.one_of is not None and item.one_of.ordered:
            orders[key] = item.one_of.places

    def height(hit: Hit) -> tuple[int, ...]:
        outputs: Mapping[str, Any] = hit.outputs
        # A missing output stands in no list, as None does not.
        return tuple(places.get(outputs.get(key, ""), -1) for key, places in orders.items())

    numbered = sorted(enumerate(hits), key=lambda each: ([-at for at in height(each[1])], each[0]))
    return [hit for _, hit in numbered]


def _giving(value: Value) -> Callable[[], Value]:
    return lambda: value


def _joining(
    together: Callable[[Sequence[Value]], Value], column: Sequence[Value]
) -> Callable[[], Value]:
    """12.6, 12.7: missing outputs are left out."""
    present = [each for each in column if each is not None]
    return lambda: together(present)


def _sum(values: Sequence[Any]) -> Value:
    result: Decimal | None = None
    for each in values:
        # Added to 0 first, as 6.1 rounds every addition.
        result = ARITHMETIC.add(Decimal(0) if result is None else result, each)
    return result


def _least(values: Sequence[Value]) -> Value:
    best = values[0] if values else None
    for each in values[1:]:
        best = each if less(each, best) else best
    return best


def _greatest(values: Sequence[Value]) -> Value:
    best = values[0] if values else None
    for each in values[1:]:
        best = each if less(best, each) else best
    return best


_TOGETHER: Final[Mapping[str, Callable[[Sequence[Value]], Value]]] = {
    **dict.fromkeys(IN_LISTS, tuple),
    "sum": _sum,
    "min": _least,
    "max": _greatest,
}
