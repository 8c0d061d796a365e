"""The line to a child, its other end held by the test: late, dead, babbling, crowded, shared."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from socket import socket, socketpair

import pytest

from rulesets.types import Both
from service.twin.counting import Ended
from service.twin.line import HUNG_SECONDS, MOST_UNDER_WAY, Asked, Line
from service.twin.versions import FORGIVEN_AFTER, MOST_STRIKES, Held
from service.twin_child.wire import ANSWER, HEADER, MOST_BYTES, NOT_INFERRED, Frames, frame
from storage.ruleset_versions import VersionHead
from tests.houses import NOON


@dataclass
class Ends:
    """A line, the child's end of it, and what the line told."""

    line: Line
    child: socket
    told: list[tuple[Ended, Held | None]] = field(default_factory=list)


def held(number: int = 1) -> Held:
    return Held(VersionHead("t", number, "", Both("", ""), NOON, NOON, ""), number, why=None)


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socketpair()
    told: list[tuple[Ended, Held | None]] = []
    yield Ends(Line(ours, lambda why, culprit: told.append((why, culprit))), theirs, told)
    theirs.close()


@pytest.fixture
def late_seconds(monkeypatch: pytest.MonkeyPatch) -> float:
    """Give a child a time so long that the test itself is not late on a loaded machine."""
    monkeypatch.setattr("service.twin.line.LATE_SECONDS", 0.5)
    return 0.5


def settled(line: Line, asked: Asked) -> tuple[bytes | None, str | None]:
    line.wait(asked)
    return asked.answer, asked.why


def test_answers_come_in_the_order_of_the_questions(ends: Ends) -> None:
    asked = [ends.line.ask(held(), b"q%d" % number) for number in range(3)]
    assert [each[2] for each in Frames().take(ends.child.recv(1000))] == [b"q0", b"q1", b"q2"]
    said = frame(1, ANSWER, b"a") + frame(2, NOT_INFERRED) + frame(3, ANSWER, b"")
    for place in range(len(said)):
        ends.child.send(said[place : place + 1])
    assert [settled(ends.line, each) for each in reversed(asked)] == [
        (b"", None),
        (None, "refused"),
        (b"a", None),
    ]


@pytest.mark.parametrize(
    "said",
    [
        frame(2, ANSWER, b"of the second question"),
        frame(3, ANSWER, b"of no question"),
        frame(0, ANSWER),
        frame(1, 99),
        frame(1, ANSWER) * 2 + frame(2, ANSWER),
        HEADER.pack(MOST_BYTES + 1, 1, ANSWER),
        b"Traceback (most recent call last):\n",
    ],
)
def test_a_child_that_babbles_is_given_up(ends: Ends, said: bytes) -> None:
    first, second = ends.line.ask(held(1), b""), ends.line.ask(held(2), b"")
    ends.child.send(said)
    assert settled(ends.line, second) == (None, "babbling")
    ends.line.wait(first)
    assert [why for why, _ in ends.told] == ["babbling"]
    assert ends.line.ask(held(), b"").why == "babbling"


def test_a_child_that_is_gone_is_noticed_when_it_is_asked_and_when_it_is_awaited(
    ends: Ends,
) -> None:
    version = held()
    asked = ends.line.ask(version, b"")
    ends.child.close()
    assert settled(ends.line, asked) == (None, "dead")
    assert ends.told == [("dead", version)]
    ours, theirs = socketpair()
    theirs.close()
    assert Line(ours, lambda *_: None).ask(version, b"").why == "dead"


def test_late_is_a_turn_without_any_progress(late_seconds: float, ends: Ends) -> None:
    first, second, third = (ends.line.ask(held(number), b"") for number in range(3))

    def say() -> None:
        for number in (1, 2):
            time.sleep(0.4 * late_seconds)
            ends.child.send(frame(number, ANSWER, b"a"))

    speaking = threading.Thread(target=say)
    speaking.start()
    began = time.monotonic()
    assert settled(ends.line, second) == (b"a", None)  # its turn came with the first's answer
    assert settled(ends.line, third) == (None, "late")
    took = time.monotonic() - began
    speaking.join()
    assert first.answer == b"a"
    assert 1.7 * late_seconds < took < 20 * late_seconds
    assert ends.told == []


