"""Begins second inferences: which engine is the twin, and of which decisions."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Final

from engine.decision import Inference, Values
from engine.runtimes.durable import is_here
from rulesets.errors import FenjiError
from service.loading import Versions
from service.twin.counting import Counting, Counts, Why
from service.twin.keeper import Keeper
from service.twin.line import Asked, Line
from service.twin.model import EnginesDisagree, Pending, Policy, Twinned
from service.twin.process import CHILD
from service.twin.steps import steps
from service.twin_child.wire import Unreadable, read_inference, write_inference, write_question
from storage.ruleset_versions import VersionHead

_END_SECONDS: Final = 5.0


class Twins:
    """Second engines for the versions of a house; all threads share it."""

    def __init__(
        self,
        policy: Policy,
        versions: Versions,
        chance: Callable[[], float] = random,
        child: tuple[str, ...] = CHILD,
    ) -> None:
        """Make it; nothing is started before the first call.

        Args:
            policy: how many decisions are inferred twice.
            versions: the versions of the house.
            chance: draws from 0 to 1, for samples.
            child: the module that the child runs, and what is said to it first.
        """
        self._policy = policy
        self._chance = chance
        self._child = child
        self._here = _Here(versions, Counting())
        self._open()

    def begin(self, head: VersionHead, engine: str, facts: Values, as_of: datetime) -> Pending:
        """Begin to infer a second time, if this decision is among those that are.

        Args:
            head: the version.
            engine: the name of the engine that infers first.
            facts: what passed the intake.
            as_of: the instant of the decision.
        """
        share = self._policy.share
        if share <= 0 or (share < 1 and self._chance() >= share):
            return _Nobody(self._here.counting)
        asked = _Question(head, engine, facts, as_of)
        keeper = self._kept()
        if engine == "durable" or keeper is None:
            return _InHere(self._here, asked, "asked" if keeper else "absent")
        held = keeper.held.of(head)
        why, line = keeper.why_not(held), keeper.line
        if why is not None or line is None:
            return _InHere(self._here, asked, why or "dead")
        try:
            question = write_question(held.number, facts, as_of)
        except (TypeError, ValueError):
            return _InHere(self._here, asked, "refused")
        return _InChild(self._here, asked, line, line.ask(held, question))

    def begin_here(self, head: VersionHead, engine: str, facts: Values, as_of: datetime) -> Pending:
        """Have the reference infer a second time in this process, as for a draft.

        A version that is gone with the next keystroke is not given to the child.
        """
        return _InHere(self._here, _Question(head, engine, facts, as_of), "asked")

    def prepare(self, head: VersionHead, timeout: float = 60) -> bool:
        """Wait until durable-rules infers this version; False: it will not, or not in time.

        Args:
            head: the version.
            timeout: how long to wait, in seconds.
        """
        keeper = self._kept() if self._policy.share > 0 else None
        return keeper is not None and keeper.wait(keeper.held.of(head), timeout)

    def counters(self) -> Counts:
        """Give what happened so far."""
        return self._here.counting.snapshot()

    def close(self) -> None:
        """End what was started; from then on the reference infers."""
        if self._process == os.getpid() and self._keeper is not None:
            self._keeper.stop()
            self._keeper.join(_END_SECONDS)

    def _open(self) -> None:
        self._process = os.getpid()
        self._keeper: Keeper | None = None
        if is_here():
            here = self._here
            self._keeper = Keeper(here.versions, here.counting, self._child)
            # The keeper's thread does not hold on to this: with the house goes the child.
            weakref.finalize(self, self._keeper.stop)

    def _kept(self) -> Keeper | None:
        if self._process != os.getpid():
            self._open()  # this process was forked off: the child is another's
        return self._keeper


@dataclass(frozen=True)
class _Here:
    """What every second inference needs of its house."""

    versions: Versions
    counting: Counting


@dataclass(frozen=True)
class _Question:
    """What is inferred a second time, and by which engine first."""

    head: VersionHead
    engine: str
    facts: Values
    as_of: datetime


@dataclass(frozen=True)
class _InHere:
    """A second inference by the reference, in this process, made when the verdict is asked."""

    here: _Here
    asked: _Question
    why: Why

    def verdict(self, inference: Inference) -> Twinned:
        engine, counting = self.asked.engine, self.here.counting
        if engine == "reference":
            return _Nobody(counting).verdict(inference)
        try:
            reference = self.here.versions.engine(self.asked.head, "reference")
        except FenjiError:  # it declines, or the version cannot be read again
            return _Nobody(counting).verdict(inference)
        again = reference.infer(self.asked.facts, self.asked.as_of)
        if not inference.agrees(again):
            counting.disagreement()
            raise EnginesDisagree(engine, inference, "reference", again)
        counting.reference(self.why)
        return Twinned("reference", steps(engine, "reference"))


@dataclass(frozen=True)
class _InChild:
    """A second inference by durable-rules, in the child."""

    here: _Here
    asked: _Question
    line: Line
    sent: Asked

    def verdict(self, inference: Inference) -> Twinned:
        written = self._written(inference)  # while the child infers
        self.line.wait(self.sent)
        answer, why = self.sent.answer, self.sent.why
        if answer is None:
            return self._in_here(inference, why or "dead")
        if answer != written:
            try:
                again = read_inference(answer)
            except Unreadable:
                self.line.give_up("babbling", self.sent.held)
                return self._in_here(inference, "babbling")
            # Other bytes may say the same: 2.50 and 2.5, or a moment in two zones.
            if not inference.agrees(again):
                self.here.counting.disagreement()
                raise EnginesDisagree(self.asked.engine, inference, "durable", again)
        self.here.counting.durable()
        return Twinned("durable", steps(self.asked.engine, "durable"))

    def _written(self, inference: Inference) -> bytes:
        try:
            return write_inference(inference)
        except (TypeError, ValueError):
            return b""  # then what the child says is read

    def _in_here(self, inference: Inference, why: Why) -> Twinned:
        return _InHere(self.here, self.asked, why).verdict(inference)


@dataclass(frozen=True)
class _Nobody:
    """No second inference."""

    counting: Counting

    def verdict(self, inference: Inference) -> Twinned:
        self.counting.none()
        return _NOT_TWINNED


_NOT_TWINNED: Final = Twinned()
