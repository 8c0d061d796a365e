"""The line on which a child is asked and answers: many threads ask, whoever waits reads.

There is no thread that only reads. One of those that wait reads for all (it leads); when it has its
own answer, it wakes another. So a single caller needs no second thread, and no answer is left in
the socket while somebody waits.
"""

from __future__ import annotations

import select
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from socket import MSG_DONTWAIT, SHUT_RDWR, SO_RCVTIMEO, SOL_SOCKET, socket
from struct import pack
from threading import Lock
from time import monotonic
from typing import Final

from service.twin.counting import Ended, Why
from service.twin.versions import Held
from service.twin_child.wire import ANSWER, NOT_INFERRED, QUESTION, Frames, Unreadable, frame

LATE_SECONDS: Final = 0.05
"""Without any progress for so long, a child is late with the question that is its turn."""
HUNG_SECONDS: Final = 1.0
"""Without any progress for so long, it is taken for hung when it is needed next."""
MOST_UNDER_WAY: Final = 1_000
MOST_UNSENT: Final = 8_000_000
"""Of bytes that the socket did not take yet."""

_CHUNK: Final = 1 << 16
_WHY: Final[dict[Ended, Why]] = {"dead": "dead", "hung": "late", "babbling": "babbling"}


@dataclass(eq=False, slots=True)
class Asked:
    """A question on its way; it is settled once there is an `answer`, or a `why` there is none."""

    held: Held
    answer: bytes | None = None
    why: Why | None = None
    bell: Lock | None = None

    @property
    def is_settled(self) -> bool:
        """Tell whether it is known what becomes of it."""
        return self.answer is not None or self.why is not None


