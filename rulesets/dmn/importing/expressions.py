"""Reads and translates each FEEL text where it stands, and gathers its faults."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from itertools import islice

from rulesets.checking.domains import refuse_outside
from rulesets.checking.report import Report as CheckReport
from rulesets.checking.static_types import EmptyList, LiteralText, kind_of, said
from rulesets.dmn.feel import tree as feel_tree
from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import KnowledgeModel, Place, Text
from rulesets.dmn.translating import translate, translate_tests
from rulesets.dmn.translating.environment import Environment, Known, Translated, Value
from rulesets.errors import AuthorError
from rulesets.expressions.lexer import DEEPEST
from rulesets.expressions.tree import Cell, Node
from rulesets.expressions.walk import depth, within
from rulesets.types import Both, ListType, NumberType, TextType, Type

MOST_NODES = 2_000
"""What is bound to names stands where they are read: a few doublings make trees beyond bounds."""


@dataclass(frozen=True)
class Scope:
    """What names may stand where a text stands.

    Attributes:
        names: what can be said of them.
        models: business knowledge models, which are made functions when one is called.
        unsaid: names of which faults were told already: what uses them is passed over.
        closed: names that are there and can not be read, and why.
        pure: inside a function, where no block can be made.
    """

    names: Mapping[str, Known] = field(default_factory=dict)
    models: Mapping[str, KnowledgeModel] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()
    closed: Mapping[str, Both] = field(default_factory=dict)
    pure: bool = False

    def with_name(self, name: str, known: Known) -> Scope:
        """Return the scope with one more name, which hides another of the same spelling."""
        others = {key: each for key, each in self.models.items() if key != name}
        closed = {key: each for key, each in self.closed.items() if key != name}
        return replace(
            self,
            names={**self.names, name: known},
            models=others,
            unsaid=self.unsaid - {name},
            closed=closed,
        )

    def without(self, name: str) -> Scope:
        """Return the scope in which a name could not be said."""
        return replace(self, unsaid=self.unsaid | {name})

    @property
    def spellings(self) -> Collection[str]:
        """All names that may be read."""
        return {*self.names, *self.models, *self.unsaid, *self.closed}


def read(text: Text, scope: Scope, members: Collection[str], report: Report) -> Feel | None:
    """Read an expression; None: a fault was told."""
    try:
        return parse_feel(text.text, scope.spellings, {*members, *scope.spellings})
    except AuthorError as error:
        report.take(error, text.place)
        return None


def say(
    feel: Feel, place: Place, scope: Scope, report: Report, wanted: Type | None = None
) -> Translated | None:
    """Translate an expression; None: a fault was told, here or before."""
    if not _sayable(feel, place, scope, report):
        return None
    try:
        found = translate(feel, Environment(scope.names), wanted)
    except AuthorError as error:
        report.take(error, place)
        return None
    if size(found.node) > MOST_NODES or depth(found.node) > DEEPEST:
        report.add("expression-too-large", place)
        return None
    return found


def size(node: Node) -> int:
    """Count the nodes of an expression, no further than one beyond the most."""
    return sum(1 for _ in islice(within(node), MOST_NODES + 1))


def say_cell(
    text: Text, subject: Translated, scope: Scope, members: Collection[str], report: Report
) -> Cell | Node | None:
    """Read and translate the tests of a cell."""
    try:
        tests = parse_unary_tests(text.text, scope.spellings, {*members, *scope.spellings})
        if not _sayable(tests, text.place, scope, report):
            return None
        return translate_tests(tests, subject, Environment(scope.names))
    except AuthorError as error:
        report.take(error, text.place)
        return None


def _sayable(tree: object, place: Place, scope: Scope, report: Report) -> bool:
    used = set(names_in(tree))
    for name in sorted(used.intersection(scope.closed)):
        report.outside(scope.closed[name], place)
    return used.isdisjoint(scope.unsaid) and used.isdisjoint(scope.closed)


def names_in(tree: object) -> Iterator[str]:
    """Give the names that a tree of FEEL uses, also those it binds itself."""
    if isinstance(tree, feel_tree.Name):
        yield tree.name
    elif isinstance(tree, tuple):
        for each in tree:
            yield from names_in(each)
    elif is_dataclass(tree):
        for part in fields(tree):
            yield from names_in(getattr(tree, part.name))


def joined(
    make: str, parts: tuple[Translated, ...], scope: Scope, place: Place, report: Report
) -> Translated | None:
    """Translate `if` of three parts, or a list of parts, that are translated already."""
    operands: list[Feel] = []
    for number, part in enumerate(parts):
        if part.type is None:
            operands.append(feel_tree.Null())
            continue
        name = f"\0{number}"
        scope = scope.with_name(name, Value(part.node, part.type, part.total))
        operands.append(feel_tree.Name(name))
    whole: Feel = (
        feel_tree.If(operands[0], operands[1], operands[2])
        if make == "if"
        else feel_tree.ListLiteral(tuple(operands))
    )
    return say(whole, place, scope, report)


def settled(of: Type | None, scale: int) -> Type:
    """Return the type with which a conclusion can hold such values."""
    if of is None or isinstance(of, EmptyList | LiteralText):
        return ListType(TextType()) if isinstance(of, EmptyList) else TextType()
    if isinstance(of, NumberType):
        return NumberType(scale, of.minimum, of.maximum)
    if isinstance(of, ListType):
        item = settled(of.item, scale)
        return ListType(item)  # type: ignore[arg-type]  # of a scalar it is a scalar
    return of


def fits(wanted: Type | None, found: Type | None) -> bool:
    """Tell whether a value of one type may stand where another is wanted."""
    if wanted is None or found is None:
        return True
    if isinstance(wanted, ListType) and isinstance(found, ListType):
        return isinstance(found, EmptyList) or fits(wanted.item, found.item)
    return kind_of(wanted) == kind_of(found)


def refuse_unfit(wanted: Type, found: Type, place: Place, report: Report) -> None:
    """Refuse an expression of another type than declared."""
    expected, is_ = said(wanted), said(found)
    report.refuse(
        f"类型不符的表达式（声明为{expected.zh}，实为{is_.zh}）",
        f"expression of another type than declared (declared {expected.en}, found {is_.en})",
        place,
    )


def quietly(text: Text, scope: Scope, members: Collection[str]) -> object:
    """Read the tests of a cell without telling faults."""
    try:
        return parse_unary_tests(text.text, scope.spellings, {*members, *scope.spellings})
    except AuthorError:
        return ()


def held(node: Node, of: Type, place: Place, report: Report) -> bool:
    """Tell whether a conclusion can hold the numbers written in a value; else refuse it (2.8)."""
    found = CheckReport()
    refuse_outside(node, of, found)
    if found.faults:
        report.refuse(
            "超过 18 位数字或超出取值范围的结果",
            "result of more than 18 digits or outside of the allowed values",
            place,
        )
    return not found.faults
