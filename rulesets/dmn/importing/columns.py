"""The columns of a decision table: inputs with their cells, outputs with their types."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rulesets.checking.naming import Names
from rulesets.checking.never_true import refuse_dead_cell
from rulesets.checking.report import Report as CheckReport
from rulesets.dmn.feel.names import plain_name
from rulesets.dmn.importing import expressions
from rulesets.dmn.importing.building import titled
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.kinds import Many, Record
from rulesets.dmn.importing.saying import Says
from rulesets.dmn.model import DecisionTable, InputClause, Text
from rulesets.dmn.translating.environment import Translated
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.scope import Scope as NameScope
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    Compare,
    CompareTest,
    In,
    IsMissing,
    Literal,
    MissingCell,
    Name,
    Node,
    Not,
    Null,
    TestsCell,
    ValueTest,
)
from rulesets.expressions.words import RESERVED_FUNCTIONS, reserved
from rulesets.model import Fact, Input
from rulesets.types import BooleanType, Both, NumberType, TextType, Type

BLANK = frozenset({"", "-"})
_WORD = re.compile(r"[^\W\d_]\w*")


@dataclass(frozen=True)
class InputColumn:
    """An input column as said; `clause` None: made for a cell that needs a column of its own."""

    subject: Translated
    label: str = ""


@dataclass
class Cells:
    """The columns of a table and its cells, row by row; the first `given` are the table's own."""

    columns: list[InputColumn] = field(default_factory=list)
    rows: list[dict[int, Cell]] = field(default_factory=list)
    given: int = 0

    def put(self, row: int, column: int, said: Cell | Node) -> None:
        """Put a cell, or a condition with a column of its own."""
        if isinstance(said, AnyCell):
            return
        if isinstance(said, MissingCell | TestsCell):
            if not _dead(said, self.columns[column].subject.type):
                self.rows[row][column] = said
                return
            said = condition_of(said, self.columns[column].subject.node)
        if said == Literal(True):
            return
        own = Translated(said, BooleanType())
        # Not among the given ones: a cell of the row may stand there, or be put there yet.
        made = range(self.given, len(self.columns))
        places = [at for at in made if self.columns[at].subject.node == said]
        place = places[0] if places else len(self.columns)
        if not places:
            self.columns.append(InputColumn(own))
        self.rows[row][place] = TestsCell((ValueTest(Literal(True)),))

    def inputs(self) -> tuple[Input, ...]:
        """Return the input columns of the table."""
        return tuple(
            Input(print_node(each.subject.node), titled(each.label) if each.label else Both())
            for each in self.columns
        )

    def texts(self, row: int) -> tuple[str, ...]:
        """Return the cells of a row."""
        return tuple(
            cell_text(self.rows[row].get(column, AnyCell()), each.subject.type)
            for column, each in enumerate(self.columns)
        )

    def condition(self, row: int) -> list[Node]:
        """Return the conditions of a row, for where there is no table."""
        return [
            condition_of(cell, self.columns[column].subject.node)
            for column, cell in sorted(self.rows[row].items())
        ]


def cell_text(cell: Cell, of: Type | None) -> str:
    """Write a cell, the values of a list without quotes where they are plain words."""
    if not isinstance(cell, TestsCell):
        return print_cell(cell)
    words = [bare(each.operand, of) if isinstance(each, ValueTest) else None for each in cell.tests]
    if any(each is None for each in words):
        return print_cell(cell)
    text = ", ".join(each for each in words if each)
    return f"not({text})" if cell.negated else text


def bare(node: Node, of: Type | None) -> str | None:
    """Write a value of a list as a plain word (5.6); None: it must stand in quotes."""
    if not isinstance(of, TextType) or of.one_of is None or not isinstance(node, Literal):
        return None
    text = node.value
    if not isinstance(text, str) or text not in of.one_of.values:
        return None
    return text if _WORD.fullmatch(text) and not reserved(text, RESERVED_FUNCTIONS) else None


def condition_of(cell: MissingCell | TestsCell | AnyCell, subject: Node) -> Node:
    """Say a cell of a subject as a condition."""
    match cell:
        case MissingCell():
            return IsMissing(subject, cell.negated)
        case TestsCell(tests=(CompareTest(op=op, operand=operand),), negated=False):
            return Compare(op, subject, operand)
        case TestsCell():
            found: Node = In(subject, cell.tests)
            return Not(found) if cell.negated else found
    return Literal(True)


def read_cells(values: Says, table: DecisionTable, scope: Scope) -> Cells | None:
    """Say the input columns and all cells; None: a fault was told."""
    cells = Cells(rows=[{} for _ in table.rules], given=len(table.inputs))
    before = len(values.report.faults)
    said = [_subject(values, clause, table, scope) for clause in table.inputs]
    cells.columns = [
        InputColumn(each or Translated(Null(), None), _label(clause))
        for each, clause in zip(said, table.inputs, strict=True)
    ]
    sound = all(each is not None for each in said)
    # Cells of a column repeat: each text is read once.
    known: dict[tuple[int, str], Cell | Node | None] = {}
    for row, rule in enumerate(table.rules):
        for column, text in enumerate(rule.inputs):
            subject = said[column]
            if subject is None or text.text in BLANK:
                continue
            cell = known.get((column, text.text)) or _cell(values, text, subject, scope)
            known[column, text.text] = cell
            sound = sound and cell is not None
            if cell is not None:
                cells.put(row, column, cell)
    return cells if sound and len(values.report.faults) == before else None


def _cell(values: Says, text: Text, subject: Translated, scope: Scope) -> Cell | Node | None:
    inner = values.with_functions(_read_names(values, text, scope), scope)
    return expressions.say_cell(text, subject, inner, values.building.members, values.report)


def _read_names(values: Says, text: Text, scope: Scope) -> object:
    """Return the tests of a cell as a tree, to look for functions; faults are told later."""
    return expressions.quietly(text, scope, values.building.members) if scope.models else ()


def _label(clause: InputClause) -> str:
    plain = plain_name(clause.expression.text)
    return "" if clause.label in {plain, clause.expression.text} else clause.label


def _subject(
    values: Says, clause: InputClause, table: DecisionTable, scope: Scope
) -> Translated | None:
    place = clause.expression.place or table.place
    if not clause.expression.text:
        values.report.add("dmn-incomplete", place, element="input", what=_EXPRESSION)
        return None
    said = values.say(clause.expression, scope)
    found = said[1] if said else None
    if found is None:
        return None
    if found.type is None:
        values.report.refuse("总为空值的输入列", "input column that is always null", place)
        return None
    kind = values.building.kinds.of(clause.type_ref, place)
    if (
        kind is not None
        and not isinstance(kind, Record | Many)
        and not expressions.fits(kind, found.type)
    ):
        expressions.refuse_unfit(kind, found.type, place, values.report)
        return None
    if clause.values is not None and not isinstance(found.node, Name):
        values.report.note(
            "此列的 `inputValues` 不作检查：它不是一个输入",
            "the `inputValues` of this column are not checked: it is no input",
            place,
        )
    return found


_EXPRESSION = Both("表达式 `inputExpression`", "`inputExpression`")


def _dead(cell: MissingCell | TestsCell, of: Type | None) -> bool:
    """Tell whether no value of a number's domain meets a test: such a cell stands in no row (2.9).

    A column of its own may hold it.
    """
    if not isinstance(of, NumberType) or (of.minimum is None and of.maximum is None):
        return False
    report = CheckReport()
    names = Names({"x": Fact("x", of)}, {}, {}, {}, {}, NameScope())
    refuse_dead_cell(Name("x"), cell, names, report)
    return bool(report.faults)
