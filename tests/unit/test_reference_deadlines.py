"""Deadlines of section 14, also where clocks change."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.unit.loading import fired, infer, load, problems

BODY = """
conclusions: [{{key: due, title: {{zh: 限, en: Due}}, type: datetime}}]
blocks: [{{key: d, kind: deadline, concludes: due, start: {start}, amount: {amount},
    unit: {unit}{calendar}{more}}}]
"""


def due(
    unit: str, amount: str, start: str, zone: str = "Asia/Shanghai", more: str = ""
) -> tuple[str | None, set[tuple[str, str, str]]]:
    name = "at" if "T" in start else "day"
    calendar = ", calendar: cn" if "working" in unit else ""
    body = BODY.format(start=name, amount=amount, unit=unit, calendar=calendar, more=more)
    given = f'{{"{name}": "{start}", "b": 0}}' if start not in {"T", ""} else '{"b": 0}'
    inference = infer(load(body, zone), given)
    value = inference.conclusions["due"]
    assert isinstance(value, datetime | None)
    return (value.isoformat() if value else None), problems(inference)


@pytest.mark.parametrize(
    ("unit", "amount", "start", "expected"),
    [
        ("working days", "0", "2026-03-03T10:00:00+08:00", "2026-03-03"),
        ("working days", "3", "2026-03-03T10:00:00+08:00", "2026-03-06"),
        ("working days", "1", "2026-03-06T23:00:00+08:00", "2026-03-10"),
        ("working days", "1", "2026-03-07", "2026-03-10"),
    ],
)
def test_working_days_end_at_a_close(unit: str, amount: str, start: str, expected: str) -> None:
    value, found = due(unit, amount, start)
    assert value is not None
    assert value.startswith(expected)
    assert value.endswith(":00:00+08:00")
    assert not found


@pytest.mark.parametrize(
    ("unit", "amount", "start", "zone", "expected"),
    [
        # 14.3: the same wall clock, over the change of 29 March and of 25 October 2026.
        ("days", "1", "2026-03-28T12:00:00+01:00", "Europe/Berlin", "2026-03-29T12:00:00+02:00"),
        ("hours", "24", "2026-03-28T12:00:00+01:00", "Europe/Berlin", "2026-03-29T13:00:00+02:00"),
        # 02:30 is skipped: the first instant after it.
        ("days", "1", "2026-03-28T02:30:00+01:00", "Europe/Berlin", "2026-03-29T03:00:00+02:00"),
        # 02:30 is shown twice: the first.
        ("days", "1", "2026-10-24T02:30:00+02:00", "Europe/Berlin", "2026-10-25T02:30:00+02:00"),
        # ... unless no day passes.
        ("days", "0", "2026-10-25T02:30:00+01:00", "Europe/Berlin", "2026-10-25T02:30:00+01:00"),
        ("hours", "0.5", "2026-10-25T02:45:00+02:00", "Europe/Berlin", "2026-10-25T02:15:00+01:00"),
        ("hours", "1 / 3", "2026-03-03T00:00:00.5Z", "UTC", "2026-03-03T00:20:00.500000+00:00"),
        ("days", "0", "2026-03-03", "Asia/Shanghai", "2026-03-03T00:00:00+08:00"),
        # Midnight of 8 March 2026 is skipped in Havana: its day begins at one o'clock.
        ("days", "0", "2026-03-08", "America/Havana", "2026-03-08T01:00:00-04:00"),
        ("days", "10 - 3", "2026-03-03T23:59:59Z", "UTC", "2026-03-10T23:59:59+00:00"),
    ],
)  # fmt: skip
def test_plain_time(unit: str, amount: str, start: str, zone: str, expected: str) -> None:
    assert due(unit, amount, start, zone) == (expected, set())


@pytest.mark.parametrize(
    ("unit", "amount", "code", "names"),
    [
        ("days", "1.5", "not-whole", "1.5"),
        ("working days", "-1", "not-whole", "-1"),
        ("hours", "-0.5", "not-whole", "-0.5"),
        ("hours", "0.33", "not-whole", "0.33"),
        ("working hours", "0.001", "not-whole", "0.001"),
        ("days", "10 ** 7", "date-out-of-range", "due"),
        ("hours", "10 ** 30", "date-out-of-range", "due"),
        ("working days", "10 ** 30", "calendar-year-unknown", "due"),
        ("working hours", "10 ** 6", "calendar-year-unknown", "due"),
        ("days", "1 / b", "division-by-zero", "1 / b"),
    ],
)
def test_a_deadline_that_fails_names_why(unit: str, amount: str, code: str, names: str) -> None:
    assert due(unit, amount, "2026-03-03T10:00:00+08:00") == (None, {("d", code, names)})


def test_a_missing_start_or_amount_is_no_problem() -> None:
    assert due("days", "1.5", "T") == (None, set())
    assert due("days", "a", "2026-03-03") == (None, set())


def test_otherwise_applies_and_the_problem_stays() -> None:
    value, found = due("days", "1.5", "2026-03-03", more=", otherwise: {due: as_of}")
    assert (value, found) == ("2026-03-03T10:00:00+08:00", {("d", "not-whole", "1.5")})


def test_a_deadline_fires_when_it_has_a_value() -> None:
    body = BODY.format(start="day", amount="1", unit="days", calendar="", more="")
    assert fired(infer(load(body), '{"day": "2026-03-03"}')) == ["d (deadline)"]
    assert fired(infer(load(body))) == []
