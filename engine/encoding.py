"""Values as plain data and JSON text, and back: exact, the same text for the same values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rulesets.types import DateTimeType, DateType, ListType, RecordsType, Type
from rulesets.values import Value, decimal_text


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


def dumps(plain: Any) -> str:
    """Write plain data as compact JSON: a Decimal is a number with its exact digits.

    Raises:
        TypeError: something is no plain data; a float is none.

    Example:
        >>> dumps({"sales": Decimal("2.50E+3"), "tags": ["甲", None, True, 3]})
        '{"sales":2500,"tags":["甲",null,true,3]}'
    """
    if isinstance(plain, Decimal):
        if not plain.is_finite():
            message = f"{plain} is no number of JSON"
            raise TypeError(message)
        return decimal_text(plain)
    if isinstance(plain, list | tuple):
        return "[" + ",".join(map(dumps, plain)) + "]"
    if isinstance(plain, Mapping):
        members = (f"{_text(key)}:{dumps(value)}" for key, value in plain.items())
        return "{" + ",".join(members) + "}"
    if plain is None or isinstance(plain, bool | int):
        return json.dumps(plain)
    return _text(plain)


def _text(plain: object) -> str:
    if not isinstance(plain, str):
        message = f"expected plain data, found {type(plain).__name__}"
        raise TypeError(message)
    return json.dumps(plain, ensure_ascii=False)
