"""What an approver does: approve and publish, or send back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from rulesets.documents import read
from rulesets.documents.plain import read_plain, text_of
from rulesets.errors import AuthorError, CallerError, Fault, FenjiError
from service.drafts import Draft
from service.house import House
from service.people import Person, require
from service.publish import Approval, Published, publish
from service.review.model import Review, ended, reason_given
from service.review.reading import found, review_certification, submitted_draft
from service.review.submitting import end_review, overtaken, why_overtaken
from storage import vocabularies
from storage.database import Transaction
from storage.reviews import ReviewEnd

LARGE: Final = 200_000
"""Characters of a document whose layout is kept only for its comments."""


def approve(
    house: House,
    who: Person,
    review: str,
    effective_from: datetime | None = None,
    comment: str = "",
) -> Review:
    """Approve what another person submitted, and publish it: all of it, or nothing happens.

    Args:
        house: the house.
        who: who approves; nobody who wrote or submitted some of it.
        review: the review's id.
        effective_from: from when a ruleset decides; None: from now.
        comment: what the approver says to it.

    Raises:
        CallerError: `not-allowed`, `not-ones-own`, `unknown-review`, `review-ended`,
            `document-moved-on`, `reason-too-long`, `effective-before-publication`,
            `effective-before-previous`, `vocabulary-has-no-moment`, `bad-moment`.
        AuthorError: what was submitted can no longer be published: all faults.
        OperatorError: the database failed, or `engines-disagree-at-publication`.
    """
    there = _mine(house, who, review)
    comment = reason_given(comment, is_needed=False)
    if fault := why_overtaken(house, there):
        _mine(house, who, review)  # it may be this very one that was published
        raise CallerError((fault,))
    draft = submitted_draft(house, there)
    done: list[ReviewEnd] = []

    def also(transaction: Transaction, published: Published) -> None:
        end = ReviewEnd(
            act="approved",
            by=who.id,
            by_name=who.name,
            at=published.published_at,
            comment=comment,
            version=published.number,
            effective_from=published.effective_from,
        )
        end_review(transaction, there, end, "published")
        follows = published.number - 1
        if there.kind == "vocabulary" and not vocabularies.get(transaction, published.id, follows):
            follows = 0  # the first one may have any number
        if follows != (there.base_version or 0):
            raise CallerError((overtaken(there, follows),))
        done.append(end)

    approval = Approval(also, review_certification(house, there), there.identity)
    try:
        publish(house, published_text(draft), effective_from, who.name, approval=approval)
    except AuthorError as error:
        raise _overtaken(house, there, error) from error
    if not done:  # a vocabulary that says the same is there already, by another way
        raise CallerError((why_overtaken(house, there) or ended("approved").faults[0],))
    return replace(there, end=done[0])


def send_back(house: House, who: Person, review: str, reason: str) -> Review:
    """Send back what another person submitted: the draft is open again, its author reads why.

    Raises:
        CallerError: `not-allowed`, `not-ones-own`, `unknown-review`, `review-ended`,
            `reason-needed`, `reason-too-long`.
    """
    there = _mine(house, who, review)
    end = ReviewEnd("sent back", who.id, who.name, house.clock(), reason_given(reason))
    with house.database.writing() as transaction:
        end_review(transaction, there, end, "open")
    return replace(there, end=end)


def why_not_decide(who: Person, review: Review) -> tuple[Fault, ...]:
    """Tell why a person cannot decide on a review; empty: the person can."""
    try:
        require(who, "approve")
    except CallerError as error:
        return error.faults
    if review.is_of(who.id):
        return (Fault("not-ones-own"),)
    return ended(review.state).faults if review.end is not None else ()


def published_text(draft: Draft) -> str:
    """Write a draft as YAML, with the comments and the layout of the text it began as.

    To keep them takes a while: a large document without any comment is laid out anew.
    """
    plain = {key: value for key, value in draft.content.items() if value not in ([], None)}
    if "#" in draft.source or len(draft.source) < LARGE:
        text = text_of(plain, draft.source)
        try:
            if read(text) == read_plain(draft.content):
                return text
        except AuthorError:
            pass
    return text_of(plain)  # what was approved comes before its looks


def _mine(house: House, who: Person, review: str) -> Review:
    require(who, "approve")
    there = found(house, review)
    if faults := why_not_decide(who, there):
        raise CallerError(faults)
    return there


def _overtaken(house: House, review: Review, error: AuthorError) -> FenjiError:
    """Say in the words of a review that a vocabulary was published meanwhile."""
    if any(each.code == "version-not-next" for each in error.faults):
        fault = why_overtaken(house, review)
        return CallerError((fault,)) if fault else error
    return error
