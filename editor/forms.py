"""The form of a ruleset's facts, one field each, made from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

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

MOST_ROWS = 5
"""Rows of records that the form offers at once."""


@dataclass(frozen=True)
class FieldView:
    """A field to fill in: how it is asked for, what stands in it, what is wrong with it."""

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


@dataclass(frozen=True)
class RecordsView:
    """Records to fill in: columns, and rows of fields."""

    name: str
    title: str
    help: str
    columns: tuple[str, ...]
    rows: tuple[tuple[FieldView, ...], ...]
    faults: tuple[str, ...] = ()


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
    return tuple(
        _view(replace(fact, required=key in checked.required), given.get(key), faults, language)
        for key, fact in checked.facts.items()
    )


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
    for number in range(MOST_ROWS):
        typed = {
            each.key: form.get(f"{fact.key}.{number}.{each.key}", "").strip() for each in columns
        }
        yield {each.key: _plain(typed[each.key], each.type) for each in columns if typed[each.key]}


def _plain(typed: str, of_type: Type) -> object:
    if isinstance(of_type, ListType):
        parts = typed.replace("，", ",").replace("、", ",").split(",")
        return [_plain(part.strip(), of_type.item) for part in parts if part.strip()]
    if isinstance(of_type, NumberType):
        try:
            number = Decimal(typed.replace(",", ""))
        except InvalidOperation:
            return typed
        return number if number.is_finite() else typed
    if isinstance(of_type, BooleanType):
        return {"true": True, "false": False}.get(typed, typed)
    return typed


def _view(
    fact: Fact, value: object, faults: Mapping[str, tuple[str, ...]], language: str
) -> FieldView | RecordsView:
    title = fact.title.in_language(language) or fact.key
    help_ = fact.help.in_language(language)
    if not isinstance(fact.type, RecordsType):
        return _field(fact, value, faults, language)
    given = value if isinstance(value, list) else []
    rows = []
    for number in range(MOST_ROWS):
        row = given[number] if number < len(given) and isinstance(given[number], dict) else {}
        rows.append(
            tuple(
                _field(
                    Fact(f"{fact.key}.{number}.{each.key}", each.type, each.title),
                    row.get(each.key),
                    {
                        f"/{fact.key}.{number}.{each.key}": faults.get(
                            f"/{fact.key}/{number}/{each.key}", ()
                        )
                    },
                    language,
                )
                for each in fact.type.fields
            )
        )
    columns = tuple(each.title.in_language(language) or each.key for each in fact.type.fields)
    return RecordsView(fact.key, title, help_, columns, tuple(rows), faults.get(f"/{fact.key}", ()))


def _field(
    fact: Fact, value: object, faults: Mapping[str, tuple[str, ...]], language: str
) -> FieldView:
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
        faults=faults.get(f"/{fact.key}", ()),
    )


def _kind(of_type: Type) -> str:
    if isinstance(of_type, BooleanType) or (isinstance(of_type, TextType) and of_type.one_of):
        return "choice"
    kinds = {NumberType: "number", DateType: "date", DateTimeType: "datetime"}
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
        return ", ".join(map(_typed_text, value))
    return str(value)
