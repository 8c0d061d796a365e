"""A child of twins with a fault planted in it.

python -m tests.fault.twin_child FAULT QUESTIONS LOADING PARENT
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from engine.decision import Declined, Engine, Inference, Runtime
from engine.runtimes.durable import Durable
from rulesets.checked import CheckedRuleset
from service.twin_child.__main__ import Child, main
from service.twin_child.wire import (
    ANSWER,
    HEADER,
    MOST_BYTES,
    frame,
    read_inference,
    write_inference,
)

SOUND_ANSWERS: Final = 20
"""So many answers are right before the fault shows."""

Made = Callable[[int, bytes], bytes]


def wrong(inference: Inference) -> Inference:
    """Change one conclusion, as an engine with a fault might."""
    plain = Inference(inference.conclusions, inference.firings, inference.problems)
    return replace(plain, conclusions={**inference.conclusions, "grade": "Z"})


def slow(number: int, right: bytes) -> bytes:
    """Take long, but not too long."""
    time.sleep(0.02)
    return frame(number, ANSWER, right)


def late(number: int, right: bytes) -> bytes:
    """Take too long, and answer all the same."""
    time.sleep(0.12)
    return frame(number, ANSWER, right)


def hung(_: int, __: bytes) -> bytes:
    """Never answer."""
    while True:
        pass


def crashed(_: int, __: bytes) -> bytes:
    """End as a fault in C ends a process."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def cut(number: int, right: bytes) -> bytes:
    """End within a frame."""
    os.write(CHILD[0], frame(number, ANSWER, right)[:-3])
    os._exit(0)


ANSWERS: Final[Mapping[str, Made]] = {
    "slow": slow,
    "late": late,
    "hung": hung,
    "crashed": crashed,
    "cut": cut,
    "short": lambda number, right: frame(number, ANSWER, right)[:-3],
    "garbage": lambda _, __: os.urandom(4_000),
    "other id": lambda number, right: frame(number + 1, ANSWER, right),
    "unasked": lambda number, right: frame(number, ANSWER, right) * 2,
    "other kind": lambda number, right: frame(number, 99, right),
    "too large": lambda number, _: HEADER.pack(MOST_BYTES + 1, number, ANSWER),
    "unreadable": lambda number, right: frame(number, ANSWER, right[:-1]),
    "wrong": lambda number, right: frame(
        number, ANSWER, write_inference(wrong(read_inference(right)))
    ),
}
"""What is said instead of the right answer."""

CHILD: Final[list[int]] = []


class Faulty(Child):
    """Answers rightly for a while."""

    done = 0
    said: Made

    def answered(self, number: int, kind: int, content: bytes) -> bytes:
        """Answer, or plant the fault."""
        right = super().answered(number, kind, content)
        self.done += 1
        if self.done <= SOUND_ANSWERS:
            return right
        return type(self).said(number, right[HEADER.size :])


class Declining(Child):
    """Declines every version."""

    def __init__(self, questions: object, loading: object, runtime: Runtime) -> None:
        super().__init__(questions, loading, _Declines())  # type: ignore[arg-type]  # sockets


class _Declines:
    name = Durable.name

    def load(self, checked: CheckedRuleset) -> Engine:
        raise Declined("durable-too-large", checked.blocks[0].key)


class _Crashes:
    name = Durable.name

    def load(self, checked: CheckedRuleset) -> Engine:
        # To this very thread: sent to the process, another might take it, and this one go on.
        signal.raise_signal(signal.SIGSEGV)
        raise AssertionError


class CrashingAtLoad(Child):
    """Ends when it is given a version."""

    def __init__(self, questions: object, loading: object, runtime: Runtime) -> None:
        super().__init__(questions, loading, _Crashes())  # type: ignore[arg-type]  # sockets


def chosen(fault: str) -> type[Child]:
    """Find the child with this fault."""
    if fault in ANSWERS:
        return type("Chosen", (Faulty,), {"said": staticmethod(ANSWERS[fault])})
    return {"declines": Declining, "crashes at load": CrashingAtLoad}[fault]


if __name__ == "__main__":
    CHILD.append(int(sys.argv[2]))
    main(sys.argv[2:], chosen(sys.argv[1]))
