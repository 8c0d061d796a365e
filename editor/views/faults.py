"""Faults and notes of a document as a page lists them: where, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulesets.dmn.note import Note
from rulesets.errors import Fault, place_text

MOST_FAULTS = 200
"""Faults that a page lists; it says how many there are."""


@dataclass(frozen=True)
class FaultLine:
    """One fault: its code, its place in words (empty: the whole), what is wrong, what to do."""

    code: str
    where: str
    text: str
    hint: str


@dataclass(frozen=True)
class FaultsView:
    """The first faults, and how many there are in all."""

    lines: tuple[FaultLine, ...]
    of: int


def faults_view(faults: Sequence[Fault], language: str) -> FaultsView:
    """Show what was refused, in `zh` or `en`."""
    lines = tuple(
        FaultLine(each.code, each.where(language), each.sentence(language), each.hint(language))
        for each in faults[:MOST_FAULTS]
    )
    return FaultsView(lines, len(faults))


def note_lines(notes: Sequence[Note], language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Show notes: each place once, with what a reader should know; in `zh` or `en`."""
    found: dict[str, tuple[str, ...]] = {}
    for each in notes:
        where = place_text(each.place, language)
        found[where] = (*found.get(where, ()), each.text.in_language(language))
    return tuple(found.items())
