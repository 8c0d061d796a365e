"""Where the value of a property comes from: an expression, or a condition evaluated beforehand.

Two sources are one when they stand in one block and have one canonical text; the value of a name
depends on no block, and its source has none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from engine.evaluation.expressions import Sight
from engine.evaluation.logic import all_of, any_of
from rulesets.expressions.tree import Cell, Condition, Node
from rulesets.types import CodeList
from rulesets.values import Kleene, Value


class Look:
    """A block's sight, which evaluates each subject once in an inference."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self._values: dict[int, Value] = {}

    def value(self, node: Node) -> Value:
        """Evaluate an expression, or remember it: the checked tree keeps its nodes."""
        known = self._values
        if id(node) not in known:
            known[id(node)] = self.sight.value(node)
        return known[id(node)]


@dataclass(frozen=True)
class OfFact:
    """The value of a fact or a conclusion."""

    key: str
    block: ClassVar[str] = ""

    def value(self, look: Look) -> Value:
        """Read it."""
        return look.sight.moment.values.get(self.key)


@dataclass(frozen=True)
class OfNode:
    """The value of an expression in a block."""

    block: str
    text: str
    node: Node = field(compare=False)

    def value(self, look: Look) -> Value:
        """Evaluate it."""
        return look.value(self.node)


@dataclass(frozen=True)
class OfCell:
    """Whether a cell holds of its column's value: evaluated beforehand."""

    block: str
    text: str
    subject: Node = field(compare=False)
    cell: Cell = field(compare=False)
    codes: CodeList | None = field(compare=False)

    def value(self, look: Look) -> Kleene:
        """Evaluate it."""
        return look.sight.cell(self.cell, look.value(self.subject), self.codes)


@dataclass(frozen=True)
class OfCondition:
    """Whether a condition holds: evaluated beforehand."""

    block: str
    text: str
    condition: Condition = field(compare=False)

    def value(self, look: Look) -> Kleene:
        """Evaluate it."""
        return look.sight.group(self.condition)


@dataclass(frozen=True)
class OfParts:
    """Whether all, any or none of several conditions hold: evaluated beforehand."""

    block: str
    kind: Literal["all", "any", "none"]
    parts: tuple[Source, ...]

    def value(self, look: Look) -> Kleene:
        """Evaluate it: Kleene's `and`, `or` and neither."""
        truths: list[Kleene] = []
        for each in self.parts:
            truth = each.value(look)
            assert truth is None or isinstance(truth, bool)  # noqa: S101 - parts are conditions
            truths.append(truth)
        if self.kind == "all":
            return all_of(truths)
        return any_of(truths) if self.kind == "any" else all_of(_negated(truths))


def _negated(truths: list[Kleene]) -> list[Kleene]:
    return [None if each is None else not each for each in truths]


Source = OfFact | OfNode | OfCell | OfCondition | OfParts
