"""Read the body of a call strictly: exact numbers, no member twice, all faults at once."""

from __future__ import annotations

from engine.intake import MOST_CHARACTERS, MOST_ITEMS, MOST_ROWS
from engine.strict_json import (
    MOST_BYTES,
    MOST_FAULTS,
    MOST_NESTING,
    decode,
    pointer,
    shown,
    too_many_marks,
)

__all__ = [
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "MOST_FAULTS",
    "MOST_ITEMS",
    "MOST_NESTING",
    "MOST_ROWS",
    "pointer",
    "read_body",
    "shown",
    "too_many_marks",
]


def read_body(body: bytes) -> object:
    """Read one JSON text: objects as dicts, arrays as lists, numbers as `Decimal`, texts in NFC.

    Raises:
        CallerError: `too-large`, `bad-utf8`, `bad-json`, `duplicate-member`; each with its place.

    Example:
        >>> read_body(b'{"subject": "17850", "facts": {"annual_sales": 12.50}}')
        {'subject': '17850', 'facts': {'annual_sales': Decimal('12.50')}}
    """
    return decode(body)
