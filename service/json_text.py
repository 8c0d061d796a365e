"""JSON texts with exact numbers: a decimal is written and read back digit by digit."""

from __future__ import annotations

import json
from decimal import Decimal

import msgspec

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encode(plain: object) -> bytes:
    """Write plain data (objects, arrays, texts, booleans, null, `Decimal`, `int`) as JSON in UTF-8.

    Example:
        >>> encode({"percent_off": Decimal("12.50"), "等级": None}).decode()
        '{"percent_off":12.50,"等级":null}'
    """
    return _ENCODER.encode(plain)


def decode(text: str | bytes) -> object:
    """Read what `encode` wrote; every number is a `Decimal`.

    Example:
        >>> decode('[12.50, 3]')
        [Decimal('12.50'), Decimal('3')]
    """
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)
