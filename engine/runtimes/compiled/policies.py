"""Hit policies of section 12: what a block concludes of the rules that fired."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from engine.decision import Problem
from engine.runtimes.compiled import domain, logic
from engine.runtimes.compiled.firings import Kept, Template
from engine.runtimes.compiled.library import FAILURES, code_of
from rulesets.model import HitPolicy
from rulesets.types import CodeList, ListType, TextType, Type
from rulesets.values import Value, same

LISTS = frozenset({"rule order", "output order", "collect"})
SINGLE = frozenset({"unique", "any", "first", "priority"})
_TOTALS: Mapping[str, Callable[[Sequence[Any]], Value]] = {
    "sum": lambda values: logic.total(values) if values else None,
    "min": logic.least,
    "max": logic.greatest,
}


class Row:
    """A row or rule: `keys` of the conclusions that its outputs give."""

    def __init__(self, block: str, id: str, number: int, keys: tuple[str, ...]) -> None:  # noqa: A002 - its name
        self.id = id
        self.keys = keys
        self.shows = Template(block, "rule", keys, id, number)
        self.silent = Template(block, "rule", (), id, number).firing(())

    def __call__(self, *outputs: Value) -> Fired:
        """Take the outputs as evaluated (12.12)."""
        return Fired(self, dict(zip(self.keys, outputs, strict=True)))


class Fired:
    """A row or rule whose condition was true, with its outputs.

    Attributes:
        alone: what the block concludes and fires when no other row fires, if that is known at load.
        shown: its firing, where that is known at load whatever else fires.
        rank: its place by priority (12.5).
    """

    __slots__ = ("alone", "outputs", "rank", "row", "shown")

    def __init__(self, row: Row, outputs: Mapping[str, Value]) -> None:
        self.row = row
        self.outputs = outputs
        self.alone: tuple[tuple[Value, ...], Kept] | None = None
        self.shown: Kept | None = None
        self.rank: tuple[int, ...] | None = None


def rows_fired(rows: Sequence[Any], places: Sequence[int], *arguments: Any) -> list[Fired]:
    """Give the rows at some places; 12.12: those that are functions evaluate their outputs."""
    found = (rows[place] for place in places)
    return [each if isinstance(each, Fired) else each(*arguments) for each in found]


class Policy:
    """A hit policy with the conclusions of one block, from left to right."""

    def __init__(self, block: str, hit: HitPolicy, types: Mapping[str, Type]) -> None:
        self.block = block
        self.hit = hit
        self.types = types
        self._join: Callable[[Sequence[Any]], Value] = _TOTALS.get(hit, tuple)
        self._takers = {key: domain.taker(of) for key, of in types.items()}
        self._ordered = [(key, codes) for key, of in types.items() if (codes := _order(of))]

    def known(self, row: Row, outputs: Mapping[str, Value]) -> Fired:
        """Prepare a row whose outputs are known at load."""
        fired = Fired(row, outputs)
        fired.rank = self._rank(outputs)
        if self.hit not in SINGLE:
            fired.shown = row.shows.firing(outputs.values())
        try:
            values = {key: self._taken(key, self._combined(key, (fired,))) for key in self.types}
        except FAILURES:
            return fired
        firing = fired.shown or row.shows.firing([values[key] for key in row.keys])
        fired.alone = tuple(values.values()), firing
        return fired

    def conclude(
        self, fired: Sequence[Fired], problems: set[Problem], kept: list[Kept]
    ) -> tuple[Value, ...]:
        """Conclude of one rule or more that fired; the conclusions from left to right."""
        if len(fired) == 1 and fired[0].alone is not None:
            values, firing = fired[0].alone
            kept.append(firing)
            return values
        if self._violated(fired):  # 12.2
            ids = tuple(each.row.id for each in fired)
            problems.add(Problem(self.block, "hit-policy-violated", rows=ids))
            kept += [each.row.silent for each in fired]
            return (None,) * len(self.types)
        if self.hit == "priority":
            return self._highest(fired, problems, kept)
        ordered = sorted(fired, key=self._place) if self.hit == "output order" else fired
        values = self._joined(ordered) or tuple(
            self._concluded(key, ordered, problems) for key in self.types
        )
        kept += [each.shown or self._firing(each, values) for each in fired]
        return values

    def _highest(
        self, fired: Sequence[Fired], problems: set[Problem], kept: list[Kept]
    ) -> tuple[Value, ...]:
        """12.5: the row with the highest outputs concludes, the first of several."""
        winner = min(fired, key=self._place)
        if winner.alone is not None:
            values, firing = winner.alone
        else:
            values = tuple(self._concluded(key, (winner,), problems) for key in self.types)
            firing = self._firing(winner, values)
        kept += [firing if each is winner else each.row.silent for each in fired]
        return values

    def _joined(self, fired: Sequence[Fired]) -> tuple[Value, ...] | None:
        """12.6: join what each row concludes alone; None: that is no list, or not known at load."""
        if self.hit not in LISTS or len(fired) > domain.MOST_ITEMS:
            return None
        alone = [each.alone[0] for each in fired if each.alone is not None]
        if len(alone) < len(fired):
            return None
        return tuple(tuple(chain.from_iterable(lists)) for lists in zip(*alone, strict=True))

    def _taken(self, key: str, value: Value) -> Value:
        take = self._takers[key]
        return value if take is None else take(value)

    def _concluded(self, key: str, fired: Sequence[Fired], problems: set[Problem]) -> Value:
        """6.2, 6.3, 12.7: a problem of a conclusion names its key."""
        try:
            return self._taken(key, self._combined(key, fired))
        except FAILURES as error:
            problems.add(Problem(self.block, code_of(error), key))
            return None

    def _combined(self, key: str, fired: Sequence[Fired]) -> Value:
        if self.hit == "count":  # 12.8
            return Decimal(len(fired))
        if self.hit in SINGLE:
            return fired[0].outputs.get(key)
        outputs = (each.outputs.get(key) for each in fired)
        return self._join([each for each in outputs if each is not None])  # 12.6, 12.7

    def _violated(self, fired: Sequence[Fired]) -> bool:
        """12.2, 12.3: `unique` allows one, `any` several that agree before rounding."""
        if self.hit == "unique":
            return len(fired) > 1
        return self.hit == "any" and any(
            not same(each.outputs.get(key), fired[0].outputs.get(key))
            for each in fired[1:]
            for key in self.types
        )

    def _firing(self, fired: Fired, values: tuple[Value, ...]) -> Kept:
        """16.2: what a rule that fired concluded."""
        if self.hit not in SINGLE:
            return (fired.row.shows, *fired.outputs.values())
        concluded = dict(zip(self.types, values, strict=True))
        return (fired.row.shows, *[concluded[key] for key in fired.row.keys])

    def _place(self, fired: Fired) -> tuple[int, ...]:
        return self._rank(fired.outputs) if fired.rank is None else fired.rank

    def _rank(self, outputs: Mapping[str, Value]) -> tuple[int, ...]:
        """12.5: the highest outputs come first, compared from left to right."""
        return tuple(-_place(outputs.get(key), codes) for key, codes in self._ordered)


def _order(of: Type) -> CodeList | None:
    """12.5: what is not of an ordered list takes no part in comparing."""
    item = of.item if isinstance(of, ListType) else of
    codes = item.one_of if isinstance(item, TextType) else None
    return codes if codes is not None and codes.ordered else None


def _place(value: Value, codes: CodeList) -> int:
    """12.5: a missing output is lowest, and so is one that is not in the list."""
    return codes.places.get(value, -1) if isinstance(value, str) else -1
