"""What a block reads: the names in all its expressions (11.1)."""

from __future__ import annotations

from collections.abc import Iterator

from rulesets.checked import (
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedScorecard,
    CheckedTable,
    Outputs,
)
from rulesets.expressions.tree import (
    Cell,
    Condition,
    Literal,
    Name,
    Node,
    Previous,
    TestsCell,
)
from rulesets.expressions.walk import operands, within


def previous_name(key: str) -> str:
    """Return the name under which the last value of a conclusion is given (4.7).

    Example:
        >>> previous_name("grade")
        'previous(grade)'
    """
    return f"previous({key})"


def names_of(block: CheckedBlock) -> frozenset[str]:
    """Return every name that a block reads; `previous(grade)` is a name too."""
    found: set[str] = set()
    # Outputs that are typed alike share their trees too: each is looked through once.
    trees = {id(of): of for of in _texts(block) if not isinstance(of, Literal)}
    for of in trees.values():
        for node in within(of):
            if isinstance(node, Name):
                found.add(node.key)
            elif isinstance(node, Previous):
                found.add(previous_name(node.key))
    return frozenset(found)


def _texts(block: CheckedBlock) -> Iterator[Node | Cell | Condition]:
    if block.otherwise is not None:
        yield from _given(block.otherwise)
    match block:
        case CheckedTable():
            yield from block.subjects
            # Large tables share the cells that are typed alike.
            for cell in {id(cell): cell for row in block.rows for cell in row.cells}.values():
                if isinstance(cell, TestsCell):
                    yield from (each for test in cell.tests for each in operands(test))
            for row in block.rows:
                yield from _given(row.outputs)
        case CheckedRules():
            for rule in block.rules:
                yield rule.when
                yield from _given(rule.outputs)
        case _:
            yield from _other_texts(block)
    if isinstance(block, CheckedTable | CheckedRules) and block.when_unknown is not None:
        yield from _given(block.when_unknown)


def _other_texts(block: CheckedBlock) -> Iterator[Node | Cell | Condition]:
    match block:
        case CheckedScorecard():
            for each in block.inputs:
                yield each.subject
                yield from (band.cell for band in each.bands)
        case CheckedFormula():
            yield block.expression
        case CheckedDeadline():
            yield from (block.start, block.amount)
        case CheckedRanking():
            yield block.of
            if block.by is not None:
                yield block.by
        case _:
            return


def _given(outputs: Outputs) -> Iterator[Node]:
    for _, node in outputs.of:
        if node is not None:
            yield node
