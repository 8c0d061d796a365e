"""How each built-in function reads, in both languages, with its arguments in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulesets.types import Both
from rulesets.wording.joining import glue, listed

# `{0}` is the first argument; `{1:days}` the second with that unit behind it; `{1:calendar}` the
# title of a calendar; `{1:plain}` digits without separators; `{1:decimals}` decimals to round to;
# `{1:inside}` an argument that the phrase itself puts in brackets.
# `|` parts Chinese pieces where a space may be needed between Chinese and Latin.
PHRASES: Mapping[str, Both] = {
    "abs": Both("{0}|的绝对值", "the absolute value of {0}"),
    "floor": Both("{0}|向下取整", "{0} rounded down to a whole number"),
    "ceiling": Both("{0}|向上取整", "{0} rounded up to a whole number"),
    "round": Both("{0}|四舍五入到|{1:decimals}", "{0} rounded to {1:decimals}"),
    "round even": Both(
        "{0}|按逢五取偶舍入到|{1:decimals}", "{0} rounded half-even to {1:decimals}"
    ),
    "round up": Both("{0}|远离零舍入到|{1:decimals}", "{0} rounded away from zero to {1:decimals}"),
    "round down": Both("{0}|向零舍入到|{1:decimals}", "{0} rounded towards zero to {1:decimals}"),
    "modulo": Both("{0}|除以|{1}|的余数", "the remainder of {0} divided by {1}"),
    "length": Both("{0}|的字数", "the length of {0}"),
    "upper": Both("{0}（字母按大写）", "{0} (in capital letters)"),
    "lower": Both("{0}（字母按小写）", "{0} (in small letters)"),
    "trim": Both("{0}|去掉首尾空格", "{0} without spaces at both ends"),
    "text": Both("{0}|的文本", "{0} as text"),
    "number": Both("{0}|所写的数", "the number written in {0}"),
    "today": Both("今天", "today"),
    "as_of": Both("决策时刻", "the moment of decision"),
    "date": Both(
        "{0:plain}|年|{1:plain}|月|{2:plain}|日",
        "the date of year {0:plain}, month {1:plain}, day {2:plain}",
    ),
    "date of": Both("{0}|所在日期", "the date of {0}"),
    "days between": Both("{0}|至|{1}|的天数", "the number of days from {0} to {1}"),
    "months between": Both("{0}|至|{1}|的整月数", "the number of whole months from {0} to {1}"),
    "years between": Both("{0}|至|{1}|的整年数", "the number of whole years from {0} to {1}"),
    "hours between": Both("{0}|至|{1}|的小时数", "the number of hours from {0} to {1}"),
    "add days": Both("{0}|加|{1:days}", "{0} plus {1:days}"),
    "add months": Both("{0}|加|{1:months}", "{0} plus {1:months}"),
    "add years": Both("{0}|加|{1:years}", "{0} plus {1:years}"),
    "start of month": Both("{0}|当月的第一天", "the first day of the month of {0}"),
    "end of month": Both("{0}|当月的最后一天", "the last day of the month of {0}"),
    "working days between": Both(
        "{0}|至|{1}|的工作日数（{2:calendar}）",
        "the number of working days from {0} to {1} ({2:calendar})",
    ),
    "add working days": Both(
        "{0}|加|{1:working days}（{2:calendar}）", "{0} plus {1:working days} ({2:calendar})"
    ),
    "is working day": Both("{0}|是工作日（{1:calendar}）", "{0} is a working day ({1:calendar})"),
    "list contains": Both("{0}|中有|{1}", "{0} includes {1}"),
}
# Functions whose number of arguments varies: by that number, 0 for any other.
VARIED: Mapping[str, Mapping[int, Both]] = {
    "substring": {
        2: Both("{0}|从第|{1}|个字起的部分", "{0} from character {1} on"),
        0: Both("{0}|从第|{1}|个字起的|{2}|个字", "{2} characters of {0} from character {1} on"),
    },
    "minimum": {
        2: Both("{all:and}|中的较小者", "the smaller of {all:and}"),
        0: Both("{all:and}|中的最小者", "the smallest of {all:and}"),
    },
    "maximum": {
        2: Both("{all:and}|中的较大者", "the larger of {all:and}"),
        0: Both("{all:and}|中的最大者", "the largest of {all:and}"),
    },
    "coalesce": {
        2: Both("{0}|（不详时取|{1:inside}|）", "{0} (or {1:inside} when not known)"),
        0: Both("{all}|中首个已知的", "the first of {all} that is known"),
    },
}
# Functions that are sentences of their own: `today is a working day`.
STATEMENTS = frozenset(("is working day", "list contains"))
BETWEEN = frozenset(
    ("days between", "months between", "years between", "hours between", "working days between")
)
_SINGLE_WORDS = frozenset(("today", "as_of"))

PARTS: Mapping[str, Both] = {
    "year": Both("{0}|的年份", "the year of {0}"),
    "month": Both("{0}|的月份", "the month of {0}"),
    "day": Both("{0}|在当月的日数", "the day of the month of {0}"),
    "weekday": Both("{0}|是星期几（周一为 1）", "the weekday of {0} (Monday is 1)"),
    "hour": Both("{0}|的小时", "the hour of {0}"),
    "minute": Both("{0}|的分钟", "the minute of {0}"),
}

# Over rows, with the value of each: `{0}` the records, `{1}` the value.
OVER_ROWS: Mapping[str, Both] = {
    "count": Both("{0}|的行数", "the number of {0}"),
    "sum": Both("{0}|的|{1}|之和", "the sum of {1} over {0}"),
    "min": Both("{0}|中最小的|{1}", "the least {1} over {0}"),
    "max": Both("{0}|中最大的|{1}", "the greatest {1} over {0}"),
    "average": Both("{0}|的|{1}|平均值", "the average of {1} over {0}"),
    "any": Both("{0}|中至少有一行满足：|{1}", "at least one row of {0} fits: {1}"),
    "all": Both("{0}|中每一行都满足：|{1}", "every row of {0} fits: {1}"),
}
# Of days and moments the least is the earliest.
OVER_ROWS_OF_TIMES: Mapping[str, Both] = {
    **OVER_ROWS,
    "min": Both("{0}|中最早的|{1}", "the earliest {1} in {0}"),
    "max": Both("{0}|中最晚的|{1}", "the latest {1} in {0}"),
}
OVER_ITEMS: Mapping[str, Both] = {
    "count": Both("{0}|的项数", "the number of items in {0}"),
    "sum": Both("{0}|之和", "the sum of {0}"),
    "min": Both("{0}|中的最小值", "the least of {0}"),
    "max": Both("{0}|中的最大值", "the greatest of {0}"),
    "average": Both("{0}|的平均值", "the average of {0}"),
    "any": Both("{0}|中至少有一项为是", "at least one of {0} is yes"),
    "all": Both("{0}|中每一项都为是", "every one of {0} is yes"),
}


def phrase_of(function: str, arguments: int) -> Both | None:
    """Find the phrase of a built-in function; None for a name that is not built in."""
    if function in PHRASES:
        return PHRASES[function]
    varied = VARIED.get(function)
    return varied.get(arguments, varied[0]) if varied else None


def is_word(function: str, arguments: int) -> bool:
    """Tell whether the phrase of a built-in function needs no brackets inside other expressions.

    `coalesce` of two closes with a bracket of its own.

    Example:
        >>> is_word("today", 0), is_word("coalesce", 2), is_word("coalesce", 3)
        (True, True, False)
    """
    return function in _SINGLE_WORDS or (function, arguments) == ("coalesce", 2)


def fill(phrase: Both, arguments: Mapping[str, str], every: Sequence[str], language: str) -> str:
    """Put arguments into a phrase, by what stands in its braces.

    Example:
        >>> fill(OVER_ROWS["sum"], {"0": "订单", "1": "VAT"}, (), "zh")
        '订单的 VAT 之和'
    """
    words = {
        **{f"{{{name}}}": text for name, text in arguments.items()},
        "{all:and}": listed(every, language, "and") if every else "",
        "{all}": listed(every, language) if every else "",
    }
    pieces = phrase.in_language(language).split("|") if language == "zh" else [phrase.en]
    return glue(*(_filled(piece, words) for piece in pieces))


def _filled(piece: str, words: Mapping[str, str]) -> str:
    # One pass from left to right: an argument that holds braces is never read as a place again.
    text, rest = "", piece
    while rest:
        found = next((place for place in words if rest.startswith(place)), "")
        text += words[found] if found else rest[0]
        rest = rest[len(found) or 1 :]
    return text
