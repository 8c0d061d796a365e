"""Conditions as durable-rules takes them: comparisons of a property with an integer, and joined.

A condition has two trees, one that is true where it is true, one where it is false; where it is
unknown neither is. So nothing is ever negated, and an absent property makes no comparison true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any, ClassVar, Final, Literal

from engine.runtimes.durable.coding import Coding
from engine.runtimes.durable.sources import Source

Sign = Literal["=", "!=", "<", "<=", ">", ">="]

OPPOSITE: Final[dict[Sign, Sign]] = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
MIRRORED: Final[dict[Sign, Sign]] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    ">": "<",
    "<=": ">=",
    ">=": "<=",
}
_WRITTEN: Final[dict[Sign, str]] = {
    "!=": "$neq",
    "<": "$lt",
    "<=": "$lte",
    ">": "$gt",
    ">=": "$gte",
}


@dataclass(frozen=True)
class Property:
    """What a fact tells a shard as an integer, or by being absent: a source in a coding."""

    source: Source
    coding: Coding


@dataclass(frozen=True)
class Atom:
    """A comparison of a property with an integer."""

    of: Property
    sign: Sign
    code: int

    paths: ClassVar[int] = 1
    weight: ClassVar[int] = 1


@dataclass(frozen=True)
class Joined:
    """`and` or `or` of two trees or more."""

    kind: Literal["$and", "$or"]
    trees: tuple[Tree, ...]

    @cached_property
    def paths(self) -> int:
        """The ways through it."""
        ways = [each.paths for each in self.trees]
        return prod(ways) if self.kind == "$and" else sum(ways)

    @cached_property
    def weight(self) -> int:
        """Twice its nodes, and its comparisons."""
        return 2 + sum(each.weight for each in self.trees)


@dataclass(frozen=True)
class Always:
    """True of every fact."""

    paths: ClassVar[int] = 1
    weight: ClassVar[int] = 1


@dataclass(frozen=True)
class Never:
    """True of none."""

    paths: ClassVar[int] = 1
    weight: ClassVar[int] = 1


Tree = Atom | Joined | Always | Never
ALWAYS, NEVER = Always(), Never()


def joined(kind: Literal["$and", "$or"], trees: Iterable[Tree]) -> Tree:
    """Join trees; what decides nothing is left out, and `and` within `and` is opened."""
    decides, idle = (NEVER, ALWAYS) if kind == "$and" else (ALWAYS, NEVER)
    opened: dict[Tree, None] = {}
    for each in trees:
        inner = each.trees if isinstance(each, Joined) and each.kind == kind else (each,)
        opened |= dict.fromkeys(inner)
    opened.pop(idle, None)
    if decides in opened:
        return decides
    if len(opened) < len((1, 2)):
        return next(iter(opened), idle)
    return Joined(kind, tuple(opened))


def properties(tree: Tree) -> Iterator[Property]:
    """List the properties that a tree reads, some more than once."""
    if isinstance(tree, Atom):
        yield tree.of
    elif isinstance(tree, Joined):
        for each in tree.trees:
            yield from properties(each)


def written(tree: Tree, names: dict[Property, str]) -> Any:
    """Write a tree as the C module reads it, with the generated names of properties."""
    if isinstance(tree, Joined):
        return {tree.kind: [written(each, names) for each in tree.trees]}
    assert isinstance(tree, Atom)  # noqa: S101 - what is known beforehand is not written
    comparison = {names[tree.of]: tree.code}
    return comparison if tree.sign == "=" else {_WRITTEN[tree.sign]: comparison}
