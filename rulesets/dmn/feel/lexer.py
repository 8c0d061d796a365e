"""A FEEL text with a place in it: reads signs, words, names and literals, and refuses.

There are no tokens made beforehand: a name may hold signs and keywords, so what a character means
depends on the names in scope.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NoReturn

from rulesets.dmn.feel.characters import BLANKS, NAME_TOKEN, RESERVED, WORD
from rulesets.dmn.feel.names import plain_name
from rulesets.errors import AuthorError, Fault, Word
from rulesets.types import Both

LONGEST_TEXT = 4000
DEEPEST = 64
_MOST_EXPONENT = 6144

_SIGN = re.compile(r"\.\.|\*\*|<=|>=|!=|->|.", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")
_STRING = re.compile(r'"((?:[^"\\\n-\r]|\\[^\n-\r])*)"')
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_LAST_CHARACTER = 0x10FFFF

THE_END = Both("结尾", "the end")
A_CHARACTER = Both("一个字符", "a character")
AN_EXPRESSION = Both("表达式", "an expression")
A_NAME = Both("名称", "a name")


def quoted(*words: str) -> Both:
    """Say that one of several things was expected, each in backticks."""
    each = [f"`{word}`" for word in words]
    return Both(" 或 ".join(each), " or ".join(each))


class Lexer:
    """The text and the place, from 0."""

    def __init__(self, text: str) -> None:
        """Take a text; one that is too long, or holds half a character, is refused.

        Raises:
            AuthorError: `expression-too-large` or `dmn-syntax`.
        """
        self.text = text
        self.at = 0
        self._tokens: dict[int, tuple[str, int] | None] = {}
        if len(text) > LONGEST_TEXT:
            self.refuse_size(LONGEST_TEXT)
        half = None if text.isascii() else _HALF_A_CHARACTER.search(text)
        if half is not None:
            self.expected(A_CHARACTER, half.start(), f"`\\u{ord(half.group()):04x}`")

    # Refusing

    def refuse_size(self, at: int) -> NoReturn:
        """Refuse a text that is too long or too deep."""
        raise AuthorError((Fault("expression-too-large", (("character", at + 1),)),))

    def expected(self, what: Both, at: int | None = None, found: Word | None = None) -> NoReturn:
        """Refuse with `dmn-syntax`: what was expected, and what was found instead."""
        place = self.blank() if at is None else at
        words = {"expected": what, "found": found or self._found(place)}
        raise AuthorError((Fault("dmn-syntax", (("character", place + 1),), words),))

    def _found(self, at: int) -> Word:
        for what in (_NUMBER, WORD, _STRING, _SIGN):
            run = what.match(self.text, at)
            if run is not None:
                return f"`{_shortened(run.group())}`"
        return THE_END

    # Signs and words

    def blank(self) -> int:
        """Go past white space and comments, and say where that leads to."""
        self.at = self._past_blanks(self.at)
        if self.text.startswith("/*", self.at):  # a closed one is blank
            self.expected(quoted("*/"), len(self.text), THE_END)
        return self.at

    def _past_blanks(self, at: int) -> int:
        run = BLANKS.match(self.text, at)
        return at if run is None else run.end()

    def sign(self) -> str:
        """Go past blanks and look at the next sign, or first character; empty at the end."""
        run = _SIGN.match(self.text, self.blank())
        return "" if run is None else run.group()

    def take(self, sign: str) -> bool:
        """Go past a sign if it stands next; one point is not two, a name's `.5` is its own."""
        if not self.text.startswith(sign, self.blank()):
            return False
        if sign == "." and self.text.startswith("..", self.at):
            return False
        self.at += len(sign)
        return True

    def need(self, sign: str) -> None:
        """Go past a sign, or refuse."""
        if not self.take(sign):
            self.expected(quoted(sign))

    def word(self) -> str:
        """Look at the next word; empty when something else stands there."""
        run = WORD.match(self.text, self.blank())
        return "" if run is None else run.group()

    def take_word(self, wanted: str) -> bool:
        """Go past a keyword if it stands next."""
        if self.word() != wanted:
            return False
        self.at += len(wanted)
        return True

    def need_word(self, wanted: str) -> None:
        """Go past a keyword, or refuse."""
        if not self.take_word(wanted):
            self.expected(quoted(wanted))

    def need_end(self) -> None:
        """Refuse anything that follows."""
        if self.sign():
            self.expected(Both("运算符或结尾", "an operator or the end"))

    # Names

    def token_at(self, place: int) -> tuple[str, int] | None:
        """Read the token of a name that follows a place, and where it ends."""
        if place not in self._tokens:
            run = NAME_TOKEN.match(self.text, self._past_blanks(place))
            self._tokens[place] = None if run is None else (run.group(), run.end())
        return self._tokens[place]

    def new_name(self, stop: str = "") -> str:
        """Read a name that is declared here, up to a sign that no name has or the word `stop`."""
        begin = self.blank()
        if self.word() in RESERVED | {""}:
            self.expected(A_NAME)
        token = self.token_at(begin)
        while token is not None and token[0] != stop:
            self.at = token[1]
            token = self.token_at(self.at)
        return plain_name(BLANKS.sub(" ", self.text[begin : self.at]))

    # Literals

    def number(self) -> Decimal | None:
        """Read a number without its sign (rule 35).

        The rule as printed gives an exponent only to `.5e3`; `5e3` is taken as well. A number
        beyond the exponents of FEEL's numbers (decimal128) is refused.
        """
        run = _NUMBER.match(self.text, self.blank())
        if run is None:
            return None
        if abs(int(run[1] or 0)) > _MOST_EXPONENT:
            self.expected(Both("指数不超过 6144 的数字", "a number with an exponent up to 6144"))
        self.at = run.end()
        return Decimal(run.group())

    def string(self) -> str:
        """Read a text in quotes (rules 33 and 64); a backslash before anything else stays."""
        run = _STRING.match(self.text, self.blank())
        if run is None:
            self._refuse_string()
        self.at = run.end()
        if "\\" not in run[1]:
            return run[1]
        text = _ESCAPE.sub(lambda escape: self._unescaped(escape, run.start(1)), run[1])
        half = _HALF_A_CHARACTER.search(text)
        if half is None:
            return text
        try:  # a character beyond U+FFFF may be written as two halves
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            self.expected(A_CHARACTER, run.start(), f"`\\u{ord(half.group()):04x}`")

    def _refuse_string(self) -> NoReturn:
        if not self.text.startswith('"', self.at):
            self.expected(quoted('"'))
        line = re.search("[\n-\r]", self.text[self.at :])
        if line is not None:
            found = Both("换行", "the end of the line")
            self.expected(quoted('"'), self.at + line.start(), found)
        self.expected(quoted('"'), len(self.text), THE_END)

    def _unescaped(self, escape: re.Match[str], begin: int) -> str:
        what = escape[1]
        if len(what) == 1 and what not in "uU":
            return _ESCAPED.get(what, escape[0])
        code = int(what[1:], 16) if len(what) > 1 else _LAST_CHARACTER + 1
        if code > _LAST_CHARACTER:
            digits = Both("`\\uXXXX` 或 `\\UXXXXXX`", "`\\uXXXX` or `\\UXXXXXX`")
            self.expected(digits, begin + escape.start(), f"`{escape[0]}`")
        return chr(code)


def _shortened(found: str) -> str:
    """Cut what is quoted in a message to a length that can be read."""
    longest = 40
    return found if len(found) <= longest else found[: longest - 1] + "…"
