"""What is looked for in a whole document before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

from rulesets.dmn.feel.names import plain_name
from rulesets.dmn.model import (
    ContextEntry,
    DecisionTable,
    Definitions,
    ItemDefinition,
    OutputClause,
    Text,
)

LEAST_SCALE = 8
MOST_SCALE = 12
_DECIMALS = re.compile(r"\.([0-9]+)")


def within(part: object) -> Iterator[object]:
    """Give a part of a document and all parts that stand in it, in their order."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(reversed(one))
        elif is_dataclass(one):
            yield one
            names = _parts(one.__class__)
            waiting.extend(getattr(one, name) for name in reversed(names))


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """Return the fields of a kind that may hold parts; a place is none, and a text holds none."""
    if kind is Text:
        return ()
    return tuple(each.name for each in fields(kind) if each.name != "place")


def scale_of(definitions: Definitions) -> int:
    """Return how many decimals the numbers of a document need: those of its literals, or 8."""
    most = LEAST_SCALE
    for part in within(definitions):
        if isinstance(part, Text):
            most = max(most, *(len(each) for each in _DECIMALS.findall(part.text)), LEAST_SCALE)
    return min(most, MOST_SCALE)


def members_of(definitions: Definitions) -> frozenset[str]:
    """Return all names that a value may have as a member."""
    found: set[str] = set()
    for part in within(definitions):
        if isinstance(part, ItemDefinition):
            found.update(each.name for each in part.components)
        elif isinstance(part, ContextEntry) and part.variable is not None:
            found.add(part.variable.name)
        elif isinstance(part, OutputClause) and part.name:
            found.add(part.name)
    return frozenset(found)


def limits_of(definitions: Definitions) -> dict[str, tuple[Text, ...]]:
    """Return the input values of all columns of decisions, by the plain text of the column."""
    found: dict[str, tuple[Text, ...]] = {}
    for part in within(definitions.decisions):
        for clause in part.inputs if isinstance(part, DecisionTable) else ():
            if clause.values is not None:
                name = plain_name(clause.expression.text)
                found[name] = (*found.get(name, ()), clause.values)
    return found


def divides(definitions: Definitions) -> bool:
    """Tell whether some text may divide."""
    return any(isinstance(part, Text) and "/" in part.text for part in within(definitions))


def types_of(definitions: Definitions) -> dict[str, str]:
    """Return the types that columns of decisions say, by their plain text, where they agree."""
    found: dict[str, set[str]] = {}
    for part in within(definitions.decisions):
        for clause in part.inputs if isinstance(part, DecisionTable) else ():
            if clause.type_ref:
                found.setdefault(plain_name(clause.expression.text), set()).add(clause.type_ref)
    return {name: next(iter(each)) for name, each in found.items() if len(each) == 1}
