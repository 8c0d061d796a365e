"""Published vocabularies: written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, insert, select

from rulesets.types import Both
from storage.database import Transaction
from storage.ruleset_versions import wait_for_turn
from storage.tables import VOCABULARIES as T


@dataclass(frozen=True)
class StoredVocabulary:
    """A vocabulary at one version. `frozen` is its content as JSON, `source` the YAML as typed."""

    id: str
    number: int
    identity: str
    frozen: str
    source: str
    title: Both
    published_at: datetime
    published_by: str


def last_number(transaction: Transaction, vocabulary: str) -> int | None:
    """Give the number of the newest version, or None; who publishes the same meanwhile waits."""
    wait_for_turn(transaction, f"vocabulary {vocabulary}")
    return transaction.execute(select(func.max(T.c.number)).where(T.c.id == vocabulary)).scalar()


def newest_numbers(transaction: Transaction) -> dict[str, int]:
    """Give the number of the newest version of every vocabulary."""
    found = select(T.c.id, func.max(T.c.number).label("number")).group_by(T.c.id)
    return {row.id: row.number for row in transaction.execute(found.order_by(T.c.id))}


def add(transaction: Transaction, row: StoredVocabulary) -> None:
    """Write a version that is not there yet."""
    transaction.execute(
        insert(T).values(
            id=row.id,
            number=row.number,
            identity=row.identity,
            frozen=row.frozen,
            source=row.source,
            title_zh=row.title.zh,
            title_en=row.title.en,
            published_at=row.published_at,
            published_by=row.published_by,
        )
    )


def get(transaction: Transaction, vocabulary: str, number: int) -> StoredVocabulary | None:
    """Read one version."""
    where = (T.c.id == vocabulary) & (T.c.number == number)
    row = transaction.execute(select(T).where(where)).one_or_none()
    return None if row is None else _stored(row)


def newest(transaction: Transaction) -> tuple[StoredVocabulary, ...]:
    """Read the newest version of every vocabulary, by id."""
    last = select(T.c.id, func.max(T.c.number).label("number")).group_by(T.c.id).subquery()
    joined = T.join(last, (T.c.id == last.c.id) & (T.c.number == last.c.number))
    rows = transaction.execute(select(T).select_from(joined).order_by(T.c.id))
    return tuple(map(_stored, rows))


def _stored(row: Row[tuple[object, ...]]) -> StoredVocabulary:
    return StoredVocabulary(
        id=row.id,
        number=row.number,
        identity=row.identity,
        frozen=row.frozen,
        source=row.source,
        title=Both(row.title_zh, row.title_en),
        published_at=row.published_at,
        published_by=row.published_by,
    )
