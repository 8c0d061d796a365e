"""Putting a ruleset together with all it stands on: vocabularies, included rulesets, calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from rulesets.calendar import Calendar
from rulesets.checked import Bundle
from rulesets.documents.lists import linked, references
from rulesets.errors import AuthorError, Fault, PlaceStep, Word
from rulesets.model import Ruleset, Use, Vocabulary
from rulesets.types import CodeList
from rulesets.zones import Zone, installed_zone, is_zone

MOST_INCLUDES = 100
"""So many rulesets may include one another in a row (1.5)."""

_Documents = tuple[Vocabulary | Ruleset, ...]


class Resolver(Protocol):
    """Finds documents by id and version, and calendars by id."""

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - its name
        """Find a vocabulary, or None."""

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - its name
        """Find a ruleset, or None."""

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - its name
        """Find a calendar, or None."""


def assemble(ruleset: Ruleset, resolver: Resolver) -> Bundle:
    """Follow uses and includes depth first, and fill in the code lists that are named by key.

    Each document stands in the bundle once, however often it is reached.

    Raises:
        AuthorError: With every document, list and calendar that is not there, every cycle, and
            every document that is used at two versions.

    Example:
        >>> class Nothing:
        ...     def vocabulary(self, id, version): return None
        ...     def ruleset(self, id, version): return None
        ...     def calendar(self, id): return None
        >>> assemble(Ruleset("grade", "UTC"), Nothing()).included
        ()
        >>> assemble(Ruleset("grade", "UTC", uses=(Use("customer", 4),)), Nothing())
        Traceback (most recent call last):
        rulesets.errors.AuthorError: unknown-vocabulary: ruleset `grade`: there is no …
    """
    bundle, faults = gathered(ruleset, resolver)
    if faults:
        raise AuthorError(faults)
    return bundle


def gathered(ruleset: Ruleset, resolver: Resolver) -> tuple[Bundle, tuple[Fault, ...]]:
    """Put together what can be found, and say what cannot: an editor works with the half, too."""
    walk = _Walk(resolver)
    walk.follow(ruleset, (Use(ruleset.id, ruleset.version),))
    documents: _Documents = (ruleset, *walk.vocabularies.values(), *walk.included.values())
    lists = walk.lists(documents)
    bundle = Bundle(
        linked(ruleset, lists),
        tuple(linked(each, lists) for each in walk.vocabularies.values()),
        tuple(linked(each, lists) for each in walk.included.values()),
        tuple(walk.calendars.values()),
        _zones((ruleset, *walk.included.values()), walk.calendars.values()),
    )
    if not walk.faults:
        # Where a document is missing, so are the lists it declares: said once is enough.
        walk.refuse_unknown_lists((bundle.ruleset, *bundle.vocabularies, *bundle.included))
    return bundle, tuple(walk.faults)


@dataclass
class _Walk:
    """What was found on the way so far, in order."""

    resolver: Resolver
    faults: list[Fault] = field(default_factory=list)
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    included: dict[str, Ruleset] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)

    def follow(self, ruleset: Ruleset, path: tuple[Use, ...]) -> None:
        """Take what a ruleset names; `path` leads to it from the outermost, itself included."""
        place = (("ruleset", ruleset.id),)
        for use in ruleset.uses:
            if self._first_time("vocabulary", use, place):
                vocabulary = self.resolver.vocabulary(use.id, use.version)
                if vocabulary is None:
                    self._refuse("unknown-vocabulary", place, vocabulary=_shown(use))
                else:
                    self.vocabularies[use.id] = vocabulary
        for name in dict.fromkeys(ruleset.calendars):
            calendar = self.calendars.get(name) or self.resolver.calendar(name)
            if calendar is None:
                self._refuse("unknown-calendar", place, calendar=name)
            else:
                self.calendars[name] = calendar
        for use in ruleset.include:
            self._include(use, path, place)

    def _include(self, use: Use, path: tuple[Use, ...], place: tuple[PlaceStep, ...]) -> None:
        ids = [step.id for step in path]
        if use.id in ids:
            cycle = (*path[ids.index(use.id) :], use)
            self._refuse("include-cycle", place, cycle=" → ".join(map(_shown, cycle)))
        elif len(path) > MOST_INCLUDES:
            self._refuse("include-too-deep", place, most=MOST_INCLUDES)
        elif self._first_time("ruleset", use, place):
            included = self.resolver.ruleset(use.id, use.version)
            if included is None:
                self._refuse("unknown-ruleset-included", place, ruleset=_shown(use))
            else:
                self.included[use.id] = included
                self.follow(included, (*path, use))

    def _first_time(self, kind: str, use: Use, place: tuple[PlaceStep, ...]) -> bool:
        first = self.versions.setdefault((kind, use.id), use.version)
        if first != use.version:
            words: dict[str, Word] = {"id": use.id, "first": first, "second": use.version}
            self._refuse("include-versions-differ", place, **words)
            return False
        return not (
            use.id in self.vocabularies if kind == "vocabulary" else use.id in self.included
        )

    def lists(self, documents: _Documents) -> dict[str, CodeList]:
        """Collect the code lists of all documents; their keys share one space."""
        owners: dict[str, str] = {}
        found: dict[str, CodeList] = {}
        for document in documents:
            for each in document.lists:
                if each.key in owners:
                    place = (*_place(document), ("list", each.key))
                    words = {"list": each.key, "first": owners[each.key], "second": document.id}
                    self._refuse("duplicate-list", place, **words)
                owners.setdefault(each.key, document.id)
                found.setdefault(each.key, each)
        return found

    def refuse_unknown_lists(self, documents: _Documents) -> None:
        """Refuse every reference to a list that no document declares."""
        for document in documents:
            for step, key, name in references(document):
                self._refuse("unknown-list", (*_place(document), (step, key)), list=name)

    def _refuse(self, code: str, place: tuple[PlaceStep, ...], **words: Word) -> None:
        fault = Fault(code, place, words)
        if fault not in self.faults:
            self.faults.append(fault)


def _place(document: Vocabulary | Ruleset) -> tuple[PlaceStep, ...]:
    kind = "ruleset" if isinstance(document, Ruleset) else "vocabulary"
    return ((kind, document.id),)


def _shown(use: Use) -> str:
    return f"{use.id}@{use.version}" if use.version else use.id


def _zones(rulesets: Iterable[Ruleset], calendars: Iterable[Calendar]) -> tuple[Zone, ...]:
    """Take the rules of every zone as they are installed now, so that a version can keep them."""
    names = {each.zone for each in rulesets} | {each.zone for each in calendars}
    return tuple(installed_zone(name) for name in sorted(names) if is_zone(name))
