"""Kleene's logic and comparisons of two values. Unknown is None."""

from __future__ import annotations

from collections.abc import Iterable

from rulesets.types import CodeList
from rulesets.values import Kleene, Value, equal, less


def negated(truth: Kleene) -> Kleene:
    """7.2: not unknown is unknown."""
    return None if truth is None else not truth


def all_of(truths: Iterable[Kleene]) -> Kleene:
    """7.2: false when one is false, else unknown when one is unknown, else true."""
    truths = tuple(truths)
    if any(each is False for each in truths):
        return False
    return None if None in truths else True


def any_of(truths: Iterable[Kleene]) -> Kleene:
    """7.2: true when one is true, else unknown when one is unknown, else false."""
    return negated(all_of(negated(each) for each in truths))


def compare(op: str, left: Value, right: Value, codes: CodeList | None) -> Kleene:
    """7.1: `= != < <= > >=` of two values; texts are ordered by their places in the list (2.2)."""
    if op == "=":
        return equal(left, right)
    if op == "!=":
        return negated(equal(left, right))
    if op == "<":
        return before(left, right, codes)
    if op == ">":
        return before(right, left, codes)
    if op == "<=":
        return negated(before(right, left, codes))
    return negated(before(left, right, codes))


def before(left: Value, right: Value, codes: CodeList | None) -> Kleene:
    """2.2: tell whether left is lower, texts by their list; a text not in it is unknown."""
    if not (isinstance(left, str) and isinstance(right, str)):
        return less(left, right)
    places = (place_in(codes, left), place_in(codes, right))
    if None in places:
        return None
    return places[0] < places[1]  # type: ignore[operator]  # neither is None here


def place_in(codes: CodeList | None, text: Value) -> int | None:
    """2.2: the place of a text in its list, from 0, the lowest first; None when it has none."""
    return codes.places.get(text) if codes and isinstance(text, str) else None


def member(value: Value, items: Value) -> Kleene:
    """10.6: Kleene equality with any item of a list; unknown when either is missing (7.1)."""
    if value is None or items is None:
        return None
    assert isinstance(items, tuple)  # noqa: S101 - the checker lets no other type here
    return any_of(equal(value, each) for each in items)


def text_holds(op: str, left: Value, right: Value, codes: CodeList | None) -> Kleene:
    """8.3, 2.3: `contains`, `starts with`, `ends with`, `contains any of` and `within`."""
    if left is None or right is None:
        return None
    assert isinstance(left, str)  # noqa: S101 - the checker lets no other type here
    if op == "contains any of":
        assert isinstance(right, tuple)  # noqa: S101 - the checker lets no other
        return any_of(text_holds("contains", left, each, codes) for each in right)
    assert isinstance(right, str)  # noqa: S101 - the checker lets no other
    if op == "contains":
        return right in left
    if op == "starts with":
        return left.startswith(right)
    if op == "ends with":
        return left.endswith(right)
    return within(left, right, codes)


def within(code: str, whole: str, codes: CodeList | None) -> bool:
    """2.3: a code is within itself, and within every code above it."""
    while code != whole:
        known = codes.by_value.get(code) if codes else None
        if known is None or not known.parent:
            return False
        code = known.parent
    return True
