"""Which values may tell personal data (16.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulesets import model
from rulesets.checked import Placed
from rulesets.checking.reads import previous_name
from rulesets.types import RecordsType


def personal_names(
    facts: Mapping[str, model.Fact], blocks: Iterable[Placed], previous: frozenset[str]
) -> frozenset[str]:
    """Return every fact and conclusion whose value may tell personal data.

    A fact is personal when it is marked so, or is records with a sub-fact that is. All that a block
    concludes is personal when the block reads anything personal, be it in a condition only: from a
    grade that asks for an age, something of the age can be told. A last value that is read, and so
    given as a fact, is as its conclusion.
    """
    found = {key for key, fact in facts.items() if _is_personal(fact)}
    placed = tuple(blocks)
    while True:
        concluded = {
            key for each in placed if not found.isdisjoint(each.reads) for key in each.concludes
        }
        concluded |= {previous_name(key) for key in concluded & previous}
        # `previous(…)` may lead round, so that one pass in order of inference is not enough.
        if concluded <= found:
            return frozenset(found)
        found |= concluded


def _is_personal(fact: model.Fact) -> bool:
    if fact.personal:
        return True
    return isinstance(fact.type, RecordsType) and any(each.personal for each in fact.type.fields)
