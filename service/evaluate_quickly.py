"""The short way to a decision, for what is well-formed and usual; whatever else goes the long way.

It gives what `service.evaluate.evaluate` gives, or None: then nothing is recorded, and the caller
asks `evaluate`, which refuses with all faults or decides. So this way needs no words for anything
that is wrong. It saves reading the body twice over (`engine.runtimes.compiled.intake`) and asking
the database which version is in force (`service.heads` says why that is safe). A repeat under an
idempotency key is found at the commit, where its key is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rulesets.errors import FenjiError
from service.evaluate import EvaluationRequest, claim_of, entry_of, wrong_with
from service.heads import KnownHeads
from service.house import House
from service.judging import By, Unjudged, infer_twice, judged
from service.recording import OVERTAKEN, Entry
from service.records import Evaluation
from service.rulesets import is_id
from storage.ruleset_versions import VersionHead


@dataclass(frozen=True)
class Written:
    """Facts as they are written in the body, a JSON object; nothing of them is checked yet."""

    text: bytes


@dataclass(frozen=True)
class Begun:
    """What was inferred this way; `known` is where its version was found."""

    request: EvaluationRequest
    unjudged: Unjudged
    known: KnownHeads


def evaluate_quickly(house: House, request: EvaluationRequest) -> Evaluation | None:
    """Decide and record, or give None where anything is doubted and nothing is recorded.

    Args:
        house: the house.
        request: what is asked; its facts are `Written`, its texts in NFC, `as_of` in UTC.

    Raises:
        OperatorError: it could not be recorded, or `engines-disagree`; there is no decision.
    """
    now = house.clock()
    begun = begin(house, request, now if request.as_of is None else request.as_of, now)
    if begun is None:
        return None
    evaluation, entry = finish(house, begun, now)
    holder = house.recorder.record(entry)
    if holder == OVERTAKEN:
        house.heads.forget(request.ruleset)
    if holder != entry.decision.id:
        return None
    house.tally.answered(evaluation.decision.twin)
    return evaluation


def begin(house: House, request: EvaluationRequest, as_of: datetime, now: datetime) -> Begun | None:
    """Infer, the twin meanwhile; None where anything is doubted."""
    if as_of > now or not is_id(request.ruleset) or any(wrong_with(request, now)):
        return None
    try:
        known = house.heads.of(request.ruleset)
        head = None if known is None else known.at(as_of, request.version)
        unjudged = None if head is None else _inferred(house, request, as_of, head)
    except FenjiError:
        return None
    if known is None or unjudged is None:
        return None
    return Begun(request, unjudged, known)


def finish(house: House, begun: Begun, now: datetime) -> tuple[Evaluation, Entry]:
    """Ask for the verdict, and write down what is to be recorded.

    Raises:
        DisagreementError: the engines disagree. No other way is tried: it is the answer.
    """
    request, newest = begun.request, begun.known.newest
    return entry_of(
        judged(house, begun.unjudged),
        claim_of(request),
        now,
        by_moment=request.version is None,
        newest=(newest.number, newest.identity),
    )


def _inferred(
    house: House, request: EvaluationRequest, as_of: datetime, head: VersionHead
) -> Unjudged | None:
    ready = house.versions.ready(head, request.engine)
    assert isinstance(request.facts, Written)  # noqa: S101 - no other facts come this way
    facts = ready.quick(request.facts.text)
    if facts is None:
        return None
    by = By(head, ready.checked, request.engine, ready.engine, sentences=ready.sentences)
    return infer_twice(house, by, facts, as_of, request.subject, request.api_key)
