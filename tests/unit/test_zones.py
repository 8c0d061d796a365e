"""A published version keeps the rules of its time zones (clause 17.2)."""

from datetime import UTC, date, datetime
from typing import Any

from engine.calendars import deadline_working_days
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.freezing import freeze, identity_of_frozen, thaw
from rulesets.zones import installed_zone
from tests.unit.loading import load

BODY = """
conclusions: [{key: local_day, type: date}, {key: by, type: datetime}]
blocks:
  - {key: a1, kind: formula, concludes: local_day, expression: today}
  - {key: b1, kind: deadline, concludes: by, start: as_of, amount: 1, unit: working days,
      calendar: cn}
"""
# 22:00 in Greenwich is the next morning in Shanghai.
AS_OF = datetime(2025, 6, 9, 22, tzinfo=UTC)


def frozen() -> dict[str, Any]:
    return freeze(load(BODY))


def moved(plain: dict[str, Any]) -> CheckedRuleset:
    """Thaw a version that was published when Shanghai's clocks showed Greenwich time."""
    plain["covered"]["zones"]["Asia/Shanghai"] = installed_zone("Etc/UTC").data
    return check(thaw(plain))


def test_the_zones_of_ruleset_and_calendar_are_kept() -> None:
    assert frozen()["covered"]["zones"] == {"Asia/Shanghai": installed_zone("Asia/Shanghai").data}


def test_today_follows_the_kept_rules() -> None:
    now = Reference().load(check(thaw(frozen()))).infer({}, AS_OF).conclusions
    then = Reference().load(moved(frozen())).infer({}, AS_OF).conclusions
    assert (now["local_day"], then["local_day"]) == (date(2025, 6, 10), date(2025, 6, 9))


def test_working_time_follows_the_kept_rules() -> None:
    calendar = moved(frozen()).calendars["cn"]
    assert deadline_working_days(calendar, AS_OF, 1) == datetime(2025, 6, 11, 17, tzinfo=UTC)


def test_other_rules_are_another_identity() -> None:
    plain = frozen()
    before = identity_of_frozen(plain)
    moved(plain)
    assert identity_of_frozen(plain) != before
