"""What stands where an operand may begin: the longest of codes, keywords, functions and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn

from rulesets.expressions.functions import AGGREGATES, FUNCTIONS, PREVIOUS
from rulesets.expressions.lexer import Lexer, shortened
from rulesets.expressions.scope import CodeSpellings
from rulesets.expressions.spelling import Spellings, folded, in_word
from rulesets.expressions.words import INFIX, OPENER
from rulesets.nearest import nearest as nearest_word
from rulesets.types import Both, CodeList

_BUILT_IN = Spellings(
    {name: spec.key for spec in FUNCTIONS.values() for name in (spec.key, spec.title.zh)}
)
_BARE = Spellings(
    {
        name: spec.key
        for spec in FUNCTIONS.values()
        if spec.bare
        for name in (spec.key, spec.title.zh)
    }
)
_AGGREGATES = Spellings(
    {name: spec.key for spec in AGGREGATES.values() for name in (spec.key, spec.title.zh)}
)
_SPECIAL = Spellings(
    {
        PREVIOUS.key: "previous",
        PREVIOUS.title.zh: "previous",
        "datetime": "datetime",
        "日期时间": "datetime",
    }
)
_BRACKET = re.compile(r" *\(")
_ALIKE = 0.5
_CALLED = (("function", _BUILT_IN), ("aggregate", _AGGREGATES), ("special", _SPECIAL))


@dataclass(frozen=True)
class Known:
    """What was found at a place: its kind, what it stands for, and where its spelling ends."""

    kind: str
    meant: str
    end: int


class Spelled(NamedTuple):
    """A name or code as it stands in a text: from where to where, and what it stands for.

    A tuple, since one is made of every name that is parsed.

    `kind` is that of `Known`, or `part`, `conclusion` (within `previous`), `quoted` (a code in
    quotes). `within` is the key of the records of a sub-fact, or of the lookup of a part.
    """

    start: int
    end: int
    kind: str
    meant: str
    within: str = ""
    codes: CodeList | None = None


@dataclass(frozen=True)
class Names:
    """The spellings that may stand at a place. `fields` are sub-facts, inside an aggregate."""

    names: Spellings
    functions: Spellings
    codes: CodeSpellings | None = None
    fields: Spellings | None = None

    def at(self, lexer: Lexer) -> Known | None:
        """Find the longest that stands at the place; of two as long, the one named first wins.

        Calls and `not`, which a bracket follows, win over everything, then codes, then keywords,
        sub-facts and names.
        """
        text, plain, at = lexer.text, lexer.plain, lexer.at
        best: Known | None = None
        for kind, spellings in self._tables():
            found = spellings.longest(text, plain, at)
            if found is not None and (best is None or found[1] > best.end):
                best = Known(kind, *found)
        for kind, spellings in (*_CALLED, ("own", self.functions)):
            found = spellings.longest(text, plain, at)
            if found is None or not _bracket_follows(plain, found[1]):
                continue
            if best is None or found[1] >= best.end:
                best = Known(kind, *found)
        opener = self._opener(plain, at)
        if opener is not None and (best is None or _opener_wins(opener, best, plain)):
            best = Known("keyword", *opener)
        return best

    @staticmethod
    def _opener(plain: str, at: int) -> tuple[str, int] | None:
        """Find a keyword; `not` is one only where a bracket follows, or where no word goes on."""
        opener = OPENER.at(plain, at)
        if opener is None or opener[0] != "not" or _bracket_follows(plain, opener[1]):
            return opener
        return None if in_word(plain[opener[1] : opener[1] + 1]) else opener

    def _tables(self) -> Iterable[tuple[str, Spellings]]:
        if self.codes is not None:
            yield "code", self.codes
        yield "bare", _BARE
        if self.fields is not None:
            yield "field", self.fields
        yield "name", self.names


def _bracket_follows(plain: str, end: int) -> bool:
    return _BRACKET.match(plain, end) is not None


def _opener_wins(opener: tuple[str, int], best: Known, plain: str) -> bool:
    """A keyword wins over a name that is as long; `not` is one only where a bracket follows."""
    word, end = opener
    if word == "not" and not _bracket_follows(plain, end):
        return False
    if word == "null":
        return False
    return end > best.end or (end == best.end and (best.kind != "code" or word == "not"))


def refuse_unknown(lexer: Lexer, names: Names) -> NoReturn:
    """Refuse the word at the place: `not-in-list` where codes may stand, else `unknown-name`."""
    end = lexer.end_of_word(lexer.at, spaced=True)
    word = lexer.text[lexer.at : end]
    if _bracket_follows(lexer.plain, end):
        known = [*names.functions, *_BUILT_IN, *_AGGREGATES, *_SPECIAL]
        lexer.refuse(
            "unknown-name",
            name=shortened(word),
            kind=Both("函数或对照表", "function or lookup"),
            nearest=nearest(word, known),
        )
    known = [*names.names, *(names.fields or ())]
    if names.codes is not None:
        lexer.refuse("not-in-list", text=shortened(word), nearest=nearest(word, names.codes))
    lexer.refuse(
        "unknown-name",
        name=shortened(word),
        kind=Both("事实、结论、常量或参数", "fact, conclusion, constant or parameter"),
        nearest=nearest(word, known),
    )


def nearest(word: str, known: Iterable[str]) -> Both:
    """Offer the known spelling that is nearest to a word, whatever its case and width."""
    plain = _plain(tuple(known))
    close = nearest_word(folded(word).casefold(), tuple(plain), _ALIKE)
    if not close:
        return Both(
            "查看可用的名称；文本要加双引号",
            "see the names there are; texts stand in double quotes",
        )
    return Both(f"是否要写 `{plain[close]}`？", f"did you mean `{plain[close]}`?")


@lru_cache(maxsize=32)
def _plain(known: tuple[str, ...]) -> Mapping[str, str]:
    """Lead from each spelling without its case and width to the first such spelling."""
    by_plain: dict[str, str] = {}
    for each in known:
        by_plain.setdefault(folded(each).casefold(), each)
    return by_plain


def refuse_run_on(lexer: Lexer, names: Names, start: int) -> None:
    """Refuse a known name that runs on in letters of no keyword: `年采购额度` for `年采购额`."""
    at = lexer.at
    if at >= len(lexer.plain) or not in_word(lexer.plain[at]):
        return
    if INFIX.at(lexer.plain, at) is not None or lexer.plain[at] == "和":
        return
    lexer.at = start
    refuse_unknown(lexer, names)
