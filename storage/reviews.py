"""What was submitted for approval, and how it ended: both written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, insert, select

from rulesets.types import Both
from storage.database import Transaction
from storage.tables import REVIEW_ENDS as ENDS
from storage.tables import REVIEWS as T

_HEAD = tuple(each for each in T.c if each.name not in {"content", "certification"})
_END = tuple(each for each in ENDS.c if each.name != "review")


@dataclass(frozen=True)
class ReviewHead:
    """What was submitted, without its content; `authors` are JSON."""

    id: str
    draft: str | None
    kind: str
    document: str
    title: Both
    base_version: int | None
    revision: int
    authors: str
    reason: str
    identity: str
    submitted_by: str
    submitted_by_name: str
    submitted_at: datetime


@dataclass(frozen=True)
class ReviewEnd:
    """How a review ended: who did what, when and why; the version that was published."""

    act: str
    by: str
    by_name: str
    at: datetime
    comment: str
    version: int | None = None
    effective_from: datetime | None = None


@dataclass(frozen=True)
class StoredReview:
    """A review; `end` is None while it waits."""

    head: ReviewHead
    end: ReviewEnd | None


@dataclass(frozen=True)
class StoredContent:
    """What was submitted, as JSON of plain data, and what certifies it, or empty."""

    content: str
    certification: str


def add(transaction: Transaction, head: ReviewHead, content: StoredContent) -> None:
    """Write what is submitted."""
    values = dict(vars(head))
    title = values.pop("title")
    transaction.execute(
        insert(T).values(
            **values,
            title_zh=title.zh,
            title_en=title.en,
            content=content.content,
            certification=content.certification,
        )
    )


def end(transaction: Transaction, review: str, ended: ReviewEnd) -> None:
    """Write how a review ends; who may is settled before, at its draft."""
    transaction.execute(insert(ENDS).values(review=review, **vars(ended)))


def get(transaction: Transaction, review: str) -> StoredReview | None:
    """Read one review without its content."""
    row = transaction.execute(_both().where(T.c.id == review)).one_or_none()
    return None if row is None else _stored(row)


def content(transaction: Transaction, review: str) -> StoredContent | None:
    """Read what was submitted."""
    found = select(T.c.content, T.c.certification).where(T.c.id == review)
    row = transaction.execute(found).one_or_none()
    return None if row is None else StoredContent(row.content, row.certification)


def listed(
    transaction: Transaction,
    *,
    document: str = "",
    draft: str = "",
    waiting: bool | None = None,
    most: int = 200,
) -> tuple[StoredReview, ...]:
    """Read reviews, the newest first: of a document or a draft, those that wait or that ended."""
    found = _both()
    if document:
        found = found.where(T.c.document == document)
    if draft:
        found = found.where(T.c.draft == draft)
    if waiting is not None:
        found = found.where(ENDS.c.review.is_(None) if waiting else ENDS.c.review.is_not(None))
    rows = transaction.execute(found.order_by(T.c.submitted_at.desc(), T.c.id.desc()).limit(most))
    return tuple(map(_stored, rows))


def waiting_authors(transaction: Transaction) -> tuple[str, ...]:
    """Read the authors of each review that waits, to count those that wait for somebody."""
    joined = T.outerjoin(ENDS, ENDS.c.review == T.c.id)
    found = select(T.c.authors).select_from(joined).where(ENDS.c.review.is_(None))
    return tuple(transaction.execute(found).scalars())


def of_versions(transaction: Transaction, document: str, kind: str) -> dict[int, StoredReview]:
    """Read the review by which each version of a document was published."""
    wanted = (T.c.document == document) & (T.c.kind == kind) & ENDS.c.version.is_not(None)
    rows = transaction.execute(_both().where(wanted))
    return {row.version: _stored(row) for row in rows}


def _both() -> Select[tuple[object, ...]]:
    return select(*_HEAD, *_END).select_from(T.outerjoin(ENDS, ENDS.c.review == T.c.id))


def _stored(row: Row[tuple[object, ...]]) -> StoredReview:
    head = ReviewHead(
        id=row.id,
        draft=row.draft,
        kind=row.kind,
        document=row.document,
        title=Both(row.title_zh, row.title_en),
        base_version=row.base_version,
        revision=row.revision,
        authors=row.authors,
        reason=row.reason,
        identity=row.identity,
        submitted_by=row.submitted_by,
        submitted_by_name=row.submitted_by_name,
        submitted_at=row.submitted_at,
    )
    if row.act is None:
        return StoredReview(head, None)
    ended = ReviewEnd(
        row.act, row.by, row.by_name, row.at, row.comment, row.version, row.effective_from
    )
    return StoredReview(head, ended)
