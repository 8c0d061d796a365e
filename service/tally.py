"""What a process counts for those who run it."""

from __future__ import annotations

from collections import Counter
from threading import Lock


class Tally:
    """Counts the decisions of one process since its start; all threads share it.

    Example:
        >>> tally = Tally()
        >>> tally.answered("reference")
        >>> tally.decisions()
        {'durable': 0, 'reference': 1, 'none': 0}
    """

    def __init__(self) -> None:
        """Begin at nought."""
        self._lock = Lock()
        self._decisions: Counter[str] = Counter()

    def answered(self, twin: str) -> None:
        """Count a decision that was recorded, by who inferred it again."""
        with self._lock:
            self._decisions[twin] += 1

    def decisions(self) -> dict[str, int]:
        """Tell how many decisions were recorded, by who inferred them again."""
        with self._lock:
            return {each: self._decisions[each] for each in ("durable", "reference", "none")}
