"""Texts of one decision, and which names they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from rulesets.dmn.exporting.exported import Notes
from rulesets.dmn.exporting.expressions import say
from rulesets.dmn.exporting.scope import Scope
from rulesets.dmn.exporting.types import Types
from rulesets.dmn.feel.lexer import DEEPEST, LONGEST_TEXT
from rulesets.dmn.feel.parser import beyond_depth
from rulesets.dmn.feel.printer import print_feel, print_unary_tests
from rulesets.dmn.feel.rounding import rounded
from rulesets.dmn.feel.tree import Feel, Name, Null, UnaryTests
from rulesets.dmn.model import LiteralExpression, Text
from rulesets.expressions.tree import Node
from rulesets.types import Type

_NULL = Null()


@dataclass
class Writer:
    """Writes the expressions of a decision or function.

    Attributes:
        scope: what they may name.
        types: where types are defined.
        ids: the id of what each name of the document stands for.
        read: the ids of what was named.
    """

    scope: Scope
    types: Types
    ids: Mapping[str, str]
    read: dict[str, None] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of labels."""
        return self.types.language

    @property
    def notes(self) -> Notes:
        """Where notes go."""
        return self.scope.notes

    def at(self, *steps: tuple[str, str | int]) -> Writer:
        """Return a writer for a place within; what it reads is read here."""
        return Writer(self.scope.at(*steps), self.types, self.ids, self.read)

    def say(self, node: Node | None) -> Feel:
        """Say an expression; none is `null`."""
        return _NULL if node is None else say(node, self.scope)

    def concluded(self, node: Node | None, of: Type) -> Feel:
        """Say what is concluded: rounded as its conclusion is."""
        return rounded(self.say(node), of)

    def text(self, feel: Feel) -> Text:
        """Write an expression."""
        self._reads(feel)
        return self._held(print_feel(feel), (feel,))

    def tests(self, tests: UnaryTests) -> Text:
        """Write a cell."""
        self._reads(tests)
        return self._held(print_unary_tests(tests), tuple(each.operand for each in tests.tests))

    def _held(self, text: str, parts: tuple[Feel, ...]) -> Text:
        """Note what the import would refuse: said with nulls, an expression grows."""
        if len(text) > LONGEST_TEXT or any(map(beyond_depth, parts)):
            self.notes.add(
                f"表达式在 FEEL 中超过 {LONGEST_TEXT} 个字符或 {DEEPEST} 层：文件不能再导入分级",
                f"its expression is over {LONGEST_TEXT} characters or {DEEPEST} levels in FEEL:"
                " the document cannot be imported again",
            )
        return Text(text)

    def literal(self, feel: Feel, type_ref: str = "") -> LiteralExpression:
        """Write a literal expression."""
        return LiteralExpression(self.text(feel), type_ref)

    def _reads(self, of: object) -> None:
        if isinstance(of, Name) and of.name in self.ids:
            self.read[self.ids[of.name]] = None
        elif isinstance(of, tuple):
            for each in of:
                self._reads(each)
        elif is_dataclass(of):
            for part in fields(of):
                self._reads(getattr(of, part.name))
