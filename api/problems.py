"""What was refused, as problem documents (RFC 9457): one form for all of them, in both languages.

`STATUS` gives every code its HTTP status. Several faults make one problem: its status and code are
those of the fault that comes first in `_WEIGHT`, and `errors` lists all of them.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterable, Mapping
from typing import Final

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from api.replies import json_reply
from rulesets.codes import CATALOGUE
from rulesets.errors import CallerError, Fault, FenjiError, OperatorError
from rulesets.types import Both
from service.bodies import MOST_BYTES, MOST_FAULTS

MEDIA_TYPE: Final = "application/problem+json"
ERRORS_PAGE: Final = "/api/docs/errors"
MOST_SHOWN: Final = MOST_FAULTS
"""How many faults a problem lists: reading a body ends after as many, so there may be more."""

WHOLE: Final = (("path", ""),)
"""The place of a fault of the whole body."""

_NUMBERED: Final = frozenset({"internal-fault", "engines-disagree"})
"""Codes whose problem has an id, under which the operator finds more."""

_log = logging.getLogger("fenji.api")

_BY_STATUS: Final[Mapping[int, tuple[str, ...]]] = {
    400: ("bad-json", "bad-utf8", "duplicate-member", "bad-request"),
    401: ("api-key-needed", "api-key-refused"),
    403: ("scope-needed",),
    404: ("unknown-path", "unknown-ruleset", "unknown-version", "unknown-decision"),
    405: ("method-not-allowed",),
    # The call is right in itself; the state of things, which may change, stands against it.
    409: ("idempotency-conflict", "not-yet-effective", "as-of-in-future"),
    414: ("address-too-long",),
    415: ("media-type-not-supported",),
    422: (
        *("wrong-type", "too-precise", "outside-domain-given", "bad-date", "naive-datetime"),
        *("unknown-fact", "fact-required", "too-large", "unknown-member", "member-required"),
        *("bad-subject", "bad-explain", "bad-moment", "bad-idempotency-key"),
        *("unknown-parameter", "bad-parameter", "bad-page-size"),
        *("unknown-engine", "ranking-not-supported", "durable-too-large"),
    ),
    429: ("too-many-calls", "too-many-refusals", "too-many-batches"),
    500: (
        *("internal-fault", "version-damaged", "record-damaged"),
        *("engines-disagree", "not-inferred"),
    ),
    503: (
        *("database-unavailable", "database-full", "database-busy", "database-failed"),
        *("database-not-migrated", "no-database"),
    ),
}
STATUS: Final[Mapping[str, int]] = {
    code: status for status, codes in _BY_STATUS.items() for code in codes
}
"""The HTTP status of each code. `too-large` of a body as a whole is 413 (`status_of`)."""

_WEIGHT: Final = (500, 503, 401, 403, 404, 405, 414, 415, 413, 400, 422, 429, 409)
_TITLES: Final[Mapping[int, Both]] = {
    400: Both("请求无法读取", "The request cannot be read"),
    401: Both("需要有效的密钥", "A valid key is needed"),
    403: Both("密钥权限不足", "The key does not allow this"),
    404: Both("没有找到", "Not found"),
    405: Both("方法不被允许", "Method not allowed"),
    409: Both("与当前状态冲突", "At odds with the state of things"),
    413: Both("请求正文过大", "The body is too large"),
    414: Both("地址过长", "The address is too long"),
    415: Both("不支持的正文类型", "Media type not supported"),
    422: Both("所给内容有误", "What was given is wrong"),
    429: Both("请求过于频繁", "Too many calls"),
    500: Both("内部故障", "Internal fault"),
    503: Both("暂时无法服务", "Service unavailable"),
}


class ThrottledError(CallerError):
    """Too many calls; `seconds` is how long to wait."""

    def __init__(self, fault: Fault, seconds: int) -> None:
        """Keep the one fault and the time to wait."""
        super().__init__((fault,))
        self.seconds = seconds


def status_of(fault: Fault) -> int:
    """Return the HTTP status of a fault; a code without one is a fault of ours.

    Example:
        >>> status_of(Fault("unknown-path", words={"address": "/x"}))
        404
        >>> words = {"expected": "", "found": ""}
        >>> status_of(Fault("too-large", WHOLE, words)), status_of(Fault("too-large", (), words))
        (413, 422)
    """
    if fault.code == "too-large" and fault.place == WHOLE:
        return 413
    return STATUS.get(fault.code, 500)


def problem(faults: tuple[Fault, ...]) -> Response:
    """Answer one or more faults as a problem document, in the language the caller prefers."""
    language = language_asked()
    plain = problem_document(faults, language)
    first = _heaviest(faults)
    reply = json_reply(plain, status_of(first), MEDIA_TYPE)
    reply.headers["Content-Language"] = language
    reply.vary.add("Accept-Language")
    return _challenged(reply, first)


def language_asked() -> str:
    """Choose `zh` or `en` as the caller prefers."""
    return request.accept_languages.best_match(["en", "zh", "zh-CN", "zh-TW"], "en")[:2]


def problem_document(faults: tuple[Fault, ...], language: str) -> dict[str, object]:
    """Write the problem document of one or more faults as plain data."""
    first = _heaviest(faults)
    status = status_of(first)
    document: dict[str, object] = {
        "type": f"{ERRORS_PAGE}#{first.code}",
        "title": _TITLES[status].in_language(language),
        "status": status,
        "detail": _detail(first, len(faults), language),
        "code": first.code,
        "errors": [_error(each) for each in faults[:MOST_SHOWN]],
    }
    return document | {"id": first.words["id"]} if first.code in _NUMBERED else document


def _heaviest(faults: tuple[Fault, ...]) -> Fault:
    return min(faults, key=lambda each: _WEIGHT.index(status_of(each)))


def refused(error: FenjiError) -> Response:
    """Answer a refusal of ours."""
    note_refusal(error, call_at_hand())
    unlisted = [each.code for each in error.faults if each.code not in STATUS]
    if unlisted:
        return unknown_fault(error)
    reply = problem(error.faults)
    if isinstance(error, ThrottledError):
        reply.headers["Retry-After"] = str(error.seconds)
    elif reply.status_code == 503:  # noqa: PLR2004 - the status itself
        reply.headers["Retry-After"] = "5"
    return reply


def refused_by_http(error: HTTPException) -> Response:
    """Answer a refusal of the web framework: no such address, wrong method, unreadable request."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        words = {"allowed": allowed, "found": request.method[:20]}
        reply = problem((Fault("method-not-allowed", words=words),))
        reply.headers["Allow"] = allowed
        return reply
    if isinstance(error, RequestEntityTooLarge):
        return problem((body_too_large(),))
    if error.code == 404 or (error.code or 500) < 400:  # noqa: PLR2004 - not found, or a redirect
        return problem((Fault("unknown-path", words={"address": _shown_path()}),))
    if (error.code or 500) < 500:  # noqa: PLR2004 - whatever else the caller did
        return problem((Fault("bad-request"),))
    return unknown_fault(error)


