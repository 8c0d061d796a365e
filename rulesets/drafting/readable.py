"""What can be read of a draft that has faults: its declarations, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rulesets.documents.plain import read_plain
from rulesets.errors import AuthorError
from rulesets.model import Ruleset

_READ = (
    *("uses", "include", "calendars", "lists"),
    *("facts", "conclusions", "constants", "lookups", "functions"),
)
_NAMED = ("key", "title")
_COLUMN = {"key": "value", "type": "text"}
# What is said of something whose key can be read, but not the rest.
_STAND_IN: Mapping[str, Mapping[str, Any]] = {
    "facts": {"type": "text"},
    "conclusions": {"type": "text"},
    "constants": {"type": "text", "value": "-"},
    "lookups": {"keys": [_COLUMN], "values": [_COLUMN], "rows": []},
    "functions": {"parameters": [_COLUMN], "returns": {"type": "text"}, "expression": "null"},
}


def readable(content: Mapping[str, Any]) -> Ruleset:
    """Read what a draft declares and stands on; what cannot be read is left out, blocks always.

    A declaration of which a part is wrong keeps its key, its title and what of it can be read, so
    that texts that name it can be shown and stored. A vocabulary is read as a ruleset that says
    nothing more.

    Example:
        >>> fact = {"key": "sales", "title": "年采购额", "type": "number", "scale": "many"}
        >>> [each.title.zh for each in readable({"ruleset": "r", "facts": [fact, {}]}).facts]
        ['年采购额']
    """
    written = {part: content[part] for part in _READ if content.get(part)}
    whole = _read(content, written)
    if whole is None:
        whole = _read(content, {part: [*_items(part, each)] for part, each in written.items()})
    return whole or Ruleset("draft", "UTC")


def _read(content: Mapping[str, Any], parts: Mapping[str, Any]) -> Ruleset | None:
    # A ruleset whose id is wrong is read under another, for all that it declares.
    for head in dict.fromkeys((content.get("ruleset") or "draft", "draft")):
        try:
            read = read_plain({"ruleset": head, "zone": "UTC", **parts})
        except AuthorError:
            continue
        return read if isinstance(read, Ruleset) else None
    return None


def _items(part: str, written: Any) -> Iterator[Any]:
    """Give the items that can be read, or as much of each as can be."""
    seen: set[str] = set()
    for each in written if isinstance(written, list) else [written]:
        key = each.get("key") if isinstance(each, dict) else None
        if isinstance(key, str) and key in seen:
            continue
        found = next((one for one in _forms(part, each) if _read({}, {part: [one]})), None)
        if found is not None:
            seen.add(str(key))
            yield found


def _forms(part: str, each: Any) -> Iterator[Any]:
    """Give what may be read of an item, the most first."""
    yield each
    if not isinstance(each, dict) or part not in _STAND_IN:
        return
    stand_in = _STAND_IN[part]
    # What is wrong may be one of the things that say what it is: each is tried without the others.
    for left_out in [key for key in each if key not in _NAMED]:
        without = {key: value for key, value in each.items() if key != left_out}
        yield {**stand_in, **without}
    named = {key: each[key] for key in _NAMED if key in each}
    yield {**named, **stand_in}
    yield {"key": each.get("key"), **stand_in}
