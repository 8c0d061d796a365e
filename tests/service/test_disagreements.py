"""No answer that two engines do not agree on leaves, is recorded, or claims a key."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from engine.decision import Inference
from rulesets.errors import OperatorError
from service.check_document import check_document
from service.decisions import get_decision, list_decisions
from service.disagreements import (
    erase_personal,
    get_disagreement,
    list_disagreements,
)
from service.evaluate import EvaluationRequest, Idempotency, evaluate
from service.evaluate_batch import Batch, Line
from service.evaluate_quickly import Written, evaluate_quickly
from service.house import House, open_house
from service.judging import AHEAD, DisagreementError
from service.settings import Settings
from service.trying import try_checked, try_version
from service.twin import twins
from service.twin.steps import STEPS
from tests.faulty import engines, nothing_fired, other_grade, unwritable
from tests.houses import (
    NAME,
    NOON,
    RULESET,
    Clock,
    codes,
    decide,
    furnished_house,
    key_of,
    request,
)

ALL = [step for step in STEPS if step != "deadlines"]
"""What the shop's ruleset has: it sets no deadline."""
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where there is no durable-rules; one test below has it."""
    monkeypatch.setattr(twins, "is_here", lambda: False)
    furnished_house(database_url).close()
    return database_url


def faulty(
    url: str, engine: str = "compiled", altered: Callable[[Inference], Inference] = other_grade
) -> House:
    return open_house(url, clock=Clock(LATER), runtimes=engines(engine, altered))


def written(sales: str) -> EvaluationRequest:
    facts = {"annual_sales": int(sales), "contact_name": NAME}
    return replace(request(sales), facts=Written(json.dumps(facts).encode()))


def test_a_decision_tells_who_inferred_it_again_and_what(url: str) -> None:
    house = faulty(url)
    made = decide(house)
    assert (made.decision.twin, list(made.decision.twice)) == ("reference", ALL)
    assert get_decision(house, made.decision.id).decision == made.decision
    (listed,) = list_decisions(house)
    assert (listed.decision.twin, list(listed.decision.twice)) == ("reference", ALL)
    quick = evaluate_quickly(house, written("600000"))
    assert quick is not None
    assert (quick.decision.twin, list(quick.decision.twice)) == ("reference", ALL)
    assert house.tally.decisions() == {"durable": 0, "reference": 2, "none": 0}


def test_no_twin_where_none_is_wanted(url: str) -> None:
    house = open_house(Settings(database_url=url, twin="off"), clock=Clock(LATER))
    made = decide(house)
    assert (made.decision.twin, made.decision.twice) == ("none", ())
    assert get_decision(house, made.decision.id).decision == made.decision
    assert house.tally.decisions() == {"durable": 0, "reference": 0, "none": 1}


@pytest.mark.parametrize("engine", ["compiled", "reference"])
@pytest.mark.parametrize("altered", [other_grade, nothing_fired])
def test_a_wrong_answer_does_not_leave(
    url: str, engine: str, altered: Callable[[Inference], Inference]
) -> None:
    """Whichever of the two is wrong."""
    house = faulty(url, engine, altered)
    key = key_of(house)
    claimed: dict[str, Any] = {"api_key": key, "idempotency": Idempotency("once", "a" * 64)}
    with pytest.raises(DisagreementError) as refused:
        decide(house, "800000", NAME, **claimed)
    assert codes(refused.value) == ["engines-disagree"]
    with pytest.raises(DisagreementError) as quickly:
        evaluate_quickly(house, replace(written("800000"), **claimed))
    assert refused.value.id != quickly.value.id
    assert list_decisions(house) == ()
    kept = list_disagreements(house)
    assert {each.id for each in kept} == {quickly.value.id, refused.value.id}
    for each in kept:
        assert (each.engine, each.twin) == ("compiled", "reference")
        assert each.facts == {"annual_sales": 800000, "contact_name": NAME}
    # Nothing was claimed: the same key decides once the engines agree.
    mended = open_house(url, clock=Clock(LATER))
    assert decide(mended, "800000", NAME, **claimed).decision.id


def test_the_quick_way_does_not_infer_a_second_time(url: str) -> None:
    house = faulty(url)
    with pytest.raises(DisagreementError):
        evaluate_quickly(house, written("800000"))
    assert len(list_disagreements(house)) == 1


def test_both_traces_are_kept(url: str) -> None:
    house = faulty(url)
    with pytest.raises(DisagreementError) as refused:
        decide(house, "800000", NAME)
    kept = get_disagreement(house, refused.value.id)
    first, again = kept.inferences
    assert (first["conclusions"]["grade"], again["conclusions"]["grade"]) == ("B", "A")
    assert first["firings"] == again["firings"]
    assert "high" in {each["rule"] for each in first["firings"]}
    assert (kept.ruleset, kept.version, kept.subject) == ("shop-grade", 1, "17850")


def test_personal_values_are_kept_apart_and_erased(url: str) -> None:
    house = faulty(url)
    with pytest.raises(DisagreementError) as refused:
        decide(house, "800000", NAME)
    with house.database.reading() as transaction:
        record = transaction.execute(text("SELECT record FROM disagreements")).scalar_one()
    assert NAME not in record
    before = get_disagreement(house, refused.value.id)
    assert before.inferences[1]["conclusions"]["greeting"] == f"尊敬的{NAME}"
    after = erase_personal(house, refused.value.id)
    assert after.facts == {"annual_sales": 800000, "contact_name": None}
    assert NAME not in repr(after)
    assert after.inferences[1]["conclusions"]["grade"] == "A"
    assert get_disagreement(house, refused.value.id) == after


def test_it_is_refused_though_it_cannot_be_kept(url: str, caplog: pytest.LogCaptureFixture) -> None:
    house = faulty(url, altered=unwritable)
    with caplog.at_level(logging.ERROR), pytest.raises(DisagreementError) as refused:
        decide(house, "800000", NAME)
    assert codes(refused.value) == ["engines-disagree"]
    assert list_disagreements(house) == ()
    assert [each.getMessage() for each in caplog.records] == [
        f"engines-disagree {refused.value.id}: compiled and reference on shop-grade version 1",
        f"engines-disagree {refused.value.id} is not kept: TypeError",
    ]


def test_it_is_refused_though_the_database_is_gone(url: str) -> None:
    house = faulty(url)
    decide(house)
    with house.database.writing() as transaction:
        transaction.execute(text("DROP TABLE disagreement_personal"))
    with pytest.raises(DisagreementError) as refused:
        decide(house, "800000")
    assert codes(refused.value) == ["engines-disagree", "database-failed"]
    assert len(list_decisions(house)) == 1


def test_the_log_has_the_id_and_no_facts(url: str, caplog: pytest.LogCaptureFixture) -> None:
    house = faulty(url)
    with caplog.at_level(logging.DEBUG, "fenji"), pytest.raises(DisagreementError) as refused:
        decide(house, "812345", NAME)
    (line,) = (each.getMessage() for each in caplog.records)
    assert refused.value.id in line
    assert "812345" not in line
    assert NAME not in line
    assert "17850" not in line


def test_a_line_of_a_batch_is_refused_and_the_others_are_answered(url: str) -> None:
    house = faulty(url)
    wrong = {1, 2, 5, 5 + AHEAD, 30}
    lines = [
        Line(number, request("800000" if number in wrong else "600000", subject=f"c{number}"))
        for number in range(1, 31)
    ]
    (answered,) = Batch(house, "shop-grade").answers(lines)
    assert [each.line.number for each in answered] == list(range(1, 31))
    for each in answered:
        if each.line.number in wrong:
            assert [fault.code for fault in each.faults] == ["engines-disagree"]
            assert each.evaluation is None
        else:
            assert each.evaluation is not None
            assert each.evaluation.decision.subject == f"c{each.line.number}"
            assert each.evaluation.decision.twin == "reference"
    assert len(list_decisions(house)) == 30 - len(wrong)
    assert {each.subject for each in list_disagreements(house)} == {f"c{each}" for each in wrong}
    assert house.tally.decisions()["reference"] == 30 - len(wrong)


def test_a_line_read_the_short_way_is_refused_too(url: str) -> None:
    house = faulty(url)

    def line(number: int, sales: str) -> Line:
        return Line(number, written(sales), exactly=lambda: pytest.fail("read again"))

    (answered,) = Batch(house, "shop-grade").answers([line(1, "800000"), line(2, "600000")])
    assert [fault.code for fault in answered[0].faults] == ["engines-disagree"]
    assert answered[1].evaluation is not None


def test_what_is_tried_is_inferred_twice_too(url: str) -> None:
    house = faulty(url)
    facts = dict(request("600000").facts)  # type: ignore[call-overload]  # it is a mapping
    wrong = dict(request("800000").facts)  # type: ignore[call-overload]  # as above
    checked = check_document(house, RULESET)
    assert try_version(house, "shop-grade", facts).decision.twin == "reference"
    assert try_checked(house, checked, facts).decision.twin == "reference"  # type: ignore[arg-type]  # it is a ruleset
    with pytest.raises(DisagreementError):
        try_version(house, "shop-grade", wrong)
    with pytest.raises(DisagreementError):
        try_checked(house, checked, wrong)  # type: ignore[arg-type]  # as above
    # Whoever names an engine wants to see what that one says.
    named = try_version(house, "shop-grade", wrong, engine="compiled")
    assert (named.decision.twin, named.decision.inference.conclusions["grade"]) == ("none", "B")


def test_unknown_ids(url: str) -> None:
    house = faulty(url)
    for unknown in ("", "x", "0" * 26, "\x00" * 26):
        with pytest.raises(OperatorError, match="unknown-disagreement"):
            get_disagreement(house, unknown)


def test_the_simulated_future_is_inferred_twice(url: str) -> None:
    house = faulty(url)
    later = house.clock().replace(year=2027)
    asked = request("600000", as_of=later, may_simulate=True)
    assert evaluate(house, asked).decision.twin == "reference"
    with pytest.raises(DisagreementError):
        evaluate(house, request("800000", as_of=later, may_simulate=True))


@pytest.mark.needs("durable")
@pytest.mark.parametrize("altered", [other_grade, nothing_fired])
def test_durable_rules_catches_a_wrong_answer(
    database_url: str, altered: Callable[[Inference], Inference]
) -> None:
    furnished_house(database_url).close()
    house = faulty(database_url, altered=altered)
    try:
        known = house.heads.of("shop-grade")
        assert known is not None
        assert house.twins.prepare(known.newest)
        made = decide(house)
        assert (made.decision.twin, list(made.decision.twice)) == ("durable", ALL)
        with pytest.raises(DisagreementError):
            decide(house, "800000", NAME)
        (kept,) = list_disagreements(house)
        assert (kept.engine, kept.twin) == ("compiled", "durable")
        assert kept.inferences[1]["conclusions"]["grade"] == "A"
        assert house.twins.counters().disagreements == 1
    finally:
        house.close()
