"""An evaluate call, or a line of a batch, read in one pass where it is well-formed and usual.

As in `engine.runtimes.compiled.intake`, msgspec reads what `api.envelope` would, and whatever is
doubted is None: then the body is read the exact way, which takes it or names every fault. The facts
stay as they are written, for the quick pass of the version that decides.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any, Final

import msgspec
from msgspec import UNSET

from api.description.operations import LONGEST_ID, MOST_VERSION
from rulesets.errors import CallerError
from service.bodies import MOST_BYTES, too_many_marks
from service.evaluate import EvaluationRequest, Idempotency
from service.evaluate_quickly import Written
from service.keys import ApiKey
from service.moments import read_moment


class _Call(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """The members of `api.envelope.MEMBERS`; what is not a text is looked at afterwards."""

    subject: str
    facts: msgspec.Raw
    as_of: str | msgspec.UnsetType | None = UNSET
    version: Any = UNSET
    explain: str | msgspec.UnsetType | None = UNSET


class _Line(_Call, forbid_unknown_fields=True, gc=False):
    """The members of `api.envelope.LINE_MEMBERS`."""

    id: str | msgspec.UnsetType | None = UNSET
    idempotency_key: str | msgspec.UnsetType | None = UNSET


# A number with a point comes as bytes, which no version is: so every digit of it would be seen.
_CALL: Final = msgspec.json.Decoder(_Call, float_hook=str.encode)
_LINE: Final = msgspec.json.Decoder(_Line, float_hook=str.encode)


class _Doubt(Exception):  # noqa: N818 - no error: the exact way decides
    """Something that this way does not take."""


def quick_call(
    body: bytes, ruleset: str, key: ApiKey, idempotency_key: str | None
) -> EvaluationRequest | None:
    """Read the body of a call with the key of its header; None where anything is doubted."""
    try:
        asked = _decoded(_CALL, body)
        return _asked(asked, body, (ruleset, key, "fired", idempotency_key))
    except (_Doubt, CallerError, ValueError, RecursionError):  # msgspec refuses by a ValueError
        return None


def quick_line(
    body: bytes, ruleset: str, key: ApiKey, explain: str
) -> tuple[EvaluationRequest, str | None] | None:
    """Read a line and the name that its caller gives it; None where anything is doubted."""
    try:
        asked = _decoded(_LINE, body)
        name = _text(asked.id)
        if name is not None and len(name) > LONGEST_ID:
            return None
        once = _text(asked.idempotency_key)
        return _asked(asked, body, (ruleset, key, explain, once)), name
    except (_Doubt, CallerError, ValueError, RecursionError):  # as above
        return None


def _decoded(decoder: msgspec.json.Decoder[Any], body: bytes) -> Any:
    """Decode a body, but doubt one in which a member stands twice.

    15.6: outside the facts there are two quotes for each text and each different name: any more
    belong to a member that stands twice, or are escaped.
    """
    if len(body) > MOST_BYTES:
        raise _Doubt
    asked = decoder.decode(body)
    members = [getattr(asked, name) for name in asked.__struct_fields__]
    texts = sum((each is not UNSET) + isinstance(each, str) for each in members)
    if body.count(b'"') - bytes(asked.facts).count(b'"') != 2 * texts:
        raise _Doubt
    return asked


def _asked(
    asked: Any, body: bytes, given: tuple[str, ApiKey, str, str | None]
) -> EvaluationRequest:
    ruleset, key, explain, once = given
    subject, version, said = _text(asked.subject), asked.version, _text(asked.explain)
    as_of = _text(asked.as_of)
    if version is UNSET:
        version = None
    if version is not None and not (type(version) is int and 1 <= version <= MOST_VERSION):
        raise _Doubt
    return EvaluationRequest(
        ruleset=ruleset,
        subject=subject or "",
        facts=Written(bytes(asked.facts)),
        as_of=None if as_of is None else read_moment(as_of, ""),
        version=version,
        explain=explain if said is None else said,
        api_key=key.id,
        may_simulate="simulate" in key.scopes,
        idempotency=None if once is None else Idempotency(once, hashlib.sha256(body).hexdigest()),
    )


def _text(given: Any) -> str | None:
    """3.1, 15.7: a text in NFC already, without a long row of marks; null is absent."""
    if given is None or given is UNSET:
        return None
    text: str = given
    if not text.isascii() and (not unicodedata.is_normalized("NFC", text) or too_many_marks(text)):
        raise _Doubt
    return text
