"""Cells of days as spreadsheets write them and people say them; days shown as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from rulesets.drafting.entering_numbers import Bound, between, between_words

_TIME: Final = r"(?:\s+0{1,2}:00(?::00)?)?"
_DAY: Final = re.compile(
    rf"(\d{{4}})\s*(?:[-/.年])\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_TIME}"
    rf"|(\d{{4}})(\d{{2}})(\d{{2}})"
)
_NAMED: Final = (
    re.compile(rf"(?P<day>\d{{1,2}})[ -](?P<month>[A-Za-z]{{3,9}})\.?[ -](?P<year>\d{{4}}){_TIME}"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"),
)
_MONTHS: Final = "janfebmaraprmayjunjulaugsepoctnovdec"
_BEFORE: Final[tuple[tuple[str, str], ...]] = (
    ("不早于|大于等于|on or after|since|from|>=|=>|≥", ">="),
    ("不晚于|小于等于|on or before|until|<=|=<|≤", "<="),
    ("不等于|<>|!=|≠", "!="),
    ("晚于|大于|after|>", ">"),
    ("早于|小于|before|<", "<"),
    ("等于|=", "="),
)
_AFTER: Final[tuple[tuple[str, str], ...]] = (
    ("起|及以后|及之后|开始", ">="),
    ("止|及以前|及之前|截止", "<="),
    ("之后", ">"),
    ("之前", "<"),
)
# 以前 may hold the day or not: only offered.
_MAYBE: Final[tuple[tuple[str, str], ...]] = (("以后", ">="), ("以前", "<="))
_TO: Final = re.compile(r"\s*(?:至|到|~|〜|—+|–|--?|\.\.|\bto\b)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:且|并且|和|and|&|,)\s*|(?<=[0-9日号])\s*(?=[<>≤≥=大小早晚不])")
_APART: Final = re.compile(r"\s*[、,;\n]\s*")

_WRITTEN: Final = re.compile(r'(?:date|日期)\("(\d{4}-\d{2}-\d{2})"\)')
_SHOWN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.-])(\d{4}-\d{2}-\d{2})(?![\w.-])')


def shown_days(text: str) -> str:
    """Show days as people write them, where they are read as days again.

    Example:
        >>> shown_days('>= date("2026-03-01")'), shown_days('date("2026-03-01") + x.day')
        ('>= 2026-03-01', '2026-03-01 + x.day')
    """
    shown = _WRITTEN.sub(r"\1", text)
    return shown if _WRITTEN.sub(r'date("\1")', text) == written_days(shown) else text


def written_days(text: str) -> str:
    """Write days that stand as `2026-03-01` as the language reads them.

    Example:
        >>> written_days('[2026-03-01 .. 2026-06-30]')
        '[date("2026-03-01") .. date("2026-06-30")]'
    """
    return _SHOWN.sub(lambda found: f'date("{found[1]}")' if found[1] else found[0], text)


def entered_day(plain: str, *, tests: bool, guess: bool) -> str | None:
    """Put a cell of a column of days as it was meant; None where it stays as it was typed.

    Example:
        >>> entered_day("2026年3月1日至2026/6/30", tests=True, guess=False)
        '[date("2026-03-01") .. date("2026-06-30")]'
        >>> entered_day("2026年13月1日", tests=True, guess=False)
    """
    found = (_test(plain, guess=guess) if tests else None) or _day(plain)
    if found:
        return found
    written = written_days(plain)
    return written if written != plain else None


def _test(plain: str, *, guess: bool) -> str | None:
    if found := _bound(plain, guess=guess):
        return " ".join(found)
    for sign in _TO.finditer(plain):
        low, high = _day(plain[: sign.start()]), _day(plain[sign.end() :])
        if low and high and low < high:
            return f"[{low} .. {high}]"
    for sign in _AND.finditer(plain):
        one, other = plain[: sign.start()], plain[sign.end() :]
        ends = between(_bound(one, guess=guess), _bound(other, guess=guess))
        if ends and ends[1] < ends[2]:
            return f"{ends[0]}{ends[1]} .. {ends[2]}{ends[3]}"
    parts = [_day(each) for each in _APART.split(plain)]
    return between_words(plain).join(filter(None, parts)) if len(parts) > 1 and all(parts) else None


def _bound(plain: str, *, guess: bool) -> Bound | None:
    for words, meant in _BEFORE:
        if sign := re.match(rf"\s*(?:{words})", plain, re.IGNORECASE):
            day = _day(plain[sign.end() :])
            return (meant, day) if day else None
    for words, meant in (*_AFTER, *(_MAYBE if guess else ())):
        after = re.search(rf"(?:{words})\s*$", plain)
        day = _day(plain[: after.start()]) if after else None
        if day:
            return meant, day
    return None


def _day(text: str) -> str | None:
    text = text.strip()
    if found := _DAY.fullmatch(text):
        year, month, day = (int(each) for each in found.groups() if each)
    elif found := next(filter(None, (each.fullmatch(text) for each in _NAMED)), None):
        at = _MONTHS.find(found["month"][:3].lower())
        year, month, day = int(found["year"]), 1 + at // 3 if at % 3 == 0 else 0, int(found["day"])
    else:
        return None
    try:
        return f'date("{date(year, month, day).isoformat()}")'
    except ValueError:
        return None
