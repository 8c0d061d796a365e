"""Evaluate a customer's facts by a published version: infer twice, record durably, then answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from engine.intake import take_facts
from rulesets.errors import CallerError, Fault, OperatorError
from service.decisions import get_decision
from service.house import DEFAULT_ENGINE, House
from service.judging import By, Unjudged, infer_twice, judged
from service.moments import moment_text, require_offset
from service.recording import OVERTAKEN, REVOKED, Entry
from service.records import Evaluation, stored
from service.rulesets import version_at
from service.subjects import is_subject, plain_part
from storage import decisions
from storage.decisions import Claim
from storage.ids import new_id
from storage.ruleset_versions import VersionHead

EXPLAIN = ("none", "fired", "full")
"""How much of the trace an answer shows; `service.answers` says what each means."""

FindVersion = Callable[[House, str, datetime, int | None], VersionHead]
"""Finds the version of a ruleset that is in force at an instant, or the one of a number."""

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Idempotency:
    """A caller's key for one request, with the hash of its body (64 hexadecimal digits)."""

    key: str
    body_hash: str


@dataclass(frozen=True)
class EvaluationRequest:
    """What is asked.

    Attributes:
        ruleset: the id of a published ruleset.
        subject: the customer's id in the caller's system.
        facts: plain data as `engine.strict_json` decodes it; checked here.
        as_of: the instant of the decision, aware; None for now.
        explain: one of `EXPLAIN`; for the answer, not the decision.
        version: the version that decides; None for the one in force at `as_of`.
        engine: the runtime that infers.
        api_key: the id of the key that asks; None on this machine.
        may_simulate: whether the future may be tried out; such an answer is not recorded.
        idempotency: makes a repeat give the same decision; needs an `api_key`.
    """

    ruleset: str
    subject: str
    facts: object
    as_of: datetime | None = None
    version: int | None = None
    explain: str = "fired"
    engine: str = DEFAULT_ENGINE
    api_key: str | None = None
    may_simulate: bool = False
    idempotency: Idempotency | None = None


def evaluate(house: House, request: EvaluationRequest, found: tuple[Fault, ...] = ()) -> Evaluation:
    """Decide, and return only what is recorded durably.

    Args:
        house: the house.
        request: what is asked.
        found: what a door already found wrong: it is refused together with all else.

    Raises:
        CallerError: `bad-subject`, `bad-explain`, `bad-idempotency-key`, `idempotency-conflict`,
            `unknown-ruleset`, `unknown-version`, `not-yet-effective`, `as-of-in-future`,
            `bad-moment`, `unknown-engine`, and every fault of the facts; all at once. Or
            `api-key-refused`: the key was revoked meanwhile.
        OperatorError: it could not be recorded, or `engines-disagree`; there is no decision.
    """
    now = house.clock()
    if request.as_of is not None:
        request = replace(request, as_of=require_offset(request.as_of, "/as_of"))
    faults = [*found, *wrong_with(request, now)]
    claim = None if faults else claim_of(request)
    repeated = None if claim is None else _repeated(house, claim)
    if repeated is not None:
        return repeated
    as_of = now if request.as_of is None else request.as_of
    while True:
        evaluation = judged(house, inferred(house, request, as_of, faults))
        if as_of > now:
            # Only who may simulate comes here: what has not happened is no decision.
            return evaluation
        recorded = _recorded(house, evaluation, claim, now, by_moment=request.version is None)
        if recorded is not None:
            return recorded


