"""A client that keeps connections busy: each sends its next call when the last is answered."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Final, cast

CONNECTIONS: Final = 32
WARMING: Final = 0.7
MEASURED: Final = 3.0


@dataclass
class Load:
    """What is sent, and how long each answer took, in seconds; `bad` ones were no 200."""

    calls: list[bytes]
    until: float
    sent: int = 0
    bad: int = 0
    taken: list[tuple[float, float]] = field(default_factory=list)

    def next_call(self) -> bytes:
        """Give the calls in turn."""
        self.sent += 1
        return self.calls[self.sent % len(self.calls)]


class _Connection(asyncio.Protocol):
    """One connection; knows answers by their Content-Length."""

    def __init__(self, load: Load, done: asyncio.Future[None]) -> None:
        self._load = load
        self._done = done
        self._began = 0.0
        self._answer = b""
        self._wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if not self._wanted:
            head = self._answer.find(b"\r\n\r\n")
            if head < 0:
                return
            length = self._answer[:head].lower().partition(b"content-length:")[2]
            self._wanted = head + 4 + int(length.split(b"\r\n", 1)[0])
        if len(self._answer) >= self._wanted:
            now = perf_counter()
            self._load.taken.append((now, now - self._began))
            self._load.bad += not self._answer.startswith(b"HTTP/1.1 200")
            if now < self._load.until:
                self._send()
            else:
                self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        del error
        if not self._done.done():
            self._done.set_result(None)

    def _send(self) -> None:
        self._answer, self._wanted = b"", 0
        self._began = perf_counter()
        self._transport.write(self._load.next_call())


@dataclass(frozen=True)
class Result:
    """Answers a second, and the times within which a half and 99 of 100 came, in milliseconds."""

    per_second: float
    p50: float
    p99: float


def run(port: int, calls: list[bytes], connections: int = CONNECTIONS) -> Result:
    """Keep a server busy for some seconds; those of the first moments are not counted."""
    return asyncio.run(_run(port, calls, connections))


async def _run(port: int, calls: list[bytes], connections: int) -> Result:
    loop = asyncio.get_running_loop()
    began = perf_counter() + WARMING
    load = Load(calls, began + MEASURED)
    ends: list[asyncio.Future[None]] = []
    for _ in range(connections):
        done = loop.create_future()
        ends.append(done)
        await loop.create_connection(partial(_Connection, load, done), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*ends), WARMING + MEASURED + 20)
    assert not load.bad, f"{load.bad} answers were no 200"
    times = sorted(taken for at, taken in load.taken if began <= at < load.until)
    assert times, "nothing was answered"
    share = [times[int(len(times) * part)] * 1e3 for part in (0.5, 0.99)]
    return Result(len(times) / MEASURED, *share)


def call(path: str, body: bytes, key: str = "") -> bytes:
    """Write a POST as it goes over the wire."""
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"Authorization: Bearer {key}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body
