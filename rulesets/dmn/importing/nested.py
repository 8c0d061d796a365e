"""A decision table within an expression: conditions one within another."""

from __future__ import annotations

from rulesets.dmn.importing.columns import read_cells
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.outputs import read_output, refuse_unsure
from rulesets.dmn.importing.saying import Says
from rulesets.dmn.model import DecisionTable, Place
from rulesets.dmn.translating.environment import Translated
from rulesets.expressions.tree import And, Call, If, Literal, Node, Null, Or
from rulesets.types import Type

MOST_FIRST = 30
MOST_UNIQUE = 12
"""Of `unique` each row asks whether a later one fires too: their number grows with the square."""


def say_table(
    values: Says, table: DecisionTable, scope: Scope, wanted: Type | None, place: Place
) -> Translated | None:
    """Say a table of few rows as nested conditions; None: a fault was told."""
    place = table.place or place
    most = {"FIRST": MOST_FIRST, "UNIQUE": MOST_UNIQUE}.get(table.hit, 0)
    if len(table.rules) > most or len(table.outputs) != 1:
        values.report.refuse(
            f"表达式中的决策表（可用：单一输出，FIRST 至多 {MOST_FIRST} 行，"
            f"UNIQUE 至多 {MOST_UNIQUE} 行）",
            "decision table within an expression (it can have one output, and at most"
            f" {MOST_FIRST} rows under FIRST or {MOST_UNIQUE} under UNIQUE)",
            place,
        )
        return None
    cells = read_cells(values, table, scope)
    output = read_output(values, table, 0, scope, None, ordered=False)
    if cells is None or output is None:
        return None
    refuse_unsure(output, place, values)
    rows = [_true(cells.condition(number)) for number in range(len(table.rules))]
    node: Node = output.default.node if output.default else Null()
    for number in reversed(range(len(rows))):
        value = output.cells[number].node
        later = rows[number + 1 :]
        if table.hit == "UNIQUE" and later and not isinstance(value, Null):
            value = If(_any(later), Null(), value)
        node = If(rows[number], value, node)
    del wanted
    return Translated(_pruned(node), output.type)


def _true(conditions: list[Node]) -> Node:
    if not conditions:
        return Literal(True)
    whole = conditions[0] if len(conditions) == 1 else And(tuple(conditions))
    return Call("coalesce", (whole, Literal(False)))


def _any(conditions: list[Node]) -> Node:
    return conditions[0] if len(conditions) == 1 else Or(tuple(conditions))


def _pruned(node: Node) -> Node:
    """Leave out conditions that are always true."""
    if not isinstance(node, If):
        return node
    then, otherwise = _pruned(node.then), _pruned(node.otherwise)
    if node.condition == Literal(True):
        return then
    if isinstance(then, Null) and isinstance(otherwise, Null):
        return Null()
    return If(node.condition, then, otherwise)
