"""Forward chaining of section 11: facts fire rules, conclusions are facts for further rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from engine.decision import Adjustment, Declined, Firing, Inference, Problem, Values
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Moment, in_zone
from engine.runtimes.reference.blocks import Outcome, infer_block
from rulesets.checked import CheckedRanking, CheckedRuleset, Placed
from rulesets.values import Value, is_instant


class Reference:
    """The runtime that every other is held to."""

    name = "reference"

    def load(self, checked: CheckedRuleset) -> ReferenceEngine:
        """Take a checked ruleset; 14.8: a ranking is declined."""
        for placed in checked.blocks:
            if isinstance(placed.block, CheckedRanking):
                raise Declined("ranking-not-supported", placed.key)
        return ReferenceEngine(checked)


@dataclass(frozen=True)
class ReferenceEngine:
    """One version loaded."""

    checked: CheckedRuleset

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        """Infer stratum by stratum; 11.4: blocks of one stratum do not see one another.

        Raises:
            ValueError: The instant has no offset, or lies outside what 2.4 allows.
        """
        if not is_instant(as_of):
            message = f"expected an instant with an offset, found `{as_of.isoformat()}`"
            raise ValueError(message)
        by_hand = {each.conclusion: each.value for each in adjustments}
        conclusions: dict[str, Value] = dict.fromkeys(self.checked.conclusions)
        firings: list[Firing] = []
        problems: set[Problem] = set()
        for _, stratum in groupby(self.checked.blocks, key=lambda placed: placed.stratum):
            known = {**facts, **conclusions}
            for placed in stratum:
                sight = self._sight(placed, known, as_of, problems)
                outcome = adjusted(infer_block(placed, sight), placed, by_hand)
                conclusions.update(outcome.values)
                firings.extend(outcome.firings)
        return Inference(conclusions, tuple(firings), frozenset(problems))

    def _sight(
        self, placed: Placed, known: Values, as_of: datetime, problems: set[Problem]
    ) -> Sight:
        as_of = in_zone(as_of, self.checked.zone_rules(self.checked.zone))
        moment = Moment(self.checked, known, as_of, self.checked.zone_rules(placed.zone))
        return Sight(moment, placed.key, problems)


def adjusted(outcome: Outcome, placed: Placed, by_hand: Values) -> Outcome:
    """11.3: a value set by hand takes the place of the automatic one, which the firings keep."""
    taken = {key: by_hand[key] for key in placed.concludes if key in by_hand}
    firings = tuple(
        Firing(placed.key, "adjustment", concluded=((key, value),)) for key, value in taken.items()
    )
    return Outcome({**outcome.values, **taken}, outcome.firings + firings)
