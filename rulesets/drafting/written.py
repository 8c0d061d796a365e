"""Edits as JSON data: what a page sends and what a draft's history keeps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, cast, get_args

from rulesets.documents.nodes import MOST_DEPTH, MOST_VALUES, forbidden
from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit, EditKind
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both

MOST_EDITS = 100_000
"""So many edits are one change at most; a paste of 8,000 rows of twelve cells is fewer."""

MOST_CHARACTERS = 8_000_000
LONGEST_KEY = 128
MOST_INDEX = 1_000_000

_KINDS = get_args(EditKind)
_NEEDED = {
    "set": {"kind", "path", "value"},
    "insert": {"kind", "path", "value"},
    "remove": {"kind", "path"},
    "move": {"kind", "path", "to"},
}
_LIST = Both("一列修改", "a list of edits")
_EDIT = Both("kind、path 与相应的 value 或 to", "kind, path, and value or to as they belong")
_PATH = Both(
    f"至多 {MOST_DEPTH} 步的路径，每步是文本或序号",
    f"a path of at most {MOST_DEPTH} steps, each a text or an index",
)
_INDEX = Both("序号", "an index")
_VALUE = Both("只由文本、列表、键值对和空值组成", "texts, lists, maps and null only")
_SHALLOW = Both(f"至多 {MOST_DEPTH} 层", f"at most {MOST_DEPTH} levels")
_SHORT_KEY = Both(f"至多 {LONGEST_KEY} 个字符的键", f"keys of at most {LONGEST_KEY} characters")
_FEWER = Both("少一些内容", "less at once")
_CLEAN = Both("没有控制字符的文本", "texts without control characters")
_MOST_SHOWN = 40


def edits_from(data: object) -> tuple[Edit, ...]:
    """Read edits from JSON data, strictly: nothing but texts, lists, maps and null is a value.

    Raises:
        CallerError: `bad-edits`, with the pointer of what is wrong.

    Example:
        >>> edits_from([{"kind": "set", "path": ["title"], "value": "分级"}])
        (Edit(kind='set', path=('title',), value='分级', to=None),)
        >>> edits_from([{"kind": "set", "path": ["title"], "value": 5}])
        Traceback (most recent call last):
        rulesets.errors.CallerError: bad-edits: `/0/value`: the edits are not written …
    """
    if not isinstance(data, list) or not data:
        raise _bad("", _LIST, data)
    if len(data) > MOST_EDITS:
        raise _bad("", _FEWER, len(data))
    reading = _Reading()
    return tuple(reading.edit(each, f"/{number}") for number, each in enumerate(data))


def edits_to(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Write edits as JSON data."""
    return [_written(edit) for edit in edits]


def _written(edit: Edit) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": edit.kind, "path": list(edit.path)}
    if edit.kind in {"set", "insert"}:
        written["value"] = edit.value
    if edit.to is not None:
        written["to"] = edit.to
    return written


class _Reading:
    """Reads edits, and counts what they hold together."""

    def __init__(self) -> None:
        self._values = 0
        self._characters = 0

    def edit(self, data: object, path: str) -> Edit:
        if not isinstance(data, dict):
            raise _bad(path, _EDIT, data)
        kind = data.get("kind")
        if not isinstance(kind, str) or kind not in _KINDS:
            raise _bad(f"{path}/kind", Both("、".join(_KINDS), ", ".join(_KINDS)), kind)
        optional = {"to"} if kind == "insert" else set()
        if not _NEEDED[kind] <= data.keys() <= _NEEDED[kind] | optional:
            raise _bad(path, _EDIT, ", ".join(map(str, data)))
        to = data.get("to")
        if "to" in data and not _is_index(to):
            raise _bad(f"{path}/to", _INDEX, to)
        value = self._value(data["value"], f"{path}/value", 0) if "value" in data else None
        return Edit(cast(EditKind, kind), self._path(data["path"], f"{path}/path"), value, to)

    def _path(self, data: object, path: str) -> Path:
        if not isinstance(data, list) or not 0 < len(data) <= MOST_DEPTH:
            raise _bad(path, _PATH, data)
        for step in data:
            if not _is_index(step) and not isinstance(step, str):
                raise _bad(path, _PATH, step)
        return tuple(self._key(each, path) if isinstance(each, str) else each for each in data)

    def _value(self, value: object, path: str, depth: int) -> Any:
        self._count(path)
        if value is None:
            return None
        if isinstance(value, str):
            return self._text(value, path)
        if depth >= MOST_DEPTH:
            raise _bad(path, _SHALLOW, "…")
        if isinstance(value, list):
            return [self._value(each, f"{path}/{n}", depth + 1) for n, each in enumerate(value)]
        if isinstance(value, dict):
            return {
                self._key(key, path): self._value(each, f"{path}/{key}", depth + 1)
                for key, each in value.items()
            }
        raise _bad(path, _VALUE, value)

    def _key(self, key: object, path: str) -> str:
        if not isinstance(key, str) or len(key) > LONGEST_KEY:
            raise _bad(path, _SHORT_KEY, key)
        return self._text(key, path)

    def _text(self, text: str, path: str) -> str:
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise _bad(path, _FEWER, "…")
        if text.isascii() and text.isprintable():
            return text
        if found := forbidden(text):
            raise _bad(path, _CLEAN, f"U+{ord(found):04X}")
        return unicodedata.normalize("NFC", text)

    def _count(self, path: str) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            raise _bad(path, _FEWER, "…")


def _is_index(step: object) -> bool:
    return isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= MOST_INDEX


def _bad(path: str, expected: Both, found: object) -> CallerError:
    shown = found if isinstance(found, str) else type(found).__name__
    clean = "".join(each if each.isprintable() else "?" for each in shown[:_MOST_SHOWN])
    words: dict[str, Word] = {"expected": expected, "found": clean}
    return CallerError((Fault("bad-edits", (("path", path[:200]),), words),))
