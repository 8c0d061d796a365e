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

from engine.decision import Decision
from rulesets.errors import FenjiError
from service.evaluate import EvaluationRequest, claim_of, entry_of, wrong_with
from service.heads import KnownHeads
from service.house import House
from service.recording import OVERTAKEN, Entry
from service.records import Evaluation
from service.rulesets import is_id
from storage.ruleset_versions import VersionHead


@dataclass(frozen=True)
class Written:
    """Facts as they are written in the body, a JSON object; nothing of them is checked yet."""

    text: bytes


def evaluate_quickly(house: House, request: EvaluationRequest) -> Evaluation | None:
    """Decide and record, or give None where anything is doubted and nothing is recorded.

    Args:
        house: the house.
        request: what is asked; its facts are `Written`, its texts in NFC, `as_of` in UTC.

    Raises:
        OperatorError: it could not be recorded; there is no decision.
    """
    now = house.clock()
    made = prepared(house, request, now if request.as_of is None else request.as_of, now)
    if made is None:
        return None
    evaluation, entry = made
    holder = house.recorder.record(entry)
    if holder == OVERTAKEN:
        house.heads.forget(request.ruleset)
    return evaluation if holder == entry.decision.id else None


def prepared(
    house: House, request: EvaluationRequest, as_of: datetime, now: datetime
) -> tuple[Evaluation, Entry] | None:
    """Infer, and write down what is to be recorded; None where anything is doubted."""
    if as_of > now or not is_id(request.ruleset) or any(wrong_with(request, now)):
        return None
    try:
        known = house.heads.of(request.ruleset)
        head = None if known is None else known.at(as_of, request.version)
        evaluation = None if head is None else _inferred(house, request, as_of, head)
    except FenjiError:
        return None
    if known is None or evaluation is None:
        return None
    return entry_of(
        evaluation,
        claim_of(request),
        now,
        by_moment=request.version is None,
        newest=_newest(known),
    )


def _newest(known: KnownHeads) -> tuple[int, str]:
    return known.newest.number, known.newest.identity


def _inferred(
    house: House, request: EvaluationRequest, as_of: datetime, head: VersionHead
) -> Evaluation | None:
    ready = house.versions.ready(head, request.engine)
    assert isinstance(request.facts, Written)  # noqa: S101 - no other facts come this way
    facts = ready.quick(request.facts.text)
    if facts is None:
        return None
    decision = Decision(
        id="",
        ruleset=head.ruleset,
        version=head.number,
        identity=head.identity,
        subject=request.subject,
        as_of=as_of,
        facts=facts,
        inference=ready.engine.infer(facts, as_of),
        engine=request.engine,
    )
    return Evaluation(decision, ready.checked, api_key=request.api_key, sentences=ready.sentences)
