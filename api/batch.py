"""Many customers in one call: NDJSON in and out, both as a stream.

The memory a batch takes does not grow with its length, and it goes no faster than its caller reads:
the server neither takes in the body before it is asked for nor keeps answers that nobody fetches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from api.description.operations import MOST_LINES, NDJSON
from api.door import MOST_BATCHES, door
from api.envelope import read_line, require_media_type
from api.lines import PIECE, Stream, read_lines
from api.problems import (
    WHOLE,
    ThrottledError,
    body_too_large,
    call_at_hand,
    language_asked,
    note_refusal,
    note_unknown,
    problem_document,
)
from api.quick_reading import quick_line
from api.replies import json_line
from rulesets.errors import CallerError, Fault, FenjiError
from rulesets.types import Both
from service.answers import written_answer
from service.bodies import shown
from service.evaluate import EXPLAIN
from service.evaluate_batch import Answered, Batch, Line
from service.keys import ApiKey

DEFAULT_EXPLAIN: Final = "none"
FULL: Final = 65_536
"""Short answers are put together until they have so many bytes: each piece costs a message."""

MOST_DRAINED: Final = 16_000_000
"""How much of a body is read and left when a batch ends early: some callers listen only then."""

MOST_WAIT_SECONDS: Final = 1.0
"""How long a batch waits for a place: one that has just ended gives its place back a bit later."""

_AGAIN_SECONDS: Final = 5
_SHOWN: Final = 60

blueprint = Blueprint("batch", __name__)


@blueprint.post("/rulesets/<ruleset>/evaluate/batch", provide_automatic_options=False)
def evaluate_lines(ruleset: str) -> Response:
    """Decide for each line by a ruleset; what is answered is recorded."""
    here = door()
    key = here.access.enter("evaluate")
    require_media_type(request, NDJSON)
    explain = _explain()
    batch = Batch(here.house, ruleset)
    if not here.batches.acquire(timeout=MOST_WAIT_SECONDS):
        words = {"most": MOST_BATCHES, "seconds": _AGAIN_SECONDS}
        raise ThrottledError(Fault("too-many-batches", words=words), _AGAIN_SECONDS)
    ending = ExitStack()
    ending.callback(here.batches.release)
    asked = _Asked(ruleset, key, explain, language_asked(), call_at_hand())
    reply = Response(_Answers(asked, batch, request.stream).chunks(), content_type=NDJSON)
    # Not at the end of the generator: it never begins when the caller goes away at once.
    reply.call_on_close(ending.close)
    return reply


@dataclass(frozen=True)
class _Asked:
    """What holds for every line of a call."""

    ruleset: str
    key: ApiKey
    explain: str
    language: str
    call: str


class _Answers:
    """The answer to a batch, line by line; the last one tells whether it is whole."""

    def __init__(self, asked: _Asked, batch: Batch, stream: Stream) -> None:
        self._asked = asked
        self._batch = batch
        self._stream = stream
        self._lines = self._decided = self._refused = 0
        self._stopped: tuple[Fault, ...] = ()

    def chunks(self) -> Iterator[bytes]:
        """Yield the answer in pieces of a fitting size."""
        try:
            for group in self._batch.answers(self._read()):
                yield from _joined(map(self._line, group))
        except FenjiError as error:
            note_refusal(error, self._asked.call)
            yield self._last(error.faults)
        except (HTTPException, OSError):
            # The body broke off. If anyone still listens, this is what there is to say.
            yield self._last((Fault("bad-request"),))
            return
        except Exception as error:  # noqa: BLE001 - the answer has begun: it can only end with it
            words = {"id": note_unknown(error, self._asked.call)}
            yield self._last((Fault("internal-fault", words=words),))
            return
        else:
            yield self._last(self._stopped)
        self._drain()

    def _read(self) -> Iterator[Line]:
        """Read the lines, up to as many as a batch may have."""
        for number, body in read_lines(self._stream):
            if number > MOST_LINES:
                expected = Both(f"至多 {MOST_LINES} 行", f"at most {MOST_LINES} lines")
                found = Both("更多的行", "more of them")
                words = {"expected": expected, "found": found}
                self._stopped = (Fault("too-large", WHOLE, words),)
                return
            if body is None:
                yield Line(number, None, (body_too_large(),))
            elif body:
                yield self._line_of(body, number)

    def _line_of(self, body: bytes, number: int) -> Line:
        """Read a line the short way where that does, else the exact one."""
        asked = self._asked
        exactly = partial(read_line, body, number, asked.ruleset, asked.key, asked.explain)
        quick = quick_line(body, asked.ruleset, asked.key, asked.explain)
        if quick is None:
            return exactly()
        request, name = quick
        return Line(number, request, (), len(body), name, exactly)

    def _line(self, answered: Answered) -> bytes:
        line, evaluation = answered.line, answered.evaluation
        self._lines += 1
        plain: dict[str, object] = {"line": line.number}
        if line.id is not None:
            plain["id"] = line.id
        if evaluation is None:
            self._refused += 1
            faults = tuple(map(_of_a_line, answered.faults))
            return json_line(plain | {"problem": problem_document(faults, self._asked.language)})
        self._decided += 1
        explain = self._asked.explain if line.request is None else line.request.explain
        return json_line(plain | {"decision": written_answer(evaluation, explain)})

    def _last(self, faults: tuple[Fault, ...]) -> bytes:
        counts = {"lines": self._lines, "decided": self._decided, "refused": self._refused}
        plain: dict[str, object] = {"done": not faults, **counts}
        if faults:
            plain["problem"] = problem_document(faults, self._asked.language)
        return json_line(plain)

    def _drain(self) -> None:
        left = MOST_DRAINED
        with suppress(HTTPException, OSError):
            while left > 0 and (piece := self._stream.read(PIECE)):
                left -= len(piece)


def _joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Put short lines together."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= FULL:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _of_a_line(fault: Fault) -> Fault:
    """Name the member of the line that carries the key; in another call it is a header."""
    if fault.place == (("path", "Idempotency-Key"),):
        return replace(fault, place=(("path", "/idempotency_key"),))
    return fault


def _explain() -> str:
    """Read the query: `explain`, once, and nothing else."""
    faults: list[Fault] = []
    for name, values in request.args.lists():
        place, found = (("path", shown(name)[:_SHOWN]),), shown(", ".join(values))[:_SHOWN]
        if name != "explain":
            words = {"found": shown(name)[:_SHOWN], "known": "explain"}
            faults.append(Fault("unknown-parameter", place, words))
        elif len(values) > 1 or values[0] not in EXPLAIN:
            faults.append(Fault("bad-explain", place, {"found": found}))
    if faults:
        raise CallerError(tuple(faults))
    return request.args.get("explain", DEFAULT_EXPLAIN)
