"""From text to tree: `parse_feel` and `parse_unary_tests`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from rulesets.dmn.feel.grammar import Grammar
from rulesets.dmn.feel.lexer import DEEPEST
from rulesets.dmn.feel.tree import CompareTest, Feel, UnaryTests, ValueTest

Tree = Feel | CompareTest | ValueTest | UnaryTests


def parse_feel(
    text: str, names: Collection[str] = (), members: Collection[str] | None = None
) -> Feel:
    """Read an expression of FEEL 1.5 (OMG DMN 1.5, 10.3.1.2, rule 1).

    Args:
        text: as it stands in a DMN document.
        names: the names in scope, which may hold spaces and signs; the longest that stands at a
            place is meant there. FEEL's own functions are always known, and names that the text
            declares are, where they are in scope.
        members: the names that may follow a point, and stand in a filter; without them `names`.

    Raises:
        AuthorError: `dmn-syntax` or `expression-too-large`; the place is the character, from 1.

    Example:
        >>> parse_feel("Monthly  Salary", ["Monthly Salary"])
        Name(name='Monthly Salary', at=1)
        >>> parse_feel("1 +")
        Traceback (most recent call last):
        rulesets.errors.AuthorError: dmn-syntax: character 4: …
    """
    grammar = Grammar(text, names, members)
    node = grammar.expression()
    grammar.need_end()
    _refuse_too_deep(grammar, node)
    return node


def parse_unary_tests(
    text: str, names: Collection[str] = (), members: Collection[str] | None = None
) -> UnaryTests:
    """Read the cell of an input column, or a list of allowed values (rule 15).

    Args:
        text: as it stands in a DMN document; `-` alone allows anything.
        names: as for `parse_feel`.
        members: as for `parse_feel`.

    Raises:
        AuthorError: as for `parse_feel`.

    Example:
        >>> len(parse_unary_tests("not(<5,  null)").tests)
        2
    """
    grammar = Grammar(text, names, members)
    tests = grammar.unary_tests()
    for test in tests.tests:
        _refuse_too_deep(grammar, test.operand)
    return tests


def _refuse_too_deep(grammar: Grammar, top: Feel) -> None:
    """Refuse a tree so deep that its readers, which call themselves, could overflow the stack."""
    below = beyond_depth(top)
    if below:
        grammar.refuse_size(below[0].at - 1)


def beyond_depth(top: Tree) -> list[Tree]:
    """List the parts of a tree at the first level that is too deep to be read."""
    level = [top]
    for _ in range(DEEPEST):
        level = [part for node in level for part in _parts(node)]
    return level


def _parts(node: Tree) -> Iterator[Tree]:
    for each in fields(node):
        yield from _nodes(getattr(node, each.name))


def _nodes(value: object) -> Iterator[Tree]:
    if isinstance(value, Tree):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
