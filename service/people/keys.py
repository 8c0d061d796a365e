"""API keys as people manage them: what service.keys does, for those who may."""

from __future__ import annotations

from collections.abc import Iterable

from service import keys
from service.house import House
from service.keys import ApiKey
from service.people.model import Person
from service.people.rights import require


def list_keys(house: House, who: Person) -> tuple[ApiKey, ...]:
    """List all keys, revoked ones too, the oldest first.

    Raises:
        CallerError: `not-allowed`.
    """
    require(who, "manage keys")
    return keys.list_keys(house)


def add_key(
    house: House, who: Person, name: str, scopes: Iterable[str], rate: int
) -> tuple[ApiKey, str]:
    """Make a key; its text is not stored and never shown again.

    Raises:
        CallerError: `not-allowed`.
        OperatorError: `bad-key-name`, `unknown-scope`, `bad-rate`; all that apply.
    """
    require(who, "manage keys")
    return keys.add_key(house, name, scopes, rate)


def revoke_key(house: House, who: Person, key: str) -> ApiKey:
    """End a key's validity by its id.

    Raises:
        CallerError: `not-allowed`.
        OperatorError: `unknown-api-key`.
    """
    require(who, "manage keys")
    return keys.revoke_key(house, key)
