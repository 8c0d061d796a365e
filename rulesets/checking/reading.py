"""Expressions, conditions and cells of blocks: parsed, typed and looked at for what can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rulesets.checked import CheckedBlock
from rulesets.checking.cell_types import check_cell
from rulesets.checking.domains import refuse_outside
from rulesets.checking.failing import Sizes, can_fail
from rulesets.checking.meaning import Meaning
from rulesets.checking.naming import Names
from rulesets.checking.never_true import refuse_dead_cell, refuse_dead_condition
from rulesets.checking.plain_cells import has_plain_numbers, plain_cell, plain_number
from rulesets.checking.report import Report
from rulesets.checking.static_types import Clash, concluded, kind_of, mismatch
from rulesets.checking.text_sizes import TextSizes
from rulesets.checking.tree_types import TreeTypes
from rulesets.checking.written_values import codes_of, is_blank
from rulesets.errors import AuthorError, Fault
from rulesets.expressions.lexer import shortened
from rulesets.expressions.parser import parse_cell, parse_expression
from rulesets.expressions.printer import print_node
from rulesets.expressions.scope import Scope
from rulesets.expressions.tree import Cell, Condition, Node
from rulesets.expressions.walk import is_null
from rulesets.types import BooleanType, Both, NumberType, Type

PERCENT = "%"
_FIFTY_NAMES = 99


@dataclass(frozen=True)
class Subject:
    """An input: the expression whose value cells test, and its type."""

    node: Node
    type: Type


@dataclass(frozen=True)
class Reader:
    """Reads the texts of the blocks of one ruleset.

    Attributes:
        names: all that is declared.
        meaning: the types of names, and the calendars of the ruleset that the blocks stand in.
        sizes: how large numbers may be, for what can fail.
        before: blocks that passed, by key, with nothing declared otherwise since.
        conditions: those that were read, with their faults.
    """

    names: Names
    meaning: Meaning
    sizes: Sizes
    before: Mapping[str, CheckedBlock] = field(default_factory=dict, compare=False)
    conditions: dict[tuple[str, bool], tuple[Node | None, tuple[Fault, ...]]] = field(
        default_factory=dict, compare=False
    )

    @cached_property
    def has_plain_numbers(self) -> bool:
        """Whether digits can only be numbers here, so that plain cells need no parser."""
        return has_plain_numbers(self.names.scope)

    @cached_property
    def texts(self) -> TextSizes:
        """How long the texts may grow that expressions join."""
        return TextSizes(self.meaning, self.sizes.functions)

    def _refuse_long_texts(self, of: Node | Cell, text: str, report: Report) -> None:
        # Without functions it takes fifty names to join so much.
        may_be = len(text) > _FIFTY_NAMES or bool(self.sizes.functions)
        if may_be and self.texts.too_long(of):
            report.add("expression-too-large", character=1)

    def expression(
        self, text: str, report: Report, scope: Scope | None = None, *, null: bool = False
    ) -> tuple[Node, Type] | None:
        """Read an expression of any type; None when it has a fault, which is reported.

        `null`: whether the whole may be `null`, since what stands around gives it a type (4.8).
        """
        node = parsed(text, self.names.scope if scope is None else scope, report, null=null)
        if node is None:
            return None
        found = TreeTypes(self.meaning, report).type_of(node)
        if found is None:
            return None
        self._refuse_long_texts(node, text, report)
        return node, found

    def subject(self, text: str, report: Report) -> Subject | None:
        """Read the expression of an input."""
        read = self.expression(text, report)
        return None if read is None else Subject(*read)

    def of_kind(
        self, text: str, kinds: tuple[str, ...], expected: Both, report: Report
    ) -> Node | None:
        """Read an expression that must be of one of these kinds."""
        read = self.expression(text, report)
        if read is None:
            return None
        node, found = read
        if kind_of(found) not in kinds:
            clash = mismatch(expected, found)
            report.refuse(clash, node.at)
            return None
        return node

    def output(self, text: str, target: Type | None, report: Report) -> Node | None:
        """Read what a conclusion is given; None when it is blank or has a fault.

        Without a target any type will do: what is given is only counted (12.8).
        """
        if is_blank(text):
            return None
        scope = self.names.scope
        if target is not None:
            scope = scope.for_column(codes_of(target), percent=_in_percent(target))
        read = self.expression(text, report, scope, null=True)
        if read is None or target is None:
            return None if read is None else read[0]
        node, found = read
        clash = concluded(target, found)
        if clash is not None:
            report.refuse(clash, node.at)
            return None
        return node

    def condition(self, text: str, report: Report, *, negated: bool) -> Node | None:
        """Read a condition of a rule; `negated` when it must not hold, as within `none`.

        Each text is read once: rules repeat themselves.
        """
        found = self.conditions.get((text, negated))
        if found is None:
            own = Report()
            node = self._condition(text, own, negated=negated)
            found = self.conditions[text, negated] = (node, tuple(own.faults))
        report.take(found[1])
        return found[0]

    def _condition(self, text: str, report: Report, *, negated: bool) -> Node | None:
        node = parsed(text, self.names.scope, report)
        if node is None:
            return None
        found = TreeTypes(self.meaning, report).type_of(node)
        clash: Clash | None = None
        if found is not None and not isinstance(found, BooleanType):
            clash = mismatch("boolean", found)
        if clash is not None:
            report.refuse(clash, node.at)
        refuse_dead_condition(node, self.names, report, negated=negated)
        self._refuse_long_texts(node, text, report)
        self._refuse_failing(node, report)
        return node

    def _refuse_failing(self, of: Node | Cell | Condition, report: Report) -> None:
        failing = can_fail(of, self.sizes)
        if failing is not None:
            report.add(
                "can-fail-in-condition",
                character=failing.at,
                operation=shortened(print_node(failing)),
            )

    def cell(self, text: str, subject: Subject, scope: Scope, report: Report) -> Cell | None:
        """Read a cell of a column in the scope of that column; see `Column`."""
        try:
            cell = parse_cell(text, scope)
        except AuthorError as error:
            report.take(error.faults)
            return None
        check_cell(subject.type, cell, TreeTypes(self.meaning, report).type_of, report)
        self._refuse_long_texts(cell, text, report)
        self._refuse_failing(cell, report)
        return cell


def parsed(text: str, scope: Scope, report: Report, *, null: bool = False) -> Node | None:
    """Parse an expression; None when it cannot be read, or is no `null` where it may be (4.8)."""
    try:
        node = parse_expression(text, scope)
    except AuthorError as error:
        report.take(error.faults)
        return None
    if not null and is_null(node):
        report.add("null-not-a-value", character=node.at)
        return None
    return node


@dataclass
class Column:
    """Reads the cells of one column, each text once: large tables repeat themselves."""

    reader: Reader
    subject: Subject
    scope: Scope = field(init=False)
    known: dict[str, tuple[Cell | None, tuple[Fault, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the scope of the column."""
        of = self.subject.type
        self.scope = self.reader.names.scope.for_column(codes_of(of), percent=_in_percent(of))

    def cell(self, text: str, report: Report) -> Cell | None:
        """Read a cell; None when it has a fault, which is reported in its place."""
        cell, faults = self.read(text)
        report.take(faults)
        return cell

    def read(self, text: str) -> tuple[Cell | None, tuple[Fault, ...]]:
        """Read a cell, with its faults and their places within it."""
        found = self.known.get(text)
        if found is None:
            own = Report()
            found = self.known[text] = (self._read(text, own), tuple(own.faults))
        return found

    def _read(self, text: str, report: Report) -> Cell | None:
        plain = plain_cell(text, self.subject.type) if self.reader.has_plain_numbers else None
        cell = plain or self.reader.cell(text, self.subject, self.scope, report)
        if cell is not None:
            refuse_dead_cell(self.subject.node, cell, self.reader.names, report)
        return cell


