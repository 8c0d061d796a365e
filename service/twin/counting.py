"""Counts what twins did; a snapshot is read by whoever watches a process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType
from typing import Final, Literal

Why = Literal[
    "asked",
    "absent",
    "declined",
    "loading",
    "crowded",
    "refused",
    "barred",
    "late",
    "dead",
    "babbling",
]
"""Why the reference was the twin, or nobody was.

`asked`: the durable engine itself was asked first. `absent`: durable-rules is not here. `declined`:
it cannot hold this version. `loading`: it does not hold it yet. `crowded`: too many decisions are
under way there. `refused`: it would not infer from these facts. `barred`: this version has ended
the child too often, or was late too often in a row. `late`, `dead`, `babbling`: what its process
was.
"""
Ended = Literal["dead", "hung", "babbling"]
"""Why a child was replaced."""

_DURABLE: Final = "durable"
_NONE: Final = "none"
_DISAGREEMENTS: Final = "disagreements"
_STARTED: Final = "started"


@dataclass(frozen=True)
class Counts:
    """What happened since a process began.

    Attributes:
        durable: decisions that durable-rules inferred again.
        reference: those that the reference inferred again, by why.
        none: those that nobody inferred again.
        disagreements: decisions that were not answered.
        started: children started.
        replaced: children that were given up, by why.
    """

    durable: int = 0
    reference: Mapping[Why, int] = field(default_factory=dict)
    none: int = 0
    disagreements: int = 0
    started: int = 0
    replaced: Mapping[Ended, int] = field(default_factory=dict)


class Counting:
    """Counters that threads share."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._lock = Lock()
        self._counts = Counter[str]()
        self._reference = Counter[Why]()
        self._replaced = Counter[Ended]()

    def durable(self) -> None:
        """Count a decision that durable-rules inferred again."""
        self._add(_DURABLE)

    def reference(self, why: Why) -> None:
        """Count a decision that the reference inferred again."""
        with self._lock:
            self._reference[why] += 1

    def none(self) -> None:
        """Count a decision that nobody inferred again."""
        self._add(_NONE)

    def disagreement(self) -> None:
        """Count a decision that was not answered."""
        self._add(_DISAGREEMENTS)

    def started(self) -> None:
        """Count a child."""
        self._add(_STARTED)

    def replaced(self, why: Ended) -> None:
        """Count a child that was given up."""
        with self._lock:
            self._replaced[why] += 1

    def snapshot(self) -> Counts:
        """Give all counts of one moment."""
        with self._lock:
            counts = self._counts
            return Counts(
                counts[_DURABLE],
                MappingProxyType(dict(self._reference)),
                counts[_NONE],
                counts[_DISAGREEMENTS],
                counts[_STARTED],
                MappingProxyType(dict(self._replaced)),
            )

    def _add(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1