def inferred(
    house: House,
    request: EvaluationRequest,
    as_of: datetime,
    faults: list[Fault],
    find: FindVersion = version_at,
) -> Unjudged:
    """Infer without recording, or raise all faults, those found before included.

    Args:
        house: the house.
        request: what is asked.
        as_of: the instant of the decision.
        faults: what was found before; more is added to it.
        find: finds the version that decides, as `version_at` does.

    Raises:
        CallerError: every fault of the request.
        OperatorError: the version cannot be read, or `not-inferred`.
    """
    head = None
    try:
        head = find(house, request.ruleset, as_of, request.version)
    except CallerError as error:
        faults += error.faults
    if head is None:
        raise CallerError(tuple(faults))
    checked = house.versions.checked(head)
    engine, facts = None, {}
    try:
        engine = house.versions.engine(head, request.engine)
    except CallerError as error:
        faults += error.faults
    try:
        facts = dict(take_facts(request.facts, checked))
    except CallerError as error:
        faults += error.faults
    if faults or engine is None:
        raise CallerError(tuple(faults))
    by = By(head, checked, request.engine, engine, sentences=house.versions.sentences(head))
    subject = unicodedata.normalize("NFC", request.subject)
    return infer_twice(house, by, facts, as_of, subject, request.api_key)


def _recorded(
    house: House, evaluation: Evaluation, claim: Claim | None, now: datetime, *, by_moment: bool
) -> Evaluation | None:
    """Record, or return None when another version came into force while this one inferred."""
    evaluation, entry = entry_of(evaluation, claim, now, by_moment=by_moment)
    holder = house.recorder.record(entry)
    if holder == OVERTAKEN:
        return None
    if holder == REVOKED:
        raise CallerError((Fault("api-key-refused"),))
    if holder == entry.decision.id:
        house.tally.answered(evaluation.decision.twin)
        return evaluation
    # Somebody with the same key was faster: theirs is the decision, if they asked the same.
    repeated = _repeated(house, claim) if claim is not None else None
    if repeated is None:
        raise OperatorError((Fault("record-damaged", words={"decision": holder}),))
    return repeated


def entry_of(
    evaluation: Evaluation,
    claim: Claim | None,
    now: datetime,
    *,
    by_moment: bool,
    newest: tuple[int, str] | None = None,
) -> tuple[Evaluation, Entry]:
    """Make what is to be recorded of an evaluation, and the evaluation as it is then."""
    decision = replace(evaluation.decision, id=new_id(now))
    recorded = replace(evaluation, decision=decision, recorded_at=now)
    return recorded, Entry(stored(recorded, now), claim, by_moment, newest)


def _repeated(house: House, claim: Claim) -> Evaluation | None:
    """Return the decision that holds the key, if any, or refuse another request under it."""
    with house.database.reading() as transaction:
        found = decisions.claimed(transaction, claim)
    if found is None:
        return None
    decision, body_hash = found
    if body_hash != claim.body_hash:
        place = (("path", "Idempotency-Key"),)
        raise CallerError((Fault("idempotency-conflict", place, {"key": claim.key}),))
    return get_decision(house, decision)


def claim_of(request: EvaluationRequest) -> Claim | None:
    """Give what a request claims; None when it has no idempotency key, or nobody asks."""
    if request.idempotency is None or request.api_key is None:
        return None
    given = request.idempotency
    return Claim(request.api_key, request.ruleset, given.key, given.body_hash)


def wrong_with(request: EvaluationRequest, now: datetime) -> Iterator[Fault]:
    """Find what is wrong with a request, but for its facts and its version."""
    subject = unicodedata.normalize("NFC", request.subject)
    if not is_subject(subject):
        words = {"found": plain_part(subject)}
        yield Fault("bad-subject", (("path", "/subject"),), words)
    if request.explain not in EXPLAIN:
        words = {"found": plain_part(request.explain)}
        yield Fault("bad-explain", (("path", "/explain"),), words)
    if request.idempotency is not None and not _KEY.fullmatch(request.idempotency.key):
        words = {"found": plain_part(request.idempotency.key)}
        yield Fault("bad-idempotency-key", (("path", "Idempotency-Key"),), words)
    if request.as_of is not None and request.as_of > now and not request.may_simulate:
        words = {"now": moment_text(now), "as_of": moment_text(request.as_of)}
        yield Fault("as-of-in-future", (("path", "/as_of"),), words)
