"""Inferences of two engines that disagree: kept for the operator, answered to nobody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from storage.database import Transaction
from storage.tables import DISAGREEMENT_PERSONAL as PERSONAL
from storage.tables import DISAGREEMENTS as T

_WHOLE = (*T.c, PERSONAL.c.personal)
_JOINED = T.outerjoin(PERSONAL, T.c.id == PERSONAL.c.disagreement)


@dataclass(frozen=True)
class StoredDisagreement:
    """One disagreement. `record` has holes where `personal`, a row of its own, has the values.

    `personal` is None when it was erased.
    """

    id: str
    at: datetime
    ruleset: str
    version: int
    identity: str
    subject: str
    as_of: datetime
    engine: str
    twin: str
    record: str
    personal: str | None


def add(transaction: Transaction, row: StoredDisagreement) -> None:
    """Write a disagreement, and what is personal in it."""
    values = asdict(row)
    personal = values.pop("personal")
    transaction.execute(insert(T).values(values))
    transaction.execute(insert(PERSONAL).values(disagreement=row.id, personal=personal or "[]"))


def get(transaction: Transaction, disagreement: str) -> StoredDisagreement | None:
    """Read one disagreement."""
    found = select(*_WHOLE).select_from(_JOINED).where(T.c.id == disagreement)
    row = transaction.execute(found).one_or_none()
    return None if row is None else _stored(row)


def newest(transaction: Transaction, limit: int) -> tuple[StoredDisagreement, ...]:
    """Read disagreements, the newest first."""
    found = select(*_WHOLE).select_from(_JOINED).order_by(T.c.id.desc()).limit(limit)
    return tuple(map(_stored, transaction.execute(found)))


def erase(transaction: Transaction, disagreement: str) -> None:
    """Remove what is personal of one disagreement, for good."""
    transaction.execute(delete(PERSONAL).where(PERSONAL.c.disagreement == disagreement))


def _stored(row: Row[tuple[object, ...]]) -> StoredDisagreement:
    values: dict[str, Any] = dict(zip(row._fields, row, strict=True))
    return StoredDisagreement(**values)
