"""Where the shapes of a diagram stand: what is read below what reads it, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.dmn.model import Decision, Definitions, KnowledgeModel

WIDTH, HEIGHT = 180, 80
_MARGIN, _APART_X, _APART_Y = 40, 40, 100
_MOST_IN_A_ROW = 10


@dataclass(frozen=True)
class Box:
    """A shape's place; `y` grows downwards."""

    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def top(self) -> tuple[int, int]:
        """The middle of the upper edge."""
        return self.x + self.width // 2, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        """The middle of the lower edge."""
        return self.x + self.width // 2, self.y + self.height


def layout(definitions: Definitions) -> Mapping[str, Box]:
    """Place every element by id: what requires most stands highest.

    Example:
        >>> from rulesets.dmn.model import Decision, InputData, Variable
        >>> sales = InputData("i", Variable("sales"))
        >>> grade = Decision("d", Variable("grade"), None, ("i",))
        >>> boxes = layout(Definitions("g", "urn:g", inputs=(sales,), decisions=(grade,)))
        >>> boxes["d"].y < boxes["i"].y
        True
    """
    levels = _levels(definitions)
    rows: list[list[str]] = []
    for level in sorted(set(levels.values()), reverse=True):
        ids = [each for each in levels if levels[each] == level]
        rows += [ids[at : at + _MOST_IN_A_ROW] for at in range(0, len(ids), _MOST_IN_A_ROW)]
    widest = max(map(len, rows), default=0) * (WIDTH + _APART_X)
    boxes = {}
    for number, ids in enumerate(rows):
        left = _MARGIN + (widest - len(ids) * (WIDTH + _APART_X)) // 2
        for place, each in enumerate(ids):
            x, y = left + place * (WIDTH + _APART_X), _MARGIN + number * (HEIGHT + _APART_Y)
            boxes[each] = Box(x, y)
    return boxes


def _levels(definitions: Definitions) -> dict[str, int]:
    """Count for each element the longest way down; inputs are 0."""
    levels = {each.id: 0 for each in definitions.inputs}
    waiting: list[KnowledgeModel | Decision] = [*definitions.models, *definitions.decisions]
    while waiting:
        ready = [each for each in waiting if all(id_ in levels for id_ in each.requires)]
        for each in ready or waiting:
            levels[each.id] = 1 + max((levels.get(id_, 0) for id_ in each.requires), default=0)
        waiting = [each for each in waiting if each.id not in levels]
    return levels