def unknown_fault(error: Exception) -> Response:
    """Turn an unknown fault into an id: the answer tells nothing else, the log where it happened.

    The words of the exception are left out of the log as well: they may hold facts.
    """
    fault_id = note_unknown(error, call_at_hand())
    return problem((Fault("internal-fault", words={"id": fault_id}),))


def note_refusal(error: FenjiError, call: str) -> None:
    """Log what the operator has to look after; what the caller did wrong is not logged.

    Of engines that disagree `service.judging` has logged more already.
    """
    if isinstance(error, OperatorError) and error.faults[0].code != "engines-disagree":
        _log.error("%s: %s", call, ", ".join(each.code for each in error.faults))


def note_unknown(error: Exception, call: str) -> str:
    """Log an unknown fault of a call; gives the id under which it stands in the log."""
    fault_id = secrets.token_hex(6)
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("fault %s at %s: %s\n%s", fault_id, call, type(error).__name__, frames)
    return fault_id


def call_at_hand() -> str:
    """Name the call at hand as it may stand in a log."""
    return f"{request.method} {_shown_path()}"


def body_too_large() -> Fault:
    """Name the fault of a body that is longer than any may be."""
    expected = Both(f"至多 {MOST_BYTES} 字节", f"at most {MOST_BYTES} bytes")
    found = Both("更长的正文", "a longer body")
    return Fault("too-large", WHOLE, {"expected": expected, "found": found})


def title_of(status: int) -> Both:
    """Name what a status means."""
    return _TITLES[status]


def codes_of(statuses: Iterable[int]) -> tuple[str, ...]:
    """List the codes that come with one of some statuses, as the documentation shows them.

    Example:
        >>> codes_of([401])
        ('api-key-needed', 'api-key-refused')
    """
    return tuple(code for code, status in STATUS.items() if status in set(statuses))


def _detail(first: Fault, count: int, language: str) -> str:
    message = first.message(language)
    if count == 1:
        return message
    if language == "zh":
        return f"{message}（{'至少' if count >= MOST_SHOWN else '共'} {min(count, MOST_SHOWN)} 处）"
    counted = f"at least {MOST_SHOWN} faults" if count >= MOST_SHOWN else f"{count} faults in all"
    return f"{message} ({counted})"


def _error(fault: Fault) -> dict[str, object]:
    path = next((value for name, value in fault.place if name == "path"), "")
    return {
        "code": fault.code,
        "path": path,
        "message": {"zh": fault.message("zh"), "en": fault.message("en")},
        "hint": {"zh": fault.hint("zh"), "en": fault.hint("en")},
    }


def _challenged(reply: Response, first: Fault) -> Response:
    """RFC 6750: say with a refusal of the key what kind of key is wanted."""
    challenges = {
        "api-key-needed": 'Bearer realm="fenji"',
        "api-key-refused": 'Bearer realm="fenji", error="invalid_token"',
        "scope-needed": 'Bearer realm="fenji", error="insufficient_scope"',
    }
    if first.code in challenges:
        reply.headers["WWW-Authenticate"] = challenges[first.code]
    return reply


def _shown_path() -> str:
    """Give the path as it may stand in a log or an answer: short, printable, without the query."""
    return "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in request.path
    )[:200]


assert STATUS.keys() <= CATALOGUE.keys()  # noqa: S101 - a misspelt code is found at the start
