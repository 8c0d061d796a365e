"""What a block concludes once durable-rules has said which of its conditions are true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.decision import Firing, FiringKind, Problem, Values
from engine.evaluation.deadlines import deadline
from engine.runtimes.durable import policies
from engine.runtimes.durable.domain import taken
from engine.runtimes.durable.policies import Hit, Types
from engine.runtimes.durable.sources import Look
from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRules,
    CheckedScorecard,
    CheckedTable,
    Outputs,
)
from rulesets.expressions.tree import Node
from rulesets.values import ARITHMETIC, Value


@dataclass(frozen=True)
class Concluded:
    """Values by conclusion, those missing left out or None, and what fired, in order."""

    values: Values
    firings: tuple[Firing, ...] = ()


@dataclass(frozen=True)
class Settling:
    """A block about to conclude: what it sees, and the types of its conclusions in their order."""

    key: str
    look: Look
    types: Types

    def rules(
        self,
        block: CheckedTable | CheckedRules,
        true: Sequence[int],
        unknown: Callable[[], bool],
    ) -> Concluded:
        """Conclude of the rows or rules at these places, in order; or of none.

        Args:
            block: a table or rules.
            true: the places of those whose condition is true.
            unknown: tells whether the condition of one is unknown; asked only if none is true.
        """
        rules = block.rows if isinstance(block, CheckedTable) else block.rules
        policy = block.block.hit
        if not true:
            if block.when_unknown is not None and unknown():
                return self._instead("when unknown", block.when_unknown)
            if block.otherwise is not None:
                return self._instead("otherwise", block.otherwise)
            return Concluded(policies.of_nothing(policy, self.types))
        chosen = true[:1] if policy == "first" else true
        hits = [
            Hit(rules[at], {} if policy == "count" else self._outputs(rules[at].outputs))
            for at in chosen
        ]
        settled = policies.settle(policy, hits, self.types)
        if settled is None:
            ids = tuple(each.rule.id for each in hits)
            self.look.sight.problems.add(Problem(self.key, "hit-policy-violated", rows=ids))
            return Concluded({}, tuple(self._fired(each, {}) for each in hits))
        values = {key: self._taken(key, value) for key, value in settled.values.items()}
        winner = settled.winner
        shown = [
            self._shown(policy, each, winner is None or winner is each, values) for each in hits
        ]
        return Concluded(values, tuple(map(self._fired, hits, shown)))

    def scorecard(self, card: CheckedScorecard, true: Mapping[int, Iterable[int]]) -> Concluded:
        """Total the points of the first band of each input that is true (section 13)."""
        points: list[Decimal | None] = []
        for number, each in enumerate(card.inputs):
            first = min(true.get(number, ()), default=None)
            points.append(each.missing_points if first is None else each.bands[first].points)
        key = card.block.concludes
        known = [each for each in points if each is not None]
        total = None
        if len(known) == len(points):
            total = self.look.sight.attempt(lambda: _total(known), key)
        return self._single("scorecard", key, total, card.otherwise)

    def formula(self, formula: CheckedFormula) -> Concluded:
        """Section 14: the value of an expression."""
        value = self.look.value(formula.expression)
        return self._single("formula", formula.block.concludes, value, formula.otherwise)

    def deadline(self, block: CheckedDeadline) -> Concluded:
        """Section 14: an amount of time after a start."""
        value = deadline(block, self.look.sight)
        return self._single("deadline", block.block.concludes, value, block.otherwise)

    def _single(
        self, kind: FiringKind, key: str, value: Value, otherwise: Outputs | None
    ) -> Concluded:
        """14.1, 13.3, 14.7: `otherwise` for a missing value, not for one outside its domain."""
        if value is None:
            return Concluded({}) if otherwise is None else self._instead("otherwise", otherwise)
        result = self._taken(key, lambda: value)
        if result is None:
            return Concluded({})
        return Concluded({key: result}, (Firing(self.key, kind, concluded=((key, result),)),))

    def _instead(self, kind: FiringKind, outputs: Outputs) -> Concluded:
        """12.10: `otherwise` or `when unknown` gives the conclusions."""
        given = self._outputs(outputs)
        values = {key: self._taken(key, _giving(value)) for key, value in given.items()}
        return Concluded(values, (Firing(self.key, kind, concluded=tuple(values.items())),))

    def _outputs(self, outputs: Outputs) -> Values:
        """12.11, 12.12: each that is not blank, evaluated once."""
        nodes: Iterable[tuple[str, Node | None]] = outputs.of
        return {key: self.look.sight.value(node) for key, node in nodes if node is not None}

    def _taken(self, key: str, value: Callable[[], Value]) -> Value:
        """6.2, 6.3, 12.7: a problem of a conclusion names it."""
        return self.look.sight.attempt(lambda: taken(value(), self.types[key]), key)

    def _shown(self, policy: str, hit: Hit, wins: bool, values: Values) -> Values:
        """16.2: what a rule that fired concluded."""
        if policy not in policies.BY_VALUE:
            return hit.outputs
        return {key: values[key] for key in hit.outputs} if wins else {}

    def _fired(self, hit: Hit, shown: Values) -> Firing:
        return Firing(self.key, "rule", hit.rule.id, hit.rule.number, tuple(shown.items()))


def _giving(value: Value) -> Callable[[], Value]:
    return lambda: value


def _total(points: Iterable[Decimal]) -> Value:
    total = Decimal(0)
    for each in points:
        total = ARITHMETIC.add(total, each)
    return total
