"""Numbers, quoted texts, dates and datetimes of an expression: from their text to their value.

Clauses 3.3, 3.4 and 3.7 of docs/language.md.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from rulesets.expressions.lexer import Lexer, shortened
from rulesets.expressions.spelling import composed, joined, unspaced
from rulesets.expressions.tree import Literal
from rulesets.expressions.words import INFIX
from rulesets.types import Both
from rulesets.values import decimal_text, digits, is_instant

MOST_DIGITS = 34

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_SUFFIXES = {"万": 4, "亿": 8, "%": -2}
_BEFORE_IN_NUMBER = re.compile(r"[0-9.,]*$")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_CLOSING = {'"': '"', "＂": "＂", "“": "”“", "”": "”“", "「": "」", "」": "」"}
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
_HEX = re.compile(r"u([0-9A-Fa-f]{4})")
_A_NUMBER = Both("数字", "a number")
_A_DATE = Both("日期", "a date")
_A_MOMENT = Both("带时区偏移的时刻", "a datetime with an offset")


def number_end(plain: str, at: int) -> int:
    """Find where the number at a place ends, suffix included; the place itself if there is none."""
    run = _NUMBER.match(plain, at)
    if run is None:
        return at
    return run.end() + (plain[run.end() : run.end() + 1] in {"万", "亿", "%"})


def read_number(lexer: Lexer, *, percent: bool) -> Literal:
    """Read the number that stands at the place; with `percent`, `15%` is 15.

    Raises:
        AuthorError: `comma-in-number`, or `syntax` for `12,5O` and the like.
    """
    start = lexer.at
    _refuse_comma(lexer)
    run = _NUMBER.match(lexer.plain, start)
    if run is None:
        lexer.expected(_A_NUMBER)
    suffix = lexer.plain[run.end() : run.end() + 1]
    end = run.end() + (suffix in _SUFFIXES)
    if _runs_on(lexer, end):
        begin = start - len(_BEFORE_IN_NUMBER.findall(lexer.plain[:start])[0])
        whole = lexer.text[begin : lexer.end_of_number_like(start)]
        lexer.expected(_A_NUMBER, found=f"`{shortened(whole)}`")
    typed_percent = suffix == "%" and not percent
    shift = 0 if suffix == "%" and percent else _SUFFIXES.get(suffix, 0)
    # Written with an exponent, since shifting a Decimal would round it to the thread's context.
    value = Decimal(f"{run.group()}E{shift}")
    if len(run.group()) + abs(shift) > MOST_DIGITS and digits(value) > MOST_DIGITS:
        lexer.expected(_at_most_digits(), found=f"`{shortened(run.group())}`")
    lexer.at = end
    return Literal(value, typed_percent, start + 1)


def _at_most_digits() -> Both:
    return Both(f"至多 {MOST_DIGITS} 位的数字", f"a number of at most {MOST_DIGITS} digits")


def _runs_on(lexer: Lexer, end: int) -> bool:
    """Tell whether letters follow a number at once that are no keyword: `5O`, `50万元`."""
    if end >= len(lexer.plain):
        return False
    after = lexer.plain[end]
    if joined("0", after):
        return True
    return (
        unspaced(after) and after.isalnum() and INFIX.at(lexer.plain, end) is None and after != "和"
    )


def _refuse_comma(lexer: Lexer) -> None:
    """Refuse `1,234`, which is one number or two; `1、234` is a list and `1, 234` is two."""
    grouped = _GROUPED.match(lexer.plain, lexer.at)
    if grouped is None:
        return
    typed = lexer.text[grouped.start() : grouped.end()]
    if "、" in typed:
        return
    apart = grouped.group().split(",")
    readable = [decimal_text(Decimal(each)) for each in apart]
    lexer.refuse(
        "comma-in-number",
        found=shortened(typed),
        joined=shortened("".join(apart)),
        apart=shortened(", ".join(readable)),
    )


def read_quoted(lexer: Lexer) -> Literal:
    """Read the text in quotes that stands at the place; nothing in it is folded.

    Raises:
        AuthorError: `syntax` when it is not closed or an escape is unknown.
    """
    start = lexer.at
    text, closing = lexer.text, _CLOSING[lexer.text[start]]
    at = start + 1
    pieces: list[str] = []
    while at < len(text) and text[at] not in closing:
        if text[at] == "\\":
            piece, at = _escaped(lexer, at + 1)
            pieces.append(piece)
        else:
            pieces.append(text[at])
            at += 1
    if at >= len(text):
        lexer.expected(Both(f"收尾的 `{closing[0]}`", f"a closing `{closing[0]}`"), at=at)
    lexer.at = at + 1
    return Literal(composed(_paired(lexer, "".join(pieces), start)), at=start + 1)


def _escaped(lexer: Lexer, at: int) -> tuple[str, int]:
    """Read what follows a backslash: the character meant, and the place after it."""
    letter = lexer.text[at : at + 1]
    if letter in _ESCAPES:
        return _ESCAPES[letter], at + 1
    code = _HEX.match(lexer.text, at)
    if code is None:
        what = Both(
            '`\\"`、`\\\\`、`\\n`、`\\t` 或 `\\uXXXX`', '`\\"`, `\\\\`, `\\n`, `\\t` or `\\uXXXX`'
        )
        lexer.expected(what, at=at - 1, found=f"`\\{letter}`")
    return chr(int(code.group(1), 16)), code.end()


def _paired(lexer: Lexer, text: str, start: int) -> str:
    """Join the halves of characters beyond U+FFFF; half of one alone is refused."""
    try:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        lexer.refuse(
            "bad-literal",
            start,
            expected=Both("完整的字符", "whole characters"),
            found=shortened(lexer.text[start : lexer.at]),
            example='"\\ud83d\\ude00"',
        )


def date_literal(lexer: Lexer, text: Literal) -> Literal:
    """Check the text of `date("…")`: `YYYY-MM-DD`, a day that there is."""
    typed = str(text.value)
    try:
        if _DATE.fullmatch(typed):
            return Literal(date.fromisoformat(typed), at=text.at)
    except ValueError:
        pass
    return lexer.refuse(
        "bad-literal",
        text.at - 1,
        expected=_A_DATE,
        found=shortened(typed),
        example='date("2026-03-01")',
    )


def datetime_literal(lexer: Lexer, text: Literal) -> Literal:
    """Check the text of `datetime("…")`: RFC 3339 with an offset or `Z`."""
    typed = str(text.value)
    try:
        if _DATETIME.fullmatch(typed):
            moment = datetime.fromisoformat(typed)
            if is_instant(moment):  # it has a day in every zone (2.4)
                return Literal(moment, at=text.at)
    except ValueError:
        pass
    return lexer.refuse(
        "bad-literal",
        text.at - 1,
        expected=_A_MOMENT,
        found=shortened(typed),
        example='datetime("2026-03-01T09:00:00+08:00")',
    )
