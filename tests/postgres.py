"""A private PostgreSQL for tests: its own folder, its own socket, gone at the end."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

import psycopg

from tests import parts

USER: Final = "fenji"
STARTED_WITHIN: Final = 30.0
# A killed server process loses nothing without fsync; only a killed machine would.
SETTINGS: Final[dict[str, str]] = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


class Account(NamedTuple):
    """The account a server runs under; all None: our own."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] | None = None


def _account() -> Account:
    """Choose the account: PostgreSQL refuses root, so root lends it `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return Account()
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return Account(found.pw_uid, found.pw_gid, ())
    message = "PostgreSQL refuses root, and there is no account `postgres` or `nobody`"
    raise RuntimeError(message)


def _tied_to_us() -> list[str]:
    """Have the kernel stop the server when the tests are killed, where util-linux can ask it to."""
    return ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


class Cluster:
    """A PostgreSQL server in a temporary folder, reached through a socket in that folder.

    A test that stops or kills the server makes one of its own; all others use the fixtures.
    """

    def __init__(self) -> None:
        binaries = parts.postgres_binaries()
        if binaries is None:
            message = "no PostgreSQL here: call parts.require('postgres') first"
            raise RuntimeError(message)
        self._binaries = binaries
        # Not pytest's own folder: the server's account could not enter it.
        self.folder = Path(tempfile.mkdtemp(prefix="fenji-pg-"))
        self._account = _account()
        if self._account.uid is not None and self._account.gid is not None:
            os.chown(self.folder, self._account.uid, self._account.gid)
        self._server: subprocess.Popen[bytes] | None = None
        self._call("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-sync")

    def start(self, **otherwise: str) -> None:
        """Start the server and wait until it answers.

        Args:
            otherwise: settings in the place of those of `SETTINGS`.

        Raises:
            RuntimeError: it ended, or did not answer within 30 seconds; with its log.
        """
        settings = [f"-c{name}={value}" for name, value in (SETTINGS | otherwise).items()]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [
                    *(*_tied_to_us(), str(self._binaries / "postgres")),
                    *(f"-D{self._data}", f"-k{self.folder}", *settings),
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._account.uid,
                group=self._account.gid,
                extra_groups=self._account.groups,
            )
        deadline = time.monotonic() + STARTED_WITHIN
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                message = f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT fast, SIGQUIT at once, SIGKILL as in an accident."""
        if self._server is None:
            return
        self._server.send_signal(how)
        self._server.wait(timeout=30)
        self._server = None

    def remove(self) -> None:
        """Stop the server and remove its folder."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """Give the SQLAlchemy address of a database."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def create_database(self, name: str) -> str:
        """Make an empty database and give its address."""
        self._administer(f'create database "{name}" template template0')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, ending the connections a test has left open."""
        self._administer(f'drop database if exists "{name}" with (force)')

    def rename_database(self, name: str, other: str) -> None:
        """Give a database another name, ending the connections a test has left open."""
        ended = "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
        self._administer(f"{ended} '{name}'")
        # It waits, for some seconds, until they have gone.
        self._administer(f'alter database "{name}" rename to "{other}"')

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self._dsn(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self._dsn(), connect_timeout=2).close()
            return True
        return False

    def _dsn(self) -> str:
        return f"host={self.folder} user={USER} dbname=postgres"

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._binaries / program), f"--pgdata={self._data}", *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            user=self._account.uid,
            group=self._account.gid,
            extra_groups=self._account.groups,
        )
