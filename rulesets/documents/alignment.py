"""Which item of a list is which in a changed one: by id, key or value, else by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from rulesets.documents.reading import Plain

_NAMES = ("id", "key", "value")


def same(left: object, right: object) -> bool:
    """Tell whether two plain values say the same; the order of a map's keys counts.

    Example:
        >>> same({"a": "1", "b": ["2"]}, {"b": ["2"], "a": "1"})
        False
    """
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if is_list(left) and is_list(right):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right


def is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Tell a list from a text."""
    return isinstance(value, (list, tuple))


def align(before: Sequence[Plain], after: Sequence[Plain]) -> list[int | None]:
    """Find for each item of `after` its index in `before`; None for a new one.

    Example:
        >>> align([{"id": "a"}, {"id": "b"}], [{"id": "b"}, {"id": "c"}, {"id": "a"}])
        [1, None, 0]
        >>> align(["x", "y"], ["x", "new", "y"])
        [0, None, 1]
    """
    olds, news = [_name(item) for item in before], [_name(item) for item in after]
    if None in olds or None in news or len(set(olds)) < len(olds) or len(set(news)) < len(news):
        return _by_place(before, after)
    places = {name: index for index, name in enumerate(olds)}
    found = [places.get(name) for name in news]
    taken = set(found)
    if len(olds) == len(news):
        # An item that alone changed its name stays where it was.
        return [
            index if place is None and index not in taken else place
            for index, place in enumerate(found)
        ]
    return found


def _name(item: Plain) -> str | None:
    if not isinstance(item, Mapping):
        return None
    return next((name for key in _NAMES if isinstance(name := item.get(key), str)), None)


def _by_place(before: Sequence[Plain], after: Sequence[Plain]) -> list[int | None]:
    """Match what is the same at both ends, and what is between by place as far as it goes."""
    if len(before) == len(after):
        return list(range(len(before)))
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and same(before[head], after[head]):
        head += 1
    tail = 0
    while tail < shorter - head and same(before[-1 - tail], after[-1 - tail]):
        tail += 1
    between = len(after) - head - tail
    known = min(len(before) - head - tail, between)
    return [
        *range(head + known),
        *[None] * (between - known),
        *range(len(before) - tail, len(before)),
    ]
