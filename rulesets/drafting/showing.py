"""Texts of a draft as a reader sees them, with titles, and as they are stored, with keys.

Only names and codes change; numbers, spaces, signs and keywords stay as their author typed them.
What is put in their place always means the same tree: where it would not, the text stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rulesets.assembly import Resolver, gathered
from rulesets.checked import Bundle
from rulesets.checking.meaning import Meaning
from rulesets.checking.naming import Names, collect, sources
from rulesets.checking.own_functions import scope_of
from rulesets.checking.report import Report
from rulesets.checking.tree_types import TreeTypes
from rulesets.checking.written_values import codes_of
from rulesets.drafting.readable import readable
from rulesets.drafting.respelling import Texts, Titles
from rulesets.drafting.suggestions import ShownFunction, ShownName, shown_functions, shown_names
from rulesets.errors import AuthorError
from rulesets.expressions.parser import parse_expression, spelled_cell, spelled_expression
from rulesets.types import CodeList, Type

__all__ = ["Showing", "ShownFunction", "ShownName", "Texts"]


class Showing:
    """Shows and stores the texts of one ruleset or vocabulary. Made once for each of its revisions.

    Attributes:
        names: all that is declared, as far as it can be read.

    Example:
        >>> from rulesets import model
        >>> from rulesets.types import Both, NumberType
        >>> high = model.Constant("high", NumberType(), (), Both("高价值线", "High-value mark"))
        >>> sales = model.Fact("sales", NumberType(), Both("年采购额", "Annual purchases"))
        >>> ruleset = model.Ruleset("r", "UTC", facts=(sales,), constants=(high,))
        >>> showing = Showing.of_bundle(Bundle(ruleset))
        >>> showing.expression("sales>=high  * 50万", "zh")
        '年采购额>=高价值线  * 50万'
        >>> showing.cell("< high", "sales", "en")
        '< High-value mark'
        >>> showing.cells("sales").stored("< High-value mark")
        '< high'
    """

    def __init__(self, names: Names) -> None:
        """Take the names; texts are read when they are first shown."""
        self.names = names
        self._meaning: Meaning = names.meaning()
        self._titles = Titles(names)
        self._texts: dict[tuple[str, str | int | None], Texts] = {}
        self._suggested: dict[str, tuple[ShownName, ...]] = {}

    @classmethod
    def of(cls, content: Mapping[str, Any], resolver: Resolver) -> Showing:
        """Make it of a draft's plain data; declarations that cannot be read are left out."""
        return cls.of_bundle(gathered(readable(content), resolver)[0])

    @classmethod
    def of_bundle(cls, bundle: Bundle) -> Showing:
        """Make it of a ruleset with all it stands on."""
        return cls(collect(sources(bundle), Report()))

    # As a reader sees them

    def expression(self, text: str, language: str) -> str:
        """Show an expression: of an input, a condition, a start, an amount."""
        return self.expressions().shown(text, language)

    def cell(self, text: str, column: str, language: str) -> str:
        """Show a cell of the column whose expression, as stored or as shown, is `column`."""
        return self.cells(column).shown(text, language)

    def output(self, text: str, conclusion: str, language: str) -> str:
        """Show what a conclusion is given: an output cell, `otherwise`, a formula."""
        return self.outputs(conclusion).shown(text, language)

    def body(self, text: str, function: str, language: str) -> str:
        """Show the expression of a function of the ruleset."""
        return self.bodies(function).shown(text, language)

    def value(self, text: str, of: Type, language: str) -> str:
        """Show a value that is written out, of a constant or a lookup: codes by their titles."""
        codes = codes_of(of)
        code = None if codes is None else codes.by_value.get(text)
        title = "" if code is None else code.title.in_language(language)
        return title if title and self.stored_value(title, of) == text else text

    def title(self, key: str, language: str) -> str:
        """Name a fact, conclusion, constant, lookup or function by its title, else by its key."""
        return self._titles.both(key).in_language(language) or key

    # As they are stored

    def stored_value(self, text: str, of: Type) -> str:
        """Store a value that is written out: codes by their values."""
        codes = codes_of(of)
        if codes is None or text in codes.values:
            return text
        return self.names.scope.code_spellings(codes).get(text, text)

    # Many texts of one kind, such as the cells of a column: each is read once

    def expressions(self) -> Texts:
        """Return what shows and stores expressions."""
        return self._like("expression", None)

    def cells(self, column: str) -> Texts:
        """Return what shows and stores the cells of a column."""
        made = self._texts.get(("cell of", column))
        if made is None:
            made = self._texts["cell of", column] = self._like("cell", self.codes(column))
        return made

    def outputs(self, conclusion: str) -> Texts:
        """Return what shows and stores what a conclusion is given."""
        found = self.names.conclusions.get(conclusion)
        return self._like("output", None if found is None else codes_of(found.type))

    def bodies(self, function: str) -> Texts:
        """Return what shows and stores the expression of a function."""
        found = self.names.functions.get(function)
        if found is None:
            return self.expressions()
        made = self._texts.get(("body", function))
        if made is None:
            own = self._titles.within({each.key: each.title for each in found.parameters})
            made = Texts(spelled_expression, scope_of(found, self.names), own)
            self._texts["body", function] = made
        return made

    def _like(self, kind: str, codes: CodeList | None) -> Texts:
        """Return what all texts of a kind share that may name codes of the same list.

        Whether `15%` is 15 there (3.4) changes no name, so that scopes need not differ by it.
        """
        key = (kind, None if codes is None else id(codes))
        made = self._texts.get(key)
        if made is None:
            read = spelled_cell if kind == "cell" else spelled_expression
            scope = self.names.scope.for_column(codes)
            made = self._texts[key] = Texts(read, scope, self._titles)
        return made

    # What a page offers

    def type_of(self, expression: str) -> Type | None:
        """Return the type of an expression; None when it cannot be read or has none."""
        try:
            node = parse_expression(expression, self.names.scope)
        except AuthorError:
            return None
        return TreeTypes(self._meaning, Report()).type_of(node)

    def codes(self, expression: str) -> CodeList | None:
        """Return the code list that an expression's value is of, if it is of one."""
        of = self.type_of(expression)
        return None if of is None else codes_of(of)

    def suggestions(self, language: str) -> tuple[ShownName, ...]:
        """List all names there are, for suggestions and choices; once for a language."""
        if language not in self._suggested:
            self._suggested[language] = shown_names(self.names, self._titles, language)
        return self._suggested[language]

    @staticmethod
    def built_in(language: str) -> tuple[ShownFunction, ...]:
        """List the built-in functions and aggregates."""
        return shown_functions(language)
