"""Finds what a ruleset stands on: published documents first, then documents at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from rulesets.calendar import Calendar
from rulesets.documents import read
from rulesets.errors import AuthorError
from rulesets.model import Ruleset, Vocabulary
from service.calendars import packaged_calendars
from service.house import House, has_database, require_ready
from service.rulesets import MOST_VERSIONS, is_id
from storage import ruleset_versions, vocabularies


class Published:
    """A `rulesets.assembly.Resolver` over a house, and over texts that are not published.

    Args:
        house: where published documents are, if it has a database; None: nowhere. It is touched
            only when a document is asked for.
        beside: texts of further documents, by any name. Where a version is published, that one is
            taken; a ruleset at hand without a version stands for whichever is asked for. Of two
            of the same id the first is taken.
    """

    def __init__(self, house: House | None, beside: Mapping[str, str] | None = None) -> None:
        self._house = house
        self._is_ready = False
        self._texts = tuple(dict.fromkeys((beside or {}).values()))

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - its name
        """Find a vocabulary at a version, or None."""
        found = self._published("vocabulary", id, version)
        if isinstance(found, Vocabulary):
            return found
        at_hand = (each for each in self._beside if isinstance(each, Vocabulary))
        return next((each for each in at_hand if (each.id, each.version) == (id, version)), None)

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - its name
        """Find a ruleset at a version, or None."""
        found = self._published("ruleset", id, version)
        if isinstance(found, Ruleset):
            return found
        at_hand = (each for each in self._beside if isinstance(each, Ruleset) and each.id == id)
        return next((each for each in at_hand if each.version in {0, version}), None)

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - its name
        """Find a calendar, or None."""
        return packaged_calendars().get(id)

    def _published(self, kind: str, id_: str, version: int) -> Vocabulary | Ruleset | None:
        """Find what is published: it never changes, so it is read once."""
        house = self._open_house()
        if house is None or not _may_be_stored(id_, version):
            return None
        key = (kind, id_, version)
        known = house.drafts.documents.find(key)
        if known is not None:
            return known
        stored = vocabularies if kind == "vocabulary" else ruleset_versions
        with house.database.reading() as transaction:
            row = stored.get(transaction, id_, version)
        if row is None:
            return None
        found = read(row.source)
        house.drafts.documents.put(key, found)
        return found

    @cached_property
    def _beside(self) -> tuple[Vocabulary | Ruleset, ...]:
        """The documents at hand, read when one is first asked for."""
        return tuple(_readable(self._texts))

    def _open_house(self) -> House | None:
        """Give the house if it has a database; one of another shape is refused."""
        if self._house is None or not has_database(self._house):
            return None
        if not self._is_ready:
            require_ready(self._house)
            self._is_ready = True
        return self._house


def _readable(texts: Iterable[str]) -> Iterable[Vocabulary | Ruleset]:
    for text in texts:
        try:
            yield read(text)
        except AuthorError:
            # Some other file of the folder: if it is needed, its absence is reported.
            continue


def _may_be_stored(id_: str, version: int) -> bool:
    return is_id(id_) and 1 <= version <= MOST_VERSIONS
