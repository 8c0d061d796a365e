"""kill -9 in the middle of a batch: each line that was answered is recorded whole."""

import contextlib
import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from service.decisions import get_decision
from service.house import open_house
from service.keys import MOST_RATE, add_key
from service.publish import publish
from tests.api.serving import serving
from tests.fault.test_kill import check_whole
from tests.houses import NAME, RULESET, VOCABULARY, Clock, new_house

LINES = 1500
PATH = "/api/v1/rulesets/shop-grade/evaluate/batch"


def body() -> bytes:
    """Write the batch: each line has a key, so that it can be sent again."""
    return b"".join(
        json.dumps(
            {
                "subject": f"c{number}",
                "facts": {"annual_sales": 600_000, "contact_name": NAME},
                "idempotency_key": f"k{number}",
            }
        ).encode()
        + b"\n"
        for number in range(1, LINES + 1)
    )


@dataclass
class Call:
    """A batch under way: sent by a thread, its answers read as they come."""

    address: str
    key: str
    got: list[Any] = field(default_factory=list)

    def run(self, most: int = LINES + 1) -> None:
        """Read up to so many lines, or as far as the server lives."""
        place = urlsplit(self.address).netloc
        connection = http.client.HTTPConnection(place, timeout=60)
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/x-ndjson",
        }
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("POST", PATH, body(), headers)
            reply = connection.getresponse()
            while len(self.got) < most and (line := reply.readline()).endswith(b"\n"):
                self.got.append(json.loads(line))
        connection.close()

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 30
        while len(self.got) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.got) >= count


def decisions(answered: list[Any]) -> dict[str, str]:
    return {
        each["decision"]["subject"]: each["decision"]["decision"]
        for each in answered
        if "decision" in each
    }


def children(process: int) -> Iterator[int]:
    """Find the server's processes: what it started, and what those did."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == process:
                yield int(folder.name)
                yield from children(int(folder.name))


@pytest.fixture
def key_and_url(tmp_path: Path) -> tuple[str, str]:
    url = f"sqlite:///{tmp_path / 'fenji.db'}"
    house = new_house(url, Clock())
    publish(house, VOCABULARY)
    publish(house, RULESET)
    _, key = add_key(house, "ERP", ("evaluate",), MOST_RATE)
    house.close()
    return key, url


@pytest.mark.fault
@pytest.mark.slow
def test_what_a_batch_answered_outlives_kill_9(key_and_url: tuple[str, str]) -> None:
    key, url = key_and_url
    with serving(url) as address:
        broken = Call(address, key)
        caller = Thread(target=broken.run)
        caller.start()
        broken.wait_for(1)
        for process in list(children(os.getpid())):
            if b"granian" in Path(f"/proc/{process}/cmdline").read_bytes():
                os.kill(process, signal.SIGKILL)
        caller.join(30)
    answered = decisions(broken.got)
    assert 0 < len(answered) < LINES
    assert not any("done" in each for each in broken.got)

    house = open_house(url)
    for subject, decision in answered.items():
        found = get_decision(house, decision)
        assert found.decision.subject == subject
        assert found.decision.facts["contact_name"] == NAME
        assert found.decision.inference.conclusions["grade"] == "A"
    check_whole(house)

    # The caller sends the same again: what was decided is not decided anew.
    with serving(url) as address:
        whole = Call(address, key)
        whole.run()
    assert whole.got[-1] == {"done": True, "lines": LINES, "decided": LINES, "refused": 0}
    again = decisions(whole.got)
    assert len(again) == LINES
    assert {subject: again[subject] for subject in answered} == answered
    with house.database.reading() as transaction:
        count = transaction.exec_driver_sql("SELECT count(*) FROM decisions").scalar_one()
    assert count == LINES
    check_whole(house)


@pytest.mark.fault
@pytest.mark.slow
def test_a_caller_who_goes_away_leaves_nothing_by_halves(key_and_url: tuple[str, str]) -> None:
    key, url = key_and_url
    with serving(url) as address:
        first = Call(address, key)
        first.run(most=10)
        second = Call(address, key)
        second.run()
    assert second.got[-1]["done"] is True
    answered = decisions(first.got)
    assert {subject: decisions(second.got)[subject] for subject in answered} == answered
    check_whole(open_house(url))
