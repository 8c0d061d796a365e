"""What certifies the versions of rulesets: written with the version, never changed."""

from __future__ import annotations

from sqlalchemy import insert, select

from storage.database import Transaction
from storage.ruleset_versions import VersionHead
from storage.tables import CERTIFICATIONS as T


def add(transaction: Transaction, version: VersionHead, certification: str) -> None:
    """Write what certifies a version that was just added."""
    transaction.execute(
        insert(T).values(
            ruleset=version.ruleset,
            number=version.number,
            identity=version.identity,
            certification=certification,
        )
    )


def get(transaction: Transaction, ruleset: str, number: int) -> str | None:
    """Read what certifies a version; None: nothing does, it was published before."""
    where = (T.c.ruleset == ruleset) & (T.c.number == number)
    return transaction.execute(select(T.c.certification).where(where)).scalar()
