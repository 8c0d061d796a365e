"""Evaluation: the version in force, a durable record, then the answer; bad input leaves nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from rulesets.errors import CallerError, OperatorError
from service.answers import answer
from service.check_document import check_document, run_cases
from service.decisions import get_decision, list_decisions
from service.evaluate import EvaluationRequest, evaluate
from service.house import House
from service.publish import publish
from service.trying import try_checked, try_version
from tests.houses import (
    NAME,
    NOON,
    RULESET,
    RULESET_2,
    Clock,
    codes,
    decide,
    furnished_house,
    key_of,
    new_house,
    request,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, clock: Clock) -> House:
    return furnished_house(database_url, clock)


def refused(house: House, **how: Any) -> list[str]:
    """Evaluate what must be refused, and see that nothing is recorded."""
    with pytest.raises(CallerError) as error:
        decide(house, **how)
    assert list_decisions(house) == ()
    return codes(error.value)


def test_the_answer_has_the_shape_of_the_contract(house: House, clock: Clock) -> None:
    evaluation = decide(house, subject="客户 17850")
    plain = answer(evaluation)
    assert list(plain) == [
        *("decision", "subject", "ruleset", "version", "identity", "as_of", "conclusions"),
        *("fired", "problems", "twin", "inferred_twice"),
    ]
    assert plain["subject"] == "客户 17850"
    assert (plain["ruleset"], plain["version"]) == ("shop-grade", 1)
    assert plain["as_of"] == clock.now.isoformat().replace("+00:00", "Z")
    assert plain["conclusions"] == {
        "grade": "A",
        "percent_off": Decimal("12.5"),
        "greeting": None,
        "attention": None,
        "letters": ["贵宾信"],
    }
    grading = plain["fired"][0]  # type: ignore[index]  # a list, as the next line sees
    assert (grading["block"], grading["rule"], grading["number"]) == ("grading", "high", 1)
    assert grading["concluded"] == {"grade": "A", "percent_off": Decimal("12.5")}
    assert grading["because"][0]["condition"] == "annual_sales >= 500000"
    assert grading["because"][0]["met"] == {"annual_sales": Decimal(600000)}
    assert "600,000" in grading["because"][0]["text"]["en"]
    assert set(grading["sentence"]) == {"zh", "en"}
    assert all(grading["sentence"].values())


def test_how_much_is_explained(house: House) -> None:
    evaluation = decide(house)
    assert answer(evaluation, "none")["fired"] == []
    assert answer(evaluation, "none")["conclusions"] == answer(evaluation)["conclusions"]
    full = answer(evaluation, "full")
    assert full["facts"] == {"annual_sales": Decimal(600000)}
    assert (full["engine"], full["recorded_at"]) == ("compiled", full["as_of"])


def test_a_decision_is_read_back_as_it_was_answered(house: House) -> None:
    evaluation = decide(house, "600000.25", NAME)
    found = get_decision(house, evaluation.decision.id)
    assert answer(found, "full") == answer(evaluation, "full")
    assert found.decision == evaluation.decision


def test_another_process_reads_it_too(house: House, database_url: str) -> None:
    evaluation = decide(house, name=NAME)
    other = new_house(database_url)
    assert answer(get_decision(other, evaluation.decision.id)) == answer(evaluation)


def test_the_version_in_force_decides(house: House, clock: Clock) -> None:
    publish(house, RULESET_2, NOON + HOUR)
    before = clock()
    assert decide(house, "550000").decision.version == 1
    clock.pass_(hours=1)
    now = decide(house, "550000")
    assert (now.decision.version, now.decision.inference.conclusions["grade"]) == (2, "B")
    past = decide(house, "550000", as_of=before)
    assert (past.decision.version, past.decision.inference.conclusions["grade"]) == (1, "A")
    assert past.decision.as_of == before
    assert decide(house, "550000", version=1).decision.version == 1


def test_a_version_not_in_effect_is_refused(house: House) -> None:
    publish(house, RULESET_2, NOON + HOUR)
    assert refused(house, version=2) == ["not-yet-effective"]
    assert refused(house, as_of=NOON - HOUR) == ["not-yet-effective"]
    assert refused(house, as_of=NOON - HOUR, version=1) == ["not-yet-effective"]


@pytest.mark.parametrize("version", [0, -1, 2, 10**30])
def test_an_unknown_version_is_refused(house: House, version: int) -> None:
    assert refused(house, version=version) == ["unknown-version"]


@pytest.mark.parametrize("ruleset", ["", "shop", "Shop-grade", "shop-grade\0", "客户", "x" * 9000])
@pytest.mark.parametrize("version", [None, 1])
def test_an_unknown_ruleset_is_refused(house: House, ruleset: str, version: int | None) -> None:
    assert refused(house, ruleset=ruleset, version=version) == ["unknown-ruleset"]


def test_the_future_is_refused(house: House, clock: Clock) -> None:
    assert refused(house, as_of=clock.now + HOUR) == ["as-of-in-future"]


def test_who_may_simulate_tries_the_future_and_it_is_no_decision(
    house: House, clock: Clock
) -> None:
    publish(house, RULESET_2, NOON + HOUR)
    tried = decide(house, "550000", as_of=clock.now + 2 * HOUR, may_simulate=True)
    plain = answer(tried)
    assert (plain["decision"], plain["version"]) == (None, 2)
    assert list_decisions(house) == ()
    assert decide(house, as_of=clock.now, may_simulate=True).decision.id != ""


def test_a_moment_without_offset_is_refused(house: House) -> None:
    naive = datetime(2026, 3, 3, 12)  # noqa: DTZ001 - that is what is refused
    assert refused(house, as_of=naive) == ["bad-moment"]
    ancient = datetime(1, 1, 1, tzinfo=UTC)
    assert refused(house, as_of=ancient) == ["bad-moment"]


@pytest.mark.parametrize("subject", ["", "x" * 201, "a\nb", "a\0", "\ud800", "a\u2028b"])
def test_a_bad_subject_is_refused(house: House, subject: str) -> None:
    assert refused(house, subject=subject) == ["bad-subject"]


def test_a_subject_is_put_into_nfc_before_it_is_measured(house: House) -> None:
    decomposed = "e\u0301" * 200
    assert decide(house, subject=decomposed).decision.subject == "é" * 200


def test_all_faults_are_told_at_once(house: House, clock: Clock) -> None:
    found = refused(
        house,
        subject="",
        explain="all",
        engine="other",
        as_of=clock.now + HOUR,
        facts={"annual_sales": "5", "nobody_knows": True},
    )
    assert sorted(found) == sorted(
        [
            *("bad-subject", "bad-explain", "as-of-in-future", "unknown-engine"),
            *("wrong-type", "unknown-fact"),
        ]
    )
    assert refused(house, subject="", version=9) == ["bad-subject", "unknown-version"]


def test_text_that_databases_dislike_is_kept(house: House) -> None:
    name = "a\0b\x7f'\"\\ \u2028 🐼"
    evaluation = decide(house, name=name)
    found = get_decision(house, evaluation.decision.id)
    assert found.decision.facts["contact_name"] == name
    assert found.decision.inference.conclusions["greeting"] == f"尊敬的{name}"


def test_the_key_that_asked_is_recorded(house: House) -> None:
    key = key_of(house)
    assert get_decision(house, decide(house, api_key=key).decision.id).api_key == key
    assert get_decision(house, decide(house).decision.id).api_key is None


def test_what_cannot_be_recorded_is_not_answered(house: House) -> None:
    with pytest.raises(OperatorError, match="database-failed"):
        decide(house, api_key="nobody")
    assert list_decisions(house) == ()
    assert decide(house).decision.id


def test_a_record_damaged_in_the_database_is_refused(house: House) -> None:
    evaluation = decide(house, name=NAME)
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE decision_personal SET personal = '[]'"))
    with pytest.raises(OperatorError, match="record-damaged"):
        get_decision(house, evaluation.decision.id)


def test_trying_out_records_nothing(house: House) -> None:
    publish(house, RULESET_2, NOON + HOUR)
    facts = {"annual_sales": Decimal(550000)}
    for version, grade in ((None, "A"), (1, "A"), (2, "B")):
        tried = try_version(house, "shop-grade", facts, version=version)
        assert tried.decision.inference.conclusions["grade"] == grade
        assert answer(tried)["decision"] is None
    unpublished = check_document(house, RULESET.replace("50万", "10万"))
    tried = try_checked(house, unpublished, {"annual_sales": Decimal(100000)})  # type: ignore[arg-type]  # it is a ruleset
    assert tried.decision.inference.conclusions["grade"] == "A"
    assert run_cases(house, unpublished) == ()  # type: ignore[arg-type]  # it is a ruleset
    with pytest.raises(CallerError, match="fact-required"):
        try_version(house, "shop-grade", {})
    assert list_decisions(house) == ()


def test_an_engine_that_declines_says_why(house: House) -> None:
    ranking = """
  - {key: place, kind: ranking, concludes: place, of: annual_sales, measure: rank}
"""
    conclusion = "  - {key: place, title: {zh: 名次, en: Place}, type: number, scale: 0}\nblocks:"
    publish(house, RULESET.replace("blocks:", conclusion) + ranking)
    assert refused(house) == ["ranking-not-supported"]


def test_the_request_is_plain_data(house: House) -> None:
    assert evaluate(house, request()).decision.engine == "compiled"
    assert EvaluationRequest("shop-grade", "1", {}).explain == "fired"
