"""A batch: the same decisions as one by one, recorded before they are answered, whole or not."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from rulesets.errors import CallerError, Fault, OperatorError
from service.answers import answer
from service.decisions import get_decision, list_decisions
from service.evaluate import Idempotency
from service.evaluate_batch import MOST_BYTES_IN_GROUP, MOST_IN_GROUP, Answered, Batch, Line
from service.house import House, open_house
from service.publish import publish
from tests.houses import NAME, NOON, RULESET_2, Clock, decide, furnished_house, key_of, request

SHOP = "shop-grade"


@pytest.fixture
def house(database_url: str) -> House:
    return furnished_house(database_url)


def line(number: int, sales: str = "600000", **more: Any) -> Line:
    return Line(number, request(sales, NAME, subject=f"c{number}", **more))


def keyed(number: int, key: str, api_key: str, sales: str = "600000") -> Line:
    """Make a line under an idempotency key; its body is told by its sales alone."""
    once = Idempotency(key, f"{int(sales):064x}")
    asked = request(sales, NAME, subject="c", api_key=api_key, idempotency=once)
    return Line(number, asked)


def run(house: House, lines: Iterable[Line]) -> list[Answered]:
    return [each for group in Batch(house, SHOP).answers(lines) for each in group]


def codes(answered: Answered) -> list[str]:
    return sorted(fault.code for fault in answered.faults)


def ids(answered: Iterable[Answered]) -> list[str]:
    return [each.evaluation.decision.id for each in answered if each.evaluation is not None]


def count(house: House) -> int:
    with house.database.reading() as transaction:
        found = transaction.exec_driver_sql("SELECT count(*) FROM decisions").scalar_one()
    return int(found)


def test_each_line_is_decided_as_by_itself(house: House) -> None:
    sales = ("0", "499999.99", "500000", "1e6")
    answered = run(house, (line(number, each) for number, each in enumerate(sales, 1)))
    assert [each.line.number for each in answered] == [1, 2, 3, 4]
    for each, given in zip(answered, sales, strict=True):
        assert each.evaluation is not None
        alone = answer(
            decide(house, given, NAME, subject=each.evaluation.decision.subject), "fired"
        )
        inside = answer(each.evaluation, "fired")
        for name in ("decision", "as_of"):
            del alone[name], inside[name]
        assert inside == alone
    grades = [
        each.evaluation.decision.inference.conclusions["grade"]
        for each in answered
        if each.evaluation is not None
    ]
    assert grades == ["B", "B", "A", "A"]


def test_what_is_answered_is_recorded_by_then(house: House, database_url: str) -> None:
    """Another process reads each decision at the moment it is given."""
    reader = open_house(database_url)
    for group in Batch(house, SHOP).answers(line(number) for number in range(1, 302)):
        for each in group:
            assert each.evaluation is not None
            found = get_decision(reader, each.evaluation.decision.id)
            assert answer(found, "full") == answer(each.evaluation, "full")
    assert count(reader) == 301


def test_a_wrong_line_stops_no_other(house: House) -> None:
    found = (Fault("bad-request"),)
    lines = [
        line(1),
        Line(2, None, found),
        Line(3, request(subject="")),
        Line(4, request(facts={"annual_sales": "5", "more": 1})),
        line(5, version=9),
        line(6, as_of=NOON.replace(year=2099)),
        line(7),
    ]
    answered = run(house, lines)
    assert [codes(each) for each in answered] == [
        *([], ["bad-request"], ["bad-subject"], ["unknown-fact", "wrong-type"]),
        *(["unknown-version"], ["as-of-in-future"], []),
    ]
    assert {each.decision.id for each in list_decisions(house)} == set(ids(answered))
    assert count(house) == 2


def test_all_lines_have_one_moment_but_those_that_name_another(house: House) -> None:
    publish(house, RULESET_2)  # from 600,000 on an A
    given = house.clock()
    publish(house, RULESET_2.replace("60万", "70万"))
    lines = [line(number, "650000") for number in range(1, 2 * MOST_IN_GROUP)]
    lines[300] = line(301, "650000", as_of=given)
    batch = Batch(house, SHOP)
    made = []
    for group in batch.answers(lines):
        made += [each.evaluation.decision for each in group if each.evaluation is not None]
        house.clock.pass_(hours=1)  # type: ignore[attr-defined]  # the tests' own clock
    special = made.pop(300)
    assert {each.as_of for each in made} == {batch.moment}
    assert {each.inference.conclusions["grade"] for each in made} == {"B"}
    assert (special.as_of, special.version) == (given, 2)
    assert special.inference.conclusions["grade"] == "A"


def test_a_version_published_meanwhile_decides_no_line_of_the_batch(house: House) -> None:
    versions = set()
    for group in Batch(house, SHOP).answers(line(number) for number in range(1, 500)):
        versions |= {each.evaluation.decision.version for each in group if each.evaluation}
        publish(house, RULESET_2)
    assert versions == {1}


def test_a_repeat_gives_the_same_decisions(house: House) -> None:
    api_key = key_of(house)
    lines = [keyed(number, f"k{number}", api_key) for number in range(1, 251)]
    broken = Batch(house, SHOP).answers(lines)
    first = next(broken)
    del broken  # its caller went away after a group
    publish(house, RULESET_2)
    again = run(house, lines)
    assert ids(again)[: len(first)] == ids(first)
    assert ids(run(house, lines)) == ids(again)
    assert count(house) == 250


def test_one_key_twice_in_a_batch(house: House) -> None:
    """The first line has it: the same again is the same, another body is refused."""
    api_key = key_of(house)
    given = ("600000", "1", "600000")
    lines = [keyed(number, "k", api_key, sales) for number, sales in enumerate(given, 1)]
    same, other, again = run(house, lines)
    assert codes(other) == ["idempotency-conflict"]
    assert ids([same]) == ids([again])
    assert count(house) == 1


def test_a_refused_line_leaves_its_key_free(house: House) -> None:
    api_key = key_of(house)
    wrong = keyed(1, "k", api_key)
    assert wrong.request is not None
    wrong = replace(wrong, request=replace(wrong.request, facts={}))
    refused, made = run(house, [wrong, keyed(2, "k", api_key)])
    assert codes(refused) == ["fact-required"]
    assert made.evaluation is not None


def test_two_batches_at_once_with_the_same_keys(house: House, database_url: str) -> None:
    api_key = key_of(house)
    lines = [keyed(number, f"k{number}", api_key) for number in range(1, 301)]
    other = open_house(database_url, clock=house.clock)
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda at=at: found.append(ids(run(at, lines))))
        for at in (house, house, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == count(house) == 300


def test_the_future_is_tried_and_not_recorded(house: House) -> None:
    ahead = NOON.replace(year=2099)
    (tried,) = run(house, [line(1, as_of=ahead, may_simulate=True)])
    assert tried.evaluation is not None
    assert tried.evaluation.decision.id == ""
    assert count(house) == 0


def test_an_unknown_ruleset_is_told_before_anything_is_read(house: House) -> None:
    with pytest.raises(CallerError, match="unknown-ruleset"):
        Batch(house, "none")


class Counted:
    """Lines that tell how far they were read."""

    def __init__(self, size: int = 0) -> None:
        self.read = 0
        self.size = size

    def __iter__(self) -> Iterator[Line]:
        while True:
            self.read += 1
            yield replace(line(self.read), size=self.size)


@pytest.mark.parametrize(
    ("size", "most"), [(0, MOST_IN_GROUP), (MOST_BYTES_IN_GROUP // 4, 4), (MOST_BYTES_IN_GROUP, 1)]
)
def test_no_more_is_read_than_one_group(house: House, size: int, most: int) -> None:
    """An endless body: what is not answered yet is never more than a group."""
    endless = Counted(size)
    answers = Batch(house, SHOP).answers(endless)
    for turn in (1, 2):
        assert len(next(answers)) == most
        assert endless.read == count(house) == turn * most


def test_a_database_that_fails_ends_the_batch(house: House) -> None:
    answers = Batch(house, SHOP).answers(line(number) for number in range(1, 1000))
    made = ids(next(answers))

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "INSERT INTO decisions" in statement:
            raise OperatorError((Fault("database-full"),))

    event.listen(house.database.engine, "before_cursor_execute", refuse)
    failed = next(answers)
    assert {tuple(codes(each)) for each in failed} == {("database-full",)}
    with pytest.raises(OperatorError, match="database-full"):
        next(answers)
    event.remove(house.database.engine, "before_cursor_execute", refuse)
    assert count(house) == len(made)
    assert len(run(house, [line(1)])) == 1


def test_what_a_database_refuses_of_a_group_is_that_line_alone(house: House) -> None:
    """A key that no table knows: the other lines of its group are recorded and answered."""
    lines = [line(1), line(2, api_key="nobody"), line(3)]
    answers = Batch(house, SHOP).answers(lines)
    group = next(answers)
    assert [codes(each) for each in group] == [[], ["database-failed"], []]
    assert sorted(ids(group)) == sorted(each.decision.id for each in list_decisions(house))
    with pytest.raises(OperatorError, match="database-failed"):
        next(answers)


def test_a_clock_is_asked_for_each_group(database_url: str) -> None:
    """What is recorded says when it was, also in a batch of hours."""
    clock = Clock()
    house = furnished_house(database_url, clock)
    at = []
    for group in Batch(house, SHOP).answers(line(number) for number in range(1, 300)):
        at += [{each.evaluation.recorded_at for each in group if each.evaluation}]
        clock.pass_(hours=1)
    assert [len(each) for each in at] == [1, 1]
    first, second = (each.pop() for each in at)
    assert first is not None
    assert second is not None
    assert (second - first).total_seconds() > 3600
