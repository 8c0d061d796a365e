"""Record decisions: nobody gets an answer before its commit is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rulesets.errors import OperatorError
from service.group_commit import GroupCommit
from storage import api_keys, decisions, ruleset_versions
from storage.database import Database, Transaction
from storage.decisions import Claim, StoredDecision

OVERTAKEN = ""
"""In the place of a decision's id: another version decides by now."""

_Known = tuple[str, tuple[int, str], tuple[int, str]]
REVOKED = "revoked"
"""In the place of a decision's id: the key that asks was revoked."""


@dataclass(frozen=True)
class Entry:
    """A decision to record, with the idempotency key it claims, if any.

    `by_moment`: its version was not asked for but found, as the one in force at `as_of`.
    `newest`: where its version was found in `service.heads`, number and identity of the newest one
    that was known there; None where it was looked up in the database.
    """

    decision: StoredDecision
    claim: Claim | None = None
    by_moment: bool = False
    newest: tuple[int, str] | None = None


class Recorder:
    """Writes decisions, many in one commit when many callers wait."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._groups: GroupCommit[Entry, str | OperatorError] = GroupCommit(self._commit)

    def record(self, entry: Entry) -> str:
        """Record a decision durably, and its claim with it.

        Returns:
            The id of the decision that holds the claim: this one's, or that of the one which was
            there first; then nothing of this one is recorded. `OVERTAKEN` when another version was
            published meanwhile that is in force at `as_of`, `REVOKED` when the key that asks was
            revoked; nothing is recorded then either.

        Raises:
            OperatorError: nothing is recorded.
        """
        outcome = self._groups.submit(entry)
        if isinstance(outcome, OperatorError):
            # One raise for one caller: an exception shared by threads would mix their traces.
            raise OperatorError(outcome.faults) from outcome
        return outcome

    def record_all(self, entries: Sequence[Entry]) -> Sequence[str | OperatorError]:
        """Record decisions durably, those of `MOST` together in one commit where nobody else waits.

        Returns:
            For each what `record` returns, or would raise: a failure is that of its entry alone.
        """
        return self._groups.submit_all(entries)

    def _commit(self, entries: Sequence[Entry]) -> Sequence[str | OperatorError]:
        try:
            return self._write(entries)
        except OperatorError as error:
            if len(entries) == 1 or error.faults[0].code != "database-failed":
                return [error] * len(entries)
        # The database refused something of the group: only whose it is shall be told so.
        return [self._alone(entry) for entry in entries]

    def _alone(self, entry: Entry) -> str | OperatorError:
        try:
            return self._write([entry])[0]
        except OperatorError as error:
            return error

    def _write(self, entries: Sequence[Entry]) -> list[str]:
        with self._database.writing() as transaction:
            elsewhere = dict.fromkeys(_overtaken(transaction, entries), OVERTAKEN)
            elsewhere |= dict.fromkeys(_of_revoked_keys(transaction, entries), REVOKED)
            claims = [
                (each.claim, each.decision.id)
                for each in entries
                if each.claim is not None and each.decision.id not in elsewhere
            ]
            elsewhere |= decisions.claim(transaction, claims)
            ours = [each.decision for each in entries if each.decision.id not in elsewhere]
            decisions.add(transaction, ours)
        return [elsewhere.get(each.decision.id, each.decision.id) for each in entries]


def _overtaken(transaction: Transaction, entries: Sequence[Entry]) -> Iterator[str]:
    """Find decisions by a version that is, since a moment ago, not the one in force.

    A publication asks the clock and then commits: who decides in between does not see it yet.
    """
    looked_up = [each.decision for each in entries if each.by_moment and each.newest is None]
    remembered = [each for each in entries if each.newest is not None]
    rulesets = {each.ruleset for each in looked_up}
    ruleset_versions.wait_for_publishers(
        transaction, rulesets | {each.decision.ruleset for each in remembered}
    )
    newest = ruleset_versions.newest_numbers(transaction, rulesets) if rulesets else {}
    for one in looked_up:
        if newest[one.ruleset] > one.version:
            head = ruleset_versions.in_force(transaction, one.ruleset, one.as_of)
            if head is not None and head.number != one.version:
                yield one.id
    yield from _outdated(transaction, remembered)


def _outdated(transaction: Transaction, entries: Iterable[Entry]) -> Iterator[str]:
    """Find decisions by what `service.heads` knew where the database knows otherwise by now."""
    known: dict[_Known, list[str]] = {}
    for each in entries:
        used = (each.decision.version, each.decision.identity)
        known.setdefault((each.decision.ruleset, used, each.newest or used), []).append(
            each.decision.id
        )
    for (ruleset, used, newest), ids in known.items():
        if not ruleset_versions.still_newest(transaction, ruleset, used, newest):
            yield from ids


def _of_revoked_keys(transaction: Transaction, entries: Sequence[Entry]) -> Iterator[str]:
    """Find decisions asked for with a key that was revoked after it had let the call in."""
    keys = {each.decision.api_key for each in entries} - {None}
    revoked = api_keys.revoked(transaction, filter(None, keys)) if keys else set()
    return (each.decision.id for each in entries if each.decision.api_key in revoked)
