"""Rolling back: an old version is published anew, as the next one."""

from __future__ import annotations

from datetime import datetime

from rulesets.errors import CallerError, Fault, Word
from service.drafts.model import json_text
from service.house import House
from service.people import Person, require
from service.publish import Approval, Published, publish
from service.review.model import Review, reason_given, review_of
from service.rulesets import get_ruleset, get_version
from storage import reviews, ruleset_versions
from storage.database import Transaction
from storage.ids import new_id
from storage.reviews import ReviewEnd, ReviewHead, StoredContent, StoredReview
from storage.ruleset_versions import VersionHead


def roll_back(
    house: House,
    who: Person,
    ruleset: str,
    number: int,
    reason: str,
    effective_from: datetime | None = None,
) -> Review:
    """Publish the document of an old version anew; one person may, and it is recorded why.

    Raises:
        CallerError: `not-allowed`, `unknown-ruleset`, `unknown-version`, `reason-needed`,
            `reason-too-long`, `nothing-to-roll-back`, `effective-before-publication`,
            `effective-before-previous`, `bad-moment`.
        AuthorError: the old document can no longer be published: all faults.
        OperatorError: the database failed, or `engines-disagree-at-publication`.
    """
    require(who, "roll back")
    reason = reason_given(reason)
    old = get_version(house, ruleset, number)
    newest = get_ruleset(house, ruleset).versions[-1]
    if fault := why_not_roll_back(old.head, newest):
        raise CallerError((fault,))
    made: list[StoredReview] = []

    def also(transaction: Transaction, published: Published) -> None:
        before = ruleset_versions.head(transaction, ruleset, published.number - 1)
        if before is not None and before.identity == published.identity:
            raise CallerError((_nothing(number, before.number),))  # somebody was quicker
        stored = _stored(who, published, number, reason)
        reviews.add(transaction, stored.head, StoredContent("", ""))
        if stored.end is not None:
            reviews.end(transaction, stored.head.id, stored.end)
        made.append(stored)

    publish(house, old.source, effective_from, who.name, approval=Approval(also))
    return review_of(made[0])


def why_not_roll_back(old: VersionHead, newest: VersionHead) -> Fault | None:
    """Tell why there is nothing to roll back to a version; None: there is."""
    return _nothing(old.number, newest.number) if old.identity == newest.identity else None


def _stored(who: Person, published: Published, number: int, reason: str) -> StoredReview:
    at = published.published_at
    head = ReviewHead(
        id=new_id(at),
        draft=None,
        kind="ruleset",
        document=published.id,
        title=published.title,
        base_version=published.number - 1,
        revision=number,
        authors=json_text({who.id: who.name}),
        reason=reason,
        identity=published.identity,
        submitted_by=who.id,
        submitted_by_name=who.name,
        submitted_at=at,
    )
    end = ReviewEnd(
        act="rolled back",
        by=who.id,
        by_name=who.name,
        at=at,
        comment="",
        version=published.number,
        effective_from=published.effective_from,
    )
    return StoredReview(head, end)


def _nothing(number: int, newest: int) -> Fault:
    words: dict[str, Word] = {"version": number, "newest": newest}
    return Fault("nothing-to-roll-back", words=words)
