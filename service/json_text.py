"""JSON texts with exact numbers: a decimal is written digit by digit and read back as one."""

from __future__ import annotations

import json
from decimal import Decimal

from engine.encoding import dumps


def encode(plain: object) -> bytes:
    """Write plain data (objects, arrays, texts, booleans, null, `Decimal`, `int`) as JSON in UTF-8.

    Raises:
        TypeError: something is no plain data; a float is none.

    Example:
        >>> encode({"percent_off": Decimal("12.50"), "等级": None}).decode()
        '{"percent_off":12.5,"等级":null}'
    """
    return dumps(plain).encode()


def decode(text: str | bytes) -> object:
    """Read what `encode` wrote; every number is a `Decimal`.

    Example:
        >>> decode('[12.5, 3]')
        [Decimal('12.5'), Decimal('3')]
    """
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)
