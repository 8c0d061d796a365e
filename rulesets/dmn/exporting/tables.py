"""Tables and rules as decision tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rulesets import model
from rulesets.checked import CheckedRow, CheckedRule, CheckedRules, CheckedTable, Outputs
from rulesets.dmn.described import Line, both_lines, describe
from rulesets.dmn.exporting.cells import say_cell
from rulesets.dmn.exporting.expressions import literal
from rulesets.dmn.exporting.types import base
from rulesets.dmn.exporting.writing import Writer
from rulesets.dmn.feel import tree as feel
from rulesets.dmn.feel.printer import print_feel
from rulesets.dmn.model import (
    Aggregation,
    DecisionRule,
    DecisionTable,
    DmnHitPolicy,
    InputClause,
    OutputClause,
    Text,
)
from rulesets.expressions.tree import (
    And,
    AnyCell,
    Cell,
    Condition,
    Group,
    ListOf,
    Literal,
    Node,
    Not,
    Null,
    Or,
    TestsCell,
    ValueTest,
)
from rulesets.types import BooleanType, Both, ListType, TextType, Type

HITS: Mapping[model.HitPolicy, tuple[DmnHitPolicy, Aggregation]] = {
    "unique": ("UNIQUE", ""),
    "any": ("ANY", ""),
    "first": ("FIRST", ""),
    "priority": ("PRIORITY", ""),
    "rule order": ("RULE ORDER", ""),
    "output order": ("OUTPUT ORDER", ""),
    "collect": ("COLLECT", ""),
    "sum": ("COLLECT", "SUM"),
    "min": ("COLLECT", "MIN"),
    "max": ("COLLECT", "MAX"),
    "count": ("COLLECT", "COUNT"),
}
LISTS = frozenset({"rule order", "output order", "collect"})
_ORDERED = frozenset({"priority", "output order"})
_TOGETHER = frozenset({"sum", "min", "max"})
_ZERO = Decimal(0)
_TODAY = feel.Call(feel.Name("today"))
_TRUE = TestsCell((ValueTest(Literal(True)),))


@dataclass(frozen=True)
class Column:
    """An input column: its subject and its type."""

    subject: Node
    type: Type
    title: Both = Both()


@dataclass(frozen=True)
class GridRow:
    """A row or rule as a row of cells."""

    id: str
    cells: tuple[Cell, ...]
    outputs: Outputs
    note: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class Grid:
    """What tables and rules have in common."""

    key: str
    hit: model.HitPolicy
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    outputs: Mapping[str, model.Conclusion]
    otherwise: Outputs | None
    when_unknown: Outputs | None


def table_grid(
    table: CheckedTable, conclusions: Mapping[str, model.Conclusion], writer: Writer
) -> Grid:
    """Take what a table says."""
    block = table.block
    columns = tuple(
        Column(subject, of, each.title)
        for subject, of, each in zip(table.subjects, table.subject_types, block.inputs, strict=True)
    )
    rows = tuple(
        GridRow(row.id, row.cells, row.outputs, written.note, row.valid_from, row.valid_to)
        for row, written in zip(table.rows, block.rows, strict=True)
        if _kept(row, writer)
    )
    outputs = {key: conclusions[key] for key in block.outputs}
    return Grid(block.key, block.hit, columns, rows, outputs, table.otherwise, table.when_unknown)


def rules_grid(
    rules: CheckedRules, conclusions: Mapping[str, model.Conclusion], writer: Writer
) -> Grid:
    """Make a table of rules: a column for each condition, true or any."""
    block = rules.block
    kept = [
        (rule, written)
        for rule, written in zip(rules.rules, block.rules, strict=True)
        if _kept(rule, writer)
    ]
    conditions = [_conditions(rule.when) for rule, _ in kept]
    all_ = tuple(dict.fromkeys(each for of_rule in conditions for each in of_rule))
    writer.notes.add(
        "规则写作决策表：每个条件一列",
        "the rules become a decision table: a column for each condition",
    )
    rows = tuple(
        GridRow(
            rule.id,
            tuple(_TRUE if each in of_rule else AnyCell() for each in all_),
            rule.outputs,
            "; ".join(filter(None, (written.title.in_language(writer.language), written.note))),
            rule.valid_from,
            rule.valid_to,
        )
        for (rule, written), of_rule in zip(kept, conditions, strict=True)
    )
    columns = tuple(Column(each, BooleanType()) for each in all_)
    outputs = {key: conclusions[key] for key in block.concludes}
    return Grid(block.key, block.hit, columns, rows, outputs, rules.otherwise, rules.when_unknown)


def _kept(row: CheckedRow | CheckedRule, writer: Writer) -> bool:
    if row.disabled:
        writer.notes.at(("row", row.id)).add(
            "停用的行或规则没有写出", "the row or rule is disabled and left out"
        )
    return not row.disabled


def _conditions(of: Condition) -> tuple[Node, ...]:
    """List the conditions that must all be true."""
    if isinstance(of, Group) and of.kind == "all":
        return tuple(each for inner in of.conditions for each in _conditions(inner))
    return (node_of(of),)


def node_of(of: Condition) -> Node:
    """Say a group as one condition (7.3)."""
    if not isinstance(of, Group):
        return of
    parts = tuple(map(node_of, of.conditions))
    joined = parts[0] if len(parts) == 1 else (And if of.kind == "all" else Or)(parts)
    return Not(joined) if of.kind == "none" else joined


# ------------------------------------------------------------------------------- as DMN has them


def say_table(grid: Grid, writer: Writer) -> DecisionTable:
    """Make a decision table."""
    dated = any(row.valid_from or row.valid_to for row in grid.rows)
    if grid.when_unknown is not None:
        writer.notes.add(
            "无法判断时的结论没有写出：DMN 中条件未知等同于未命中",
            "what it gives when unknown is left out: "
            "in DMN an unknown condition is one that is not met",
        )
    if dated:
        writer.notes.add(
            "生效与失效日期写作关于 today() 的一列",
            "the days from which and to which rows hold become a column of today()",
        )
    if grid.hit not in LISTS and _gives_lists(grid):
        writer.notes.add(
            "输出是列表的决策表不能再读回", "a table of which an output is a list is not read back"
        )
    hit, aggregation = HITS[grid.hit]
    inputs = [_input(grid, number, writer) for number in range(len(grid.columns))]
    if dated:
        inputs.append(InputClause(writer.text(_TODAY), "date", id=f"{grid.key}.today"))
    return DecisionTable(
        tuple(inputs),
        _outputs(grid, writer),
        tuple(_rule(grid, row, writer, dated=dated) for row in grid.rows),
        hit,
        aggregation,
        id=f"table_{grid.key}",
    )


def _gives_lists(grid: Grid) -> bool:
    return any(isinstance(each.type, ListType) for each in grid.outputs.values())


def _input(grid: Grid, number: int, writer: Writer) -> InputClause:
    column = grid.columns[number]
    inner = writer.at(("column", number + 1))
    return InputClause(
        inner.text(inner.say(column.subject)),
        base(column.type),
        column.title.in_language(writer.language),
        id=f"{grid.key}.input.{number + 1}",
    )


def column_lines(columns: Sequence[Column]) -> list[Line]:
    """Say the titles of columns in both languages."""
    return [
        line
        for number, each in enumerate(columns, start=1)
        for line in both_lines(f"column {number}", each.title)
    ]


def _outputs(grid: Grid, writer: Writer) -> tuple[OutputClause, ...]:
    defaults = _defaults(grid, writer)
    single = len(grid.outputs) == 1
    return tuple(
        OutputClause(
            "" if single else key,
            _output_type(grid, each, writer),
            each.title.in_language(writer.language),
            _priorities(grid, each),
            defaults.get(key),
            f"{grid.key}.output.{key}",
        )
        for key, each in grid.outputs.items()
    )


def _output_type(grid: Grid, conclusion: model.Conclusion, writer: Writer) -> str:
    of = conclusion.type
    if grid.hit in LISTS and isinstance(of, ListType):
        return writer.types.of(f"{conclusion.key}_item", of.item)
    if grid.hit in {"sum", "count"}:
        return base(of)
    return writer.types.of(conclusion.key, of)


def output_item(grid: Grid, conclusion: model.Conclusion) -> Type:
    """Return the type of what a row gives."""
    of = conclusion.type
    return of.item if grid.hit in LISTS and isinstance(of, ListType) else of


def _priorities(grid: Grid, conclusion: model.Conclusion) -> Text | None:
    """List the values of an ordered list, as DMN does: the highest first."""
    of = output_item(grid, conclusion)
    codes = of.one_of if isinstance(of, TextType) else None
    if grid.hit not in _ORDERED or codes is None or not codes.ordered:
        return None
    return Text(", ".join(print_feel(feel.String(code.value)) for code in reversed(codes.codes)))


def _defaults(grid: Grid, writer: Writer) -> dict[str, Text]:
    """Say what holds when nothing fires."""
    if grid.otherwise is None:
        if grid.hit in LISTS:
            writer.notes.add(
                "无行命中时 DMN 给出 null，而非空列表",
                "when nothing fires DMN gives null, not an empty list",
            )
        zero = writer.text(literal(_ZERO))
        return dict.fromkeys(grid.outputs, zero) if grid.hit == "count" else {}
    inner = writer.at(("block", "otherwise"))
    given = {key for key, node in grid.otherwise.of if node is not None}
    if not given.issuperset(grid.outputs):
        inner.notes.add(
            "`otherwise` 未给出的结论写作 null", "what `otherwise` leaves out becomes null"
        )
    return {
        key: inner.text(_default(grid, key, node, inner))
        for key, node in grid.otherwise.of
        if key in grid.outputs
    }


def _default(grid: Grid, key: str, node: Node | None, writer: Writer) -> feel.Feel:
    of = grid.outputs[key].type
    if grid.hit not in LISTS or node is None or isinstance(node, Null):
        return writer.concluded(node, of)
    if isinstance(node, ListOf) and len(node.items) == 1:
        return writer.concluded(node.items[0], output_item(grid, grid.outputs[key]))
    writer.notes.add(
        "`otherwise` 的列表没有写出：DMN 的默认值只能是一项",
        "the list of `otherwise` is left out: a default of DMN is one item",
    )
    return feel.Null()


def _rule(grid: Grid, row: GridRow, writer: Writer, *, dated: bool) -> DecisionRule:
    inner = writer.at(("row", row.id))
    cells = [
        inner.tests(say_cell(cell, column.type, inner.scope))
        for cell, column in zip(row.cells, grid.columns, strict=True)
    ]
    if dated:
        cells.append(inner.tests(_period(row)))
    concluded = dict(row.outputs.of)
    blank = [key for key in grid.outputs if concluded.get(key) is None]
    return DecisionRule(
        f"{grid.key}.{row.id}",
        tuple(cells),
        tuple(_output(grid, key, concluded.get(key), inner) for key in grid.outputs),
        (row.note,) if any(each.note for each in grid.rows) else (),
        describe([("blank", key) for key in blank]),
    )


def _output(grid: Grid, key: str, node: Node | None, writer: Writer) -> Text:
    of = output_item(grid, grid.outputs[key])
    if grid.hit == "count":
        # What a row says is not looked at (12.8), but DMN counts no null.
        return writer.text(literal(_ZERO + 1) if node is None else writer.say(node))
    if grid.hit in _TOGETHER:
        _note_parts(node, writer)
        return writer.text(writer.say(node))
    if grid.hit in LISTS and (node is None or not isinstance(node, Literal)):
        writer.notes.add(
            "DMN 的列表可能含 null，此处则略去缺失的输出",
            "a list of DMN may hold null, where a missing output is left out here",
        )
    return writer.text(writer.concluded(node, of))


def _note_parts(node: Node | None, writer: Writer) -> None:
    if node is None or not isinstance(node, Literal):
        writer.notes.add(
            "合计未按结论的小数位取舍；缺失的输出在 DMN 中使合计为 null",
            "the parts are not rounded as the conclusion is; one that is missing makes all null",
        )


def _period(row: GridRow) -> feel.UnaryTests:
    since, until = (None if day is None else literal(day) for day in (row.valid_from, row.valid_to))
    if since is not None and until is not None:
        within = feel.RangeLiteral(since, until, True, True)
        return feel.UnaryTests((feel.ValueTest(within),))
    if since is not None:
        return feel.UnaryTests((feel.CompareTest(">=", since),))
    return feel.UnaryTests(() if until is None else (feel.CompareTest("<=", until),))
