"""The network of a ruleset for readers: facts lead to blocks, blocks to conclusions (11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from rulesets.checked import CheckedRuleset, Placed


@dataclass(frozen=True)
class Node:
    """A block with what it reads and concludes, each in the order in which it was declared."""

    block: str
    ruleset: str
    facts: tuple[str, ...]
    conclusions: tuple[str, ...]
    concludes: tuple[str, ...]


@dataclass(frozen=True)
class Stratum:
    """Blocks that do not see one another and read what lies below."""

    number: int
    nodes: tuple[Node, ...]


def strata(checked: CheckedRuleset) -> tuple[Stratum, ...]:
    """Group the blocks by stratum, lowest first; the edges are in the nodes."""
    return tuple(
        Stratum(number, tuple(_node(placed, checked) for placed in blocks))
        for number, blocks in groupby(checked.blocks, key=lambda placed: placed.stratum)
    )


def _node(placed: Placed, checked: CheckedRuleset) -> Node:
    return Node(
        block=placed.key,
        ruleset=placed.ruleset,
        facts=tuple(key for key in checked.facts if key in placed.reads),
        conclusions=tuple(key for key in checked.conclusions if key in placed.reads),
        concludes=placed.concludes,
    )
