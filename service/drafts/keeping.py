"""Putting a draft away, and taking it back."""

from __future__ import annotations

from service.drafts.editing import not_open
from service.drafts.model import Draft
from service.drafts.reading import found
from service.house import House
from service.people import Person, require
from storage import drafts


def discard(house: House, who: Person, draft: str) -> Draft:
    """Put an open draft away; nothing of it is lost, and it can be taken back.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`, `draft-not-open`.
    """
    return _brought(house, who, draft, "open", "discarded")


def take_back(house: House, who: Person, draft: str) -> Draft:
    """Take back a draft that was discarded.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`, `draft-not-open`.
    """
    return _brought(house, who, draft, "discarded", "open")


def _brought(house: House, who: Person, draft: str, before: str, after: str) -> Draft:
    require(who, "draft")
    there = found(house, draft)
    if there.state == after:
        return there  # asked twice: it is as was wished
    with house.database.writing() as transaction:
        is_brought = drafts.set_state(transaction, draft, (before,), after, house.clock())
    there = found(house, draft)
    if not is_brought and there.state != after:
        raise not_open(there.state)
    return there