def test_a_late_child_is_asked_again_once_it_has_caught_up(ends: Ends) -> None:
    late = [ends.line.ask(held(), b"") for _ in range(2)]
    assert settled(ends.line, late[1]) == (None, "late")
    assert ends.line.ask(held(), b"").why == "late"
    ends.child.send(frame(1, ANSWER, b"a"))
    assert ends.line.ask(held(), b"").why == "late"
    ends.child.send(frame(2, ANSWER, b"b"))
    asked = ends.line.ask(held(), b"")
    ends.child.send(frame(3, ANSWER, b"c"))
    assert settled(ends.line, asked) == (b"c", None)
    assert [each.answer for each in late] == [None, None]


def test_a_child_that_stays_late_is_hung(ends: Ends) -> None:
    version = held()
    assert settled(ends.line, ends.line.ask(version, b"")) == (None, "late")
    time.sleep(HUNG_SECONDS)
    assert ends.line.ask(held(2), b"").why == "late"
    assert ends.told == [("hung", version)]


def test_a_late_child_has_its_question_even_where_all_of_it_was_not_sent(ends: Ends) -> None:
    """A child that does not read keeps nobody waiting; what it did not take comes later, whole."""
    question = b"x" * 1_500_000
    asked = ends.line.ask(held(), question)
    assert settled(ends.line, asked) == (None, "late")
    got, frames = list[tuple[int, int, bytes]](), Frames()
    ends.child.settimeout(5)
    while not got:
        with suppress(TimeoutError):
            got = frames.take(ends.child.recv(1 << 16))
        ends.line.ask(held(), b"")
    assert got[0][2] == question


def test_what_is_under_way_is_bounded(ends: Ends) -> None:
    asked = [ends.line.ask(held(), b"") for _ in range(MOST_UNDER_WAY + 1)]
    assert [each.why for each in asked[-2:]] == [None, "crowded"]
    ends.child.setblocking(False)
    read = 0
    with suppress(BlockingIOError):
        while True:
            read += len(Frames().take(ends.child.recv(HEADER.size)))
    ends.child.setblocking(True)
    for number in range(1, read + 1):
        ends.child.send(frame(number, ANSWER, b"a"))
    assert settled(ends.line, asked[0]) == (b"a", None)
    assert ends.line.ask(held(), b"").why is None


def test_threads_have_each_its_own_answer(ends: Ends) -> None:
    """The other end answers in bits of any size, with pauses."""
    done = threading.Event()

    def answer() -> None:
        frames, out = Frames(), b""
        ends.child.settimeout(0.05)
        while not done.is_set():
            with suppress(TimeoutError):
                for number, _, content in frames.take(ends.child.recv(1 << 16)):
                    out += frame(number, ANSWER, content * 3)
            while out:
                size = 1 + os.urandom(1)[0]
                ends.child.sendall(out[:size])
                out = out[size:]

    def ask(thread: int) -> int:
        right = 0
        for turn in range(200):
            content = b"%d %d," % (thread, turn)
            several = [ends.line.ask(held(), content) for _ in range(1 + turn % 4)]
            if turn % 7 == 0:
                several.pop(0)  # nobody asks for its answer
            for each in several:
                answered, why = settled(ends.line, each)
                assert answered == content * 3 or why == "late"
                right += answered is not None
        return right

    answering = threading.Thread(target=answer)
    answering.start()
    with ThreadPoolExecutor(16) as pool:
        right = sum(pool.map(ask, range(16)))
    done.set()
    answering.join()
    assert right > 4_000
    assert ends.told == []


def test_a_version_is_barred_after_three_strikes_and_forgiven_after_many_answers() -> None:
    version = held()
    assert [version.struck() for _ in range(MOST_STRIKES)] == [False, False, True]
    assert version.why == "barred"
    other = held()
    for _ in range(2 * MOST_STRIKES):
        assert not other.struck()
        for _ in range(FORGIVEN_AFTER):
            other.answered()
