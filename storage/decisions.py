"""Decisions as they are stored: the record, what is personal in it, and who claimed which key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.tables import DECISION_PERSONAL as PERSONAL
from storage.tables import DECISIONS as T
from storage.tables import IDEMPOTENCY as KEYS

_WHOLE = (*T.c, PERSONAL.c.personal)
_JOINED = T.outerjoin(PERSONAL, T.c.id == PERSONAL.c.decision)


@dataclass(frozen=True)
class Claim:
    """An idempotency key of a caller for a ruleset, with the hash of the request's body."""

    api_key: str
    ruleset: str
    key: str
    body_hash: str


@dataclass(frozen=True)
class StoredDecision:
    """One decision. `record` has holes where `personal`, a row of its own, has the values.

    `personal` is None when it was erased. `api_key` is None for a decision made on this machine.
    `twin` names the engine that inferred it again, `twice` the steps, apart by blanks.
    """

    id: str
    ruleset: str
    version: int
    identity: str
    subject: str
    as_of: datetime
    recorded_at: datetime
    api_key: str | None
    engine: str
    record: str
    personal: str | None
    twin: str = "none"
    twice: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which decisions are asked for; what is empty or None does not narrow.

    `before` is an id: only earlier decisions. `since` and `until` bound `recorded_at`, the first
    included, the second not.
    """

    subject: str = ""
    ruleset: str = ""
    version: int | None = None
    api_key: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: str = ""


def claim(transaction: Transaction, claims: Sequence[tuple[Claim, str]]) -> dict[str, str]:
    """Claim idempotency keys for decisions, all at once; a key already claimed stays so.

    Returns:
        For each key claimed by another decision, that decision's id, by ours. Of two claims of
        one key in one call that of the earlier id wins.
    """
    if not claims:
        return {}
    # In one order for all: two processes that claim the same keys do not wait for each other.
    ordered = sorted(claims, key=lambda each: (_place(each[0]), each[1]))
    rows = [
        {
            "api_key": one.api_key,
            "ruleset": one.ruleset,
            "key": one.key,
            "body_hash": one.body_hash,
            "decision": decision,
        }
        for one, decision in ordered
    ]
    dialect = postgresql if transaction.dialect.name == "postgresql" else sqlite
    transaction.execute(dialect.insert(KEYS).on_conflict_do_nothing(), rows)
    places = {_place(one) for one, _ in claims}
    columns = (KEYS.c.api_key, KEYS.c.ruleset, KEYS.c.key)
    found = transaction.execute(
        select(*columns, KEYS.c.decision).where(tuple_(*columns).in_(places))
    )
    holders = {(row.api_key, row.ruleset, row.key): row.decision for row in found}
    return {
        decision: holders[_place(one)]
        for one, decision in claims
        if holders[_place(one)] != decision
    }


def claimed(transaction: Transaction, wanted: Claim) -> tuple[str, str] | None:
    """Read who claimed a key: the decision's id and the hash of its body."""
    where = (
        (KEYS.c.api_key == wanted.api_key)
        & (KEYS.c.ruleset == wanted.ruleset)
        & (KEYS.c.key == wanted.key)
    )
    row = transaction.execute(select(KEYS).where(where)).one_or_none()
    return None if row is None else (row.decision, row.body_hash)


def add(transaction: Transaction, decisions: Sequence[StoredDecision]) -> None:
    """Write new decisions, and the personal row of each, with one statement for each table."""
    if not decisions:
        return
    names = [column.name for column in T.c]
    rows = [{name: getattr(each, name) for name in names} for each in decisions]
    transaction.execute(insert(T), rows)
    personal = [{"decision": each.id, "personal": each.personal or "[]"} for each in decisions]
    transaction.execute(insert(PERSONAL), personal)


def get(transaction: Transaction, decision: str) -> StoredDecision | None:
    """Read one decision."""
    found = select(*_WHOLE).select_from(_JOINED).where(T.c.id == decision)
    row = transaction.execute(found).one_or_none()
    return None if row is None else _stored(row)


def find(transaction: Transaction, wanted: Wanted, limit: int) -> tuple[StoredDecision, ...]:
    """Read decisions, the newest first."""
    found = select(*_WHOLE).select_from(_JOINED).where(*_conditions(wanted))
    rows = transaction.execute(found.order_by(T.c.id.desc()).limit(limit))
    return tuple(map(_stored, rows))


def last_recorded_at(transaction: Transaction) -> datetime | None:
    """Tell when the last decision was recorded; None when there is none."""
    return transaction.execute(select(func.max(T.c.recorded_at))).scalar()


def erase(transaction: Transaction, decision: str) -> None:
    """Remove what is personal of one decision, for good.

    The hash of the request's body goes too: whoever guesses a name could otherwise confirm it.
    """
    transaction.execute(delete(PERSONAL).where(PERSONAL.c.decision == decision))
    transaction.execute(update(KEYS).where(KEYS.c.decision == decision).values(body_hash=""))


def _place(claim_: Claim) -> tuple[str, str, str]:
    return (claim_.api_key, claim_.ruleset, claim_.key)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.subject:
        conditions.append(T.c.subject == wanted.subject)
    if wanted.ruleset:
        conditions.append(T.c.ruleset == wanted.ruleset)
    if wanted.version is not None:
        conditions.append(T.c.version == wanted.version)
    if wanted.api_key:
        conditions.append(T.c.api_key == wanted.api_key)
    if wanted.since is not None:
        conditions.append(T.c.recorded_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(T.c.recorded_at < wanted.until)
    if wanted.before:
        conditions.append(T.c.id < wanted.before)
    return conditions


def _stored(row: Row[tuple[object, ...]]) -> StoredDecision:
    values: dict[str, Any] = dict(zip(row._fields, row, strict=True))
    return StoredDecision(**values)
