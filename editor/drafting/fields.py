"""How fields of a page name what they are bound to: an id for the page, the place for faults."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.mending import is_cell, type_at
from rulesets.documents.places import Path, place_in, value_at
from rulesets.drafting.entering import spelled
from rulesets.drafting.storing import is_unit, texts_at
from rulesets.errors import PlaceStep
from rulesets.wording.units import unit_word

FieldPath = list[str | int]
"""A path of the draft's plain data as templates extend it: `path + ["title"]`."""

_NOT_OF_ID = re.compile("[^a-zA-Z0-9]+")


def field_id(path: FieldPath) -> str:
    """Make the id of the field that is bound to a path.

    Example:
        >>> field_id(["blocks", 0, "when unknown", "grade"])
        'f-blocks-0-when-unknown-grade'
    """
    return "f-" + "-".join(_NOT_OF_ID.sub("-", str(step)) for step in path)


def place_words(desk: Desk, path: Path) -> str:
    """Write the place of a path as faults name it, as JSON."""
    place = (*place_in(desk.content, path), *_within_block(path), *_of_lookup(desk.content, path))
    return json.dumps(place, ensure_ascii=False)


def _within_block(path: Path) -> tuple[PlaceStep, ...]:
    """Name the parts of a block that faults name though no item of a list stands there.

    Example:
        >>> _within_block(("blocks", 0, "otherwise", "grade"))
        (('otherwise', 'grade'),)
        >>> _within_block(("blocks", 0, "start")), _within_block(("blocks", 0, "title"))
        ((('input', 'start'),), ())
    """
    match path:
        case ("blocks", int(), "otherwise" | "when unknown" as part, str(key)):
            return ((part, key),)
        case ("blocks", int(), "start" | "amount" | "of" | "by" as part):
            return (("input", part),)
    return ()


def _of_lookup(content: Mapping[str, Any], path: Path) -> tuple[PlaceStep, ...]:
    """Name the column of a cell of a lookup; the first cell tells what is wrong with the row.

    Example:
        >>> content = {"lookups": [{"keys": [{"key": "town"}], "values": [{"key": "rate"}]}]}
        >>> _of_lookup(content, ("lookups", 0, "rows", 7, 1))
        (('column', 'rate'),)
        >>> _of_lookup(content, ("lookups", 0, "rows", 7, 0))
        ()
    """
    match path:
        case ("lookups", int(at), "rows", int(), int(number)) if number:
            item = content["lookups"][at]
            columns = [*(item.get("keys") or ()), *(item.get("values") or ())]
            return tuple(("column", str(each.get("key"))) for each in columns[number : number + 1])
    return ()


def shown_at(desk: Desk, path: Path) -> str:
    """Give the text at a path as the reader sees it; empty where there is none."""
    at = value_at(desk.content, path)
    if not isinstance(at, str):
        return ""
    if is_unit(path):
        return unit_word(at, desk.language)
    texts = texts_at(path, desk.content, desk.showing)
    if texts is None:
        return at
    shown = texts.shown(at, desk.language)
    if not is_cell(path):
        return shown
    return spelled(shown, type_at(desk.content, desk.showing, path), desk.language)
