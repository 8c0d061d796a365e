"""Questions and inferences as bytes, and back: exact, and the same bytes for what is the same.

Values are written plainly, as msgpack; beside them stands a letter for the kind of each, so that
the text `5` is not taken for the number. Whatever is read is held to its form: nothing that comes
from another process is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from struct import Struct
from typing import Any, Final

import msgspec

from engine.decision import Firing, FiringKind, Inference, Problem, Values
from rulesets.values import Value

HEADER: Final = Struct("<IQB")
"""Of a frame: how many bytes follow, the number of the question, what the frame says."""
MOST_BYTES: Final = 16_000_000
"""Of a frame after its header."""

QUESTION: Final = 1
ANSWER: Final = 2
NOT_INFERRED: Final = 3
LOAD: Final = 4
DROP: Final = 5
READY: Final = 6
DECLINED: Final = 7
FAILED: Final = 8

_AS_THEY_ARE: Final = {Decimal: "n", str: "t", bool: "b", type(None): "-", date: "d"}
"""Kinds that msgpack has texts for, or its own form."""
_encode: Final = msgspec.msgpack.Encoder().encode


class Unreadable(Exception):  # noqa: N818 - what was read, not what failed
    """Bytes that are not of the form they should have."""


class _Fired(msgspec.Struct, forbid_unknown_fields=True):
    block: str
    kind: FiringKind
    rule: str
    number: int
    concluded: tuple[tuple[str, Any], ...]


class _Told(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    letters: str
    conclusions: dict[str, Any]
    firings: tuple[_Fired, ...]
    problems: tuple[Problem, ...]


class _Asked(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    version: int
    as_of: str
    letters: str
    facts: dict[str, Any]


_told: Final = msgspec.msgpack.Decoder(_Told)
_asked: Final = msgspec.msgpack.Decoder(_Asked)


class Frames:
    """Takes frames out of a stream."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept = bytearray()

    def take(self, data: bytes) -> list[tuple[int, int, bytes]]:
        """Give number, kind and content of each frame that is whole now.

        Raises:
            Unreadable: a frame is larger than any may be.
        """
        kept = self._kept
        kept += data
        found, at = [], 0
        while len(kept) - at >= HEADER.size:
            length, number, kind = HEADER.unpack_from(kept, at)
            if length > MOST_BYTES:
                raise Unreadable
            end = at + HEADER.size + length
            if len(kept) < end:
                break
            found.append((number, kind, bytes(kept[at + HEADER.size : end])))
            at = end
        del kept[:at]
        return found


def frame(number: int, kind: int, content: bytes = b"") -> bytes:
    """Write a frame."""
    return HEADER.pack(len(content), number, kind) + content


def write_question(version: int, facts: Values, as_of: datetime) -> bytes:
    """Write what is asked of a version, by the number it has between the two processes."""
    try:
        letters = "".join([_AS_THEY_ARE[type(each)] for each in facts.values()])
        return _encode((version, as_of.isoformat(), letters, dict(facts)))
    except KeyError:
        parts: list[str] = []
        plain = {key: _plain(value, parts) for key, value in facts.items()}
        return _encode((version, as_of.isoformat(), "".join(parts), plain))


def read_question(data: bytes) -> tuple[int, Values, datetime]:
    """Read what is asked.

    Raises:
        Unreadable: it is not of that form.
    """
    try:
        asked = _asked.decode(data)
        facts = _values(asked.facts, asked.letters)
        return asked.version, facts, datetime.fromisoformat(asked.as_of)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise Unreadable from error


def write_inference(inference: Inference) -> bytes:
    """Write an inference; engines that agree nearly always write the same bytes."""
    conclusions, firings = inference.conclusions, inference.firings
    values = [*conclusions.values(), *[v for each in firings for _, v in each.concluded]]
    problems = sorted(inference.problems)
    try:
        letters = "".join([_AS_THEY_ARE[type(each)] for each in values])
    except KeyError:
        return _encode(_in_pieces(inference, problems))
    return _encode((letters, conclusions, firings, problems))


def read_inference(data: bytes) -> Inference:
    """Read an inference.

    Raises:
        Unreadable: it is not of that form.
    """
    try:
        told = _told.decode(data)
        letters = iter(told.letters)
        conclusions = {key: _value(each, letters) for key, each in told.conclusions.items()}
        firings = tuple([_firing(each, letters) for each in told.firings])
        _require(next(letters, "") == "")
        return Inference(conclusions, firings, frozenset(told.problems))
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise Unreadable from error


def _in_pieces(inference: Inference, problems: list[Problem]) -> tuple[Any, ...]:
    """Write what holds moments, lists or records: their parts have letters too."""
    letters: list[str] = []
    conclusions = {key: _plain(value, letters) for key, value in inference.conclusions.items()}
    firings = []
    for each in inference.firings:
        concluded = tuple([(key, _plain(value, letters)) for key, value in each.concluded])
        firings.append(Firing(each.block, each.kind, each.rule, each.number, concluded))
    return "".join(letters), conclusions, firings, problems


def _firing(told: _Fired, letters: Iterator[str]) -> Firing:
    concluded = tuple([(key, _value(each, letters)) for key, each in told.concluded])
    return Firing(told.block, told.kind, told.rule, told.number, concluded)


def _plain(value: Value, letters: list[str]) -> Any:
    letter = _AS_THEY_ARE.get(type(value))
    if letter is not None:
        letters.append(letter)
        return value
    if isinstance(value, datetime):
        letters.append("i")
        return value.isoformat()
    if isinstance(value, tuple):
        letters.append("l")
        return [_plain(each, letters) for each in value]
    if isinstance(value, Mapping):
        letters.append("r")
        return {key: _plain(each, letters) for key, each in value.items()}
    message = f"expected a value, found {type(value).__name__}"
    raise TypeError(message)


def _values(plain: Mapping[str, Any], letters: str) -> dict[str, Value]:
    """Make facts again."""
    if "l" in letters or "r" in letters:
        each = iter(letters)
        found = {key: _value(value, each) for key, value in plain.items()}
        _require(next(each, "") == "")
        return found
    pairs = zip(plain, plain.values(), letters, strict=True)
    return {key: _single(value, letter) for key, value, letter in pairs}


def _value(plain: Any, letters: Iterator[str]) -> Value:
    """Make a value again; a ValueError, if the plain form is not that of its letter."""
    letter = next(letters, "")
    if letter == "l":
        _require(type(plain) is list)
        return tuple([_value(each, letters) for each in plain])
    if letter == "r":
        _require(type(plain) is dict and _all_texts(plain))
        return {key: _value(each, letters) for key, each in plain.items()}
    return _single(plain, letter)


def _single(plain: Any, letter: str) -> Value:
    if letter in {"b", "-"}:
        _require(type(plain) is (bool if letter == "b" else type(None)))
        return plain  # type: ignore[no-any-return]  # a truth value or missing, as just seen
    _require(type(plain) is str)
    text: str = plain
    if letter == "t":
        return text
    if letter == "n":
        number = Decimal(text)
        _require(number.is_finite() and str(number) == text)
        return number
    if letter == "d":
        day = date.fromisoformat(text)
        _require(day.isoformat() == text)
        return day
    _require(letter == "i")
    moment = datetime.fromisoformat(text)
    _require(moment.utcoffset() is not None and moment.isoformat() == text)
    return moment


def _all_texts(keys: Iterable[Any]) -> bool:
    return all(type(each) is str for each in keys)


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError
