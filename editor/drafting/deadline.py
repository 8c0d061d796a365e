"""The editor of a deadline: start, amount, unit, calendar, and a picture of the days between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from editor.drafting.desk import Desk
from editor.drafting.formula import values_read
from editor.speech import gettext, joined
from rulesets.drafting import Edit, edits_to
from rulesets.types import Both
from rulesets.wording import value_text
from service.calendar_days import CalendarDay, calendars_known, days_of
from service.drafts.working import DeadlineWorked, deadline_worked

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_MONTH = Both("{0} 年 {1} 月", "{2} {0}")
_SPAN = Both("{}至{}", "{}–{}")
_DATE = Both("{0} 月 {1} 日", "{1} {2}")
_MOST_MONTHS: Final = 4
_MINUTES: Final = 60
_TOLD: Final = frozenset({"holiday", "make-up"})
_PARTS: Final = ("start", "amount")
_WORKING: Final = frozenset({"working days", "working hours"})


@dataclass(frozen=True)
class DayView:
    """A day of the picture: `mark` is a sign for what it is, `count` what is counted on it.

    `told` says all of it in words; `kind` and `state` choose how it looks.
    """

    number: int
    kind: str
    state: str
    mark: str
    count: str
    told: str


@dataclass(frozen=True)
class MonthView:
    """A month by weeks; None stands for days of other months."""

    title: str
    weeks: tuple[tuple[DayView | None, ...], ...]


@dataclass(frozen=True)
class PictureView:
    """How a deadline is reached; `begun` where counting begins later than the start."""

    start: str
    begun: str
    amount: str
    moment: str
    months: tuple[MonthView, ...]
    is_cut: bool
    festivals: tuple[str, ...]


@dataclass(frozen=True)
class CalendarChoice:
    """A calendar to choose, with the edits that choose it."""

    id: str
    title: str
    edits: list[dict[str, Any]]


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a deadline of the draft."""
    block = desk.content["blocks"][index]
    key = str(block.get("key", ""))
    evaluation = desk.evaluation
    worked = read = None
    if evaluation is not None and key in evaluation.checked.placed:
        worked = deadline_worked(evaluation, key)
        # What stands there alone is told as the start or the amount already.
        plain = {desk.showing.title(str(block.get(part)), desk.language) for part in _PARTS}
        found = values_read(evaluation, key, desk.language)
        read = tuple(each for each in found if each.title not in plain)
    return {
        "units": unit_choices(),
        "works": block.get("unit") in _WORKING,
        "calendars": tuple(_calendars(desk, index)),
        "starts": names_of_kinds(desk, {"date", "datetime"}),
        "amounts": names_of_kinds(desk, {"number"}),
        "read": read or (),
        "picture": _picture(worked, str(block.get("unit")), desk.language) if worked else None,
        "weekdays": weekdays(),
        "live": "desk/deadline_picture.html",
    }


def unit_choices() -> tuple[tuple[str, str], ...]:
    """Name what deadlines are counted in."""
    return (
        ("working days", gettext("working days")),
        ("working hours", gettext("working hours")),
        ("days", gettext("days")),
        ("hours", gettext("hours")),
    )


def weekdays() -> tuple[str, ...]:
    """Name the days of the week shortly, from Monday."""
    return (
        gettext("Mo"),
        gettext("Tu"),
        gettext("We"),
        gettext("Th"),
        gettext("Fr"),
        gettext("Sa"),
        gettext("Su"),
    )


def names_of_kinds(desk: Desk, kinds: set[str]) -> tuple[str, ...]:
    """List the names whose values are of some kinds."""
    wanted = {f"{kind}type" for kind in kinds}
    return tuple(
        each.typed
        for each in desk.showing.suggestions(desk.language)
        if type(each.type).__name__.lower() in wanted and each.kind != "lookup"
    )


def _calendars(desk: Desk, index: int) -> Iterator[CalendarChoice]:
    """Offer every calendar there is; one that the ruleset does not name yet is named too."""
    listed = desk.content.get("calendars") or []
    named = [listed] if isinstance(listed, str) else list(listed)
    for each, title in calendars_known().items():
        edits = [Edit("set", ("blocks", index, "calendar"), each)]
        if each not in named:
            edits.insert(0, Edit("set", ("calendars",), [*named, each]))
        yield CalendarChoice(each, title.in_language(desk.language), edits_to(edits))


def _picture(worked: DeadlineWorked, unit: str, language: str) -> PictureView:
    units = dict(unit_choices())
    begun = worked.counted_from if worked.counted_from != worked.start else None
    months, is_cut = _months(worked, unit, language)
    return PictureView(
        start=moment_said(worked.start, language),
        begun=moment_said(begun, language) if begun else "",
        amount=f"{value_text(worked.amount, None, language)} {units.get(unit, '')}",
        moment=moment_said(worked.moment, language),
        months=months,
        is_cut=is_cut,
        festivals=tuple(_festivals(worked, language)),
    )


