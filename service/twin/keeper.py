"""Keeps a child: a thread starts it, gives it versions, and replaces it when it fails."""

from __future__ import annotations

import weakref
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from socket import socketpair
from threading import Condition, Thread
from time import monotonic
from typing import Final, Literal

from service.loading import Versions
from service.twin.counting import Counting, Ended, Why
from service.twin.line import Line
from service.twin.process import Process
from service.twin.serving import LOG, EndError, Serving
from service.twin.versions import Held, HeldVersions

FIRST_PAUSE_SECONDS: Final = 0.1
MOST_PAUSE_SECONDS: Final = 30.0
LIVED_SECONDS: Final = 60.0
"""After a child that lived so long the next one comes soon; else each pause doubles the last."""

_DOWN: Final[dict[Ended | None, Why]] = {
    None: "absent",
    "dead": "dead",
    "hung": "late",
    "babbling": "babbling",
}


@dataclass(frozen=True)
class _Task:
    """Something to tell the child about a version."""

    kind: Literal["load", "drop"]
    held: Held


class Keeper:
    """The child of a process, whichever it is just now. Threads share it."""

    def __init__(self, versions: Versions, counting: Counting, child: tuple[str, ...]) -> None:
        """Make it; nothing is started before a version is asked for."""
        self._versions = versions
        self._counting = counting
        self._child = child
        self._changed = Condition()
        self._tasks = deque[_Task]()
        self._thread: Thread | None = None
        self._is_closed = False
        self._down: Why = "loading"
        self._wake, self._woken = socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
            weakref.finalize(self, end.close)
        self.held = HeldVersions(self._drop, self._add)
        self.line: Line | None = None
        self.process: Process | None = None

    def why_not(self, held: Held) -> Why | None:
        """Say why a version is not inferred by a child now; None when it is."""
        why = held.why
        if why is not None and why != "loading":
            return why
        if self.line is None:
            return self._down
        if held.rests_until and monotonic() < held.rests_until:
            return "barred"
        return why

    def wait(self, held: Held, timeout: float) -> bool:
        """Wait until a version is inferred by a child; False when it is not, or not in time."""

        def is_settled() -> bool:
            why = self.why_not(held)
            return why is None or self._is_closed or held.why not in {None, "loading"}

        with self._changed:
            self._changed.wait_for(is_settled, timeout)
            return self.why_not(held) is None

    def stop(self) -> None:
        """Have the child ended; no other is started."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._poke()

    def join(self, timeout: float) -> None:
        """Wait until the child has ended."""
        if self._thread is not None:
            self._thread.join(timeout)

    def _add(self, held: Held) -> None:
        with self._changed:
            self._tasks.append(_Task("load", held))
            if self._thread is None and not self._is_closed:
                self._thread = Thread(target=self._run, name="fenji-twin", daemon=True)
                self._thread.start()
        self._poke()

    def _drop(self, held: Held) -> None:
        held.why = "refused"  # whoever still has it in hand asks the reference
        with self._changed:
            self._tasks.append(_Task("drop", held))
        self._poke()

    def _poke(self) -> None:
        with suppress(OSError):  # full: it is being woken anyway
            self._wake.send(b"!")

    # What follows runs in the keeper's own thread. A child must be started by a thread that lives
    # as long as it does: on Linux it dies with the thread that started it.

    def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._is_closed:
            began = monotonic()
            self._down = _DOWN[self._one_child()]
            if monotonic() - began > LIVED_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed, pause)
            pause = min(2 * pause, MOST_PAUSE_SECONDS)
        with self._changed:
            self._changed.notify_all()

    def _one_child(self) -> Ended | None:
        """Start a child, serve it while it lives, and clear it away; say why it ended."""
        try:
            process = Process(self._child)
        except OSError as error:
            LOG.error("no child can be started: %s", type(error).__name__)
            return "dead"
        self._counting.started()
        serving = Serving(self._versions, process, self._woken, self._poke)
        ended = EndError("dead")
        try:
            with self._changed:
                self.line, self.process = serving.line, process
            while not self._is_closed:
                self._next(serving)
            ended = EndError(None)
        except EndError as error:
            ended = error
        except Exception as error:  # noqa: BLE001 - whatever it is, the next child may do better
            LOG.error("the keeper of a child failed: %s", type(error).__name__)
        finally:
            self._down = _DOWN[ended.why]
            self.line = self.process = None
            serving.line.give_up(ended.why or "dead")
            code = process.end()
        if ended.why is not None and not self._is_closed:
            self._replaced(ended.why, code, [serving.loading, ended.culprit])
        return ended.why

    def _next(self, serving: Serving) -> None:
        with self._changed:
            task = self._tasks.popleft() if self._tasks else None
        if task is None:
            serving.listen()
        elif task.kind == "drop":
            serving.drop(task.held)
        elif task.held.why == "loading":
            why = serving.load(task.held)
            with self._changed:
                if task.held.why == "loading":
                    task.held.why = why
                self._changed.notify_all()

    def _replaced(self, why: Ended, code: int, culprits: list[Held | None]) -> None:
        """Note who was at work when a child ended; the next is given the others."""
        blamed = {each.name: each for each in culprits if each is not None}
        self._counting.replaced(why)
        named = ", ".join(blamed) or "nothing"
        LOG.warning("child replaced: %s, ended with %s, at work on %s", why, code, named)
        for name, held in blamed.items():
            if held.struck():
                LOG.error("%s is left to the reference: it ended a child too often", name)
        with self._changed:
            self._tasks.clear()
            for held in self.held.all():
                if held.why is None or held.why == "loading":
                    held.why = "loading"
                    self._tasks.append(_Task("load", held))
            self._changed.notify_all()
