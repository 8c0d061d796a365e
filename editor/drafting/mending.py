"""How a wrong text of a table or a rule is mended with one click, where one mending is likely."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.rule_places import rule_text_of
from editor.speech import gettext
from rulesets.documents.places import Path, place_in
from rulesets.drafting import Edit
from rulesets.drafting.entering import entered, quoted, says_more, spelled
from rulesets.drafting.showing import Showing
from rulesets.drafting.storing import texts_at
from rulesets.errors import Fault
from rulesets.types import Both, TextType, Type

_TICKED = re.compile("`([^`]+)`")
_SIDES = (("when", "inputs"), ("then", "outputs"))
_LONGEST = 24
_GIVEN = ("otherwise", "when unknown")
_ENTERED = frozenset({("rows",), *((each,) for each in _GIVEN)})


@dataclass(frozen=True)
class Fix:
    """What a click puts into a cell: `value` as it is stored, `shown` as the reader sees it."""

    title: str
    path: Path
    value: str
    shown: str


def fix_of(desk: Desk, fault: Fault) -> Fix | None:
    """Offer how a text of a table or a rule is mended; None where nobody can tell."""
    path = cell_of(desk, fault) or rule_text_of(desk, fault)
    if path is None:
        return None
    text = _found(desk.content, path)
    if not isinstance(text, str):
        return None
    value = _mended(desk, fault, path, text)
    texts = texts_at(path, desk.content, desk.showing)
    if value == text or texts is None or not texts.reads(value):
        return None
    shown = texts.shown(value, desk.language)
    if path[2] == "rows":
        shown = spelled(shown, type_at(desk.content, desk.showing, path), desk.language)
    said = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    return Fix(gettext("Change to %(text)s", text=said), path, value, shown)


def cell_of(desk: Desk, fault: Fault) -> Path | None:
    """Find the cell of a table that a fault stands in."""
    steps = dict(fault.place)
    row, column = steps.get("row"), steps.get("column")
    index = desk.block(str(steps.get("table", "")))
    if index is None or not isinstance(row, int) or column is None:
        return None
    block = desk.content["blocks"][index]
    for side, part in _SIDES:
        listed = block.get(part)
        for at in range(len(listed) if isinstance(listed, list) else 1):
            path: Path = ("blocks", index, "rows", row - 1, side, at)
            place = place_in(desk.content, path)
            # A place may go on to a character of the text.
            if place == fault.place[: len(place)]:
                return path
    return None


def entered_edits(
    edits: tuple[Edit, ...], content: Mapping[str, Any], showing: Showing
) -> tuple[Edit, ...]:
    """Read cells, and what blocks give otherwise, as a spreadsheet writes them."""
    entering = _Entering(content, showing)
    return tuple(entering.edit(each) for each in edits)


def is_cell(path: Path) -> bool:
    """Tell whether a text stands at a path that is read as a spreadsheet writes it.

    Example:
        >>> is_cell(("blocks", 0, "rows", 7, "then", 0)), is_cell(("blocks", 0, "otherwise", "fee"))
        (True, True)
        >>> is_cell(("blocks", 0, "rows", 7, "note")), is_cell(("blocks", 0, "otherwise"))
        (False, False)
    """
    match path:
        case ("blocks", int(), "rows", int(), "when" | "then", int()):
            return True
        case ("blocks", int(), "otherwise" | "when unknown", str()):
            return True
    return False


def type_at(content: Mapping[str, Any], showing: Showing, path: Path) -> Type | None:
    """Return the type of what stands at the path of a cell."""
    if path[2] in _GIVEN:
        given = showing.names.conclusions.get(str(path[3]))
        return given.type if given else None
    side, at = str(path[4]), int(path[5])
    listed = _found(content, (*path[:2], dict(_SIDES)[side]))
    column = listed[at] if isinstance(listed, list) and at < len(listed) else listed
    if side == "then":
        found = showing.names.conclusions.get(str(column))
        return found.type if found else None
    text = column.get("expression") if isinstance(column, Mapping) else column
    return showing.type_of(text) if isinstance(text, str) else None


class _Entering:
    """Puts cells as they were meant; each column is looked up once."""

    def __init__(self, content: Mapping[str, Any], showing: Showing) -> None:
        self._content, self._showing = content, showing
        self._types: dict[Path, Type | None] = {}

    def edit(self, edit: Edit) -> Edit:
        is_cells = edit.path[:1] == ("blocks",) and edit.path[2:3] in _ENTERED
        if not is_cells or edit.kind not in {"set", "insert"}:
            return edit
        return replace(edit, value=self._value(edit.path, edit.value))

    def _value(self, path: Path, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value((*path, at), each) for at, each in enumerate(value)]
        if isinstance(value, Mapping):
            return {key: self._value((*path, key), each) for key, each in value.items()}
        return self._cell(path, value) if isinstance(value, str) and is_cell(path) else value

    def _cell(self, path: Path, text: str) -> str:
        of = self._type(path)
        is_test = path[4:5] == ("when",)
        value = entered(text, of, tests=is_test)
        if not isinstance(of, TextType) or of.one_of is not None:
            return value
        texts = texts_at(path, self._content, self._showing)
        # In Excel a text stands without quotes.
        is_read = not value.strip() or texts is None or texts.reads(value)
        return value if is_read else quoted(value, tests=is_test)

    def _type(self, path: Path) -> Type | None:
        column = (*path[:2], *path[4:]) if path[2] == "rows" else path
        if column not in self._types:
            self._types[column] = type_at(self._content, self._showing, path)
        return self._types[column]


def _mended(desk: Desk, fault: Fault, path: Path, text: str) -> str:
    of = type_at(desk.content, desk.showing, path) if path[2] == "rows" else _given(desk, path)
    is_value = path[2] == "rows" or path[4] == "then"
    value = entered(text, of, tests=path[4] == "when", guess=True) if is_value else text
    if value != text:
        return value
    found, joined = (fault.words.get(each) for each in ("found", "joined"))
    if fault.code == "comma-in-number" and isinstance(found, str) and isinstance(joined, str):
        return text.replace(found, joined, 1)
    known, wrong = nearest_of(fault), _wrong(fault)
    if known and wrong in text and (fault.code != "unknown-name" or _fits(desk, path, known, of)):
        return text.replace(wrong, known, 1)
    if isinstance(of, TextType) and fault.code == "unknown-name":
        return quoted(text, tests=path[4] == "when")
    return text


def _fits(desk: Desk, path: Path, known: str, of: Type | None) -> bool:
    """Tell whether a name may stand in a cell of its column: one of another kind is not meant."""
    if path[2:3] + path[4:5] != ("rows", "when") or of is None:
        return True
    return type(desk.showing.type_of(known)) is type(of)


def nearest_of(fault: Fault) -> str:
    """Return the known word that a fault offers for a wrong one; empty where it offers none."""
    near = fault.words.get("nearest")
    found = _TICKED.search(near.en) if isinstance(near, Both) else None
    known = found[1] if found else ""
    # What is like 华东 but says 非华东 is its contrary.
    return "" if says_more(_wrong(fault)) and not says_more(known) else known


def _wrong(fault: Fault) -> str:
    wrong = fault.words.get("text", fault.words.get("name"))
    return wrong.strip("`") if isinstance(wrong, str) else ""


def _given(desk: Desk, path: Path) -> Type | None:
    """Return the type of what a rule gives; of a condition none."""
    known = desk.showing.names.conclusions.get(str(path[-1])) if path[4] == "then" else None
    return None if known is None else known.type


def _found(at: Any, path: Path) -> Any:
    for step in path:
        try:
            at = at[step]
        except (LookupError, TypeError):
            return None
    return at
