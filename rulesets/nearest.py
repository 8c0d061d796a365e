"""The known word that looks most like an unknown one, found fast among many.

Comparing two words letter by letter takes about 0.1 ms. A table of ten thousand rows with a wrong
name in each, beside a thousand known ones, must not take a quarter of an hour to refuse: so words
are first ranked by the letters and pairs of letters they share, and only the best are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

_COMPARED = 8
_LONGEST = 80


@lru_cache(maxsize=4096)
def nearest(word: str, known: tuple[str, ...], least: float = 0.0) -> str:
    """Return the known word that looks most like a word; "" when none is alike enough.

    Args:
        word: the unknown word; what lies beyond 80 characters does not count.
        known: the words there are; of two that are as near the first is taken.
        least: how alike they must be, from 0 (anything) to 1 (the same).

    Example:
        >>> nearest("titel", ("key", "title", "type"))
        'title'
        >>> nearest("zzz", ("key", "title", "type"), 0.5)
        ''
    """
    word = word[:_LONGEST]
    matcher = SequenceMatcher(None, "", word)
    best, found = least, ""
    for other in _most_shared(word, known):
        matcher.set_seq1(other[:_LONGEST])
        ratio = matcher.ratio()
        if ratio > best or (not found and ratio >= best):
            best, found = ratio, other
    return found


def _most_shared(word: str, known: tuple[str, ...]) -> list[str]:
    """Return the few words that share most pieces with a word, in the order they are known."""
    if len(known) <= _COMPARED:
        return list(known)
    holders = _holders(known)
    pieces = _pieces(word)
    shared = Counter(place for piece in pieces for place in holders.get(piece, ()))
    # As many pieces in common count for more in a short word than in a long one.
    ranked = sorted(shared, key=lambda at: (-shared[at] / (len(known[at]) + len(word)), at))
    return [known[at] for at in sorted(ranked[:_COMPARED])]


@lru_cache(maxsize=32)
def _holders(known: tuple[str, ...]) -> Mapping[str, list[int]]:
    holders: dict[str, list[int]] = {}
    for place, word in enumerate(known):
        for piece in _pieces(word[:_LONGEST]):
            holders.setdefault(piece, []).append(place)
    return holders


def _pieces(word: str) -> set[str]:
    return {*word, *(word[at : at + 2] for at in range(len(word) - 1))}
