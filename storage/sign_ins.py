"""Attempts to sign in that failed: counted to slow down who guesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select

from storage.database import Transaction
from storage.ids import new_id
from storage.ruleset_versions import wait_for_turn
from storage.tables import SIGN_INS as T


@dataclass(frozen=True)
class Failures:
    """How often it failed since a moment, and when last."""

    count: int
    last: datetime | None


def hold(transaction: Transaction) -> None:
    """Let one attempt after the other be counted, or many at once would all find the same count."""
    wait_for_turn(transaction, "sign-ins")


def add(transaction: Transaction, name_hash: str, address: str, at: datetime) -> str:
    """Note an attempt that failed; gives its id."""
    made = new_id(at)
    values = {"id": made, "name_hash": name_hash, "address": address, "at": at}
    transaction.execute(insert(T).values(**values))
    return made


def of_name(transaction: Transaction, name_hash: str, since: datetime) -> Failures:
    """Count the failures of a name, whether or not anybody is called so."""
    return _counted(transaction, (T.c.name_hash == name_hash) & (T.c.at > since))


def of_address(transaction: Transaction, address: str, since: datetime) -> Failures:
    """Count the failures from a network address."""
    return _counted(transaction, (T.c.address == address) & (T.c.at > since))


def forget(transaction: Transaction, name_hash: str) -> None:
    """Forget the failures of a name: it has signed in."""
    transaction.execute(delete(T).where(T.c.name_hash == name_hash))


def remove_before(transaction: Transaction, moment: datetime) -> None:
    """Forget what no longer counts."""
    transaction.execute(delete(T).where(T.c.at <= moment))


def _counted(transaction: Transaction, where: ColumnElement[bool]) -> Failures:
    row = transaction.execute(select(func.count(), func.max(T.c.at)).where(where)).one()
    return Failures(row[0], row[1])
