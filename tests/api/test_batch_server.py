"""A batch at a real server: no faster than its caller reads, in memory that does not grow."""

import json
import shutil
import socket
import time
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from service.keys import MOST_RATE, add_key
from tests.api.serving import serving
from tests.houses import new_house

pytestmark = [pytest.mark.slow, pytest.mark.soak]
PATH = "/api/v1/rulesets/every-type/evaluate/batch"
LINES = 9_000
LINE = b'{"subject": "' + b"x" * 4_000 + b'", "facts": 5}\n'
"""A line that is refused: what is looked at here is how bytes flow."""

MEMORY = 25_000_000
"""What a server takes more of than at rest, at most; the body has 36 MB."""


class Sender:
    """Sends a batch in pieces and counts what was taken from it."""

    def __init__(self, address: str, key: str) -> None:
        host, _, port = urlsplit(address).netloc.partition(":")
        self.connection = socket.create_connection((host, int(port)), timeout=60)
        self.sent = 0
        head = (
            f"POST {PATH} HTTP/1.1",
            f"Host: {host}",
            "Connection: close",
            f"Authorization: Bearer {key}",
            "Content-Type: application/x-ndjson",
            f"Content-Length: {LINES * len(LINE)}",
        )
        self.connection.sendall("\r\n".join([*head, "", ""]).encode())
        Thread(target=self.send, daemon=True).start()

    def send(self) -> None:
        piece = LINE * 50
        for _ in range(LINES // 50):
            self.connection.sendall(piece)
            self.sent += len(piece)

    def stalled(self) -> int:
        """Wait until nothing more is taken; gives how much was."""
        before = -1
        while before != self.sent:
            before = self.sent
            time.sleep(1)
        return before


def highest_memory(address: str) -> int:
    """Give the most that a process of a server took so far, in bytes."""
    port = address.rpartition(":")[2].encode()
    highest = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if port not in (folder / "cmdline").read_bytes().split(b"\0"):
                continue
            status = (folder / "status").read_text()
        except OSError:
            continue
        highest = max(highest, int(status.partition("VmHWM:")[2].split()[0]) * 1024)
    assert highest
    return highest


def test_who_does_not_read_is_not_read_either(published: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copyfile(published, tmp_path / 'fenji.db')}"
    house = new_house(url)
    _, key = add_key(house, "test", ("evaluate",), MOST_RATE)
    house.close()
    with serving(url) as address:
        before = highest_memory(address)
        sender = Sender(address, key)
        stalled = sender.stalled()
        size, tail = 0, b""
        with sender.connection:
            while piece := sender.connection.recv(65_536):
                size += len(piece)
                tail = (tail + piece)[-1_000:]
        grown = highest_memory(address) - before
    assert grown < MEMORY
    assert stalled < LINES * len(LINE)
    end = json.loads(tail[tail.rindex(b'{"done"') : tail.rindex(b"}") + 1])
    assert end == {"done": True, "lines": LINES, "decided": 0, "refused": LINES}
    assert size > LINES * 500
