"""The type of a fact as a form shows it: its kinds, what each asks for, and words for all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from editor.drafting.fields import FieldPath
from editor.drafting.place_names import title_in, title_or_key
from editor.speech import gettext, joined, ngettext
from editor.views.names import domain_words
from rulesets.types import NumberType
from rulesets.wording.units import unit_word

SCALARS: Final = ("number", "text", "choice", "boolean", "date", "datetime")
KINDS: Final = (*SCALARS, "list", "records")
OF_NUMBERS: Final = ("scale", "unit", "min", "max", "step", "rounding", "clamp")
_CHOICE: Final = ("one_of", "ordered", "prefix")
_MORE: Final = (*OF_NUMBERS, *_CHOICE, "of", "fields")
_MOST_TOLD = 5

Plain = Mapping[str, Any]
Edits = list[dict[str, Any]]


@dataclass(frozen=True)
class Option:
    """One of some choices; choosing it does the edits."""

    value: str
    title: str
    edits: Edits


@dataclass(frozen=True)
class TypeView:
    """What a form shows of a type.

    Attributes:
        kind: as `KINDS` has them: a text of a code list is a `choice`.
        of: of a list the kind of its items, else the kind itself: by it fields are shown.
        kinds: the kinds to choose from; `items` those of a list's items.
        lists: the code lists to choose from, with the fact's own codes first.
        listed: the key of the code list; empty for own codes.
    """

    kind: str
    of: str
    kinds: tuple[Option, ...]
    items: tuple[Option, ...]
    lists: tuple[Option, ...]
    listed: str


def kind_titles() -> dict[str, str]:
    """Name the kinds of types."""
    return {
        "number": gettext("number"),
        "text": gettext("text"),
        "choice": gettext("choice from a code list"),
        "boolean": gettext("yes or no"),
        "date": gettext("date"),
        "datetime": gettext("date and time"),
        "list": gettext("list of values"),
        "records": gettext("records, like orders"),
    }


def kind_of(item: Plain, key: str = "type") -> str:
    """Tell the kind of a type, or of a list's items by the key `of`.

    Example:
        >>> kind_of({"type": "text", "one_of": "region"}), kind_of({"type": "date"})
        ('choice', 'date')
    """
    named = str(item.get(key) or "")
    return "choice" if named == "text" and item.get("one_of") is not None else named


def type_view(
    path: FieldPath, item: Plain, lists: Mapping[str, str], kinds: tuple[str, ...]
) -> TypeView:
    """Show a type with what it can become.

    Args:
        path: leads to what has the type.
        item: its plain data.
        lists: the titles of the code lists there are, by key.
        kinds: those that may stand there.
    """
    kind = kind_of(item)
    titles = kind_titles()
    of = kind_of(item, "of") if kind == "list" else kind
    one_of = item.get("one_of")
    own = one_of if isinstance(one_of, list) else []
    own_codes = Option("", gettext("codes of its own"), [_set(path, "one_of", own)])
    named = tuple(
        Option(key, title, [_set(path, "one_of", key), *_gone(path, ("ordered", "prefix"))])
        for key, title in lists.items()
    )
    return TypeView(
        kind=kind,
        of=of,
        kinds=tuple(Option(each, titles[each], _edits(path, item, each, lists)) for each in kinds),
        items=tuple(
            Option(each, titles[each], _of_list(path, item, each, lists)) for each in SCALARS
        )
        if kind == "list"
        else (),
        lists=(own_codes, *named) if of == "choice" else (),
        listed=one_of if isinstance(one_of, str) else "",
    )


def type_value(kind: str, lists: Mapping[str, str]) -> dict[str, Any]:
    """Write a type of a kind as plain data, as it begins."""
    if kind == "list":
        return {"type": "list", "of": "text"}
    if kind == "records":
        return {"type": "records", "fields": [new_field("amount")]}
    return {"type": "text" if kind == "choice" else kind, **_begun(kind, {}, lists)}


def new_field(key: str) -> dict[str, Any]:
    """Write a new sub-fact of records."""
    return {"key": key, "type": "number", "scale": "2"}


def words_of(item: Plain, lists: Mapping[str, str], language: str) -> tuple[str, str, str]:
    """Say a type, its unit and its domain."""
    kind = kind_of(item)
    of = kind_of(item, "of") if kind == "list" else kind
    titles = kind_titles() | {
        "choice": gettext("choice"),
        "list": gettext("list"),
        "records": gettext("records"),
    }
    said = titles.get(kind, kind)
    if kind == "list" and of in titles:
        said = gettext("list: %(kind)s", kind=titles[of])
    unit = str(item.get("unit") or "") if of == "number" else ""
    return said, unit_word(unit, language), _domain(item, of, lists, language)


def example_of(item: Plain, codes: Mapping[str, Mapping[str, str]], language: str) -> str:
    """Say the example of a fact: numbers in groups, codes by their titles (by list and value)."""
    text = str(item.get("example") or "")
    kind = kind_of(item)
    if kind == "number":
        number = _decimal(text)
        return f"{number:,f}" if number is not None else text
    if kind == "boolean":
        return {"true": gettext("yes"), "false": gettext("no")}.get(text, text)
    one_of = item.get("one_of")
    if isinstance(one_of, str):
        return codes.get(one_of, {}).get(text, text)
    own = (each for each in one_of or () if isinstance(each, Mapping) and each.get("value") == text)
    return next((code_title(each, language) for each in own), text)


def titles_of_codes(content: Plain, language: str) -> dict[str, dict[str, str]]:
    """Lead from the code lists of a document to the titles of their values."""
    return {
        str(each.get("key")): {
            str(code.get("value")): code_title(code, language)
            for code in each.get("codes") or ()
            if isinstance(code, Mapping)
        }
        for each in content.get("lists") or ()
        if isinstance(each, Mapping)
    }


def _domain(item: Plain, of: str, lists: Mapping[str, str], language: str) -> str:
    if of == "number":
        low, high = _decimal(item.get("min")), _decimal(item.get("max"))
        bounds = NumberType(minimum=low, maximum=high)
        return domain_words(bounds, language)
    if of == "choice":
        one_of = item.get("one_of")
        if isinstance(one_of, str):
            return lists.get(one_of, one_of)
        return _first([code_title(each, language) for each in one_of or ()], language)
    if of == "records":
        fields = [title_or_key(each, language) for each in item.get("fields") or ()]
        return _first(fields, language)
    return ""


def _first(titles: list[str], language: str) -> str:
    told = joined(titles[:_MOST_TOLD], language)
    more = len(titles) - _MOST_TOLD
    return told + (ngettext(" and %(num)s more", " and %(num)s more", more) if more > 0 else "")


def code_title(code: Any, language: str) -> str:
    """Name a code, which is a value alone or has titles."""
    if not isinstance(code, Mapping):
        return str(code)
    return title_in(code, language) or str(code.get("value") or "")


def _edits(path: FieldPath, item: Plain, kind: str, lists: Mapping[str, str]) -> Edits:
    """Make the edits that turn a type into one of another kind; what fits both stays."""
    if kind == "list":
        keeps = kind_of(item) if kind_of(item) in SCALARS else "text"
        own = {"of": "text" if keeps == "choice" else keeps, **_begun(keeps, item, lists)}
    elif kind == "records":
        own = {"fields": item.get("fields") or [new_field("amount")]}
    else:
        own = _begun(kind, item, lists)
    return become(path, item, {"type": "text" if kind == "choice" else kind, **own})


def _of_list(path: FieldPath, item: Plain, kind: str, lists: Mapping[str, str]) -> Edits:
    own = _begun(kind, item, lists)
    return become(path, item, {"type": "list", "of": "text" if kind == "choice" else kind, **own})


def _begun(kind: str, item: Plain, lists: Mapping[str, str]) -> dict[str, Any]:
    """Give the keys that a scalar type of a kind has, as it begins or was."""
    if kind == "number":
        was = {key: item[key] for key in OF_NUMBERS if item.get(key) is not None}
        return {"scale": "2"} | was
    if kind == "choice":
        was = {key: item[key] for key in _CHOICE if item.get(key) is not None}
        return {"one_of": next(iter(lists), [])} | was
    return {}


def become(path: FieldPath, item: Plain, after: dict[str, Any]) -> Edits:
    """Make the edits that give something another type; what does not belong to it goes."""
    changed = [_set(path, key, value) for key, value in after.items() if item.get(key) != value]
    # An example of another type would be refused.
    examples = ("example",) if item.get("type") != after["type"] else ()
    left = tuple(key for key in (*_MORE, *examples) if key in item and key not in after)
    return [*changed, *_gone(path, left)]


def _set(path: FieldPath, key: str, value: Any) -> dict[str, Any]:
    return {"kind": "set", "path": [*path, key], "value": value}


def _gone(path: FieldPath, keys: tuple[str, ...]) -> Edits:
    return [_set(path, key, None) for key in keys]


def _decimal(text: Any) -> Decimal | None:
    try:
        found = Decimal(str(text)) if text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
