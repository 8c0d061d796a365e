"""Before Flask: an evaluate call with nothing unusual in it is answered without the framework.

What the framework does for a call costs more than the decision. So this takes the calls that every
ERP makes, `POST …/evaluate` with a key that was verified a moment ago and a body that
`api.quick_reading` takes, and answers them with the very bytes and headers with which
`api.evaluating` would. All else goes on to the framework, with its body as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Final

from api.access import ENTERED
from api.door import Door
from api.quick_reading import quick_call
from api.replies import HEADERS
from service import json_text
from service.answers import written_answer
from service.bodies import MOST_BYTES
from service.evaluate_quickly import evaluate_quickly
from service.records import Evaluation

FAILED: Final = "fenji.failed"
"""Where the environment of a call holds the exception that ended it here."""

Environment = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environment, Start], Iterable[bytes]]

_PATH: Final = re.compile(r"/api/v1/rulesets/([a-z][a-z0-9-]{0,63})/evaluate", re.ASCII)
_LENGTH: Final = re.compile(r"[0-9]{1,7}", re.ASCII)
_JSON: Final = "application/json"


class Front:
    """An application before another one."""

    def __init__(self, door: Door, behind: Application) -> None:
        self._door = door
        self._behind = behind

    def answer(self, environ: Environment, start_response: Start) -> Iterable[bytes]:
        """Answer a call, or hand it on."""
        reply = None
        try:
            reply = self._reply(environ)
        except Exception as error:  # noqa: BLE001 - told behind, where all faults are told
            environ[FAILED] = error
        if reply is None:
            return self._behind(environ, start_response)
        length = ("Content-Length", str(len(reply)))
        start_response("200 OK", [("Content-Type", _JSON), length, *HEADERS])
        return [reply]

    def _reply(self, environment: Environment) -> bytes | None:
        path = _PATH.fullmatch(environment["PATH_INFO"])
        if path is None or not _is_usual(environment):
            return None
        access = self._door.access
        key = access.known(environment.get("HTTP_AUTHORIZATION", ""))
        if key is None or "evaluate" not in key.scopes or not access.count(key):
            return None
        environment[ENTERED] = key
        body = _body(environment)
        if len(body) != int(environment["CONTENT_LENGTH"]):
            return None
        request = quick_call(body, path[1], key, environment.get("HTTP_IDEMPOTENCY_KEY"))
        if request is None:
            return None
        evaluation: Evaluation | None = evaluate_quickly(self._door.house, request)
        if evaluation is None:
            return None
        return json_text.encode(written_answer(evaluation, request.explain))


def _is_usual(environment: Environment) -> bool:
    length = environment.get("CONTENT_LENGTH") or ""
    return (
        environment["REQUEST_METHOD"] == "POST"
        and environment.get("CONTENT_TYPE") == _JSON
        and "HTTP_CONTENT_ENCODING" not in environment
        and "HTTP_TRANSFER_ENCODING" not in environment
        and not environment.get("QUERY_STRING")
        and _LENGTH.fullmatch(length) is not None
        and int(length) <= MOST_BYTES
    )


def _body(environment: Environment) -> bytes:
    """Read the body, and lay it back for whoever comes behind."""
    try:
        body: bytes = environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"]))
    except (OSError, ValueError):
        body = b""  # it broke off: it is too short, as the framework will see
    environment["wsgi.input"] = BytesIO(body)
    return body
