"""Ids that sort by time."""

from __future__ import annotations

import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_LENGTH = 26


def new_id(now: datetime) -> str:
    """Make an id of 26 characters: 48 bits of milliseconds and 80 random bits, in base 32.

    This is the layout of a ULID (github.com/ulid/spec): later ids sort after earlier ones, to the
    millisecond.

    Example:
        >>> from datetime import UTC
        >>> earlier, later = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
        >>> new_id(earlier) < new_id(later), len(new_id(later))
        (True, 26)
    """
    milliseconds = int(now.timestamp() * 1000)
    number = milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
