"""A folder beside the output: answers are kept there, so that what was killed goes on.

The output itself is made there from its beginning each time, and takes its name only when it is
whole; what is kept are the answers of the pieces, which are the work.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from rulesets.errors import Fault, OperatorError, Word

_DIGEST = 64


class Workplace:
    """The folder `OUTPUT.part`, held by one process at a time."""

    def __init__(self, output: Path) -> None:
        """Make or take the folder.

        Raises:
            OperatorError: `output-in-use`.
            OSError: it cannot be made.
        """
        self.folder = output.with_name(output.name + ".part")
        self.folder.mkdir(exist_ok=True)
        self._lock: IO[bytes] = (self.folder / "lock").open("wb")
        try:
            # Let go of by the system when the process ends, however it ends.
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            words: dict[str, Word] = {"file": output.name}
            raise OperatorError((Fault("output-in-use", words=words),)) from error

    def begin(self, run: str, as_of: datetime) -> datetime:
        """Go on with a run of the same content, or begin anew; gives the moment of the run."""
        note = self.folder / "run.json"
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(note.read_text("utf-8"))
            if kept["run"] == run:
                return datetime.fromisoformat(kept["as_of"])
        for left in self.folder.iterdir():
            if left.name != "lock":
                left.unlink()
        _write(note, json.dumps({"run": run, "as_of": as_of.isoformat()}).encode())
        return as_of

    def kept(self, piece: int, what: str) -> bytes | None:
        """Give the answer of a piece that was kept, if it is whole and of the same rows."""
        try:
            text = self._place(piece).read_bytes()
        except OSError:
            return None
        digest, answer = text[:_DIGEST], text[_DIGEST:]
        return answer if _digest(what, answer) == digest else None

    def keep(self, piece: int, what: str, answer: bytes) -> None:
        """Keep the answer of a piece."""
        _write(self._place(piece), _digest(what, answer) + answer)

    def clear(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the folder."""
        self._lock.close()

    def _place(self, piece: int) -> Path:
        return self.folder / f"piece-{piece}.json"


def settle(made: Path, place: Path) -> None:
    """Give a whole file its name, after it reached the disk."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(place)


def _write(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.replace(path)


def _digest(what: str, answer: bytes) -> bytes:
    return hashlib.sha256(what.encode() + answer).hexdigest().encode()
