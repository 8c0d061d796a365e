"""The map of a ruleset: facts, then blocks by stratum, with a line from each to what reads it.

Only places are computed here; templates draw them as SVG, so the map needs no script and prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rulesets.checked import CheckedRuleset, Placed
from rulesets.wording import block_title, kind_title, name_title

BOX_WIDTH: Final = 184
GAP_ACROSS: Final = 64
GAP_DOWN: Final = 12
FACT_HEIGHT: Final = 30
BLOCK_HEIGHT: Final = 58
MARGIN: Final = 12


@dataclass(frozen=True)
class Box:
    """A fact or a block: its place in pixels and what stands in it."""

    key: str
    is_block: bool
    title: str
    below: str
    kind: str
    x: int
    y: int
    height: int
    width: int = BOX_WIDTH


@dataclass(frozen=True)
class Line:
    """A line from what is concluded or given to the block that reads it, as an SVG path."""

    source: str
    target: str
    path: str


@dataclass(frozen=True)
class ChainMap:
    """All boxes and lines, and the size of the picture."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


@dataclass(frozen=True)
class _Node:
    key: str
    is_block: bool
    title: str
    below: str
    kind: str
    sources: frozenset[str]

    @property
    def height(self) -> int:
        return BLOCK_HEIGHT if self.is_block else FACT_HEIGHT


def chain_map(checked: CheckedRuleset, language: str) -> ChainMap:
    """Place the facts that are read, and all blocks, column by column.

    Within a column a box stands near the middle of what it reads, which keeps most lines short.

    Args:
        checked: the ruleset.
        language: `zh` or `en`, for the titles.
    """
    columns = _columns(checked, language)
    placed: dict[str, Box] = {}
    for number, column in enumerate(columns):
        ordered = sorted(column, key=lambda node: (_middle(node, placed), node.key))
        y = MARGIN
        for node in ordered:
            x = MARGIN + number * (BOX_WIDTH + GAP_ACROSS)
            placed[_name(node)] = Box(
                node.key, node.is_block, node.title, node.below, node.kind, x, y, node.height
            )
            y += node.height + GAP_DOWN
    boxes = _centred(tuple(placed.values()))
    by_name = dict(zip(placed, boxes, strict=True))
    lines = tuple(
        _line(by_name[source], by_name[_name(node)])
        for column in columns
        for node in column
        for source in sorted(node.sources)
    )
    return ChainMap(
        boxes,
        lines,
        width=len(columns) * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS + 2 * MARGIN,
        height=max((box.y + box.height for box in boxes), default=0) + MARGIN,
    )


def _name(node: _Node) -> str:
    # A fact and a block may share a key.
    return f"{'block' if node.is_block else 'fact'} {node.key}"


def _columns(checked: CheckedRuleset, language: str) -> list[list[_Node]]:
    concluded_by = {key: placed.key for placed in checked.blocks for key in placed.concludes}
    read = sorted(
        {key for placed in checked.blocks for key in placed.reads if key in checked.facts}
    )
    facts = [
        _Node(key, False, name_title(checked, key, language), "", "", frozenset()) for key in read
    ]
    depth = max((placed.stratum for placed in checked.blocks), default=0)
    columns: list[list[_Node]] = [facts] + [[] for _ in range(depth)]
    for placed in checked.blocks:
        columns[placed.stratum].append(_block_node(checked, placed, concluded_by, language))
    return columns


def _block_node(
    checked: CheckedRuleset, placed: Placed, concluded_by: Mapping[str, str], language: str
) -> _Node:
    sources = {f"fact {key}" for key in placed.reads if key in checked.facts}
    sources |= {f"block {concluded_by[key]}" for key in placed.reads if key in concluded_by}
    join = "、" if language == "zh" else ", "
    return _Node(
        placed.key,
        True,
        block_title(checked, placed.key, language),
        join.join(name_title(checked, key, language) for key in placed.concludes),
        kind_title(type(placed.block.block).__name__.lower(), language),
        frozenset(sources),
    )


def _middle(node: _Node, placed: Mapping[str, Box]) -> float:
    read = [placed[source] for source in node.sources if source in placed]
    return sum(box.y + box.height / 2 for box in read) / len(read) if read else 0.0


def _centred(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Move each column down so that all columns share one middle line."""
    bottoms: dict[int, int] = {}
    for box in boxes:
        bottoms[box.x] = max(bottoms.get(box.x, 0), box.y + box.height)
    tallest = max(bottoms.values(), default=0)
    return tuple(
        Box(
            box.key,
            box.is_block,
            box.title,
            box.below,
            box.kind,
            box.x,
            box.y + (tallest - bottoms[box.x]) // 2,
            box.height,
        )
        for box in boxes
    )


def _line(source: Box, target: Box) -> Line:
    start_x, start_y = source.x + source.width, source.y + source.height // 2
    end_x, end_y = target.x, target.y + target.height // 2
    bend = max(24, (end_x - start_x) // 2)
    path = f"M{start_x} {start_y}C{start_x + bend} {start_y} {end_x - bend} {end_y} {end_x} {end_y}"
    return Line(source.key, target.key, path)
