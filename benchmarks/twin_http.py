"""What the second inference adds to a recorded decision over HTTP, at 53, 212 and 1,007 rules.

Granian on this machine, SQLite that waits for the disk, as in `http`. `alone`: one connection, so
half of its answers come within p50; `32`: as many connections, so what counts is answers a second.
`one by one`: the twin begins only when the compiled engine has inferred.
The client and the twin's child take part of the same cores.
"""

import http.client
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks import _http_client as client
from benchmarks import http as over_http
from benchmarks._measured import Measured
from benchmarks._measuring import row
from benchmarks.twin import COPIES, copied
from engine.runtimes.durable import is_here
from service.house import migrate
from service.keys import add_key
from service.publish import publish

READY_WITHIN: Final = 60.0
MANY: Final = 32
SHAPES: Final = (
    ("once", "wsgi", "off"),
    ("overlapped", "wsgi", "always"),
    ("one by one", "benchmarks._http_apps:one_by_one", "always"),
)


def main() -> None:
    """Measure and print."""
    if not is_here():
        row("durable-rules is not here")
        return
    names = ("alone p50 ms", "alone p99 ms", "32: answers/s", "32: p99 ms")
    row("rules, twin", *names)
    for copies in COPIES:
        grading = copied(copies)
        count = sum(len(each.rows) for each in grading.tables)
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'fenji.db'}"
            calls = furnished(url, grading)
            for name, app, twin in SHAPES:
                row(f"{count}, {name}", *shown(url, calls, app, twin))


def furnished(url: str, grading: Measured) -> list[bytes]:
    """Publish the ruleset and make a key; give calls about many customers."""
    with over_http.house_at(url) as house:
        migrate(house)
        publish(house, grading.document())
        key = add_key(house, "bench", ("evaluate",), 1_000_000)[1]
    bodies = [
        {"subject": f"C-{number}", "facts": given, "explain": "none"}
        for number, given in enumerate(grading.customers(300))
    ]
    return [client.call(over_http.PATH, json.dumps(each).encode(), key) for each in bodies]


def shown(url: str, calls: list[bytes], app: str, twin: str) -> Iterator[str]:
    """Measure with one connection, then with many."""
    with over_http.serving(app, url, twin) as port:
        wait_for_twin(port, calls[0], "none" if twin == "off" else "durable")
        alone, many = client.run(port, calls, 1), client.run(port, calls, MANY)
    for each in (alone.p50, alone.p99, many.per_second, many.p99):
        yield f"{each:.2f}"


def wait_for_twin(port: int, call: bytes, expected: str) -> None:
    """Ask until the decision says that this one inferred it again."""
    head, body = call.split(b"\r\n\r\n", 1)
    key = next(line for line in head.decode().splitlines() if line.startswith("Authorization"))
    headers = {"Content-Type": "application/json", "Authorization": key.partition(": ")[2]}
    end = time.monotonic() + READY_WITHIN
    found = ""
    while found != expected:
        assert time.monotonic() < end, f"expected the twin {expected}, found {found}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("POST", over_http.PATH, body, headers)
        found = json.loads(connection.getresponse().read()).get("twin", "")
        connection.close()
        time.sleep(0.1)


if __name__ == "__main__":
    main()
