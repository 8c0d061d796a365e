"""Begins second inferences: which engine is the twin, and of which decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Final

from engine.decision import Engine, Inference, Values
from rulesets.errors import CallerError
from service.loading import Versions
from service.twin.counting import Counting, Counts
from service.twin.model import EnginesDisagree, Pending, Policy, TwinName, Twinned
from service.twin.steps import steps
from storage.ruleset_versions import VersionHead


class Twins:
    """Second engines for the versions of a house; all threads share it."""

    def __init__(
        self, policy: Policy, versions: Versions, chance: Callable[[], float] = random
    ) -> None:
        """Make it; nothing is started before the first call."""
        self._policy = policy
        self._versions = versions
        self._chance = chance
        self._counting = Counting()

    def begin(self, head: VersionHead, engine: str, facts: Values, as_of: datetime) -> Pending:
        """Begin to infer a second time, if this decision is among those that are.

        Args:
            head: the version.
            engine: the name of the engine that infers first.
            facts: what passed the intake.
            as_of: the instant of the decision.
        """
        share = self._policy.share
        if share <= 0 or (share < 1 and self._chance() >= share) or engine == "reference":
            return _NOBODY
        try:
            second = self._versions.engine(head, "reference")
        except CallerError:
            return _NOBODY
        return _InHere(engine, "reference", second, facts, as_of)

    def prepare(self, head: VersionHead, timeout: float = 60) -> bool:
        """Wait until durable-rules infers this version; False: it will not, or not in time.

        Args:
            head: the version.
            timeout: how long to wait, in seconds.
        """
        return False

    def counters(self) -> Counts:
        """Give what happened so far."""
        return self._counting.snapshot()

    def close(self) -> None:
        """End what was started; from then on the reference infers."""


@dataclass(frozen=True)
class _InHere:
    """A second inference by an engine of this process, made when the verdict is asked."""

    engine: str
    twin: TwinName
    second: Engine
    facts: Values
    as_of: datetime

    def verdict(self, inference: Inference) -> Twinned:
        again = self.second.infer(self.facts, self.as_of)
        if not inference.agrees(again):
            raise EnginesDisagree(self.engine, inference, self.twin, again)
        return Twinned(self.twin, steps(self.engine, self.twin))


class _Nobody:
    """No second inference."""

    def verdict(self, inference: Inference) -> Twinned:
        return Twinned()


_NOBODY: Final = _Nobody()
