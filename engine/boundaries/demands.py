"""What the rules demand of values: each condition as subjects and the cells that they must meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRow,
    CheckedRule,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
    Outputs,
    Placed,
)
from rulesets.expressions.tree import (
    And,
    AnyCell,
    Between,
    Cell,
    Compare,
    CompareTest,
    Condition,
    Group,
    If,
    In,
    IsMissing,
    Literal,
    MissingCell,
    Node,
    Not,
    Null,
    Or,
    RangeTest,
    TestsCell,
    TextOperation,
    TextTest,
    ValueTest,
)
from rulesets.expressions.walk import within

_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Demand:
    """An expression of a block, and a cell that its value should meet."""

    block: str
    subject: Node
    cell: Cell


@dataclass(frozen=True)
class Target:
    """Something that should happen once: a row or rule fires, a band is met, a branch is taken.

    Attributes:
        block: the block's key.
        rule: the id of the row or rule; empty for anything else.
        demands: what has to hold together.
        day: a day on which it can happen; None: any.
    """

    block: str
    rule: str
    demands: tuple[Demand, ...]
    day: date | None = None


def targets(checked: CheckedRuleset) -> Iterator[Target]:
    """List what should happen once, block by block; a rule with an `or` once for each side."""
    for placed in checked.blocks:
        block = placed.block
        if isinstance(block, CheckedTable):
            for row in block.rows:
                if not row.disabled:
                    yield Target(placed.key, row.id, _row(placed.key, block, row), _day(row))
        elif isinstance(block, CheckedRules):
            for rule in block.rules:
                if not rule.disabled:
                    for way in _ways(placed.key, rule.when, wanted=True):
                        yield Target(placed.key, rule.id, way, _day(rule))
        elif isinstance(block, CheckedScorecard):
            for each in block.inputs:
                for cell in (*(band.cell for band in each.bands), MissingCell()):
                    yield Target(placed.key, "", _cell(placed.key, each.subject, cell))
        yield from _branches(placed)


def refusals(placed: Placed, rule: str) -> Sequence[tuple[Demand, ...]]:
    """Give the ways in which a row or rule of a block does not fire."""
    block = placed.block
    if isinstance(block, CheckedTable):
        row = _row(placed.key, block, block.by_id[rule])
        return [(_refused(each),) for each in row]
    assert isinstance(block, CheckedRules)  # noqa: S101 - only these two have rules
    return _ways(placed.key, block.by_id[rule].when, wanted=False)


def _row(block: str, table: CheckedTable, row: CheckedRow) -> tuple[Demand, ...]:
    pairs = zip(table.subjects, row.cells, strict=True)
    return tuple(each for subject, cell in pairs for each in _cell(block, subject, cell))


def _cell(block: str, subject: Node, cell: Cell) -> tuple[Demand, ...]:
    return () if isinstance(cell, AnyCell) else (Demand(block, subject, cell),)


def _day(rule: CheckedRow | CheckedRule) -> date | None:
    return rule.valid_from or rule.valid_to


def _branches(placed: Placed) -> Iterator[Target]:
    """Every condition of an `if`, both ways."""
    for expression in _expressions(placed):
        for node in within(expression):
            if isinstance(node, If):
                for wanted in (True, False):
                    for way in _ways(placed.key, node.condition, wanted=wanted):
                        yield Target(placed.key, "", way)


def _expressions(placed: Placed) -> Iterator[Node]:
    block = placed.block
    outputs: list[Outputs | None] = [block.otherwise]
    if isinstance(block, CheckedTable | CheckedRules):
        outputs.append(block.when_unknown)
        rules = block.rows if isinstance(block, CheckedTable) else block.rules
        outputs += [each.outputs for each in rules]
    elif isinstance(block, CheckedFormula):
        yield block.expression
    elif isinstance(block, CheckedDeadline):
        yield from (block.start, block.amount)
    for each in outputs:
        if each is not None:
            yield from (node for _, node in each.of if node is not None)


def _ways(block: str, of: Condition, *, wanted: bool) -> Sequence[tuple[Demand, ...]]:
    """Give the ways in which a condition has a truth value: one for each side of an `or`."""
    if isinstance(of, Not):
        return _ways(block, of.operand, wanted=not wanted)
    if isinstance(of, Group):
        wanted = wanted is not (of.kind == "none")
        together = (of.kind == "all") is wanted
        inner = [_ways(block, each, wanted=wanted) for each in of.conditions]
        return _together(inner) if together else [way for ways in inner for way in ways]
    if isinstance(of, And | Or):
        inner = [_ways(block, each, wanted=wanted) for each in of.operands]
        together = isinstance(of, And) is wanted
        return _together(inner) if together else [way for ways in inner for way in ways]
    return [(_leaf(block, of, wanted=wanted),)]


def _together(inner: Sequence[Sequence[tuple[Demand, ...]]]) -> Sequence[tuple[Demand, ...]]:
    """Join ways of conditions that all must hold: each way of each stands in one at least."""
    most = max(map(len, inner), default=1)
    return [
        tuple(demand for ways in inner for demand in ways[turn % len(ways)]) for turn in range(most)
    ]


def _leaf(block: str, of: Node, *, wanted: bool) -> Demand:
    demand = Demand(block, *_parted(of))
    return demand if wanted else _refused(demand)


def _refused(demand: Demand) -> Demand:
    cell = demand.cell
    assert not isinstance(cell, AnyCell)  # noqa: S101 - a demand asks for something
    return replace(demand, cell=replace(cell, negated=not cell.negated))


def _parted(of: Node) -> tuple[Node, MissingCell | TestsCell]:
    match of:
        case Compare(op, left, right) if not isinstance(left, Literal):
            return left, TestsCell((CompareTest(op, right),))
        case Compare(op, left, right):
            return right, TestsCell((CompareTest(_TURNED[op], left),))
        case Between(subject, low, high):
            return subject, TestsCell((RangeTest(low, high, True, True),))
        case In(subject, tests):
            return subject, TestsCell(tests)
        case TextOperation(op, left, right):
            return left, TestsCell((TextTest(op, right),))
        case IsMissing(subject, negated):
            return subject, MissingCell(negated)
        case Null():
            return of, MissingCell()
        case _:
            return of, TestsCell((ValueTest(Literal(True)),))
