"""The order of inference: strata by the longest way, then block keys; no cycles (11.1, 11.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.checked import CheckedBlock, Placed
from rulesets.checking.circles import circles
from rulesets.checking.report import Report


@dataclass(frozen=True)
class Linked:
    """A checked block with what it concludes and reads, not yet in its stratum."""

    key: str
    concludes: tuple[str, ...]
    reads: frozenset[str]
    zone: str
    ruleset: str
    block: CheckedBlock


def in_order(blocks: Mapping[str, Linked], places: Mapping[str, Report]) -> tuple[Placed, ...]:
    """Put blocks in order of inference; report each cycle once, with what leads round."""
    linked = tuple(blocks.values())
    owners = {conclusion: each.key for each in linked for conclusion in each.concludes}
    needs = {
        each.key: tuple(sorted({owners[name] for name in each.reads if name in owners}))
        for each in linked
    }
    found = circles(needs)
    for circle in found:
        read = _conclusions_read(circle, blocks)
        places[circle[0]].add("cycle", cycle=" → ".join(f"`{each}`" for each in read))
    if found:
        return ()
    strata = _strata(needs)
    placed = (
        Placed(
            strata[each.key],
            each.key,
            each.concludes,
            each.reads,
            each.zone,
            each.ruleset,
            each.block,
        )
        for each in linked
    )
    return tuple(sorted(placed, key=lambda each: (each.stratum, each.key)))


def _conclusions_read(circle: tuple[str, ...], blocks: Mapping[str, Linked]) -> tuple[str, ...]:
    """Say a circle of blocks by the conclusions through which each needs the next."""
    steps = []
    for key, needed in zip(circle, (*circle[1:], circle[0]), strict=True):
        through = sorted(set(blocks[needed].concludes) & blocks[key].reads)
        steps.append(through[0])
    return (steps[-1], *steps)


def _strata(needs: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the stratum of each block: one more than the highest that it needs."""
    strata: dict[str, int] = {}
    waiting = list(needs)
    while waiting:
        key = waiting[-1]
        open_needs = [each for each in needs[key] if each not in strata]
        if open_needs:
            waiting.extend(open_needs)
            continue
        strata[key] = 1 + max((strata[each] for each in needs[key]), default=0)
        waiting.pop()
    return strata
