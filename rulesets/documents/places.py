"""Where something stands in the plain data of a document, as faults and sentences say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rulesets.documents.alignment import is_list
from rulesets.errors import PlaceStep

Path = tuple[str | int, ...]
"""The way to a value in plain data: keys of maps and indexes of lists."""

# What an item of a list is called, by the key of the list; those of a block have the second name.
_ITEMS: Mapping[str, str] = {
    "lists": "list",
    "facts": "fact",
    "conclusions": "conclusion",
    "constants": "constant",
    "lookups": "lookup",
    "functions": "function",
    "parameters": "parameter",
    "fields": "column",
    "keys": "column",
    "rows": "row",
    "rules": "rule",
    "bands": "band",
    "cases": "case",
    "laws": "case",
}
BLOCK_KINDS = frozenset({"table", "rules", "scorecard", "formula", "deadline", "ranking"})
# The columns of a table stand elsewhere than its cells.
_CELLS: Mapping[str, str] = {"when": "inputs", "then": "outputs"}
_MOST_SHOWN = 80
_MOST_OF_COLUMN = 60


def place_in(plain: object, path: Path) -> tuple[PlaceStep, ...]:
    """Name the items of lists on the way to a value, from outer to inner.

    Example:
        >>> table = {"key": "discount", "kind": "table", "inputs": ["amount"]}
        >>> table["rows"] = [{"id": "r1", "when": ["> 5"]}]
        >>> place_in({"blocks": [table]}, ("blocks", 0, "rows", 0, "when", 0))
        (('table', 'discount'), ('row', 1), ('column', 'amount'))
    """
    place: list[PlaceStep] = []
    at: Any = plain
    key, kind = "", ""
    block: Mapping[str, Any] = {}
    for step in path:
        at = _below(at, step)
        if isinstance(step, str):
            key = step
            continue
        name = _name(at)
        if key == "blocks":
            kind = str(at["kind"]) if name and at.get("kind") in BLOCK_KINDS else "block"
            block = at if isinstance(at, Mapping) else {}
            place.append((kind, name or step + 1))
        elif key == "inputs":
            place.append(("input", name or _column(block, "inputs", step)))
        elif key in _CELLS and kind == "table":
            place.append(("column", _column(block, _CELLS[key], step)))
        elif key in _ITEMS:
            # A row is found by its number, as in a spreadsheet.
            place.append((_ITEMS[key], step + 1 if key == "rows" else name or step + 1))
        key = ""
    return tuple(place)


def value_at(plain: object, path: Path) -> Any:
    """Give what stands at a path of plain data; None where nothing does.

    Example:
        >>> plain = {"rows": [{"id": "a"}]}
        >>> value_at(plain, ("rows", 0, "id")), value_at(plain, ("rows", 1, "id"))
        ('a', None)
    """
    for step in path:
        plain = _below(plain, step)
    return plain


def _below(at: Any, step: str | int) -> Any:
    if isinstance(at, Mapping):
        return at.get(step)
    if is_list(at) and isinstance(step, int) and 0 <= step < len(at):
        return at[step]
    return None


def _name(item: Any) -> str:
    if not isinstance(item, Mapping):
        return ""
    names = (item.get(key) for key in ("key", "id"))
    return next((name[:_MOST_SHOWN] for name in names if isinstance(name, str)), "")


def _column(block: Mapping[str, Any], columns: str, number: int) -> str | int:
    """Name a column by its expression, as the checks do."""
    listed = block.get(columns)
    column = _below([listed] if isinstance(listed, str) else listed, number)
    text = column.get("expression") if isinstance(column, Mapping) else column
    if not isinstance(text, str) or not text.strip():
        return number + 1
    shown = " ".join(text.split())
    return shown if len(shown) <= _MOST_OF_COLUMN else shown[: _MOST_OF_COLUMN - 1] + "…"
