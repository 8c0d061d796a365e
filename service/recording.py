"""Record decisions: nobody gets an answer before its commit is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulesets.errors import OperatorError
from service.group_commit import GroupCommit
from storage import decisions
from storage.database import Database
from storage.decisions import Claim, StoredDecision


@dataclass(frozen=True)
class Entry:
    """A decision to record, with the idempotency key it claims, if any."""

    decision: StoredDecision
    claim: Claim | None = None


class Recorder:
    """Writes decisions, many in one commit when many callers wait."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._groups: GroupCommit[Entry, str | OperatorError] = GroupCommit(self._commit)

    def record(self, entry: Entry) -> str:
        """Record a decision durably, and its claim with it.

        Returns:
            The id of the decision that holds the claim: this one's, or that of the one which was
            there first; then nothing of this one is recorded.

        Raises:
            OperatorError: nothing is recorded.
        """
        outcome = self._groups.submit(entry)
        if isinstance(outcome, OperatorError):
            # One raise for one caller: an exception shared by threads would mix their traces.
            raise OperatorError(outcome.faults) from outcome
        return outcome

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
        claims = [(each.claim, each.decision.id) for each in entries if each.claim is not None]
        with self._database.writing() as transaction:
            elsewhere = decisions.claim(transaction, claims)
            ours = [each.decision for each in entries if each.decision.id not in elsewhere]
            decisions.add(transaction, ours)
        return [elsewhere.get(each.decision.id, each.decision.id) for each in entries]
