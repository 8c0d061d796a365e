"""Hit policies of section 12: what a block concludes of the rules that fired."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from engine.decision import Values
from engine.evaluation.aggregates import greatest, least, total
from engine.evaluation.logic import place_in
from rulesets.model import HitPolicy
from rulesets.types import CodeList, ListType, TextType, Type
from rulesets.values import Value, same

LISTS = frozenset({"rule order", "output order", "collect"})


@dataclass(frozen=True)
class Fired:
    """A row or rule whose condition was true. `outputs`: those not blank, as evaluated (12.12)."""

    id: str
    number: int
    outputs: Values


@dataclass(frozen=True)
class Block:
    """What a policy needs to know: it, the conclusions from left to right, and their types."""

    hit: HitPolicy
    types: Mapping[str, Type]


def nothing_fired(block: Block) -> Values:
    """12.9: what is concluded where neither `otherwise` nor `when unknown` applies."""
    if block.hit in LISTS:
        return dict.fromkeys(block.types, ())
    return dict.fromkeys(block.types, Decimal(0)) if block.hit == "count" else {}


def violated(block: Block, fired: Sequence[Fired]) -> bool:
    """12.2, 12.3: `unique` allows one, `any` several that agree before rounding."""
    if block.hit == "unique":
        return len(fired) > 1
    return block.hit == "any" and any(
        not same(each.outputs.get(key), fired[0].outputs.get(key))
        for each in fired
        for key in block.types
    )


def conclude(block: Block, fired: Sequence[Fired]) -> Mapping[str, Callable[[], Value]]:
    """Say for each conclusion how its value comes about, before it is rounded; a sum may fail."""
    if block.hit == "count":  # 12.8
        return {key: lambda: Decimal(len(fired)) for key in block.types}
    if block.hit in LISTS or block.hit in _TOTALS:
        ordered = by_priority(block, fired) if block.hit == "output order" else fired
        combine = _TOTALS.get(block.hit, tuple)
        return {key: _combined(combine, key, ordered) for key in block.types}
    winner = concluding(block, fired)[0]
    return {key: partial(winner.outputs.get, key) for key in block.types}


def concluding(block: Block, fired: Sequence[Fired]) -> Sequence[Fired]:
    """16.2: the rules whose outputs are the conclusions."""
    return by_priority(block, fired)[:1] if block.hit == "priority" else fired


def by_priority(block: Block, fired: Sequence[Fired]) -> Sequence[Fired]:
    """12.5: the highest outputs first, compared from left to right, then by row order."""
    ordered = [(key, codes) for key, of in block.types.items() if (codes := _order(of)) is not None]

    def rank(rule: Fired) -> list[int]:
        return [-_place(rule.outputs.get(key), codes) for key, codes in ordered]

    return sorted(fired, key=rank)  # a stable sort keeps the row order


def _order(of: Type) -> CodeList | None:
    """12.5: what is not of an ordered list takes no part in comparing."""
    item = of.item if isinstance(of, ListType) else of
    codes = item.one_of if isinstance(item, TextType) else None
    return codes if codes is not None and codes.ordered else None


def _place(value: Value, codes: CodeList) -> int:
    """12.5: a missing output is lowest, and so is one that is not in the list."""
    place = place_in(codes, value)
    return -1 if place is None else place


_TOTALS: Mapping[str, Callable[[Sequence[Value]], Value]] = {  # 12.7: missing when none is left
    "sum": lambda values: total(values) if values else None,
    "min": least,
    "max": greatest,
}


def _combined(
    combine: Callable[[Sequence[Value]], Value], key: str, fired: Sequence[Fired]
) -> Callable[[], Value]:
    """12.6, 12.7: a missing output is left out."""
    outputs = [each.outputs.get(key) for each in fired]
    return lambda: combine([each for each in outputs if each is not None])
