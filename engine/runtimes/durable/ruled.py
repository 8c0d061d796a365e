"""What a table or a block of rules concludes of the rows or rules that are true (section 12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from engine.decision import Firing, FiringKind, Problem, Values
from engine.runtimes.durable import policies
from engine.runtimes.durable.blocks import Block, Concluded, evaluated, fixed
from engine.runtimes.durable.policies import Hit, Types
from engine.runtimes.durable.sources import Look, Seen
from engine.runtimes.durable.strata import Unknown
from rulesets.checked import CheckedRow, CheckedRule, CheckedRules, CheckedTable, Outputs


class RuledBlock(Block):
    """A table or rules, with what it concludes of literals where only one of them counts."""

    def __init__(
        self,
        key: str,
        types: Types,
        block: CheckedTable | CheckedRules,
        unknown: Unknown | None,
        nothing: Seen,
    ) -> None:
        """Prepare. `nothing` is what is seen where nothing is known; `unknown` as it stands there.

        What has a problem is not prepared: it tells its problem in every inference.
        """
        super().__init__(key, types)
        self._block, self._unknown = block, unknown
        self._policy = block.block.hit
        rules: Sequence[Any] = block.rows if isinstance(block, CheckedTable) else block.rules
        self._rules: Sequence[CheckedRow | CheckedRule] = rules
        look = nothing.look(key)
        self._hits: dict[int, Hit] = {
            at: self._hit(at, look)
            for at, rule in enumerate(self._rules)
            if self._policy == "count" or fixed(rule.outputs)
        }
        alone = {at: _ready(partial(self._settled, (at,), look), look) for at in self._hits}
        self._alone = {at: each for at, each in alone.items() if each is not None}
        self._of_nothing = Concluded(policies.of_nothing(self._policy, types))
        self._otherwise = self._part("otherwise", block.otherwise, look)
        self._when_unknown = self._part("when unknown", block.when_unknown, look)

    def conclude(self, true: Sequence[int], seen: Seen) -> Concluded:
        """Conclude of the rules at these places, in whatever order; or of none."""
        if not true:
            return self._none(seen)
        if self._policy == "first":
            true = (min(true),)
        if len(true) == 1:
            ready = self._alone.get(true[0])
            if ready is not None:
                return ready
        return self._settled(sorted(true), seen.look(self.key))

    @property
    def ready(self) -> int:
        """How many conclusions are prepared."""
        parts = (self._otherwise, self._when_unknown)
        return len(self._alone) + sum(each is not None for each in parts)

    def _none(self, seen: Seen) -> Concluded:
        """12.9, 12.10: no rule is true."""
        block = self._block
        if block.when_unknown is not None and self._unknown is not None and self._unknown.any(seen):
            return self._when_unknown or self.instead(
                "when unknown", block.when_unknown, seen.look(self.key)
            )
        if block.otherwise is not None:
            return self._otherwise or self.instead(
                "otherwise", block.otherwise, seen.look(self.key)
            )
        return self._of_nothing

    def _settled(self, true: Sequence[int], look: Look) -> Concluded:
        """Apply the hit policy to the rules at these places, in order."""
        ready = self._hits
        hits = [ready[at] if at in ready else self._hit(at, look) for at in true]
        settled = policies.settle(self._policy, hits, self.types)
        if settled is None:
            ids = tuple(each.rule.id for each in hits)
            look.sight.problems.add(Problem(self.key, "hit-policy-violated", rows=ids))
            return Concluded({}, tuple(self._fired(each, {}) for each in hits))
        values = {key: self.taken(key, value, look) for key, value in settled.values.items()}
        if self._policy not in policies.BY_VALUE:
            return Concluded(values, tuple(each.firing for each in hits))
        winner = settled.winner
        shown = [
            {key: values[key] for key in each.outputs} if winner is None or winner is each else {}
            for each in hits
        ]
        return Concluded(values, tuple(map(self._fired, hits, shown)))

    def _hit(self, at: int, look: Look) -> Hit:
        """12.8: outputs of `count` are not evaluated."""
        rule = self._rules[at]
        outputs = {} if self._policy == "count" else evaluated(rule.outputs, look)
        concluded = tuple(outputs.items())
        return Hit(rule, outputs, Firing(self.key, "rule", rule.id, rule.number, concluded))

    def _fired(self, hit: Hit, shown: Values) -> Firing:
        """16.2: what a rule that fired concluded."""
        return Firing(self.key, "rule", hit.rule.id, hit.rule.number, tuple(shown.items()))

    def _part(self, kind: FiringKind, outputs: Outputs | None, look: Look) -> Concluded | None:
        if outputs is None or not fixed(outputs):
            return None
        return _ready(partial(self.instead, kind, outputs, look), look)


def _ready(conclude: Callable[[], Concluded], look: Look) -> Concluded | None:
    """Conclude at load; None where that has a problem."""
    problems = look.sight.problems
    problems.clear()
    concluded = conclude()
    return None if problems else concluded
