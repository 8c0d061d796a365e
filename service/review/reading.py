"""Reviews as they are kept: lists, one with its content, what differs, what certifies it."""

from __future__ import annotations

import json
from dataclasses import replace

from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.differences import Changed, changed_blocks
from rulesets.documents import read
from rulesets.errors import CallerError, Fault
from rulesets.model import Ruleset, Vocabulary
from service.certification import Certification, read_certification
from service.drafts import Draft, checked_draft
from service.drafts.reading import found as found_draft
from service.house import House
from service.people import Person, may, require
from service.review.model import Review, review_of, unknown
from service.rulesets import get_version
from storage import reviews, vocabularies


def list_reviews(
    house: House,
    who: Person,
    *,
    document: str = "",
    draft: str = "",
    waiting: bool | None = None,
) -> tuple[Review, ...]:
    """List reviews, the newest first: of a document or a draft; those that wait or that ended.

    Raises:
        CallerError: `not-allowed`.
    """
    require(who, "read drafts")
    with house.database.reading() as transaction:
        stored = reviews.listed(transaction, document=document, draft=draft, waiting=waiting)
    return tuple(map(review_of, stored))


def get_review(house: House, who: Person, review: str) -> Review:
    """Give a review.

    Raises:
        CallerError: `not-allowed`, `unknown-review`.
    """
    require(who, "read drafts")
    return found(house, review)


def found(house: House, review: str) -> Review:
    """Read a review without asking for a right.

    Raises:
        CallerError: `unknown-review`.
    """
    with house.database.reading() as transaction:
        stored = reviews.get(transaction, review)
    if stored is None:
        raise unknown(review)
    return review_of(stored)


def last_review(house: House, who: Person, draft: str) -> Review | None:
    """Give the last review of a draft: where it was sent back its author reads why.

    Raises:
        CallerError: `not-allowed`.
    """
    return next(iter(list_reviews(house, who, draft=draft)), None)


def waiting_for(house: House, who: Person) -> int:
    """Count the reviews that a person may decide on, for a number beside a link."""
    if not may(who, "approve"):
        return 0
    with house.database.reading() as transaction:
        waiting = reviews.waiting_authors(transaction)
    return sum(who.id not in json.loads(authors) for authors in waiting)


def reviews_of_versions(house: House, ruleset: str) -> dict[int, Review]:
    """Give the review by which each version of a ruleset was published, where there was one."""
    with house.database.reading() as transaction:
        stored = reviews.of_versions(transaction, ruleset, "ruleset")
    return {number: review_of(each) for number, each in stored.items()}


def review_certification(house: House, review: Review) -> Certification | None:
    """Give what engines inferred alike of what was submitted; None for a vocabulary."""
    with house.database.reading() as transaction:
        content = reviews.content(transaction, review.id)
    if content is None or not content.certification:
        return None
    return read_certification(content.certification)


def review_differences(house: House, review: Review, language: str) -> tuple[Changed, ...]:
    """Tell what differs between what was submitted and the version that it follows.

    Raises:
        AuthorError: what was submitted can no longer be checked: all faults.
    """
    return changed_blocks(base_of(house, review), submitted(house, review), language)


def draft_differences(house: House, draft: Draft, language: str) -> tuple[Changed, ...]:
    """Tell what differs between a draft and the version it began as.

    Raises:
        AuthorError: the draft is not right: all faults.
    """
    return changed_blocks(base_of(house, draft), checked_draft(house, draft), language)


def submitted(house: House, review: Review) -> CheckedRuleset:
    """Give what was submitted, checked; of an old version published anew that version.

    Raises:
        AuthorError: it can no longer be checked: all faults.
    """
    if review.draft is None:
        number = review.end.version if review.end else None
        return get_version(house, review.document, number).checked
    return checked_draft(house, submitted_draft(house, review))


def submitted_draft(house: House, review: Review) -> Draft:
    """Give the draft of a review as it was when it was submitted."""
    draft = found_draft(house, review.draft or "")
    if draft.revision == review.revision:
        return draft
    with house.database.reading() as transaction:
        stored = reviews.content(transaction, review.id)
    if stored is None:
        raise unknown(review.id)
    key = (draft.id, review.revision)
    content = house.drafts.contents.get(key, lambda: json.loads(stored.content))
    return replace(draft, content=content, revision=review.revision)


def base_of(house: House, of: Review | Draft) -> CheckedRuleset | None:
    """Give the version that something follows, checked; None: there is none."""
    if of.base_version is None:
        return None
    if of.kind == "ruleset":
        return get_version(house, of.document, of.base_version).checked
    return checked_vocabulary(base_vocabulary(house, of.document, of.base_version))


def base_vocabulary(house: House, vocabulary: str, number: int) -> Vocabulary:
    """Read a published vocabulary."""
    with house.database.reading() as transaction:
        row = vocabularies.get(transaction, vocabulary, number)
    document = None if row is None else read(row.source)
    if not isinstance(document, Vocabulary):
        shown = f"{vocabulary}@{number}"
        raise CallerError((Fault("unknown-vocabulary", words={"vocabulary": shown}),))
    return document


def checked_vocabulary(vocabulary: Vocabulary) -> CheckedRuleset:
    """Check a vocabulary by itself, as the only one of a ruleset that says nothing."""
    return check(Bundle(Ruleset(vocabulary.id, "UTC"), (vocabulary,)))
