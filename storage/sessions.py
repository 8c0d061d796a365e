"""Sessions of people who signed in: hashes of their tokens, never the tokens themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, delete, func, insert, select, update

from storage.database import Transaction
from storage.tables import SESSIONS as T


@dataclass(frozen=True)
class StoredSession:
    """A session as it is stored: whose, from where, with what, and when it was last seen."""

    id: str
    hash: str
    person: str
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


def add(transaction: Transaction, session: StoredSession) -> None:
    """Write a new session."""
    transaction.execute(insert(T).values(**vars(session)))


def by_hash(transaction: Transaction, hash_: str) -> StoredSession | None:
    """Read the session of a token, by the token's hash."""
    row = transaction.execute(select(T).where(T.c.hash == hash_)).one_or_none()
    return None if row is None else _stored(row)


def of_person(transaction: Transaction, person: str) -> tuple[StoredSession, ...]:
    """Read the sessions of a person that were not ended, the newest first."""
    where = (T.c.person == person) & T.c.ended_at.is_(None)
    found = transaction.execute(select(T).where(where).order_by(T.c.seen_at.desc(), T.c.id))
    return tuple(map(_stored, found))


def last_seen(transaction: Transaction) -> dict[str, datetime]:
    """Tell of each person who ever signed in when a session was last used."""
    found = transaction.execute(select(T.c.person, func.max(T.c.seen_at)).group_by(T.c.person))
    return {row[0]: row[1] for row in found}


def seen(transaction: Transaction, session: str, at: datetime) -> None:
    """Note when a session was last used."""
    transaction.execute(update(T).where(T.c.id == session).values(seen_at=at))


def end(transaction: Transaction, person: str, session: str, at: datetime) -> bool:
    """End one session of a person; tell whether there was one to end."""
    where = (T.c.id == session) & (T.c.person == person) & T.c.ended_at.is_(None)
    return transaction.execute(update(T).where(where).values(ended_at=at)).rowcount > 0


def end_all(transaction: Transaction, person: str, at: datetime, but: str = "") -> None:
    """End all sessions of a person, but one."""
    where = (T.c.person == person) & T.c.ended_at.is_(None) & (T.c.id != but)
    transaction.execute(update(T).where(where).values(ended_at=at))


def remove_before(transaction: Transaction, person: str, moment: datetime) -> None:
    """Forget the sessions of a person that began before a moment."""
    transaction.execute(delete(T).where((T.c.person == person) & (T.c.created_at < moment)))


def _stored(row: Row[tuple[object, ...]]) -> StoredSession:
    return StoredSession(
        id=row.id,
        hash=row.hash,
        person=row.person,
        address=row.address,
        agent=row.agent,
        created_at=row.created_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
    )