def moment_said(moment: datetime | None, language: str) -> str:
    """Say a moment with its weekday; empty where it is missing."""
    if moment is None:
        return ""
    return f"{value_text(moment, None, language)} {weekdays()[moment.weekday()]}"


def _months(worked: DeadlineWorked, unit: str, language: str) -> tuple[tuple[MonthView, ...], bool]:
    start, end = worked.start, worked.moment
    if start is None or end is None or end < start:
        return (), False
    first = start.date().replace(day=1)
    last = _month_end(end.date())
    begin = worked.counted_from or start
    days = days_of(worked.calendar, first, last, begin, end)
    marks = dict(_marked(days, worked, unit, language))
    months: dict[tuple[int, int], list[DayView]] = {}
    for each in days:
        months.setdefault((each.day.year, each.day.month), []).append(marks[each.day])
    shown = list(months.items())
    is_cut = len(shown) > _MOST_MONTHS
    if is_cut:
        shown = [*shown[: _MOST_MONTHS - 1], shown[-1]]
    return tuple(_month(*of, days, language) for of, days in shown), is_cut


def _month(year: int, month: int, days: list[DayView], language: str) -> MonthView:
    before = date(year, month, 1).weekday()
    cells: list[DayView | None] = [None] * before + list(days)
    cells += [None] * (-len(cells) % _WEEK)
    title = _MONTH.in_language(language).format(year, month, f"{date(year, month, 1):%B}")
    weeks = (tuple(cells[at : at + _WEEK]) for at in range(0, len(cells), _WEEK))
    return MonthView(title, tuple(weeks))


def _festivals(worked: DeadlineWorked, language: str) -> Iterator[str]:
    """Name the festivals on the way, each with its holidays and make-up days."""
    start, end = worked.start, worked.moment
    if start is None or end is None:
        return
    days = days_of(worked.calendar, start.date(), end.date(), start, end)
    for festival in dict.fromkeys(each.festival for each in days if each.kind in _TOLD):
        found = [each for each in days if each.festival == festival and each.kind in _TOLD]
        told = [_span_said(each, language) for each in _spans(found)]
        colon = "：" if language == "zh" else ": "
        name = festival.in_language(language) or gettext("holiday")
        yield f"{name}{colon}{joined(told, language)}"


def _spans(days: list[CalendarDay]) -> list[list[CalendarDay]]:
    """Put days of one kind together that follow one another."""
    spans: list[list[CalendarDay]] = []
    for each in days:
        last = spans[-1][-1] if spans else None
        if last and last.kind == each.kind and each.day - last.day == _DAY:
            spans[-1].append(each)
        else:
            spans.append([each])
    return spans


def _span_said(days: list[CalendarDay], language: str) -> str:
    first, last = (_short(each.day, language) for each in (days[0], days[-1]))
    said = first if len(days) == 1 else _SPAN.in_language(language).format(first, last)
    return f"{said} {_marks()[days[0].kind]}"


def _short(day: date, language: str) -> str:
    return _DATE.in_language(language).format(day.month, day.day, f"{day:%b}")


def _marks() -> dict[str, str]:
    return {"holiday": gettext("H"), "make-up": gettext("W"), "not known": "?"}


def _marked(
    days: tuple[CalendarDay, ...], worked: DeadlineWorked, unit: str, language: str
) -> Iterator[tuple[date, DayView]]:
    """Count the days from the start to the deadline."""
    start, end = worked.start, worked.moment
    assert start is not None and end is not None  # noqa: S101, PT018 - as was asked before
    begun = (worked.counted_from or start).date()
    number = 0
    for each in days:
        is_within = start.date() <= each.day <= end.date()
        counts = each.is_worked and begun < each.day <= end.date()
        number += counts
        count = ""
        if unit in {"working days", "days"}:
            count = str(number) if counts else ""
        elif unit == "working hours" and is_within and each.minutes:
            count = _hours(each.minutes)
        state = _state(each.day, start, end, is_within=is_within)
        yield each.day, _day(each, state, count, language)


def _state(day: date, start: datetime, end: datetime, *, is_within: bool) -> str:
    if day == end.date():
        return "end" if day != start.date() else "start end"
    if day == start.date():
        return "start"
    return "within" if is_within else ""


def _day(of: CalendarDay, state: str, count: str, language: str) -> DayView:
    words = {
        "working": "",
        "day off": gettext("day off"),
        "holiday": gettext("holiday"),
        "make-up": gettext("make-up working day"),
        "not known": gettext("beyond the calendar"),
    }
    told = [of.festival.in_language(language) if words[of.kind] else "", words[of.kind]]
    if "start" in state:
        told.append(gettext("start"))
    if "end" in state:
        told.append(gettext("deadline"))
    return DayView(
        number=of.day.day,
        kind=of.kind.replace(" ", "-"),
        state=state,
        mark=_marks().get(of.kind, ""),
        count=count,
        told=", ".join(filter(None, told)),
    )


def _hours(minutes: int) -> str:
    hours, left = divmod(minutes, _MINUTES)
    return f"{hours}h" if not left else f"{hours}:{left:02}h"


def _month_end(day: date) -> date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY
