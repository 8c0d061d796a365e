"""What an export gives: a DMN document, and what in it differs from the ruleset."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulesets.dmn.note import Note
from rulesets.errors import PlaceStep
from rulesets.types import Both


@dataclass(frozen=True)
class Exported:
    """A DMN 1.5 document. Without notes, reading it gives the ruleset again."""

    document: bytes
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Notes:
    """Gathers notes at a place; `at` gives one for a place within, which adds to the same list."""

    found: list[Note] = field(default_factory=list)
    place: tuple[PlaceStep, ...] = ()

    def at(self, *steps: PlaceStep) -> Notes:
        """Return notes whose place lies within this one's."""
        return Notes(self.found, self.place + steps)

    def add(self, zh: str, en: str) -> None:
        """Add a note here, once."""
        note = Note(self.place, Both(zh, en))
        if note not in self.found:
            self.found.append(note)
