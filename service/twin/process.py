"""Starts a child and ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from collections.abc import Mapping
from pathlib import Path
from socket import socketpair
from typing import Final

CHILD: Final = ("service.twin_child",)
"""The module that a child runs, and what is said to it first."""
_OWN_SETTINGS: Final = "FENJI_"
"""What the operator set is not for the child: a secret, a database."""


class Process:
    """A child, the socket of its questions and that of its versions."""

    def __init__(self, child: tuple[str, ...] = CHILD) -> None:
        """Start it.

        Raises:
            OSError: the machine refuses another process.
        """
        self.questions, questions = socketpair()
        self.loading, loading = socketpair()
        theirs = (questions.fileno(), loading.fileno())
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", *child, *map(str, theirs), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=theirs,
                env=_environment(os.environ),
                # Ctrl-C in a terminal goes to a group: this process ends the child when it is done.
                start_new_session=True,
            )
        except BaseException:
            self.questions.close()
            self.loading.close()
            raise
        finally:
            questions.close()
            loading.close()
        weakref.finalize(self, self.loading.close)

    @property
    def id(self) -> int:
        """Its number on this machine."""
        return self._process.pid

    def end(self) -> int:
        """End it, as it holds nothing that is not elsewhere; give how it ended, as Popen does."""
        self._process.kill()
        return self._process.wait()


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Let the child import from where this process does, whatever the folder it is in."""
    kept = {key: value for key, value in given.items() if not key.startswith(_OWN_SETTINGS)}
    folders = [str(Path(each or ".").absolute()) for each in sys.path]
    return {**kept, "PYTHONPATH": os.pathsep.join(folders)}
