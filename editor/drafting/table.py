"""A decision table at its desk: the browser keeps it, and is told what answers change in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from editor.browser_files import library_address, modules_of_grid
from editor.drafting.block_head import conclusion_choices
from editor.drafting.desk import Desk
from editor.drafting.faults import said_in, titles_of
from editor.drafting.mending import Fix, fix_of, type_at
from editor.drafting.place_names import title_in
from editor.speech import gettext
from editor.views.grid import grid_words
from rulesets.documents.places import Path, place_in
from rulesets.drafting import Edit
from rulesets.drafting.entering import spelled
from rulesets.drafting.storing import texts_at
from rulesets.errors import Fault
from rulesets.types import NumberType, Type
from rulesets.wording.units import unit_word

MOST_MARKED: Final = 500
"""So many cells are marked as wrong at once; the others once these are mended."""

MOST_AT_ONCE: Final = 1_000
"""A page with more rows comes before its checks: to check and try them takes longer than to read
on; with fewer it comes whole, and nothing of it moves."""

_SIDES: Final[Mapping[str, str]] = {"inputs": "when", "outputs": "then"}
_COLUMNS: Final = frozenset(_SIDES)
_NAMING_NOTHING: Final = frozenset({"blocks", "cases", "note", "title"})
"""Parts of a draft by which no text of a table is shown otherwise."""


@dataclass(frozen=True)
class Head:
    """What stands above a column: its title and unit; numbers stand at the `right`."""

    title: str
    unit: str
    right: bool


def comes_first(content: Mapping[str, Any], at: str) -> bool:
    """Tell whether the page of a part is a table that comes before its checks.

    Example:
        >>> large = {"key": "fee", "kind": "table", "rows": [{}] * 1_001}
        >>> content = {"blocks": [large, {"key": "grade", "kind": "rules"}]}
        >>> comes_first(content, "blocks/fee"), comes_first(content, "blocks/grade")
        (True, False)
    """
    blocks = content.get("blocks") or ()
    tables = {f"blocks/{each.get('key')}": each for each in blocks if each.get("kind") == "table"}
    rows = sum(len(_listed(each, "rows")) for each in tables.values())
    return at in tables and rows > MOST_AT_ONCE


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a table: what the page needs is made when its template asks for it."""
    block = desk.content["blocks"][index]
    return {
        "grid": lambda fired: grid_data(desk, index, fired),
        "columns": lambda: column_choices(desk, block),
        "outputs": conclusion_choices(desk),
        "scripts": ("grid/main.js",),
        "modules": modules_of_grid(),
        "answered": {
            "index": index,
            "cells": marked_cells(desk, index),
            "heads": heads(desk, block),
        },
        "changed": lambda edits, whole: changed(desk, index, edits, whole=whole),
    }


def grid_data(desk: Desk, index: int, fired: tuple[str, ...]) -> dict[str, Any]:
    """Give what the grid begins with."""
    block = desk.content["blocks"][index]
    at = f"blocks/{block.get('key')}"
    return {
        "language": desk.language,
        "words": grid_words(desk.language),
        "library": library_address("revogrid"),
        "block": shown_block(desk, index),
        "index": index,
        "heads": heads(desk, block),
        "cells": marked_cells(desk, index),
        "fired": fired,
        "writes": desk.writes,
        "sentence": url_for("pages.desk_rows.sentence", draft=desk.draft.id, at=at),
    }


def shown_block(desk: Desk, index: int) -> dict[str, Any]:
    """Give the plain data of a table with its texts as the reader sees them."""
    path: Path = ("blocks", index)
    block = desk.content["blocks"][index]
    kept = {key: block[key] for key in ("inputs", "outputs", "rows") if key in block}
    return {
        "inputs": [],
        "outputs": [],
        "rows": [],
        **{key: _shown(desk, (*path, key), value) for key, value in kept.items()},
    }


def _shown(desk: Desk, path: Path, value: Any) -> Any:
    if isinstance(value, str):
        return _teller(desk, path)(value)
    if isinstance(value, list):
        if path[2:] == ("rows",):
            return list(_rows(desk, path, value))
        return [_shown(desk, (*path, at), each) for at, each in enumerate(value)]
    if isinstance(value, Mapping):
        return {key: _shown(desk, (*path, key), each) for key, each in value.items()}
    return value


def _rows(desk: Desk, path: Path, rows: list[Any]) -> Iterator[Any]:
    """Show rows column by column: what shows the cells of one is found once."""
    block = desk.content["blocks"][path[1]]
    sides: dict[str, list[Callable[[str], str]]] = {
        side: [_teller(desk, (*path, 0, side, at)) for at in range(many)]
        for side, many in ((side, len(_listed(block, part))) for part, side in _SIDES.items())
    }
    for row in rows:
        shown = dict(row)
        for side, columns in sides.items():
            cells = row.get(side)
            if not isinstance(cells, list):
                continue
            shown[side] = [
                columns[at](cell) if isinstance(cell, str) and at < len(columns) else cell
                for at, cell in enumerate(cells)
            ]
        yield shown


