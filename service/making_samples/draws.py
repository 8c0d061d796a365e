"""Draws by a seed, the same on every machine and with every version of Python.

Only `Random.random` is promised to stay as it is, so all else is made of it here, and without
logarithms, whose last digit differs from machine to machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Draws one customer; its seed is a text."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - samples are no secrets

    def chance(self, percent: int) -> bool:
        """Happen in so many of a hundred draws.

        Example:
            >>> Draw("x").chance(100), Draw("x").chance(0)
            (True, False)
        """
        return self._random.random() * 100 < percent

    def whole(self, between: tuple[int, int]) -> int:
        """Draw a whole number, both ends included, each as likely.

        Example:
            >>> {Draw(str(seed)).whole((1, 3)) for seed in range(50)}
            {1, 2, 3}
        """
        low, high = between
        return low + int(self._random.random() * (high - low + 1))

    def skewed(self, between: tuple[int, int]) -> int:
        """Draw a whole number, small ones more often, as amounts of orders are.

        Example:
            >>> sum(Draw(str(seed)).skewed((0, 99)) < 50 for seed in range(100)) > 60
            True
        """
        low, high = between
        drawn = self._random.random()
        return low + int(drawn * drawn * (high - low + 1))

    def one(self, items: Sequence[T]) -> T:
        """Draw one of some things.

        Example:
            >>> Draw("x").one(["a"])
            'a'
        """
        return items[int(self._random.random() * len(items))]
