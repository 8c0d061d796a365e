"""Which steps of an inference two engines work out each by code of its own."""

from __future__ import annotations

from typing import Final

STEPS: Final = (
    "conditions",
    "chaining",
    "hit-policies",
    "expressions",
    "aggregates",
    "deadlines",
)
"""All there are. Intake, values and calendars are shared by every engine, so never twice."""

_SHARED_EVALUATION: Final = frozenset({"reference", "durable"})
"""Engines that share `engine.evaluation`: expressions, aggregates and deadlines."""


def steps(engine: str, twin: str) -> tuple[str, ...]:
    """Tell what is worked out twice when `twin` infers again what `engine` inferred.

    Example:
        >>> steps("compiled", "durable")
        ('conditions', 'chaining', 'hit-policies', 'expressions', 'aggregates', 'deadlines')
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
