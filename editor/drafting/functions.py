"""The functions of a ruleset: all of them, and one with its parameters and its expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.fields import FieldPath
from editor.drafting.making import fresh
from editor.drafting.parts import (
    TypedView,
    Used,
    edits_to_add,
    index_of,
    items_of,
    new_key,
    typed_view,
    uses_of,
)
from editor.drafting.place_names import title_or_key
from editor.speech import gettext


@dataclass(frozen=True)
class FunctionLine:
    """A function in the list of them, as it is called."""

    key: str
    title: str
    called: str


@dataclass(frozen=True)
class FunctionView:
    """One function. `names` are the titles of its parameters, offered in its expression first."""

    path: FieldPath
    item: Mapping[str, Any]
    title: str
    parameters: tuple[tuple[TypedView, Mapping[str, Any]], ...]
    returns: TypedView
    new: dict[str, Any]
    names: tuple[str, ...]
    desk: Desk

    @cached_property
    def uses(self) -> tuple[Used, ...]:
        """What calls it; found when the page is drawn, not while somebody types."""
        return uses_of(self.desk, str(self.item.get("key") or ""), called=True)


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show all functions, or the one whose key is the rest of the address."""
    items = items_of(desk, "functions")
    if below:
        place = index_of(items, below)
        return {"function": _function(desk, place, items[place])}
    key, title = new_key(desk, "function")
    first = _parameter((), desk.language)
    new = {
        "key": key,
        "title": title,
        "parameters": [first],
        "returns": {"type": "number"},
        "expression": first["key"],
    }
    return {
        "lines": tuple(_line(each, desk.language) for each in items),
        "add": edits_to_add(desk, "functions", new),
        "new": f"parts/functions/{key}",
    }


def _line(item: Mapping[str, Any], language: str) -> FunctionLine:
    names = [title_or_key(each, language) for each in item.get("parameters") or ()]
    title = title_or_key(item, language)
    return FunctionLine(str(item.get("key") or ""), title, f"{title}({', '.join(names)})")


def _parameter(taken: tuple[str, ...], language: str) -> dict[str, Any]:
    key = fresh("parameter_", taken)
    number = key.removeprefix("parameter_")
    title = {language: gettext("Parameter %(number)s", number=number)}
    return {"key": key, "title": title, "type": "number"}


def _function(desk: Desk, place: int, item: Mapping[str, Any]) -> FunctionView:
    path: FieldPath = ["functions", place]
    listed = [each for each in item.get("parameters") or () if isinstance(each, Mapping)]
    parameters = tuple(
        (typed_view(desk, [*path, "parameters", at], each), each) for at, each in enumerate(listed)
    )
    returns = item.get("returns")
    return FunctionView(
        path=path,
        item=item,
        title=title_or_key(item, desk.language),
        parameters=parameters,
        returns=typed_view(
            desk, [*path, "returns"], returns if isinstance(returns, Mapping) else {}
        ),
        new=_parameter(tuple(str(each.get("key")) for each in listed), desk.language),
        names=tuple(each.title for each, _ in parameters),
        desk=desk,
    )
