"""What a draft stands on: published documents, else vocabularies that are drafts themselves."""

from __future__ import annotations

import json
from functools import cached_property

from rulesets.calendar import Calendar
from rulesets.documents.plain import read_plain
from rulesets.errors import AuthorError
from rulesets.model import Ruleset, Vocabulary
from service.house import House
from service.resolving import Published
from storage import drafts
from storage.drafts import DraftHead


class Documents:
    """A `rulesets.assembly.Resolver` for drafts.

    A document that is published at the version that is named is always taken. A vocabulary that is
    not is looked for among the drafts that are open or submitted: of those with that id and that
    version in their content, the one touched last, as it is now. A ruleset that is included has to
    be published.
    """

    def __init__(self, house: House) -> None:
        """Begin; nothing is read before it is asked for."""
        self._house = house
        self._published = Published(house)
        self.taken: list[DraftHead] = []
        """The drafts that were taken so far."""

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - its name
        """Find a vocabulary at a version, or None."""
        return self._published.vocabulary(id, version) or self._drafted(id, version)

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - its name
        """Find a ruleset at a version, or None."""
        return self._published.ruleset(id, version)

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - its name
        """Find a calendar, or None."""
        return self._published.calendar(id)

    def _drafted(self, name: str, version: int) -> Vocabulary | None:
        for head in self._drafts:
            if head.document != name:
                continue
            with self._house.database.reading() as transaction:
                stored = drafts.get(transaction, head.id)
            try:
                found = None if stored is None else read_plain(json.loads(stored.content))
            except AuthorError:
                continue  # its own page says what is wrong with it
            if stored and isinstance(found, Vocabulary) and found.version == version:
                self.taken.append(stored.head)
                return found
        return None

    @cached_property
    def _drafts(self) -> tuple[DraftHead, ...]:
        with self._house.database.reading() as transaction:
            return drafts.heads(transaction, ("open", "submitted"), kind="vocabulary")
