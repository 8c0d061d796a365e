"""The map of a ruleset: facts, and blocks by stratum, with a line from each to what reads it.

Only places are computed here; templates draw them as SVG, so the map needs no script and prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from editor.speech import joined
from rulesets.checked import CheckedRuleset, Placed
from rulesets.wording import block_title, kind_title, name_title

BOX_WIDTH: Final = 168
GAP_ACROSS: Final = 48
GAP_DOWN: Final = 10
FACT_HEIGHT: Final = 28
BLOCK_HEIGHT: Final = 54
MARGIN: Final = 6
_SWEEPS: Final = 4


@dataclass(frozen=True)
class Line:
    """A line from what is concluded or given to the block that reads it, as an SVG path."""

    source: str
    target: str
    path: str


@dataclass(frozen=True)
class Box:
    """A fact or a block: its place in pixels, what stands in it, the lines that touch it.

    `name` is `fact …` or `block …`: a fact and a block may share a key.
    """

    name: str
    key: str
    is_block: bool
    title: str
    below: str
    kind: str
    x: int
    y: int
    height: int
    width: int = BOX_WIDTH
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class ChainMap:
    """All boxes and lines, and the size of the picture."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


@dataclass(frozen=True)
class _Node:
    name: str
    key: str
    title: str
    below: str = ""
    kind: str = ""
    sources: frozenset[str] = frozenset()

    @property
    def is_block(self) -> bool:
        return self.name.startswith("block ")

    @property
    def height(self) -> int:
        return BLOCK_HEIGHT if self.is_block else FACT_HEIGHT


_Columns = Sequence[Sequence[_Node]]


def chain_map(checked: CheckedRuleset, language: str) -> ChainMap:
    """Place all blocks column by column, and each fact just before the first block that reads it.

    Within a column a box stands near the middle of what it is joined to, which keeps most lines
    short and few of them crossed.

    Args:
        checked: the ruleset.
        language: `zh` or `en`, for the titles.
    """
    columns = _ordered(_columns(checked, language))
    places = _places(columns)
    nodes = [node for column in columns for node in column]
    lines = tuple(_line(source, node, places) for node in nodes for source in sorted(node.sources))
    return ChainMap(
        boxes=tuple(_box(node, places[node.name], lines) for node in nodes),
        lines=lines,
        width=max(len(columns) * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS, 0) + 2 * MARGIN,
        height=max((_height(column) for column in columns), default=0) + 2 * MARGIN,
    )


def _columns(checked: CheckedRuleset, language: str) -> list[list[_Node]]:
    """Put blocks in the column of their stratum, facts in the one before their first reader's."""
    depth = max((placed.stratum for placed in checked.blocks), default=0)
    columns: list[list[_Node]] = [[] for _ in range(depth + 1)]
    for key in checked.facts:
        readers = [placed.stratum for placed in checked.blocks if key in placed.reads]
        if readers:
            title = name_title(checked, key, language)
            columns[min(readers) - 1].append(_Node(f"fact {key}", key, title))
    concluded_by = {key: placed.key for placed in checked.blocks for key in placed.concludes}
    for placed in checked.blocks:
        columns[placed.stratum].append(_block_node(checked, placed, concluded_by, language))
    return columns


def _block_node(
    checked: CheckedRuleset, placed: Placed, concluded_by: Mapping[str, str], language: str
) -> _Node:
    sources = {f"fact {key}" for key in placed.reads if key in checked.facts}
    sources |= {f"block {concluded_by[key]}" for key in placed.reads if key in concluded_by}
    return _Node(
        name=f"block {placed.key}",
        key=placed.key,
        title=joined((name_title(checked, key, language) for key in placed.concludes), language),
        below=block_title(checked, placed.key, language),
        kind=kind_title(type(placed.block.block).__name__.lower(), language),
        sources=frozenset(sources),
    )


def _ordered(columns: _Columns) -> _Columns:
    """Order each column by the middle of what its boxes read, then by what reads them, in turn."""
    nodes = [node for column in columns for node in column]
    readers: dict[str, set[str]] = {node.name: set() for node in nodes}
    for node in nodes:
        for source in node.sources:
            readers[source].add(node.name)
    for sweep in range(_SWEEPS):
        places = _places(columns)
        joined: Mapping[str, frozenset[str] | set[str]] = (
            readers if sweep % 2 == 0 else {node.name: node.sources for node in nodes}
        )
        columns = [
            sorted(column, key=lambda node: _middle(node, joined[node.name], places))
            for column in columns
        ]
    return columns


def _middle(
    node: _Node, joined: frozenset[str] | set[str], places: Mapping[str, tuple[int, int]]
) -> float:
    of = joined or {node.name}
    return sum(places[name][1] for name in of) / len(of)


def _height(column: Sequence[_Node]) -> int:
    return sum(node.height + GAP_DOWN for node in column) - GAP_DOWN


def _places(columns: _Columns) -> dict[str, tuple[int, int]]:
    """Give each box its left edge and its middle; all columns share one middle line."""
    tallest = max((_height(column) for column in columns), default=0)
    places = {}
    for number, column in enumerate(columns):
        y = MARGIN + (tallest - _height(column)) // 2
        for node in column:
            places[node.name] = (MARGIN + number * (BOX_WIDTH + GAP_ACROSS), y + node.height // 2)
            y += node.height + GAP_DOWN
    return places


def _box(node: _Node, place: tuple[int, int], lines: Sequence[Line]) -> Box:
    x, middle = place
    return Box(
        name=node.name,
        key=node.key,
        is_block=node.is_block,
        title=node.title,
        below=node.below,
        kind=node.kind,
        x=x,
        y=middle - node.height // 2,
        height=node.height,
        lines=tuple(_touching(node.name, lines)),
    )


def _touching(name: str, lines: Sequence[Line]) -> Iterator[Line]:
    return (line for line in lines if name in {line.source, line.target})


def _line(source: str, target: _Node, places: Mapping[str, tuple[int, int]]) -> Line:
    start_x, start_y = places[source]
    end_x, end_y = places[target.name]
    start_x += BOX_WIDTH
    bend = (end_x - start_x) // 2
    path = f"M{start_x} {start_y}C{start_x + bend} {start_y} {end_x - bend} {end_y} {end_x} {end_y}"
    return Line(source, target.name, path)
