"""Evaluate many customers in one call: each is recorded durably before its answer is given.

Lines come and go one group at a time: a group is inferred, recorded with one commit and then
answered, so a batch of any length takes the memory of one group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rulesets.errors import CallerError, Fault, OperatorError
from service.evaluate import EvaluationRequest, claim_of, entry_of, evaluate, inferred, wrong_with
from service.evaluate_quickly import Begun, begin, finish
from service.house import House
from service.judging import DisagreementError, Unjudged, judged, some_behind
from service.recording import OVERTAKEN, Entry
from service.records import Evaluation
from service.rulesets import VersionHead, get_ruleset, version_at
from storage import decisions
from storage.decisions import Claim

MOST_IN_GROUP = 200
"""How many lines are recorded with one commit."""

MOST_BYTES_IN_GROUP = 1_000_000
"""A group of long lines ends sooner: after the line that reaches this."""


@dataclass(frozen=True)
class Line:
    """One line of a batch.

    Attributes:
        number: its number, from 1.
        request: what is asked; None when the line could not be read.
        faults: what a door already found wrong with it.
        size: its length in bytes.
        id: the caller's own name for the line, given back with its answer.
        exactly: reads the line again, the exact way, where it was read the short one
            (`service.evaluate_quickly`); else None.
    """

    number: int
    request: EvaluationRequest | None
    faults: tuple[Fault, ...] = ()
    size: int = 0
    id: str | None = None
    exactly: Callable[[], Line] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Answered:
    """A line with its decision, which is recorded, or with why there is none."""

    line: Line
    evaluation: Evaluation | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class _Begun:
    """A line whose second inference is on its way."""

    line: Line
    request: EvaluationRequest
    begun: Begun | Unjudged


@dataclass(frozen=True)
class _Inferred:
    """A line whose decision is not recorded yet."""

    line: Line
    request: EvaluationRequest
    evaluation: Evaluation
    entry: Entry


class Batch:
    """One batch by one ruleset, begun at one moment: the moment of each line that names none.

    Args:
        house: the house.
        ruleset: the id of a published ruleset.

    Raises:
        CallerError: `unknown-ruleset`.
        OperatorError: the database cannot be read.
    """

    def __init__(self, house: House, ruleset: str) -> None:
        self._house = house
        self._found: dict[tuple[datetime, int | None], VersionHead] = {}
        self.moment = house.clock()
        get_ruleset(house, ruleset)

    def answers(self, lines: Iterable[Line]) -> Iterator[tuple[Answered, ...]]:
        """Answer the lines in their order, group by group.

        A line that is refused does not stop the others. What is wrong with it is told as
        `service.evaluate.evaluate` would.

        Raises:
            OperatorError: a decision could not be made or recorded; the lines after are not read.
                All that was answered before is recorded.
        """
        for group in _groups(lines):
            answered, failed = self._answered(group)
            yield answered
            if failed is not None:
                raise OperatorError(failed.faults) from failed

    def _answered(self, group: Sequence[Line]) -> tuple[tuple[Answered, ...], OperatorError | None]:
        now = self._house.clock()
        self._found = {key: head for key, head in self._found.items() if key[0] == self.moment}
        claimed = self._claimed(group)
        begun = (self._begun(line, now, claimed) for line in group)
        made = [self._verdict(each, now) for each in some_behind(begun)]
        entries = [each.entry for each in made if isinstance(each, _Inferred)]
        outcomes = iter(self._house.recorder.record_all(entries))
        failed: OperatorError | None = None
        answered: list[Answered] = []
        for each in made:
            if isinstance(each, Answered):
                answered.append(each)
                continue
            outcome = next(outcomes)
            if isinstance(outcome, OperatorError):
                failed = failed or outcome
                answered.append(Answered(each.line, faults=outcome.faults))
            else:
                answered.append(self._recorded(each, outcome))
        return tuple(answered), failed

    def _claimed(self, group: Sequence[Line]) -> set[Claim]:
        """Find the idempotency keys of a group under which there is a decision already."""
        claims = [claim for claim in map(_claim, group) if claim is not None]
        if not claims:
            return set()
        with self._house.database.reading() as transaction:
            return {each for each in claims if decisions.claimed(transaction, each) is not None}

    def _begun(self, line: Line, now: datetime, claimed: set[Claim]) -> Answered | _Begun:
        if line.request is None:
            return Answered(line, faults=line.faults)
        as_of = self.moment if line.request.as_of is None else line.request.as_of
        request = replace(line.request, as_of=as_of)
        claim = _claim(line)
        if claim in claimed:
            return self._alone(line, request)
        if line.exactly is not None:
            begun = begin(self._house, request, as_of, now)
            if begun is not None:
                return _Begun(line, request, begun)
            return self._begun(line.exactly(), now, claimed)
        faults = [*line.faults, *wrong_with(request, now)]
        try:
            unjudged = inferred(self._house, request, as_of, faults, self._version)
        except CallerError as error:
            return Answered(line, faults=error.faults)
        return _Begun(line, request, unjudged)

    def _verdict(self, begun: Answered | _Begun, now: datetime) -> Answered | _Inferred:
        if isinstance(begun, Answered):
            return begun
        line, request = begun.line, begun.request
        try:
            if isinstance(begun.begun, Begun):
                return _Inferred(line, request, *finish(self._house, begun.begun, now))
            evaluation = judged(self._house, begun.begun)
        except DisagreementError as error:
            return Answered(line, faults=error.faults)
        if evaluation.decision.as_of > now:
            # Only who may simulate comes here: what has not happened is no decision.
            return Answered(line, evaluation)
        by_moment = line.request is not None and line.request.version is None
        recorded, entry = entry_of(evaluation, _claim(line), now, by_moment=by_moment)
        return _Inferred(line, request, recorded, entry)

    def _recorded(self, made: _Inferred, holder: str) -> Answered:
        if holder == made.evaluation.decision.id:
            self._house.tally.answered(made.evaluation.decision.twin)
            return Answered(made.line, made.evaluation)
        # Somebody was faster under the same key, or has published a version: it is asked anew.
        self._found.clear()
        if holder == OVERTAKEN:
            self._house.heads.forget(made.request.ruleset)
        return self._alone(made.line, made.request)

    def _alone(self, line: Line, request: EvaluationRequest) -> Answered:
        if line.exactly is not None:
            line = line.exactly()
            if line.request is not None:
                request = replace(line.request, as_of=request.as_of)
        try:
            return Answered(line, evaluate(self._house, request, line.faults))
        except (CallerError, DisagreementError) as error:
            return Answered(line, faults=error.faults)

    def _version(
        self, house: House, ruleset: str, as_of: datetime, number: int | None
    ) -> VersionHead:
        """Find a version once, not for each line: which one is in force does not change."""
        found = self._found.get((as_of, number))
        if found is None:
            found = self._found[as_of, number] = version_at(house, ruleset, as_of, number)
        return found


def _claim(line: Line) -> Claim | None:
    return None if line.request is None or line.faults else claim_of(line.request)


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Part lines into groups; no group holds two lines of one key, so the first has it."""
    group: list[Line] = []
    keys: set[Claim] = set()
    size = 0
    for line in lines:
        claim = _claim(line)
        key = None if claim is None else replace(claim, body_hash="")
        if key in keys:
            yield group
            group, keys, size = [], set(), 0
        group.append(line)
        keys |= set() if key is None else {key}
        size += line.size
        if len(group) == MOST_IN_GROUP or size >= MOST_BYTES_IN_GROUP:
            yield group
            group, keys, size = [], set(), 0
    if group:
        yield group
