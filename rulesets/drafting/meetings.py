"""Which texts of a tree mean a code: those that meet values of its list.

Values **meet** where they are compared, and where one may stand for the other: the branches of an
`if`, the items of a list, what is given to a conclusion, a parameter, a key of a lookup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rulesets.checking.meaning import Meaning
from rulesets.checking.report import Report
from rulesets.checking.static_types import EmptyList, LiteralText, Nothing
from rulesets.checking.tree_types import TreeTypes
from rulesets.expressions.tree import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Cell,
    Compare,
    Condition,
    If,
    In,
    ListOf,
    Literal,
    Name,
    Node,
    Test,
    TestsCell,
    TextOperation,
    TextTest,
)
from rulesets.expressions.walk import children, operands, tops
from rulesets.types import CodeList, ListType, RecordsType, TextType, Type

_ALIKE = frozenset({"coalesce", "list contains"})


@dataclass(frozen=True)
class Meeting:
    """Values that meet: the lists that they are of, and the texts among them.

    Attributes:
        lists: one or more.
        texts: what is written out: codes of the lists.
        is_free: something that may be any text is among them.
        is_spelt: the values do not meet; the letters of a code are looked at or joined.
    """

    lists: tuple[CodeList, ...]
    texts: tuple[Literal, ...] = ()
    is_free: bool = False
    is_spelt: bool = False


class Meetings:
    """Finds what meets in trees.

    Example:
        >>> from rulesets.types import Code
        >>> region = TextType(CodeList((Code("east"),), key="region"))
        >>> found = Meetings(Meaning({"home": region}))
        >>> (met,) = found.within(Compare("=", Name("home"), Literal("east")))
        >>> met.lists[0].key, met.texts[0].value
        ('region', 'east')
    """

    def __init__(self, meaning: Meaning, row: RecordsType | None = None) -> None:
        """Take what names mean, and the records of a row within an aggregate."""
        self._meaning = meaning
        fields = None if row is None else {each.key: each.type for each in row.fields}
        self._types = TreeTypes(meaning, Report(), fields)

    def given(self, node: Node, targets: Iterable[Type]) -> Iterator[Meeting]:
        """Find what meets where an expression is given to something of a type, as to a conclusion.

        Without a target, what meets within it.
        """
        targets = tuple(targets)
        if targets:
            yield from self._met((node,), targets)
        yield from self.within(node)

    def in_cell(self, cell: Cell, subject: Iterable[Type]) -> Iterator[Meeting]:
        """Find what meets in a cell of a column; `subject` as `types_of` gives it."""
        if isinstance(cell, TestsCell):
            yield from self._tested(cell.tests, (), subject)
            for node in tops(cell):
                yield from self.within(node)

    def column(self, subject: Node, cells: Iterable[Cell]) -> tuple[Type, ...]:
        """Give the types that the cells of a column meet.

        Where its input only chooses among texts, cells say which lists these are of.
        """
        types = self.types_of(subject)
        if any(isinstance(each, Literal) for each in _leaves(subject)):
            tested = (node for cell in cells for node in tops(cell))
            types = (*types, *(of for node in tested for of in self.types_of(node)))
        return types

    def type_of(self, node: Node) -> Type | None:
        """Give the type of an expression; None when it has a fault."""
        return self._types.type_of(node)

    def types_of(self, node: Node) -> tuple[Type, ...]:
        """Give the types that the value of an expression may be of, each branch by itself."""
        types = (self._types.type_of(leaf) for leaf in _leaves(node))
        return tuple(of for of in types if of is not None)

    def within(self, of: Node | Condition) -> Iterator[Meeting]:
        """Find what meets within an expression or a condition."""
        for node in tops(of):
            if isinstance(node, Literal | Name):
                continue  # nothing meets in one that stands alone
            yield from self._at(node)
            if isinstance(node, Aggregate):
                yield from self._of_aggregate(node)
            else:
                for each in children(node):
                    yield from self.within(each)

    def _of_aggregate(self, node: Aggregate) -> Iterator[Meeting]:
        yield from self.within(node.records)
        records = self._types.type_of(node.records)
        row = Meetings(self._meaning, records) if isinstance(records, RecordsType) else self
        for each in (node.where, node.value):
            if each is not None:
                yield from row.within(each)

    def _at(self, node: Node) -> Iterator[Meeting]:
        match node:
            case Compare() | TextOperation(op="within"):
                yield from self._met((node.left, node.right))
            case Between():
                yield from self._met((node.subject, node.low, node.high))
            case In():
                yield from self._tested(node.tests, (node.subject,))
            case If():
                yield from self._met((node.then, node.otherwise))
            case ListOf():
                yield from self._met(node.items)
            case Call():
                yield from self._called(node)
            case TextOperation() | Arithmetic():
                yield from self._spelt((node.left, node.right))

    def _called(self, call: Call) -> Iterator[Meeting]:
        """Find what meets in a call: a parameter and what it is given, or the arguments."""
        function = self._meaning.functions.get(call.function)
        lookup = self._meaning.lookups.get(call.function)
        wanted = function.parameters if function else lookup.keys if lookup else ()
        if wanted:
            for node, column in zip(call.arguments, wanted, strict=False):
                yield from self._met((node,), (column.type,))
        elif call.function in _ALIKE:
            yield from self._met(call.arguments)
        else:
            yield from self._spelt(call.arguments)

    def _tested(
        self, tests: tuple[Test, ...], subject: tuple[Node, ...], types: Iterable[Type] = ()
    ) -> Iterator[Meeting]:
        types = tuple(types)
        spelling = [each for each in tests if isinstance(each, TextTest) and each.op != "within"]
        alike = (node for each in tests if each not in spelling for node in operands(each))
        yield from self._met((*subject, *alike), types)
        for each in spelling:
            yield from self._spelt((*subject, each.operand), types)

    def _spelt(self, nodes: Iterable[Node], types: Iterable[Type] = ()) -> Iterator[Meeting]:
        for met in self._met(nodes, types):
            yield Meeting(met.lists, is_spelt=True)

    def _met(self, nodes: Iterable[Node], types: Iterable[Type] = ()) -> Iterator[Meeting]:
        texts: list[Literal] = []
        found = list(types)
        for leaf in (leaf for node in nodes for leaf in _leaves(node)):
            if not isinstance(leaf, Literal):
                of = self._types.type_of(leaf)
                found += [] if of is None else [of]
            elif isinstance(leaf.value, str):
                texts.append(leaf)
        lists: dict[int, CodeList] = {}
        is_free = False
        for of in found:
            item = of.item if isinstance(of, ListType) else of
            if isinstance(of, EmptyList) or not isinstance(item, TextType):
                continue
            if item.one_of is not None:
                lists[id(item.one_of)] = item.one_of
            elif not isinstance(item, LiteralText | Nothing):
                is_free = True
        if lists:
            yield Meeting(tuple(lists.values()), tuple(texts), is_free)


def _leaves(node: Node) -> Iterator[Node]:
    """Give what the value of an expression may be: branches, and the items of a list."""
    match node:
        case If():
            inner: tuple[Node, ...] = (node.then, node.otherwise)
        case ListOf():
            inner = node.items
        case Call(function="coalesce"):
            inner = node.arguments
        case _:
            yield node
            return
    for each in inner:
        yield from _leaves(each)
