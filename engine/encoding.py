"""Values as plain data and JSON text, and back: exact, the same text for the same values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Final

from rulesets.types import DateTimeType, DateType, ListType, RecordsType, Type
from rulesets.values import Value, decimal_text

quoted: Callable[[str], str] = encode_basestring
"""Writes a text as JSON; nothing is escaped that need not be."""

_WORDS: Final = {None: "null", True: "true", False: "false"}


def to_json(value: Value) -> Any:
    """Turn a value into plain data: numbers stay Decimal, lists become lists, records dicts.

    Example:
        >>> to_json((Decimal("2.50"), date(2026, 3, 3), None))
        [Decimal('2.50'), '2026-03-03', None]
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(each) for each in value]
    if isinstance(value, Mapping):
        return {key: to_json(each) for key, each in value.items()}
    return value


def from_json(plain: Any, of: Type) -> Value:
    """Turn plain data back into the value that it was made from, by its type.

    It trusts what it reads: facts of a caller go through `engine.intake`.

    Example:
        >>> from_json(["2026-03-03"], ListType(DateType()))
        (datetime.date(2026, 3, 3),)
    """
    if plain is None:
        return None
    if isinstance(of, ListType):
        return tuple(from_json(each, of.item) for each in plain)
    if isinstance(of, RecordsType):
        types = {field.key: field.type for field in of.fields}
        return tuple({key: from_json(row[key], types[key]) for key in row} for row in plain)
    if isinstance(of, DateTimeType):
        return datetime.fromisoformat(plain)
    if isinstance(of, DateType):
        return date.fromisoformat(plain)
    return plain  # type: ignore[no-any-return]  # plain data are values as they are


@dataclass(frozen=True)
class Written:
    """JSON text that was made before; among plain data it is written as it stands.

    Example:
        >>> dumps({"fired": Written('[{"rule":"r1"}]')})
        '{"fired":[{"rule":"r1"}]}'
    """

    json: str


def dumps(plain: Any) -> str:
    """Write plain data as compact JSON: a Decimal is a number with its exact digits.

    Raises:
        TypeError: something is no plain data; a float is none.

    Example:
        >>> dumps({"sales": Decimal("2.50E+3"), "tags": ["甲", None, True, 3]})
        '{"sales":2500,"tags":["甲",null,true,3]}'
    """
    pieces: list[str] = []
    _write(plain, pieces.append)
    return "".join(pieces)


def _write(plain: Any, put: Callable[[str], object]) -> None:
    if isinstance(plain, str):
        put(quoted(plain))
    elif isinstance(plain, dict):
        _write_object(plain, put)
    elif isinstance(plain, list | tuple):
        opening = "["
        for each in plain:
            put(opening)
            _write(each, put)
            opening = ","
        put("]" if plain else "[]")
    elif isinstance(plain, Decimal):
        put(_number(plain))
    elif plain is None or isinstance(plain, bool):
        put(_WORDS[plain])
    elif isinstance(plain, int):
        put(int.__repr__(plain))
    elif isinstance(plain, Mapping):
        _write_object(plain, put)
    elif isinstance(plain, Written):
        put(plain.json)
    else:
        raise _not_plain(plain)


def _write_object(members: Mapping[Any, Any], put: Callable[[str], object]) -> None:
    opening = "{"
    for key, value in members.items():
        if not isinstance(key, str):
            raise _not_plain(key)
        put(opening + quoted(key) + ":")
        _write(value, put)
        opening = ","
    put("}" if members else "{}")


def _number(number: Decimal) -> str:
    if not number.is_finite():
        message = f"{number} is no number of JSON"
        raise TypeError(message)
    return decimal_text(number)


def _not_plain(found: object) -> TypeError:
    return TypeError(f"expected plain data, found {type(found).__name__}")
