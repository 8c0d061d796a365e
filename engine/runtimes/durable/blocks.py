"""What a block concludes once durable-rules has said which of its conditions are true.

What is concluded of literals only is concluded once, at load, by the code that would do it later.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.decision import Firing, FiringKind, Values
from engine.evaluation.deadlines import deadline
from engine.runtimes.durable.domain import taking
from engine.runtimes.durable.policies import Types
from engine.runtimes.durable.reading import bands
from engine.runtimes.durable.sources import Look, Seen
from rulesets.checked import CheckedDeadline, CheckedFormula, CheckedScorecard, Outputs
from rulesets.expressions import tree
from rulesets.expressions.walk import within
from rulesets.values import ARITHMETIC, Value

_FIXED: Final = (tree.Literal, tree.Null, tree.Negate, tree.ListOf)
"""Expressions of these alone have the same value in every inference."""


@dataclass(frozen=True)
class Concluded:
    """Values by conclusion, those missing left out or None, and what fired, in order."""

    values: Values
    firings: tuple[Firing, ...] = ()


class Block(ABC):
    """A block prepared: its key, and the types of its conclusions in their order."""

    def __init__(self, key: str, types: Types) -> None:
        """Take what every kind of block has."""
        self.key, self.types = key, types
        self._taking = {each: taking(of) for each, of in types.items()}

    @abstractmethod
    def conclude(self, true: Sequence[int], seen: Seen) -> Concluded:
        """Conclude where the conditions of these numbers are true, in whatever order."""

    def single(
        self, kind: FiringKind, value: Value, otherwise: Outputs | None, look: Look
    ) -> Concluded:
        """14.1, 13.3, 14.7: `otherwise` for a missing value, not for one outside its domain."""
        if value is None:
            if otherwise is None:
                return Concluded({})
            return self.instead("otherwise", otherwise, look)
        (key,) = self.types
        result = self.taken(key, lambda: value, look)
        if result is None:
            return Concluded({})
        return Concluded({key: result}, (Firing(self.key, kind, concluded=((key, result),)),))

    def instead(self, kind: FiringKind, outputs: Outputs, look: Look) -> Concluded:
        """12.10: `otherwise` or `when unknown` gives the conclusions."""
        given = evaluated(outputs, look)
        values = {key: self.taken(key, _giving(value), look) for key, value in given.items()}
        return Concluded(values, (Firing(self.key, kind, concluded=tuple(values.items())),))

    def taken(self, key: str, value: Callable[[], Value], look: Look) -> Value:
        """6.2, 6.3, 12.7: a problem of a conclusion names it."""
        return look.sight.attempt(lambda: self._taking[key](value()), key)


class ScorecardBlock(Block):
    """Section 13: the total of the points of the first band of each input that is true."""

    def __init__(self, key: str, types: Types, card: CheckedScorecard) -> None:
        """Number the bands as their conditions are numbered."""
        super().__init__(key, types)
        self._card = card
        self._bands = tuple((at, band.points) for at, band in bands(card))

    def conclude(self, true: Sequence[int], seen: Seen) -> Concluded:
        """Total them; 13.2: an input without a true band gives its missing points."""
        points = [each.missing_points for each in self._card.inputs]
        for number in sorted(true, reverse=True):  # the first band of an input is the last to give
            at, given = self._bands[number]
            points[at] = given
        known = [each for each in points if each is not None]
        look, total = seen.look(self.key), None
        if len(known) == len(points):
            total = look.sight.attempt(lambda: _total(known), self._card.block.concludes)
        return self.single("scorecard", total, self._card.otherwise, look)


class FormulaBlock(Block):
    """Section 14: the value of an expression."""

    def __init__(self, key: str, types: Types, formula: CheckedFormula) -> None:
        """Take the formula."""
        super().__init__(key, types)
        self._formula = formula

    def conclude(self, true: Sequence[int], seen: Seen) -> Concluded:
        """Evaluate it; it has no conditions."""
        look = seen.look(self.key)
        value = look.value(self._formula.expression)
        return self.single("formula", value, self._formula.otherwise, look)


class DeadlineBlock(Block):
    """Section 14: an amount of time after a start."""

    def __init__(self, key: str, types: Types, block: CheckedDeadline) -> None:
        """Take the deadline."""
        super().__init__(key, types)
        self._block = block

    def conclude(self, true: Sequence[int], seen: Seen) -> Concluded:
        """Work it out; it has no conditions."""
        look = seen.look(self.key)
        value = deadline(self._block, look.sight)
        return self.single("deadline", value, self._block.otherwise, look)


def evaluated(outputs: Outputs, look: Look) -> Values:
    """12.11, 12.12: each that is not blank, evaluated once."""
    return {key: look.sight.value(node) for key, node in outputs.of if node is not None}


def fixed(outputs: Outputs) -> bool:
    """Tell whether outputs are the same in every inference."""
    nodes: Iterable[Any] = (node for _, node in outputs.of if node is not None)
    return all(isinstance(part, _FIXED) for node in nodes for part in within(node))


def _giving(value: Value) -> Callable[[], Value]:
    return lambda: value


def _total(points: Iterable[Decimal]) -> Value:
    total = Decimal(0)
    for each in points:
        total = ARITHMETIC.add(total, each)
    return total
