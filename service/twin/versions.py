"""The versions that a child holds, or is to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from service.loading import MOST
from service.twin.counting import Why
from storage.ruleset_versions import VersionHead

MOST_STRIKES: Final = 3
"""A version that ended the child so often is not given to one again."""
FORGIVEN_AFTER: Final = 1_000
"""Answers after which what was before is forgotten: what ended the child was something else."""
REST_SECONDS: Final = 60.0
"""A version that was late three times in a row is left to the reference for so long."""

_Key = tuple[str, int, str]


@dataclass(eq=False)
class Held:
    """A version and how it is doing.

    Attributes:
        head: which one.
        number: what it is called between the two processes; never given twice.
        why: why the child does not infer it now; None when it does.
        used: the larger, the later it was asked for.
        strikes: how often it ended a child.
        late: how often in a row its answer was late.
        answers: how often it was answered since the last strike.
        rests_until: before this time of the clock it is not asked.
    """

    head: VersionHead
    number: int
    why: Why | None = "loading"
    used: int = 0
    strikes: int = 0
    late: int = 0
    answers: int = 0
    rests_until: float = 0.0

    @property
    def name(self) -> str:
        """What it is called in the log."""
        return f"{self.head.ruleset} {self.head.number}"

    def answered(self) -> None:
        """Note that it was answered in time."""
        self.late = 0
        self.answers += 1

    def struck(self) -> bool:
        """Note that it ended a child; tell whether it was once too often."""
        self.strikes = 1 if self.answers >= FORGIVEN_AFTER else self.strikes + 1
        self.answers = 0
        if self.strikes >= MOST_STRIKES:
            self.why = "barred"
        return self.why == "barred"

    def was_late(self, now: float) -> None:
        """Note that it was late."""
        self.late += 1
        if self.late >= MOST_STRIKES:
            self.late, self.rests_until = 0, now + REST_SECONDS


class HeldVersions:
    """The versions of one child, as many as a process keeps itself; threads share them."""

    def __init__(self, dropped: Callable[[Held], None], added: Callable[[Held], None]) -> None:
        """Say whom to tell of a version that came, and of one that went."""
        self._dropped = dropped
        self._added = added
        self._lock = Lock()
        self._held: dict[_Key, Held] = {}
        self._turn = 0
        self._last = 0

    def of(self, head: VersionHead) -> Held:
        """Find a version; a new one is asked for, and the one not used longest goes."""
        key = (head.ruleset, head.number, head.identity)
        found = self._held.get(key)
        if found is None:
            found = self._new(key, head)
        self._turn = found.used = self._turn + 1
        return found

    def all(self) -> tuple[Held, ...]:
        """Give those there are, the one used last first: it is loaded first."""
        with self._lock:
            return tuple(sorted(self._held.values(), key=lambda it: -it.used))

    def _new(self, key: _Key, head: VersionHead) -> Held:
        oldest = None
        with self._lock:
            if key in self._held:
                return self._held[key]
            self._last += 1
            found = self._held[key] = Held(head, self._last, used=self._turn)
            if len(self._held) > MOST:
                others = (each for each in self._held if each != key)
                oldest = self._held.pop(min(others, key=lambda it: self._held[it].used))
        if oldest is not None:
            self._dropped(oldest)
        self._added(found)
        return found
