"""Transactions, and what failures are called."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from rulesets.errors import OperatorError
from storage.database import Database
from storage.migrating import migrate
from tests.houses import new_database
from tests.postgres import Cluster


@pytest.fixture
def database(empty_url: str) -> Database:
    database = new_database(empty_url)
    with database.writing() as transaction:
        transaction.execute(text("CREATE TABLE plain (number integer PRIMARY KEY)"))
    return database


def count(database: Database) -> int:
    with database.reading() as transaction:
        return int(transaction.execute(text("SELECT count(*) FROM plain")).scalar_one())


def test_leaving_commits_and_an_exception_undoes(database: Database) -> None:
    with database.writing() as transaction:
        transaction.execute(text("INSERT INTO plain VALUES (1)"))
    with pytest.raises(OperatorError), database.writing() as transaction:
        transaction.execute(text("INSERT INTO plain VALUES (2), (1)"))
    assert count(database) == 1


def test_writers_wait_for_each_other(database: Database) -> None:
    def add(numbers: range) -> None:
        for number in numbers:
            with database.writing() as transaction:
                transaction.execute(text("SELECT count(*) FROM plain"))
                transaction.execute(text("INSERT INTO plain VALUES (:n)"), {"n": number})

    threads = [threading.Thread(target=add, args=(range(n, n + 20),)) for n in (0, 20, 40, 60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 80


@pytest.mark.parametrize(
    "address",
    ["", "fenji.db", "mysql://db/x", "postgresql+psycopg2://u:geheim@db/x", "postgresql://h:x/db"],
)
def test_another_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(OperatorError, match="bad-database-url") as refused:
        new_database(address)
    assert "geheim" not in str(refused.value)


def code_of(url: str) -> str:
    with pytest.raises(OperatorError) as refused, new_database(url).writing() as transaction:
        migrate(transaction)
    return refused.value.faults[0].code


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert code_of(f"sqlite:///{tmp_path / 'file' / 'fenji.db'}") == "database-unavailable"
    assert code_of(f"postgresql:///fenji?host={tmp_path}") == "database-unavailable"
    (tmp_path / "noise").write_bytes(b"no database at all" * 100)
    assert code_of(f"sqlite:///{tmp_path / 'noise'}") == "database-unavailable"


def test_a_full_disk_of_sqlite(tmp_path: Path) -> None:
    database = new_database(f"sqlite:///{tmp_path / 'small.db'}")
    with database.reading() as transaction:
        # The page count is the connection's: the pool gives the same one again.
        transaction.exec_driver_sql("PRAGMA max_page_count = 2")
    with pytest.raises(OperatorError, match="database-full"), database.writing() as transaction:
        migrate(transaction)


def test_a_busy_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.1)
    database = new_database(f"sqlite:///{tmp_path / 'busy.db'}")
    other = sqlite3.connect(tmp_path / "busy.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperatorError, match="database-busy"), database.writing():
        pass
    other.execute("ROLLBACK")
    with database.writing():
        pass


@pytest.mark.needs("postgres")
@pytest.mark.postgres
@pytest.mark.fault
def test_a_postgres_that_goes_and_comes_back() -> None:
    cluster = Cluster()
    try:
        cluster.start()
        database = new_database(cluster.create_database("gone"))
        with database.writing() as transaction:
            migrate(transaction)
        cluster.stop()
        with pytest.raises(OperatorError, match="database-unavailable"), database.writing():
            pass
        cluster.start()
        with database.writing() as transaction:
            migrate(transaction)
    finally:
        cluster.remove()
