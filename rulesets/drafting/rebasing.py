"""Edits that were made on an older content, brought to where they belong in a newer one.

Items of lists are found again by their key or id; those without one by what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit, Editing
from rulesets.errors import CallerError

_NAMES = ("key", "id", "value")


def rebased(
    before: Mapping[str, Any], now: Mapping[str, Any], edits: Iterable[Edit]
) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Find where edits belong in a document that others have changed meanwhile.

    Args:
        before: the document that the edits were made on.
        now: the document as it is.
        edits: one after the other.

    Returns:
        The edits that fit now, and those whose place is not there any more.

    Example:
        >>> before = {"blocks": [{"key": "a"}, {"key": "b", "note": ""}]}
        >>> now = {"blocks": [{"key": "b", "note": ""}]}
        >>> rebased(before, now, [Edit("set", ("blocks", 1, "note"), "x")])[0]
        (Edit(kind='set', path=('blocks', 0, 'note'), value='x', to=None),)
    """
    old, new = Editing(before), Editing(now)
    fit: list[Edit] = []
    lost: list[Edit] = []
    for edit in edits:
        placed = _placed(old.plain, new.plain, edit)
        old.do(edit)
        if placed is None or not _done(new, placed):
            lost.append(edit)
        else:
            fit.append(placed)
    return tuple(fit), tuple(lost)


def _done(editing: Editing, edit: Edit) -> bool:
    try:
        editing.do(edit)
    except CallerError:
        return False
    return True


def _placed(old: Any, new: Any, edit: Edit) -> Edit | None:
    """Walk both documents to the holder of what is edited; then find the item in it."""
    path: list[str | int] = []
    for step in edit.path[:-1]:
        found = _step(old, new, step)
        if found is None:
            return None
        old, new = old[step], new[found]
        path.append(found)
    last = edit.path[-1]
    if isinstance(last, str):
        return replace(edit, path=(*path, last)) if isinstance(new, Mapping) else None
    if not isinstance(new, list) or not isinstance(old, list):
        return None
    if edit.kind == "insert":
        return replace(edit, path=(*path, _before(old, new, last)))
    at = _step(old, new, last)
    if at is None:
        return None
    to = None if edit.to is None else min(edit.to, len(new) - 1)
    return replace(edit, path=(*path, at), to=to)


def _step(old: Any, new: Any, step: str | int) -> str | int | None:
    if isinstance(step, str):
        there = isinstance(old, Mapping) and isinstance(new, Mapping)
        return step if there and step in old and step in new else None
    if not isinstance(old, list) or not isinstance(new, list) or not 0 <= step < len(old):
        return None
    name = _name(old[step])
    if name is None:
        # A cell or an expression: its place is the same, or nobody can tell where it went.
        return step if len(old) == len(new) else None
    return next((at for at, each in enumerate(new) if _name(each) == name), None)


def _before(old: list[Any], new: list[Any], index: int) -> int:
    """Find where to insert: behind the item that stood before, else at the end."""
    if index == 0:
        return 0
    at = _step(old, new, index - 1)
    return len(new) if at is None else int(at) + 1


def _name(item: Any) -> Path | None:
    if not isinstance(item, Mapping):
        return None
    names = tuple(item[key] for key in _NAMES if isinstance(item.get(key), str))
    return names or None
