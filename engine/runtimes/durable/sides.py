"""A condition by its two sides: the tree that is true where it is true, and where it is false.

Trees are kept small enough for a shard: what would have too many paths, or too much in it, is
evaluated beforehand and goes in as one property that is true, false or absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from engine.runtimes.durable.coding import FALSE, TRUE, Coding, Truths
from engine.runtimes.durable.envelope import MOST_WEIGHT
from engine.runtimes.durable.sources import OfParts, Source
from engine.runtimes.durable.trees import (
    ALWAYS,
    NEVER,
    OPPOSITE,
    Atom,
    Property,
    Sign,
    Tree,
    joined,
)

MOST_PATHS_OF_RULE: Final = 32
"""Half of what a shard takes, so that a shard is never left nearly empty by the next rule."""
MOST_ATOMS: Final = MOST_WEIGHT - 2
"""Comparisons that one `and` or `or` can hold."""


@dataclass(frozen=True)
class Sides:
    """A condition: its sides, and how to evaluate it beforehand instead."""

    true: Tree
    false: Tree
    source: Source


def known(source: Source, *, truth: bool) -> Sides:
    """Give a condition that is true, or false, of every fact."""
    return Sides(ALWAYS, NEVER, source) if truth else Sides(NEVER, ALWAYS, source)


def compared(source: Source, coding: Coding, sign: Sign, code: int, of: Source) -> Sides:
    """Compare a value with a literal's code. `of` tells how to evaluate the whole beforehand."""
    value = Property(source, coding)
    return Sides(Atom(value, sign, code), Atom(value, OPPOSITE[sign], code), of)


def evaluated(source: Source) -> Sides:
    """Take a condition as evaluated beforehand."""
    return compared(source, Truths(), "=", TRUE, source)


def opposite(sides: Sides, source: Source) -> Sides:
    """Kleene's `not`."""
    return Sides(sides.false, sides.true, source)


def together(kind: Literal["all", "any"], parts: Sequence[Sides], source: Source) -> Sides:
    """Kleene's `and` or `or`, small enough for a shard on either side."""
    by_truth: Literal["$and", "$or"] = "$and" if kind == "all" else "$or"
    by_falsehood: Literal["$and", "$or"] = "$or" if kind == "all" else "$and"
    sources = [each.source for each in parts]

    def fitting(by: Literal["$and", "$or"], trees: list[Tree], code: int) -> Tree:
        whole = joined(by, trees)
        if len(trees) <= MOST_ATOMS and fits(whole):
            return whole
        # What is too many is evaluated beforehand: all parts but the first.
        tail = OfParts(source.block, kind, tuple(sources[MOST_ATOMS - 1 :]))
        return _fitting(by, trees, [_given(each, code) for each in sources], _given(tail, code))

    true = fitting(by_truth, [each.true for each in parts], TRUE)
    return Sides(true, fitting(by_falsehood, [each.false for each in parts], FALSE), source)


def _given(source: Source, code: int) -> Tree:
    """Say that what was evaluated beforehand is true, or false."""
    return Atom(Property(source, Truths()), "=", code)


def _fitting(
    kind: Literal["$and", "$or"], firsts: Sequence[Tree], seconds: Sequence[Tree], rest: Tree
) -> Tree:
    """Join trees; the largest give way to their second form until the whole is small enough."""
    # Of so many only comparisons can be held.
    crowded = len(firsts) > MOST_ATOMS
    trees = [
        second if crowded and first.weight > 1 else first
        for first, second in zip(firsts, seconds, strict=True)
    ]
    by_size = sorted(range(len(trees)), key=lambda at: (-trees[at].paths, -trees[at].weight))
    whole = joined(kind, trees)
    for at in by_size:
        if fits(whole) or trees[at].weight == 1:
            break
        trees[at] = seconds[at]
        whole = joined(kind, trees)
    return whole if fits(whole) else joined(kind, [*trees[: MOST_ATOMS - 1], rest])


def fits(tree: Tree) -> bool:
    """Tell whether a tree is small enough for a shard."""
    return tree.paths <= MOST_PATHS_OF_RULE and tree.weight <= MOST_WEIGHT
