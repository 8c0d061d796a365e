"""Dataclasses of the model as plain data, and back, driven by their fields.

Plain data are maps, lists, texts, booleans and None: what JSON can say. Numbers are texts in plain
decimal form. What has its default is left out, so a field that is added later changes no identity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
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
    readers = _member_readers(cast(Any, made))
    given = {
        name: each if (read := readers[name]) is None else read(each)
        for name, each in plain.items()
        if name != _IS
    }
    return made(**given)


Read = Callable[[Any], Any]
"""Makes a value of a hinted type from plain data."""


@cache
def _member_readers(made: type) -> dict[str, Read | None]:
    return {name: _reader(hint) for name, hint in get_type_hints(made).items()}


@cache
def _reader(hint: Any) -> Read | None:
    """Prepare the reading of a hinted type, once for all values; None: they stay as they are."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(get_args(hint))
    if origin is tuple:
        return _items(get_args(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return partial(from_plain, hint)
    if hint in (int, Decimal):
        return cast(Read, hint)
    if hint is date:
        return date.fromisoformat
    return None  # a text, a boolean, a literal, or plain data of a case


def _items(hints: tuple[Any, ...]) -> Read:
    if hints[-1] is Ellipsis:
        read = _reader(hints[0])
        return tuple if read is None else lambda plain: tuple(map(read, plain))
    readers = [_reader(hint) or _unchanged for hint in hints]

    def items(plain: list[Any]) -> tuple[Any, ...]:
        return tuple(read(item) for read, item in zip(readers, plain, strict=True))

    return items


def _unchanged(plain: Any) -> Any:
    return plain


def _one_of(hints: tuple[Any, ...]) -> Read:
    made = next((hint for hint in hints if is_dataclass(hint)), None)
    others = [hint for hint in hints if not is_dataclass(hint) and hint is not NoneType]
    read = _reader(others[0]) if others else None

    def one(plain: Any) -> Any:
        if plain is None and NoneType in hints:
            return None
        if isinstance(plain, Mapping):
            return from_plain(_WORDS[plain[_IS]] if _IS in plain else cast(Any, made), plain)
        return plain if read is None else read(plain)

    return one