class Line:
    """One child's line of questions and answers."""

    def __init__(self, end: socket, ended: Callable[[Ended, Held | None], None]) -> None:
        """Make it.

        Args:
            end: this process's end of the socket.
            ended: is told once when the child cannot be asked any more, and with which version.
        """
        # One call of the system waits and reads, no longer than the child may take for a turn.
        end.setblocking(True)
        end.setsockopt(SOL_SOCKET, SO_RCVTIMEO, pack("ll", 0, int(LATE_SECONDS * 1e6)))
        self._end = end
        # Shut when the child is given up, but closed only when no thread can use its number.
        weakref.finalize(self, end.close)
        self._tell = ended
        self._frames = Frames()
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)
        self._lock = Lock()
        self._sending = Lock()
        self._leads = False
        self._waiting = deque[Asked]()
        self._asked: dict[int, Asked] = {}
        self._number = 0
        self._unsent = b""
        self._moved = monotonic()
        self._is_late = False
        self.ended: Ended | None = None

    def ask(self, held: Held, question: bytes) -> Asked:
        """Send a question; never waits. It is settled at once where the child cannot be asked."""
        asked = Asked(held)
        if self._is_late or self._unsent or len(self._asked) >= MOST_UNDER_WAY:
            self._look()
        with self._sending:
            asked.why = self._refuses()
            if asked.why is None:
                self._number += 1
                if not self._asked:
                    self._moved = monotonic()
                with self._lock:
                    self._asked[self._number] = asked
                self._send(frame(self._number, QUESTION, question))
        return asked

    def wait(self, asked: Asked) -> None:
        """Wait until a question is settled: at most `LATE_SECONDS` from the child's last answer."""
        while not asked.is_settled:
            with self._lock:
                leads, self._leads = not self._leads, True
                if not leads and not asked.is_settled:
                    bell = asked.bell = Lock()
                    bell.acquire()
                    self._waiting.append(asked)
            if leads:
                with self._led():
                    while not asked.is_settled:
                        self._read(waits=True)
            elif not asked.is_settled:
                bell.acquire()

    def give_up(self, why: Ended, held: Held | None = None) -> None:
        """Ask this child no more; whoever waits is settled without an answer."""
        with self._lock:
            if self.ended is not None:
                return
            self.ended = why
            culprit = held or next((each.held for each in self._asked.values()), None)
            for each in self._asked.values():
                self._settle(each, None, _WHY[why])
            self._asked.clear()
        # Told first: once the socket is shut the child ends, and that is not why.
        self._tell(why, culprit)
        with suppress(OSError):  # the other end may have gone already
            self._end.shutdown(SHUT_RDWR)

    def _refuses(self) -> Why | None:
        """Say why nothing can be asked now."""
        if self.ended is not None:
            return _WHY[self.ended]
        if self._is_late:
            return "late"
        if len(self._asked) >= MOST_UNDER_WAY or len(self._unsent) > MOST_UNSENT:
            return "crowded"
        return None

    def _look(self) -> None:
        """Take in what is there, without waiting; somebody else may be at it."""
        with self._lock:
            if self._leads:
                return
            self._leads = True
        with self._led():
            self._read(waits=False)
        if self._is_late and monotonic() - self._moved > HUNG_SECONDS:
            self.give_up("hung")

    @contextmanager
    def _led(self) -> Iterator[None]:
        """Let go of the lead in the end, and wake one who waits."""
        try:
            yield
        finally:
            with self._lock:
                self._leads = False
                while self._waiting:
                    if self._ring(self._waiting.popleft()):
                        break

    def _read(self, *, waits: bool) -> None:
        """Take in what the child says; it is late if it says nothing for too long."""
        left = self._moved + LATE_SECONDS - monotonic() if waits else 0
        is_its_turn_new = left > 0.8 * LATE_SECONDS and not self._unsent
        if not is_its_turn_new:
            room = select.POLLOUT if self._unsent else 0
            self._poll.modify(self._end, select.POLLIN | room)
            self._poll.poll(max(0, ceil(left * 1000)))
            if room:
                with self._sending:
                    self._send(b"")
        try:
            data = self._end.recv(_CHUNK, 0 if is_its_turn_new else MSG_DONTWAIT)
        except BlockingIOError:
            if waits and self._moved + LATE_SECONDS <= monotonic():
                self._note_late()
            return
        except OSError:
            data = b""
        self._take(data)

    def _take(self, data: bytes) -> None:
        """Settle what is answered; without data the child has gone."""
        if not data:
            self.give_up("dead")
            return
        try:
            frames = self._frames.take(data)
        except Unreadable:
            self.give_up("babbling")
            return
        for number, kind, content in frames:
            if not self._answered(number, kind, content):
                self.give_up("babbling")
                return

    def _answered(self, number: int, kind: int, content: bytes) -> bool:
        """Settle the question whose turn it is; tell whether that was it."""
        with self._lock:
            if self.ended is not None:
                return True
            if next(iter(self._asked), None) != number or kind not in {ANSWER, NOT_INFERRED}:
                return False
            asked = self._asked.pop(number)
            self._moved = monotonic()
            if self._is_late:
                # All that were asked before were given up; it may be asked again after these.
                self._is_late = bool(self._asked)
            else:
                asked.held.answered()
                why: Why | None = None if kind == ANSWER else "refused"
                self._settle(asked, content if kind == ANSWER else None, why)
        return True

    def _note_late(self) -> None:
        """Give up what is under way, not yet the child: it may only be slow."""
        with self._lock:
            first = next(iter(self._asked.values()), None)
            if first is None:
                return
            self._is_late = True
            first.held.was_late(monotonic())
            for each in self._asked.values():
                self._settle(each, None, "late")

    def _settle(self, asked: Asked, answer: bytes | None, why: Why | None) -> None:
        asked.answer, asked.why = answer, why
        self._ring(asked)

    def _ring(self, asked: Asked) -> bool:
        """Wake who waits for a question; the lock is held."""
        bell, asked.bell = asked.bell, None
        if bell is not None:
            bell.release()
        return bell is not None

    def _send(self, more: bytes) -> None:
        """Send what the socket takes; the rest goes when there is room. `_sending` is held."""
        self._unsent += more
        try:
            sent = self._end.send(self._unsent, MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            self.give_up("dead")
            return
        self._unsent = self._unsent[sent:]
