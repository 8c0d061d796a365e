"""Record decisions: nobody gets an answer before its commit is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rulesets.errors import OperatorError
from service.group_commit import GroupCommit
from storage import decisions, ruleset_versions
from storage.database import Database, Transaction
from storage.decisions import Claim, StoredDecision

OVERTAKEN = ""


@dataclass(frozen=True)
class Entry:
    """A decision to record, with the idempotency key it claims, if any.

    `by_moment`: its version was not asked for but found, as the one in force at `as_of`.
    """

    decision: StoredDecision
    claim: Claim | None = None
    by_moment: bool = False


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
            published meanwhile that is in force at `as_of`; nothing is recorded then either.

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
    by_moment = [each.decision for each in entries if each.by_moment]
    rulesets = {each.ruleset for each in by_moment}
    ruleset_versions.wait_for_publishers(transaction, rulesets)
    newest = ruleset_versions.newest_numbers(transaction, rulesets) if rulesets else {}
    for each in by_moment:
        if newest[each.ruleset] > each.version:
            head = ruleset_versions.in_force(transaction, each.ruleset, each.as_of)
            if head is not None and head.number != each.version:
                yield each.id