def _teller(desk: Desk, path: Path) -> Callable[[str], str]:
    """Return what shows the text at a path: titles for names, days as people write them."""
    texts, language = texts_at(path, desk.content, desk.showing), desk.language
    if texts is None:
        return str
    if path[2] != "rows":
        return lambda text: texts.shown(text, language)
    of = type_at(desk.content, desk.showing, path)
    return lambda text: spelled(texts.shown(text, language), of, language)


def heads(desk: Desk, block: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Say what stands above each column, on both sides."""
    inputs = [vars(_input_head(desk, each)) for each in _listed(block, "inputs")]
    outputs = [vars(_output_head(desk, str(each))) for each in _listed(block, "outputs")]
    return {"inputs": inputs, "outputs": outputs}


def _input_head(desk: Desk, column: Any) -> Head:
    own = column.get("title") if isinstance(column, Mapping) else None
    text = column.get("expression") if isinstance(column, Mapping) else column
    expression = text if isinstance(text, str) else ""
    shown = desk.showing.expression(expression, desk.language)
    title = title_in({"title": own}, desk.language) or shown
    return _head(title, shown, desk.showing.type_of(expression), desk.language)


def _output_head(desk: Desk, key: str) -> Head:
    found = desk.showing.names.conclusions.get(key)
    of = found.type if found else None
    return _head(desk.showing.title(key, desk.language), key, of, desk.language)


def _head(title: str, text: str, of: Type | None, language: str) -> Head:
    if not isinstance(of, NumberType):
        return Head(title or text, "", right=False)
    unit = unit_word(of.unit, language) if of.unit else ""
    return Head(title or text, unit, right=True)


def column_choices(desk: Desk, block: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List what may be asked in a column: its text, and the unit or kind beside it."""
    own = set(_listed(block, "outputs"))
    kinds = {"fact": gettext("fact"), "conclusion": gettext("conclusion")}
    return [
        (each.typed, " · ".join(filter(None, (kinds.get(each.kind, ""), each.unit))))
        for each in desk.showing.suggestions(desk.language)
        if each.kind in kinds and each.key not in own
    ]


def marked_cells(desk: Desk, index: int) -> list[dict[str, Any]]:
    """Say which cells are wrong, each with its mending where one is known."""
    path: Path = ("blocks", index)
    block = desk.content["blocks"][index]
    of_block = place_in(desk.content, path)
    faults = (each for each in desk.faults if each.place[:1] == of_block)
    columns = _columns(desk, path, block)
    titles = titles_of(desk)
    cells = (_cell(desk, fault, columns, titles) for fault in faults)
    marked = []
    for cell in cells:
        if cell is not None:
            marked.append(cell)
        if len(marked) == MOST_MARKED:
            break
    return marked


def _columns(desk: Desk, path: Path, block: Mapping[str, Any]) -> dict[str | int, str]:
    """Lead from the names of columns in faults to what the grid calls them."""
    found: dict[str | int, str] = {}
    for part, side in _SIDES.items():
        for at in range(len(_listed(block, part))):
            (step,) = place_in(desk.content, (*path, "rows", 0, side, at))[2:]
            found.setdefault(step[1], f"{side}{at}")
    return found


def _cell(
    desk: Desk, fault: Fault, columns: Mapping[str | int, str], titles: Mapping[str, str]
) -> dict[str, Any] | None:
    steps = dict(fault.place)
    row, prop = steps.get("row"), columns.get(steps.get("column", ""), "")
    if not isinstance(row, int) or not prop:
        return None
    text, hint = said_in(desk, fault, titles)
    fix: Fix | None = fix_of(desk, fault)
    place = [list(step) for step in fault.place]
    told = {"row": row - 1, "prop": prop, "place": place, "message": text, "hint": hint}
    return told | ({"fix": {"title": fix.title, "value": fix.shown}} if fix else {})


def changed(desk: Desk, index: int, edits: Iterable[Edit], *, whole: bool) -> dict[str, Any]:
    """Say how the table is now: by edits as the browser does its own, or whole.

    Args:
        desk: the draft after the edits.
        index: of the block, as it is now.
        edits: what was done.
        whole: whether the browser may not know what was there before.
    """
    block: Path = ("blocks", index)
    made = tuple(edits)
    # Whole blocks came, went or moved: what is here now may be another. Or names are others.
    is_other = any(
        each.path[0] not in _NAMING_NOTHING or (each.path[0] == "blocks" and not each.path[2:])
        for each in made
    )
    own = [each for each in made if each.path[:2] == block and each.path[2:]]
    beside = whole or is_other or any(each.path[2] not in {"rows", "inputs"} for each in own)
    # A cell is shown by its column: where columns are others, all cells may be.
    if whole or is_other or any(each.path[2] in _COLUMNS for each in own):
        return {"block": shown_block(desk, index), "beside": beside}
    shown = [_as_shown(desk, each) for each in own if each.path[2] == "rows"]
    return {"edits": shown, "beside": beside}


def _as_shown(desk: Desk, edit: Edit) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": edit.kind, "path": list(edit.path[2:])}
    if edit.kind in {"set", "insert"}:
        shown["value"] = _shown(desk, edit.path, edit.value)
    return shown if edit.to is None else shown | {"to": edit.to}


def _listed(block: Mapping[str, Any], part: str) -> list[Any]:
    value = block.get(part)
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]
