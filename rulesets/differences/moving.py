"""Which of several items took another place: as few as explain the new order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)


def moved(before: Sequence[Id], after: Sequence[Id]) -> frozenset[Id]:
    """Find the items of both that took another place among those of both.

    All others stand in one and the same order before and after; they are as many as can be.

    Example:
        >>> sorted(moved("abcde", "aebcd")), sorted(moved("abc", "xaybc"))
        (['e'], [])
    """
    places = {each: place for place, each in enumerate(before)}
    both = [each for each in after if each in places]
    # The longest run of rising places: `last[n]` ends the run of n + 1 that ends lowest.
    last: list[int] = []
    ends: list[int] = []
    earlier: list[int] = []
    for number, each in enumerate(both):
        length = bisect_left(last, places[each])
        earlier.append(ends[length - 1] if length else -1)
        if length == len(last):
            last.append(places[each])
            ends.append(number)
        else:
            last[length], ends[length] = places[each], number
    staying = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        staying.add(both[number])
        number = earlier[number]
    return frozenset(both) - staying
