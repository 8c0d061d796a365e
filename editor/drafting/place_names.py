"""The place of a fault as a person finds it: rules, bands and cases by title or number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from editor.drafting.desk import Desk
from editor.speech import gettext
from rulesets.documents.places import BLOCK_KINDS
from rulesets.errors import PlaceStep

_LISTS: Final[Mapping[str, str]] = {
    "rule": "rules",
    "input": "inputs",
    "band": "bands",
    "case": "cases",
}


def named_place(
    desk: Desk, place: tuple[PlaceStep, ...], titles: Mapping[str, str]
) -> tuple[PlaceStep, ...]:
    """Put titles and numbers for keys and ids, which no analyst sees.

    Args:
        desk: the draft.
        place: the steps of a fault.
        titles: what keys are called.
    """
    return tuple(_named(desk, place, titles))


def _named(
    desk: Desk, place: tuple[PlaceStep, ...], titles: Mapping[str, str]
) -> Iterator[PlaceStep]:
    at: Any = desk.content
    for name, value in place:
        called: str | int = titles.get(str(value), value)
        if name in BLOCK_KINDS:
            index = desk.block(str(value))
            at = None if index is None else desk.content["blocks"][index]
            called = title_in(at or {}, desk.language) or called
        elif name == "list":
            at = _item(desk.content, "lists", value)[1]
            called = title_in(at or {}, desk.language) or called
        elif name in _LISTS:
            number, at = _item(at, _LISTS[name], value)
            if at is None:
                called = _field_titles().get(str(value), called)
            else:
                called = title_in(at, desk.language) or (called if name == "input" else number)
        yield name, called


def _field_titles() -> dict[str, str]:
    """Name the fields of deadlines and rankings as their editors do."""
    return {
        "start": gettext("Starts at"),
        "amount": gettext("Time given"),
        "of": gettext("Ranked by"),
        "by": gettext("Within each"),
    }


def _item(of: Any, listed: str, name: str | int) -> tuple[int, Any]:
    """Find an item of a list by its id or key, and count where it stands."""
    items = of.get(listed) if isinstance(of, Mapping) else None
    for number, each in enumerate(items if isinstance(items, list) else (), start=1):
        if isinstance(each, Mapping) and name in (each.get("id"), each.get("key")):
            return number, each
    return 0, None


def title_or_key(item: Mapping[str, Any], language: str) -> str:
    """Name an item of plain data by its title, else by its key.

    Example:
        >>> title_or_key({"key": "grade", "title": {"zh": "等级"}}, "en")
        '等级'
        >>> title_or_key({"key": "grade"}, "en"), title_or_key({}, "en")
        ('grade', '')
    """
    return title_in(item, language) or str(item.get("key") or "")


def title_in(item: Mapping[str, Any], language: str) -> str:
    """Give the title of an item of plain data, in a language or the other; empty without one.

    Example:
        >>> title_in({"title": {"zh": "", "en": "Grade"}}, "zh"), title_in({}, "zh")
        ('Grade', '')
    """
    title = item.get("title")
    if isinstance(title, Mapping):
        sides = (title.get(language), *title.values())
        title = next((each for each in sides if isinstance(each, str) and each), "")
    return title if isinstance(title, str) else ""
