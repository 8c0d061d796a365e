"""A simple search for facts with which conditions hold: one fact after the other, ever nearer.

What a condition asks of a fact is given to it. What it asks of a conclusion or an expression is
approached by trying, for each fact below, the values worth trying. Nothing is drawn by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from engine.boundaries.around import distinct, fits, near, unit
from engine.boundaries.demands import Demand, Target, refusals
from engine.boundaries.reading import Facts, Reading, direct, literals_in
from engine.decision import Engine, Inference
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Moment, in_zone
from rulesets.expressions.tree import MissingCell
from rulesets.expressions.walk import tops
from rulesets.types import DateTimeType, DateType, NumberType, Type
from rulesets.values import Value, kind, less

_MOST_TRIED: Final = 24
_ROUNDS: Final = 2
_MOST_BASES: Final = 2
_FAR: Final = 2.0
_SHADOWED: Final = 0.005
"""How far facts are with which all holds and nothing fires: nearer than with anything unmet."""
_MOST_SHADOWS: Final = 5
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass
class Search:
    """Looks for facts; `steps` is how many more times it may infer."""

    reading: Reading
    engine: Engine
    steps: int
    _met: dict[Demand, dict[str, Value]] = field(default_factory=dict)
    _crossed: dict[str, list[Value]] = field(default_factory=dict)

    def aimed(self, target: Target, as_of: datetime) -> dict[str, Value]:
        """Give facts with which a target is reached, or comes nearest."""
        best: tuple[float, dict[str, Value]] = (float("inf"), {})
        nearest = sorted(self.reading.bases, key=lambda each: self._missed(target, each, as_of))
        for base in nearest[:_MOST_BASES]:
            facts = dict(base)
            distance = self._missed(target, facts, as_of)
            if distance:
                for demand in target.demands:
                    facts |= self._alone(demand, base, as_of)
                distance = self._missed(target, facts, as_of)
            if distance:
                distance, facts = self._nearer(target, facts, distance, as_of)
            if distance == _SHADOWED:
                distance, facts = self._unshadowed(target, facts, as_of)
            best = min(best, (distance, facts), key=lambda each: each[0])
            if not best[0] or self.steps <= 0:
                break
        return best[1]

    def crossing(self, demand: Demand, border: Value, as_of: datetime) -> list[dict[str, Value]]:
        """Give facts on both sides of a border that a conclusion or an expression meets."""
        start = self.aimed(Target(demand.block, "", (demand,)), as_of)
        for key in self.reading.facts_under(demand.subject):
            of = self.reading.fields[key].type
            if not isinstance(of, NumberType | DateType | DateTimeType):
                continue
            grid = sorted(_place(each, of) for each in self.reading.probes[key])
            sides = [
                self._reached(demand, border, {**start, key: _at(at, of)}, as_of) for at in grid
            ]
            for at in range(len(grid) - 1):
                if None not in (sides[at], sides[at + 1]) and sides[at] != sides[at + 1]:
                    ends = self._halved(demand, border, start, key, (grid[at], grid[at + 1]), as_of)
                    values = [_at(end, of) for end in ends]
                    self._crossed.setdefault(key, []).extend(values)
                    self._met.pop(demand, None)
                    return [{**start, key: value} for value in values]
            if self.steps <= 0:
                break
        return [start]

    def _halved(
        self,
        demand: Demand,
        border: Value,
        start: Facts,
        key: str,
        ends: tuple[int, int],
        as_of: datetime,
    ) -> tuple[int, ...]:
        """Halve until two neighbours lie on two sides of a border; the next beyond it is third."""
        of = self.reading.fields[key].type
        low, high = ends
        below = self._reached(demand, border, {**start, key: _at(low, of)}, as_of)
        while high - low > 1:
            middle = (low + high) // 2
            side = self._reached(demand, border, {**start, key: _at(middle, of)}, as_of)
            low, high = (middle, high) if side == below else (low, middle)
        beyond = low - 1 if below else high + 1
        return (low, high, beyond) if fits(_at(beyond, of), of) else (low, high)

    def _reached(self, demand: Demand, border: Value, facts: Facts, as_of: datetime) -> bool | None:
        """Tell whether a value has reached a border; None: it is missing or of another kind."""
        value = self._sight(demand.block, facts, as_of, (demand,)).value(demand.subject)
        if value is None or kind(value) != kind(border):
            return None
        below = less(value, border)
        return None if below is None else not below

    def _alone(self, demand: Demand, base: dict[str, Value], as_of: datetime) -> dict[str, Value]:
        """Give values to the facts below one demand, so that it holds; found once, then known."""
        if demand not in self._met:
            target = Target(demand.block, "", (demand,))
            below = self.reading.facts_under(demand.subject)
            # What is missing only when all below is missing is never approached step by step.
            none: dict[str, Value] = dict.fromkeys(
                key for key in below if not self.reading.fields[key].required
            )
            starts = [(self._missed(target, each, as_of), each) for each in ({**base}, base | none)]
            distance, facts = min(starts, key=lambda each: each[0])
            if distance:
                _, facts = self._nearer(target, facts, distance, as_of)
            self._met[demand] = {key: facts.get(key) for key in below}
        return self._met[demand]

    def _nearer(
        self, target: Target, facts: dict[str, Value], distance: float, as_of: datetime
    ) -> tuple[float, dict[str, Value]]:
        """Try for one fact after the other what brings all demands nearer."""
        for _ in range(_ROUNDS):
            before = distance
            for key, values in self._tried(target).items():
                for value in values:
                    if self.steps <= 0:
                        return distance, facts
                    if value is facts.get(key):
                        continue
                    found = self._missed(target, {**facts, key: value}, as_of)
                    if found < distance:
                        distance, facts = found, {**facts, key: value}
                    if not distance:
                        return distance, facts
            if distance == before:
                break
        return distance, facts

    def _unshadowed(
        self, target: Target, facts: dict[str, Value], as_of: datetime
    ) -> tuple[float, dict[str, Value]]:
        """All holds and yet another rule fires: ask too that this other one does not hold."""
        distance = _SHADOWED
        for _ in range(_MOST_SHADOWS):
            firings = self._inferred(facts, as_of).firings
            others = [each.rule for each in firings if each.block == target.block and each.rule]
            if not others or self.steps <= 0:
                break
            for way in refusals(self.reading.checked.placed[target.block], others[0]):
                wider = replace(target, demands=(*target.demands, *way))
                missed = self._missed(wider, facts, as_of)
                found, nearer = self._nearer(wider, facts, missed, as_of)
                if found <= _SHADOWED:
                    distance, facts, target = found, nearer, wider
                    break
            if distance != _SHADOWED:
                break
        return distance, facts

    def _tried(self, target: Target) -> dict[str, list[Value]]:
        """For each fact below a target: what its own cells name first, then what others name."""
        found: dict[str, list[Value]] = {}
        for demand in target.demands:
            own = literals_in(tops(demand.cell), self.reading.checked)
            for key in self.reading.facts_under(demand.subject):
                named = own if direct(demand.subject) == key else []
                of = self.reading.fields[key].type
                values = [*(near(of, named)[: _MOST_TRIED // 2] if named else ())]
                values += evenly(self.reading.probes[key], _MOST_TRIED)
                values += evenly(self._crossed.get(key, ()), _MOST_TRIED)
                required = self.reading.fields[key].required
                found.setdefault(key, []).extend(values if required else [*values, None])
        return {key: distinct(values) for key, values in found.items()}

    def _missed(self, target: Target, facts: Facts, as_of: datetime) -> float:
        """Say how far facts are from a target; 0: it is reached."""
        sight = self._sight(target.block, facts, as_of, target.demands)
        distance = sum(_distance(each, sight) for each in target.demands)
        if distance or not target.rule:
            return distance
        inference = self._inferred(facts, as_of)
        fired = ((each.block, each.rule) for each in inference.firings)
        return 0 if (target.block, target.rule) in fired else _SHADOWED

    def _sight(self, block: str, facts: Facts, as_of: datetime, demands: Sequence[Demand]) -> Sight:
        """See what a block sees; nothing is inferred where only facts are asked for."""
        checked = self.reading.checked
        known = dict(facts)
        if not all(direct(each.subject) in self.reading.fields for each in demands):
            known |= self._inferred(facts, as_of).conclusions
        local = in_zone(as_of, checked.zone_rules(checked.zone))
        zone = checked.zone_rules(checked.placed[block].zone)
        return Sight(Moment(checked, known, local, zone), block)

    def _inferred(self, facts: Facts, as_of: datetime) -> Inference:
        self.steps -= 1
        return self.engine.infer({k: v for k, v in facts.items() if v is not None}, as_of)


def evenly(values: Sequence[Any], most: int) -> list[Any]:
    """Choose at most so many of many, evenly, the first and the last among them.

    Example:
        >>> evenly(range(10), 4)
        [0, 3, 6, 9]
    """
    if len(values) <= most:
        return list(values)
    return [values[at * (len(values) - 1) // (most - 1)] for at in range(most)]


def _distance(demand: Demand, sight: Sight) -> float:
    """Say how far a value is from its cell: 0 it meets it, up to 1 by size, 2 it is missing."""
    value = sight.value(demand.subject)
    if sight.cell(demand.cell, value, sight.codes(demand.subject)):
        return 0
    if value is None or isinstance(demand.cell, MissingCell):
        return _FAR
    borders = [sight.value(each) for each in tops(demand.cell)]
    gaps = [_gap(value, each) for each in borders if kind(each) == kind(value)]
    return min(gaps, default=1.0)


def _gap(left: Any, right: Any) -> float:
    if isinstance(left, Decimal):
        gap = abs(float(left) - float(right))
    elif isinstance(left, datetime):
        gap = abs((left - right).total_seconds())
    elif isinstance(left, date):
        gap = float(abs((left - right).days))
    else:
        return 1.0
    return 0.01 + 0.98 * gap / (1 + gap)


def _place(value: Any, of: Type) -> int:
    """Number the values of a type in their order."""
    if isinstance(of, NumberType):
        return int(value / unit(of))
    if isinstance(of, DateTimeType):
        return int((value - _EPOCH) // _MICROSECOND)
    return date.toordinal(value)


def _at(place: int, of: Type) -> Value:
    if isinstance(of, NumberType):
        return place * unit(of)
    if isinstance(of, DateTimeType):
        return _EPOCH + place * _MICROSECOND
    return date.fromordinal(place)
