"""Canonical JSON: one text, byte for byte, for one meaning (clause 17.1).

The layout is that of RFC 8785. Numbers are written as texts in plain decimal form, so none ever
passes through a binary float.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring as _quoted

from rulesets.values import decimal_text


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
    pieces: list[str] = []
    _write(value, pieces.append)
    text = "".join(pieces)
    # Strict UTF-8 has no form for a lone surrogate: UnicodeEncodeError, a ValueError.
    return text.encode("utf-8")


def _write(value: object, put: Callable[[str], object]) -> None:
    # Texts come first: nearly all that is written is one.
    if isinstance(value, str):
        put(_quoted(value))
    elif value is None or isinstance(value, bool):
        put("null" if value is None else "true" if value else "false")
    elif isinstance(value, (int, Decimal)):
        put(_quoted(_number(value)))
    elif isinstance(value, Mapping):
        _write_object(value, put)
    elif isinstance(value, (list, tuple)):
        _write_array(value, put)
    else:
        message = f"a {type(value).__name__} has no canonical form"
        raise TypeError(message)


def _write_array(items: Sequence[object], put: Callable[[str], object]) -> None:
    put("[")
    for index, item in enumerate(items):
        if index:
            put(",")
        _write(item, put)
    put("]")


def _write_object(members: Mapping[object, object], put: Callable[[str], object]) -> None:
    names = []
    for name in members:
        if not isinstance(name, str):
            message = f"a name must be a text, not a {type(name).__name__}"
            raise TypeError(message)
        names.append(name)
    put("{")
    for index, name in enumerate(sorted(names, key=_code_units)):
        put(f",{_quoted(name)}:" if index else f"{_quoted(name)}:")
        _write(members[name], put)
    put("}")


def _code_units(name: str) -> bytes:
    # Big-endian bytes of UTF-16 sort as its code units do; Python's own order is by code point.
    return name.encode("utf-16-be")


def _number(value: int | Decimal) -> str:
    if isinstance(value, Decimal) and not value.is_finite():
        message = f"{value} has no canonical form"
        raise ValueError(message)
    return decimal_text(Decimal(value))
