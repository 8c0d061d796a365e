"""Which steps of an inference two engines work out each by code of its own."""

from __future__ import annotations

from typing import Final

from rulesets.checked import (
    CheckedDeadline,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
)

STEPS: Final = ("conditions", "chaining", "hit-policies", "expressions", "deadlines")
"""All there are. Intake, values and calendars are shared by every engine, so never twice."""

_SHARED_EVALUATION: Final = frozenset({"reference", "durable"})
"""Engines that share `engine.evaluation`: what expressions and deadlines are worth."""


def steps(engine: str, twin: str) -> tuple[str, ...]:
    """Tell what is worked out twice when `twin` infers again what `engine` inferred.

    Example:
        >>> steps("compiled", "durable")
        ('conditions', 'chaining', 'hit-policies', 'expressions', 'deadlines')
        >>> steps("reference", "durable")
        ('conditions', 'chaining', 'hit-policies')
        >>> steps("reference", "reference")
        ()
    """
    if engine == twin:
        return ()
    if {engine, twin} == _SHARED_EVALUATION:
        return STEPS[:3]
    return STEPS


def steps_of(checked: CheckedRuleset) -> frozenset[str]:
    """Tell which steps an inference by this ruleset has at all."""
    kinds = checked.kinds
    has = {"expressions": True, "chaining": any(each.stratum > 1 for each in checked.blocks)}
    has["hit-policies"] = not kinds.isdisjoint({CheckedTable, CheckedRules})
    has["conditions"] = has["hit-policies"] or CheckedScorecard in kinds
    has["deadlines"] = CheckedDeadline in kinds
    return frozenset(step for step in STEPS if has[step])
