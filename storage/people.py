"""Accounts of people: names, hashes of passwords, roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select, update

from storage.database import Transaction
from storage.tables import PEOPLE as T


@dataclass(frozen=True)
class StoredPerson:
    """An account as it is stored. `language` and `theme` are empty where none was chosen."""

    id: str
    name: str
    folded: str
    password: str
    roles: tuple[str, ...]
    must_change: bool
    is_demo: bool
    language: str
    theme: str
    created_at: datetime
    disabled_at: datetime | None = None


def add(transaction: Transaction, person: StoredPerson) -> None:
    """Write a new account."""
    values = {**vars(person), "roles": " ".join(person.roles)}
    transaction.execute(insert(T).values(**values))


def get(transaction: Transaction, person: str) -> StoredPerson | None:
    """Read one account by its id."""
    row = transaction.execute(select(T).where(T.c.id == person)).one_or_none()
    return None if row is None else stored(row)


def by_name(transaction: Transaction, folded: str) -> StoredPerson | None:
    """Read one account by its folded name."""
    row = transaction.execute(select(T).where(T.c.folded == folded)).one_or_none()
    return None if row is None else stored(row)


def every(transaction: Transaction) -> tuple[StoredPerson, ...]:
    """Read all accounts, the oldest first."""
    return tuple(map(stored, transaction.execute(select(T).order_by(T.c.created_at, T.c.id))))


def hold_all(transaction: Transaction) -> tuple[StoredPerson, ...]:
    """Read all accounts, and let nobody else change one until the transaction ends."""
    found = transaction.execute(select(T).order_by(T.c.id).with_for_update())
    return tuple(map(stored, found))


def set_roles(transaction: Transaction, person: str, roles: tuple[str, ...]) -> None:
    """Replace the roles of an account."""
    transaction.execute(update(T).where(T.c.id == person).values(roles=" ".join(roles)))


def set_password(
    transaction: Transaction, person: str, password: str, *, must_change: bool
) -> None:
    """Replace the hash of a password, and say whether its owner has yet to choose one."""
    changed = update(T).where(T.c.id == person)
    transaction.execute(changed.values(password=password, must_change=must_change))


def set_preferences(transaction: Transaction, person: str, *, language: str, theme: str) -> None:
    """Keep what language and light a person reads in."""
    changed = update(T).where(T.c.id == person)
    transaction.execute(changed.values(language=language, theme=theme))


def set_disabled(transaction: Transaction, person: str, at: datetime | None) -> None:
    """Note since when an account is disabled; None enables it again."""
    transaction.execute(update(T).where(T.c.id == person).values(disabled_at=at))


def stored(row: Row[tuple[object, ...]]) -> StoredPerson:
    """Read an account from the row of a query that has its columns."""
    return StoredPerson(
        id=row.id,
        name=row.name,
        folded=row.folded,
        password=row.password,
        roles=tuple(row.roles.split()),
        must_change=row.must_change,
        is_demo=row.is_demo,
        language=row.language,
        theme=row.theme,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
