"""Reading operands: literals, names, brackets, what follows them, and what begins with a keyword.

Numbers of rules are those of OMG DMN 1.5, chapter 10.3.1.2.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from rulesets.dmn.feel.characters import (
    INFIX,
    MEMBERS_WITH_SPACES,
    NAMES_WITH_SPACES,
    RESERVED,
    WORD,
)
from rulesets.dmn.feel.lexer import A_NAME, AN_EXPRESSION, Lexer, quoted
from rulesets.dmn.feel.names import Names
from rulesets.dmn.feel.tree import (
    AtLiteral,
    Boolean,
    Call,
    ContextLiteral,
    Feel,
    Filter,
    For,
    FunctionLiteral,
    If,
    InstanceOf,
    ListLiteral,
    Name,
    Negate,
    Null,
    Number,
    OneSidedRange,
    Path,
    Quantified,
    RangeLiteral,
    String,
)
from rulesets.types import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

Iterators = tuple[tuple[str, Feel], ...]
_RANGE_END = quoted("]", ")", "[")


class Operands(Lexer):
    """Reads one operand at the place."""

    def __init__(self, text: str, names: Collection[str], members: Collection[str] | None) -> None:
        """Take the text, the names in scope, and the names that may follow a point."""
        super().__init__(text)
        self._names = Names((*NAMES_WITH_SPACES, *names))
        self._members = Names((*MEMBERS_WITH_SPACES, *(names if members is None else members)))
        self._filters = 0

    @abstractmethod
    def expression(self, above: int = 0) -> Feel:
        """Read an expression of operators that bind closer than `above`."""

    def operand(self) -> Feel:
        """Read an operand with its signs: `-a.b[1]`.

        Rules 4d and 24: a sign binds closer than `**`, and (2e, 2f) looser than `instance of`.
        """
        signs = []
        while self.sign() == "-":
            signs.append(self.at + 1)
            self.take("-")
        at = self.blank() + 1
        node = self.following(self._primary(at), at)
        while self.take_word("instance"):  # rule 51
            self.need_word("of")
            node = InstanceOf(node, self.type_text(), at)
        for sign in reversed(signs):
            node = Negate(node, sign)
        return node

    def following(self, node: Feel, at: int) -> Feel:
        """Read what may follow an operand: `.name` (43), `[filter]` (50), `(arguments)` (38)."""
        while True:
            if self.take("."):
                node = Path(node, self._member(), at)
            elif self.sign() == "[" and not self._ends_range():
                self.take("[")
                self._filters += 1
                node = Filter(node, self.expression(), at)
                self._filters -= 1
                self.need("]")
            elif self.take("("):
                node = self._call(node, at)
            else:
                return node

    def _primary(self, at: int) -> Feel:
        """Read what stands alone: literals (31 to 35, 65), lists, contexts, brackets, names."""
        sign = self.sign()
        number = self.number()
        if number is not None:
            return Number(number, at)
        match sign:
            case '"':
                return String(self.string(), at)
            case "@":
                self.take("@")
                return AtLiteral(self.string(), at)
            case "(":
                return self._group(at)
            case "[":
                return self._list(at)
            case "]":
                return self._open_range(at)
            case "{":
                return self._context(at)
        return self._named(at)

    # Names

    def _named(self, at: int) -> Feel:
        """Read a name: the longest that is known (10.3.1.6), a keyword, or one unknown word."""
        known = self._known()
        if known is not None:
            self.at = known[1]
            return Name(known[0], at)
        word = self.word()
        if word in RESERVED:
            return self._keyword(word, at)
        if not word:
            self.expected(AN_EXPRESSION)
        self.at += len(word)
        return Name(word, at)

    def _known(self) -> tuple[str, int] | None:
        """Find the longest known name here; within a filter the members of its items are known."""
        name = self._names.longest(self.token_at, self.blank())
        member = self._members.longest(self.token_at, self.at) if self._filters else None
        return max((found for found in (name, member) if found), key=_end, default=None)

    def _member(self) -> str:
        """Read the name after a point: the longest known member, else one word."""
        known = self._members.longest(self.token_at, self.blank())
        word = self.word()
        if known is None and not word:
            self.expected(A_NAME)
        name, self.at = known or (word, self.at + len(word))
        return name

    @contextmanager
    def _scope(self) -> Iterator[list[str]]:
        """Make the names that are put into the list known until the scope ends."""
        inner: list[str] = []
        yield inner
        for name in inner:
            self._names.remove(name)

    def _declare(self, name: str, scope: list[str]) -> None:
        self._names.add(name)
        scope.append(name)

    # Brackets

    def _group(self, at: int) -> Feel:
        """Read `(a)`, or a range without its lower end: `(a..b]`, `(..b]` (rules 2h, 8, 66)."""
        self.need("(")
        if self.take(".."):
            return self.upper_only(at)
        node = self.expression()
        if self.take(".."):
            return self.range_from(node, low_included=False, at=at)
        self.need(")")
        return node

    def _open_range(self, at: int) -> Feel:
        """Read `]a..b[` (rules 8 and 9)."""
        self.need("]")
        if self.take(".."):
            return self.upper_only(at)
        low = self.expression()
        self.need("..")
        return self.range_from(low, low_included=False, at=at)

    def _list(self, at: int) -> Feel:
        """Read a list (rule 54), or a range with its lower end: `[a..b)`."""
        self.need("[")
        if self.take("]"):
            return ListLiteral((), at)
        items = [self.expression()]
        if self.take(".."):
            return self.range_from(items[0], low_included=True, at=at)
        while self.take(","):
            items.append(self.expression())
        self.need("]")
        return ListLiteral(tuple(items), at)

    def range_from(self, low: Feel, *, low_included: bool, at: int) -> Feel:
        """Read a range after its `..`; without an upper end it is open there (rule 66c)."""
        sign = self.sign()
        if sign == ")" or (sign == "[" and self._ends_range() and not self._empty_list()):
            self.take(sign)
            return OneSidedRange(">=" if low_included else ">", low, at)
        high = self.expression()
        return RangeLiteral(low, high, low_included, self._range_end(), at)

    def upper_only(self, at: int) -> Feel:
        """Read a range that is open below, after its `..` (rule 66b)."""
        high = self.expression()
        return OneSidedRange("<=" if self._range_end() else "<", high, at)

    def _range_end(self) -> bool:
        """Read the end of a range (rules 11 and 12); tell whether it is included."""
        sign = self.sign()
        if sign not in {"]", ")", "["}:
            self.expected(_RANGE_END)
        self.take(sign)
        return sign == "]"

    def _empty_list(self) -> bool:
        return self.text.startswith("]", self._past_blanks(self.at + 1))

    def _ends_range(self) -> bool:
        """Tell whether `[` ends a range here: no filter begins with what follows it."""
        at = self._past_blanks(self.at + 1)
        sign = self.text[at : at + 1]
        if not sign or sign in ",)]}=!<>*/+:":
            return True
        if sign == ".":
            return not self.text[at + 1 : at + 2].isdecimal()
        word = WORD.match(self.text, at)
        return word is not None and word.group() in INFIX

    # Contexts, calls, functions

    def _context(self, at: int) -> Feel:
        """Read a context (rules 57 to 59); its keys are known in the entries that follow."""
        self.need("{")
        entries: list[tuple[str, Feel]] = []
        with self._scope() as scope:
            while not self.take("}"):
                if entries:
                    self.need(",")
                key = self.string() if self.sign() == '"' else self.new_name()
                self.need(":")
                entries.append((key, self.expression()))
                self._declare(key, scope)
                self._members.add(key)
                if self.sign() not in {",", "}"}:
                    self.expected(quoted(",", "}"))
        return ContextLiteral(tuple(entries), at)

    def _call(self, function: Feel, at: int) -> Feel:
        """Read arguments, all by position or all by name (rules 39 to 42)."""
        if self.take(")"):
            return Call(function, at=at)
        name = self._argument_name()
        if name is None:
            positional = [self.expression()]
            while self.take(","):
                positional.append(self.expression())
            self.need(")")
            return Call(function, tuple(positional), at=at)
        named = [(name, self.expression())]
        while self.take(","):
            name = self.new_name()
            self.need(":")
            named.append((name, self.expression()))
        self.need(")")
        return Call(function, named=tuple(named), at=at)

    def _argument_name(self) -> str | None:
        """Read `name:` if that stands next; else stay."""
        begin = self.blank()
        if self.word() in RESERVED | {""}:
            return None
        name = self.new_name()
        if self.take(":"):
            return name
        self.at = begin
        return None

    def _function(self, at: int) -> Feel:
        """Read `function(a, b: number) body` (rules 55 and 56)."""
        self.need("(")
        names: list[str] = []
        types: list[str] = []
        with self._scope() as scope:
            while not self.take(")"):
                if names:
                    self.need(",")
                names.append(self.new_name())
                types.append(self.type_text() if self.take(":") else "")
                self._declare(names[-1], scope)
                if self.sign() not in {",", ")"}:
                    self.expected(quoted(",", ")"))
            external = self.take_word("external")
            body = self.expression()
        return FunctionLiteral(tuple(names), body, tuple(types) if any(types) else (), external, at)

    # Keywords

    def _keyword(self, word: str, at: int) -> Feel:
        """Read what begins with a keyword; what only stands between operands is refused."""
        if word in INFIX | {"external"}:
            self.expected(AN_EXPRESSION)
        self.take_word(word)
        match word:
            case "null":
                return Null(at)
            case "true" | "false":
                return Boolean(word == "true", at)
            case "if":
                return self._if(at)
            case "for":
                return self._for(at)
            case "some" | "every":
                return self._quantified("some" if word == "some" else "every", at)
        return self._function(at)

    def _if(self, at: int) -> Feel:
        """Read `if c then a else b` (rule 45)."""
        condition = self.expression()
        self.need_word("then")
        then = self.expression()
        self.need_word("else")
        return If(condition, then, self.expression(), at)

    def _for(self, at: int) -> Feel:
        """Read `for x in a..b, y in list return e` (rules 44 and 63)."""
        with self._scope() as scope:
            iterators = self._iterators(scope, "return", ranges=True)
            return For(iterators, self.expression(), at)

    def _quantified(self, kind: Literal["some", "every"], at: int) -> Feel:
        """Read `some x in list, … satisfies c`, and `every` (rule 46)."""
        with self._scope() as scope:
            iterators = self._iterators(scope, "satisfies", ranges=False)
            return Quantified(kind, iterators, self.expression(), at)

    def _iterators(self, scope: list[str], end: str, *, ranges: bool) -> Iterators:
        """Read iterators up to a keyword; each is known in those that follow."""
        found: list[tuple[str, Feel]] = []
        while not found or self.take(","):
            name = self.new_name(stop="in")
            self.need_word("in")
            at = self.blank() + 1
            of = self.expression()
            if ranges and self.take(".."):
                of = RangeLiteral(of, self.expression(), True, True, at)
            found.append((name, of))
            self._declare(name, scope)
        if self.word() != end:
            self.expected(quoted(",", end))
        self.need_word(end)
        return tuple(found)

    # Types

    @abstractmethod
    def type_text(self) -> str:
        """Read a type (rule 52), as text with white space made single."""

    def type_name(self) -> str:
        """Read the qualified name of a type (rule 18)."""
        parts: list[str] = []
        while not parts or self.take("."):
            known = self._names.longest(self.token_at, self.blank())
            word = self.word()
            if known is None and (not word or word in RESERVED - {"function"}):
                self.expected(Both("类型", "a type"))
            name, self.at = known or (word, self.at + len(word))
            parts.append(name)
        return ".".join(parts)


def _end(found: tuple[str, int]) -> int:
    return found[1]
