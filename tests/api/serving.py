"""A real server of the interface on this machine, in a process of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.parts import ROOT

STARTS_WITHIN = 30.0


@contextmanager
def serving(database_url: str, *, pages: bool = False, twin: str = "off") -> Iterator[str]:
    """Serve a database that is there; gives the address of the server, which infers once."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "wsgi:create_app", "--factory"),
            *("--interface", "wsgi", "--port", str(port), "--blocking-threads", "8"),
            *("--no-access-log", "--log-level", "warning"),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "FENJI_DATABASE_URL": database_url,
            "FENJI_PAGES": "on" if pages else "off",
            "FENJI_TWIN": twin,
            "FENJI_SECRET_KEY": "for tests only: nothing is signed with it",
        },
    )
    try:
        _wait_for(port, server)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no server at port {port}: {server.poll()}")
