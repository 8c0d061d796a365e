"""What engines disagreed about, for the operator: list it, show both inferences, erase."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rulesets.errors import Fault, OperatorError
from service import json_text
from service.house import House
from service.records import filled
from storage import disagreements
from storage.database import Transaction
from storage.disagreements import StoredDisagreement

MOST = 200
"""How many are listed."""

_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}", flags=re.ASCII)


@dataclass(frozen=True)
class Disagreement:
    """Two inferences from the same facts, as plain data by key.

    The ruleset need not be published, so nothing here needs its titles or types. A value that was
    erased is None.

    Attributes:
        id: its number.
        at: when it happened.
        engine: the engine that inferred first.
        twin: the one that inferred again.
        inferences: of each of the two `conclusions`, `firings` in order and `problems`.
        is_erased: whether personal values were erased.
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
    facts: Mapping[str, Any]
    inferences: tuple[Mapping[str, Any], Mapping[str, Any]]
    is_erased: bool


def list_disagreements(house: House) -> tuple[Disagreement, ...]:
    """List disagreements, the newest first, at most `MOST`.

    Raises:
        OperatorError: `record-damaged`.
    """
    with house.database.reading() as transaction:
        return tuple(map(_disagreement, disagreements.newest(transaction, MOST)))


def get_disagreement(house: House, disagreement: str) -> Disagreement:
    """Return one disagreement.

    Raises:
        OperatorError: `unknown-disagreement`, `record-damaged`.
    """
    with house.database.reading() as transaction:
        return _disagreement(_row(transaction, disagreement))


def erase_personal(house: House, disagreement: str) -> Disagreement:
    """Erase every personal value of a disagreement, for good; the rest of it stays.

    Raises:
        OperatorError: `unknown-disagreement`.
    """
    with house.database.writing() as transaction:
        _row(transaction, disagreement)
        disagreements.erase(transaction, disagreement)
    house.database.scrub("disagreement_personal")
    return get_disagreement(house, disagreement)


def _row(transaction: Transaction, disagreement: str) -> StoredDisagreement:
    found = disagreements.get(transaction, disagreement) if _ID.fullmatch(disagreement) else None
    if found is None:
        words = {"id": disagreement[:64]}
        raise OperatorError((Fault("unknown-disagreement", words=words),))
    return found


def _disagreement(row: StoredDisagreement) -> Disagreement:
    try:
        personal = None if row.personal is None else json_text.decode(row.personal)
        record: Any = json_text.decode(row.record)
        first, again = (_inference(each, personal) for each in record["inferences"])
        facts = filled(record["facts"], personal)
    except (LookupError, TypeError, ValueError) as error:
        raise OperatorError((Fault("record-damaged", words={"decision": row.id}),)) from error
    return Disagreement(
        id=row.id,
        at=row.at,
        ruleset=row.ruleset,
        version=row.version,
        identity=row.identity,
        subject=row.subject,
        as_of=row.as_of,
        engine=row.engine,
        twin=row.twin,
        facts=facts,
        inferences=(first, again),
        is_erased=personal is None,
    )


def _inference(plain: Any, personal: Any) -> dict[str, Any]:
    firings = [
        each | {"concluded": filled(each["concluded"], personal)} for each in plain["firings"]
    ]
    conclusions = filled(plain["conclusions"], personal)
    return {**plain, "conclusions": conclusions, "firings": firings}
