"""A real server of the pages over a furnished house, as browser tests and pictures need it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from service.house import House, open_house
from service.settings import Settings
from tests.houses import QUICK
from tests.parts import ROOT
from tests.signing_in import cookie_of, token_of
from tests.site import DATABASE

_PATIENCE: Final = 60
SECRET_KEY: Final = "of the browser tests, and of nothing else in the world"  # noqa: S105 - of tests


@dataclass(frozen=True)
class Running:
    """Where the pages are served, the house with the machine's clock, and who is signed in."""

    port: int
    now: House
    worker: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, *roles: str, name: str = "") -> str:
        """Sign a new person in, and give the cookie of the session."""
        return cookie_of(token_of(self.now, *roles, name=name), SECRET_KEY)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 - ours
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the server does not answer")


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """Serve the database in a folder with granian on a free port of this machine."""
    port = free_port()
    environment = os.environ | {
        "FENJI_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "FENJI_TWIN": "off",
        "FENJI_SECRET_KEY": SECRET_KEY,
        "FENJI_PAGES": "on",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "wsgi:create_app"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        # The server has the machine's clock, by which sessions end.
        settings = Settings(database_url=environment["FENJI_DATABASE_URL"], twin="off")
        now = open_house(settings, passwords=QUICK)
        try:
            wait_for(f"http://127.0.0.1:{port}", server)
            yield Running(port, now, cookie_of(token_of(now), SECRET_KEY))
        finally:
            server.terminate()
            server.wait(timeout=30)
            now.close()
