"""Keywords and operators in both languages, and the words no key may be.

Clauses 3.2 and 3.6 of docs/language.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.expressions.functions import (
    AGGREGATES,
    FUNCTIONS,
    PREVIOUS,
    AggregateSpec,
    FunctionSpec,
)
from rulesets.expressions.spelling import folded

RELATIONS: Mapping[str, str] = {
    ">=": ">=",
    "<=": "<=",
    "!=": "!=",
    "=": "=",
    "<": "<",
    ">": ">",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "等于": "=",
    "不等于": "!=",
    "大于": ">",
    "大于等于": ">=",
    "小于": "<",
    "小于等于": "<=",
    "不低于": ">=",
    "不高于": "<=",
    "高于": ">",
    "低于": "<",
    "不少于": ">=",
    "不超过": "<=",
}
TEXT_OPERATORS: Mapping[str, str] = {
    "contains any of": "contains any of",
    "contains": "contains",
    "starts with": "starts with",
    "ends with": "ends with",
    "within": "within",
    "包含任一": "contains any of",
    "包含": "contains",
    "开头是": "starts with",
    "结尾是": "ends with",
    "位于": "within",
}
PRESENCE: Mapping[str, str] = {
    "is missing": "is missing",
    "is present": "is present",
    "为缺失": "is missing",
    "缺失": "is missing",
    "不缺失": "is present",
    "存在": "is present",
}
_OTHERS: Mapping[str, str] = {
    "and": "and",
    "且": "and",
    "or": "or",
    "或": "or",
    "between": "between",
    "介于": "between",
    "in": "in",
    "属于": "in",
    "then": "then",
    "则": "then",
    "else": "else",
    "否则": "else",
    "where": "where",
    "其中": "where",
}
BETWEEN_AND: Mapping[str, str] = {"and": "and", "且": "and", "和": "and"}
OPENING: Mapping[str, str] = {
    "if": "if",
    "如果": "if",
    "not": "not",
    "非": "not",
    "true": "true",
    "真": "true",
    "false": "false",
    "假": "false",
    "null": "null",
    "空值": "null",
}
"""Words with which an operand, or the whole expression, may begin."""

DATE_PARTS: Mapping[str, str] = {
    "year": "year",
    "month": "month",
    "day": "day",
    "weekday": "weekday",
    "hour": "hour",
    "minute": "minute",
    "年": "year",
    "月": "month",
    "日": "day",
    "星期": "weekday",
    "时": "hour",
    "分": "minute",
}
WRONG_SIGNS: Mapping[str, str] = {
    "==": "=",
    "=>": ">=",
    "=<": "<=",
    "<>": "!=",
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "^": "**",
    "AND": "and",
    "OR": "or",
    "And": "and",
    "Or": "or",
}
"""Signs of other languages, and what to write instead."""

RESERVED: frozenset[str] = frozenset(
    {*RELATIONS, *TEXT_OPERATORS, *PRESENCE, *_OTHERS, *BETWEEN_AND, *OPENING}
    | {"is", "starts", "ends", "datetime"}
    | {spec.key for spec in FUNCTIONS.values() if spec.bare}
    | {spec.title.zh for spec in FUNCTIONS.values() if spec.bare}
)
"""What no fact, conclusion, constant, parameter or sub-fact may be called: it would not be read."""

_BUILT_IN: tuple[FunctionSpec | AggregateSpec, ...] = (
    *FUNCTIONS.values(),
    *AGGREGATES.values(),
    PREVIOUS,
)
RESERVED_FUNCTIONS: frozenset[str] = RESERVED | {
    name for spec in _BUILT_IN for name in (spec.key, spec.title.zh)
}
"""What no function or lookup of a ruleset may be called."""


_SIGN_FIRST = re.compile(r"[<>=!≤≥≠+*/,.-]")
_NUMBER = re.compile(r"[0-9.]+[万亿]?%?")


def reserved(name: str, words: frozenset[str] = RESERVED) -> bool:
    """Tell whether a key or title would be read as a word, a sign or a number of the language.

    Example:
        >>> reserved("缺失"), reserved("＞＝ 5"), reserved("50万"), reserved("退货-换货")
        (True, True, True, False)
    """
    plain = folded(name)
    return plain in words or bool(_SIGN_FIRST.match(plain) or _NUMBER.fullmatch(plain))


@dataclass(frozen=True)
class Words:
    """Keywords that may stand at one kind of place; the longest that stands there is found."""

    pattern: re.Pattern[str]
    meant: Mapping[str, str]

    def at(self, plain: str, at: int) -> tuple[str, int] | None:
        """Find the keyword at a place of folded text: what it stands for, and where it ends."""
        found = self.pattern.match(plain, at)
        if found is None:
            return None
        return self.meant[" ".join(found.group().split())], found.end()


def _pattern(spelling: str) -> str:
    # A Latin word ends where no further letter follows; a Chinese one may be followed at once.
    end = r"(?![^\W\u2e80-\U0010ffff])" if spelling[-1].isascii() and spelling[-1].isalpha() else ""
    return " +".join(re.escape(word) for word in spelling.split()) + end


def _words(*tables: Mapping[str, str]) -> Words:
    meant = {spelling: word for table in tables for spelling, word in table.items()}
    longest_first = sorted(meant, key=len, reverse=True)
    return Words(re.compile("|".join(_pattern(each) for each in longest_first)), meant)


RELATION = _words(RELATIONS)
TEXT_OPERATOR = _words(TEXT_OPERATORS)
PRESENT_OR_MISSING = _words(PRESENCE)
INFIX = _words(RELATIONS, TEXT_OPERATORS, PRESENCE, _OTHERS)
AND_OF_BETWEEN = _words(BETWEEN_AND)
OPENER = _words(OPENING)
WRONG = _words(WRONG_SIGNS)
ARITHMETIC = _words({sign: sign for sign in ("**", "*", "/", "+", "-")})
