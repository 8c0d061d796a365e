"""The lookups of a ruleset: all of them, and one as a table that can be typed in and pasted to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

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
from editor.drafting.windows import MOST_ROWS, Window, window_of, window_with
from editor.speech import gettext
from rulesets.drafting import Edit, edits_to

_MOST_CHOICES: Final = 60
"""Of longer code lists one types the value: a list to choose from in each row would be too much."""
_SIDES: Final = ("keys", "values")


@dataclass(frozen=True)
class ColumnView:
    """A column: `remove` takes it out with its cells, none where it is the last of its side."""

    path: FieldPath
    item: Mapping[str, Any]
    typed: TypedView
    side: str
    remove: list[dict[str, Any]]
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LookupLine:
    """A lookup in the list of them."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class LookupView:
    """One lookup.

    `rows` are those of the `window`, each with its path and place. `end` names the window of a row
    that is added, None where it is this one. `add` are the edits that add a column of a side;
    `pasted` its codes by title.
    """

    path: FieldPath
    item: Mapping[str, Any]
    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[FieldPath, int, list[str]], ...]
    window: Window
    end: str | None
    new_row: list[str]
    add: Mapping[str, list[dict[str, Any]]]
    pasted: list[dict[str, str]]
    desk: Desk

    @cached_property
    def uses(self) -> tuple[Used, ...]:
        """What calls it; found when the page is drawn, not while somebody types."""
        return uses_of(self.desk, str(self.item.get("key") or ""), called=True)


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show all lookups, or the one whose key is the rest of the address."""
    items = items_of(desk, "lookups")
    if below:
        place = index_of(items, below)
        return {"lookup": _lookup(desk, place, items[place])}
    key, new = _new(desk)
    return {
        "lines": tuple(_line(each, desk.language) for each in items),
        "add": edits_to_add(desk, "lookups", new),
        "new": f"parts/lookups/{key}",
    }


def _new(desk: Desk) -> tuple[str, dict[str, Any]]:
    key, title = new_key(desk, "lookup")
    first = {"key": "key", "title": {desk.language: gettext("Looked up by")}, "type": "text"}
    given = {"key": "value", "title": {desk.language: gettext("Gives")}, "type": "text"}
    return key, {"key": key, "title": title, "keys": [first], "values": [given], "rows": []}


def _line(item: Mapping[str, Any], language: str) -> LookupLine:
    columns = [each for side in _SIDES for each in item.get(side) or ()]
    return LookupLine(
        key=str(item.get("key") or ""),
        title=title_or_key(item, language),
        columns=tuple(title_or_key(each, language) for each in columns),
        rows=len(item.get("rows") or ()),
    )


def _lookup(desk: Desk, place: int, item: Mapping[str, Any]) -> LookupView:
    path: FieldPath = ["lookups", place]
    rows = [each for each in item.get("rows") or () if isinstance(each, list)]
    columns = tuple(_columns(desk, path, item, len(rows)))
    window = window_of(_said(columns, rows), desk.asked.opened)
    first = next(iter(window.places), 0)
    is_shown = not window.sought and first <= len(rows) < first + MOST_ROWS
    return LookupView(
        path=path,
        item=item,
        title=title_or_key(item, desk.language),
        columns=columns,
        rows=tuple(([*path, "rows", at], at, rows[at]) for at in window.places),
        window=window,
        end=None if is_shown else window_with(len(rows)),
        new_row=[each.codes[0][0] if each.codes else "" for each in columns],
        add={side: edits_to(_added(desk, path, item, side, len(rows))) for side in _SIDES},
        pasted=[{title: value for value, title in each.typed.codes} for each in columns],
        desk=desk,
    )


def _said(columns: tuple[ColumnView, ...], rows: list[list[str]]) -> list[list[str]]:
    """Say each row as it is read: codes by value and title."""
    titles = [dict(each.typed.codes) for each in columns]
    return [
        [f"{text} {known.get(text, '')}" for text, known in zip(row, titles, strict=False)]
        for row in rows
    ]


def _columns(
    desk: Desk, path: FieldPath, item: Mapping[str, Any], rows: int
) -> Iterator[ColumnView]:
    number = 0
    for side in _SIDES:
        listed = item.get(side) or ()
        for at, each in enumerate(listed):
            typed = typed_view(desk, [*path, side, at], each)
            edits = [Edit("remove", (*path, side, at))]
            edits += [Edit("remove", (*path, "rows", row, number)) for row in range(rows)]
            short = typed.codes if len(typed.codes) <= _MOST_CHOICES else ()
            yield ColumnView(
                path=[*path, side, at],
                item=each,
                typed=typed,
                side=side,
                remove=edits_to(edits) if len(listed) > 1 else [],
                codes=short,
            )
            number += 1


def _added(
    desk: Desk, path: FieldPath, item: Mapping[str, Any], side: str, rows: int
) -> list[Edit]:
    """Add a column at the end of its side, blank in every row."""
    keys, values = (item.get(each) or () for each in _SIDES)
    taken = [str(each.get("key")) for each in (*keys, *values)]
    key = fresh("column_", taken)
    number = key.removeprefix("column_")
    title = {desk.language: gettext("Column %(number)s", number=number)}
    at = len(keys) if side == "keys" else len(keys) + len(values)
    new = {"key": key, "title": title, "type": "text"}
    edits = [Edit("insert", (*path, side, len(item.get(side) or ())), new)]
    return edits + [Edit("insert", (*path, "rows", row, at), "") for row in range(rows)]
