"""Random conditions over properties for shards of durable-rules, and what is true of a fact."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from random import Random
from typing import Any, Final, get_args

from engine.runtimes.durable.coding import Truths
from engine.runtimes.durable.envelope import MOST_WHOLE
from engine.runtimes.durable.packing import Packed, packed
from engine.runtimes.durable.sides import fits
from engine.runtimes.durable.sources import OfNode
from engine.runtimes.durable.trees import ALWAYS, Atom, Joined, Property, Sign, Tree, joined
from rulesets.expressions.tree import Name

CODES: Final = (0, 1, 2, 3, 5, 8, 40, 41, 1000, -1, -2, -40, MOST_WHOLE, -MOST_WHOLE)
SIGNS: Final = get_args(Sign)
_COMPARE: Final = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def shards(random: Random) -> tuple[list[Tree], list[Packed]]:
    """Draw conditions that each fit a shard, few or many, and pack them."""
    properties = [_property(number) for number in range(random.choice((1, 2, 5, 12, 40, 300)))]
    trees: list[Tree] = []
    for _ in range(random.choice((1, 3, 20, 63, 64, 200))):
        tree = _tree(random, properties, random.choice((0, 1, 1, 2, 3)))
        trees.append(tree if fits(tree) else _tree(random, properties, 0))
    return trees, list(packed(((number,), tree) for number, tree in enumerate(trees)))


def fact(made: Packed, random: Random) -> dict[str, int]:
    """Draw a fact for a shard, none, some or many of its properties missing."""
    share = random.choice((0, 0.2, 0.9))
    return {name: random.choice(CODES) for name in made.reads if random.random() >= share}


def holds(tree: Tree, given: Mapping[Property, int]) -> bool:
    """Tell whether a condition is true of a fact, by its definition."""
    if isinstance(tree, Joined):
        truths = [holds(each, given) for each in tree.trees]
        return all(truths) if tree.kind == "$and" else any(truths)
    if isinstance(tree, Atom):
        return tree.of in given and _COMPARE[tree.sign](given[tree.of], tree.code)
    return tree is ALWAYS


def _property(number: int) -> Property:
    return Property(OfNode("", f"n{number}", Name(f"n{number}")), Truths())


def _tree(random: Random, properties: list[Property], depth: int) -> Tree:
    if depth == 0:
        if random.random() < 0.01:
            return ALWAYS
        sign: Any = random.choice(SIGNS)
        return Atom(random.choice(properties), sign, random.choice(CODES))
    kind: Any = random.choice(("$and", "$and", "$or"))
    count = random.choice((1, 2, 2, 3, 4, 9, 28))
    return joined(kind, [_tree(random, properties, depth - 1) for _ in range(count)])
