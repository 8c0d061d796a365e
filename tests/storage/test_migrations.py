"""The database that the migrations make is the one the tables describe."""

import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import exc, text

from rulesets.errors import OperatorError
from storage import decisions
from storage.migrating import migrate, newest, require_newest
from storage.tables import METADATA
from tests import parts
from tests.houses import new_database, new_house


def test_migrations_make_the_tables(empty_url: str) -> None:
    database = new_database(empty_url)
    with database.writing() as transaction:
        migrate(transaction)
    with database.reading() as transaction:
        context = MigrationContext.configure(transaction, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == newest()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_tables_made_a_second_time_for_tests_are_those_of_the_migrations(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = []
    for name in ("migrated", "first", "second"):
        url = f"sqlite:///{tmp_path / name}"
        if kind == "postgresql":
            parts.require("postgres")
            url = request.getfixturevalue("postgres_cluster").create_database(f"made_{name}")
        database = new_database(url) if name == "migrated" else new_house(url).database
        if name == "migrated":
            with database.writing() as transaction:
                migrate(transaction)
        with database.reading() as transaction:
            found.append([transaction.execute(text(each)).all() for each in _SHAPES[kind]])
        database.close()
    assert found[0] == found[1] == found[2]
    assert all(found[0])


_SHAPES = {
    "sqlite": [
        "SELECT type, name, sql FROM sqlite_master ORDER BY type, name",
        "SELECT version_num FROM alembic_version",
    ],
    "postgresql": [
        (
            "SELECT table_name, column_name, data_type, is_nullable, column_default"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ),
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        "SELECT pg_get_constraintdef(oid), conname FROM pg_constraint ORDER BY 2, 1",
        "SELECT version_num FROM alembic_version",
    ],
}


def test_a_second_migration_does_nothing(empty_url: str) -> None:
    database = new_database(empty_url)
    for _ in range(2):
        with database.writing() as transaction:
            migrate(transaction)
    with database.reading() as transaction:
        require_newest(transaction)


def test_decisions_of_before_the_twin_are_kept_and_were_inferred_once(empty_url: str) -> None:
    database = new_database(empty_url)
    with database.writing() as transaction:
        migrate(transaction, "0001")
        old = {"id": "0" * 26, "at": "2026-03-01T12:00:00.000000Z"}
        for statement in (_OLD_VERSION, _OLD_DECISION, _OLD_PERSONAL):
            transaction.execute(text(statement), old)
    with database.writing() as transaction:
        migrate(transaction)
    with database.reading() as transaction:
        require_newest(transaction)
        found = decisions.get(transaction, "0" * 26)
        assert found is not None
        assert (found.twin, found.twice) == ("none", "")
        assert (found.record, found.personal, found.engine) == ("{}", "[1]", "compiled")
    for statement in ("UPDATE decisions SET twin = 'durable'", "DELETE FROM decisions"):
        with (
            database.engine.connect() as connection,
            pytest.raises(exc.DBAPIError, match="decisions are immutable"),
        ):
            connection.execute(text(statement))


_OLD_VERSION = """
INSERT INTO ruleset_versions (ruleset, number, identity, frozen, source, title_zh, title_en,
published_at, effective_from, published_by) VALUES ('grade', 1, 'a', '{}', '', '', '', :at, :at, '')
"""
_OLD_DECISION = """
INSERT INTO decisions (id, ruleset, version, identity, subject, as_of, recorded_at, engine, record)
VALUES (:id, 'grade', 1, 'a', '17850', :at, :at, 'compiled', '{}')
"""
_OLD_PERSONAL = "INSERT INTO decision_personal (decision, personal) VALUES (:id, '[1]')"


def test_a_migration_is_whole_or_not_at_all(empty_url: str) -> None:
    database = new_database(empty_url)
    transaction = database.engine.connect().execution_options(fenji_writes=True)
    with transaction.begin() as begun:
        migrate(transaction)
        begun.rollback()
    transaction.close()
    with database.writing() as transaction:
        migrate(transaction)


def test_an_empty_database_and_a_newer_one_are_refused(empty_url: str) -> None:
    database = new_database(empty_url)
    with database.reading() as transaction, pytest.raises(OperatorError) as refused:
        require_newest(transaction)
    assert refused.value.faults[0].code == "database-not-migrated"
    with database.writing() as transaction:
        migrate(transaction)
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for step in (migrate, require_newest):
        with pytest.raises(OperatorError, match="found 9999"), database.writing() as transaction:
            step(transaction)


def test_the_file_of_sqlite_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "fenji.db"
    database = new_database(f"sqlite:///{path}")
    with database.writing() as transaction:
        migrate(transaction)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes["fenji.db"] == modes["fenji.db-wal"] == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    with new_database(f"sqlite:///{tmp_path / 'a.db'}").reading() as transaction:
        found = {
            pragma: transaction.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
