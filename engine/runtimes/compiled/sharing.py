"""What stands more than once in the conditions of a block's rules is made once.

Nothing in a condition can fail (5.8), so it is made before the first rule that asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from engine.runtimes.compiled.expressions import TESTS, VALUES, Expressions
from engine.runtimes.compiled.terms import Truth, atom, kept, truth_of
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import (
    Aggregate,
    And,
    Call,
    Condition,
    Group,
    IsMissing,
    Node,
    Not,
    Or,
    Part,
)
from rulesets.expressions.walk import children

Asked = frozenset[bool]
"""What is asked of a condition: is it true (True), is it false (False)?"""
_BOTH: Asked = frozenset({True, False})
_IF_TRUE: Asked = frozenset({True})


class Sharing:
    """The repeated tests and values of a block's conditions.

    Args:
        expressions: of the block; it is told what is made.
        conditions: of all its rules.
        unknown: whether it is asked if a condition is unknown.
        opened: whether tests that must all be true are asked one by one in nested decisions, which
            ask none twice; then those are kept only if they stand elsewhere too.
    """

    def __init__(
        self,
        expressions: Expressions,
        conditions: Iterable[Condition],
        *,
        unknown: bool,
        opened: bool = False,
    ) -> None:
        self._expressions = expressions
        self._closed = set[str]()
        self._values: Counter[str] = Counter()
        self._tests: Counter[tuple[str, bool]] = Counter()
        self._first: list[list[tuple[str, Node]]] = []
        for each in conditions:
            self._first.append([])
            self._count(each, _BOTH if unknown else _IF_TRUE, opened=opened)

    def make(self, place: int) -> None:
        """Keep in variables what a condition asks for first, and others too."""
        for text, node in self._first[place]:
            if isinstance(node, TESTS):
                self._make_test(text, node)
            elif self._values[text] > 1:
                value = self._expressions.term(node)
                self._expressions.known[text] = atom(value, self._expressions.source)

    def _count(self, condition: Condition, asked: Asked, *, opened: bool = False) -> None:
        """Count what is asked; what lies within it, as often as it is made if it is not kept."""
        if isinstance(condition, TESTS):
            self._count_test(condition, asked, opened=opened)
        elif isinstance(condition, VALUES):
            text = print_node(condition)
            self._values[text] += 1
            if self._values[text] == 1:
                self._count_parts(condition)
                self._first[-1].append((text, condition))
        else:
            asked, opened = _within(condition, asked, opened=opened)
            inner = condition.conditions if isinstance(condition, Group) else children(condition)
            for each in inner:
                self._count(each, asked, opened=opened)

    def _count_test(self, node: Node, asked: Asked, *, opened: bool) -> None:
        if isinstance(node, IsMissing):  # never unknown: it is false where it is not true
            asked = _IF_TRUE
        text = print_node(node)
        new = not (self._tests[text, True] or self._tests[text, False])
        for each in asked:
            self._tests[text, each] += 1
            if self._tests[text, each] == 1:
                self._count_parts(node)
        if new:
            self._first[-1].append((text, node))
        if not opened:
            self._closed.add(text)

    def _count_parts(self, node: Node) -> None:
        """Count what is made for a node: not what is made for each row of records anew (10.1)."""
        if isinstance(node, Aggregate):
            self._count(node.records, _BOTH)
            return
        lookups = self._expressions.version.checked.lookups
        if isinstance(node, Part) and isinstance(node.of, Call) and node.of.function in lookups:
            node = node.of  # its column is found, and not its first one before
        for each in children(node):
            self._count(each, _BOTH)

    def _make_test(self, text: str, node: Node) -> None:
        often = [self._tests[text, each] > 1 for each in (True, False)]
        if not any(often) or text not in self._closed:
            return
        source = self._expressions.source
        truth = self._expressions.truth(node)
        if all(often):
            truth = truth_of(kept(truth, source), source)
        else:
            name = source.temporary()
            source.add(f"{name} = {truth.true if often[0] else truth.false}")
            if isinstance(node, IsMissing):
                truth = Truth(name, f"(not {name})", total=True)
            else:
                truth = replace(truth, true=name) if often[0] else replace(truth, false=name)
        self._expressions.known[text] = truth


def _within(condition: Condition, asked: Asked, *, opened: bool) -> tuple[Asked, bool]:
    """Tell what is asked of the parts of a condition, and whether they are opened."""
    kind = condition.kind if isinstance(condition, Group) else ""
    if kind == "none" or isinstance(condition, Not):  # 7.2: true when its operand is false
        return frozenset(not each for each in asked), False
    if kind == "all" or isinstance(condition, And):
        return asked, opened
    return asked if kind or isinstance(condition, Or) else _BOTH, False
