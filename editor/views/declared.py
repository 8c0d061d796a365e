"""What stands beside the blocks: constants, lookups, functions, cases, and documents used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from editor.views.names import type_words
from rulesets import model
from rulesets.checked import CheckedLookup, CheckedRuleset
from rulesets.types import BooleanType, Both, DateTimeType, DateType, ListType, NumberType, Type
from rulesets.values import Value
from rulesets.wording import expression_text, name_title, value_text

MOST_ENTRIES = 500
"""Rows of one lookup, and cases, that a reading page shows; it says how many there are."""


@dataclass(frozen=True)
class ConstantView:
    """A constant: its title, and each value with the day it holds from."""

    key: str
    title: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LookupView:
    """A lookup: headings of its key columns, then of its value columns, and the first rows.

    `numbers` tells of each column whether it holds numbers; an absent value is an empty text.
    """

    key: str
    title: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of: int
    numbers: tuple[bool, ...]


@dataclass(frozen=True)
class FunctionView:
    """A function: its parameters with their types, what it gives, and how, in words."""

    key: str
    title: str
    parameters: tuple[tuple[str, str], ...]
    returns: str
    text: str


@dataclass(frozen=True)
class CaseView:
    """An example an author wrote: what is given, what must come of it."""

    id: str
    title: str
    as_of: str
    given: tuple[tuple[str, str], ...]
    expect: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UsedView:
    """A vocabulary or an included ruleset at its version."""

    title: str
    version: int
    ruleset: str = ""


@dataclass(frozen=True)
class DeclaredView:
    """All that a ruleset declares beside facts and blocks."""

    constants: tuple[ConstantView, ...]
    lookups: tuple[LookupView, ...]
    functions: tuple[FunctionView, ...]
    cases: tuple[CaseView, ...]
    all_cases: int
    used: tuple[UsedView, ...]


def declared_view(checked: CheckedRuleset, language: str) -> DeclaredView:
    """Show what a ruleset declares, with what it takes from the rulesets it includes."""
    cases = checked.ruleset.cases
    return DeclaredView(
        constants=tuple(_constants(checked, language)),
        lookups=tuple(_lookups(checked, language)),
        functions=tuple(_functions(checked, language)),
        cases=tuple(_case(checked, case, language) for case in cases[:MOST_ENTRIES]),
        all_cases=len(cases),
        used=tuple(_used(checked, language)),
    )


def _constants(checked: CheckedRuleset, language: str) -> Iterator[ConstantView]:
    for key, constant in checked.constants.items():
        yield ConstantView(
            key,
            name_title(checked, key, language),
            tuple(
                (
                    "" if since is None else value_text(since, None, language),
                    value_text(value, constant.type, language),
                )
                for since, value in constant.values
            ),
        )


def _lookups(checked: CheckedRuleset, language: str) -> Iterator[LookupView]:
    written = {
        each.key: each
        for ruleset in (checked.ruleset, *checked.bundle.included)
        for each in ruleset.lookups
    }
    for key, lookup in checked.lookups.items():
        yield LookupView(
            key,
            name_title(checked, key, language),
            keys=tuple(_heading(each, language) for each in written[key].keys),
            values=tuple(_heading(each, language) for each in written[key].values),
            rows=tuple(_lookup_rows(lookup, language)),
            of=len(lookup.rows),
            numbers=tuple(isinstance(each, NumberType) for each in _column_types(lookup)),
        )


def _lookup_rows(lookup: CheckedLookup, language: str) -> Iterator[tuple[str, ...]]:
    types = _column_types(lookup)
    for (keys, values), _ in zip(lookup.rows.items(), range(MOST_ENTRIES), strict=False):
        yield tuple(
            "" if value is None else value_text(value, of_type, language)
            for value, of_type in zip((*keys, *values), types, strict=True)
        )


def _column_types(lookup: CheckedLookup) -> tuple[Type, ...]:
    return (*lookup.key_types, *(of_type for _, of_type in lookup.columns))


def _functions(checked: CheckedRuleset, language: str) -> Iterator[FunctionView]:
    written = {
        each.key: each
        for ruleset in (checked.ruleset, *checked.bundle.included)
        for each in ruleset.functions
    }
    for key, function in checked.functions.items():
        # In the words of a function its parameters are names as facts are elsewhere.
        named = {
            each.key: model.Fact(each.key, each.type, each.title)
            for each in written[key].parameters
        }
        within = replace(checked, facts={**checked.facts, **named})
        yield FunctionView(
            key,
            name_title(checked, key, language),
            parameters=tuple(
                (_heading(each, language), type_words(each.type))
                for each in written[key].parameters
            ),
            returns=type_words(function.returns),
            text=expression_text(function.body, within, language),
        )


def _heading(column: model.Column, language: str) -> str:
    return column.title.in_language(language) or column.key


def _case(checked: CheckedRuleset, case: model.Case, language: str) -> CaseView:
    return CaseView(
        id=case.id,
        title=case.title.in_language(language) or case.id,
        as_of=value_text(_read(case.as_of, DateTimeType()), None, language) if case.as_of else "",
        given=_said(checked, case.given, language),
        expect=_said(checked, case.expect, language),
    )


def _said(
    checked: CheckedRuleset, pairs: tuple[tuple[str, object], ...], language: str
) -> tuple[tuple[str, str], ...]:
    types: dict[str, Type] = {key: fact.type for key, fact in checked.facts.items()}
    types |= {key: conclusion.type for key, conclusion in checked.conclusions.items()}
    types |= {f"previous({key})": each.type for key, each in checked.conclusions.items()}
    return tuple(
        (
            name_title(checked, key, language),
            value_text(_read(value, types.get(key)), types.get(key), language, short=False),
        )
        for key, value in pairs
    )


def _read(written: object, of_type: Type | None) -> Value:
    """Read what an author wrote by its type; what does not fit stays the text it is."""
    if isinstance(written, list):
        item = of_type.item if isinstance(of_type, ListType) else None
        return tuple(_read(each, item) for each in written)
    if isinstance(written, dict):
        return {str(key): _read(each, None) for key, each in written.items()}
    if not isinstance(written, str):
        return written if isinstance(written, bool | Decimal) else None
    try:
        return _READERS.get(type(of_type), str)(written)
    except (ArithmeticError, KeyError, ValueError):
        return written


_READERS: Mapping[type, Callable[[str], Value]] = {
    NumberType: Decimal,
    DateType: date.fromisoformat,
    DateTimeType: datetime.fromisoformat,
    BooleanType: {"true": True, "false": False}.__getitem__,
}


def _used(checked: CheckedRuleset, language: str) -> Iterator[UsedView]:
    bundle = checked.bundle
    for vocabulary in bundle.vocabularies:
        yield UsedView(_title(vocabulary.title, vocabulary.id, language), vocabulary.version)
    rulesets = (bundle.ruleset, *bundle.included)
    versions = {use.id: use.version for ruleset in rulesets for use in ruleset.include}
    for included in bundle.included:
        title = _title(included.title, included.id, language)
        yield UsedView(title, versions[included.id], included.id)


def _title(title: Both, id_: str, language: str) -> str:
    return title.in_language(language) or id_
