"""The names in scope, and the longest of them that stands at a place (10.3.1.4 and 10.3.1.6)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

from rulesets.dmn.feel.characters import NAME_TOKEN, RESERVED, SPACES

_MOST_TOKENS = 100

TokenAt = Callable[[int], tuple[str, int] | None]
"""Reads the token of a name that follows a place, past blanks: its text and where it ends."""


def plain_name(name: str) -> str:
    """Make the white space in a name single.

    Example:
        >>> plain_name(" Full   Name ")
        'Full Name'
    """
    return SPACES.sub(" ", name).strip()


class Names:
    """Names by their tokens: white space between tokens is no part of a name.

    A name with a character that no name may have cannot be typed, and is passed over; so is one of
    more than 100 tokens: a text of nothing but its beginnings would take too long.

    Example:
        >>> names = Names(["a", "a - b"])
        >>> names.add("c")
        >>> names.remove("c")
    """

    def __init__(self, names: Collection[str]) -> None:
        """Take the names that are known from the start."""
        self._spellings: dict[tuple[str, ...], list[str]] = {}
        self._lengths: dict[str, list[int]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known; the spelling added last counts."""
        spelling, tokens = _spelled(name)
        if not 0 < len(tokens) <= _MOST_TOKENS or (len(tokens) == 1 and tokens[0] in RESERVED):
            return
        self._spellings.setdefault(tokens, []).append(spelling)
        lengths = self._lengths.setdefault(tokens[0], [])
        if len(tokens) not in lengths:
            lengths.append(len(tokens))
            lengths.sort(reverse=True)

    def remove(self, name: str) -> None:
        """Take back what `add` made known."""
        spellings = self._spellings.get(_spelled(name)[1])
        if spellings:
            spellings.pop()

    def longest(self, token_at: TokenAt, place: int) -> tuple[str, int] | None:
        """Find the longest name that stands at a place, and where it ends."""
        first = token_at(place)
        if first is None or first[0] not in self._lengths:
            return None
        lengths = self._lengths[first[0]]
        tokens: list[str] = []
        ends: list[int] = []
        following: tuple[str, int] | None = first
        while following is not None and len(tokens) < lengths[0]:
            tokens.append(following[0])
            ends.append(following[1])
            following = token_at(following[1])
        for length in lengths:
            spellings = self._spellings.get(tuple(tokens[:length]))
            if length <= len(tokens) and spellings:
                return spellings[-1], ends[length - 1]
        return None


@lru_cache(4096)  # the cells of a table have the same names in scope, over and over
def _spelled(name: str) -> tuple[str, tuple[str, ...]]:
    """Give a name with single white space, and its tokens: none where it cannot be typed."""
    spelling = plain_name(name)
    tokens = NAME_TOKEN.findall(spelling)
    whole = "".join(tokens) == spelling.replace(" ", "")
    return spelling, tuple(tokens) if whole else ()
