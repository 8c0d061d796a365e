"""Reads JSON strictly: numbers exact, no member twice, nothing that JSON does not know.

Section 15 of docs/language.md. Whatever a body holds, it is read in time in proportion to its size.
"""

from __future__ import annotations

import decimal
import json
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import Any

from rulesets.errors import CallerError, Fault, PlaceStep
from rulesets.types import Both

MOST_BYTES = 1_000_000
MOST_NESTING = 16
MOST_FAULTS = 1000
"""How many faults are told at once: a body can hold 250,000, whose words are a gigabyte."""

MOST_MARKS = 64
"""How many combining marks stand in a row: putting n of them in order takes n² steps."""

_SHOWN_NAME = 80

_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = "".join(
    chr(each)
    # Nothing beyond has marks: where the planes for rare writing end, and selectors of variants.
    for each in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0))
    if unicodedata.category(chr(each))[0] == "M"
)
_MARKS = re.compile(f"[{_MARK}]{{{MOST_MARKS + 1}}}")
# What the reader of the standard library says, by the beginning of its sentence.
_REASONS: tuple[tuple[str, Both], ...] = (
    ("Expecting value", Both("应为一个值", "expected a value")),
    ("Expecting property name", Both("应为带双引号的成员名", "expected a member name in quotes")),
    ("Expecting ':'", Both("应为冒号", "expected a colon")),
    ("Expecting ','", Both("应为逗号或结尾", "expected a comma or the end")),
    ("Extra data", Both("结尾之后还有内容", "something stands after the end")),
    ("Unterminated string", Both("文本没有结束引号", "a text has no closing quote")),
    ("Invalid control", Both("文本中有未转义的控制字符", "a text holds a bare control character")),
    ("Invalid \\", Both("反斜线之后的转义无效", "no such escape after a backslash")),
    ("Illegal trailing comma", Both("结尾前多了一个逗号", "a comma stands before the end")),
)
_UNREADABLE = Both("无法读取", "it cannot be read")


def decode(body: bytes, most_bytes: int = MOST_BYTES) -> object:
    """Read one JSON text: objects as dicts, arrays as lists, numbers as Decimal, texts in NFC.

    Raises:
        CallerError: `too-large`, `bad-utf8`, `bad-json` with line and character; or every
            `duplicate-member`, lone surrogate, long row of marks and NaN or Infinity, each with
            its JSON Pointer, up to `MOST_FAULTS`.

    Example:
        >>> decode(b'{"sales": 2860000.50, "tags": ["a", null, true]}')
        {'sales': Decimal('2860000.50'), 'tags': ['a', None, True]}
        >>> decode(b'{"a": {"b": 1, "b": 2}}')
        Traceback (most recent call last):
        rulesets.errors.CallerError: duplicate-member: `/a/b`: the member `b` stands more than ...
    """
    if len(body) > most_bytes:
        expected = Both(f"至多 {most_bytes} 字节", f"at most {most_bytes} bytes")
        found = Both(f"{len(body)} 字节", f"{len(body)} bytes")
        raise _refusal("too-large", (("path", ""),), expected=expected, found=found)
    text = _decoded(body)
    _refuse_deep(text)
    plain = _Plain()
    value = plain.read(_parsed(text), None)
    if plain.faults:
        raise CallerError(tuple(plain.faults))
    return value


def pointer(path: str, step: str | int) -> str:
    """Lengthen a JSON Pointer by a member or an index; of a very long name its beginning is given.

    Example:
        >>> pointer("/facts", "a/b"), pointer("/orders", 2)
        ('/facts/a~1b', '/orders/2')
    """
    name = str(step)
    if len(name) > _SHOWN_NAME:
        name = f"{name[:_SHOWN_NAME]}…"
    return f"{path}/{shown(name).replace('~', '~0').replace('/', '~1')}"


def shown(text: str) -> str:
    """Make a text fit to be shown: a lone surrogate cannot be, its escape can."""
    return text.encode("utf-8", "backslashreplace").decode()


def too_many_marks(text: str) -> bool:
    r"""Tell whether a text has more combining marks in a row than may be.

    Example:
        >>> too_many_marks("a" + 64 * "\u0301"), too_many_marks("a" + 65 * "\u0301")
        (False, True)
    """
    return len(text) > MOST_MARKS and _MARKS.search(text) is not None


