"""Published versions of rulesets: written once, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, insert, select, text

from rulesets.types import Both
from storage.database import Transaction
from storage.tables import RULESET_VERSIONS as T

_HEAD = tuple(column for column in T.c if column.name not in {"frozen", "source"})
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_LOCK_SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")
_NEWEST = select(func.max(T.c.number)).where(T.c.ruleset == bindparam("ruleset")).scalar_subquery()
_STILL = select(T.c.number, T.c.identity).where(
    T.c.ruleset == bindparam("ruleset"), T.c.number.in_((bindparam("number"), _NEWEST))
)


@dataclass(frozen=True)
class VersionHead:
    """What there is to say of a version without its content."""

    ruleset: str
    number: int
    identity: str
    title: Both
    published_at: datetime
    effective_from: datetime
    published_by: str


@dataclass(frozen=True)
class StoredVersion:
    """A version: `frozen` is JSON of it and all it stands on, `source` the YAML as typed."""

    head: VersionHead
    frozen: str
    source: str


def wait_for_turn(transaction: Transaction, name: str) -> None:
    """Let one transaction at a time do what bears this name, such as number a document's versions.

    SQLite's writers wait for each other anyway.
    """
    if transaction.dialect.name == "postgresql":
        transaction.execute(_LOCK, {"name": name})


def last(transaction: Transaction, ruleset: str) -> VersionHead | None:
    """Read the newest version's head; who publishes the same ruleset meanwhile waits."""
    wait_for_turn(transaction, f"ruleset {ruleset}")
    return newest(transaction, ruleset)


def newest(transaction: Transaction, ruleset: str) -> VersionHead | None:
    """Read the newest version's head; a newer one may be on its way."""
    found = select(*_HEAD).where(T.c.ruleset == ruleset).order_by(T.c.number.desc()).limit(1)
    row = transaction.execute(found).one_or_none()
    return None if row is None else _head(row)


def wait_for_publishers(transaction: Transaction, rulesets: Iterable[str]) -> None:
    """Let whoever is publishing one of these rulesets finish, and others wait for this transaction.

    SQLite's writers wait for each other anyway.
    """
    if transaction.dialect.name == "postgresql":
        for ruleset in sorted(set(rulesets)):
            transaction.execute(_LOCK_SHARED, {"name": f"ruleset {ruleset}"})


def newest_numbers(transaction: Transaction, rulesets: Iterable[str]) -> dict[str, int]:
    """Read the number of the newest version of each ruleset."""
    found = select(T.c.ruleset, func.max(T.c.number).label("newest")).where(
        T.c.ruleset.in_(set(rulesets))
    )
    rows = transaction.execute(found.group_by(T.c.ruleset))
    return {row.ruleset: row.newest for row in rows}


def still_newest(
    transaction: Transaction, ruleset: str, used: tuple[int, str], newest: tuple[int, str]
) -> bool:
    """Tell whether a version and the newest one, each by number and identity, are still these."""
    rows = transaction.execute(_STILL, {"ruleset": ruleset, "number": used[0]})
    return {(row.number, row.identity) for row in rows} == {used, newest}


def add(transaction: Transaction, version: StoredVersion) -> None:
    """Write a version that is not there yet."""
    head = version.head
    transaction.execute(
        insert(T).values(
            ruleset=head.ruleset,
            number=head.number,
            identity=head.identity,
            frozen=version.frozen,
            source=version.source,
            title_zh=head.title.zh,
            title_en=head.title.en,
            published_at=head.published_at,
            effective_from=head.effective_from,
            published_by=head.published_by,
        )
    )


def get(transaction: Transaction, ruleset: str, number: int) -> StoredVersion | None:
    """Read one version whole."""
    where = (T.c.ruleset == ruleset) & (T.c.number == number)
    row = transaction.execute(select(T).where(where)).one_or_none()
    return None if row is None else StoredVersion(_head(row), row.frozen, row.source)


def head(transaction: Transaction, ruleset: str, number: int) -> VersionHead | None:
    """Read one version's head."""
    where = (T.c.ruleset == ruleset) & (T.c.number == number)
    row = transaction.execute(select(*_HEAD).where(where)).one_or_none()
    return None if row is None else _head(row)


def in_force(transaction: Transaction, ruleset: str, at: datetime) -> VersionHead | None:
    """Read the head of the version in force: the last to take effect, then the last published."""
    found = (
        select(*_HEAD)
        .where(T.c.ruleset == ruleset, T.c.effective_from <= at)
        .order_by(T.c.effective_from.desc(), T.c.number.desc())
        .limit(1)
    )
    row = transaction.execute(found).one_or_none()
    return None if row is None else _head(row)


def first_effective(transaction: Transaction, ruleset: str) -> datetime | None:
    """Tell when the first version took, or takes, effect; None when none is published."""
    found = select(func.min(T.c.effective_from)).where(T.c.ruleset == ruleset)
    return transaction.execute(found).scalar()


def heads(transaction: Transaction, ruleset: str = "") -> tuple[VersionHead, ...]:
    """Read the heads of all versions, of one ruleset or of all, by ruleset and number."""
    found = select(*_HEAD).order_by(T.c.ruleset, T.c.number)
    if ruleset:
        found = found.where(T.c.ruleset == ruleset)
    return tuple(map(_head, transaction.execute(found)))


def _head(row: Row[tuple[object, ...]]) -> VersionHead:
    return VersionHead(
        ruleset=row.ruleset,
        number=row.number,
        identity=row.identity,
        title=Both(row.title_zh, row.title_en),
        published_at=row.published_at,
        effective_from=row.effective_from,
        published_by=row.published_by,
    )
