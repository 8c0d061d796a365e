"""API keys: made, shown once, verified, revoked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rulesets.errors import CallerError, Fault, OperatorError
from service.house import House
from storage import api_keys
from storage.api_keys import StoredKey

SCOPES = ("evaluate", "read", "simulate", "operate")
"""What a key may do.

evaluate: make decisions; read: read decisions and rulesets; simulate: try out the future; operate:
read the counters.
"""

DEFAULT_RATE = 600
MOST_RATE = 1_000_000
_LONGEST_NAME = 100
_PREFIX = "fenji"
_SECRET_BYTES = 32
_NOBODY = StoredKey("", "", "0" * 64, (), 0, datetime.min, datetime.min)  # noqa: DTZ901 - no date


@dataclass(frozen=True)
class ApiKey:
    """A key without its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    rate_per_minute: int
    created_at: datetime
    revoked_at: datetime | None = None

    def require(self, scope: str) -> None:
        """Refuse a key that lacks a scope.

        Raises:
            CallerError: `scope-needed`.
        """
        if scope not in self.scopes:
            raise CallerError((Fault("scope-needed", words={"scope": scope}),))


def add_key(
    house: House, name: str, scopes: Iterable[str] = ("evaluate", "read"), rate: int = DEFAULT_RATE
) -> tuple[ApiKey, str]:
    """Make a key.

    Args:
        house: the house.
        name: whose key it is, 1 to 100 characters.
        scopes: one or more of `SCOPES`.
        rate: how many calls a minute it may make.

    Returns:
        The key and its text `fenji_<id>_<secret>`, which is not stored and never shown again.

    Raises:
        OperatorError: `bad-key-name`, `unknown-scope`, `bad-rate`; all that apply.
    """
    name = unicodedata.normalize("NFC", name).strip()
    wanted = tuple(sorted(set(scopes)))
    faults = tuple(_faults(name, wanted, rate))
    if faults:
        raise OperatorError(faults)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    key = StoredKey(
        # No underscore can stand in it, so the three parts stay apart.
        id=secrets.token_hex(6),
        name=name,
        hash=_hash(secret),
        scopes=wanted,
        rate_per_minute=rate,
        created_at=house.clock(),
    )
    with house.database.writing() as transaction:
        api_keys.add(transaction, key)
    return _shown(key), f"{_PREFIX}_{key.id}_{secret}"


def verify_key(house: House, presented: str) -> ApiKey:
    """Return the key whose text was presented.

    Raises:
        CallerError: `api-key-refused`, whether it is unknown, wrong or revoked.
    """
    prefix, _, rest = presented.partition("_")
    key_id, _, secret = rest.partition("_")
    # A byte that no database takes in a text is in no id either.
    known = prefix == _PREFIX and key_id.isascii() and key_id.isalnum()
    found = None
    if known:
        with house.database.reading() as transaction:
            found = api_keys.get(transaction, key_id)
    # An unknown id is compared as well, so that the time taken tells nothing.
    fits = hmac.compare_digest((found or _NOBODY).hash, _hash(secret))
    if found is None or not fits or found.revoked_at is not None:
        raise CallerError((Fault("api-key-refused"),))
    return _shown(found)


def list_keys(house: House) -> tuple[ApiKey, ...]:
    """List all keys, revoked ones too, the oldest first."""
    with house.database.reading() as transaction:
        return tuple(map(_shown, api_keys.every(transaction)))


def revoke_key(house: House, key: str) -> ApiKey:
    """End a key's validity by its id; the first time counts.

    Raises:
        OperatorError: `unknown-api-key`.
    """
    with house.database.writing() as transaction:
        api_keys.revoke(transaction, key, house.clock())
        found = api_keys.get(transaction, key)
    if found is None:
        raise OperatorError((Fault("unknown-api-key", words={"key": key}),))
    return _shown(found)


def _hash(secret: str) -> str:
    # A slow hash (argon2) protects what people choose and others can guess. This secret has 256
    # random bits: nobody guesses it, and a slow hash would only slow down every call.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _shown(key: StoredKey) -> ApiKey:
    return ApiKey(key.id, key.name, key.scopes, key.rate_per_minute, key.created_at, key.revoked_at)


def _faults(name: str, scopes: tuple[str, ...], rate: int) -> Iterable[Fault]:
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        yield Fault("bad-key-name", words={"found": name[:_LONGEST_NAME]})
    for scope in scopes or ("",):
        if scope not in SCOPES:
            yield Fault("unknown-scope", words={"known": ", ".join(SCOPES), "found": scope})
    if not 1 <= rate <= MOST_RATE:
        yield Fault("bad-rate", words={"most": MOST_RATE, "found": rate})
