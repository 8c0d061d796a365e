"""Decision tables and rules: columns, rows, groups of conditions, periods (section 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulesets import model
from rulesets.checked import (
    CheckedRow,
    CheckedRule,
    CheckedRules,
    CheckedTable,
    Outputs,
)
from rulesets.checking.conclusions import (
    check_hit_policy,
    fallback,
    given_outputs,
    known_conclusions,
    output_columns,
)
from rulesets.checking.reading import Column, OutputColumn, Reader
from rulesets.checking.report import Report
from rulesets.errors import Fault
from rulesets.expressions.tree import AnyCell, Cell, Condition, Group, Literal, Node
from rulesets.types import BooleanType

# What stands for an input or a cell that has a fault, so that the rest can be checked.
_BROKEN = Literal(False)
_NOT_READ = (None, ())
_SHOWN_INPUT = 60


def check_table(block: model.Table, reader: Reader, report: Report) -> CheckedTable:
    """Check a decision table; what has a fault is reported and left out of the result."""
    types = known_conclusions(block, reader.names.conclusions, report)
    check_hit_policy(block, types, report)
    outputs = output_columns(block.hit, types, reader)
    places = [_shown(each.expression) for each in block.inputs]
    inputs: list[Column | None] = []
    for each, place in zip(block.inputs, places, strict=True):
        subject = reader.subject(each.expression, report.at(("input", place)))
        inputs.append(Column(reader, subject) if subject is not None else None)
    columns = list(zip(places, inputs, strict=True))
    _remember(block, reader, inputs, outputs)
    rows = tuple(
        _check_row(row, number, columns, [(key, outputs.get(key)) for key in block.outputs], report)
        for number, row in enumerate(block.rows, start=1)
    )
    where = (reader, report)
    return CheckedTable(
        block,
        tuple(_BROKEN if each is None else each.subject.node for each in inputs),
        tuple(BooleanType() if each is None else each.subject.type for each in inputs),
        rows,
        fallback(block.otherwise, types, block.outputs, "otherwise", where),
        fallback(block.when_unknown, types, block.outputs, "when unknown", where),
    )


def _remember(
    block: model.Table,
    reader: Reader,
    inputs: list[Column | None],
    outputs: Mapping[str, OutputColumn],
) -> None:
    """Take over the cells of columns that stand as they did when the table passed before."""
    before = reader.before.get(block.key)
    if not isinstance(before, CheckedTable):
        return
    pairs = list(zip(before.block.rows, before.rows, strict=True))
    then = before.block.inputs
    for place, (column, now) in enumerate(zip(inputs, block.inputs, strict=True)):
        if column and place < len(then) and then[place].expression == now.expression:
            column.known.update((row.when[place], (each.cells[place], ())) for row, each in pairs)
    if before.block.hit == block.hit:
        for place, key in enumerate(before.block.outputs):
            if key in outputs:
                outputs[key].known.update(
                    (row.then[place], (each.outputs.of[place][1], ())) for row, each in pairs
                )


def _shown(expression: str) -> str:
    """Shorten an input's expression for the place of a fault."""
    plain = " ".join(expression.split())
    return plain if len(plain) <= _SHOWN_INPUT else plain[: _SHOWN_INPUT - 1] + "…"


def _check_row(
    row: model.Row,
    number: int,
    inputs: list[tuple[str, Column | None]],
    outputs: list[tuple[str, OutputColumn | None]],
    report: Report,
) -> CheckedRow:
    inner = report.at(("row", number))
    _check_period(row, inner)
    cells: list[Cell] = []
    if len(row.when) != len(inputs):
        inner.add("wrong-cell-count", expected=len(inputs), found=len(row.when))
    else:
        for (place, column), text in zip(inputs, row.when, strict=True):
            cell, faults = column.read(text) if column else _NOT_READ
            if faults:
                inner.at(("column", place)).take(faults)
            cells.append(cell or AnyCell())
    given: list[tuple[str, Node | None]] = []
    if len(row.then) != len(outputs):
        inner.add("wrong-cell-count", expected=len(outputs), found=len(row.then))
    else:
        for (key, output), text in zip(outputs, row.then, strict=True):
            node, faults = output.read(text) if output else _NOT_READ
            if faults:
                inner.at(("column", key)).take(faults)
            given.append((key, node))
    return CheckedRow(
        row.id,
        number,
        tuple(cells),
        Outputs(tuple(given)),
        row.disabled,
        row.valid_from,
        row.valid_to,
    )


def check_rules(block: model.Rules, reader: Reader, report: Report) -> CheckedRules:
    """Check a block of rules; what has a fault is reported and left out of the result."""
    types = known_conclusions(block, reader.names.conclusions, report)
    check_hit_policy(block, types, report)
    outputs = output_columns(block.hit, types, reader)
    _remember_rules(block, reader, outputs)
    rules = []
    for number, rule in enumerate(block.rules, start=1):
        inner = report.at(("rule", rule.id))
        _check_period(rule, inner)
        checked = CheckedRule(
            rule.id,
            number,
            _Conditions(reader, inner).read(rule.when),
            given_outputs(rule.then, outputs, block.concludes, "conclusion", inner),
            rule.disabled,
            rule.valid_from,
            rule.valid_to,
        )
        rules.append(checked)
    where = (reader, report)
    return CheckedRules(
        block,
        tuple(rules),
        fallback(block.otherwise, types, block.concludes, "otherwise", where),
        fallback(block.when_unknown, types, block.concludes, "when unknown", where),
    )


def _remember_rules(
    block: model.Rules, reader: Reader, outputs: Mapping[str, OutputColumn]
) -> None:
    """Take over conditions and outputs of the rules that stood here when the block passed."""
    before = reader.before.get(block.key)
    if not isinstance(before, CheckedRules):
        return
    for rule, checked in zip(before.block.rules, before.rules, strict=True):
        reader.conditions.update(_read_before(rule.when, checked.when))
        if before.block.hit == block.hit:
            for given, (key, node) in zip(rule.then, checked.outputs.of, strict=True):
                if key in outputs:
                    outputs[key].known[given.expression] = (node, ())


def _read_before(
    when: model.When | str, read: Condition, *, negated: bool = False
) -> Iterator[tuple[tuple[str, bool], tuple[Node, tuple[Fault, ...]]]]:
    """Give each text of a condition that passed with what it was read as."""
    if isinstance(when, model.When) and isinstance(read, Group):
        within = negated != (when.kind == "none")
        for each, node in zip(when.conditions, read.conditions, strict=True):
            yield from _read_before(each, node, negated=within)
    elif isinstance(when, str) and not isinstance(read, Group):
        yield (when, negated), (read, ())


class _Conditions:
    """Reads the conditions of one rule, counting them for their places."""

    def __init__(self, reader: Reader, report: Report) -> None:
        self.reader = reader
        self.report = report
        self.number = 0

    def read(self, when: model.When, *, negated: bool = False) -> Group:
        if not when.conditions:
            self.report.add("empty-group", kind=when.kind)
        within = negated != (when.kind == "none")
        return Group(when.kind, tuple(self._one(each, within) for each in when.conditions))

    def _one(self, condition: model.When | str, negated: bool) -> Condition:
        if isinstance(condition, model.When):
            return self.read(condition, negated=negated)
        self.number += 1
        inner = self.report.at(("condition", self.number))
        return self.reader.condition(condition, inner, negated=negated) or _BROKEN


def _check_period(of: model.Row | model.Rule, report: Report) -> None:
    since, until = of.valid_from, of.valid_to
    if since is not None and until is not None and since > until:
        report.add("empty-period", since=since.isoformat(), until=until.isoformat())
