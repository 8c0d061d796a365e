"""Edits: small changes of plain data at a path, applied together or not at all.

What an edit does not touch is shared between the data before and after, so that one cell of a table
of 10,000 rows costs a shallow copy of its list. Nobody changes plain data in place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rulesets.documents.places import Path, place_in
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both

EditKind = Literal["set", "insert", "remove", "move"]

_NOT_THERE = Both("这一项已不存在", "what it changes is not there any more")
_NO_LIST = Both("这里不是列表", "there is no list here")
_WHOLE = Both("不能替换整个文档", "the whole document cannot be replaced")
_TAKEN = Both("这里已有同名的项", "something of this name is here already")


@dataclass(frozen=True)
class Edit:
    """One change. The last step of `path` is a key of a map, or an index of a list.

    Attributes:
        kind: `set` puts a value in the place of another, or under a key that was not there;
            `insert` puts one before an index (at the end: the length), or under a new key;
            `remove` takes one out; `move` takes an item out of a list and puts it back.
        path: the way to it.
        value: what `set` and `insert` put there; never changed afterwards.
        to: of `move` the index that the item has afterwards; of `insert` under a key, the place
            of the pair in its map, if it is not the last.
    """

    kind: EditKind
    path: Path
    value: Any = None
    to: int | None = None


class Editing:
    """Plain data being edited, one edit after the other; what it began with stays as it was.

    Example:
        >>> editing = Editing({"title": "a"})
        >>> editing.do(Edit("set", ("title",), "b"))
        Edit(kind='set', path=('title',), value='a', to=None)
        >>> editing.plain
        {'title': 'b'}
    """

    def __init__(self, plain: Mapping[str, Any]) -> None:
        """Begin; nothing is copied before it is touched."""
        self.plain: dict[str, Any] = plain if isinstance(plain, dict) else dict(plain)
        self._number = 0
        # What was copied here may be changed in place, so that 2,000 cells of one paste copy
        # their list once. Kept by reference too: an id is taken again when its owner is gone.
        self._own: dict[int, Any] = {}

    def do(self, edit: Edit) -> Edit:
        """Apply an edit; returns the one that takes it back.

        Raises:
            CallerError: `edit-does-not-fit`, with the place; nothing was changed.
        """
        self._number += 1
        if not edit.path:
            raise self._misfit(edit, _WHOLE)
        self._require_fit(edit)
        holder = self._holder(edit.path)
        last: Any = edit.path[-1]
        if edit.kind == "move":
            assert edit.to is not None  # noqa: S101 - as was required
            holder.insert(edit.to, holder.pop(last))
            return Edit("move", (*edit.path[:-1], edit.to), to=last)
        if edit.kind == "insert":
            self._insert(holder, last, edit)
            return Edit("remove", edit.path)
        if edit.kind == "set":
            if isinstance(holder, dict) and last not in holder:
                holder[last] = edit.value
                return Edit("remove", edit.path)
            old, holder[last] = holder[last], edit.value
            return Edit("set", edit.path, old)
        return self._remove(holder, last, edit.path)

    def _require_fit(self, edit: Edit) -> None:
        """Find all that could go wrong before anything is touched."""
        at: Any = self.plain
        for step in edit.path[:-1]:
            if not _has(at, step):
                raise self._misfit(edit, _NOT_THERE)
            at = at[step]
        last = edit.path[-1]
        if isinstance(at, list) and isinstance(last, int):
            length = len(at) + 1 if edit.kind == "insert" else len(at)
            if not 0 <= last < length:
                raise self._misfit(edit, _NOT_THERE)
            if edit.kind == "move" and (edit.to is None or not 0 <= edit.to < len(at)):
                raise self._misfit(edit, _NOT_THERE)
        elif isinstance(at, dict) and isinstance(last, str):
            if edit.kind == "move":
                raise self._misfit(edit, _NO_LIST)
            if edit.kind == "remove" and last not in at:
                raise self._misfit(edit, _NOT_THERE)
            if edit.kind == "insert" and last in at:
                raise self._misfit(edit, _TAKEN)
            if edit.to is not None and not 0 <= edit.to <= len(at):
                raise self._misfit(edit, _NOT_THERE)
        else:
            raise self._misfit(edit, _NO_LIST if isinstance(last, int) else _NOT_THERE)

    def _holder(self, path: Path) -> Any:
        """Copy the maps and lists on the way to a value, unless they are copies already."""
        self.plain = at = self._owned(self.plain)
        for step in path[:-1]:
            below = self._owned(at[step])
            at[step] = below
            at = below
        return at

    def _owned(self, value: Any) -> Any:
        if id(value) in self._own:
            return value
        made = value.copy()
        self._own[id(made)] = made
        return made

    def _insert(self, holder: Any, last: Any, edit: Edit) -> None:
        if isinstance(holder, list):
            holder.insert(last, edit.value)
            return
        behind = () if edit.to is None else list(holder)[edit.to :]
        holder[last] = edit.value
        for key in behind:
            holder[key] = holder.pop(key)

    def _remove(self, holder: Any, last: Any, path: Path) -> Edit:
        if isinstance(holder, list):
            return Edit("insert", path, holder.pop(last))
        place: int | None = list(holder).index(last)
        if place == len(holder) - 1:
            place = None
        return Edit("insert", path, holder.pop(last), to=place)

    def _misfit(self, edit: Edit, why: Both) -> CallerError:
        words: dict[str, Word] = {"number": self._number, "why": why}
        place = place_in(self.plain, edit.path)
        return CallerError((Fault("edit-does-not-fit", place, words),))


def applied(
    plain: Mapping[str, Any], edits: Iterable[Edit]
) -> tuple[dict[str, Any], tuple[Edit, ...]]:
    """Apply edits in order; returns the data after them, and the edits that lead back.

    Raises:
        CallerError: `edit-does-not-fit`, with the place of the first that does not.

    Example:
        >>> before = {"rows": [{"id": "r1"}, {"id": "r2"}]}
        >>> after, inverse = applied(before, [Edit("remove", ("rows", 0))])
        >>> after
        {'rows': [{'id': 'r2'}]}
        >>> applied(after, inverse)[0] == before
        True
    """
    editing = Editing(plain)
    inverse = [editing.do(edit) for edit in edits]
    return editing.plain, tuple(reversed(inverse))


def _has(at: Any, step: str | int) -> bool:
    if isinstance(at, dict):
        return step in at
    return isinstance(at, list) and isinstance(step, int) and 0 <= step < len(at)
