"""Where the value of a property comes from: an expression, or a condition evaluated beforehand.

Two sources are one when they stand in one block and have one canonical text; the value of a name
depends on no block, and its source has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from engine.decision import Problem
from engine.evaluation.expressions import Sight
from engine.evaluation.logic import all_of, any_of
from engine.evaluation.moment import Moment
from rulesets.checked import CheckedRuleset
from rulesets.expressions.tree import Cell, Condition, Node
from rulesets.types import CodeList
from rulesets.values import Kleene, Value


class Look:
    """A block's sight, which evaluates each subject once in an inference."""

    __slots__ = ("_values", "sight")

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self._values: dict[int, Value] = {}

    def value(self, node: Node) -> Value:
        """Evaluate an expression, or remember it: the checked tree keeps its nodes."""
        known = self._values
        if id(node) not in known:
            known[id(node)] = self.sight.value(node)
        return known[id(node)]


class Seen:
    """What one inference knows by now, and how each of its blocks sees that.

    Attributes:
        checked: the ruleset.
        values: the facts, and the conclusions of the strata that are done.
        problems: every problem met so far.
        codes: what properties were told, by number: each is read once, when its value is final.
    """

    __slots__ = ("_as_of", "_looks", "_moments", "_zones", "checked", "codes", "problems", "values")

    def __init__(
        self,
        checked: CheckedRuleset,
        zones: Mapping[str, ZoneInfo],
        values: dict[str, Value],
        as_of: datetime,
    ) -> None:
        """Begin with values at an instant; `zones` are those of the blocks, by key."""
        self.values = values
        self.problems: set[Problem] = set()
        self.codes: dict[int, int | None] = {}
        self.checked, self._zones, self._as_of = checked, zones, as_of
        self._looks: dict[str, Look] = {}
        self._moments: dict[ZoneInfo, Moment] = {}

    def look(self, block: str) -> Look:
        """Give the look of a block, made where it is first asked for: most blocks need none."""
        look = self._looks.get(block)
        if look is None:
            zone = self._zones[block]
            moment = self._moments.get(zone)
            if moment is None:
                moment = Moment(self.checked, self.values, self._as_of, zone)
                self._moments[zone] = moment
            look = self._looks[block] = Look(Sight(moment, block, self.problems))
        return look


@dataclass(frozen=True)
class OfFact:
    """The value of a fact or a conclusion."""

    key: str
    block: ClassVar[str] = ""

    def value(self, seen: Seen) -> Value:
        """Read it."""
        return seen.values.get(self.key)


@dataclass(frozen=True)
class OfNode:
    """The value of an expression in a block."""

    block: str
    text: str
    node: Node = field(compare=False)

    def value(self, seen: Seen) -> Value:
        """Evaluate it."""
        return seen.look(self.block).value(self.node)


@dataclass(frozen=True)
class OfCell:
    """Whether a cell holds of its column's value: evaluated beforehand."""

    block: str
    text: str
    subject: Node = field(compare=False)
    cell: Cell = field(compare=False)
    codes: CodeList | None = field(compare=False)

    def value(self, seen: Seen) -> Kleene:
        """Evaluate it."""
        look = seen.look(self.block)
        return look.sight.cell(self.cell, look.value(self.subject), self.codes)


@dataclass(frozen=True)
class OfCondition:
    """Whether a condition holds: evaluated beforehand."""

    block: str
    text: str
    condition: Condition = field(compare=False)

    def value(self, seen: Seen) -> Kleene:
        """Evaluate it."""
        return seen.look(self.block).sight.group(self.condition)


@dataclass(frozen=True)
class OfParts:
    """Whether all, any or none of several conditions hold: evaluated beforehand."""

    block: str
    kind: Literal["all", "any", "none"]
    parts: tuple[Source, ...]

    def value(self, seen: Seen) -> Kleene:
        """Evaluate it: Kleene's `and`, `or` and neither."""
        truths: list[Kleene] = []
        for each in self.parts:
            truth = each.value(seen)
            assert truth is None or isinstance(truth, bool)  # noqa: S101 - parts are conditions
            truths.append(truth)
        if self.kind == "all":
            return all_of(truths)
        return any_of(truths) if self.kind == "any" else all_of(_negated(truths))


def _negated(truths: list[Kleene]) -> list[Kleene]:
    return [None if each is None else not each for each in truths]


Source = OfFact | OfNode | OfCell | OfCondition | OfParts
