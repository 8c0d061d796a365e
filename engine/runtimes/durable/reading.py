"""The conditions of a block, each with its place and its two sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.runtimes.durable import coding, sides
from engine.runtimes.durable.leaves import Reader
from engine.runtimes.durable.sides import Sides
from engine.runtimes.durable.sources import OfNode, OfParts
from rulesets.checked import (
    CheckedBand,
    CheckedRow,
    CheckedRule,
    CheckedRules,
    CheckedScorecard,
    CheckedTable,
    Placed,
)
from rulesets.expressions.tree import Call, Name, Node, Previous
from rulesets.types import CodeList, TextType, Type

_TODAY = OfNode("", "today", Call("today", ()))
"""9.1: one day for the whole decision."""


def subjects(placed: Placed) -> tuple[Node, ...]:
    """List what a block evaluates whether or not a condition looks at it (5.8).

    A name cannot fail: it is read where it is looked at.
    """
    block = placed.block
    nodes: tuple[Node, ...] = ()
    if isinstance(block, CheckedTable):
        nodes = block.subjects
    elif isinstance(block, CheckedScorecard):
        nodes = tuple(each.subject for each in block.inputs)
    return tuple(each for each in nodes if not isinstance(each, Name | Previous))


def conditions(placed: Placed, reader: Reader) -> Iterator[tuple[int, Sides]]:
    """Read the conditions of a block, by the places of its rows or rules, or of all its bands."""
    block: Any = placed.block
    if isinstance(block, CheckedTable):
        codes = [
            _codes(of, subject, reader)
            for subject, of in zip(block.subjects, block.subject_types, strict=True)
        ]
        for number, row in enumerate(block.rows):
            if not row.disabled:
                columns = zip(block.subjects, row.cells, codes, strict=True)
                cells = [reader.cell(placed.key, *column) for column in columns]
                yield number, _in_force(placed.key, row, cells)
    elif isinstance(block, CheckedRules):
        for number, rule in enumerate(block.rules):
            if not rule.disabled:
                condition = reader.condition(placed.key, rule.when)
                yield number, _in_force(placed.key, rule, [condition])
    elif isinstance(block, CheckedScorecard):
        for number, (at, band) in enumerate(bands(block)):
            each = block.inputs[at]
            of = each.subject_type
            listed = of.one_of if isinstance(of, TextType) else None
            yield number, reader.cell(placed.key, each.subject, band.cell, listed)


def bands(card: CheckedScorecard) -> Iterator[tuple[int, CheckedBand]]:
    """List the bands of all inputs in their order, each with the place of its input."""
    for at, each in enumerate(card.inputs):
        for band in each.bands:
            yield at, band


def _codes(of: Type, subject: Node, reader: Reader) -> CodeList | None:
    """2.2: the list of a column."""
    return of.one_of if isinstance(of, TextType) else reader.codes(subject)


def _in_force(block: str, rule: CheckedRow | CheckedRule, parts: list[Sides]) -> Sides:
    """12.1, 9.8: all parts hold, on a day from the first to the last."""
    days = coding.Days()
    for day, sign in ((rule.valid_from, ">="), (rule.valid_to, "<=")):
        if day is not None:
            code = day.toordinal()
            whole = OfParts(block, "all", ())  # never asked: an atom is small enough
            # One of the two signs above.
            parts = [sides.compared(_TODAY, days, sign, code, whole), *parts]  # type: ignore[arg-type]
    return sides.together("all", parts, OfParts(block, "all", tuple(e.source for e in parts)))
