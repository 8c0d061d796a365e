"""Faults found while a ruleset is checked, each with its full place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rulesets.checking.static_types import Clash
from rulesets.errors import Fault, PlaceStep, Word


class Report:
    """Collects faults. `at` gives a report for a place within, which adds to the same list.

    Example:
        >>> report = Report()
        >>> row = report.at(("table", "discount"), ("row", 3))
        >>> row.add("wrong-cell-count", expected=2, found=1)
        >>> report.faults[0].message("en")
        'table `discount`, row 3: expected 2 cells, found 1'
    """

    def __init__(
        self, faults: list[Fault] | None = None, place: tuple[PlaceStep, ...] = ()
    ) -> None:
        """Begin at a place, with a list to add to."""
        self.faults = [] if faults is None else faults
        self.place = place

    def at(self, *steps: PlaceStep) -> Report:
        """Return a report whose place lies within this one's."""
        return Report(self.faults, self.place + steps)

    def add(self, code: str, /, *, character: int = 0, **words: Word) -> None:
        """Add a fault here, or at a character of the text here (from 1; 0: of no one character)."""
        inner: tuple[PlaceStep, ...] = (("character", character),) if character else ()
        self.faults.append(Fault(code, self.place + inner, words))

    def refuse(self, clash: Clash | None, character: int = 0) -> None:
        """Add the fault of two types that do not go together, if there is one."""
        if clash is not None:
            inner: tuple[PlaceStep, ...] = (("character", character),) if character else ()
            self.faults.append(Fault(clash.code, self.place + inner, clash.words))

    def take(self, faults: Iterable[Fault]) -> None:
        """Add faults found elsewhere, their places put within this one."""
        for fault in faults:
            self.faults.append(replace(fault, place=self.place + fault.place))
