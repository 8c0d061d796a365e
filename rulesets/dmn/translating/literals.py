"""Numbers, texts, dates, instants and durations as FEEL writes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from rulesets.checking.static_types import LiteralText
from rulesets.dmn.translating.said import DATE, NUMBER, Days, Kind, Months, Said
from rulesets.expressions.tree import Literal, Negate, Node
from rulesets.types import DateTimeType
from rulesets.values import digits, is_instant

MOST_DIGITS = 34
_FAR = 100
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DAYS = re.compile(
    r"(?P<sign>-?)P(?=[\dT])(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?",
    re.ASCII,
)
_MONTHS = re.compile(r"(?P<sign>-?)P(?=\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?", re.ASCII)
_SECONDS_OF_DAY = 86_400


def number(value: Decimal) -> Said | None:
    """Say a number; None: it has more than 34 digits (3.3)."""
    far = abs(value.adjusted()) > _FAR or abs(int(value.as_tuple().exponent)) > _FAR
    if far or digits(value) > MOST_DIGITS:
        return None
    return Said(Literal(value), NUMBER, total=True)


def signed(value: int) -> Node:
    """Return the literal of a whole number, perhaps with a minus."""
    literal = Literal(Decimal(abs(value)))
    return Negate(literal) if value < 0 else literal


def text(value: str) -> Said:
    """Say a text, in NFC as every text here (3.1)."""
    composed = unicodedata.normalize("NFC", value)
    return Said(Literal(composed), LiteralText(values=(composed,)), total=True)


def day(written: str) -> Said | None:
    """Say a date; None: it is none of a year 1 to 9999."""
    if not _DATE.fullmatch(written):
        return None
    try:
        return Said(Literal(date.fromisoformat(written)), DATE, total=True)
    except ValueError:
        return None


def instant(written: str) -> Said | None:
    """Say a date and time with an offset; None: it is none, or has no offset."""
    if not _INSTANT.fullmatch(written):
        return None
    try:
        found = datetime.fromisoformat(written.upper())
    except ValueError:
        return None
    return Said(Literal(found), DateTimeType(), total=True) if is_instant(found) else None


def duration(written: str) -> Said | None:
    """Say a duration of whole days, or of years and months; None: it is neither."""
    found = _MONTHS.fullmatch(written)
    if found:
        size = 12 * int(found["years"] or 0) + int(found["months"] or 0)
        return _duration(size, found["sign"], Months())
    found = _DAYS.fullmatch(written)
    if not found:
        return None
    seconds = int(found["seconds"] or 0) + 60 * int(found["minutes"] or 0)
    size, rest = divmod(seconds + 3600 * int(found["hours"] or 0), _SECONDS_OF_DAY)
    return None if rest else _duration(size + int(found["days"] or 0), found["sign"], Days())


def _duration(size: int, sign: str, kind: Kind) -> Said | None:
    if size > 10**MOST_DIGITS:
        return None
    return Said(signed(-size if sign else size), kind, total=True)


def at_literal(written: str) -> Said | None:
    """Say what stands in `@"…"`; None: it is nothing that the language has."""
    return day(written) or instant(written) or duration(written)
