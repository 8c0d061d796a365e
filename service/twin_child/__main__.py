"""The child: infers by durable-rules what its parent asks, so that a fault in C ends only it.

    python -m service.twin_child QUESTIONS LOADING PARENT

Both are sockets: questions come and are answered in their order on the first, versions come and go
on the second, in a thread of its own. When the parent closes them, or dies, the child ends.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from socket import socket
from threading import Thread
from typing import Final

from engine.decision import Declined, Engine, Runtime
from engine.runtimes.durable import Durable
from rulesets.checking import check
from rulesets.freezing import thaw
from service.twin_child.wire import (
    ANSWER,
    DECLINED,
    DROP,
    FAILED,
    LOAD,
    MOST_BYTES,
    NOT_INFERRED,
    READY,
    Frames,
    frame,
    read_question,
    write_inference,
)

_CHUNK: Final = 1 << 16
_DIE_WITH_PARENT: Final = 1
"""`PR_SET_PDEATHSIG` of Linux."""
_SWITCH_SECONDS: Final = 0.001
"""How long loading keeps an answer waiting, at most."""


class Child:
    """The versions of a child, and its answers."""

    def __init__(self, questions: socket, loading: socket, runtime: Runtime) -> None:
        """Make it of its two sockets."""
        self._questions = questions
        self._loading = loading
        self._runtime = runtime
        self._engines: dict[int, Engine] = {}

    def run(self) -> None:
        """Answer until the parent is gone."""
        Thread(target=self._serve, args=(self._loading, self._load), daemon=True).start()
        self._serve(self._questions, self.answered)

    def answered(self, number: int, kind: int, content: bytes) -> bytes:
        """Give the frames that answer a question."""
        try:
            version, facts, as_of = read_question(content)
            written = write_inference(self._engines[version].infer(facts, as_of))
        except Exception:  # noqa: BLE001 - whatever it is, another engine answers
            return frame(number, NOT_INFERRED)
        if len(written) > MOST_BYTES:
            return frame(number, NOT_INFERRED)
        return frame(number, ANSWER, written)

    def _serve(self, line: socket, answered: Callable[[int, int, bytes], bytes]) -> None:
        frames = Frames()
        try:
            while data := line.recv(_CHUNK):
                for number, kind, content in frames.take(data):
                    line.sendall(answered(number, kind, content))
        finally:
            os._exit(0)  # at once, whatever the other thread does

    def _load(self, number: int, kind: int, content: bytes) -> bytes:
        if kind == DROP:
            self._engines.pop(number, None)
            # Engines hold themselves in a circle.
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            return b""
        assert kind == LOAD  # noqa: S101 - the parent says nothing else here
        try:
            self._engines[number] = self._runtime.load(check(thaw(json.loads(content))))
        except Declined as declined:
            return frame(number, DECLINED, declined.code.encode())
        except Exception as error:  # noqa: BLE001 - whatever it is, the reference is the twin
            return frame(number, FAILED, type(error).__name__.encode())
        # What stays need not be gone through by every later collection, which stops all answers.
        gc.freeze()
        return frame(number, READY)


def main(arguments: list[str], made: Callable[[socket, socket, Runtime], Child] = Child) -> None:
    """Be the child of a process.

    Args:
        arguments: the descriptors of both sockets, and the id of the parent.
        made: makes the child; tests plant faults in theirs.
    """
    questions, loading, parent = map(int, arguments)
    # Ctrl-C is for the parent, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        # Were it caught in a loop in C, it would not see its sockets close.
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        return
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.freeze()
    made(socket(fileno=questions), socket(fileno=loading), Durable()).run()


if __name__ == "__main__":
    main(sys.argv[1:])
