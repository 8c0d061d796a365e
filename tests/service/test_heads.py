"""Versions found in memory: every process decides at once by what was published elsewhere."""

import json
import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from engine.decision import Decision
from rulesets.errors import CallerError
from service.decisions import list_decisions
from service.evaluate import EvaluationRequest, evaluate
from service.evaluate_quickly import Written, begin, evaluate_quickly, finish
from service.house import House, open_house
from service.keys import revoke_key
from service.publish import publish
from service.recording import OVERTAKEN, Entry
from service.records import Evaluation
from service.settings import system_clock
from tests.houses import NOON, RULESET, RULESET_2, Clock, decide, furnished_house, key_of, request


def written(sales: str = "550000", **more: Any) -> EvaluationRequest:
    """Ask as `request` does, with the facts as they are written."""
    asked = request(sales, **more)
    return replace(asked, facts=Written(json.dumps({"annual_sales": float(sales)}).encode()))


def quickly(house: House, **more: Any) -> Decision | None:
    made = evaluate_quickly(house, written(**more))
    return None if made is None else made.decision


def decided(house: House, **more: Any) -> Decision:
    """Decide as a door does: the short way, else the long one."""
    return quickly(house, **more) or decide(house, "550000", **more).decision


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, clock: Clock) -> House:
    return furnished_house(database_url, clock)


@pytest.fixture
def other(house: House, clock: Clock) -> House:
    """Another process: it has decided before, so it knows the versions of then."""
    other = open_house(house.settings.database_url, clock=clock)
    assert quickly(other) is not None
    return other


def begun_and_finished(
    house: House, asked: EvaluationRequest, as_of: datetime, now: datetime
) -> tuple[Evaluation, Entry]:
    begun = begin(house, asked, as_of, now)
    assert begun is not None
    return finish(house, begun, now)


def grade(decision: Decision) -> tuple[int, object]:
    return decision.version, decision.inference.conclusions["grade"]


def test_both_ways_make_the_same_decision(house: House) -> None:
    at = NOON.replace(second=1)
    house.clock.pass_(minutes=1)  # type: ignore[attr-defined]  # it is set by hand
    short, long = quickly(house, as_of=at), decide(house, "550000", as_of=at).decision
    assert short is not None
    assert replace(short, id="") == replace(long, id="")
    assert {each.decision.id for each in list_decisions(house)} == {short.id, long.id}


def test_what_another_process_publishes_decides_at_once(house: House, other: House) -> None:
    publish(house, RULESET_2)
    before = len(list_decisions(house))
    assert quickly(other) is None
    assert len(list_decisions(house)) == before
    assert grade(decided(other)) == (2, "B")
    short = quickly(other)
    assert short is not None
    assert grade(short) == (2, "B")


def test_a_version_that_lies_ahead_waits_for_its_moment(
    house: House, other: House, clock: Clock
) -> None:
    publish(house, RULESET_2, NOON.replace(hour=6))
    assert grade(decided(other)) == (1, "A")
    known = quickly(other)
    assert known is not None
    assert grade(known) == (1, "A")
    clock.pass_(hours=2)
    then = quickly(other)
    assert then is not None
    assert grade(then) == (2, "B")
    past = quickly(other, as_of=NOON.replace(hour=5))
    assert past is not None
    assert grade(past) == (1, "A")


def test_an_old_ruleset_published_again_is_a_version_of_its_own(house: House, other: House) -> None:
    first = decided(other)
    publish(house, RULESET_2)
    assert decided(other).version == 2
    publish(house, RULESET)
    again = decided(other)
    assert (again.version, again.identity) == (3, first.identity)
    chosen = quickly(other, version=2)
    assert chosen is not None
    assert grade(chosen) == (2, "B")


def test_publishing_between_inference_and_record(house: House, other: House, clock: Clock) -> None:
    now = clock()
    made = begun_and_finished(other, written(), now, now)
    publish(house, RULESET_2)
    assert other.recorder.record(made[1]) == OVERTAKEN
    # With what is known by now the same moment has the same decision as before: version 1.
    other.heads.forget("shop-grade")
    again = begun_and_finished(other, written(), now, now)
    assert grade(again[0].decision) == (1, "A")
    assert other.recorder.record(again[1]) == again[1].decision.id


def test_a_version_of_another_content_is_noticed(house: House) -> None:
    now = house.clock()
    made = begun_and_finished(house, written(), now, now)
    entry = made[1]
    for changed in (
        replace(entry, decision=replace(entry.decision, identity="0" * 64)),
        replace(entry, newest=(1, "0" * 64)),
        replace(entry, newest=(2, entry.decision.identity)),
    ):
        assert house.recorder.record(changed) == OVERTAKEN
    assert list_decisions(house) == ()
    assert house.recorder.record(entry) == entry.decision.id


@pytest.mark.parametrize(
    "doubted",
    [
        {"version": 9},
        {"subject": ""},
        {"explain": "all"},
        {"ruleset": "none"},
        {"ruleset": ""},
        {"as_of": NOON.replace(hour=3)},
        {"as_of": NOON.replace(hour=23), "may_simulate": True},
    ],
)
def test_what_is_refused_or_not_recorded_goes_the_long_way(
    house: House, doubted: dict[str, Any]
) -> None:
    assert quickly(house, **doubted) is None
    assert list_decisions(house) == ()


def test_a_revoked_key_decides_nothing_more(house: House) -> None:
    key = key_of(house)
    assert quickly(house, api_key=key) is not None
    revoke_key(house, key)
    assert quickly(house, api_key=key) is None
    with pytest.raises(CallerError, match="api-key-refused"):
        evaluate(house, request(api_key=key))
    assert len(list_decisions(house)) == 1


def test_many_decide_while_versions_are_published(database_url: str) -> None:
    clock = _Real()
    house = furnished_house(database_url, clock)
    elsewhere = open_house(database_url, clock=clock)
    made: list[Decision] = []

    def work() -> None:
        made.extend(decided(elsewhere) for _ in range(25))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    published = [
        publish(house, RULESET_2.replace("60万", f"{60 + number}万")) for number in range(6)
    ]
    for thread in threads:
        thread.join(60)
    assert len(made) == 100
    for each in made:
        in_force = [one.number for one in published if one.effective_from <= each.as_of]  # type: ignore[operator]  # of rulesets
        assert each.version == max(in_force, default=1)


class _Real(Clock):
    """The clock of the machine."""

    def __call__(self) -> datetime:
        return system_clock()
