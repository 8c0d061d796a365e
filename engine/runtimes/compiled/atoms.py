"""The tests that a condition is made of, each true or not, for nested decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.runtimes.compiled.conditions import cell_truth
from engine.runtimes.compiled.expressions import Expressions
from engine.runtimes.compiled.terms import Term, Truth
from rulesets.expressions import tree
from rulesets.expressions.tree import Cell, Condition, Node, Test
from rulesets.types import CodeList

_IS = frozenset({"number", "text", "boolean", "date"})
_IN_ORDER = frozenset({"number", "date"})
_CUTS = {">=": ("above", 0), ">": ("above", 1), "<": ("below", 0), "<=": ("below", 1)}


@dataclass(frozen=True)
class Atom:
    """A test that is true or not.

    Attributes:
        text: its source, right where the subject is there.
        subject: the variable it tests; of any other test its own source.
        sign: `above` or `below` a cut, `is` a value, or empty: nothing is told of others.
        at: the value; of a cut the number or date, with 0 just before it or 1 just after it.
        sure: the subject is never missing, or the test false of it then.
    """

    text: str
    subject: str
    sign: str = ""
    at: Any = None
    sure: bool = True


def cell_atoms(
    self: Expressions, cell: Cell, subject: Term, codes: CodeList | None
) -> tuple[Atom, ...]:
    """Open the cell of a column, a variable."""
    if isinstance(cell, tree.AnyCell):
        return ()
    if isinstance(cell, tree.TestsCell) and not cell.negated and len(cell.tests) == 1:
        found = _compared(self, subject, _comparisons(cell.tests[0]))
        if found:
            return found
    return (_any_test(cell_truth(self, cell, subject, codes)),)


def condition_atoms(self: Expressions, condition: Condition) -> tuple[Atom, ...]:
    """Open a rule's condition: `all` and `and` are true when all their parts are (7.2)."""
    if isinstance(condition, tree.Group) and condition.kind == "all":
        return tuple(each for part in condition.conditions for each in condition_atoms(self, part))
    if isinstance(condition, tree.And):
        return tuple(each for part in condition.operands for each in condition_atoms(self, part))
    found: tuple[Atom, ...] = ()
    if self.kept(condition) is not None:  # it is a mere variable by now
        return (_any_test(self.group(condition)),)
    if isinstance(condition, tree.Compare):
        found = _compared(self, self.term(condition.left), [(condition.op, condition.right)])
    elif isinstance(condition, tree.Between):
        ends = [(">=", condition.low), ("<=", condition.high)]
        found = _compared(self, self.term(condition.subject), ends)
    return found or (_any_test(self.group(condition)),)


def _any_test(truth: Truth) -> Atom:
    return Atom(truth.true, truth.true)


def _comparisons(test: Test) -> list[tuple[str, Node]]:
    if isinstance(test, tree.RangeTest):
        low, high = ">=" if test.low_included else ">", "<=" if test.high_included else "<"
        return [(low, test.low), (high, test.high)]
    if isinstance(test, tree.CompareTest):
        return [(test.op, test.operand)]
    return [("=", test.operand)] if isinstance(test, tree.ValueTest) else []


def _compared(self: Expressions, subject: Term, others: list[tuple[str, Node]]) -> tuple[Atom, ...]:
    """Compare a variable with literals; nothing, where one of them is something else."""
    found = [_atom(op, subject, self.term(other)) for op, other in others]
    return tuple(each for each in found if each) if all(found) else ()


def _atom(op: str, left: Term, right: Term) -> Atom | None:
    if not left.plain or right.literal is None or left.kind != right.kind:
        return None
    if op == "=" and left.kind in _IS:
        return Atom(f"{left.text} == {right.text}", left.text, "is", right.literal)
    if op not in _CUTS or left.kind not in _IN_ORDER:
        return None
    sign, side = _CUTS[op]
    text = f"{left.text} {op} {right.text}"
    return Atom(text, left.text, sign, (right.literal, side), sure=not left.needs)
