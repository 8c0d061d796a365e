"""Forward chaining by durable-rules: matching within a stratum is its work, the rest is ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from engine.decision import Adjustment, Declined, Firing, Inference, Values
from engine.evaluation.moment import in_zone
from engine.runtimes.durable.blocks import Block, DeadlineBlock, FormulaBlock, ScorecardBlock
from engine.runtimes.durable.leaves import Reader
from engine.runtimes.durable.reading import subjects
from engine.runtimes.durable.ruled import RuledBlock
from engine.runtimes.durable.sources import Seen
from engine.runtimes.durable.strata import Conditions, Plan, Unknown, plan
from engine.runtimes.durable.trees import Property
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
_ANY_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""For what is concluded at load: it reads no clock."""


class Durable:
    """The runtime that matches by durable-rules, a network in C by other people."""

    name = "durable"

    def load(self, checked: CheckedRuleset) -> DurableEngine:
        """Make the shards of every stratum.

        Raises:
            Declined: `ranking-not-supported`, `durable-too-large`.
            NotInferred: durable-rules refused what should have been inside its envelope.
        """
        zones = {each.key: checked.zone_rules(each.zone) for each in checked.blocks}
        zones[""] = checked.zone_rules(checked.zone)
        nothing = Seen(checked, zones, {}, _ANY_INSTANT)
        numbers: dict[Property, int] = {}
        strata = [_stratum(blocks, each, numbers, nothing) for blocks, each in plans(checked)]
        return DurableEngine(checked, zones, tuple(strata))


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
class Stratum:
    """Blocks that do not see one another.

    Attributes:
        conditions: of all of them.
        subjects: what they evaluate in any case, each with the key of its block.
        blocks: each with the conclusions it gives.
    """

    conditions: Conditions
    subjects: tuple[tuple[str, Node], ...]
    blocks: tuple[tuple[Block, tuple[str, ...]], ...]


def _stratum(
    blocks: Sequence[Placed], each: Plan, numbers: dict[Property, int], nothing: Seen
) -> Stratum:
    made, unknown = each.made(numbers)
    prepared = tuple(
        (_prepared(placed, unknown.get(at), nothing), placed.concludes)
        for at, placed in enumerate(blocks)
    )
    evaluated = tuple((placed.key, node) for placed in blocks for node in subjects(placed))
    return Stratum(made, evaluated, prepared)


def _prepared(placed: Placed, unknown: Unknown | None, nothing: Seen) -> Block:
    block, key = placed.block, placed.key
    order: Sequence[str] = placed.concludes
    if isinstance(block, CheckedTable):
        order = block.block.outputs
    elif isinstance(block, CheckedRules):
        order = block.block.concludes
    types = {each: nothing.checked.conclusions[each].type for each in order}
    if isinstance(block, CheckedTable | CheckedRules):
        return RuledBlock(key, types, block, unknown, nothing)
    if isinstance(block, CheckedScorecard):
        return ScorecardBlock(key, types, block)
    if isinstance(block, CheckedFormula):
        return FormulaBlock(key, types, block)
    assert isinstance(block, CheckedDeadline)  # noqa: S101 - a ranking was declined at load
    return DeadlineBlock(key, types, block)


@dataclass(frozen=True)
class DurableEngine:
    """One version loaded."""

    checked: CheckedRuleset
    zones: Mapping[str, ZoneInfo]
    strata: Sequence[Stratum]

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
        known = {**facts, **conclusions}
        seen = Seen(self.checked, self.zones, known, in_zone(as_of, self.zones[""]))
        for stratum in self.strata:
            for key, node in stratum.subjects:
                seen.look(key).value(node)
            true = stratum.conditions.true(seen)
            for number, (block, concludes) in enumerate(stratum.blocks):
                concluded = block.conclude(true.get(number, ()), seen)
                conclusions.update(concluded.values)
                firings += concluded.firings
                if by_hand:  # 11.3: the automatic value stays in the firings
                    taken = {key: by_hand[key] for key in concludes if key in by_hand}
                    conclusions.update(taken)
                    firings += [
                        Firing(block.key, "adjustment", concluded=(each,)) for each in taken.items()
                    ]
            known.update(conclusions)
        return Inference(conclusions, tuple(firings), frozenset(seen.problems))
