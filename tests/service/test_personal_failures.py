"""Failures and lists give nothing personal away."""

import logging
import traceback
from datetime import timedelta

import pytest
from sqlalchemy import text

from rulesets.errors import OperatorError
from service.answers import answer
from service.decisions import Wanted, erase_personal, list_decisions
from service.house import House
from tests.houses import NAME, decide, furnished_house


@pytest.fixture
def house(database_url: str) -> House:
    return furnished_house(database_url)


def test_a_failure_of_the_database_quotes_nobody(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """A database quotes the row that it refuses, and the driver what it was given."""
    decide(house)
    with house.database.writing() as transaction:
        transaction.execute(text("DELETE FROM decision_personal"))
        if house.database.is_sqlite:
            check = "SELECT RAISE(ABORT, 'refused')"
            check = f"CREATE TRIGGER r BEFORE INSERT ON decision_personal BEGIN {check}; END"
        else:
            check = "ALTER TABLE decision_personal ADD CHECK (personal = '')"
        transaction.exec_driver_sql(check)
    with caplog.at_level(logging.DEBUG), pytest.raises(OperatorError) as refused:
        decide(house, name=NAME)
    whole = "".join(traceback.format_exception(refused.value))
    for told in (whole, caplog.text, repr(refused.value)):
        assert NAME not in told
        assert NAME.encode("unicode_escape").decode() not in told


def test_a_list_holds_no_facts_and_says_what_is_withheld(house: House) -> None:
    erased = decide(house, name=NAME)
    decide(house, name=NAME)
    erase_personal(house, erased.decision.id)
    for each in list_decisions(house):
        assert (each.decision.facts, each.decision.inference.firings) == ({}, ())
    lines = [answer(each, "none") for each in list_decisions(house)]
    withheld = ["attention", "contact_name", "greeting", "letters"]
    told = {str(each["decision"]): each.get("withheld") for each in lines}
    assert told.pop(erased.decision.id) == withheld
    assert list(told.values()) == [None]


def test_a_page_longer_than_what_is_read_at_once(house: House) -> None:
    made = {decide(house).decision.id for _ in range(45)}
    listed = [each.decision.id for each in list_decisions(house, limit=44)]
    assert listed == sorted(made, reverse=True)[:44]
    assert len(list_decisions(house, limit=200)) == 45


def test_a_subject_is_found_however_its_accents_are_written(house: House) -> None:
    made = decide(house, subject="Ren\N{LATIN SMALL LETTER E WITH ACUTE}").decision.id
    wanted = Wanted(subject="Rene\N{COMBINING ACUTE ACCENT}", until=house.clock() + timedelta(1))
    assert [each.decision.id for each in list_decisions(house, wanted)] == [made]
