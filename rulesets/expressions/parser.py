"""From text to tree: `parse_expression` and `parse_cell`."""

from __future__ import annotations

from rulesets.expressions.grammar import Grammar
from rulesets.expressions.lexer import DEEPEST, LONGEST_TEXT, THE_END
from rulesets.expressions.naming import Spelled
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.scope import Scope
from rulesets.expressions.tree import AnyCell, Cell, MissingCell, Node, Test, TestsCell
from rulesets.expressions.walk import depth, is_null, misplaced_null, tops
from rulesets.expressions.words import PRESENT_OR_MISSING

# A key may be longer than the title typed for it, at most by this factor: a shorter text cannot
# have canonical text that is too long.
_MOST_GROWTH = 64


def parse_expression(text: str, scope: Scope) -> Node:
    """Read an expression: of a column's input, a condition, an output cell, a formula.

    Args:
        text: as an author typed it, in Chinese or English, full-width or not.
        scope: what it may name; for an output cell, with the code list of its conclusion.

    Raises:
        AuthorError: the text cannot be read; the place of its fault is the character, from 1.

    Example:
        >>> scope = Scope(names={"年采购额": "sales"})
        >>> print_node(parse_expression("年采购额大于等于50万", scope))
        'sales >= 500000'
        >>> parse_expression("年采购 >= 1", scope)
        Traceback (most recent call last):
        rulesets.errors.AuthorError: unknown-name: …
    """
    return spelled_expression(text, scope)[0]


def spelled_expression(text: str, scope: Scope) -> tuple[Node, tuple[Spelled, ...]]:
    """Read an expression as `parse_expression` does, and tell where its names and codes stand.

    Places are those in the text in NFC.

    Raises:
        AuthorError: the text cannot be read.

    Example:
        >>> node, spelled = spelled_expression("年采购额>1", Scope(names={"年采购额": "sales"}))
        >>> [(each.start, each.end, each.meant) for each in spelled]
        [(0, 4, 'sales')]
    """
    grammar = Grammar(text, scope)
    node = grammar.expression()
    grammar.need_end()
    _refuse_too_large(grammar, (node,))
    _refuse_misplaced_null(grammar, misplaced_null(node) if grammar.holds_null else None)
    if len(text) * _MOST_GROWTH > LONGEST_TEXT and len(print_node(node)) > LONGEST_TEXT:
        grammar.refuse("expression-too-large", 0)
    return node, tuple(grammar.spelled)


def parse_cell(text: str, scope: Scope) -> Cell:
    """Read the cell of an input column or of a scorecard's band.

    Args:
        text: as an author typed it; blank and `-` mean any value.
        scope: what it may name, with the code list of its column.

    Raises:
        AuthorError: the text cannot be read; the place of its fault is the character, from 1.

    Example:
        >>> parse_cell("－", Scope())
        AnyCell()
        >>> print_cell(parse_cell("［1 .. 5万）， 不低于 100000", Scope()))
        '[1 .. 50000), >= 100000'
    """
    return spelled_cell(text, scope)[0]


def spelled_cell(text: str, scope: Scope) -> tuple[Cell, tuple[Spelled, ...]]:
    """Read a cell as `parse_cell` does, and tell where its names and codes stand.

    Raises:
        AuthorError: the text cannot be read.
    """
    grammar = Grammar(text, scope)
    cell = _cell(grammar)
    if isinstance(cell, TestsCell):
        _refuse_too_large(grammar, cell.tests)
        if grammar.holds_null:
            for top in tops(cell):
                _refuse_misplaced_null(grammar, top if is_null(top) else misplaced_null(top))
        if len(text) * _MOST_GROWTH > LONGEST_TEXT and len(print_cell(cell)) > LONGEST_TEXT:
            grammar.refuse("expression-too-large", 0)
    return cell, tuple(grammar.spelled)


def _cell(grammar: Grammar) -> Cell:
    if grammar.plain.strip(" ") in {"", "-"}:
        return AnyCell()
    presence = grammar.take_word(PRESENT_OR_MISSING)
    if presence is not None and not grammar.next():
        return MissingCell(negated=presence == "is present")
    if presence is not None and grammar.next() == ",":
        grammar.expected(THE_END)
    grammar.at = 0
    negated = grammar.opens("not")
    if negated:
        known = grammar.look()
        grammar.at = 0 if known is None else known.end
        grammar.need("(")
    tests = grammar.tests()
    if negated:
        grammar.need(")")
    grammar.need_end_of_cell()
    return TestsCell(tests, negated)


def _refuse_too_large(grammar: Grammar, tops: tuple[Node | Test, ...]) -> None:
    """Refuse a tree so deep that its readers, which call themselves, could overflow the stack."""
    # Two levels take a character at least, so that short texts need no counting.
    long = len(grammar.text) > DEEPEST // 2
    if long and any(depth(top) > DEEPEST for top in tops):
        grammar.refuse("expression-too-large", 0)


def _refuse_misplaced_null(grammar: Grammar, null: Node | None) -> None:
    """4.8: `null` is a whole expression or a branch of `if`, and nothing else."""
    if null is not None:
        grammar.refuse("null-not-a-value", null.at - 1)
