"""Cells that the export writes: tests that are not true of `null`, and conditions of `?`."""

from __future__ import annotations

from rulesets.dmn.feel.nulls import guarded, unguarded
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    CompareTest,
    Feel,
    If,
    InTests,
    Name,
    Null,
    Quantified,
    Test,
    UnaryTests,
    ValueTest,
)
from rulesets.dmn.translating.cells import asks
from rulesets.dmn.translating.environment import Environment, Translated, Value
from rulesets.dmn.translating.idioms import Idioms, Translate
from rulesets.errors import AuthorError
from rulesets.expressions import tree
from rulesets.expressions.tree import Cell, MissingCell, TestsCell

_ASKED = Name("?")
_NULL = ValueTest(Null())
_EQUALITY = frozenset({"=", "!="})


def recognised_tests(
    tests: UnaryTests, subject: Translated, environment: Environment, translate: Translate
) -> Cell | None:
    """Return the cell that an idiom of the export says; None: it is none.

    Cells that have no idiom in them are no concern of this.
    """
    if subject.type is None:
        return None
    if tests.tests == (_NULL,):
        return MissingCell(tests.negated)
    names = {**environment.names, "?": Value(subject.node, subject.type, subject.total)}
    reading = _Cell(Idioms(Environment(names), translate), subject)
    try:
        return reading.cell(tests)
    except AuthorError:
        return None


class _Cell:
    """One cell of a subject."""

    def __init__(self, idioms: Idioms, subject: Translated) -> None:
        self.idioms = idioms
        self.subject = subject

    def cell(self, tests: UnaryTests) -> Cell | None:
        """Say the cell, when an idiom is in it."""
        if tests.negated and tests.tests[0] == _NULL and len(tests.tests) == 2:  # noqa: PLR2004 - null, and one more
            only = self._test(tests.tests[1])
            if not isinstance(only, tree.ValueTest):
                return None
            return TestsCell((tree.CompareTest("!=", only.operand),))
        written = tests.tests
        whole = tests.negated and written[-1] == _NULL
        if whole:
            written = written[:-1]
        if not whole and not any(_asks(each) for each in written):
            return None
        if not whole and not self.subject.total and any(map(_is_unequal, written)):
            return None  # FEEL's `!=` is true of null
        found = [self._test(each) for each in written]
        said = tuple(each for each in found if each is not None)
        return TestsCell(said, tests.negated) if len(said) == len(found) else None

    def _test(self, test: Test) -> tree.Test | None:
        assert self.subject.type is not None  # noqa: S101 - looked at first
        if isinstance(test, ValueTest) and _asks(test):
            return self._condition(test.operand)
        return self.idioms.test(test, self.subject.type)

    def _condition(self, of: Feel) -> tree.Test | None:
        match of:
            case Call(function=Name(name=op), positional=(first, match)) if first == _ASKED:
                if op in {"contains", "starts with", "ends with"}:
                    return tree.TextTest(op, self.idioms.said(match).node)
            case Quantified():
                said = self.idioms.of(of)
                if said is not None and isinstance(said.node, tree.TextOperation):
                    return tree.TextTest(said.node.op, said.node.right)
            case Binary():
                said = self.idioms.of(of)
                compare = said.node if said is not None else None
                if isinstance(compare, tree.Compare) and compare.left == self.subject.node:
                    return tree.CompareTest(compare.op, compare.right)
        return self._value(of) or self._exact(of)

    def _value(self, of: Feel) -> tree.Test | None:
        """Say `? in (x)` where `x` may be null: a cell that is `x`."""
        inner = of.otherwise if isinstance(of, If) else None
        match inner:
            case InTests(subject=subject, tests=(ValueTest(operand=operand),)):
                same = Binary("=", _ASKED, operand)
                if subject == _ASKED and of == guarded(same, inner):
                    return tree.ValueTest(self.idioms.said(operand).node)
        return None

    def _exact(self, of: Feel) -> tree.Test | None:
        match unguarded(of):
            case Binary(op=op, left=left, right=right) if left == _ASKED and op in _EQUALITY:
                return tree.CompareTest(op, self.idioms.said(right).node)
            case Call(function=Name(name="list contains"), positional=(among, item)):
                if item == _ASKED:
                    return tree.ValueTest(self.idioms.said(among).node)
        return None


def _asks(test: Test) -> bool:
    return asks(test.operand)


def _is_unequal(test: Test) -> bool:
    return isinstance(test, CompareTest) and test.op == "!="
