"""What a review is to those who submit, approve and look back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from rulesets.errors import CallerError, Fault
from rulesets.types import Both
from storage.reviews import ReviewEnd, StoredReview

WAITING: Final = "waiting"
STATES: Final[Mapping[str, Both]] = {
    WAITING: Both("待审批", "waiting for approval"),
    "approved": Both("已批准并发布", "approved and published"),
    "sent back": Both("已退回", "sent back"),
    "withdrawn": Both("已收回", "withdrawn"),
    "rolled back": Both("已回退", "rolled back"),
}
MOST_REASON: Final = 2_000
_SHOWN = 40


@dataclass(frozen=True)
class Review:
    """Something submitted for approval, or an old version published anew.

    Attributes:
        draft: the draft; None where an old version was published anew.
        kind: `ruleset` or `vocabulary`; `document` its id.
        base_version: the version that it follows; None: there was none.
        authors: who opened, changed or submitted the draft: names of the time by id.
        reason: why it was submitted, or rolled back.
        end: how it ended; None while it waits.
    """

    id: str
    draft: str | None
    kind: str
    document: str
    title: Both
    base_version: int | None
    revision: int
    authors: Mapping[str, str]
    reason: str
    identity: str
    submitted_by: str
    submitted_by_name: str
    submitted_at: datetime
    end: ReviewEnd | None

    @cached_property
    def state(self) -> str:
        """One of `STATES`."""
        return WAITING if self.end is None else self.end.act

    def is_of(self, person: str) -> bool:
        """Tell whether a person took part in writing or submitting it."""
        return person in self.authors


def review_of(stored: StoredReview) -> Review:
    """Read a review from what is stored."""
    head = dict(vars(stored.head))
    return Review(**head | {"authors": json.loads(head["authors"])}, end=stored.end)


def reason_given(typed: str, *, is_needed: bool = True) -> str:
    """Give a reason as it is kept.

    Raises:
        CallerError: `reason-needed`, `reason-too-long`.

    Example:
        >>> reason_given("  as agreed ")
        'as agreed'
    """
    # What PostgreSQL cannot keep in a text no keyboard types.
    reason = typed.replace("\r\n", "\n").replace("\0", "").strip()
    if is_needed and not reason:
        raise CallerError((Fault("reason-needed"),))
    if len(reason) > MOST_REASON:
        words = {"most": MOST_REASON, "found": len(reason)}
        raise CallerError((Fault("reason-too-long", words=words),))
    return reason


def unknown(review: str) -> CallerError:
    """Say that there is no such review."""
    return CallerError((Fault("unknown-review", words={"review": review[:_SHOWN]}),))


def ended(state: str) -> CallerError:
    """Say that a review has ended."""
    return CallerError((Fault("review-ended", words={"end": STATES[state]}),))
