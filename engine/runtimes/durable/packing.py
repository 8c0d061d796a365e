"""The conditions of a stratum packed into shards, in the order of definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.runtimes.durable.envelope import MOST_PATHS, MOST_PROPERTIES, Definition
from engine.runtimes.durable.trees import Never, Property, Tree, properties, written

ALWAYS_NAME: Final = "always"
"""A property of every fact, which a rule without conditions reads."""
_PATHS: Final = MOST_PATHS - 1
_PROPERTIES: Final = MOST_PROPERTIES - 2
"""The rule that primes a shard and its property, and the one above, are in it too."""

Place = tuple[int, ...]
"""What a condition belongs to: block and row, or block, input and band, by their places."""


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
    """Fill one shard after the other; what is never true is left out."""
    filled: list[tuple[Place, Tree]] = []
    reads: dict[Property, None] = {}
    paths = 0
    for place, tree in conditions:
        if isinstance(tree, Never):
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
        rules[f"r{number}"] = {"all": [{"m": written(tree, names, ALWAYS_NAME)}]}
        places[f"r{number}"] = place
    return Packed(rules, places, {name: each for each, name in names.items()})
