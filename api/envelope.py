"""An evaluate call, or a line of a batch: what stands around the facts, all faults at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from flask import Request

from api.description.operations import LONGEST_ID, MOST_VERSION
from api.problems import WHOLE, body_too_large
from rulesets.errors import CallerError, Fault
from rulesets.types import Both
from service.bodies import MOST_BYTES, MOST_FAULTS, pointer, read_body, shown
from service.evaluate import EvaluationRequest, Idempotency
from service.evaluate_batch import Line
from service.keys import ApiKey
from service.moments import read_moment

MEMBERS: Final = ("subject", "facts", "as_of", "version", "explain")
LINE_MEMBERS: Final = (*MEMBERS, "id", "idempotency_key")
_MEDIA_TYPE = re.compile(r'([a-z/-]+)(\s*;\s*charset\s*=\s*"?utf-8"?)?\s*', re.IGNORECASE)
_SHOWN: Final = 60


@dataclass(frozen=True)
class Asked:
    """A request, and what is wrong with it so far: the facts are not looked at yet.

    Where a member is wrong, `request` holds something harmless in its place.
    """

    request: EvaluationRequest
    faults: tuple[Fault, ...]


def read_call(request: Request, ruleset: str, key: ApiKey) -> Asked:
    """Read an evaluate call: its headers, its body, and what stands around the facts.

    Raises:
        CallerError: the body cannot be read at all: `media-type-not-supported`, `too-large`,
            `bad-utf8`, `bad-json`, `duplicate-member`, `wrong-type`; or very many `unknown-member`.
    """
    body = _body(request)
    envelope = _Envelope(_object(body))
    given = request.headers.get("Idempotency-Key")
    asked = _asked(envelope, ruleset, key, "fired")
    return Asked(_once(asked, given, body), tuple(envelope.faults))


def read_line(body: bytes, number: int, ruleset: str, key: ApiKey, explain: str) -> Line:
    """Read one line of a batch; what is wrong with it is told with the line, never raised."""
    try:
        envelope = _Envelope(_object(body), LINE_MEMBERS)
    except CallerError as error:
        return Line(number, None, error.faults, len(body))
    name = envelope.name("id")
    asked = _asked(envelope, ruleset, key, explain)
    asked = _once(asked, envelope.text("idempotency_key"), body)
    return Line(number, asked, tuple(envelope.faults), len(body), name)


def require_media_type(request: Request, expected: str) -> None:
    """Refuse a body of another kind, or a compressed one.

    Raises:
        CallerError: `media-type-not-supported`.
    """
    found = request.headers.get("Content-Type", "")
    packed = request.headers.get("Content-Encoding", "identity").lower()
    given = _MEDIA_TYPE.fullmatch(found)
    if packed != "identity" or given is None or given[1].lower() != expected:
        said = found if packed == "identity" else f"{found}, {packed}"
        words = {"expected": expected, "found": said[:_SHOWN]}
        raise CallerError((Fault("media-type-not-supported", words=words),))


def _object(body: bytes) -> Mapping[str, object]:
    plain = read_body(body)
    if not isinstance(plain, dict):
        words = {"expected": Both("对象", "an object"), "found": _kind(plain)}
        raise CallerError((Fault("wrong-type", WHOLE, words),))
    return plain


def _asked(envelope: _Envelope, ruleset: str, key: ApiKey, otherwise: str) -> EvaluationRequest:
    """Take what is asked; `otherwise` is how much is explained where that is not said."""
    subject = envelope.text("subject", required=True)
    explain = envelope.text("explain")
    return EvaluationRequest(
        ruleset=ruleset,
        subject="-" if subject is None else subject,
        facts=envelope.facts(),
        as_of=envelope.moment("as_of"),
        version=envelope.version(),
        explain=otherwise if explain is None else explain,
        api_key=key.id,
        may_simulate="simulate" in key.scopes,
    )


def _once(asked: EvaluationRequest, key: str | None, body: bytes) -> EvaluationRequest:
    """Make a repeat under the same key the same decision."""
    if key is None:
        return asked
    return replace(asked, idempotency=Idempotency(key, hashlib.sha256(body).hexdigest()))


def _body(request: Request) -> bytes:
    """Read the body, but not one of another kind nor one that is too long."""
    require_media_type(request, "application/json")
    if (request.content_length or 0) > MOST_BYTES:
        raise CallerError((body_too_large(),))
    # Of a body that does not tell its length one byte too many is read, and then refused.
    request.max_content_length = MOST_BYTES + 1
    return request.get_data(cache=False)


@dataclass
class _Envelope:
    """Takes the members of the body and gathers what is wrong with them; null is absent."""

    plain: Mapping[str, object]
    members: tuple[str, ...] = MEMBERS
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = ", ".join(self.members)
        for name in self.plain:
            if name not in self.members:
                self._refuse("unknown-member", name, found=shown(name[:_SHOWN]), known=known)
            if len(self.faults) == MOST_FAULTS:
                raise CallerError(tuple(self.faults))

    def text(self, name: str, *, required: bool = False) -> str | None:
        value = self._member(name, required=required)
        if value is None or isinstance(value, str):
            return value
        self._wrong(name, Both("文本", "a text"), value)
        return None

    def name(self, name: str) -> str | None:
        """Take a text that is given back as it is, so it is kept short."""
        value = self.text(name)
        if value is None or len(value) <= LONGEST_ID:
            return value
        expected = Both(f"至多 {LONGEST_ID} 个字符", f"at most {LONGEST_ID} characters")
        found = Both(f"{len(value)} 个字符", f"{len(value)} characters")
        self._refuse("too-large", name, expected=expected, found=found)
        return None

    def facts(self) -> object:
        """Take the facts as they are; where there are none, each required one is told."""
        value = self._member("facts", required=True)
        return {} if value is None else value

    def moment(self, name: str) -> datetime | None:
        value = self._member(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self._wrong(name, Both("写作文本的时刻", "a moment as a text"), value)
            return None
        try:
            return read_moment(value, pointer("", name))
        except CallerError as error:
            self.faults += error.faults
            return None

    def version(self) -> int | None:
        value = self._member("version")
        if value is None:
            return None
        if not isinstance(value, Decimal):
            self._wrong("version", Both("数字", "a number"), value)
            return None
        if not 1 <= value <= MOST_VERSION or value != value.to_integral_value():
            wanted = Both(f"1 至 {MOST_VERSION} 的整数", f"a whole number from 1 to {MOST_VERSION}")
            found = f"`{str(value)[:_SHOWN]}`"
            self._refuse("outside-domain-given", "version", expected=wanted, found=found)
            return None
        return int(value)

    def _member(self, name: str, *, required: bool = False) -> object:
        value = self.plain.get(name)
        if value is None and required:
            self._refuse("member-required", name, name=name)
        return value

    def _wrong(self, name: str, expected: Both, value: object) -> None:
        self._refuse("wrong-type", name, expected=expected, found=_kind(value))

    def _refuse(self, code: str, member: str, **words: Any) -> None:
        self.faults.append(Fault(code, (("path", pointer("", member)),), words))


def _kind(value: object) -> Both:
    """Name what stands where something else should; its content is nobody's business here."""
    kinds: Mapping[type, Both] = {
        dict: Both("一个对象", "an object"),
        list: Both("一个列表", "a list"),
        str: Both("一个文本", "a text"),
        bool: Both("真或假", "true or false"),
        Decimal: Both("一个数字", "a number"),
        type(None): Both("null", "null"),
    }
    return kinds[type(value)]
