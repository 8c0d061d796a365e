"""A repeat under one key is one decision, also when two come at the same moment."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from engine.decision import Adjustment, Engine, Inference, Values
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError
from service.answers import answer
from service.decisions import list_decisions
from service.evaluate import Idempotency, evaluate
from service.house import DEFAULT_ENGINE, House, open_house
from service.publish import publish
from service.records import Evaluation
from tests.houses import RULESET_2, codes, decide, furnished_house, key_of, request

ONCE = Idempotency("c4f1", "a" * 64)


@pytest.fixture
def house(database_url: str) -> House:
    return furnished_house(database_url)


def test_a_repeat_is_the_same_decision_whatever_happened_since(house: House) -> None:
    key = key_of(house)
    first = decide(house, "550000", api_key=key, idempotency=ONCE)
    publish(house, RULESET_2)
    again = decide(house, "550000", api_key=key, idempotency=ONCE)
    assert answer(again, "full") == answer(first, "full")
    assert len(list_decisions(house)) == 1


def test_another_body_under_the_key_is_refused(house: House) -> None:
    key = key_of(house)
    decide(house, api_key=key, idempotency=ONCE)
    with pytest.raises(CallerError) as refused:
        decide(house, "1", api_key=key, idempotency=replace(ONCE, body_hash="b" * 64))
    assert codes(refused.value) == ["idempotency-conflict"]
    assert len(list_decisions(house)) == 1


def test_a_key_belongs_to_one_caller_and_one_ruleset(house: House) -> None:
    one, other = key_of(house), key_of(house)
    publish(house, RULESET_2.replace("shop-grade", "shop-other"))
    made = {
        decide(house, api_key=one, idempotency=ONCE).decision.id,
        decide(house, api_key=other, idempotency=ONCE).decision.id,
        decide(house, ruleset="shop-other", api_key=one, idempotency=ONCE).decision.id,
        decide(house, api_key=one, idempotency=replace(ONCE, key="c4f2")).decision.id,
    }
    assert len(made) == 4


@pytest.mark.parametrize("key", ["", "a b", "键", "x" * 201, "a\0"])
def test_a_bad_key_is_refused(house: House, key: str) -> None:
    with pytest.raises(CallerError, match="bad-idempotency-key"):
        decide(house, api_key=key_of(house), idempotency=replace(ONCE, key=key))


def test_a_refused_call_leaves_its_key_free(house: House) -> None:
    key = key_of(house)
    with pytest.raises(CallerError, match="fact-required"):
        decide(house, facts={}, api_key=key, idempotency=ONCE)
    assert decide(house, api_key=key, idempotency=replace(ONCE, body_hash="c" * 64)).decision.id


def at_once(*work: Callable[[], Evaluation]) -> list[str]:
    """Run all at the same moment; give the decisions' ids, or the codes of what was refused."""
    outcomes: list[str] = []
    start = threading.Barrier(len(work))

    def run(one: Callable[[], Evaluation]) -> None:
        start.wait(10)
        try:
            outcomes.append(one().decision.id)
        except CallerError as error:
            outcomes.extend(codes(error))

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


class Interrupted:
    """A runtime that lets somebody else do something while the first inference runs."""

    name = DEFAULT_ENGINE

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.meanwhile: list[Callable[[], object]] = [meanwhile]

    def load(self, checked: CheckedRuleset) -> Engine:
        inner = Reference().load(checked)
        meanwhile = self.meanwhile

        class Loaded:
            def infer(
                self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
            ) -> Inference:
                if meanwhile:
                    meanwhile.pop()()
                return inner.infer(facts, as_of, adjustments)

        return Loaded()


@pytest.mark.parametrize("body", ["a" * 64, "b" * 64])
def test_who_is_overtaken_answers_as_the_faster_did(
    house: House, database_url: str, body: str
) -> None:
    asked = request(api_key=key_of(house), idempotency=ONCE)
    faster: list[Evaluation] = []
    slow = Interrupted(lambda: faster.append(evaluate(house, asked)))
    slower = open_house(database_url, clock=house.clock, runtimes={DEFAULT_ENGINE: slow})
    late = replace(asked, idempotency=replace(ONCE, body_hash=body))
    if body == ONCE.body_hash:
        assert answer(evaluate(slower, late), "full") == answer(faster[0], "full")
    else:
        with pytest.raises(CallerError, match="idempotency-conflict"):
            evaluate(slower, late)
    assert [each.decision.id for each in list_decisions(house)] == [faster[0].decision.id]


@pytest.mark.parametrize("houses", [1, 2])
def test_two_at_once_make_one_decision(house: House, database_url: str, houses: int) -> None:
    """In one process, and in two, which share nothing but the database."""
    key = key_of(house)
    other = house if houses == 1 else open_house(database_url, clock=house.clock)
    for number in range(20):
        once = request(api_key=key, idempotency=replace(ONCE, key=f"k{number}"))
        outcomes = at_once(partial(evaluate, house, once), partial(evaluate, other, once))
        assert len(outcomes) == 2
        assert len(set(outcomes)) == 1
    assert len(list_decisions(house)) == 20


def test_two_bodies_at_once_make_one_decision_and_one_refusal(
    house: House, database_url: str
) -> None:
    key = key_of(house)
    other = open_house(database_url, clock=house.clock)
    for number in range(10):
        asked = [
            request(api_key=key, idempotency=Idempotency(f"k{number}", letter * 64))
            for letter in "ab"
        ]
        outcomes = at_once(partial(evaluate, house, asked[0]), partial(evaluate, other, asked[1]))
        assert sorted(outcome == "idempotency-conflict" for outcome in outcomes) == [False, True]
    assert len(list_decisions(house)) == 10
