"""Deadlines of section 14: an amount of time after a start."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from engine.calendars import deadline_working_days, deadline_working_minutes, first_instant
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Failed, in_zone
from rulesets.checked import CheckedDeadline
from rulesets.values import ARITHMETIC, Value, is_instant

MINUTES_PER_HOUR = Decimal(60)


def deadline(block: CheckedDeadline, sight: Sight) -> Value:
    """14.2: missing when the start or the amount is."""
    start, amount = sight.value(block.start), sight.value(block.amount)
    if start is None or amount is None:
        return None
    assert isinstance(start, date)  # noqa: S101 - the checker lets no other types here
    assert isinstance(amount, Decimal)  # noqa: S101 - the checker lets no other
    # 14.6: a wrong amount names its expression, what comes of the time the conclusion.
    units = sight.attempt(lambda: _units(amount, block), block.amount)
    if not isinstance(units, Decimal):
        return None
    number = int(units)
    return sight.attempt(lambda: _reached(start, number, block, sight), block.block.concludes)


def _units(amount: Decimal, block: CheckedDeadline) -> Value:
    """14.6: whole days or whole minutes, and not before the start."""
    hours = block.block.unit in {"hours", "working hours"}
    units = ARITHMETIC.multiply(amount, MINUTES_PER_HOUR) if hours else amount
    if units != units.to_integral_value() or units < 0:
        raise Failed("not-whole")
    return units


def _reached(start: date, number: int, block: CheckedDeadline, sight: Sight) -> Value:
    """14.3, 14.4, 14.5; 9.7: a date outside years 1 to 9999 gives `date-out-of-range`."""
    zone, unit = sight.moment.zone, block.block.unit
    try:
        begin = start if isinstance(start, datetime) else _first_instant(start, sight)
        if unit == "working days":
            reached = deadline_working_days(sight.moment.calendar(block.calendar), begin, number)
        elif unit == "working hours":
            reached = deadline_working_minutes(sight.moment.calendar(block.calendar), begin, number)
        elif unit == "hours":
            reached = begin.astimezone(UTC) + timedelta(minutes=number)
        else:
            reached = _days_later(begin, number, sight)
    except OverflowError:
        raise Failed("date-out-of-range") from None
    if not is_instant(reached):
        raise Failed("date-out-of-range")
    return in_zone(reached, zone)


def _first_instant(day: date, sight: Sight) -> datetime:
    """14.2: of a day, in the zone of the block's ruleset."""
    return first_instant(sight.moment.zone, datetime.combine(day, time.min))


def _days_later(begin: datetime, number: int, sight: Sight) -> datetime:
    """14.3: the same wall-clock time; where the clock skips it, the first instant after it."""
    if number == 0:  # the wall clock may show the time of the start twice that day
        return begin
    wall = begin.astimezone(sight.moment.zone).replace(tzinfo=None)
    return first_instant(sight.moment.zone, wall + timedelta(days=number))
