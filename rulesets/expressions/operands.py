"""Reads operands: literals, names, calls, aggregates, lists, brackets, and their parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from rulesets.expressions.lexer import DEEPEST, Lexer, alternatives
from rulesets.expressions.literals import (
    date_literal,
    datetime_literal,
    number_end,
    read_number,
    read_quoted,
)
from rulesets.expressions.naming import (
    Known,
    Names,
    Spelled,
    nearest,
    refuse_run_on,
    refuse_unknown,
)
from rulesets.expressions.scope import CodeSpellings, Scope
from rulesets.expressions.spelling import Spellings, in_word
from rulesets.expressions.tree import (
    Aggregate,
    Call,
    ListOf,
    Literal,
    Name,
    Negate,
    Node,
    Null,
    Part,
    Previous,
    RowField,
)
from rulesets.expressions.words import DATE_PARTS, INFIX, RELATION
from rulesets.types import Both

_A_VALUE = Both("值", "a value")
_QUOTED = Both("双引号中的文本", "a text in double quotes")
_A_PART = Both("分量的名称", "the name of a part")
_PARTS = Spellings(DATE_PARTS)


class Operands(Lexer, ABC):
    """What stands between operators. `expression` and `arithmetic` are given by the grammar."""

    def __init__(self, text: str, scope: Scope) -> None:
        """Take the text and what it may name."""
        super().__init__(text)
        self.scope = scope
        self.names = Names(
            Spellings.of(scope.names),
            Spellings.of(scope.functions),
            None if scope.codes is None else scope.code_spellings(scope.codes),
        )
        self.records = ""
        self.holds_null = False
        self.spelled: list[Spelled] = []
        self._level = 0
        self._looked: tuple[int, Names, Known | None] | None = None

    @abstractmethod
    def expression(self, given: Node | None = None) -> Node:
        """Read an expression; with `given`, one whose first operand was read already."""

    # Where in the text, and what it may name there

    def look(self) -> Known | None:
        """Find the name, code, function or keyword that stands next."""
        self.blank()
        if self._looked is None or self._looked[0] != self.at or self._looked[1] is not self.names:
            self._looked = (self.at, self.names, self.names.at(self))
        return self._looked[2]

    def opens(self, keyword: str) -> bool:
        """Tell whether `if` or `not` stands next."""
        known = self.look()
        return known is not None and known.kind == "keyword" and known.meant == keyword

    def deeper(self) -> None:
        """Go one level in; too many are refused before the stack of calls can overflow."""
        self._level += 1
        if self._level > DEEPEST:
            self.refuse("expression-too-large")

    def back(self) -> None:
        """Come one level out."""
        self._level -= 1

    @contextmanager
    def codes(self, codes: CodeSpellings | None) -> Iterator[None]:
        """Let the values of a list, or of none, stand unquoted for a while."""
        before = self.names
        if codes is not before.codes:
            self.names = replace(before, codes=codes)
        yield
        self.names = before

    # Operands

    def signed(self, given: Node | None = None) -> Node:
        """Read an operand with its parts, and the minus signs before it."""
        if given is not None:
            return self._parts(given)
        minuses: list[int] = []
        while self.next() == "-" and not self._code_stands():
            minuses.append(self.at + 1)
            self.at += 1
        node = self._parts(self.operand())
        for at in reversed(minuses):
            node = Negate(node, at)
        return node

    def _code_stands(self) -> bool:
        known = self.look()
        return known is not None and known.kind in {"code", "name", "field"}

    def _parts(self, node: Node) -> Node:
        while self.next() == "." and not self.plain.startswith("..", self.at):
            self.at += 1
            self.blank()
            of = node.function if isinstance(node, Call) else ""
            node = Part(node, self._part(of), node.at)
        return node

    def _part(self, of: str) -> str:
        start = self.at
        if not in_word(self.next()) or self.next().isdecimal():
            self.expected(_A_PART)
        for parts in (Spellings.of(self.scope.parts), _PARTS):
            found = parts.longest(self.text, self.plain, start)
            if found is not None and not self._runs_on(found[1]):
                self.at = found[1]
                self.spelled.append(Spelled(start, self.at, "part", found[0], of))
                return found[0]
        # A part that is not known here is refused where types are known.
        self.at = self.end_of_word(start)
        return self.plain[start : self.at]

    def _runs_on(self, end: int) -> bool:
        follows = end < len(self.plain) and in_word(self.plain[end])
        return follows and INFIX.at(self.plain, end) is None

    def operand(self) -> Node:
        """Read one operand."""
        first = self.next()
        known = self.look()
        if known is not None and known.kind == "code":
            return self._known(known)
        if first == '"':
            return self._quoted()
        if first == "(":
            return self._bracketed()
        if first == "[":
            return self.listed()
        if first.isdecimal() and (known is None or known.end <= number_end(self.plain, self.at)):
            return read_number(self, percent=self.scope.percent)
        if known is not None:
            return self._known(known)
        if first in {"'", "‘", "’"}:
            self.expected(_QUOTED)
        self._refuse_keyword()
        if in_word(first):
            refuse_unknown(self, self.names)
        self.refuse_wrong_sign()
        return self.expected(_A_VALUE)

    def _quoted(self) -> Node:
        start, codes = self.at, self.names.codes
        literal = read_quoted(self)
        if codes is not None and literal.value in codes.codes.values:
            self._note(Known("quoted", str(literal.value), self.at), start)
        return literal

    def _note(self, known: Known, start: int) -> None:
        within = self.records if known.kind == "field" else ""
        is_code = known.kind in {"code", "quoted"}
        codes = self.names.codes.codes if is_code and self.names.codes is not None else None
        self.spelled.append(Spelled(start, known.end, known.kind, known.meant, within, codes))

    def _refuse_keyword(self) -> None:
        """Refuse a keyword where a value must stand, unless it begins a longer Chinese word."""
        keyword = INFIX.at(self.plain, self.at)
        if keyword is not None and self.peek_word(RELATION) is None:
            end = keyword[1]
            if end >= len(self.plain) or not in_word(self.plain[end]):
                self.expected(_A_VALUE, found=f"`{self.text[self.at : end]}`")

    def _bracketed(self) -> Node:
        self.need("(")
        self.deeper()
        node = self.expression()
        self.need(")")
        self.back()
        return node

    def listed(self) -> Node:
        """Read a list in square brackets."""
        at = self.at + 1
        self.need("[")
        if self.take("]"):
            return ListOf((), at)
        self.deeper()
        items = [self.expression()]
        return self.rest_of_list(items, at)

    def rest_of_list(self, items: list[Node], at: int) -> Node:
        """Read the further items of a list, one level in, and its closing bracket."""
        while self.take(","):
            items.append(self.expression())
        self.close("]")
        return ListOf(tuple(items), at)

    def close(self, sign: str) -> None:
        """Go past a closing bracket and come one level out, or say that a comma may stand too."""
        if not self.take(sign):
            self.refuse_wrong_sign()
            self.expected(alternatives(",", sign))
        self.back()

    # Names and calls

    def _known(self, known: Known) -> Node:
        start, at = self.at, self.at + 1
        if known.kind == "keyword":
            return self._keyword(known)
        self._note(known, start)
        match known.kind:
            case "function" | "own":
                self.at = known.end
                return self._call(known.meant, at, own=known.kind == "own")
            case "aggregate":
                self.at = known.end
                return self._aggregate(known.meant, at)
            case "special":
                self.at = known.end
                return self._special(known.meant, at)
        self.at = known.end
        refuse_run_on(self, self.names, start)
        match known.kind:
            case "code":
                return Literal(known.meant, at=at)
            case "field":
                return RowField(known.meant, at)
            case "bare":
                return Call(known.meant, (), at)
            case _:
                return Name(known.meant, at)

    def _keyword(self, known: Known) -> Node:
        start = self.at
        match known.meant:
            case "true" | "false":
                self.at = known.end
                refuse_run_on(self, self.names, start)
                return Literal(known.meant == "true", at=start + 1)
            case "null":
                self.at = known.end
                refuse_run_on(self, self.names, start)
                self.holds_null = True
                return Null(start + 1)
            case _:
                what = Both("值，或放在括号里的整句", "a value, or the whole in brackets")
                return self.expected(what)

    def _call(self, function: str, at: int, *, own: bool) -> Node:
        # What a function is given need not be of the list that its answer is of.
        codes = self.names.codes if function == "coalesce" and not own else None
        with self.codes(codes):
            arguments = self._arguments()
        if function == "date" and not own and len(arguments) == 1:
            text = arguments[0]
            if isinstance(text, Literal) and isinstance(text.value, str):
                return replace(date_literal(self, text), at=at)
        return Call(function, arguments, at)

    def _arguments(self) -> tuple[Node, ...]:
        self.need("(")
        if self.take(")"):
            return ()
        self.deeper()
        arguments = [self.expression()]
        while self.take(","):
            arguments.append(self.expression())
        self.close(")")
        return tuple(arguments)

    def _special(self, meant: str, at: int) -> Node:
        self.need("(")
        self.blank()
        if meant == "datetime":
            if self.next() != '"':
                self.expected(_QUOTED)
            literal = datetime_literal(self, read_quoted(self))
            self.need(")")
            return replace(literal, at=at)
        key = self._conclusion()
        self.need(")")
        return Previous(key, at)

    def _conclusion(self) -> str:
        conclusions = Spellings.of(self.scope.conclusions)
        found = conclusions.longest(self.text, self.plain, self.at)
        if found is None or (found[1] < len(self.plain) and in_word(self.plain[found[1]])):
            if not in_word(self.next()):
                self.expected(Both("结论的名称", "the name of a conclusion"))
            word = self.text[self.at : self.end_of_word(self.at, spaced=True)]
            self.refuse(
                "unknown-name",
                name=word,
                kind=Both("结论", "conclusion"),
                nearest=nearest(word, conclusions),
            )
        self.spelled.append(Spelled(self.at, found[1], "conclusion", found[0]))
        self.at = found[1]
        return found[0]

    def _aggregate(self, function: str, at: int) -> Node:
        self.need("(")
        self.deeper()
        before, records_before = self.names, self.records
        with self.codes(None):
            records = self.expression()
            if isinstance(records, Name) and records.key in self.scope.record_fields:
                fields = Spellings.of(self.scope.record_fields[records.key])
                self.names = replace(self.names, fields=fields)
                self.records = records.key
            where = self.expression() if self.take_word(INFIX, "where") else None
            value = self.expression() if self.take(",") else None
            self.close(")")
        self.names, self.records = before, records_before
        return Aggregate(function, records, where, value, at)
