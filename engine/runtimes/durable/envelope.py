"""The safe envelope of durable-rules: what a shard may be, checked before the C module sees it.

Outside of it the C module was seen to crash, to loop or to answer wrongly. What makes shards keeps
inside by construction; this module trusts no construction and reads the definition itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import prod
from typing import Any, Final

MOST_PATHS: Final = 64
"""Of all rules of a shard together: more true conditions at once overflow its search stack."""
MOST_WEIGHT: Final = 31
"""Of a pattern: twice its `and` and `or` nodes, and its comparisons."""
MOST_PROPERTIES: Final = 252
MOST_PATTERNS: Final = 16
MOST_WHOLE: Final = 2**53
"""The largest integer, either sign, that it surely compares exactly."""
MOST_CHARACTERS: Final = 64
SID: Final = "s"
"""The one session of a shard; it must be the same for every fact."""

_OWN_NAMES: Final = ("id", "sid", "$s")
_COMPARE: Final = frozenset({"$neq", "$lt", "$lte", "$gt", "$gte"})
_INTEGER: Final = frozenset({int})
_JOIN: Final = frozenset({"$and", "$or"})

Definition = Mapping[str, Any]
"""A shard as the C module takes it: rules by name."""


class NotInferred(Exception):  # noqa: N818 - it is no fault of the caller: another engine answers
    """This engine does not answer here; whoever asked asks another engine."""


class OutsideEnvelope(NotInferred):
    """Something was about to leave the envelope; nothing was given to the C module."""


@lru_cache(1024)
def hashed(name: str) -> tuple[int, int]:
    """Hash a name by 32-bit FNV-1 and FNV-1a: names that collide are one name to the C module.

    Example:
        >>> hashed("a")
        (84696446, 3826002220)
    """
    first = second = 0x811C9DC5
    for byte in name.encode():
        first = (first * 0x01000193 % 2**32) ^ byte
        second = (second ^ byte) * 0x01000193 % 2**32
    return first, second


def validate(definition: Definition) -> None:
    """Refuse a shard that is not inside.

    Raises:
        OutsideEnvelope: it says why.

    Example:
        >>> validate({"r0": {"all": [{"m": {"$gte": {"p0": 5}}}]}})
        >>> validate({"r0": {"all": [{"m": {"$and": []}}]}})
        Traceback (most recent call last):
        OutsideEnvelope: expected two conditions or more in `$and`, found 0
    """
    paths, names = 0, set[str]()
    for name, rule in definition.items():
        _require_name(name)
        _require(list(rule) == ["all"], "expected a rule of the form `all`", rule)
        patterns = rule["all"]
        _require(1 <= len(patterns) <= MOST_PATTERNS, "expected 1 to 16 patterns", len(patterns))
        ways = 1
        for pattern in patterns:
            _require(list(pattern) == ["m"], "expected a pattern `m`", pattern)
            ways *= _paths(pattern["m"], names)
            weight = _weight(pattern["m"])
            _require(weight <= MOST_WEIGHT, "expected a weight of 31 at most", weight)
        paths += ways
    _require(0 < paths <= MOST_PATHS, "expected 1 to 64 paths", paths)
    _require(len(names) <= MOST_PROPERTIES, "expected at most 252 properties", len(names))
    _require_distinct([*names, *_OWN_NAMES])


def require_whole(*values: object) -> None:
    """Refuse what is no integer that it compares exactly.

    Example:
        >>> require_whole(2**53, -1, 0)
        >>> require_whole(1, True)
        Traceback (most recent call last):
        OutsideEnvelope: expected an integer within 2^53, found `True`
    """
    # One pass over the types and one over the sizes: every fact of every evaluation comes by here.
    if _INTEGER.issuperset(map(type, values)):
        integers: Any = values
        if not integers or (min(integers) >= -MOST_WHOLE and max(integers) <= MOST_WHOLE):
            return
    for each in values:
        whole = type(each) is int and abs(each) <= MOST_WHOLE
        _require(whole, "expected an integer within 2^53", each)


def _require(inside: bool, expected: str, found: object) -> None:
    if not inside:
        shown = found if type(found) is int else f"`{found}`"
        message = f"{expected}, found {shown}"
        raise OutsideEnvelope(message)


def _require_name(name: object) -> None:
    plain = isinstance(name, str) and name.isascii() and name.isalnum()
    _require(plain and len(str(name)) <= MOST_CHARACTERS, "expected a short ASCII name", name)


def _require_distinct(names: Iterable[str]) -> None:
    pairs = [hashed(each) for each in names]
    for side in zip(*pairs, strict=True):
        _require(len(set(side)) == len(side), "expected names with hashes of their own", len(side))


def _single(condition: Any) -> tuple[str, Any]:
    _require(isinstance(condition, Mapping), "expected a condition", condition)
    _require(len(condition) == 1, "expected a condition of one member", condition)
    ((name, operand),) = condition.items()
    return str(name), operand


def _paths(condition: Any, names: set[str]) -> int:
    """Count the ways through a condition: of `and` the product, of `or` the sum."""
    sign, operand = _single(condition)
    if sign in _JOIN:
        _require(len(operand) > 1, f"expected two conditions or more in `{sign}`", len(operand))
        ways = [_paths(each, names) for each in operand]
        return prod(ways) if sign == "$and" else sum(ways)
    name, value = _single(operand) if sign in _COMPARE else (sign, operand)
    _require_name(name)
    _require(name not in _OWN_NAMES, "expected a property of a fact", name)
    require_whole(value)
    names.add(name)
    return 1


def _weight(condition: Any) -> int:
    sign, operand = _single(condition)
    return 2 + sum(map(_weight, operand)) if sign in _JOIN else 1
