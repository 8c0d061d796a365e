"""Circles of what needs one another, each shown once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def circles(leads_to: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the circles there are: of what is tangled together, the shortest from its first key.

    Example:
        >>> circles({"a": ("b",), "b": ("c", "a"), "c": (), "d": ("d",)})
        (('a', 'b'), ('d',))
    """
    leads_to = _tangled(leads_to)
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for key in sorted(leads_to):
        circle = () if key in seen else _way_back(key, leads_to)
        if circle and seen.isdisjoint(circle):
            seen.update(circle)
            found.append(circle)
    return tuple(found)


def _tangled(leads_to: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Leave out what no circle holds: a long chain is walked once, not from each of its links."""
    led_from: dict[str, list[str]] = {}
    for key, targets in leads_to.items():
        for target in targets:
            led_from.setdefault(target, []).append(key)
    kept = _endless(leads_to, led_from) & _endless(led_from, leads_to)
    return {key: targets for key, targets in leads_to.items() if key in kept}


def _endless(
    ways: Mapping[str, Sequence[str]], back: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """Return what leads on and on: all but what ends, and what leads there only."""
    left = {key: len(targets) for key, targets in ways.items()}
    ends = [key for key in back if not left.get(key)]
    while ends:
        for key in back.get(ends.pop(), ()):
            left[key] -= 1
            if not left[key]:
                ends.append(key)
    return frozenset(key for key, count in left.items() if count)


def _way_back(start: str, leads_to: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the shortest way from a start back to itself, without its end; empty if none is."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        upcoming: list[str] = []
        for each in waiting:
            for target in leads_to.get(each, ()):
                if target == start:
                    return _way(start, each, came_from)
                if target not in came_from:
                    came_from[target] = each
                    upcoming.append(target)
        waiting = upcoming
    return ()


def _way(start: str, end: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
