"""Submitting a draft for approval, why it cannot be, and taking it back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Final

from rulesets.checked import CheckedRuleset
from rulesets.documents.plain import read_plain
from rulesets.errors import AuthorError, CallerError, Fault, Word
from rulesets.freezing import freeze, identity_of_frozen
from rulesets.model import Vocabulary
from rulesets.types import Both
from service.certification import plain
from service.certify import certify
from service.drafts import (
    Draft,
    DraftMovedOnError,
    can_step,
    checked_draft,
    history,
    stands_on_drafts,
)
from service.drafts.editing import not_open
from service.drafts.model import json_text
from service.drafts.reading import found as found_draft
from service.house import House
from service.json_text import encode
from service.people import Person, require
from service.publish import id_taken
from service.review.model import Review, ended, reason_given, review_of
from service.review.reading import base_vocabulary, found
from storage import drafts, reviews, ruleset_versions, vocabularies
from storage.database import Transaction
from storage.ids import new_id
from storage.reviews import ReviewEnd, ReviewHead, StoredContent, StoredReview

_SUBSTANCE: Final = {"ruleset": ("blocks", "include"), "vocabulary": ("facts", "lists")}
"""Without any of these a version would conclude, or declare, nothing."""


def submit(house: House, who: Person, draft: str, revision: int, reason: str) -> Review:
    """Submit a draft for approval: it stays as it is until it is approved or given back.

    It is certified here, which takes a second or two, so that the approver sees it at once.

    Args:
        house: the house.
        who: who submits.
        draft: the draft's id.
        revision: the revision that the person saw.
        reason: why.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`, `draft-not-open`, `draft-moved-on`,
            `reason-needed`, `reason-too-long`, `draft-empty`, `document-moved-on`,
            `draft-unchanged`, `vocabulary-not-published`.
        AuthorError: the draft is not right: all faults.
        OperatorError: `engines-disagree-at-publication`.
    """
    require(who, "submit")
    there = found_draft(house, draft)
    if there.state != "open":
        raise not_open(there.state)
    if there.revision != revision:
        raise _moved_on(house, who, there, revision)
    reason = reason_given(reason)
    checked = checked_draft(house, there)
    if refused := [*_refused(house, there), *_unchanged(house, there, checked)]:
        raise CallerError(tuple(refused[:1]))
    head, content = _certified(house, there, checked)
    with house.database.writing() as transaction:
        is_open = drafts.set_state(
            transaction, draft, ("open",), "submitted", head.submitted_at, revision
        )
        if is_open:
            authors = drafts.authors(transaction, draft) | {who.id: who.name}
            head = replace(
                head,
                authors=json_text(authors),
                reason=reason,
                submitted_by=who.id,
                submitted_by_name=who.name,
            )
            reviews.add(transaction, head, content)
    if not is_open:
        now = found_draft(house, draft)
        raise not_open(now.state) if now.state != "open" else _moved_on(house, who, now, revision)
    return review_of(StoredReview(head, None))


def why_not_submit(house: House, who: Person, draft: Draft) -> tuple[Fault, ...]:
    """Tell why a draft cannot be submitted now, in a moment; empty: it can.

    It is asked with every change, so what takes long is left to `submit`: whether what was typed
    differently means the same.
    """
    try:
        require(who, "submit")
    except CallerError as error:
        return error.faults
    if draft.state != "open":
        return not_open(draft.state).faults
    if draft.base_version is not None and _is_as_before(house, draft):
        return (_same(draft),)
    try:
        checked_draft(house, draft)
    except AuthorError as error:
        return (Fault("draft-has-faults", words={"count": len(error.faults)}),)
    return tuple(_refused(house, draft))


def withdraw(house: House, who: Person, review: str) -> Review:
    """Take back what one submitted, while nobody decided on it: the draft is open again.

    Raises:
        CallerError: `not-allowed`, `unknown-review`, `not-submitted-by-you`, `review-ended`.
    """
    require(who, "submit")
    there = found(house, review)
    if there.submitted_by != who.id:
        words = {"name": there.submitted_by_name}
        raise CallerError((Fault("not-submitted-by-you", words=words),))
    end = ReviewEnd("withdrawn", who.id, who.name, house.clock(), "")
    with house.database.writing() as transaction:
        end_review(transaction, there, end, "open")
    return replace(there, end=end)


def end_review(transaction: Transaction, review: Review, end: ReviewEnd, state: str) -> None:
    """End a review and bring its draft into a state; of two who try one alone does.

    Raises:
        CallerError: `review-ended`.
    """
    # The draft first: its row lets one after the other through.
    draft = review.draft or ""
    submitted = ("submitted",)
    is_waiting = drafts.set_state(transaction, draft, submitted, state, end.at, review.revision)
    now = reviews.get(transaction, review.id)
    if not is_waiting or now is None or now.end is not None:
        raise ended(now.end.act if now and now.end else end.act)
    reviews.end(transaction, review.id, end)


def overtaken(of: Draft | Review, newest: int) -> Fault:
    """Say that the document was published meanwhile, or that its id was taken."""
    if of.base_version is None:
        return id_taken(of.document).faults[0]
    words: dict[str, Word] = {"base": of.base_version, "newest": newest}
    return Fault("document-moved-on", words=words)


def why_overtaken(house: House, of: Draft | Review) -> Fault | None:
    """Tell that what was begun follows a version that is no longer the newest; None: it is."""
    with house.database.reading() as transaction:
        if of.kind == "ruleset":
            head = ruleset_versions.newest(transaction, of.document)
            newest = head.number if head else None
        else:
            newest = vocabularies.newest_numbers(transaction).get(of.document)
    is_newest = newest is None or newest == of.base_version
    return None if is_newest else overtaken(of, newest or 0)


def _refused(house: House, draft: Draft) -> list[Fault]:
    """Find what keeps a draft that is right from being published."""
    faults = []
    if not any(draft.content.get(each) for each in _SUBSTANCE[draft.kind]):
        faults.append(Fault("draft-empty"))
    if fault := why_overtaken(house, draft):
        faults.append(fault)
    if _uses_unpublished(house, draft) and (taken := stands_on_drafts(house, draft)):
        zh, en = (
            [f"`{each.title.in_language(side) or each.document}`" for each in taken]
            for side in ("zh", "en")
        )
        words: dict[str, Word] = {"drafts": Both("、".join(zh), ", ".join(en))}
        faults.append(Fault("vocabulary-not-published", words=words))
    return faults


def _uses_unpublished(house: House, draft: Draft) -> bool:
    """Tell whether a vocabulary that is used is not published; included rulesets always are."""
    uses = draft.content.get("uses") or ()
    with house.database.reading() as transaction:
        newest = vocabularies.newest_numbers(transaction)
    published = {f"{name}@{number}" for name, last in newest.items() for number in range(last + 1)}
    return not published.issuperset([uses] if isinstance(uses, str) else uses)


def _same(draft: Draft) -> Fault:
    return Fault("draft-unchanged", words={"version": draft.base_version or 0})


def _is_as_before(house: House, draft: Draft) -> bool:
    """Tell whether nothing was changed that was not undone."""
    return draft.revision == 0 or not can_step(house, draft)[0]


def _unchanged(house: House, draft: Draft, checked: CheckedRuleset) -> list[Fault]:
    """Refuse a draft that means what the version means that it began as, however it is typed."""
    base = draft.base_version
    if base is None:
        return []
    if draft.kind == "vocabulary":
        before = base_vocabulary(house, draft.document, base)
        document = read_plain(draft.content)
        is_same = isinstance(document, Vocabulary) and replace(document, version=base) == before
        return [_same(draft)] if is_same else []
    with house.database.reading() as transaction:
        stored = ruleset_versions.get(transaction, draft.document, base)
    if stored is None:
        return []
    whole = json.loads(encode(freeze(checked)))
    old = json.loads(stored.frozen)
    for each in (whole, old):
        each["beside"].pop("version")
    is_same = whole["beside"] == old["beside"] and whole["covered"] == old["covered"]
    return [_same(draft)] if is_same else []


def _certified(
    house: House, draft: Draft, checked: CheckedRuleset
) -> tuple[ReviewHead, StoredContent]:
    identity = certification = ""
    if draft.kind == "ruleset":
        frozen = freeze(checked)
        identity = identity_of_frozen(frozen)
        certification = encode(plain(certify(house, checked, encode(frozen)))).decode()
    now = house.clock()
    head = ReviewHead(
        id=new_id(now),
        draft=draft.id,
        kind=draft.kind,
        document=draft.document,
        title=draft.title,
        base_version=draft.base_version,
        revision=draft.revision,
        authors="",
        reason="",
        identity=identity,
        submitted_by="",
        submitted_by_name="",
        submitted_at=now,
    )
    return head, StoredContent(json_text(draft.content), certification)


def _moved_on(house: House, who: Person, draft: Draft, revision: int) -> CallerError:
    changes = tuple(each for each in history(house, who, draft.id) if each.revision > revision)
    return DraftMovedOnError(draft.revision, changes)
