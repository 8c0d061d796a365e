"""Keys of the programs that call: their hashes, never the keys themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, insert, select, update

from storage.database import Transaction
from storage.tables import API_KEYS as T

_REVOKED = select(T.c.id).where(T.c.id == bindparam("key"), T.c.revoked_at.is_not(None))


@dataclass(frozen=True)
class StoredKey:
    """A key as it is stored. `scopes` are in alphabetical order."""

    id: str
    name: str
    hash: str
    scopes: tuple[str, ...]
    rate_per_minute: int
    created_at: datetime
    revoked_at: datetime | None = None


def add(transaction: Transaction, key: StoredKey) -> None:
    """Write a new key."""
    transaction.execute(
        insert(T).values(
            id=key.id,
            name=key.name,
            hash=key.hash,
            scopes=" ".join(key.scopes),
            rate_per_minute=key.rate_per_minute,
            created_at=key.created_at,
        )
    )


def get(transaction: Transaction, key: str) -> StoredKey | None:
    """Read one key by its id."""
    row = transaction.execute(select(T).where(T.c.id == key)).one_or_none()
    return None if row is None else _stored(row)


def revoked(transaction: Transaction, keys: Iterable[str]) -> set[str]:
    """Find those keys that were revoked."""
    return {each for each in keys if transaction.execute(_REVOKED, {"key": each}).scalar()}


def every(transaction: Transaction) -> tuple[StoredKey, ...]:
    """Read all keys, the oldest first."""
    return tuple(map(_stored, transaction.execute(select(T).order_by(T.c.created_at, T.c.id))))


def revoke(transaction: Transaction, key: str, at: datetime) -> None:
    """Note when a key stopped being valid; the first time counts."""
    still_valid = (T.c.id == key) & T.c.revoked_at.is_(None)
    transaction.execute(update(T).where(still_valid).values(revoked_at=at))


def _stored(row: Row[tuple[object, ...]]) -> StoredKey:
    return StoredKey(
        id=row.id,
        name=row.name,
        hash=row.hash,
        scopes=tuple(row.scopes.split()),
        rate_per_minute=row.rate_per_minute,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
