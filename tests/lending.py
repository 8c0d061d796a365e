"""A PostgreSQL database with Fenji's tables and no row, lent to one test after the other.

To make a database and its tables takes as long as ten tests; to empty it again takes little.
"""

import uuid
from typing import Final

import psycopg
from psycopg.sql import SQL, Identifier

from tests.houses import new_house
from tests.postgres import Cluster

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_KEPT: Final = "alembic_version"
_SHAPE: Final = """
    SELECT md5(string_agg(of, '|' ORDER BY of)) FROM (
        SELECT attribute::text FROM pg_attribute AS attribute JOIN pg_class ON oid = attrelid
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT t::text FROM pg_trigger AS t
        UNION ALL SELECT c::text FROM pg_constraint AS c WHERE conrelid <> 0
        UNION ALL SELECT p::text FROM pg_proc AS p WHERE pronamespace = 'public'::regnamespace
    ) AS everything (of)
"""


class Lent:
    """One database of a cluster; each test has it to itself, under a name of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._name = ""
        self._shape = ""

    def lend(self) -> str:
        """Give the SQLAlchemy address of a database with all tables, and no row in any."""
        if not self._name:
            self._name = _new_name()
            new_house(self._cluster.create_database(self._name)).close()
            self._shape = self._emptied()
        return self._cluster.url(self._name)

    def take_back(self) -> None:
        """End what a test has left open, and empty the database; one of another shape is removed.

        A thread that a test has left behind looks for the old name, and finds nothing.
        """
        old, self._name = self._name, _new_name()
        try:
            self._cluster.rename_database(old, self._name)
            if self._emptied() == self._shape:
                return
        except psycopg.Error:
            self._cluster.drop_database(old)
        self._cluster.drop_database(self._name)
        self._name = ""

    def _emptied(self) -> str:
        """Empty all tables, and tell their shape."""
        address = self._cluster.url(self._name).replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            # Rows that may not be removed are guarded by triggers, which this sets aside.
            connection.execute("SET LOCAL session_replication_role = replica")
            for (table,) in connection.execute(_TABLES).fetchall():
                if table != _KEPT:
                    connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            connection.execute(
                "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
            )
            return str((connection.execute(_SHAPE).fetchone() or ("",))[0])


def _new_name() -> str:
    return f"test_{uuid.uuid4().hex}"