def _refusal(code: str, place: tuple[PlaceStep, ...], **words: str | Both) -> CallerError:
    return CallerError((Fault(code, place, words),))


def _place(text: str) -> tuple[PlaceStep, ...]:
    """Name the place after a text: its line and character, both from 1."""
    line = text.count("\n") + 1
    return (("line", line), ("character", len(text) - text.rfind("\n")))


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        found = f"{body[error.start]:#04x}"
        raise _refusal("bad-utf8", _place(before), found=found) from None


def _refuse_deep(text: str) -> None:
    """15.7: count brackets before anything is read, so that no depth can exhaust the reader."""
    depth = 0
    for token in _STRUCTURE.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth > MOST_NESTING:
            expected = Both(f"至多嵌套 {MOST_NESTING} 层", f"at most {MOST_NESTING} levels")
            found = Both("更深的嵌套", "deeper nesting")
            place = _place(text[: token.start()])
            raise _refusal("too-large", place, expected=expected, found=found)


def _parsed(text: str) -> object:
    try:
        return json.loads(
            text,
            object_pairs_hook=_Members,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_Constant,
        )
    except json.JSONDecodeError as error:
        known = (reason for start, reason in _REASONS if error.msg.startswith(start))
        place = _place(text[: error.pos])
        raise _refusal("bad-json", place, reason=next(known, _UNREADABLE)) from None


def _number(text: str) -> Decimal:
    """Take a number exactly. One whose exponent no Decimal holds stands for its like: too large."""
    try:
        return Decimal(text)
    except decimal.InvalidOperation:
        mantissa, _, exponent = text.lower().partition("e")
        if not Decimal(mantissa):
            return Decimal(0)
        return Decimal("1E-999999" if exponent.startswith("-") else "1E+999999")


class _Members:
    """An object as it was written, members in order."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        self.pairs = pairs


@dataclass(frozen=True)
class _Constant:
    """NaN, Infinity or -Infinity."""

    name: str


# From the inside out: a member or index, and where its object or list stands. Written as a JSON
# Pointer only where something is wrong, since one body can hold half a million values.
_Path = tuple[Any, str | int] | None


def _written(path: _Path) -> str:
    steps = []
    while path is not None:
        path, step = path
        steps.append(step)
    return reduce(pointer, reversed(steps), "")


@dataclass
class _Plain:
    """Turns what was parsed into plain data and gathers what is wrong. The depth is bounded."""

    faults: list[Fault] = field(default_factory=list)

    def read(self, value: object, path: _Path) -> object:
        """Read a value at a path."""
        if isinstance(value, _Members):
            return self._object(value, path)
        if isinstance(value, list):
            return [self.read(each, (path, index)) for index, each in enumerate(value)]
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, _Constant):
            reason = Both(f"`{value.name}` 不是 JSON 数字", f"`{value.name}` is no number of JSON")
            self._refuse("bad-json", path, reason=reason)
            return None
        return value

    def _object(self, members: _Members, path: _Path) -> dict[str, object]:
        """15.6: no member twice; names are compared in NFC."""
        result: dict[str, object] = {}
        twice: set[str] = set()
        for written, value in members.pairs:
            name = self._text(written, (path, written))
            place = (path, name)
            if name in result and name not in twice:
                twice.add(name)
                self._refuse("duplicate-member", place, name=shown(name[:_SHOWN_NAME]))
            result[name] = self.read(value, place)
        return result

    def _text(self, text: str, path: _Path) -> str:
        """3.1: in NFC; 15.7: no lone surrogates, no long row of combining marks."""
        if text.isascii():
            return text
        if _SURROGATE.search(text):
            reason = Both("文本中有不成对的代理码元", "a text holds a lone surrogate")
            self._refuse("bad-json", path, reason=reason)
        if too_many_marks(text):
            expected = Both(
                f"至多 {MOST_MARKS} 个连续的组合符号",
                f"at most {MOST_MARKS} combining marks in a row",
            )
            self._refuse("too-large", path, expected=expected, found=Both("更多", "more"))
            return text
        return unicodedata.normalize("NFC", text)

    def _refuse(self, code: str, path: _Path, **words: str | Both) -> None:
        self.faults.append(Fault(code, (("path", _written(path)),), words))
        if len(self.faults) == MOST_FAULTS:
            raise CallerError(tuple(self.faults))
