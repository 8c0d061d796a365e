"""Holds an engine to the reference: the same conclusions, trace, problems and reasons.

Every failure names its seed and shows a document, facts and a moment that reproduce it, made as
small as it will go.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any, Final

import pytest

from engine.decision import Adjustment, Engine, Inference, Runtime, Values
from engine.encoding import dumps, from_json, to_json
from engine.intake import take_facts
from engine.reasons import reasons
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import write
from rulesets.errors import AuthorError, CallerError
from tests.differential.planting import PACKAGE
from tests.generators.rulesets import (
    Sample,
    bundled,
    checked_sample,
    documents,
    facts,
    plain,
    seeded,
)
from tests.generators.smaller import Documents, smallest
from tests.generators.worlds import AS_OF

FORMS: Final[Mapping[str, Mapping[str, int]]] = {
    "as it is": {},
    "every table by its index": {"MOST_STRAIGHT_ROWS": 0},
    "few masks for many rows": {
        "MOST_STRAIGHT_ROWS": 0,
        "_MOST_MASKS": 1,
        "_FEW_ROWS": 2,
        "MOST_BUCKETS": 3,
    },
    "rows in groups": {
        "MOST_STRAIGHT_ROWS": 0,
        "FEWEST_ROWS": 0,
        "_MOST_REST": 1,
        "_MOST_TESTED": 1,
        "_MOST_KEYS": 2,
    },
}
"""Bounds of the compiled engine set so that samples reach what only huge tables reach else."""
MOST_BLOCKS = 8
QUESTIONS = 4


@dataclass(frozen=True)
class Question:
    """What an engine is asked: facts as plain data, a moment, values set by hand."""

    facts: dict[str, Any]
    as_of: datetime
    adjustments: tuple[Adjustment, ...] = ()

    def taken(self, checked: CheckedRuleset) -> Values:
        """Take in the facts that this ruleset knows."""
        known = {*checked.facts, *(f"previous({key})" for key in checked.previous)}
        return take_facts({key: self.facts[key] for key in self.facts if key in known}, checked)

    def inferred(self, engine: Engine, checked: CheckedRuleset) -> Inference:
        """Ask an engine, with those values set by hand that the ruleset concludes."""
        by_hand = [each for each in self.adjustments if each.conclusion in checked.conclusions]
        return engine.infer(self.taken(checked), self.as_of, tuple(by_hand))


@lru_cache(maxsize=256)  # as many as are asked for by test after test
def sample_at(seed: int) -> tuple[Sample, CheckedRuleset]:
    """Make the sample that stands for a seed, of one to eight blocks."""
    return checked_sample(seed, 1 + seed % MOST_BLOCKS)


def questions(checked: CheckedRuleset, random: Random) -> list[Question]:
    """Draw questions: facts with none, some or many missing; none to two values set by hand."""
    drawn = []
    for turn in range(QUESTIONS):
        given = facts(checked, random, random.choice((0, 0.2, 0.6)))
        keys = sorted(checked.conclusions)
        chosen = random.sample(keys, k=min(turn % 3, len(keys)))
        drawn.append(
            Question(
                given,
                random.choice(AS_OF),
                tuple(Adjustment(key, _by_hand(checked, key, random)) for key in chosen),
            )
        )
    return drawn


def _by_hand(checked: CheckedRuleset, key: str, random: Random) -> Any:
    of = checked.conclusions[key].type
    return None if random.random() < 0.2 else from_json(plain(of, random), of)


def right(checked: CheckedRuleset, asked: Sequence[Question]) -> list[Inference]:
    """Infer by the reference, which is right by definition."""
    reference = Reference().load(checked)
    return [each.inferred(reference, checked) for each in asked]


def difference(
    runtime: Runtime,
    checked: CheckedRuleset,
    asked: Sequence[Question],
    expected: Sequence[Inference],
) -> str:
    """Say where an engine departs from what is right; empty when it does not.

    All questions are asked before any firing is read: what is read late must not have changed.
    """
    try:
        engine = runtime.load(checked)
        found = [each.inferred(engine, checked) for each in asked]
        pairs = list(zip(found, expected, strict=True))
        said = [explained(*pair) for pair in pairs]
        said += [] if any(said) else [_reasons_differ(checked, *pairs[-1], asked[-1])]
    except Exception as error:  # noqa: BLE001 - whatever it raises, the reference did not
        return f"it raised {error!r}"
    return next(filter(None, said), "")


def explained(found: Inference, expected: Inference) -> str:
    """Say where two inferences differ: values, firings in order, problems; empty: nowhere."""
    if found.agrees(expected):
        return ""
    values = {
        key: (value, found.conclusions.get(key))
        for key, value in expected.conclusions.items()
        if value != found.conclusions.get(key)
    }
    firings = list(zip(expected.firings, found.firings, strict=False))
    differ = [pair for pair in firings if pair[0] != pair[1]]
    counts = len(expected.firings), len(found.firings)
    return f"values {values}, firings {counts} {differ[:2]}, {found.problems ^ expected.problems}"


def _reasons_differ(
    checked: CheckedRuleset, found: Inference, expected: Inference, question: Question
) -> str:
    """16.4: reasons read from what the one and the other engine kept; only of the first firings."""
    given = question.taken(checked)
    for ours, theirs in zip(found.firings[:3], expected.firings[:3], strict=True):
        both = [
            reasons(checked, firing, given, inference.conclusions, question.as_of)
            for firing, inference in ((ours, found), (theirs, expected))
        ]
        if both[0] != both[1]:
            return f"reasons {both}"
    return ""


def disagreement(runtime: Runtime, seed: int) -> str:
    """Say how an engine departs from the reference on the sample of a seed; empty: it does not."""
    made, checked = sample_at(seed)
    asked = questions(checked, seeded(seed))
    if not difference(runtime, checked, asked, right(checked, asked)):
        return ""
    return f"seed {seed}: {reproduced(runtime, documents(made.bundle), asked)}"


@contextmanager
def formed(form: str) -> Iterator[None]:
    """Let the compiled engine take one of its `FORMS` for a while."""
    modules = [each for key, each in sys.modules.items() if key.startswith(f"{PACKAGE}.")]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in FORMS[form].items():
            those = [each for each in modules if hasattr(each, name)]
            assert those, f"the compiled engine has no bound `{name}` any more"
            for each in those:
                patch.setattr(each, name, value)
        yield


def reproduced(runtime: Runtime, written: Documents, asked: Sequence[Question]) -> str:
    """Make a disagreement small and write all that is needed to see it again."""

    def differs(them: Documents, those: Sequence[Question]) -> str:
        try:
            checked = check(bundled(them))
            return difference(runtime, checked, those, right(checked, those))
        except (AuthorError, CallerError):
            return ""

    one = next(([each] for each in asked if differs(written, [each])), list(asked))
    for at, question in enumerate(one):
        for key in question.facts:
            less = {name: value for name, value in one[at].facts.items() if name != key}
            fewer = [*one[:at], replace(one[at], facts=less), *one[at + 1 :]]
            one = fewer if differs(written, fewer) else one
        plainer = [*one[:at], replace(one[at], adjustments=()), *one[at + 1 :]]
        one = plainer if differs(written, plainer) else one
    written = smallest(written, lambda them: differs(them, one))
    return "\n".join([differs(written, one), *map(write, written), *map(_shown, one)])


def _shown(question: Question) -> str:
    by_hand = {each.conclusion: to_json(each.value) for each in question.adjustments}
    return f"facts {dumps(question.facts)} at {question.as_of.isoformat()}, by hand {by_hand}"
