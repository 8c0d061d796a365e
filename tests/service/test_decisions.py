"""Past decisions: read, listed, and what is personal in them erased."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from rulesets.errors import CallerError
from service.answers import answer
from service.decisions import Wanted, erase_personal, get_decision, list_decisions
from service.evaluate import Idempotency
from service.house import House
from service.json_text import encode
from service.publish import publish
from storage.database import Database
from tests.houses import NAME, RULESET, Clock, decide, furnished_house, key_of


@pytest.fixture
def house(database_url: str) -> House:
    return furnished_house(database_url, Clock())


def everything(database: Database) -> str:
    """Read every column of every table as text."""
    found: list[str] = []
    with database.reading() as transaction:
        for table in inspect(transaction).get_table_names():
            # The names are the database's own.
            for row in transaction.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 - as said
                found += map(str, row)
    return "\n".join(found)


def test_an_erased_name_is_nowhere(house: House, database_url: str) -> None:
    asked: dict[str, Any] = {"api_key": key_of(house), "idempotency": Idempotency("k", "a" * 64)}
    evaluation = decide(house, name=NAME, **asked)
    other = decide(house, name="欧阳旁人")
    decision = evaluation.decision.id
    # It flowed into a formula, a condition, a rule's output, a list, and their reasons.
    shown = answer(get_decision(house, decision), "full")
    assert encode(shown["fired"]).decode().count(NAME) >= 8
    # The fact, three conclusions, three firings.
    assert everything(house.database).count(NAME) == 7

    erased = answer(erase_personal(house, decision), "full")

    assert NAME not in encode(erased).decode()
    assert NAME not in everything(house.database)
    assert NAME.encode("unicode_escape").decode() not in everything(house.database)
    assert "a" * 64 not in everything(house.database)
    if house.database.is_sqlite:
        path = Path(database_url.removeprefix("sqlite:///"))
        for file in path.parent.glob(path.name + "*"):
            assert NAME.encode() not in file.read_bytes(), file.name
    assert answer(get_decision(house, other.decision.id)) == answer(other)


def test_what_is_not_personal_stays(house: House) -> None:
    before = decide(house, name=NAME)
    after = erase_personal(house, before.decision.id)
    assert after.hidden == {"contact_name", "greeting", "attention", "letters"}
    plain, was = answer(after, "full"), answer(before, "full")
    assert plain["withheld"] == ["attention", "contact_name", "greeting", "letters"]
    same = ("decision", "subject", "version", "identity", "as_of", "problems", "recorded_at")
    assert {key: plain[key] for key in same} == {key: was[key] for key in same}
    assert plain["conclusions"]["grade"] == "A"  # type: ignore[index]  # it is an object
    assert plain["conclusions"]["greeting"] is None  # type: ignore[index]  # it is an object
    fired = {(each["block"], each["rule"]): each for each in plain["fired"]}  # type: ignore[attr-defined]  # a list
    assert fired["grading", "high"] == was["fired"][1]  # type: ignore[index]  # a list
    because = fired["care", "ouyang"]["because"][0]
    assert because["met"] == {"contact_name": None}
    assert (because["holds"], "已隐去" in because["text"]["zh"]) == (None, True)
    assert fired["mail", "all"]["because"][0]["holds"] is True


def test_a_scorecard_of_what_is_erased_tells_no_points(house: House) -> None:
    scorecard = """
  - key: score
    kind: scorecard
    concludes: score
    inputs:
      - key: name
        expression: contact_name
        bands: [{id: yes, when: starts with "欧阳", points: 40}, {id: no, when: "-", points: 7}]
      - key: sales
        expression: annual_sales
        bands: [{id: any, when: "-", points: 2}]
"""
    conclusion = "  - {key: score, title: {zh: 分, en: Score}, type: number, scale: 0}\nblocks:"
    publish(house, RULESET.replace("blocks:", conclusion) + scorecard)
    before = decide(house, name=NAME)
    after = answer(erase_personal(house, before.decision.id))
    because = {
        each["block"]: each["because"]
        for each in after["fired"]  # type: ignore[attr-defined]  # a list
    }["score"]
    assert "points" not in because[0]
    assert because[0]["text"] == {"zh": "联系人（已隐去）", "en": "Contact (withheld)"}
    assert because[1]["points"] == 2


def test_an_erased_decision_can_be_erased_again_and_its_key_is_used_up(house: House) -> None:
    asked: dict[str, Any] = {"api_key": key_of(house), "idempotency": Idempotency("k", "a" * 64)}
    decision = decide(house, name=NAME, **asked).decision.id
    assert answer(erase_personal(house, decision)) == answer(erase_personal(house, decision))
    with pytest.raises(CallerError, match="idempotency-conflict"):
        decide(house, name=NAME, **asked)


@pytest.mark.parametrize("decision", ["", "x", "0" * 26, "0" * 25 + "\0", "客" * 26])
def test_an_unknown_decision_is_refused(house: House, decision: str) -> None:
    for use in (get_decision, erase_personal):
        with pytest.raises(CallerError, match="unknown-decision"):
            use(house, decision)


def test_decisions_are_listed_page_by_page(house: House) -> None:
    clock = house.clock
    assert isinstance(clock, Clock)
    made = []
    for number in range(5):
        clock.pass_(minutes=1)
        made.append(decide(house, subject="A" if number % 2 else "B").decision.id)
    newest_first = made[::-1]

    def listed(wanted: Wanted, limit: int = 50) -> list[str]:
        return [each.decision.id for each in list_decisions(house, wanted, limit)]

    assert listed(Wanted()) == newest_first
    assert listed(Wanted(), 2) == newest_first[:2]
    assert listed(Wanted(before=newest_first[1]), 2) == newest_first[2:4]
    assert listed(Wanted(subject="A")) == [made[3], made[1]]
    assert listed(Wanted(subject="A\0")) == []
    assert listed(Wanted(ruleset="shop-grade", version=2)) == []
    assert listed(Wanted(ruleset="shop-grade", version=10**30)) == []
    assert listed(Wanted(before="\ud800")) == []
    for limit in (0, -1, 201):
        with pytest.raises(CallerError, match="bad-page-size"):
            list_decisions(house, limit=limit)
