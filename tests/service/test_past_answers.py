"""No past answer changes: not by a clock that is set back, not by publishing meanwhile."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import text

from engine.decision import Decision
from rulesets.errors import CallerError
from service.evaluate import Idempotency
from service.house import House, open_house
from service.moments import read_moment
from service.publish import publish
from service.settings import system_clock
from tests.houses import RULESET_2, Clock, codes, decide, furnished_house, key_of


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, clock: Clock) -> House:
    return furnished_house(database_url, clock)


def test_a_clock_that_is_set_back_changes_no_past_answer(house: House, clock: Clock) -> None:
    clock.pass_(hours=5)
    before = decide(house, "550000")
    clock.pass_(hours=-4)
    with pytest.raises(CallerError, match="effective-before-publication"):
        publish(house, RULESET_2, before.decision.as_of)
    published = publish(house, RULESET_2)
    assert published.effective_from is not None
    assert published.effective_from > before.decision.as_of
    clock.pass_(hours=5)
    again = decide(house, "550000", as_of=before.decision.as_of)
    assert again.decision.inference == before.decision.inference


def test_publishing_meanwhile_is_noticed(database_url: str) -> None:
    """Between the version that was found and the record another one comes into force."""
    clock = Clock()
    house = furnished_house(database_url, clock)
    late = open_house(database_url, clock=clock)
    real = late.recorder.record

    def publish_first(entry: object) -> str:
        late.recorder.record = real  # type: ignore[method-assign]  # once only
        with house.database.writing() as transaction:
            # As one that was asked for the moment before, and commits only now.
            transaction.execute(text(_AGAIN), {"at": "2026-03-03T04:00:00.000050Z"})
        return real(entry)  # type: ignore[arg-type]  # as it came

    late.recorder.record = publish_first  # type: ignore[method-assign]  # as above
    clock.pass_(minutes=1)
    idempotency = Idempotency("k", "a" * 64)
    made = decide(late, api_key=key_of(house), idempotency=idempotency)
    assert (made.decision.version, bool(made.decision.id)) == (2, True)
    chosen = decide(late, version=1)
    assert chosen.decision.version == 1
    past = decide(late, as_of=clock.now.replace(minute=0, microsecond=49))
    assert past.decision.version == 1


_AGAIN = """
INSERT INTO ruleset_versions (ruleset, number, identity, frozen, source, title_zh, title_en,
published_at, effective_from, published_by) SELECT ruleset, 2, identity, frozen, source, title_zh,
title_en, :at, :at, published_by FROM ruleset_versions
"""


def test_decisions_and_publications_at_once(database_url: str) -> None:
    """Each decision is by the version that is in force at its moment, whoever asks again."""
    house = furnished_house(database_url, _Real())
    elsewhere = open_house(database_url, clock=house.clock)
    made: list[Decision] = []

    def work() -> None:
        made.extend(decide(elsewhere, "550000").decision for _ in range(25))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(6):
        publish(house, RULESET_2.replace("60万", f"{60 + number}万"))
    for thread in threads:
        thread.join(60)
    assert len(made) == 100
    for each in made:
        assert decide(house, "550000", as_of=each.as_of).decision.version == each.version


class _Real(Clock):
    """The machine's own clock."""

    def __call__(self) -> datetime:
        return system_clock()


@pytest.mark.parametrize(
    "written",
    [
        *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
        *("2016-12-31T23:59:60Z", "2026-03-03T24:00:00Z", "2026-03-03T04:00:00.1234567Z"),
        *("2026-03-03T04:00:00+05:60", "2026-03-03T04:00:00+24:00", "2026-03-03T04:00:00"),
        *("2026-03-03 04:00:00Z", " 2026-03-03T04:00:00Z", "2026-02-30T04:00:00Z"),
    ],
)
def test_a_moment_that_is_none(written: str) -> None:
    with pytest.raises(CallerError) as refused:
        read_moment(written, "/as_of")
    assert codes(refused.value) == ["bad-moment"]
