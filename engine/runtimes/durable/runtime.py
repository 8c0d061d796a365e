"""Forward chaining by durable-rules: matching within a stratum is its work, the rest is ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from engine.decision import Adjustment, Declined, Firing, Inference, Problem, Values
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Moment, in_zone
from engine.runtimes.durable.blocks import Concluded, Settling
from engine.runtimes.durable.leaves import Reader
from engine.runtimes.durable.policies import Types
from engine.runtimes.durable.reading import subjects
from engine.runtimes.durable.sources import Look
from engine.runtimes.durable.strata import Conditions, Facts, Plan, plan
from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
    Placed,
)
from rulesets.expressions.tree import Node
from rulesets.values import Value, is_instant

MOST_KILOBYTES: Final = 100_000
"""Memory that one version may take in durable-rules, as measured for each rule and comparison."""
KILOBYTES_OF_RULE: Final = 18
KILOBYTES_OF_COMPARISON: Final = 4


class Durable:
    """The runtime that matches by durable-rules, a network in C by other people."""

    name = "durable"

    def load(self, checked: CheckedRuleset) -> DurableEngine:
        """Make the shards of every stratum.

        Raises:
            Declined: `ranking-not-supported`, `durable-too-large`.
            NotInferred: durable-rules refused what should have been inside its envelope.
        """
        strata = [
            (tuple(_prepared(placed, checked) for placed in blocks), each.made())
            for blocks, each in plans(checked)
        ]
        return DurableEngine(checked, checked.zone_rules(checked.zone), tuple(strata))


def plans(checked: CheckedRuleset) -> list[tuple[tuple[Placed, ...], Plan]]:
    """Plan every stratum; durable-rules is not asked yet.

    Raises:
        Declined: `ranking-not-supported`, `durable-too-large`.
    """
    for placed in checked.blocks:
        if isinstance(placed.block, CheckedRanking):
            raise Declined("ranking-not-supported", placed.key)
    reader, planned, kilobytes = Reader(checked), [], 0
    for _, stratum in groupby(checked.blocks, key=lambda placed: placed.stratum):
        blocks = tuple(stratum)
        for placed in blocks:
            # Before they are read: of hundreds of thousands of rows that takes long.
            kilobytes += conditions_of(placed) * KILOBYTES_OF_RULE
            if kilobytes > MOST_KILOBYTES:
                raise Declined("durable-too-large", placed.key)
        each = plan(blocks, reader)
        planned.append((blocks, each))
        for number, comparisons in each.comparisons.items():
            kilobytes += comparisons * KILOBYTES_OF_COMPARISON
            if kilobytes > MOST_KILOBYTES:
                raise Declined("durable-too-large", blocks[number].key)
    return planned


def conditions_of(placed: Placed) -> int:
    """Count the conditions of a block; each is there twice where unknown ones are asked for."""
    block = placed.block
    if isinstance(block, CheckedScorecard):
        return sum(len(each.bands) for each in block.inputs)
    if isinstance(block, CheckedTable | CheckedRules):
        rules = block.rows if isinstance(block, CheckedTable) else block.rules
        return len(rules) * (1 if block.when_unknown is None else 2)
    return 0


@dataclass(frozen=True)
class Prepared:
    """A block with what does not change: its zone, the types of its conclusions, its subjects."""

    placed: Placed
    zone: ZoneInfo
    types: Types
    subjects: tuple[Node, ...]


def _prepared(placed: Placed, checked: CheckedRuleset) -> Prepared:
    block = placed.block
    order: Sequence[str] = placed.concludes
    if isinstance(block, CheckedTable):
        order = block.block.outputs
    elif isinstance(block, CheckedRules):
        order = block.block.concludes
    types = {key: checked.conclusions[key].type for key in order}
    return Prepared(placed, checked.zone_rules(placed.zone), types, subjects(placed))


@dataclass(frozen=True)
class DurableEngine:
    """One version loaded."""

    checked: CheckedRuleset
    zone: ZoneInfo
    strata: Sequence[tuple[tuple[Prepared, ...], Conditions]]

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        """Infer stratum by stratum; 11.4: blocks of one stratum do not see one another.

        Raises:
            NotInferred: another engine must answer.
            ValueError: the instant has no offset, or lies outside what 2.4 allows.
        """
        if not is_instant(as_of):
            message = f"expected an instant with an offset, found `{as_of.isoformat()}`"
            raise ValueError(message)
        by_hand = {each.conclusion: each.value for each in adjustments}
        conclusions: dict[str, Value] = dict.fromkeys(self.checked.conclusions)
        firings: list[Firing] = []
        problems: set[Problem] = set()
        local = in_zone(as_of, self.zone)
        for blocks, conditions in self.strata:
            known = {**facts, **conclusions}
            looks = {each.placed.key: self._look(each, known, local, problems) for each in blocks}
            for placed, concluded in self._stratum(blocks, conditions, looks):
                conclusions |= concluded.values
                firings += concluded.firings
                for key in placed.concludes:
                    if key in by_hand:  # 11.3: the automatic value stays in the firings
                        conclusions[key] = by_hand[key]
                        given = ((key, by_hand[key]),)
                        firings.append(Firing(placed.key, "adjustment", concluded=given))
        return Inference(conclusions, tuple(firings), frozenset(problems))

    def _look(
        self, block: Prepared, known: Values, as_of: datetime, problems: set[Problem]
    ) -> Look:
        moment = Moment(self.checked, known, as_of, block.zone)
        look = Look(Sight(moment, block.placed.key, problems))
        for each in block.subjects:
            look.value(each)
        return look

    def _stratum(
        self, blocks: Sequence[Prepared], conditions: Conditions, looks: Mapping[str, Look]
    ) -> Iterator[tuple[Placed, Concluded]]:
        """Ask durable-rules once for all blocks, then let each conclude."""
        facts = Facts(conditions, looks)
        true = facts.true()
        for number, block in enumerate(blocks):
            placed = block.placed
            settling = Settling(placed.key, looks[placed.key], block.types)
            places = true.get(number, [])
            yield placed, _concluded(placed, settling, places, facts, number)


def _concluded(
    placed: Placed, settling: Settling, places: list[tuple[int, ...]], facts: Facts, number: int
) -> Concluded:
    block = placed.block
    if isinstance(block, CheckedTable | CheckedRules):
        fired = [at for (at,) in places]
        return settling.rules(block, fired, lambda: facts.any_unknown(number, len(fired)))
    if isinstance(block, CheckedScorecard):
        bands: dict[int, list[int]] = {}
        for place, band in places:
            bands.setdefault(place, []).append(band)
        return settling.scorecard(block, bands)
    if isinstance(block, CheckedFormula):
        return settling.formula(block)
    assert isinstance(block, CheckedDeadline)  # noqa: S101 - a ranking was declined at load
    return settling.deadline(block)
