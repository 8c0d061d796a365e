"""One child from its start to its end: versions are given to it, and its end is noticed."""

from __future__ import annotations

import json
import logging
import select
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from time import monotonic
from typing import Final

from rulesets.freezing import freeze
from service.loading import Versions
from service.twin.counting import Ended, Why
from service.twin.line import Line
from service.twin.process import Process
from service.twin.versions import Held
from service.twin_child.wire import DECLINED, DROP, FAILED, LOAD, READY, Frames, Unreadable, frame

LOAD_SECONDS: Final = 60.0
"""A child that takes longer over one version is taken for hung."""

LOG: Final = logging.getLogger("fenji.twin")
"""Nothing of a customer is written here: versions by name, codes, how a process ended."""

_CHUNK: Final = 1 << 16
_STATES: Final[dict[int, Why | None]] = {READY: None, DECLINED: "declined", FAILED: "refused"}


class EndError(Exception):
    """A child is of no more use; `why` is None when it was only told to end."""

    def __init__(self, why: Ended | None, culprit: Held | None = None) -> None:
        """Say why, and which version it was at work on."""
        self.why = why
        self.culprit = culprit
        super().__init__(why)


class Serving:
    """A child at work. But for its line, only the keeper's thread uses it."""

    def __init__(
        self, versions: Versions, process: Process, woken: socket, poke: Callable[[], None]
    ) -> None:
        """Make it.

        Args:
            versions: where versions come from.
            process: the child.
            woken: has something to read when the keeper's thread is to look up.
            poke: makes it so.
        """
        self._versions = versions
        self._process = process
        self._woken = woken
        self._poke = poke
        self._frames = Frames()
        self._ended: EndError | None = None
        self.loading: Held | None = None
        self.line = Line(process.questions, self._note_end)
        process.loading.settimeout(LOAD_SECONDS)

    def load(self, held: Held) -> Why | None:
        """Give the child a version; say why it does not infer it, None when it does.

        Raises:
            EndError: the child ended meanwhile.
        """
        try:
            frozen = json.dumps(freeze(self._versions.checked(held.head)))
        except Exception as error:  # noqa: BLE001 - the call itself will tell its caller
            LOG.warning("%s cannot be given to a child: %s", held.name, type(error).__name__)
            return "refused"
        self.loading = held
        self._tell(frame(held.number, LOAD, frozen.encode()))
        until = monotonic() + LOAD_SECONDS
        told: tuple[int, bytes] | None = None
        while told is None:
            told = self.listen(until)
        self.loading = None
        kind, code = told
        if kind != READY:
            said = code[:100].decode("ascii", "replace")
            LOG.warning("%s is left to the reference: %s", held.name, said)
        return _STATES[kind]

    def drop(self, held: Held) -> None:
        """Let the child forget a version.

        Raises:
            EndError: the child ended meanwhile.
        """
        self._tell(frame(held.number, DROP))

    def listen(self, until: float | None = None) -> tuple[int, bytes] | None:
        """Wait for something to do, or for what the child says of the version it loads.

        Raises:
            EndError: the child ended, or said nothing until then.
        """
        poll = select.poll()
        poll.register(self._process.loading, select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        left = None if until is None else max(0, until - monotonic()) * 1000
        found = dict(poll.poll(left))
        with suppress(BlockingIOError):
            self._woken.recv(_CHUNK)
        if self._ended is not None:
            raise self._ended
        if not found:
            raise EndError("hung")
        return self._heard() if self._process.loading.fileno() in found else None

    def _heard(self) -> tuple[int, bytes] | None:
        data, said = b"", []
        try:
            data = self._process.loading.recv(_CHUNK)
            said = self._frames.take(data)
        except Unreadable:
            raise EndError("babbling") from None
        except OSError:
            pass  # as if it had closed its end
        if not data:
            raise EndError("dead")
        if not said:
            return None
        ((number, kind, code), *more) = said
        if self.loading is None or more or number != self.loading.number or kind not in _STATES:
            raise EndError("babbling")
        return kind, code

    def _tell(self, content: bytes) -> None:
        try:
            self._process.loading.sendall(content)
        except TimeoutError:
            raise EndError("hung") from None
        except OSError:
            raise self._ended or EndError("dead") from None

    def _note_end(self, why: Ended, culprit: Held | None) -> None:
        """Be told by the line, in whatever thread was the first to see it."""
        self._ended = self._ended or EndError(why, culprit)
        self._poke()
