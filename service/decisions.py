"""Past decisions: read one, list them, erase what is personal in one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from rulesets.errors import CallerError, Fault, OperatorError
from service.house import House
from service.records import Evaluation, restored
from service.rulesets import MOST_VERSIONS
from service.subjects import is_plain
from storage import decisions, ruleset_versions
from storage.database import Transaction
from storage.decisions import StoredDecision, Wanted
from storage.ruleset_versions import VersionHead

MOST = 200
"""How many decisions a page holds at most."""

_AT_ONCE = 20
"""How many are read at once: one holds up to a megabyte, and ten times that while it is read."""

_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}", flags=re.ASCII)

__all__ = ["MOST", "Wanted", "erase_personal", "get_decision", "list_decisions"]


def get_decision(house: House, decision: str) -> Evaluation:
    """Return a decision as it was answered.

    Raises:
        CallerError: `unknown-decision`.
        OperatorError: `record-damaged`, `version-damaged`.
    """
    with house.database.reading() as transaction:
        row = _row(transaction, decision)
        head = _head(transaction, row)
    return _restored(house, row, head)


def list_decisions(
    house: House, wanted: Wanted | None = None, limit: int = 50
) -> tuple[Evaluation, ...]:
    """List decisions, the newest first; `Wanted.before` is the last id of the page before.

    They come without their facts and without what fired: a page of large ones would fill the
    memory.

    Raises:
        CallerError: `bad-page-size`.
        OperatorError: `record-damaged`, `version-damaged`.
    """
    if not 1 <= limit <= MOST:
        raise CallerError((Fault("bad-page-size", words={"most": MOST, "found": limit}),))
    wanted = wanted or Wanted()
    wanted = replace(wanted, subject=unicodedata.normalize("NFC", wanted.subject))
    if not _may_be_stored(wanted):
        return ()
    found: list[Evaluation] = []
    heads: dict[tuple[str, int], VersionHead] = {}
    while len(found) < limit:
        most = min(_AT_ONCE, limit - len(found))
        with house.database.reading() as transaction:
            rows = decisions.find(transaction, wanted, most)
            for row in rows:
                if (row.ruleset, row.version) not in heads:
                    heads[row.ruleset, row.version] = _head(transaction, row)
        found += [_in_short(_restored(house, row, heads[row.ruleset, row.version])) for row in rows]
        if len(rows) < most:
            break
        wanted = replace(wanted, before=rows[-1].id)
    return tuple(found)


def erase_personal(house: House, decision: str) -> Evaluation:
    """Erase every personal value of a decision, for good; the rest of the record stays.

    A repeat of the call under its idempotency key is refused from then on.

    Raises:
        CallerError: `unknown-decision`.
    """
    with house.database.writing() as transaction:
        _row(transaction, decision)
        decisions.erase(transaction, decision)
    house.database.scrub("decision_personal")
    return get_decision(house, decision)


def _in_short(evaluation: Evaluation) -> Evaluation:
    decision = evaluation.decision
    inference = replace(decision.inference, firings=())
    return replace(evaluation, decision=replace(decision, facts={}, inference=inference))


def _may_be_stored(wanted: Wanted) -> bool:
    """Tell whether a database takes these values at all; what it does not take is not there."""
    texts = (wanted.subject, wanted.ruleset, wanted.api_key, wanted.before)
    return all(map(is_plain, texts)) and (wanted.version or 0) <= MOST_VERSIONS


def _restored(house: House, row: StoredDecision, head: VersionHead) -> Evaluation:
    return restored(row, house.versions.checked(head), house.versions.sentences(head))


def _row(transaction: Transaction, decision: str) -> StoredDecision:
    row = decisions.get(transaction, decision) if _ID.fullmatch(decision) else None
    if row is None:
        raise CallerError((Fault("unknown-decision", words={"decision": decision[:64]}),))
    return row


def _head(transaction: Transaction, row: StoredDecision) -> VersionHead:
    head = ruleset_versions.head(transaction, row.ruleset, row.version)
    if head is None or head.identity != row.identity:
        raise OperatorError((Fault("record-damaged", words={"decision": row.id}),))
    return head
