"""When and where a block is inferred: the instant, the day, the zone and what is known by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timezone
from zoneinfo import ZoneInfo

from engine.decision import Values
from rulesets.calendar import Calendar
from rulesets.checked import CheckedRuleset
from rulesets.values import Value


class Failed(Exception):  # noqa: N818 - 7.6 says "failed"; it becomes a problem, not an error
    """An operation has no value: the code of its problem."""

    def __init__(self, code: str) -> None:
        """Name the code, one of `rulesets.codes.problems`."""
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Moment:
    """What a block may see.

    Attributes:
        checked: the ruleset.
        values: the facts, and the conclusions of lower strata (11.4).
        as_of: the instant of the decision.
        zone: of the block's ruleset.
    """

    checked: CheckedRuleset
    values: Values
    as_of: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """9.1: the day of the decision in the zone of the outermost ruleset."""
        return day_of(self.as_of, self.checked.zone_rules(self.checked.zone))

    def value(self, key: str) -> Value:
        """Find what a name stands for; 1.8: of a constant the value in force."""
        constant = self.checked.constants.get(key)
        if constant is None:
            return self.values.get(key)
        in_force = None
        for since, value in constant.values:
            if since is None or since <= self.today:
                in_force = value
        return in_force

    def calendar(self, key: object) -> Calendar:
        """9.9: a calendar that the ruleset names."""
        return self.checked.calendars[str(key)]


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Give the day of an instant in a zone; 2.4: it has one in every zone."""
    return instant.astimezone(zone).date()


def in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    """Show an instant in a zone, with a plain offset.

    Python compares two datetimes that share a ZoneInfo by their wall clocks; 9.2 wants instants.
    """
    local = instant.astimezone(zone)
    offset = local.utcoffset()
    # Local mean times before about 1900 have seconds in their offsets, which RFC 3339 cannot say.
    if offset is None or offset.seconds % 60:
        return instant.astimezone(UTC)
    return local.replace(tzinfo=timezone(offset), fold=0)
