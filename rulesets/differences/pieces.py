"""Two sentences cut into what both say and what one of them says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

_MOST_TOKENS: Final = 600
_LEAST_ALIKE: Final = 0.3
_LEAST_KEPT: Final = 2
# An amount stays whole with its unit, a Latin word too; of Chinese each character stands alone.
_TOKEN = re.compile(
    r"[0-9][0-9,]*(?:\.[0-9]+)?(?: ?[%万亿])?(?: ?(?:元|美元|欧元|分|天|年|月|日|小时|个|次))?"
    r"|[^\W\d_]*[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f’'-]*|\s+|.",
    re.DOTALL,
)


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: `same` in both, or `old` or `new` alone."""

    kind: Literal["same", "old", "new"]
    text: str


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Cut two sentences into what both say and what only one says.

    Sentences that have little in common stay whole, the old one before the new one.

    Example:
        >>> for piece in pieces("不低于 100 万元，则为高。", "不低于 120 万元，则为高。"):
        ...     print(piece.kind, piece.text.strip())
        same 不低于
        old 100 万元
        new 120 万元
        same ，则为高。
    """
    if not old or not new:
        return _whole(old, new)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > _MOST_TOKENS:
        return _whole(old, new)
    found = tuple(_merged(_cut(before, after)))
    same = sum(len(each.text) for each in found if each.kind == "same")
    return found if same >= _LEAST_ALIKE * max(len(old), len(new)) else _whole(old, new)


def _whole(old: str, new: str) -> tuple[Piece, ...]:
    both = (Piece("old", old), Piece("new", new))
    return tuple(each for each in both if each.text)


def _cut(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Give pairs of what stood and what stands; where they are equal it stays."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, first, last, begin, end in matcher.get_opcodes():
        yield "".join(before[first:last]), "".join(after[begin:end])


def _merged(cut: Iterator[tuple[str, str]]) -> Iterator[Piece]:
    """Join changes that only a character stands between: nobody reads such a mosaic."""
    pairs = list(cut)
    old = new = ""
    for place, (was, now) in enumerate(pairs):
        is_between = 0 < place < len(pairs) - 1 and len(was.strip()) < _LEAST_KEPT
        if was == now and not (is_between and (old or new)):
            yield from _whole(old, new)
            old = new = ""
            yield Piece("same", was)
        else:
            old, new = old + was, new + now
    yield from _whole(old, new)
