"""SQLite's files are taken away while the house is open: nothing acknowledged is lost with them."""

import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from rulesets.errors import OperatorError
from service.decisions import erase_personal, get_decision, list_decisions
from service.house import House, open_house
from service.publish import publish
from storage import database
from tests.houses import NAME, RULESET, VOCABULARY, decide, furnished_house, new_house


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fenji.db"


@pytest.fixture
def house(path: Path) -> House:
    house = furnished_house(f"sqlite:///{path}")
    decide(house)
    return house


def test_a_file_that_is_removed_takes_no_more_decisions(house: House, path: Path) -> None:
    for each in path.parent.glob("fenji.db*"):
        each.unlink()
    with pytest.raises(OperatorError, match="no-database"):
        decide(house)
    assert not path.exists()


def test_a_file_that_is_replaced_is_read_anew(house: House, path: Path) -> None:
    path.rename(path.with_name("old.db"))
    other = furnished_house(f"sqlite:///{path}")
    made = decide(house).decision.id
    assert [each.decision.id for each in list_decisions(other)] == [made]


def test_the_versions_of_the_file_before_are_forgotten(house: House, path: Path) -> None:
    path.rename(path.with_name("old.db"))
    other = new_house(f"sqlite:///{path}")
    publish(other, VOCABULARY)
    publish(other, RULESET.replace("50万", "70万"))
    assert decide(house, "600000").decision.inference.conclusions["grade"] == "B"


def test_a_file_that_is_removed_during_a_write_is_not_acknowledged(
    house: House, path: Path
) -> None:
    def remove(connection: Connection) -> None:
        if connection.get_execution_options()["fenji_writes"]:
            path.unlink()

    event.listen(house.database.engine, "commit", remove)
    with pytest.raises(OperatorError, match="database-unavailable"):
        decide(house)


def test_a_journal_that_is_removed_loses_nothing(house: House, path: Path) -> None:
    made = [decide(house).decision.id]
    Path(f"{path}-wal").unlink()
    made.append(decide(house).decision.id)
    elsewhere = open_house(f"sqlite:///{path}")
    assert [get_decision(elsewhere, each).decision.id for each in made] == made


def test_traces_that_a_reader_keeps_are_told(
    house: House, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0)
    short = open_house(f"sqlite:///{path}", clock=house.clock)
    decision = decide(short, name=NAME).decision.id
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM decisions").fetchall()
    with caplog.at_level(logging.WARNING):
        erase_personal(short, decision)
    reader.close()
    assert "traces of erased rows remain" in caplog.text
    assert NAME not in caplog.text
