"""Laying plain data out as YAML: maps and lists over several lines, in one line where they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rulesets.documents.reading import Plain

WIDTH = 100
STEP = 2

# Only what no reader of YAML could take for anything else stands without quotes.
_PLAIN = re.compile(r"[^\W_](?:[\w .%/+*@()<>=·。、，；（）《》「」-]*[\w%)>）》」。])?")
_NULLS = frozenset({"", "~", "null"})
_SHORT = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
}
# Line ends of Unicode and what cannot be seen are escaped; a parser would fold or refuse them.
_HIDDEN = re.compile('[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff\ufff0-\uffff"\\\\]')


def document(plain: Mapping[str, Plain]) -> str:
    """Lay out a whole document, with an empty line before each list of maps."""
    parts: list[str] = []
    for key, value in plain.items():
        if _in_lines(value) and parts:
            parts.append("")
        parts.extend(map_lines({key: value}, 0))
    return "\n".join(parts) + "\n"


def map_lines(mapping: Mapping[str, Plain], indent: int) -> Iterator[str]:
    """Lay out the pairs of a map, each beginning on its own line.

    Example:
        >>> list(map_lines({"a": "1", "b": [{"c": "> 2"}]}, 0))
        ['a: 1', 'b:', '  - {c: "> 2"}']
    """
    pad = " " * indent
    for key, value in mapping.items():
        head = f"{pad}{scalar(key)}:"
        line = in_line(value, WIDTH - len(head) - 1)
        if line is not None:
            yield f"{head} {line}"
        else:
            yield head
            yield from _lines(value, indent + STEP)


def list_lines(items: Sequence[Plain], indent: int) -> Iterator[str]:
    """Lay out the items of a list, each beginning on its own line with a dash."""
    pad = " " * indent
    for item in items:
        line = in_line(item, WIDTH - indent - STEP)
        if line is not None:
            yield f"{pad}- {line}"
        else:
            first, *rest = _lines(item, indent + STEP)
            yield f"{pad}- {first.lstrip(' ')}"
            yield from rest


def _lines(value: Plain, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        return map_lines(value, indent)
    assert not isinstance(value, str)  # noqa: S101 - a text always stands in one line
    return list_lines(value or (), indent)


def in_line(value: Plain, room: int) -> str | None:
    """Lay a value out in one line; None when it does not fit or reads better over several."""
    if value is None or isinstance(value, str):
        return scalar(value)
    if _in_lines(value):
        return None
    line = flow(value)
    return line if len(line) <= room else None


def _in_lines(value: Plain) -> bool:
    """Tell whether a list of maps or lists is in a value: its items stand on their own lines."""
    if value is None or isinstance(value, str):
        return False
    if isinstance(value, Mapping):
        return any(map(_in_lines, value.values()))
    nested = [item for item in value if item is not None and not isinstance(item, str)]
    return bool(nested) and len(nested) == len(value)


def flow(value: Plain) -> str:
    """Lay a value out in brackets and braces, however long.

    Example:
        >>> flow({"when": ["<= 90", "", "high"], "then": [None]})
        '{when: ["<= 90", "", high], then: [null]}'
    """
    if value is None or isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def scalar(text: str | None, *, quoted: bool = False) -> str:
    """Write a text so that it is read back the same: without quotes only where nothing is in doubt.

    Example:
        >>> scalar("华东"), scalar("-"), scalar("null"), scalar(None), scalar("a", quoted=True)
        ('华东', '"-"', '"null"', 'null', '"a"')
    """
    if text is None:
        return "null"
    if not quoted and text not in _NULLS and _PLAIN.fullmatch(text):
        return text
    return f'"{_HIDDEN.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character, f"\\u{ord(character):04x}")
