"""One database: how it is reached, how a transaction runs, what its failures are called."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from rulesets.errors import Fault, OperatorError

BUSY_SECONDS = 20
"""How long a call waits for others to let go of the database before it is refused as busy."""

_LOG = logging.getLogger(__name__)
_PRAGMAS = (
    "journal_mode = WAL",
    # A commit has reached the disk before it is acknowledged.
    "synchronous = FULL",
    "foreign_keys = ON",
    # What is erased is overwritten with zeros, not only unlinked.
    "secure_delete = ON",
    "trusted_schema = OFF",
)
_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_GONE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_PRIMARY_CODE = 0xFF
_DATABASE, _JOURNAL = "fenji-database", "fenji-journal"

Transaction = Connection
"""A transaction of `Database.reading` or `Database.writing`; storage's functions take it first."""


class Database:
    """SQLite or PostgreSQL at an address; made once for a process, used by all its threads.

    Args:
        url: `sqlite:///PATH` or `postgresql+psycopg://…`.

    Raises:
        OperatorError: `bad-database-url` for any other address.

    Example:
        >>> Database("mysql://db/fenji")
        Traceback (most recent call last):
        rulesets.errors.OperatorError: bad-database-url: expected a database address …
    """

    def __init__(self, url: str) -> None:
        self.url = _checked_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite_engine() if self.is_sqlite else self._postgres_engine()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that only reads.

        Raises:
            OperatorError: `no-database`; it cannot be reached, is busy, full or refuses.
        """
        with self._transaction(writes=False) as transaction:
            yield transaction

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a transaction that writes; leaving the block commits it, an exception undoes it.

        SQLite takes its one write lock at the start, so that two writers wait for each other
        rather than fail halfway.

        Raises:
            OperatorError: `no-database`; it cannot be reached, is busy, full or refuses.
        """
        with self._transaction(writes=True) as transaction:
            yield transaction

    def scrub(self, table: str) -> None:
        """Clear the traces that removed rows of a table leave in the files, as far as it can.

        SQLite has overwritten the row itself; its journal is emptied here. PostgreSQL's pages are
        cleared by its vacuum; its write-ahead log and backups keep what they keep.
        """
        try:
            if self.is_sqlite:
                with self.engine.connect() as connection:
                    # Past SQLAlchemy, which would begin a transaction, and without one.
                    cursor = connection.connection.cursor()
                    is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if is_busy:
                    _LOG.warning("traces of erased rows remain: somebody reads the journal")
                return
            in_autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            with in_autocommit.connect() as connection:
                connection.exec_driver_sql(f"VACUUM {table}")
        except (exc.DBAPIError, sqlite3.Error) as error:
            # The row is gone either way, and the next one clears more.
            _LOG.warning("traces of erased rows remain: %s", type(error).__name__)

    def make_file(self) -> None:
        """Make the file of an SQLite database if it is not there; only its owner may read it.

        The files that SQLite puts beside it take its permissions.

        Raises:
            OperatorError: `database-unavailable`, it cannot be made there.
        """
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise OperatorError((Fault("database-unavailable"),)) from error

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for one in memory and for PostgreSQL."""
        name = self.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Transaction]:
        try:
            options = {"fenji_writes": writes}
            with (
                self.engine.connect().execution_options(**options) as connection,
                connection.begin(),
            ):
                yield connection
                noted = connection.info
            if writes and not self._are_same_files(noted):
                _LOG.error("database-unavailable: its file was removed while it was written")
                raise OperatorError((Fault("database-unavailable"),))
        except exc.DBAPIError as error:
            # Without its cause, which may quote a row, and with it what is personal.
            raise _refused(error) from None
        except exc.TimeoutError as error:
            raise OperatorError((Fault("database-busy"),)) from error

    def _sqlite_engine(self) -> Engine:
        engine = create_engine(
            self.url, connect_args={"timeout": BUSY_SECONDS}, pool_size=8, hide_parameters=True
        )
        event.listen(engine, "do_connect", self._require_file)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "connect", self._note_files)
        event.listen(engine, "checkin", self._note_files)
        event.listen(engine, "checkout", self._require_same_files)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _require_file(self, *_: object) -> None:
        # SQLite would make an empty database where one is gone, or was never made.
        if self.file is not None and not self.file.exists():
            raise OperatorError((Fault("no-database", words={"file": str(self.file)}),))

    def _note_files(
        self, connection: sqlite3.Connection | None, record: ConnectionPoolEntry
    ) -> None:
        if self.file is not None and connection is not None:
            record.info.setdefault(_DATABASE, _inode(self.file))
            # The journal appears at the first use, and stays as long as a connection does.
            record.info[_JOURNAL] = record.info.get(_JOURNAL) or _inode(self._journal)

    def _require_same_files(self, _: object, record: ConnectionPoolEntry, __: object) -> None:
        # SQLite goes on writing to a file that was removed or replaced: nobody could read it again.
        if self.file is not None and not self._are_same_files(record.info):
            raise exc.InvalidatePoolError

    def _are_same_files(self, noted: Mapping[Any, Any]) -> bool:
        if self.file is None:
            return True
        journal = noted.get(_JOURNAL)
        return noted[_DATABASE] == _inode(self.file) and journal in {None, _inode(self._journal)}

    @property
    def _journal(self) -> Path:
        return Path(f"{self.file}-wal")

    def _postgres_engine(self) -> Engine:
        # Read committed: after waiting for another's insert we see what it committed.
        return create_engine(
            self.url,
            pool_size=8,
            max_overflow=16,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            connect_args={
                "connect_timeout": 5,
                "options": f"-c lock_timeout={BUSY_SECONDS * 1000} -c timezone=UTC",
            },
        )


def _inode(path: Path) -> tuple[int, int] | None:
    """Tell which file stands at a path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _checked_url(text: str) -> URL:
    try:
        url = make_url(text)
        url.port  # noqa: B018 - reading it is what checks it
    except (exc.ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in {"sqlite", "postgresql", "postgresql+psycopg"}:
        # The address is not repeated: it may hold a password.
        raise OperatorError((Fault("bad-database-url"),))
    return url.set(drivername="postgresql+psycopg") if "postgresql" in url.drivername else url


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions of its own choosing; `_begin_sqlite` begins ours.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("fenji_writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refused(error: exc.DBAPIError) -> OperatorError:
    code = failure_code(error.orig)
    # The driver's own words hold values at times: the log gets the kind of failure only.
    _LOG.error("%s: %s", code, _kind(error.orig))
    return OperatorError((Fault(code),))


def _kind(error: BaseException | None) -> str:
    """Name a failure as the database's manual does: `OperationalError SQLITE_BUSY`, `… 53100`."""
    name = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return f"{type(error).__name__} {name or ''}".rstrip()


def failure_code(error: BaseException | None) -> str:
    """Name a driver's failure by a code of the catalogue.

    Example:
        >>> failure_code(psycopg.errors.DiskFull()), failure_code(None)
        ('database-full', 'database-failed')
    """
    if isinstance(error, sqlite3.Error):
        return _sqlite_failure(getattr(error, "sqlite_errorcode", 0))
    if isinstance(error, psycopg.errors.DiskFull):
        return "database-full"
    if isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected):
        return "database-busy"
    # The server ends (57P…), refuses connections (53300), or the connection breaks (no state).
    state = getattr(error, "sqlstate", None) or ""
    if isinstance(error, psycopg.OperationalError) and state[:2] in {"", "08", "53", "57"}:
        return "database-unavailable"
    return "database-failed"


def _sqlite_failure(code: int) -> str:
    if code in _SQLITE_FULL or code & _PRIMARY_CODE in _SQLITE_FULL:
        return "database-full"
    if code & _PRIMARY_CODE in _SQLITE_BUSY:
        return "database-busy"
    if code & _PRIMARY_CODE in _SQLITE_GONE or code & _PRIMARY_CODE == sqlite3.SQLITE_IOERR:
        return "database-unavailable"
    return "database-failed"
