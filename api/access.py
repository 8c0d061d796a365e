"""Who may call, and how often.

A key that was verified is trusted for `TRUSTED_SECONDS` before it is looked up again: so long, at
most, a revoked key still reads. It decides nothing any more: the transaction that records a
decision looks at its key (`service.recording`). What is kept of a key is its SHA-256. Rates are
counted in each process by itself: a server with two worker processes allows twice the rate.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from flask import request

from api.problems import ThrottledError
from api.rates import Rates
from rulesets.errors import CallerError, Fault
from service.house import House
from service.keys import ApiKey, verify_key

TRUSTED_SECONDS: Final = 2.0
MOST_REFUSALS: Final = 600
"""Calls a minute without a valid key that one network address may make.

Nobody guesses a secret of 256 bits: this keeps a flood of guesses from the database, no more.
"""

ENTERED: Final = "fenji.entered"
"""Where the environment of a call holds the key that `api.front` let in and counted."""

_MOST_KNOWN: Final = 4096
_LONGEST_KEY: Final = 200


@dataclass(frozen=True)
class _Verified:
    key: ApiKey
    until: float


class Access:
    """Lets calls in by their key.

    Args:
        house: where the keys are.
        most_refusals: as `MOST_REFUSALS`.
    """

    def __init__(self, house: House, most_refusals: int = MOST_REFUSALS) -> None:
        self._house = house
        self._most_refusals = most_refusals
        self._rates = Rates()
        self._lock = Lock()
        self._known: OrderedDict[bytes, _Verified] = OrderedDict()

    def enter(self, scope: str) -> ApiKey:
        """Return the key of the call at hand.

        Raises:
            CallerError: `api-key-needed`, `api-key-refused`, `scope-needed`, `too-many-calls`,
                `too-many-refusals`.
        """
        key: ApiKey | None = request.environ.get(ENTERED)
        if key is None:
            key = self._key()
            if not self.count(key):
                raise self._throttled("too-many-calls", key.rate_per_minute, ("key", key.id))
        key.require(scope)
        return key

    def known(self, authorization: str) -> ApiKey | None:
        """Return the key of a header if it was verified a moment ago."""
        found = self._found(_digest(_presented(authorization)))
        return found.key if found is not None and time.monotonic() < found.until else None

    def count(self, key: ApiKey) -> bool:
        """Count a call of a key, and tell whether its rate allows it."""
        return self._rates.count(("key", key.id), key.rate_per_minute)

    def _key(self) -> ApiKey:
        presented = _presented(request.headers.get("Authorization", ""))
        digest = _digest(presented)
        known = self._found(digest)
        if known is not None and time.monotonic() < known.until:
            return known.key
        address = ("refused", request.remote_addr or "")
        # A key that was good before is looked up all the same: others' guesses from the same
        # address, such as that of a proxy, do not lock it out.
        if known is None and not self._rates.has_room(address, self._most_refusals):
            raise self._throttled("too-many-refusals", self._most_refusals, address)
        try:
            key = _verified(self._house, presented)
        except CallerError:
            self._rates.count(address, self._most_refusals)
            with self._lock:
                self._known.pop(digest, None)
            raise
        self._trust(digest, key)
        return key

    def _found(self, digest: bytes) -> _Verified | None:
        with self._lock:
            return self._known.get(digest)

    def _trust(self, digest: bytes, key: ApiKey) -> None:
        with self._lock:
            self._known[digest] = _Verified(key, time.monotonic() + TRUSTED_SECONDS)
            self._known.move_to_end(digest)
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)

    def _throttled(self, code: str, most: int, who: tuple[str, str]) -> ThrottledError:
        seconds = self._rates.seconds_left(who)
        return ThrottledError(Fault(code, words={"most": most, "seconds": seconds}), seconds)


def _verified(house: House, presented: str) -> ApiKey:
    if not presented:
        raise CallerError((Fault("api-key-needed"),))
    return verify_key(house, presented)


def _digest(presented: str) -> bytes:
    return hashlib.sha256(presented.encode("utf-8", "surrogatepass")).digest()


def _presented(authorization: str) -> str:
    """Read `Authorization: Bearer KEY`; anything else presents no key."""
    scheme, _, rest = authorization.partition(" ")
    key = rest.strip()
    return key if scheme.lower() == "bearer" and len(key) <= _LONGEST_KEY else ""
