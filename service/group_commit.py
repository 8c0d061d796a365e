"""Many callers, one commit: what waits is written together.

A commit costs a wait for the disk, whatever it holds, and a database has one writer at a time. So
the first caller commits; those who come meanwhile wait, and one of them commits for all of them.
There is no thread of its own to start, to end or to lose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Outcome = TypeVar("Outcome")

MOST = 200
"""How many entries one commit holds: beyond that a statement grows faster than it saves."""


class _Ticket(Generic[Entry, Outcome]):
    """One caller's entry; woken when it is done, or when its caller is to lead."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.woken = Event()
        self.done = False
        self.outcome: Outcome | None = None
        self.error: BaseException | None = None

    def answer(self) -> Outcome:
        if self.error is not None:
            raise self.error
        return self.outcome  # type: ignore[return-value]  # done without error: it is there


class GroupCommit(Generic[Entry, Outcome]):
    """Commits entries in groups.

    Args:
        commit: writes a group in one transaction and gives an outcome for each entry in order, or
            raises: then every caller of that group gets the exception.

    Example:
        >>> GroupCommit(lambda group: [each * 2 for each in group]).submit(21)
        42
    """

    def __init__(self, commit: Callable[[Sequence[Entry]], Sequence[Outcome]]) -> None:
        self._commit = commit
        self._lock = Lock()
        self._waiting: list[_Ticket[Entry, Outcome]] = []
        self._led = False

    def submit(self, entry: Entry) -> Outcome:
        """Return the entry's outcome once its commit is done; raise what the commit raised."""
        return self.submit_all([entry])[0]

    def submit_all(self, entries: Sequence[Entry]) -> list[Outcome]:
        """Return the entries' outcomes once all are committed; raise what a commit raised.

        Entries stand in the queue one behind the other, so up to `MOST` make one commit, and those
        of others have their turn between.
        """
        tickets: list[_Ticket[Entry, Outcome]] = [_Ticket(entry) for entry in entries]
        if not tickets:
            return []
        with self._lock:
            self._waiting.extend(tickets)
            leads, self._led = not self._led, True
        if leads:
            self._lead()
        for ticket in tickets:
            # A ticket that is woken and not done is the first that waits: it is to lead.
            ticket.woken.wait()
            if not ticket.done:
                self._lead()
        return [ticket.answer() for ticket in tickets]

    def _lead(self) -> None:
        """Commit a group, of which the caller's ticket is the first, and pass the lead on."""
        with self._lock:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            outcomes = self._commit([ticket.entry for ticket in group])
            for ticket, outcome in zip(group, outcomes, strict=True):
                ticket.outcome = outcome
        except BaseException as error:  # noqa: BLE001 - every caller of the group gets it
            for ticket in group:
                ticket.error = error
        for ticket in group:
            ticket.done = True
        with self._lock:
            heir = self._waiting[0] if self._waiting else None
            self._led = heir is not None
        if heir is not None:
            heir.woken.set()
        for ticket in group:
            ticket.woken.set()
