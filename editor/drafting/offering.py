"""The names and functions that the fields of a page offer while one types."""

from __future__ import annotations

from typing import Any, Final

from editor.drafting.desk import Desk
from editor.speech import gettext
from editor.views.names import type_words
from rulesets.drafting.showing import ShownFunction, ShownName
from rulesets.types import Type
from rulesets.wording import kind_title
from rulesets.wording.units import unit_word

_MOST_CODES: Final = 300
"""Values of one name that are offered; of longer lists one types the value itself."""


def offered(desk: Desk) -> list[dict[str, Any]]:
    """List what a text may hold, as static/desk/suggesting.js reads it."""
    language = desk.language
    names = [_name(each, language) for each in desk.showing.suggestions(language)]
    return names + [_function(each) for each in desk.showing.built_in(language)]


def type_and_unit(of: Type | None, unit: str, language: str) -> str:
    """Say a type with its unit, as `number · CNY`; empty where it is not known."""
    words = [type_words(of)] if of is not None else []
    return " · ".join([*words, *([unit_word(unit, language)] if unit else [])])


def _name(of: ShownName, language: str) -> dict[str, Any]:
    said = kind_title(of.kind, language)
    type_said = type_and_unit(of.type, of.unit, language)
    return {
        "title": of.title,
        "typed": of.typed,
        "key": of.key,
        "kind": of.kind,
        "about": " · ".join(filter(None, (said, type_said))),
        "help": of.help,
        "codes": [title for _, title in of.codes[:_MOST_CODES]],
        "called": of.kind in {"lookup", "function"},
    }


def _function(of: ShownFunction) -> dict[str, Any]:
    return {
        "title": of.title,
        "typed": of.signature,
        "key": of.key,
        "kind": "function",
        "about": gettext("function"),
        "help": of.help,
        "codes": [],
        "called": of.signature != of.title,
    }
