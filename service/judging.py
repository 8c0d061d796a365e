"""Nothing leaves before the verdict: an evaluation and the second inference of it.

Facts go to the twin before the first engine infers, and the verdict is asked before anything is
recorded or answered. Where the two disagree, both inferences are kept for the operator, in a
transaction of their own, and the answer is refused whether that succeeds or not.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from engine.decision import Decision, Engine, Inference, Values
from engine.runtimes.durable import NotInferred
from rulesets.checked import CheckedRuleset
from rulesets.errors import Fault, OperatorError, Word
from service.house import House
from service.records import Evaluation, stored_disagreement
from service.sentences import Sentences
from service.twin import EnginesDisagree, Pending
from service.twin.steps import steps_of
from storage import disagreements
from storage.ids import new_id
from storage.ruleset_versions import VersionHead

AHEAD = 8
"""How many inferences are begun before the verdict on one is asked, where there are many."""

Begun = TypeVar("Begun")
_LOG = logging.getLogger("fenji.twin")


class DisagreementError(OperatorError):
    """Two engines disagree about the same facts; nothing is answered. `id` finds both traces."""

    def __init__(self, disagreement: str, faults: tuple[Fault, ...]) -> None:
        """Keep the id; the first of the faults is `engines-disagree`."""
        super().__init__(faults)
        self.id = disagreement


@dataclass(frozen=True)
class By:
    """A version and the engine that infers first.

    Attributes:
        head: the version.
        checked: its content.
        name: the engine's name.
        engine: the engine with the version loaded.
        is_twinned: whether another engine may be asked as well; not where a person chose one.
        sentences: what was said of the version so far.
        is_passing: whether it is a draft as it is now, which only this process infers from.
    """

    head: VersionHead
    checked: CheckedRuleset
    name: str
    engine: Engine
    is_twinned: bool = True
    sentences: Sentences = field(default_factory=Sentences)
    is_passing: bool = False


@dataclass(frozen=True)
class Unjudged:
    """An evaluation that may not leave yet: its second inference is on its way, if there is one."""

    evaluation: Evaluation
    pending: Pending | None


def infer_twice(
    house: House,
    by: By,
    facts: Values,
    as_of: datetime,
    subject: str = "",
    api_key: str | None = None,
) -> Unjudged:
    """Send the facts to the twin, and let the first engine infer meanwhile.

    Raises:
        OperatorError: `not-inferred`.
    """
    head = by.head
    begin = house.twins.begin_here if by.is_passing else house.twins.begin
    pending = begin(head, by.name, facts, as_of) if by.is_twinned else None
    decision = Decision(
        id="",
        ruleset=head.ruleset,
        version=head.number,
        identity=head.identity,
        subject=subject,
        as_of=as_of,
        facts=facts,
        inference=infer_once(by.name, by.engine, facts, as_of),
        engine=by.name,
    )
    evaluation = Evaluation(decision, by.checked, api_key=api_key, sentences=by.sentences)
    return Unjudged(evaluation, pending)


def infer_once(name: str, engine: Engine, facts: Values, as_of: datetime) -> Inference:
    """Let an engine infer.

    Raises:
        OperatorError: `not-inferred`, it cannot do it, though it took the version.
    """
    try:
        return engine.infer(facts, as_of)
    except NotInferred as error:
        raise OperatorError((Fault("not-inferred", words={"engine": name}),)) from error


def judged(house: House, unjudged: Unjudged) -> Evaluation:
    """Return the evaluation when its twin agrees.

    Raises:
        DisagreementError: it does not.
    """
    evaluation = unjudged.evaluation
    if unjudged.pending is None:
        return evaluation
    try:
        twinned = unjudged.pending.verdict(evaluation.decision.inference)
    except EnginesDisagree as differing:
        raise _refusal(house, evaluation, differing) from None
    if twinned.twin == "none":
        return evaluation
    has = steps_of(evaluation.checked)
    twice = tuple(step for step in twinned.steps if step in has)
    decision = replace(evaluation.decision, twin=twinned.twin, twice=twice)
    return replace(evaluation, decision=decision)


def some_behind(begun: Iterable[Begun]) -> Iterator[Begun]:
    """Give each when some more are begun: the twin works on these while the first are judged.

    Example:
        >>> began = []
        >>> first = next(some_behind(began.append(each) or each for each in range(100)))
        >>> first, len(began) - 1 == AHEAD
        (0, True)
    """
    waiting: deque[Begun] = deque()
    for each in begun:
        waiting.append(each)
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting


def _refusal(house: House, evaluation: Evaluation, differing: EnginesDisagree) -> DisagreementError:
    decision = evaluation.decision
    now = house.clock()
    named = new_id(now)
    _LOG.error(
        "engines-disagree %s: %s and %s on %s version %d",
        *(named, differing.engine, differing.twin, decision.ruleset, decision.version),
    )
    words: dict[str, Word] = {"id": named, "engine": differing.engine, "twin": differing.twin}
    faults = (Fault("engines-disagree", words=words), *_kept(house, evaluation, differing, named))
    return DisagreementError(named, faults)


def _kept(
    house: House, evaluation: Evaluation, differing: EnginesDisagree, named: str
) -> tuple[Fault, ...]:
    """Keep both inferences; where that fails too, say why: the answer is refused all the same."""
    try:
        row = stored_disagreement(evaluation, differing.twin, differing.again, named, house.clock())
        with house.database.writing() as transaction:
            disagreements.add(transaction, row)
    except OperatorError as error:
        _LOG.error("engines-disagree %s is not kept: %s", named, error.faults[0].code)
        return error.faults
    except Exception as error:  # noqa: BLE001 - a faulty engine infers what cannot be written
        _LOG.error("engines-disagree %s is not kept: %s", named, type(error).__name__)
    return ()
