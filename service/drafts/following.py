"""Ruleset drafts follow a vocabulary: what is renamed in it, they name anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rulesets.assembly import assemble
from rulesets.documents.plain import read_plain
from rulesets.drafting import Edit, applied, edits_from
from rulesets.drafting.following import following, one_after_the_other, renames_by
from rulesets.drafting.named import CODES, Name
from rulesets.errors import AuthorError, CallerError, Fault
from rulesets.model import Ruleset
from rulesets.types import Both
from service.drafts.documents import Documents
from service.drafts.model import Draft
from service.drafts.reading import whole
from service.drafts.stepping import stacks
from service.drafts.titles import uses_of
from service.house import House
from storage import drafts, reviews

_MOST_CHANGES = 100_000


@dataclass(frozen=True)
class Follower:
    """A ruleset draft, what changes in it, and that in a sentence.

    `why` it stays as it is, where it cannot follow.
    """

    draft: Draft
    edits: tuple[Edit, ...]
    said: Both
    why: Fault | None = None


def followers(house: House, before: Draft, edits: Sequence[Edit]) -> tuple[Follower, ...]:
    """Find the open ruleset drafts that are checked with a vocabulary's draft, and what changes.

    One that cannot be read, or has something of the new name, stays as it is, and says why.

    Args:
        house: the house.
        before: the vocabulary's draft, as it is stored.
        edits: what is about to change in it.
    """
    if before.kind != "vocabulary" or not any(map(_may_rename, edits)):
        return ()
    renames = renames_by(before.content, edits)
    if not renames:
        return ()
    said = said_of(before, renames)
    found = []
    for draft in _open_rulesets(house):
        try:
            changes = _following(house, draft, before, renames)
        except (AuthorError, CallerError) as error:
            found.append(Follower(draft, (), said, error.faults[0]))
            continue
        if changes:
            found.append(Follower(draft, changes, said))
    return tuple(found)


def followers_of_draft(house: House, vocabulary: Draft) -> tuple[Draft, ...]:
    """Name the open ruleset drafts that are checked with a vocabulary's draft."""
    if vocabulary.kind != "vocabulary":
        return ()
    return tuple(each for each in _open_rulesets(house) if _stands_on(house, each, vocabulary))


def _may_rename(edit: Edit) -> bool:
    return edit.path[-1] in {"key", "value"} or not CODES.isdisjoint(edit.path[-2:-1])


def said_of(vocabulary: Draft, renames: Mapping[Name, str]) -> Both:
    """Say what was renamed."""
    zh = "，".join(f"`{name[-1]}` → `{new}`" for name, new in renames.items())
    en = ", ".join(f"`{name[-1]}` → `{new}`" for name, new in renames.items())
    title = vocabulary.title
    return Both(
        f"随词汇表「{title.in_language('zh') or vocabulary.document}」改名：{zh}",
        f"Renamed as in the vocabulary “{title.in_language('en') or vocabulary.document}”: {en}",
    )


def renames_of_version(house: House, vocabulary: str, number: int) -> dict[Name, str] | None:
    """Tell what a published version renamed; None where it was not made of a draft here."""
    with house.database.reading() as transaction:
        review = reviews.of_versions(transaction, vocabulary, "vocabulary").get(number)
        draft = review and review.head.draft and drafts.get(transaction, review.head.draft)
    if not review or not draft or draft.head.base_version != number - 1:
        return None
    return _renames_until(house, whole(house, draft), review.head.revision)


def renames_of_draft(house: House, draft: Draft) -> dict[Name, str]:
    """Tell what a vocabulary's draft renamed since it was opened."""
    return _renames_until(house, draft, draft.revision)


def joined(steps: Sequence[Mapping[Name, str]]) -> dict[Name, str]:
    """Join the renames of versions, one after the other."""
    found: dict[Name, str] = {}
    for each in steps:
        found = one_after_the_other(found, each)
    return found


def _renames_until(house: House, draft: Draft, revision: int) -> dict[Name, str]:
    """Do again what was changed and not taken back, on what the draft began as."""
    with house.database.reading() as transaction:
        steps = [each for each in drafts.steps(transaction, draft.id) if each.revision <= revision]
        changes = drafts.changes(transaction, draft.id, most=_MOST_CHANGES)
    done = set(stacks(steps)[0])
    back = [edit for each in changes for edit in edits_from(json.loads(each.inverse))]
    began = applied(draft.content, back)[0]
    forth = [
        edit
        for each in reversed(changes)
        if each.revision in done
        for edit in edits_from(json.loads(each.edits))
    ]
    return renames_by(began, forth)


def _open_rulesets(house: House) -> Iterator[Draft]:
    with house.database.reading() as transaction:
        heads = drafts.heads(transaction, ("open",), kind="ruleset")
        stored = [drafts.get(transaction, each.id) for each in heads]
    yield from (whole(house, each) for each in stored if each is not None)


def _following(
    house: House, draft: Draft, vocabulary: Draft, renames: Mapping[Name, str]
) -> tuple[Edit, ...]:
    if not _stands_on(house, draft, vocabulary):
        return ()
    document = read_plain(draft.content)
    assert isinstance(document, Ruleset)  # noqa: S101 - as those are that were read
    return following(draft.content, renames, assemble(document, Documents(house)))


def _stands_on(house: House, draft: Draft, vocabulary: Draft) -> bool:
    documents = Documents(house)
    for use in uses_of(draft.content.get("uses")):
        documents.vocabulary(use.id, use.version)
    return vocabulary.id in {each.id for each in documents.taken}
