"""A ruleset draft takes a newer version of a vocabulary that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulesets.assembly import assemble
from rulesets.documents.plain import read_plain
from rulesets.drafting import Edit
from rulesets.drafting.following import following
from rulesets.drafting.named import Name
from rulesets.errors import CallerError, Fault
from rulesets.model import Ruleset, Use
from rulesets.types import Both
from service.drafts.documents import Documents
from service.drafts.editing import edit_draft
from service.drafts.following import joined, renames_of_draft, renames_of_version
from service.drafts.model import Draft, Edited
from service.drafts.reading import found, whole
from service.drafts.titles import uses_of
from service.house import House
from service.people import Person, require
from storage import drafts, vocabularies


@dataclass(frozen=True)
class Newer:
    """A newer version of a vocabulary that a ruleset draft stands on.

    Attributes:
        used: the version that the draft stands on.
        number: the newer one.
        draft: the id of the draft that it is; empty where it is published.
        renames: what was renamed on the way, by its name before, and its new one.
        is_known: False where a version on the way was not made of a draft here, so that nobody
            knows what was renamed in it.
        before: included rulesets that stand on another version: these are published on it first.
    """

    vocabulary: str
    title: Both
    used: int
    number: int
    draft: str
    renames: Mapping[Name, str]
    is_known: bool
    before: tuple[Both, ...]


def newer_versions(house: House, draft: Draft) -> tuple[Newer, ...]:
    """List what is newer than what a ruleset draft stands on: published versions, then drafts."""
    offered: list[Newer] = []
    for use in uses_of(draft.content.get("uses")):
        with house.database.reading() as transaction:
            newest = vocabularies.newest_numbers(transaction).get(use.id)
            row = vocabularies.get(transaction, use.id, newest) if newest else None
        if row is not None and row.number > use.version:
            offered.append(_newer(house, draft, use, row.number, row.title))
        drafted = _draft_after(house, use.id, max(row.number if row else 0, use.version))
        if drafted is not None:
            number = _version_of(drafted)
            offered.append(_newer(house, draft, use, number, drafted.title, drafted))
    return tuple(offered)


def take_version(
    house: House, who: Person, draft: str, revision: int, vocabulary: str, number: int
) -> Edited:
    """Let a ruleset draft stand on a newer version; its rules follow what was renamed in it.

    Texts that name by title name by key afterwards, so that they hold under other titles too.

    Raises:
        CallerError: as `edit_draft`; `unknown-vocabulary`, there is no such newer version;
            `key-taken`, the ruleset has something of a new name itself.
        AuthorError: the draft cannot be read, or what it stands on is not there.
    """
    require(who, "draft")
    there = found(house, draft)
    offered = newer_versions(house, there)
    wanted = (each for each in offered if (each.vocabulary, each.number) == (vocabulary, number))
    newer = next(wanted, None)
    if newer is None:
        shown = f"{vocabulary[:60]}@{number}"
        raise CallerError((Fault("unknown-vocabulary", words={"vocabulary": shown}),))
    document = read_plain(there.content)
    assert isinstance(document, Ruleset)  # noqa: S101 - vocabularies use nothing
    edits = following(there.content, newer.renames, assemble(document, Documents(house)))
    uses = _uses_edit(there.content, Use(vocabulary, newer.used), number)
    return edit_draft(house, who, draft, revision, (*edits, uses))


def _uses_edit(content: Mapping[str, Any], before: Use, number: int) -> Edit:
    written = content["uses"]
    now = f"{before.id}@{number}"
    if isinstance(written, str):
        return Edit("set", ("uses",), now)
    place = next(at for at, each in enumerate(written) if uses_of(each) == [before])
    return Edit("set", ("uses", place), now)


def _newer(
    house: House, of: Draft, use: Use, number: int, title: Both, draft: Draft | None = None
) -> Newer:
    last = number - 1 if draft else number
    steps = [renames_of_version(house, use.id, each) for each in range(use.version + 1, last + 1)]
    if draft is not None:
        steps.append(renames_of_draft(house, draft))
    return Newer(
        vocabulary=use.id,
        title=title,
        used=use.version,
        number=number,
        draft=draft.id if draft else "",
        renames=joined([each for each in steps if each]),
        is_known=None not in steps,
        before=tuple(_on_others(house, of, Use(use.id, number))),
    )


def _on_others(house: House, draft: Draft, wanted: Use) -> list[Both]:
    """Name the included rulesets that stand on another version of the vocabulary."""
    documents = Documents(house)
    titles = []
    for include in uses_of(draft.content.get("include")):
        ruleset = documents.ruleset(include.id, include.version)
        if ruleset and any(each.id == wanted.id and each != wanted for each in ruleset.uses):
            has_title = ruleset.title.zh or ruleset.title.en
            titles.append(ruleset.title if has_title else Both(ruleset.id, ruleset.id))
    return titles


def _draft_after(house: House, vocabulary: str, number: int) -> Draft | None:
    """Find the draft of a vocabulary whose version comes after a number."""
    with house.database.reading() as transaction:
        heads = drafts.heads(transaction, ("open", "submitted"), vocabulary, "vocabulary")
        stored = [drafts.get(transaction, each.id) for each in heads]
    whole_ones = (whole(house, each) for each in stored if each is not None)
    return next((each for each in whole_ones if _version_of(each) > number), None)


def _version_of(draft: Draft) -> int:
    version = draft.content.get("version")
    return int(version) if isinstance(version, str) and version.isdecimal() else 0
