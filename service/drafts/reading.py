"""Drafts and their history, as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rulesets.errors import CallerError, Fault
from service.drafts.model import Change, Draft, change_of
from service.house import House
from service.people import Person, require
from storage import drafts
from storage.drafts import DraftHead, StoredDraft

_SHOWN = 40


def get_draft(house: House, who: Person, draft: str) -> Draft:
    """Give a draft as it is now.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`.
    """
    require(who, "read drafts")
    return found(house, draft)


def list_drafts(
    house: House,
    who: Person,
    states: Iterable[str] = ("open", "submitted"),
    document: str = "",
) -> tuple[DraftHead, ...]:
    """List drafts in these states, of one document or of all; the one touched last first.

    Raises:
        CallerError: `not-allowed`.
    """
    require(who, "read drafts")
    with house.database.reading() as transaction:
        return drafts.heads(transaction, states, document)


def history(
    house: House, who: Person, draft: str, before: int | None = None, most: int = 100
) -> tuple[Change, ...]:
    """Tell who changed what when, the newest first.

    Args:
        house: the house.
        who: who asks.
        draft: the draft's id.
        before: only changes before this revision, to go on with; None: from the newest.
        most: how many at most.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`.
    """
    require(who, "read drafts")
    with house.database.reading() as transaction:
        if drafts.head(transaction, draft) is None:
            raise unknown(draft)
        changes = drafts.changes(transaction, draft, before=before, most=most)
    return tuple(map(change_of, changes))


def found(house: House, draft: str) -> Draft:
    """Read a draft without asking for a right.

    Raises:
        CallerError: `unknown-draft`.
    """
    with house.database.reading() as transaction:
        stored = drafts.get(transaction, draft)
    if stored is None:
        raise unknown(draft)
    return whole(house, stored)


def whole(house: House, stored: StoredDraft) -> Draft:
    """Make a draft of what is stored; the content of a revision is read once."""
    head = stored.head
    key = (head.id, head.revision)
    content = house.drafts.contents.get(key, lambda: json.loads(stored.content))
    return Draft(**vars(head), content=content, source=stored.source)


def unknown(draft: str) -> CallerError:
    """Say that there is no such draft."""
    return CallerError((Fault("unknown-draft", words={"draft": draft[:_SHOWN]}),))
