"""The heads of published versions kept in memory, and why that is safe.

A head that was published never changes and none goes away, so what is kept can only lack versions
that were published since, by this process or another one. Whoever finds a version here therefore
says at the commit of the decision which version was the newest when it looked
(`service.recording.Entry.newest`). The transaction that writes the decision compares: publishers
of the ruleset wait for it, on SQLite as for every writer, on PostgreSQL at a lock, so nothing can
come between. Where another version is the newest, or the one that decided has another identity
(another database stands in the place of the one before), nothing is recorded, what is kept is let
go and the decision is inferred anew from the database. So the first decision after a publication
is by the new version in every process, without asking for it before each call.

That the newest is the same means that all are: versions of a ruleset are numbered one after the
other and published in that order, also one whose moment lies ahead, and one with the content of an
old version, which is a version of its own.

An answer that is not recorded has no such commit, and neither has a refusal: for both the version
is looked up in the database (`service.rulesets.version_at`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from storage import ruleset_versions
from storage.database import Database
from storage.ruleset_versions import VersionHead

MOST = 256
"""How many rulesets are kept; the one that was not asked for longest goes first."""


@dataclass(frozen=True)
class KnownHeads:
    """The versions of one ruleset by number, and so by the moment from which they decide."""

    heads: tuple[VersionHead, ...]

    @property
    def newest(self) -> VersionHead:
        """The version published last."""
        return self.heads[-1]

    def at(self, moment: datetime, number: int | None = None) -> VersionHead | None:
        """Find the version in force at a moment, or the one of a number if it is in effect."""
        if number is None:
            place = bisect_right(self.heads, moment, key=lambda head: head.effective_from)
            return self.heads[place - 1] if place else None
        found = next((head for head in self.heads if head.number == number), None)
        return found if found is not None and found.effective_from <= moment else None


class Heads:
    """Keeps the heads of one database's rulesets. All threads of a process share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._known: OrderedDict[str, KnownHeads] = OrderedDict()

    def of(self, ruleset: str) -> KnownHeads | None:
        """Return what is known of a ruleset; None where nothing is published under that name.

        Raises:
            OperatorError: the database cannot be read.
        """
        with self._lock:
            known = self._known.get(ruleset)
            if known is not None:
                self._known.move_to_end(ruleset)
                return known
        with self._database.reading() as transaction:
            heads = ruleset_versions.heads(transaction, ruleset)
        if not heads:
            return None
        known = KnownHeads(heads)
        with self._lock:
            self._known[ruleset] = known
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return known

    def forget(self, ruleset: str) -> None:
        """Let go of what is known of a ruleset."""
        with self._lock:
            self._known.pop(ruleset, None)
