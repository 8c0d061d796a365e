"""Values that a document gives as data: of cases and examples (1.12, 2.10).

They are read as the facts of a caller are: by type, exactly, within the domain. What is wrong is
reported where the author can mend it, before a case is run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulesets.checking.domains import said_domain
from rulesets.checking.report import Report
from rulesets.checking.static_types import said
from rulesets.expressions.lexer import shortened
from rulesets.fact_texts import day_written, moment_written, typed
from rulesets.types import (
    BooleanType,
    Both,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import MOST_DIGITS, decimals, digits, is_instant

_SHOWN_CODES = 8
_BOOLEAN = Both("true 或 false", "true or false")
_DAY = Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
_MOMENT = Both("带偏移的时刻，如 2026-03-01T09:00:00+08:00", "a moment with its offset, as in "
               "2026-03-01T09:00:00+08:00")  # fmt: skip
_TEXT = Both("文本", "a text")
_ROW = Both("子事实的映射", "a map of sub-facts")
_NOTHING = Both("没有给出", "nothing")


@dataclass(frozen=True)
class _Unfit:
    """A value, or a part of one, that cannot be: where it is, what was expected and found."""

    report: Report
    expected: Both
    found: str | Both


def check_given(plain: object, of: Type, code: str, report: Report) -> None:
    """Report with this code what of a value cannot be of its type and in its domain."""
    if plain is None:
        return
    for each in _unfit(typed(plain, of), of, report):
        each.report.add(code, expected=each.expected, found=each.found)


def without_bounds(of: Type) -> Type:
    """Let a case expect any number: one outside the domain differs when the case is run."""
    if isinstance(of, ListType) and isinstance(of.item, NumberType):
        return ListType(NumberType())
    return NumberType() if isinstance(of, NumberType) else of


def _unfit(plain: object, of: Type, report: Report) -> Iterator[_Unfit]:
    match of:
        case ListType():
            if isinstance(plain, list):
                for item in plain:
                    yield from _unfit(item, of.item, report)
                return
        case RecordsType():
            if isinstance(plain, list):
                for number, row in enumerate(plain, start=1):
                    yield from _unfit_row(row, of, report.at(("row", number)))
                return
        case _:
            expected = _expected(plain, of)
            if expected is not None:
                yield _Unfit(report, expected, _shown(plain))
            return
    yield _Unfit(report, said(of), _shown(plain))


def _unfit_row(row: object, of: RecordsType, report: Report) -> Iterator[_Unfit]:
    if not isinstance(row, Mapping):
        yield _Unfit(report, _ROW, _shown(row))
        return
    fields = {each.key: each for each in of.fields}
    for key, value in row.items():
        field = fields.get(key)
        if field is None:
            known = _one_of(fields)
            yield _Unfit(report, known, _shown(key))
        elif value is not None:
            yield from _unfit(value, field.type, report.at(("field", key)))
    for field in of.fields:
        if field.required and row.get(field.key) is None:
            yield _Unfit(report.at(("field", field.key)), said(field.type), _NOTHING)


def _expected(plain: object, of: Type) -> Both | None:
    """Say what should stand for a scalar; None when it is right."""
    match of:
        case NumberType():
            return _expected_number(plain, of)
        case BooleanType():
            return None if isinstance(plain, bool) else _BOOLEAN
        case TextType():
            if of.one_of is not None:
                listed = isinstance(plain, str) and plain in of.one_of.values
                return None if listed else _one_of(code.value for code in of.one_of.codes)
            return None if isinstance(plain, str) else _TEXT
        case DateType():
            return None if isinstance(plain, str) and day_written(plain) else _DAY
        case _:
            return None if is_moment(plain) else _MOMENT


def is_moment(plain: object) -> bool:
    """Tell whether a text is a moment of RFC 3339 with an offset (15.4, 2.4).

    Example:
        >>> is_moment("2026-03-01T09:00:00Z"), is_moment("2026-03-01T09:00:00")
        (True, False)
    """
    moment = moment_written(plain) if isinstance(plain, str) else None
    return moment is not None and is_instant(moment)


def _expected_number(plain: object, of: NumberType) -> Both | None:
    domain = said_domain(of)
    if not isinstance(plain, Decimal):
        return domain
    beyond = digits(plain) > MOST_DIGITS
    if beyond or (of.scale is not None and decimals(plain) > of.scale):
        zh = "" if of.scale is None else f"、{of.scale} 位小数"
        en = "" if of.scale is None else f" and {of.scale} decimals"
        return Both(
            f"{domain.zh}（至多 {MOST_DIGITS} 位数字{zh}）",
            f"{domain.en} (at most {MOST_DIGITS} digits{en})",
        )
    below = of.minimum is not None and plain < of.minimum
    above = of.maximum is not None and plain > of.maximum
    return domain if below or above else None


def _one_of(values: Iterable[str]) -> Both:
    known = list(values)
    shown = [f"`{each}`" for each in known[:_SHOWN_CODES]]
    more = [] if len(known) <= _SHOWN_CODES else ["…"]
    return Both("、".join(shown + more) + " 之一", "one of " + ", ".join(shown + more))


def _shown(plain: object) -> str | Both:
    if isinstance(plain, Mapping):
        return Both("一个映射", "a map")
    if isinstance(plain, list | tuple):
        return Both("一个列表", "a list")
    if plain is None:
        return _NOTHING
    text = {True: "true", False: "false"}[plain] if isinstance(plain, bool) else str(plain)
    return f"`{shortened(text)}`"
