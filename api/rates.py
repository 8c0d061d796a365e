"""Counts calls by windows of a minute, each of which begins with its first call.

A lock and a dictionary in this process; it starts no thread and needs no clock of the day.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

_SECONDS: Final = 60.0
_MOST_KEPT: Final = 10_000
_Who = tuple[str, str]


class Rates:
    """Counts who called how often.

    Args:
        clock: gives seconds that never go back.

    Example:
        >>> rates = Rates()
        >>> [rates.count(("key", "a"), most=2) for _ in range(3)]
        [True, True, False]
        >>> rates.count(("key", "b"), most=2), rates.has_room(("key", "a"), most=2)
        (True, False)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        # Of each: how many calls, and when its window ends.
        self._windows: dict[_Who, tuple[int, float]] = {}
        self._look_again = _MOST_KEPT

    def count(self, who: _Who, most: int) -> bool:
        """Count a call and tell whether it was among the `most` of its window."""
        with self._lock:
            calls, end = self._window(who)
            self._windows[who] = (calls + 1, end)
            if len(self._windows) > self._look_again:
                self._forget()
        return calls < most

    def has_room(self, who: _Who, most: int) -> bool:
        """Tell, without counting, whether a call would be among the `most` of its window."""
        with self._lock:
            return self._window(who)[0] < most

    def seconds_left(self, who: _Who) -> int:
        """Tell after how many seconds the window is over, at least one."""
        with self._lock:
            return max(1, math.ceil(self._window(who)[1] - self._clock()))

    def _window(self, who: _Who) -> tuple[int, float]:
        now = self._clock()
        calls, end = self._windows.get(who, (0, 0.0))
        return (calls, end) if now < end else (0, now + _SECONDS)

    def _forget(self) -> None:
        """Let go of windows that are over; look again only when as many have come anew."""
        now = self._clock()
        self._windows = {who: each for who, each in self._windows.items() if now < each[1]}
        self._look_again = len(self._windows) + _MOST_KEPT
