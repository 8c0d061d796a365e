"""The way over HTTP, granian on this machine, 32 connections: ratios to a constant answer.

The client takes part of the same cores. Decisions are inferred once; `twin_http` measures what the
second inference adds. A decision without record goes through the same door: its
key may try out the future, and what has not happened is not recorded.
"""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks import _http_client as client
from benchmarks._grading import GRADING
from benchmarks._http_stages import print_stages
from benchmarks._measuring import row
from service.house import House, migrate, open_house
from service.keys import add_key
from service.publish import publish
from tests import parts
from tests.postgres import Cluster

PATH: Final = "/api/v1/rulesets/measured/evaluate"
AHEAD: Final = "2036-01-01T00:00:00Z"
REFERENCE: Final = "benchmarks._http_apps:reference"
THREADS: Final = "16"
STARTS_WITHIN: Final = 30.0


def main() -> None:
    """Measure each shape and print it."""
    row("", "answers/s", "p50 ms", "p99 ms", "to constant")
    first = measured("constant answer", "benchmarks._http_apps:bare", [client.call(PATH, b"{}")], 0)
    flask = [client.call(PATH, b"{}")]
    measured("constant answer by Flask", "benchmarks._http_apps:framework", flask, first)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'fenji.db'}"
        key = furnish(url)
        for explain in ("none", "fired"):
            calls = decisions(key, explain, as_of=AHEAD)
            measured(f"decision, no record, explain {explain}", "wsgi", calls, first, url)
        for explain in ("none", "fired"):
            calls = decisions(key, explain)
            measured(f"decision on SQLite, FULL, explain {explain}", "wsgi", calls, first, url)
        calls = decisions(key, "none")
        measured("the same, reference engine, explain none", REFERENCE, calls, first, url)
        with house_at(url) as house:
            print_stages(house, key)
    if parts.fault("postgres"):
        row("decision on PostgreSQL", "absent")
        return
    with postgres() as url:
        key = furnish(url)
        for explain in ("none", "fired"):
            calls = decisions(key, explain)
            measured(f"decision on PostgreSQL, fsync, explain {explain}", "wsgi", calls, first, url)


def measured(name: str, target: str, calls: list[bytes], first: float, url: str = "") -> float:
    """Measure one shape; give its answers a second."""
    with serving(target, url) as port:
        result = client.run(port, calls)
    ratio = result.per_second / first if first else 1
    figures = (result.per_second, result.p50, result.p99)
    row(name, *(f"{each:.1f}" for each in figures), f"{ratio:.3f} ×")
    return result.per_second


@contextlib.contextmanager
def house_at(url: str) -> Iterator[House]:
    """Open a house and let go of it."""
    house = open_house(url)
    try:
        yield house
    finally:
        house.close()


def furnish(url: str) -> str:
    """Publish the ruleset; make a key and give its text."""
    with house_at(url) as house:
        migrate(house)
        publish(house, GRADING.document())
        return add_key(house, "bench", ("evaluate", "simulate"), 1_000_000)[1]


def decisions(key: str, explain: str, **more: str) -> list[bytes]:
    """Write calls about many customers."""
    bodies: list[dict[str, Any]] = [
        {"subject": f"C-{number}", "facts": given, "explain": explain, **more}
        for number, given in enumerate(GRADING.customers(300))
    ]
    return [client.call(PATH, json.dumps(each).encode(), key) for each in bodies]


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a PostgreSQL that waits for the disk at each commit, as in earnest."""
    cluster = Cluster()
    try:
        cluster.start(fsync="on", full_page_writes="on")
        yield cluster.create_database("bench")
    finally:
        cluster.remove()


@contextlib.contextmanager
def serving(target: str, url: str, twin: str = "off") -> Iterator[int]:
    """Serve an application as `fenji serve` does, in a process of its own; give its port.

    Args:
        target: the application.
        url: the database.
        twin: which decisions are inferred a second time, as `FENJI_TWIN` says.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    factory = "--factory" if target != "benchmarks._http_apps:bare" else "--no-factory"
    name = "wsgi:create_app" if target == "wsgi" else target
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", name, factory, "--interface", "wsgi"),
            *("--port", str(port), "--blocking-threads", THREADS),
            *("--no-access-log", "--log-level", "error"),
        ],
        cwd=parts.ROOT,
        env=os.environ
        | {"FENJI_DATABASE_URL": url or "sqlite://", "FENJI_PAGES": "off"}
        | {"FENJI_SECRET_KEY": "only for measuring: nothing is signed with it"}
        | {"FENJI_TWIN": twin},
    )
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
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
    message = f"no server at port {port}: {server.poll()}"
    raise AssertionError(message)
