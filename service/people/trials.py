"""Attempts at a password: counted by name and by address, and slowed down more and more."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rulesets.errors import CallerError, Fault
from service.house import House
from service.people.names import folded_name
from storage import sign_ins
from storage.database import Transaction
from storage.sign_ins import Failures

COUNTED: Final = timedelta(hours=1)
"""How long a failure counts."""

FREE_BY_NAME: Final = 5
FREE_BY_ADDRESS: Final = 30
"""Failures without a wait; many people may share an address."""

MOST_WAIT: Final = timedelta(minutes=15)
_LOG = logging.getLogger("fenji.people")


def wait(failures: int, free: int) -> timedelta:
    """Say how long to wait after the last failure: nothing at first, then twice as long each time.

    Example:
        >>> [wait(failures, 5).seconds // 60 for failures in (4, 5, 6, 7, 8, 9, 100)]
        [0, 1, 2, 4, 8, 15, 15]
    """
    if failures < free:
        return timedelta()
    doubled = min(failures - free, 10)
    return min(timedelta(minutes=2**doubled), MOST_WAIT)


@dataclass(frozen=True)
class Trial:
    """An attempt that counts as failed until it succeeds, so that many at once are counted too."""

    name_hash: str

    @classmethod
    def begin(cls, house: House, name: str, address: str) -> Trial:
        """Count an attempt, or refuse it while one has to wait.

        A refusal is the same whether or not anybody is called so, and does not count itself.

        Raises:
            CallerError: `too-many-sign-ins`, with the minutes to wait.
        """
        name_hash = _hash(folded_name(name))
        with house.database.writing() as transaction:
            sign_ins.hold(transaction)
            now = house.clock()  # when it is our turn: after all that are counted
            since = now - COUNTED
            by_name = sign_ins.of_name(transaction, name_hash, since)
            by_address = sign_ins.of_address(transaction, address, since)
            left = max(_left(by_name, FREE_BY_NAME, now), _left(by_address, FREE_BY_ADDRESS, now))
            if not left:
                sign_ins.remove_before(transaction, since)
                sign_ins.add(transaction, name_hash, address, now)
        if left:
            _LOG.warning("signing in is slowed down for %s", address)
            minutes = -(-left // timedelta(minutes=1))
            raise CallerError((Fault("too-many-sign-ins", words={"minutes": minutes}),))
        return cls(name_hash)

    def succeed(self, transaction: Transaction) -> None:
        """Forget the failures of the name: its owner is here."""
        sign_ins.forget(transaction, self.name_hash)


def _left(failures: Failures, free: int, now: datetime) -> timedelta:
    if failures.last is None:
        return timedelta()
    return max(failures.last + wait(failures.count, free) - now, timedelta())


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
