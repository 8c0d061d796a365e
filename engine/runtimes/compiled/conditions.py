"""Source for comparisons, tests and cells (sections 2.3, 5, 8): truths without effect."""

from __future__ import annotations

from collections.abc import Sequence

from engine.runtimes.compiled.making import Making
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import (
    ALWAYS,
    SCALARS,
    Term,
    Truth,
    all_of,
    answered,
    any_of,
    compared,
    swapped,
)
from rulesets.expressions import tree
from rulesets.expressions.tree import Cell, Test
from rulesets.expressions.walk import operands
from rulesets.types import CodeList

_OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNS = {"=": "==", "!=": "!=", "<": "<", ">=": ">=", ">": ">", "<=": "<="}
_FEWEST_IN_SET = 2


def _codes(*terms: Term) -> CodeList | None:
    """2.2: the first list that one of the terms has."""
    return next((term.codes for term in terms if term.codes is not None), None)


def compare(self: Making, node: tree.Compare) -> Truth:
    """7.1."""
    left, right = self.term(node.left), self.term(node.right)
    return comparison(node.op, left, right, _codes(left, right), self.source)


def comparison(op: str, left: Term, right: Term, codes: CodeList | None, source: Source) -> Truth:
    """Compare two values; texts are ordered by their places in the list (2.2)."""
    if left.kind != right.kind or left.kind not in SCALARS:
        return _compared_late(op, left, right, codes, source)
    one, other = left.text, right.text
    if left.kind == "datetime":
        one, other = f"utc({one})", f"utc({other})"
    elif left.kind == "text" and op not in {"=", "!="}:
        return _placed(op, left, right, codes, source)
    true = f"{one} {_SIGNS[op]} {other}"
    false = f"{one} {_SIGNS[_OPPOSITES[op]]} {other}"
    return compared(true, false, left, right)


def _placed(op: str, left: Term, right: Term, codes: CodeList | None, source: Source) -> Truth:
    """A text that is in no list has no place: then neither test holds."""
    places = source.objects.name(codes.places if codes is not None else _NO_PLACES)

    def place(term: Term) -> str:
        if term.literal is not None and codes is not None and term.literal in codes.places:
            return str(codes.places[str(term.literal)])
        return f"{places}.get({term.whole}, NOWHERE)"

    one, other = place(left), place(right)
    level = 1 + max(left.level, right.level)
    true = f"({one} {_SIGNS[op]} {other})"
    return Truth(true, f"({one} {_SIGNS[_OPPOSITES[op]]} {other})", level=level)


_NO_PLACES: dict[str, int] = {}


def _compared_late(
    op: str, left: Term, right: Term, codes: CodeList | None, source: Source
) -> Truth:
    names = source.objects.name(op), source.objects.name(codes.places if codes else _NO_PLACES)
    text = f"compare({names[0]}, {left.whole}, {right.whole}, {names[1]})"
    return answered(text, max(left.level, right.level))


def between(self: Making, node: tree.Between) -> Truth:
    """4.3: x >= low and x <= high."""
    subject, low, high = self.atom(node.subject), self.term(node.low), self.term(node.high)
    codes = _codes(subject, low, high)
    return all_of(
        (
            comparison(">=", subject, low, codes, self.source),
            comparison("<=", subject, high, codes, self.source),
        )
    )


def within_tests(self: Making, node: tree.In) -> Truth:
    """4.3: as in a cell."""
    subject = self.atom(node.subject)
    others = [self.term(each) for test in node.tests for each in operands(test)]
    return tests(self, node.tests, subject, _codes(subject, *others))


def cell_truth(self: Making, cell: Cell, subject: Term, codes: CodeList | None) -> Truth:
    """Section 5: does the value of a column, a variable, meet a cell?"""
    if isinstance(cell, tree.AnyCell):  # 5.1
        return ALWAYS
    if isinstance(cell, tree.MissingCell):  # 5.5
        missing = f"({subject.text} is None)", f"({subject.text} is not None)"
        truth = Truth(*missing, total=True)
        return swapped(truth) if cell.negated else truth
    truth = tests(self, cell.tests, subject, codes)
    return swapped(truth) if cell.negated else truth


def tests(self: Making, given: Sequence[Test], subject: Term, codes: CodeList | None) -> Truth:
    """5.2: one of the tests holds."""
    texts = [
        each.operand.value
        for each in given
        if isinstance(each, tree.ValueTest)
        and isinstance(each.operand, tree.Literal)
        and isinstance(each.operand.value, str)
    ]
    if subject.kind == "text" and len(texts) == len(given) >= _FEWEST_IN_SET:
        found = self.source.objects.name(frozenset(texts))
        return compared(f"{subject.text} in {found}", f"{subject.text} not in {found}", subject)
    return any_of([_test(self, each, subject, codes) for each in given])


def _test(self: Making, test: Test, subject: Term, codes: CodeList | None) -> Truth:
    if isinstance(test, tree.RangeTest):  # 5.4
        low, high = self.term(test.low), self.term(test.high)
        low_op = ">=" if test.low_included else ">"
        high_op = "<=" if test.high_included else "<"
        return all_of(
            (
                comparison(low_op, subject, low, codes, self.source),
                comparison(high_op, subject, high, codes, self.source),
            )
        )
    operand = self.term(test.operand)
    if isinstance(test, tree.CompareTest):
        return comparison(test.op, subject, operand, codes, self.source)
    if isinstance(test, tree.TextTest):
        return text_truth(test.op, subject, operand, codes, self.source)
    if subject.kind == operand.kind and subject.kind in SCALARS:
        return comparison("=", subject, operand, codes, self.source)
    return answered(f"value_met({subject.text}, {operand.whole})", operand.level)  # 5.2


def text_operation(self: Making, node: tree.TextOperation) -> Truth:
    """8.3, 2.3."""
    left, right = self.term(node.left), self.term(node.right)
    return text_truth(node.op, left, right, _codes(left, right), self.source)


def text_truth(op: str, left: Term, right: Term, codes: CodeList | None, source: Source) -> Truth:
    """`contains`, `starts with`, `ends with`, `contains any of` and `within`."""
    if op == "contains any of":
        return answered(f"contains_any({left.whole}, {right.whole})", max(left.level, right.level))
    if op == "contains":
        true = f"{right.text} in {left.text}"
    elif op == "starts with":
        true = f"{left.text}.startswith({right.text})"
    elif op == "ends with":
        true = f"{left.text}.endswith({right.text})"
    elif isinstance(right.literal, str):  # known at load: what lies within it
        true = f"{left.text} in {source.objects.name(_below(right.literal, codes))}"
    else:
        true = f"within({left.text}, {right.text}, {source.objects.name(codes)})"
    return compared(f"({true})", f"not ({true})", left, right)


def _below(whole: str, codes: CodeList | None) -> frozenset[str]:
    """2.3: a code and every code below it."""
    found, reached = {whole}, {whole}
    while codes is not None and reached:
        reached = {each.value for each in codes.codes if each.parent in reached} - found
        found |= reached
    return frozenset(found)
