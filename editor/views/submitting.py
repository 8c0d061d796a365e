"""Why something is refused on the way to publication: beside its field, or above the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from editor.speech import tongue
from rulesets.errors import Fault

_FIELDS: Final[Mapping[str, str]] = {
    "reason-needed": "comment",
    "reason-too-long": "comment",
    "no-such-clock-time": "at",
    "moment-not-chosen": "at",
    "effective-before-publication": "at",
    "effective-before-previous": "at",
    "bad-moment": "at",
}


@dataclass(frozen=True)
class Said:
    """A fault as a page says it: the field it belongs to, or none; where, what, what to do.

    Of a fault of a draft, `at` is the part of it and `place` leads to the field there.
    """

    field: str
    where: str
    text: str
    hint: str
    code: str = ""
    at: str = ""
    place: str = ""


def said(faults: Iterable[Fault]) -> tuple[Said, ...]:
    """Say faults in the reader's language."""
    language = tongue()
    return tuple(
        Said(
            _FIELDS.get(each.code, ""),
            each.where(language),
            each.sentence(language),
            each.hint(language),
            each.code,
        )
        for each in faults
    )
