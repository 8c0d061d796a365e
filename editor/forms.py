"""The form of a ruleset's facts, one field each, made from the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from editor.speech import gettext
from rulesets.checked import CheckedRuleset
from rulesets.model import Fact
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import decimal_text
from rulesets.wording.units import unit_word

FREE_ROWS = 3
"""Empty rows of records that the form offers below those filled in."""

# Longer ones are no numbers of a customer, and need not be written out to be refused.
_NUMBER = re.compile(r"[+-]?[0-9]{1,60}(\.[0-9]{0,60})?", re.ASCII)


@dataclass(frozen=True)
class FieldView:
    """A field to fill in: how it is asked for, what stands in it, what is wrong with it.

    `is_read` is false of a fact that no block reads: it is known of the customer, and decides
    nothing here.
    """

    name: str
    title: str
    help: str
    kind: str
    unit: str
    value: str
    choices: tuple[tuple[str, str], ...]
    is_required: bool
    is_personal: bool
    example: str
    faults: tuple[str, ...] = ()
    is_read: bool = True


@dataclass(frozen=True)
class RecordsView:
    """Records to fill in: columns, and rows of fields."""

    name: str
    title: str
    help: str
    columns: tuple[str, ...]
    rows: tuple[tuple[FieldView, ...], ...]
    faults: tuple[str, ...] = ()
    is_read: bool = True


@dataclass(frozen=True)
class FaultView:
    """What is wrong with the facts: in which field, under which title; both empty for all."""

    field: str
    title: str
    text: str


def fields(
    checked: CheckedRuleset,
    given: Mapping[str, object],
    faults: Mapping[str, tuple[str, ...]],
    language: str,
) -> tuple[FieldView | RecordsView, ...]:
    """Make a field for each fact.

    Args:
        checked: the ruleset.
        given: plain facts to stand in the fields, as a caller gives them.
        faults: messages by JSON Pointer below the facts, such as `/orders/2/amount`.
        language: `zh` or `en`.
    """
    read = frozenset[str]().union(*(placed.reads for placed in checked.blocks))
    views = (
        _view(replace(fact, required=key in checked.required), given.get(key), faults, language)
        for key, fact in checked.facts.items()
    )
    return tuple(replace(view, is_read=view.name in read) for view in views)


def fault_views(
    checked: CheckedRuleset, faults: Mapping[str, tuple[str, ...]], language: str
) -> tuple[FaultView, ...]:
    """Name the field that each fault belongs to, for a list that leads to the fields."""
    return tuple(
        FaultView(*_named(checked, path, language), text)
        for path, texts in faults.items()
        for text in texts
    )


def _named(checked: CheckedRuleset, path: str, language: str) -> tuple[str, str]:
    key, *below = path.removeprefix("/").split("/")
    if key == "as_of":
        return "as_of", gettext("As of")
    if key not in checked.facts:
        return "", key
    fact = checked.facts[key]
    title = fact.title.in_language(language) or key
    if not isinstance(fact.type, RecordsType) or not below or not below[0].isdigit():
        return f"f-{key}", title
    row = gettext("%(title)s, row %(number)s", title=title, number=int(below[0]) + 1)
    for each in fact.type.fields:
        if below[1:] == [each.key]:
            column = each.title.in_language(language) or each.key
            comma = "，" if language == "zh" else ", "
            return f"f-{key}.{below[0]}.{each.key}", f"{row}{comma}{column}"
    return f"f-{key}", row


def facts_from(checked: CheckedRuleset, form: MultiDict[str, str]) -> dict[str, object]:
    """Read the form as a caller's plain facts; an empty field is an absent fact.

    What cannot be read as the fact's type stays the text typed, which the intake then refuses with
    its own message.
    """
    facts: dict[str, object] = {}
    for key, fact in checked.facts.items():
        if isinstance(fact.type, RecordsType):
            rows = [row for row in _typed_rows(fact, form) if row]
            if rows:
                facts[key] = rows
        else:
            typed = form.get(key, "").strip()
            if typed:
                facts[key] = _plain(typed, fact.type)
    return facts


def _typed_rows(fact: Fact, form: MultiDict[str, str]) -> Iterator[dict[str, object]]:
    columns = fact.type.fields if isinstance(fact.type, RecordsType) else ()
    written = re.compile(re.escape(fact.key) + r"\.([0-9]{1,6})\.", re.ASCII)
    for number in sorted({int(found[1]) for name in form if (found := written.match(name))}):
        typed = {
            each.key: form.get(f"{fact.key}.{number}.{each.key}", "").strip() for each in columns
        }
        yield {each.key: _plain(typed[each.key], each.type) for each in columns if typed[each.key]}


def _plain(typed: str, of_type: Type) -> object:
    if isinstance(of_type, ListType):
        return [_plain(line.strip(), of_type.item) for line in typed.splitlines() if line.strip()]
    if isinstance(of_type, NumberType):
        # People type full-width digits and separators.
        plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace("−", "-")
        return Decimal(plain) if _NUMBER.fullmatch(plain) else typed
    if isinstance(of_type, BooleanType):
        return {"true": True, "false": False}.get(typed, typed)
    return typed


def _view(
    fact: Fact, value: object, faults: Mapping[str, tuple[str, ...]], language: str
) -> FieldView | RecordsView:
    if not isinstance(fact.type, RecordsType):
        return _field(fact, value, faults.get(f"/{fact.key}", ()), language)
    given = value if isinstance(value, list) else []
    return RecordsView(
        name=fact.key,
        title=fact.title.in_language(language) or fact.key,
        help=fact.help.in_language(language),
        columns=tuple(each.title.in_language(language) or each.key for each in fact.type.fields),
        rows=tuple(
            tuple(_row(fact, number, given, faults, language))
            for number in range(len(given) + FREE_ROWS)
        ),
        faults=tuple(
            text
            for path, texts in faults.items()
            if path == f"/{fact.key}" or re.fullmatch(f"/{re.escape(fact.key)}/[0-9]+", path)
            for text in texts
        ),
    )


def _row(
    fact: Fact,
    number: int,
    given: list[object],
    faults: Mapping[str, tuple[str, ...]],
    language: str,
) -> Iterator[FieldView]:
    row = given[number] if number < len(given) else None
    typed = row if isinstance(row, dict) else {}
    for each in fact.type.fields if isinstance(fact.type, RecordsType) else ():
        found = faults.get(f"/{fact.key}/{number}/{each.key}", ())
        cell = Fact(f"{fact.key}.{number}.{each.key}", each.type, each.title)
        yield _field(cell, typed.get(each.key), found, language)


def _field(fact: Fact, value: object, faults: tuple[str, ...], language: str) -> FieldView:
    return FieldView(
        name=fact.key,
        title=fact.title.in_language(language) or fact.key,
        help=fact.help.in_language(language),
        kind=_kind(fact.type),
        unit=unit_word(fact.type.unit, language) if isinstance(fact.type, NumberType) else "",
        value=_typed_text(value),
        choices=_choices(fact.type, language),
        is_required=fact.required,
        is_personal=fact.personal,
        example=fact.example,
        faults=faults,
    )


def _kind(of_type: Type) -> str:
    if isinstance(of_type, BooleanType) or (isinstance(of_type, TextType) and of_type.one_of):
        return "choice"
    kinds = {NumberType: "number", DateType: "date", DateTimeType: "datetime", ListType: "lines"}
    return kinds.get(type(of_type), "text")


def _choices(of_type: Type, language: str) -> tuple[tuple[str, str], ...]:
    if isinstance(of_type, BooleanType):
        return (("true", gettext("yes")), ("false", gettext("no")))
    if isinstance(of_type, TextType) and of_type.one_of is not None:
        codes = of_type.one_of.codes
        return tuple((code.value, code.title.in_language(language) or code.value) for code in codes)
    return ()


def _typed_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, list):
        return "\n".join(map(_typed_text, value))
    return str(value)
