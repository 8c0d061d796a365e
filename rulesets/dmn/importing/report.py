"""Gathers what is refused and what is noted, each with its place in the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulesets.dmn.model import Place
from rulesets.dmn.note import Note
from rulesets.errors import AuthorError, Fault, Word
from rulesets.types import Both


@dataclass(frozen=True)
class Report:
    """Faults and notes, each once."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, code: str, place: Place, **words: Word) -> None:
        """Add a fault."""
        fault = Fault(code, place, words)
        if fault not in self.faults:
            self.faults.append(fault)

    def outside(self, construct: Both, place: Place) -> None:
        """Refuse a construct that the language has not."""
        self.add("dmn-not-in-language", place, construct=construct)

    def refuse(self, zh: str, en: str, place: Place) -> None:
        """Refuse a construct that the language has not, by its name in both languages."""
        self.outside(Both(zh, en), place)

    def take(self, error: AuthorError, place: Place) -> None:
        """Take the faults of an expression that stands at a place."""
        for each in error.faults:
            self.add(each.code, (*place, *each.place), **each.words)

    def note(self, zh: str, en: str, place: Place = ()) -> None:
        """Add a note."""
        note = Note(place, Both(zh, en))
        if note not in self.notes:
            self.notes.append(note)
