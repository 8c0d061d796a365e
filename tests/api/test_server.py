"""What only a real server shows: bodies in pieces, long headers, many callers at once."""

import contextlib
import http.client
import json
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.keys import MOST_RATE, add_key
from tests.api.serving import serving
from tests.houses import new_house

pytestmark = pytest.mark.slow
PATH = "/api/v1/rulesets/every-type/evaluate"
BODY = json.dumps({"subject": "s", "facts": {"amount": 1, "tier": "low", "agreed": True}}).encode()


class Server:
    """A server and a key for it."""

    def __init__(self, address: str, key: str) -> None:
        self.place = urlsplit(address).netloc
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def post(self, body: object, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.place, timeout=20)
        try:
            # A server may refuse before all is sent.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request("POST", PATH, body, self.headers | headers)  # type: ignore[arg-type]  # an iterator too
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = shutil.copyfile(published, tmp_path_factory.mktemp("server") / "fenji.db")
    house = new_house(f"sqlite:///{path}")
    _, key = add_key(house, "test", ("evaluate", "read"), MOST_RATE)
    house.close()
    with serving(f"sqlite:///{path}", twin="always") as address:
        yield Server(address, key)


def test_a_call(server: Server) -> None:
    status, body = server.post(BODY)
    assert status == 200
    assert json.loads(body)["conclusions"]["doubled"] == 2


def test_a_body_in_pieces_is_read(server: Server) -> None:
    pieces = iter([BODY[:10], BODY[10:]])
    status, body = server.post(pieces)  # of unknown length: sent in chunks
    assert (status, json.loads(body)["subject"]) == (200, "s")


def test_a_body_in_pieces_that_does_not_end_is_refused(server: Server) -> None:
    pieces = (b" " * 100_000 for _ in range(30))
    status, body = server.post(pieces)  # of unknown length: sent in chunks
    assert (status, json.loads(body)["code"]) == (413, "too-large")


def test_a_long_body_is_refused_before_it_is_sent(server: Server) -> None:
    host, _, port = server.place.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        lines = [f"POST {PATH} HTTP/1.1", f"Host: {server.place}", "Content-Length: 2000000"]
        lines += [f"{name}: {value}" for name, value in server.headers.items()]
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_simultaneous_repeats_make_one_decision(server: Server) -> None:
    with ThreadPoolExecutor(8) as callers:
        answers = set(
            callers.map(lambda _: server.post(BODY, **{"Idempotency-Key": "once"}), range(8))
        )
    assert len(answers) == 1
    assert answers.pop()[0] == 200


def test_very_long_headers_end_no_server(server: Server) -> None:
    status, _ = server.post(BODY, **{"X-Long": "x" * 300_000})
    assert status in {200, 400, 431}
    assert server.post(BODY)[0] == 200
