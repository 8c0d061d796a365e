"""Facts, conclusions and constants as a page lists them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.speech import gettext, joined
from rulesets.checked import CheckedRuleset
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
from rulesets.wording import value_text
from rulesets.wording.units import unit_word

MOST_VALUES = 8
"""Values of a code list that are read at a glance; 249 countries would fill a page."""


@dataclass(frozen=True)
class NameView:
    """One name with its type in words, its domain and its help.

    `whole` is the domain in full, where `domain` tells its first values only.
    """

    key: str
    title: str
    help: str
    type: str
    domain: str
    is_personal: bool
    is_required: bool
    whole: str = ""


def fact_views(checked: CheckedRuleset, language: str) -> tuple[NameView, ...]:
    """List all facts, those that are read by a block or not, in their order."""
    return tuple(
        NameView(
            key=key,
            title=fact.title.in_language(language) or key,
            help=fact.help.in_language(language),
            type=type_words(fact.type),
            domain=short_domain(fact.type, language),
            is_personal=key in checked.personal or fact.personal,
            is_required=key in checked.required,
            whole=domain_words(fact.type, language) if _is_long(fact.type) else "",
        )
        for key, fact in checked.facts.items()
    )


def type_words(of_type: Type) -> str:
    """Name a type in the reader's language."""
    words = {
        NumberType: gettext("number"),
        TextType: gettext("text"),
        BooleanType: gettext("yes or no"),
        DateType: gettext("date"),
        DateTimeType: gettext("date and time"),
        ListType: gettext("list"),
        RecordsType: gettext("records"),
    }
    if isinstance(of_type, TextType) and of_type.one_of is not None:
        return gettext("choice")
    return words[type(of_type)]


def short_domain(of_type: Type, language: str) -> str:
    """Say a type's domain, of a long code list its first values."""
    if not (_is_long(of_type) and isinstance(of_type, TextType) and of_type.one_of):
        return domain_words(of_type, language)
    listed = of_type.one_of
    first = TextType(replace(listed, codes=listed.codes[:MOST_VALUES]))
    return domain_words(first, language) + " …"


def _is_long(of_type: Type) -> bool:
    listed = of_type.one_of if isinstance(of_type, TextType) else None
    return listed is not None and len(listed.codes) > MOST_VALUES


def domain_words(of_type: Type, language: str) -> str:
    """Say a type's domain: bounds with unit, values of a code list, columns of records."""
    if isinstance(of_type, NumberType):
        return _bounds(of_type, language)
    if isinstance(of_type, TextType) and of_type.one_of is not None:
        titles = [code.title.in_language(language) or code.value for code in of_type.one_of.codes]
        return joined(titles, language)
    if isinstance(of_type, ListType):
        return domain_words(of_type.item, language)
    if isinstance(of_type, RecordsType):
        titles = [each.title.in_language(language) or each.key for each in of_type.fields]
        return joined(titles, language)
    return ""


def _bounds(of_type: NumberType, language: str) -> str:
    low, high = of_type.minimum, of_type.maximum
    parts = []
    if low is not None:
        parts.append("≥ " + value_text(low, of_type, language))
    if high is not None:
        parts.append("≤ " + value_text(high, of_type, language))
    if parts:
        return ("，" if language == "zh" else ", ").join(parts)
    return gettext("in %(unit)s", unit=unit_word(of_type.unit, language)) if of_type.unit else ""
