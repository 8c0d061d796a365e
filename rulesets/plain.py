"""Dataclasses of the model as plain data, and back, driven by their fields.

Plain data are maps, lists, texts, booleans and None: what JSON can say. Numbers are texts in plain
decimal form. What has its default is left out, so a field that is added later changes no identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from rulesets import model, types
from rulesets.values import decimal_text

# Where several dataclasses may stand in one place, the plain data say which it is.
_WORDS: Mapping[str, type] = {
    "number": types.NumberType,
    "text": types.TextType,
    "boolean": types.BooleanType,
    "date": types.DateType,
    "datetime": types.DateTimeType,
    "list": types.ListType,
    "records": types.RecordsType,
    "table": model.Table,
    "rules": model.Rules,
    "scorecard": model.Scorecard,
    "formula": model.Formula,
    "deadline": model.Deadline,
    "ranking": model.Ranking,
}
_WORD_OF: Mapping[type, str] = {made: word for word, made in _WORDS.items()}
_IS = "is"

Model = TypeVar("Model")


def to_plain(value: object) -> Any:
    """Turn a dataclass of the model, and all in it, into plain data.

    Example:
        >>> to_plain(types.NumberType(scale=2, minimum=Decimal("0.50")))
        {'is': 'number', 'scale': '2', 'minimum': '0.5'}
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, Decimal)):
        return decimal_text(Decimal(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _members(value)
    message = f"a {type(value).__name__} is no part of the model"
    raise TypeError(message)


def _members(value: Any) -> dict[str, Any]:
    made = type(value)
    plain: dict[str, Any] = {_IS: _WORD_OF[made]} if made in _WORD_OF else {}
    for each in fields(made):
        attribute = getattr(value, each.name)
        if each.default is MISSING or attribute != each.default:
            plain[each.name] = to_plain(attribute)
    return plain


def from_plain(made: type[Model], plain: Any) -> Model:
    """Make a dataclass of the model from what `to_plain` wrote.

    Example:
        >>> from_plain(types.NumberType, {"is": "number", "scale": "2", "minimum": "0.5"}).minimum
        Decimal('0.5')
    """
    hints = _hints(cast(Any, made))
    given = {name: _value(hints[name], each) for name, each in plain.items() if name != _IS}
    return made(**given)


@cache
def _hints(made: Any) -> dict[str, Any]:
    return get_type_hints(made)


def _value(hint: Any, plain: Any) -> Any:
    """Make a value of a hinted type from plain data."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(get_args(hint), plain)
    if origin is tuple:
        return _items(get_args(hint), plain)
    if is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, plain)
    if hint in (int, Decimal):
        return hint(plain)
    if hint is date:
        return date.fromisoformat(plain)
    return plain  # a text, a boolean, a literal, or plain data of a case


def _items(hints: tuple[Any, ...], plain: list[Any]) -> tuple[Any, ...]:
    if hints[-1] is Ellipsis:
        return tuple(_value(hints[0], item) for item in plain)
    return tuple(_value(hint, item) for hint, item in zip(hints, plain, strict=True))


def _one_of(hints: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and NoneType in hints:
        return None
    if isinstance(plain, Mapping):
        if _IS in plain:
            return from_plain(_WORDS[plain[_IS]], plain)
        return _value(next(hint for hint in hints if is_dataclass(hint)), plain)
    return _value(
        next(hint for hint in hints if not is_dataclass(hint) and hint is not NoneType), plain
    )
