"""A database that fails: nothing is acknowledged, and afterwards all goes on."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, text

from rulesets.errors import OperatorError
from service.decisions import list_decisions
from service.house import House, readiness
from service.recording import Entry
from service.records import stored
from storage.ids import new_id
from tests.houses import NOON, decide, furnished_house, new_house
from tests.postgres import Cluster


def entry(house: House, api_key: str | None = None) -> Entry:
    """Make an entry; one with an unknown key is refused by the database."""
    evaluation = decide(house)
    decision = replace(evaluation.decision, id=new_id(NOON))
    return Entry(stored(replace(evaluation, decision=decision, api_key=api_key), NOON))


def code_of(house: House) -> str:
    with pytest.raises(OperatorError) as refused:
        decide(house)
    return refused.value.faults[0].code


def test_what_is_refused_of_a_group_is_its_callers_alone(database_url: str) -> None:
    house = furnished_house(database_url)
    group = [entry(house), entry(house, "nobody"), entry(house)]
    before = len(list_decisions(house))
    outcomes = house.recorder._commit(group)
    assert outcomes[0] == group[0].decision.id
    assert isinstance(outcomes[1], OperatorError)
    assert outcomes[2] == group[2].decision.id
    assert len(list_decisions(house)) == before + 2


def test_a_full_disk_of_sqlite(tmp_path: Path) -> None:
    house = furnished_house(f"sqlite:///{tmp_path / 'fenji.db'}")
    with house.database.reading() as transaction:
        pages = transaction.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(connection: object, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")  # type: ignore[attr-defined]  # sqlite3's

    event.listen(house.database.engine, "checkout", limit)
    acknowledged: list[str] = []
    with pytest.raises(OperatorError, match="database-full"):
        acknowledged.extend(decide(house).decision.id for _ in range(200))
    assert {each.decision.id for each in list_decisions(house, limit=200)} == set(acknowledged)
    event.remove(house.database.engine, "checkout", limit)
    house.database.close()
    assert decide(house).decision.id


@pytest.mark.needs("postgres")
@pytest.mark.postgres
def test_a_full_disk_of_postgres(postgres_url: str) -> None:
    house = furnished_house(postgres_url)
    with house.database.writing() as transaction:
        transaction.execute(
            text(
                "CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$"
            )
        )
        transaction.execute(
            text(
                "CREATE TRIGGER full_disk BEFORE INSERT ON decision_personal "
                "FOR EACH ROW EXECUTE FUNCTION full()"
            )
        )
    assert code_of(house) == "database-full"
    assert list_decisions(house) == ()


@pytest.mark.needs("postgres")
@pytest.mark.postgres
@pytest.mark.fault
def test_a_postgres_that_is_gone_and_comes_back() -> None:
    cluster = Cluster()
    try:
        cluster.start()
        house = furnished_house(cluster.create_database("gone"))
        kept = decide(house).decision.id
        assert readiness(house) is None
        cluster.stop()
        assert code_of(house) == "database-unavailable"
        reason = readiness(house)
        assert reason is not None
        assert reason.faults[0].code == "database-unavailable"
        cluster.start()
        again = decide(house).decision.id
        assert {each.decision.id for each in list_decisions(house)} == {again, kept}
    finally:
        cluster.remove()


def test_a_sqlite_that_is_gone(tmp_path: Path) -> None:
    house = furnished_house(f"sqlite:///{tmp_path / 'a' / 'fenji.db'}")
    decide(house)
    house.database.close()
    (tmp_path / "a").rename(tmp_path / "b")
    assert code_of(house) == "no-database"
    assert not (tmp_path / "a").exists()
    (tmp_path / "b").rename(tmp_path / "a")
    assert decide(house).decision.id


def test_a_house_without_tables_is_not_ready(database_url: str) -> None:
    house = new_house(database_url)
    assert readiness(house) is None
    with house.database.writing() as transaction:
        transaction.execute(text("DROP TABLE alembic_version"))
    reason = readiness(house)
    assert reason is not None
    assert reason.faults[0].code == "database-not-migrated"


def test_many_threads_get_one_decision_each(database_url: str) -> None:
    house = furnished_house(database_url)
    found: list[str] = []

    def work() -> None:
        found.extend(decide(house).decision.id for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(set(found)) == 120
    assert {each.decision.id for each in list_decisions(house, limit=200)} == set(found)
