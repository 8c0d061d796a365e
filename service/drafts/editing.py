"""Changing a draft: edits, undo, redo; each a new revision with its sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rulesets.drafting import Edit, applied, edit_sentences, edits_from, edits_to, rebased
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both
from service.drafts.documents import Documents
from service.drafts.following import Follower, followers
from service.drafts.model import (
    STATES,
    Draft,
    DraftMovedOnError,
    Edited,
    change_of,
    digest_of,
    json_text,
)
from service.drafts.reading import found, unknown
from service.drafts.stepping import stacks
from service.drafts.titles import title_of, titles_read
from service.house import House
from service.people import Person, require
from storage import drafts
from storage.database import Transaction
from storage.drafts import StoredChange

_LONGEST_ID = 64
_ID_STAYS = Both("已发布的文档不能改标识", "the id of a document that is published does not change")
_IS_GONE = Both("别人已删去您所改的内容", "others took out what it changes")
_MOST_CHANGES = 100_000
_MOST_TRIES = 5
_IS_NEEDED = Both("文档不能没有标识", "a document needs its id")


def edit_draft(  # noqa: PLR0913 - beside what is edited, how it is told
    house: House,
    who: Person,
    draft: str,
    revision: int,
    edits: Sequence[Edit],
    *,
    said: tuple[Both, ...] = (),
    post: str = "",
) -> Edited:
    """Apply edits together, or none of them.

    Args:
        house: the house.
        who: who edits.
        draft: the draft's id.
        revision: the revision that the person saw.
        edits: what changes, one after the other.
        said: what it is in sentences, where they are not to be worked out.
        post: by which the same is known when it is sent again, because its answer was lost: it is
            done once, and answered alike.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`, `draft-not-open`, `edit-does-not-fit`;
            `draft-moved-on` (a `DraftMovedOnError`), also where the same person edited it in
            another window. The draft is as it was then.
    """
    require(who, "draft")
    if made := made_before(house, who, draft, revision, post):
        return made
    before = seen_draft(house, draft, revision)
    return _changed(house, who, before, _Doing(tuple(edits), said, post=post))


def passing_draft(draft: Draft, edits: Sequence[Edit]) -> Draft:
    """Give what a draft would be with more edits, to check and try it while somebody types.

    Raises:
        CallerError: `edit-does-not-fit`.
    """
    return replace(draft, content=applied(draft.content, edits)[0], is_passing=True)


def edit_again(  # noqa: PLR0913 - as edit_draft, and the revision that was seen
    house: House,
    who: Person,
    draft: str,
    seen: int,
    revision: int,
    edits: Sequence[Edit],
    *,
    post: str = "",
) -> tuple[Edited, int]:
    """Apply edits that were made on an older revision to the newest, where their places still are.

    Args:
        house: the house.
        who: who edits.
        draft: the draft's id.
        seen: the revision that the edits were made on.
        revision: the newest, of which the person was told.
        edits: what changes.
        post: as `edit_draft`.

    Returns:
        The draft after them, and how many had no place any more.

    Raises:
        CallerError: as `edit_draft`; `edit-does-not-fit` where none has a place any more.
    """
    require(who, "draft")
    if made := made_before(house, who, draft, revision, post):
        return made, 0
    now = seen_draft(house, draft, revision)
    fit, lost = rebased(content_at(house, now, seen), now.content, edits)
    if not fit:
        raise CallerError((Fault("edit-does-not-fit", words={"number": 1, "why": _IS_GONE}),))
    return _changed(house, who, now, _Doing(fit, post=post)), len(lost)


def content_at(house: House, draft: Draft, revision: int) -> Mapping[str, Any]:
    """Give what a draft said at an earlier revision: its changes since then taken back."""
    kept = house.drafts.contents.find((draft.id, revision))
    if kept is not None:
        return kept
    with house.database.reading() as transaction:
        since = drafts.changes(transaction, draft.id, after=revision, most=_MOST_CHANGES)
    back = [edit for change in since for edit in _edits(change.inverse)]
    return applied(draft.content, back)[0]


def undo(house: House, who: Person, draft: str, revision: int, *, post: str = "") -> Edited:
    """Take back the last change that was not taken back, whoever made it.

    Raises:
        CallerError: as `edit_draft`; `nothing-to-undo`.
    """
    require(who, "draft")
    if made := made_before(house, who, draft, revision, post):
        return made
    before = seen_draft(house, draft, revision)
    with house.database.reading() as transaction:
        done, _ = stacks(drafts.steps(transaction, draft))
        change = drafts.get_change(transaction, draft, done[-1]) if done else None
    if change is None:
        raise CallerError((Fault("nothing-to-undo"),))
    edits = _edits(change.inverse)
    said = tuple(Both(f"撤销：{each.zh}", f"Undone: {each.en}") for each in change_of(change).said)
    return _changed(house, who, before, _Doing(edits, said, undoes=change.revision, post=post))


def redo(house: House, who: Person, draft: str, revision: int, *, post: str = "") -> Edited:
    """Do again what was taken back last; another change meanwhile ends that.

    Raises:
        CallerError: as `edit_draft`; `nothing-to-redo`.
    """
    require(who, "draft")
    if made := made_before(house, who, draft, revision, post):
        return made
    before = seen_draft(house, draft, revision)
    with house.database.reading() as transaction:
        _, undone = stacks(drafts.steps(transaction, draft))
        change = drafts.get_change(transaction, draft, undone[-1]) if undone else None
    if change is None:
        raise CallerError((Fault("nothing-to-redo"),))
    said = tuple(Both(f"重做：{each.zh}", f"Redone: {each.en}") for each in change_of(change).said)
    doing = _Doing(_edits(change.edits), said, redoes=change.revision, post=post)
    return _changed(house, who, before, doing)


def can_step(house: House, draft: Draft) -> tuple[bool, bool]:
    """Tell whether something can be undone, and redone."""
    with house.database.reading() as transaction:
        done, undone = stacks(drafts.steps(transaction, draft.id))
    return bool(done), bool(undone)


@dataclass(frozen=True)
class _Doing:
    """A change on its way; what it says is worked out where it is not said before."""

    edits: tuple[Edit, ...]
    said: tuple[Both, ...] = ()
    undoes: int | None = None
    redoes: int | None = None
    post: str = ""


def made_before(house: House, who: Person, draft: str, revision: int, post: str) -> Edited | None:
    """Give what came of a post if it was done already, and only its answer was lost."""
    if not post:
        return None
    with house.database.reading() as transaction:
        change = drafts.change_of_post(transaction, draft, post)
        done, undone = stacks(drafts.steps(transaction, draft)) if change else ([], [])
    if change is None or change.by != who.id or change.revision != revision + 1:
        return None
    now = found(house, draft)
    then = replace(now, content=content_at(house, now, change.revision), revision=change.revision)
    said = change_of(change).said
    return Edited(then, said, bool(done), bool(undone), _edits(change.edits))


def seen_draft(house: House, draft: str, revision: int) -> Draft:
    """Give the draft if it is open and still what the person saw.

    Raises:
        CallerError: `unknown-draft`, `draft-not-open`, `draft-moved-on`.
    """
    there = found(house, draft)
    if there.state != "open":
        raise not_open(there.state)
    if there.revision != revision:
        raise _moved_on(house, draft, revision)
    return there


def _changed(house: House, who: Person, before: Draft, doing: _Doing) -> Edited:
    content, inverse = applied(before.content, doing.edits)
    _refuse_other_id(before, content)
    said = doing.said
    if not said:
        titles = titles_read(before.content, Documents(house))
        said = edit_sentences(before.content, doing.edits, titles)
    doing = replace(doing, said=said)
    change = _change(who, before, doing, inverse, house.clock())
    document, title = content[before.kind][:_LONGEST_ID], title_of(content)
    text = json_text(content)
    done, undone = _written(house, who, before, doing, _Writing(change, text, document, title))
    house.drafts.contents.put((before.id, change.revision), content)
    house.drafts.digests.put((before.id, change.revision), digest_of(text))
    after = replace(
        before,
        content=content,
        document=document,
        title=title,
        revision=change.revision,
        touched_by_name=who.name,
        touched_at=change.at,
    )
    return Edited(after, said, bool(done), bool(undone), doing.edits)


@dataclass(frozen=True)
class _Writing:
    """A change as it is stored, with what it leads to."""

    change: StoredChange
    content: str
    document: str
    title: Both

    def write(self, transaction: Transaction) -> bool:
        """Write it; False: the draft moved on or is not open."""
        return drafts.change(transaction, self.change, self.content, self.document, self.title)

    def require(self, transaction: Transaction) -> None:
        """Write it, or nothing of all that is being written."""
        if not self.write(transaction):
            raise _FollowerMovedError


def _written(
    house: House, who: Person, before: Draft, doing: _Doing, writing: _Writing
) -> tuple[list[int], list[int]]:
    """Write a change with those of the drafts that follow it, all or none.

    Returns:
        What can be undone now, and what can be done again.
    """
    for _ in range(_MOST_TRIES):
        found = followers(house, before, doing.edits)
        also = [_following(who, each, house) for each in found if each.edits]
        try:
            with house.database.writing() as transaction:
                if not writing.write(transaction):
                    break
                for each in also:
                    each.require(transaction)
                return stacks(drafts.steps(transaction, before.id))
        except _FollowerMovedError:
            continue
    seen_draft(house, before.id, before.revision)  # says why
    raise _moved_on(house, before.id, before.revision)


def _following(who: Person, follower: Follower, house: House) -> _Writing:
    draft = follower.draft
    content, inverse = applied(draft.content, follower.edits)
    doing = _Doing(follower.edits, (follower.said,))
    change = _change(who, draft, doing, inverse, house.clock())
    return _Writing(change, json_text(content), draft.document, draft.title)


class _FollowerMovedError(Exception):
    """A draft that follows was changed just now."""


def _change(
    who: Person, before: Draft, doing: _Doing, inverse: tuple[Edit, ...], at: datetime
) -> StoredChange:
    return StoredChange(
        draft=before.id,
        revision=before.revision + 1,
        by=who.id,
        by_name=who.name,
        at=at,
        edits=json_text(edits_to(doing.edits)),
        inverse=json_text(edits_to(inverse)),
        said=json_text([[each.zh, each.en] for each in doing.said]),
        undoes=doing.undoes,
        redoes=doing.redoes,
        post=doing.post or None,
    )


def _refuse_other_id(before: Draft, content: dict[str, Any]) -> None:
    named, kind = content.get(before.kind), before.kind
    words: dict[str, Word] = {"number": 1, "why": _IS_NEEDED}
    other = "ruleset" if kind == "vocabulary" else "vocabulary"
    if not isinstance(named, str) or not named or other in content:
        raise CallerError((Fault("edit-does-not-fit", words=words),))
    if before.base_version is not None and named != before.content[kind]:
        raise CallerError((Fault("edit-does-not-fit", words=words | {"why": _ID_STAYS}),))


def _moved_on(house: House, draft: str, revision: int) -> CallerError:
    with house.database.reading() as transaction:
        head = drafts.head(transaction, draft)
        changes = drafts.changes(transaction, draft, after=revision)
    if head is None:
        return unknown(draft)
    return DraftMovedOnError(head.revision, tuple(map(change_of, changes)))


def not_open(state: str) -> CallerError:
    """Say that a draft is in a state in which it is not changed."""
    return CallerError((Fault("draft-not-open", words={"state": STATES[state]}),))


def _edits(text: str) -> tuple[Edit, ...]:
    return edits_from(json.loads(text))
