"""A text with a place in it: reads signs, keywords, numbers and quoted texts, and refuses.

What a character means depends on what may stand there (a known name may hold spaces and signs), so
there are no tokens: the parser asks for what it expects at the place.
"""

from __future__ import annotations

import re
from typing import NoReturn

from rulesets.errors import AuthorError, Fault, Word
from rulesets.expressions.spelling import composed, folded, in_word, unspaced
from rulesets.expressions.words import INFIX, WRONG, Words
from rulesets.types import Both

LONGEST_TEXT = 4000
DEEPEST = 64

_WORD = re.compile(r"\w+")
_SPACED_WORDS = re.compile(r"\w+(?: +\w+)*")
_NUMBER_LIKE = re.compile(r"[\w.,%]*[\w%]")
_NUMBER_WITH_COMMA = re.compile(r"[0-9.]+,\w$")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_QUOTED_SINGLY = re.compile(r"['‘’][^'‘’]*['‘’]?")

THE_END = Both("结尾", "the end")


def alternatives(*words: str) -> Both:
    """Say that one of several things was expected, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    return Both(" 或 ".join(quoted), " or ".join(quoted))


class Lexer:
    """The text, the same text folded, and the place, from 0."""

    def __init__(self, text: str) -> None:
        """Take a text; one that is too long, or holds half a character, is refused.

        Raises:
            AuthorError: `expression-too-large` or `bad-literal`.
        """
        self.text = composed(text)
        self.plain = folded(self.text)
        self.at = 0
        if len(self.text) > LONGEST_TEXT:
            self.refuse("expression-too-large", LONGEST_TEXT)
        half = None if text.isascii() else _HALF_A_CHARACTER.search(self.text)
        if half is not None:
            found = f"`\\u{ord(half.group()):04x}`"
            self.expected(Both("一个字符", "a character"), half.start(), found)

    # Refusing

    def refuse(self, code: str, at: int | None = None, **words: Word) -> NoReturn:
        """Raise an AuthorError with one fault, at this place or another."""
        place = (self.at if at is None else at) + 1
        raise AuthorError((Fault(code, (("character", place),), words),))

    def expected(self, what: Both, at: int | None = None, found: Word | None = None) -> NoReturn:
        """Refuse with `syntax`: what was expected here, and what was found instead."""
        self.blank()
        place = self.at if at is None else at
        self.refuse("syntax", place, expected=what, found=found or self.found(place))

    def found(self, at: int) -> Word:
        """Quote what stands at a place: a word, a number, a text in quotes, or one sign."""
        if at >= len(self.text):
            return THE_END
        singly = _QUOTED_SINGLY.match(self.text, at)
        wrong = WRONG.at(self.plain, at)
        if singly is not None:
            end = singly.end()
        elif wrong is not None:
            end = wrong[1]
        elif self.plain[at].isdecimal():
            end = self.end_of_number_like(at)
        elif in_word(self.text[at]):
            end = self.end_of_word(at)
        else:
            end = at + 1
        return f"`{shortened(self.text[at:end])}`"

    def end_of_number_like(self, at: int) -> int:
        """Find where a run of digits, letters, points and commas ends: `12,5O`."""
        run = _NUMBER_LIKE.match(self.plain, at)
        return at if run is None else run.end()

    def end_of_word(self, at: int, *, spaced: bool = False) -> int:
        """Find where an unknown word ends: before a keyword in it, or where its letters end."""
        run = (_SPACED_WORDS if spaced else _WORD).match(self.plain, at)
        end = at + 1 if run is None else run.end()
        keyword = INFIX.at(self.plain, at)
        for place in range(at + 1 if keyword is None else keyword[1], end):
            begins = unspaced(self.plain[place]) or self.plain[place - 1] == " "
            if begins and INFIX.at(self.plain, place) is not None:
                return len(self.plain[:place].rstrip(" "))
        return end

    # Reading

    def blank(self) -> None:
        """Go past blanks."""
        plain, at = self.plain, self.at
        while at < len(plain) and plain[at] == " ":
            at += 1
        self.at = at

    def next(self) -> str:
        """Go past blanks and look at the next character, folded; empty at the end."""
        self.blank()
        return self.plain[self.at : self.at + 1]

    def take(self, sign: str) -> bool:
        """Go past a sign if it stands next."""
        self.blank()
        if not self.plain.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def need(self, sign: str) -> None:
        """Go past a sign, or refuse."""
        if not self.take(sign):
            self.refuse_wrong_sign()
            self.expected(alternatives(sign))

    def peek_word(self, words: Words) -> str | None:
        """Say which of the keywords stands next, without going past it."""
        self.blank()
        known = words.at(self.plain, self.at)
        return None if known is None else known[0]

    def take_word(self, words: Words, *wanted: str) -> str | None:
        """Go past a keyword if one stands next (one of the wanted, if any are named)."""
        self.blank()
        known = words.at(self.plain, self.at)
        if known is None or (wanted and known[0] not in wanted):
            return None
        self.at = known[1]
        return known[0]

    def need_word(self, words: Words, wanted: str) -> None:
        """Go past a keyword, or refuse."""
        if self.take_word(words, wanted) is None:
            self.refuse_wrong_sign()
            self.expected(_KEYWORDS.get(wanted, alternatives(wanted)))

    def need_end(self) -> None:
        """Refuse anything that follows."""
        if self.next():
            self.refuse_wrong_sign()
            self._refuse_comma_in_number()
            self.expected(Both("运算符或结尾", "an operator or the end"))

    def _refuse_comma_in_number(self) -> None:
        """Refuse `12,5` as a whole where no comma may stand, so that the number is seen in it."""
        run = _NUMBER_WITH_COMMA.search(self.plain[: self.at + 2])
        if run is not None:
            begin = run.start()
            whole = self.text[begin : self.end_of_number_like(begin)]
            self.expected(Both("数字", "a number"), begin, f"`{shortened(whole)}`")

    def refuse_wrong_sign(self) -> None:
        """Refuse a sign that other languages have, and offer the one to write."""
        self.blank()
        wrong = WRONG.at(self.plain, self.at)
        if wrong is not None:
            self.expected(alternatives(wrong[0]))


_KEYWORDS = {
    "then": Both("`则`", "`then`"),
    "else": Both("`否则`", "`else`"),
    "and": Both("`和`", "`and`"),
}


def shortened(found: str) -> str:
    """Cut what is quoted in a message to a length that can be read."""
    longest = 40
    return found if len(found) <= longest else found[: longest - 1] + "…"
