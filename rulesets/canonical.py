"""Canonical JSON: one text, byte for byte, for one meaning (clause 17.1).

The layout is that of RFC 8785. Numbers are written as texts in plain decimal form, so none ever
passes through a binary float.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from rulesets.values import decimal_text

_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_FIRST_PRINTABLE = 0x20
_ESCAPES = {
    number: _SHORT.get(chr(number), f"\\u{number:04x}") for number in range(_FIRST_PRINTABLE)
} | {ord(character): escape for character, escape in _SHORT.items()}


def canonical_json(value: object) -> bytes:
    r"""Write plain data as canonical JSON in UTF-8.

    Objects are sorted by the UTF-16 code units of their names; int and Decimal become texts.

    Raises:
        TypeError: A float, a name that is no text, or any other kind of value.
        ValueError: A lone surrogate, or a number that is not finite.

    Example:
        >>> canonical_json({"b": [True, None, Decimal("1.50")], "a": "x\n"})
        b'{"a":"x\\n","b":[true,null,"1.5"]}'
        >>> canonical_json(0.5)
        Traceback (most recent call last):
        TypeError: a float has no canonical form
    """
    text = "".join(_pieces(value))
    # Strict UTF-8 has no form for a lone surrogate: UnicodeEncodeError, a ValueError.
    return text.encode("utf-8")


def _pieces(value: object) -> Iterator[str]:
    if value is None or isinstance(value, bool):
        yield {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, str):
        yield _quoted(value)
    elif isinstance(value, (int, Decimal)):
        yield _quoted(_number(value))
    elif isinstance(value, Mapping):
        yield from _object(value)
    elif isinstance(value, (list, tuple)):
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ","
            yield from _pieces(item)
        yield "]"
    else:
        message = f"a {type(value).__name__} has no canonical form"
        raise TypeError(message)


def _object(members: Mapping[object, object]) -> Iterator[str]:
    names = []
    for name in members:
        if not isinstance(name, str):
            message = f"a name must be a text, not a {type(name).__name__}"
            raise TypeError(message)
        names.append(name)
    yield "{"
    for index, name in enumerate(sorted(names, key=_code_units)):
        if index:
            yield ","
        yield _quoted(name)
        yield ":"
        yield from _pieces(members[name])
    yield "}"


def _code_units(name: str) -> bytes:
    # Big-endian bytes of UTF-16 sort as its code units do; Python's own order is by code point.
    return name.encode("utf-16-be")


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _number(value: int | Decimal) -> str:
    if isinstance(value, Decimal) and not value.is_finite():
        message = f"{value} has no canonical form"
        raise ValueError(message)
    return decimal_text(Decimal(value))
