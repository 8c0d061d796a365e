"""Lets durable-rules infer in a process of its own, one question after the other.

It is the twin's child: a fault in its C module ends only it. Between publications it is kept, for
the library publishes many; it ends with this process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from socket import socket
from threading import Lock
from time import monotonic
from typing import Final

from engine.boundaries import Question
from engine.decision import Inference
from service.twin.process import CHILD, Process
from service.twin_child.wire import (
    ANSWER,
    DECLINED,
    DROP,
    LOAD,
    NOT_INFERRED,
    QUESTION,
    READY,
    Frames,
    Unreadable,
    frame,
    read_inference,
    write_question,
)

LIMIT_SECONDS: Final = 60.0
"""For all that is asked about one ruleset; then the child is ended."""
FAILED: Final = "failed"
_CHUNK: Final = 1 << 16


class NotInferredApart(Exception):  # noqa: N818 - it is no fault of the ruleset
    """Nothing was inferred; `why` is the code with which it was declined, or `failed`."""

    def __init__(self, why: str) -> None:
        """Say why."""
        self.why = why
        super().__init__(why)


@dataclass
class Apart:
    """A process that infers; threads take turns."""

    child: tuple[str, ...] = CHILD
    limit: float = LIMIT_SECONDS
    _lock: Lock = field(default_factory=Lock)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _process: Process | None = None
    _owner: int = 0

    def start(self) -> None:
        """Start it, unless it is there: it takes some time, which may be used for other things."""
        with self._lock, suppress(OSError):
            self._started()

    def infer(self, frozen: bytes, questions: Sequence[Question]) -> list[Inference | None]:
        """Infer from each set of facts; None where it would rather not.

        Args:
            frozen: the ruleset with all it stands on, as a version keeps it.
            questions: the facts and moments.

        Raises:
            NotInferredApart: it declines the ruleset, or its process failed.
        """
        with self._lock:
            try:
                # A thread's child ends with the thread that started it: the next one finds it gone.
                for last in (False, True):
                    talk = _Talk(self._started(), monotonic() + self.limit, self._numbers)
                    if talk.is_there() or last:
                        break
                    self._end()
                return talk.asked(frozen, questions)
            except (OSError, Unreadable, ValueError):
                self._end()
                raise NotInferredApart(FAILED) from None

    def _started(self) -> Process:
        if self._process is None or self._owner != os.getpid():
            self._process, self._owner = Process(self.child), os.getpid()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process.questions.close()
        self._process = None


class _Talk:
    """What is said with a child about one ruleset."""

    def __init__(self, process: Process, until: float, numbers: Iterator[int]) -> None:
        self._process = process
        self._until = until
        self._numbers = numbers

    def is_there(self) -> bool:
        """Tell whether the child has not ended: then there is an end of file to read."""
        line = self._process.loading
        line.setblocking(False)
        try:
            return line.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def asked(self, frozen: bytes, questions: Sequence[Question]) -> list[Inference | None]:
        """Load the ruleset, ask everything, drop it."""
        number = next(self._numbers)
        loading, line = self._process.loading, self._process.questions
        kind, code = self._told(loading, number, frame(number, LOAD, frozen))
        if kind != READY:
            raise NotInferredApart(code.decode("ascii") if kind == DECLINED else FAILED)
        found: list[Inference | None] = []
        for each in questions:
            # Never the same number twice, so that no answer is taken for another's.
            place = next(self._numbers)
            question = write_question(number, each.facts, each.as_of)
            kind, content = self._told(line, place, frame(place, QUESTION, question))
            if kind not in {ANSWER, NOT_INFERRED}:
                raise Unreadable
            found.append(read_inference(content) if kind == ANSWER else None)
        loading.sendall(frame(number, DROP))
        return found

    def _told(self, line: socket, number: int, said: bytes) -> tuple[int, bytes]:
        """Say something and wait for what comes back."""
        frames = Frames()
        self._wait_for(line)
        line.sendall(said)
        while True:
            self._wait_for(line)
            data = line.recv(_CHUNK)
            if not data:
                raise ConnectionResetError
            if found := frames.take(data):
                (answered, kind, content), *more = found
                if more or answered != number:
                    raise Unreadable
                return kind, content

    def _wait_for(self, line: socket) -> None:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
