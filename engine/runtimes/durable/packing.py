"""The conditions of a stratum packed into shards, in the order of definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.runtimes.durable.envelope import MOST_PATHS, MOST_PROPERTIES, Definition
from engine.runtimes.durable.trees import Always, Never, Property, Tree, properties, written

_PATHS: Final = MOST_PATHS - 1
_PROPERTIES: Final = MOST_PROPERTIES - 1
"""The rule that primes a shard, and its property, are in it too."""

Place = tuple[int, ...]
"""What a condition belongs to: a block, and the number of the condition in it."""


@dataclass(frozen=True)
class Packed:
    """A shard before it is made.

    Attributes:
        rules: as the C module takes them.
        places: what each rule belongs to, by the rule's generated name.
        reads: the properties that the rules read, by their generated names.
    """

    rules: Definition
    places: dict[str, Place]
    reads: dict[str, Property]


def packed(conditions: Iterable[tuple[Place, Tree]]) -> Iterator[Packed]:
    """Fill one shard after the other; what is never true, or of every fact, is left out."""
    filled: list[tuple[Place, Tree]] = []
    reads: dict[Property, None] = {}
    paths = 0
    for place, tree in conditions:
        if isinstance(tree, Never | Always):
            continue
        more = dict.fromkeys(properties(tree))
        if filled and (paths + tree.paths > _PATHS or len(reads | more) > _PROPERTIES):
            yield _shard(filled, reads)
            filled, reads, paths = [], {}, 0
        filled.append((place, tree))
        reads |= more
        paths += tree.paths
    if filled:
        yield _shard(filled, reads)


def _shard(filled: list[tuple[Place, Tree]], reads: dict[Property, None]) -> Packed:
    names = {each: f"p{number}" for number, each in enumerate(reads)}
    rules, places = {}, {}
    for number, (place, tree) in enumerate(filled):
        rules[f"r{number}"] = {"all": [{"m": written(tree, names)}]}
        places[f"r{number}"] = place
    return Packed(rules, places, {name: each for each, name in names.items()})
