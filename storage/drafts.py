"""Drafts, and the changes that made them: a change is written once, never altered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from rulesets.types import Both
from storage.database import Transaction
from storage.tables import DRAFT_CHANGES as CHANGES
from storage.tables import DRAFTS as T

_HEAD = tuple(column for column in T.c if column.name not in {"source", "content"})


@dataclass(frozen=True)
class DraftHead:
    """What there is to say of a draft without its content.

    Attributes:
        kind: `ruleset` or `vocabulary`.
        document: the id of the document.
        base_version: the published version it began as, if it did.
        revision: how many changes were made, those taken back counted too.
        state: `open`, `submitted`, `published` or `discarded`.
        opened_by: the id of the account; names are those of the time.
    """

    id: str
    kind: str
    document: str
    title: Both
    base_version: int | None
    revision: int
    state: str
    opened_by: str
    opened_by_name: str
    opened_at: datetime
    touched_by_name: str
    touched_at: datetime


@dataclass(frozen=True)
class StoredDraft:
    """A draft: `content` is JSON of its plain data, `source` the YAML it began as, or empty."""

    head: DraftHead
    content: str
    source: str


@dataclass(frozen=True)
class StoredChange:
    """One change. `edits`, `inverse` and `said`, its sentences, are JSON.

    `revision` is the one it led to. `undoes` or `redoes` is the revision that it took back, or did
    again. `post` is the page's own name for what it sent, by which it is known when sent again.
    """

    draft: str
    revision: int
    by: str
    by_name: str
    at: datetime
    edits: str
    inverse: str
    said: str
    undoes: int | None = None
    redoes: int | None = None
    post: str | None = None


@dataclass(frozen=True)
class Step:
    """A change without what it did, to find what is undone next."""

    revision: int
    undoes: int | None
    redoes: int | None


def add(transaction: Transaction, draft: StoredDraft) -> None:
    """Write a new draft."""
    values = _columns(draft.head)
    transaction.execute(insert(T).values(**values, content=draft.content, source=draft.source))


def get(transaction: Transaction, draft: str) -> StoredDraft | None:
    """Read one draft whole."""
    row = transaction.execute(select(T).where(T.c.id == draft)).one_or_none()
    return None if row is None else StoredDraft(_head(row), row.content, row.source)


def head(transaction: Transaction, draft: str) -> DraftHead | None:
    """Read one draft's head."""
    row = transaction.execute(select(*_HEAD).where(T.c.id == draft)).one_or_none()
    return None if row is None else _head(row)


def heads(
    transaction: Transaction, states: Iterable[str], document: str = "", kind: str = ""
) -> tuple[DraftHead, ...]:
    """Read the heads of the drafts in these states, the one touched last first."""
    found = select(*_HEAD).where(T.c.state.in_(tuple(states)))
    if document:
        found = found.where(T.c.document == document)
    if kind:
        found = found.where(T.c.kind == kind)
    rows = transaction.execute(found.order_by(T.c.touched_at.desc(), T.c.id.desc()))
    return tuple(map(_head, rows))


def change(
    transaction: Transaction, change: StoredChange, content: str, document: str, title: Both
) -> bool:
    """Write a change and the content it leads to; False: the draft moved on or is not open.

    Of several who change the same revision one alone finds it: others wait, and find the next.
    """
    before = (T.c.id == change.draft) & (T.c.revision == change.revision - 1)
    found = transaction.execute(
        update(T)
        .where(before, T.c.state == "open")
        .values(
            content=content,
            revision=change.revision,
            document=document,
            title_zh=title.zh,
            title_en=title.en,
            touched_by_name=change.by_name,
            touched_at=change.at,
        )
    )
    if found.rowcount != 1:
        return False
    transaction.execute(insert(CHANGES).values(asdict(change)))
    return True


def set_state(
    transaction: Transaction,
    draft: str,
    states: Iterable[str],
    state: str,
    at: datetime,
    revision: int | None = None,
) -> bool:
    """Bring a draft from one of these states into another; False: it is in none of them.

    With a revision also False where it is at another one.
    """
    there = (T.c.id == draft) & T.c.state.in_(tuple(states))
    if revision is not None:
        there &= T.c.revision == revision
    found = transaction.execute(update(T).where(there).values(state=state, touched_at=at))
    return found.rowcount == 1


def authors(transaction: Transaction, draft: str) -> dict[str, str]:
    """Read who opened a draft and who changed it: ids of accounts and the names of the time."""
    opened = select(T.c.opened_by.label("by"), T.c.opened_by_name.label("by_name"))
    rows = list(transaction.execute(opened.where(T.c.id == draft)))
    changed = select(CHANGES.c.by, CHANGES.c.by_name).where(CHANGES.c.draft == draft)
    rows.extend(transaction.execute(changed.distinct().order_by(CHANGES.c.by)))
    return {row.by: row.by_name for row in rows}


def steps(transaction: Transaction, draft: str) -> tuple[Step, ...]:
    """Read which changes were made, taken back and done again, in order."""
    found = select(CHANGES.c.revision, CHANGES.c.undoes, CHANGES.c.redoes)
    rows = transaction.execute(found.where(CHANGES.c.draft == draft).order_by(CHANGES.c.revision))
    return tuple(Step(row.revision, row.undoes, row.redoes) for row in rows)


def get_change(transaction: Transaction, draft: str, revision: int) -> StoredChange | None:
    """Read the change that led to a revision."""
    where = (CHANGES.c.draft == draft) & (CHANGES.c.revision == revision)
    row = transaction.execute(select(CHANGES).where(where)).one_or_none()
    return None if row is None else _change(row)


def change_of_post(transaction: Transaction, draft: str, post: str) -> StoredChange | None:
    """Read the change that a page sent under a name of its own; None: it did not arrive."""
    where = (CHANGES.c.draft == draft) & (CHANGES.c.post == post)
    row = transaction.execute(select(CHANGES).where(where)).first()
    return None if row is None else _change(row)


def changes(
    transaction: Transaction, draft: str, after: int = 0, before: int | None = None, most: int = 100
) -> tuple[StoredChange, ...]:
    """Read changes after one revision and before another, the newest first."""
    found = select(CHANGES).where(CHANGES.c.draft == draft, CHANGES.c.revision > after)
    if before is not None:
        found = found.where(CHANGES.c.revision < before)
    rows = transaction.execute(found.order_by(CHANGES.c.revision.desc()).limit(most))
    return tuple(map(_change, rows))


def _columns(head: DraftHead) -> dict[str, Any]:
    values = dict(vars(head))
    title = values.pop("title")
    return values | {"title_zh": title.zh, "title_en": title.en}


def _head(row: Row[tuple[object, ...]]) -> DraftHead:
    return DraftHead(
        id=row.id,
        kind=row.kind,
        document=row.document,
        title=Both(row.title_zh, row.title_en),
        base_version=row.base_version,
        revision=row.revision,
        state=row.state,
        opened_by=row.opened_by,
        opened_by_name=row.opened_by_name,
        opened_at=row.opened_at,
        touched_by_name=row.touched_by_name,
        touched_at=row.touched_at,
    )


def _change(row: Row[tuple[object, ...]]) -> StoredChange:
    values: dict[str, Any] = dict(zip(row._fields, row, strict=True))
    return StoredChange(**values)
