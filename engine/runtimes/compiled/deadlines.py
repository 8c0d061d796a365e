"""Deadlines of section 14: an amount of time after a start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars import deadline_working_days, deadline_working_minutes, first_instant
from engine.runtimes.compiled.library import FAILURES, Operation, fail
from engine.runtimes.compiled.moments import Failed, in_zone
from rulesets.calendar import Calendar
from rulesets.checked import CheckedDeadline
from rulesets.values import ARITHMETIC, Value, is_instant

_MINUTES = Decimal(60)


@dataclass(frozen=True, eq=False)
class Deadline:
    """One deadline block; `calendar` is None for plain days and hours."""

    key: str
    block: CheckedDeadline
    zone: ZoneInfo
    calendar: Any

    def __call__(self, start: date | None, amount: Decimal | None, problems: set[Any]) -> Value:
        """14.2: missing when the start or the amount is."""
        if start is None or amount is None:
            return None
        try:
            units = self._units(amount)
        except FAILURES as error:  # 14.6: a wrong amount names its expression
            fail(problems, self.key, error, Operation(self.block.amount))
            return None
        try:
            return self._reached(start, units)
        except FAILURES as error:  # 14.6: what comes of the time names the conclusion
            fail(problems, self.key, error, Operation(self.block.block.concludes))
            return None

    def _units(self, amount: Decimal) -> int:
        """14.6: whole days or whole minutes, and not before the start."""
        if self.block.block.unit in {"hours", "working hours"}:
            amount = ARITHMETIC.multiply(amount, _MINUTES)
        if amount != amount.to_integral_value() or amount < 0:
            raise Failed("not-whole")
        return int(amount)

    def _reached(self, start: date, number: int) -> Value:
        """9.7: a date outside years 1 to 9999 gives `date-out-of-range`."""
        try:
            reached = self._counted(self._begin(start), number)
        except OverflowError:
            raise Failed("date-out-of-range") from None
        if not is_instant(reached):
            raise Failed("date-out-of-range")
        return in_zone(reached, self.zone)

    def _begin(self, start: date) -> datetime:
        """14.2: a day begins at its first instant in the zone of the block's ruleset."""
        if isinstance(start, datetime):
            return start
        return first_instant(self.zone, datetime.combine(start, time.min))

    def _counted(self, begin: datetime, number: int) -> datetime:
        """14.3, 14.4, 14.5."""
        unit = self.block.block.unit
        if unit == "working days":
            return deadline_working_days(self._calendar, begin, number)
        if unit == "working hours":
            return deadline_working_minutes(self._calendar, begin, number)
        if unit == "hours":
            return begin.astimezone(UTC) + timedelta(minutes=number)
        if number == 0:  # the wall clock may show the time of the start twice that day
            return begin
        wall = begin.astimezone(self.zone).replace(tzinfo=None)
        return first_instant(self.zone, wall + timedelta(days=number))

    @property
    def _calendar(self) -> Calendar:
        assert isinstance(self.calendar, Calendar)  # noqa: S101 - the checker asks for one
        return self.calendar
