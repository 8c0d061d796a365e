"""Children that are killed, stopped, slow or say what is not so: no call fails, nothing wrong."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from service.twin import EnginesDisagree
from storage.ruleset_versions import VersionHead
from tests.fault.twin_child import SOUND_ANSWERS
from tests.service.twins import Desk, desk, graded, process_of, until

pytestmark = [pytest.mark.needs("durable"), pytest.mark.fault]
CHILD = "tests.fault.twin_child"
THREADS = 4


def load(
    at: Desk, is_done: Callable[[], bool], least: int = 200, head: VersionHead | None = None
) -> Counter[str]:
    """Ask by several threads, and tell who inferred again; what disagrees counts as `refused`."""
    head = head or prepared(at)
    limit = time.monotonic() + 20

    def ask(thread: int) -> Counter[str]:
        said = Counter[str]()
        while said.total() < least / THREADS or not (is_done() or time.monotonic() > limit):
            facts = {"a": Decimal(490 + (said.total() + thread) % 20)}
            try:
                said[at.decide(head, facts).twin] += 1
            except EnginesDisagree as raised:
                right = raised.inference.agrees(at.infer(head, facts))
                said["refused" if right and raised.again.conclusions["grade"] == "Z" else "?"] += 1
        return said

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(ask, range(THREADS)), Counter())


def prepared(at: Desk) -> VersionHead:
    """Have a version that the child infers."""
    head = at.shelf.add(graded())
    assert at.twins.prepare(head)
    return head


@pytest.mark.parametrize(
    ("fault", "why", "ended"),
    [
        ("garbage", "babbling", "babbling"),
        ("crashed", "dead", "dead"),
        ("hung", "late", "hung"),
        *(
            pytest.param(*each, marks=pytest.mark.soak)
            for each in (
                ("other id", "babbling", "babbling"),
                ("unasked", "babbling", "babbling"),
                ("other kind", "babbling", "babbling"),
                ("too large", "babbling", "babbling"),
                ("unreadable", "babbling", "babbling"),
                ("cut", "dead", "dead"),
            )
        ),
    ],
)
def test_a_child_that_fails_is_replaced_and_no_call_fails(fault: str, why: str, ended: str) -> None:
    with desk(CHILD, fault) as at:
        said = load(at, lambda: ended in at.counts().replaced)
        assert set(said) <= {"durable", "reference"}
        told = at.counts()
        assert (told.durable, told.disagreements) == (said["durable"], 0)
        assert told.durable >= SOUND_ANSWERS - THREADS
        assert sum(told.reference.values()) == said["reference"]
        assert why in told.reference, told
        assert until(lambda: ended in at.counts().replaced), told


def test_wrong_answers_never_leave() -> None:
    with desk(CHILD, "wrong") as at:
        said = load(at, lambda: True)
        told = at.counts()
        assert said["durable"] == told.durable == SOUND_ANSWERS
        assert said["refused"] == told.disagreements > 100
        assert told.replaced == {}


def test_a_slow_child_keeps_nobody_longer_than_its_turn() -> None:
    with desk(CHILD, "slow") as at:
        said = load(at, lambda: True, least=120)
        assert set(said) <= {"durable", "reference"}
        assert said["durable"] > SOUND_ANSWERS
        assert at.counts().replaced == {}


def test_a_late_child_is_not_asked_for_a_while_and_not_ended() -> None:
    with desk(CHILD, "late") as at:
        began = time.monotonic()
        said = load(at, lambda: "barred" in at.counts().reference, least=400)
        assert time.monotonic() - began < 15
        told = at.counts()
        assert said["reference"] > 100
        assert told.reference["late"] >= 1
        assert told.reference["barred"] >= 1
        assert told.replaced == {}


def test_kill_and_stop_under_load() -> None:
    """Somebody kills and stops the child again and again; in the end it works as before."""
    with desk() as at:
        head = prepared(at)
        done = threading.Event()
        signals = Counter[int]()

        def harm() -> None:
            turn = 0
            while not done.wait(0.25):
                sent = (signal.SIGKILL, signal.SIGSTOP)[turn % 2]
                if at.twins.prepare(head, 0):
                    child = process_of(at.twins)
                    turn += 1
                    signals[sent] += 1
                    os.kill(child, sent)

        thread = threading.Thread(target=harm)
        thread.start()
        try:
            said = load(at, lambda: signals.total() >= 3, head=head)
        finally:
            done.set()
            thread.join()
        told = at.counts()
        assert set(said) <= {"durable", "reference"}
        assert said.total() == told.durable + sum(told.reference.values())
        assert told.replaced["dead"] >= 1
        assert signals[signal.SIGKILL] >= 1
        # A version that was at work whenever a child ended may be under suspicion; others are not.
        fresh = at.shelf.add(graded(1))
        assert at.twins.prepare(fresh, 30)
        assert at.decide(fresh, {"a": Decimal(1)}).twin == "durable"


def test_a_version_that_ends_children_is_left_to_the_reference() -> None:
    with desk(CHILD, "crashes at load") as at:
        head = at.shelf.add(graded())
        assert not at.twins.prepare(head, 30)
        assert at.decide(head, {"a": Decimal(1)}).twin == "reference"
        told = at.counts()
        assert told.reference == {"barred": 1}
        assert told.replaced == {"dead": 3}


@pytest.mark.parametrize(
    ("most", "count"), [(8, 40), pytest.param(64, 600, marks=pytest.mark.soak)]
)
def test_versions_come_and_go_without_a_trace(
    most: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this process lets go, the child lets go; so its memory stays."""
    monkeypatch.setattr("service.twin.versions.MOST", most)
    with desk() as at:
        sizes = []
        for copy in range(count):
            head = at.shelf.add(graded(copy))
            assert at.twins.prepare(head)
            at.decide(head, {"a": Decimal(copy)})
            sizes.append(_kilobytes(process_of(at.twins)))
        assert at.counts().durable >= 0.9 * count
        assert at.counts().started == 1
        assert len(at.twins._keeper.held.all()) == most  # type: ignore[union-attr]  # it is there
        # A version takes some hundred KB, and there are `most`, however many came.
        assert sizes[-1] - sizes[count // 2] < 30 * count / 2, sizes[:: count // 10]


def _kilobytes(process: int) -> int:
    with open(f"/proc/{process}/statm", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
        return int(file.read().split()[1]) * 4
