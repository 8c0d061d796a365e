"""Blocks as decisions, one or more for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from rulesets import model
from rulesets.checked import (
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Outputs,
)
from rulesets.dmn.described import Line, both_lines, describe, title_lines
from rulesets.dmn.exporting.calls import duration
from rulesets.dmn.exporting.cells import say_cell
from rulesets.dmn.exporting.tables import (
    HITS,
    LISTS,
    Grid,
    column_lines,
    rules_grid,
    say_table,
    table_grid,
)
from rulesets.dmn.exporting.types import base, titled_component
from rulesets.dmn.exporting.writing import Writer
from rulesets.dmn.feel import tree as feel
from rulesets.dmn.feel.nulls import first_there, guarded, nulls
from rulesets.dmn.feel.rounding import number, rounded
from rulesets.dmn.model import (
    Boxed,
    Decision,
    DecisionRule,
    DecisionTable,
    InputClause,
    OutputClause,
    Variable,
)
from rulesets.types import Both, DateType, ListType

APART = ("otherwise", "apart")
"""The last value of a `coalesce` is what holds otherwise."""

NO_OTHERWISE = ("otherwise", "none")
"""The default of a table says what holds without one."""

_SPLIT = frozenset({"sum", "min", "max"})
_LENGTHS: Mapping[str, str] = {
    "days": "P1D",
    "working days": "P1D",
    "hours": "PT1H",
    "working hours": "PT1H",
}


@dataclass(frozen=True)
class Maker:
    """Makes the decisions of one block.

    Attributes:
        writer: writes its expressions, at its place.
        conclusions: by key.
        names: of conclusions, of decisions with several, and of the parts of scorecards.
    """

    writer: Writer
    conclusions: Mapping[str, model.Conclusion]
    names: Mapping[str, str]

    @property
    def language(self) -> str:
        """The language of labels."""
        return self.writer.language

    def decisions(self, checked: CheckedBlock) -> Iterator[Decision]:
        """Make the decisions of a block."""
        match checked:
            case CheckedTable():
                grid = table_grid(checked, self.conclusions, self.writer)
                yield from self._tables(grid, checked.block)
            case CheckedRules():
                grid = rules_grid(checked, self.conclusions, self.writer)
                yield from self._tables(grid, checked.block)
            case CheckedScorecard():
                yield from self._scorecard(checked)
            case CheckedFormula(block=block):
                value = self._or_else(self.writer.say(checked.expression), checked.otherwise, block)
                yield self._value(block, value)
            case CheckedDeadline(block=block):
                value = self._or_else(self._deadline(checked), checked.otherwise, block)
                yield self._value(block, value)
            case CheckedRanking(block=block):
                self.writer.notes.add(
                    "DMN 没有排名：此结论为 null", "DMN has no rankings: the conclusion is null"
                )
                value = self._or_else(feel.Null(), checked.otherwise, block)
                yield self._value(block, value)

    # ------------------------------------------------------------------------------ one value

    def _value(
        self,
        block: model.Formula | model.Deadline | model.Ranking | model.Scorecard,
        value: feel.Feel,
    ) -> Decision:
        value = rounded(value, self.conclusions[block.concludes].type)
        lines = [APART] if block.otherwise else []
        return self._decision(block, block.concludes, self.writer.literal(value), lines)

    def _or_else(
        self,
        value: feel.Feel,
        otherwise: Outputs | None,
        block: model.Formula | model.Deadline | model.Ranking | model.Scorecard,
    ) -> feel.Feel:
        """Say what holds otherwise, where the value is missing."""
        if otherwise is None:
            return value
        node = dict(otherwise.of).get(block.concludes)
        if node is None or not nulls(value):
            self.writer.notes.add(
                "`otherwise` 没有写出：它不起作用",
                "`otherwise` is left out: it makes no difference",
            )
            return value
        return first_there(value, self.writer.at(("block", "otherwise")).say(node))

    def _deadline(self, checked: CheckedDeadline) -> feel.Feel:
        block, writer = checked.block, self.writer
        if block.unit.startswith("working"):
            writer.notes.add(
                "DMN 没有日历与工作时间：时限按日历天数或小时计",
                "DMN has no calendars: the deadline counts plain days or hours",
            )
        else:
            writer.notes.add(
                "时限写作时刻加时长：天数按 24 小时计",
                "the deadline becomes a datetime and a duration: a day is 24 hours",
            )
        start = writer.say(checked.start)
        if isinstance(writer.scope.type_of(checked.start), DateType):
            midnight = feel.Call(feel.Name("time"), (feel.String("00:00:00"),))
            start = guarded(start, feel.Call(feel.Name("date and time"), (start, midnight)))
        length = feel.Binary("*", duration(_LENGTHS[block.unit]), writer.say(checked.amount))
        return feel.Binary("+", start, length)

    # --------------------------------------------------------------------------------- tables

    def _tables(self, grid: Grid, block: model.Table | model.Rules) -> Iterator[Decision]:
        lines = [NO_OTHERWISE] if grid.hit == "count" and grid.otherwise is None else []
        lines += column_lines(grid.columns)
        if len(grid.outputs) > 1 and grid.hit in _SPLIT:
            self.writer.notes.add(
                f"DMN 的 {HITS[grid.hit][1]} 只能有一个输出：每个结论各成一张决策表",
                f"{HITS[grid.hit][1]} of DMN has one output: each conclusion has its own table",
            )
            for key, conclusion in grid.outputs.items():
                only = replace(grid, key=f"{grid.key}.{key}", outputs={key: conclusion})
                table = say_table(only, self.writer)
                yield self._decision(block, key, table, lines, f".{key}")
        elif len(grid.outputs) == 1:
            (key,) = grid.outputs
            yield self._decision(block, key, say_table(grid, self.writer), lines)
        else:
            yield self._several(grid, block, lines)

    def _several(self, grid: Grid, block: model.Table | model.Rules, lines: list[Line]) -> Decision:
        """Make a decision of several conclusions: a context, or a list of contexts, of these."""
        types, listed = self.writer.types, grid.hit in LISTS
        members = tuple(
            titled_component(
                key,
                types.of(f"{key}_item", each.type.item)
                if listed and isinstance(each.type, ListType)
                else types.of(key, each.type),
                each.title,
                each.help,
                self.language,
            )
            for key, each in grid.outputs.items()
        )
        reference = types.add_context(block.key, members, collection=listed)
        variable = Variable(self.names[f"block {block.key}"], reference)
        return self._whole(block, variable, say_table(grid, self.writer), lines)

    # ----------------------------------------------------------------------------- scorecards

    def _scorecard(self, checked: CheckedScorecard) -> Iterator[Decision]:
        block = checked.block
        self.writer.notes.add(
            "评分卡写作每个输入一张得分表，加上求和的公式",
            "the scorecard becomes a table of points for each input, and a formula that adds them",
        )
        names = []
        for each in checked.inputs:
            decision = self._points(block, each)
            names.append(decision.variable.name)
            yield decision
        parts: list[feel.Feel] = [feel.Name(name) for name in names]
        value = reduce(lambda one, other: feel.Binary("+", one, other), parts)
        yield self._value(block, self._or_else(value, checked.otherwise, block))

    def _points(self, block: model.Scorecard, each: CheckedScoreInput) -> Decision:
        """Make the table of points of an input: the first band that is true gives them."""
        writer = replace(self.writer.at(("input", each.key)), read={})
        key = f"{block.key}.{each.key}"
        table = _points_table(key, each, writer)
        return Decision(
            f"block_{key}",
            Variable(self.names[f"points {block.key} {each.key}"], "number"),
            table,
            tuple(writer.read),
            label=_joined(block.title, each.title).in_language(self.language),
        )

    # ------------------------------------------------------------------------------ decisions

    def _decision(
        self,
        block: model.Block,
        concludes: str,
        logic: Boxed,
        lines: list[Line],
        part: str = "",
    ) -> Decision:
        """Make the decision of one conclusion."""
        conclusion = self.conclusions[concludes]
        said = [*title_lines(conclusion.title, self.language), *both_lines("help", conclusion.help)]
        name = self.names[concludes]
        if name != concludes:
            said.append(("key", concludes))
        variable = Variable(
            name,
            self.writer.types.of(concludes, conclusion.type),
            conclusion.title.in_language(self.language),
            describe(said),
        )
        return self._whole(block, variable, logic, lines, part)

    def _whole(
        self,
        block: model.Block,
        variable: Variable,
        logic: Boxed,
        lines: list[Line],
        part: str = "",
    ) -> Decision:
        own = [*title_lines(block.title, self.language), *lines]
        if block.note:
            own.append(("note", block.note))
        return Decision(
            f"block_{block.key}{part}",
            variable,
            logic,
            tuple(self.writer.read),
            label=block.title.in_language(self.language),
            description=describe(own),
        )


def _points_table(key: str, each: CheckedScoreInput, writer: Writer) -> DecisionTable:
    missing = each.missing_points
    rules = tuple(
        DecisionRule(
            f"{key}.{band.id}",
            (writer.tests(say_cell(band.cell, each.subject_type, writer.scope)),),
            (writer.text(number(band.points)),),
        )
        for band in each.bands
    )
    column = InputClause(
        writer.text(writer.say(each.subject)),
        base(each.subject_type),
        each.title.in_language(writer.language),
        id=f"{key}.input",
    )
    points = OutputClause(
        type_ref="number",
        default=None if missing is None else writer.text(number(missing)),
        id=f"{key}.output",
    )
    return DecisionTable((column,), (points,), rules, "FIRST", id=f"table_{key}")


def _joined(first: Both, second: Both) -> Both:
    """Join a block's title and that of a part of it."""
    return Both(
        "：".join(filter(None, (first.zh, second.zh))),
        ": ".join(filter(None, (first.en, second.en))),
    )