@dataclass
class OutputColumn:
    """Reads the output cells of one conclusion, each text once.

    `contributes` says that outputs are only parts of what is concluded, as under `sum`.
    """

    reader: Reader
    target: Type | None
    contributes: bool = False
    known: dict[str, tuple[Node | None, tuple[Fault, ...]]] = field(default_factory=dict)

    def cell(self, text: str, report: Report) -> Node | None:
        """Read an output cell; None when it is blank or has a fault, reported in its place."""
        node, faults = self.read(text)
        report.take(faults)
        return node

    def read(self, text: str) -> tuple[Node | None, tuple[Fault, ...]]:
        """Read an output cell, with its faults and their places within it."""
        found = self.known.get(text)
        if found is None:
            own = Report()
            found = self.known[text] = (self._read(text, own), tuple(own.faults))
        return found

    def _read(self, text: str, report: Report) -> Node | None:
        numbers = self.reader.has_plain_numbers and isinstance(self.target, NumberType)
        plain = plain_number(text) if numbers else None
        node = plain or self.reader.output(text, self.target, report)
        if node is not None and self.target is not None and not self.contributes:
            refuse_outside(node, self.target, report)
        return node


def _in_percent(of: Type) -> bool:
    return isinstance(of, NumberType) and of.unit == PERCENT
