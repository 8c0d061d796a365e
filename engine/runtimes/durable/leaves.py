"""What a cell or a condition says, by its two sides.

A comparison of a value with a literal is made by durable-rules. Whatever else there is (operands
that are no literals, texts searched, large sets) is evaluated beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from engine.evaluation.code_lists import codes_of_any, declared_type
from engine.runtimes.durable import coding, sides
from engine.runtimes.durable.envelope import MOST_WHOLE
from engine.runtimes.durable.sides import Sides
from engine.runtimes.durable.sources import OfCell, OfCondition, OfFact, OfNode, Source
from engine.runtimes.durable.trees import MIRRORED, Sign
from rulesets.checked import CheckedRuleset
from rulesets.expressions import tree
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import Cell, Condition, Node, Test
from rulesets.expressions.walk import operands
from rulesets.types import CodeList, ListType, RecordsType
from rulesets.values import Value, decimals

MOST_VALUES: Final = 8
"""Values of one test that durable-rules compares; larger sets are evaluated beforehand."""


@dataclass
class Reader:
    """Reads the conditions of a ruleset; `texts` numbers each text that one of them names."""

    checked: CheckedRuleset
    texts: dict[str, int] = field(default_factory=dict)
    _printed: dict[int, str] = field(default_factory=dict)
    """The texts of expressions by identity: a column has one for all its rows."""

    def codes(self, *nodes: Node) -> CodeList | None:
        """2.2: the code list of the first expression that has one."""
        return codes_of_any(nodes, self.checked, {})

    def cell(self, block: str, subject: Node, cell: Cell, codes: CodeList | None) -> Sides:
        """Read a cell of a column."""
        if isinstance(cell, tree.AnyCell):
            return sides.known(OfCell(block, "-", subject, cell, codes), truth=True)
        whole = self._of_cell(block, subject, cell, codes)
        if isinstance(cell, tree.MissingCell):
            return self._presence(block, subject, whole, missing=not cell.negated)
        if len(cell.tests) > MOST_VALUES:
            return sides.evaluated(whole)
        if len(cell.tests) == 1 and not cell.negated:
            return self._test(cell.tests[0], whole)
        wholes = [
            self._of_cell(block, subject, tree.TestsCell((each,)), codes) for each in cell.tests
        ]
        tests = [self._test(*each) for each in zip(cell.tests, wholes, strict=True)]
        any_of = tests[0] if len(tests) == 1 else sides.together("any", tests, whole)
        return sides.opposite(any_of, whole) if cell.negated else any_of

    def condition(self, block: str, condition: Condition) -> Sides:
        """Read a group or a condition of a rule."""
        whole = OfCondition(block, _text(condition), condition)
        if isinstance(condition, tree.Group):
            parts = [self.condition(block, each) for each in condition.conditions]
            if condition.kind == "all":
                return sides.together("all", parts, whole)
            any_of = sides.together("any", parts, whole)
            return sides.opposite(any_of, whole) if condition.kind == "none" else any_of
        if isinstance(condition, tree.And | tree.Or):
            parts = [self.condition(block, each) for each in condition.operands]
            kind = "all" if isinstance(condition, tree.And) else "any"
            return sides.together(kind, parts, whole)  # type: ignore[arg-type]  # one of the two
        if isinstance(condition, tree.Not):
            return sides.opposite(self.condition(block, condition.operand), whole)
        return self._leaf(block, condition, whole)

    def _leaf(self, block: str, node: Node, whole: Source) -> Sides:
        found = None
        if isinstance(node, tree.Literal) and isinstance(node.value, bool):
            return sides.known(whole, truth=node.value)
        if isinstance(node, tree.IsMissing):
            return self._presence(block, node.subject, whole, missing=not node.negated)
        if isinstance(node, tree.Compare):
            found = self._comparison(block, node, whole)
        elif isinstance(node, tree.Between):
            ends = tree.RangeTest(node.low, node.high, low_included=True, high_included=True)
            codes = self.codes(node.subject, node.low, node.high)
            found = self._range(block, node.subject, ends, codes, whole)
        elif isinstance(node, tree.In):
            others = (each for test in node.tests for each in operands(test))
            codes = self.codes(node.subject, *others)
            found = self.cell(block, node.subject, tree.TestsCell(node.tests), codes)
        return found or sides.evaluated(self._value(block, node))

    def _comparison(self, block: str, node: tree.Compare, whole: Source) -> Sides | None:
        codes = self.codes(node.left, node.right)
        sign: Sign = node.op  # type: ignore[assignment]  # the grammar knows no others
        right, left = self._literal(node.right), self._literal(node.left)
        if right is not None:
            return self._compared(block, node.left, sign, right, codes, whole)
        if left is not None:
            return self._compared(block, node.right, MIRRORED[sign], left, codes, whole)
        return None

    def _of_cell(self, block: str, subject: Node, cell: Cell, codes: CodeList | None) -> OfCell:
        text = f"{self._text(subject)} : {print_cell(cell)}"
        return OfCell(block, text, subject, cell, codes)

    def _test(self, test: Test, whole: OfCell) -> Sides:
        """Read a cell of one test."""
        block, subject, codes = whole.block, whole.subject, whole.codes
        found = None
        if isinstance(test, tree.RangeTest):
            found = self._range(block, subject, test, codes, whole)
        elif isinstance(test, tree.CompareTest):
            literal = self._literal(test.operand)
            sign: Sign = test.op  # type: ignore[assignment]  # the grammar knows no others
            if literal is not None:
                found = self._compared(block, subject, sign, literal, codes, whole)
        elif isinstance(test, tree.ValueTest):
            found = self._equal(block, subject, test.operand, whole)
        return found or sides.evaluated(whole)

    def _equal(self, block: str, subject: Node, operand: Node, whole: Source) -> Sides | None:
        """5.2: a value, or one of a list of them."""
        nodes = operand.items if isinstance(operand, tree.ListOf) else (operand,)
        literals = [self._literal(each) for each in nodes]
        of = declared_type(subject, self.checked, {})
        # Of what may be a list itself, a list is compared as a whole.
        whole_list = nodes != (operand,) and (of is None or isinstance(of, ListType | RecordsType))
        if not 0 < len(literals) <= MOST_VALUES or whole_list:
            return None
        each = [
            None if literal is None else self._compared(block, subject, "=", literal, None, whole)
            for literal in literals
        ]
        compared = [found for found in each if found is not None]
        if len(compared) < len(each):
            return None
        return compared[0] if len(each) == 1 else sides.together("any", compared, whole)

    def _range(
        self,
        block: str,
        subject: Node,
        test: tree.RangeTest,
        codes: CodeList | None,
        whole: Source,
    ) -> Sides | None:
        """5.4."""
        low, high = self._literal(test.low), self._literal(test.high)
        if low is None or high is None:
            return None
        above: Sign = ">=" if test.low_included else ">"
        below: Sign = "<=" if test.high_included else "<"
        first = self._compared(block, subject, above, low, codes, whole)
        second = self._compared(block, subject, below, high, codes, whole)
        if first is None or second is None:
            return None
        return sides.together("all", (first, second), whole)

    def _presence(self, block: str, subject: Node, whole: Source, *, missing: bool) -> Sides:
        """5.5: never unknown."""
        code = coding.MISSING if missing else coding.PRESENT
        value = self._value(block, subject)
        return sides.compared(value, coding.Presence(), "=", code, whole)

    def _compared(
        self,
        block: str,
        subject: Node,
        sign: Sign,
        literal: Value,
        codes: CodeList | None,
        whole: Source,
    ) -> Sides | None:
        """Compare with a literal; None where it has no code."""
        by: coding.Coding
        if isinstance(literal, str) and sign in {"=", "!="}:
            self.texts.setdefault(literal, len(self.texts) + 1)
            by = coding.Texts(self.texts)
        elif isinstance(literal, str):
            if codes is None or literal not in codes.places:
                return None
            by = coding.Places(codes)
        else:
            by = _coding(literal)
        code = by.code(literal)
        # The outermost codes stand for all that lies beyond them too.
        if code is None or abs(code) >= MOST_WHOLE:
            return None
        return sides.compared(self._value(block, subject), by, sign, code, whole)

    def _value(self, block: str, node: Node) -> Source:
        if isinstance(node, tree.Name) and node.key not in self.checked.constants:
            return OfFact(node.key)
        if isinstance(node, tree.Previous):
            return OfFact(f"previous({node.key})")
        return OfNode(block, self._text(node), node)

    def _text(self, node: Node) -> str:
        text = self._printed.get(id(node))
        if text is None:
            text = self._printed[id(node)] = print_node(node)
        return text

    def _literal(self, node: Node) -> Value:
        """Find the value of a literal, or of a constant that always has the same; else None."""
        if isinstance(node, tree.Literal):
            return node.value
        if isinstance(node, tree.Negate) and isinstance(node.operand, tree.Literal):
            number = node.operand.value
            return number.copy_negate() if isinstance(number, Decimal) else None
        constant = self.checked.constants.get(node.key) if isinstance(node, tree.Name) else None
        if constant is None or len(constant.values) != 1:
            return None
        ((since, value),) = constant.values
        scalar = isinstance(value, Decimal | str | bool | date)
        return value if since is None and scalar else None


def _coding(literal: Value) -> coding.Coding:
    if isinstance(literal, bool):
        return coding.Truths()
    if isinstance(literal, Decimal):
        return coding.Numbers(decimals(literal))
    return coding.Instants() if isinstance(literal, datetime) else coding.Days()


def _text(condition: Condition) -> str:
    if not isinstance(condition, tree.Group):
        return print_node(condition)
    return f"{condition.kind} {[_text(each) for each in condition.conditions]}"
