"""Where the facts and codes of a vocabulary are used: in published rulesets and in open drafts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rulesets.drafting.named import Name
from rulesets.drafting.usage import BlockUse, Usage, usage_of
from rulesets.errors import AuthorError
from rulesets.types import Both
from service.drafts.checking import checked_draft, key_of_check
from service.drafts.model import Draft
from service.drafts.reading import whole
from service.drafts.titles import title_of, uses_of
from service.house import House
from service.people import Person, may, require
from service.rulesets import RulesetSummary, list_rulesets
from storage import drafts
from storage.ruleset_versions import VersionHead


@dataclass(frozen=True)
class Use:
    """One ruleset that uses something: where in it, and by what it is found.

    Attributes:
        id: of the ruleset, or of the draft.
        number: the published version; None of a draft.
        blocks: those that read it.
        declared: what the ruleset declares with it, of a code list.
        is_ahead: the version is published but not in force yet.
        is_certain: False for a draft with errors, where only its texts were searched.
    """

    id: str
    title: Both
    number: int | None
    blocks: tuple[BlockUse, ...] = ()
    declared: tuple[Both, ...] = ()
    is_ahead: bool = False
    is_certain: bool = True


@dataclass(frozen=True)
class Reader:
    """A ruleset that stands on a vocabulary, with all that its blocks use.

    `texts` are those of its blocks, where a draft has errors and was never without.
    """

    use: Use
    usage: Usage
    texts: tuple[tuple[BlockUse, str], ...] = ()

    def of(self, name: Name, title: Both = Both()) -> Use | None:
        """Tell how it uses a fact, sub-fact, conclusion or code; None: not at all.

        Args:
            name: what is used; see `rulesets.drafting.named`.
            title: what it is called, to search the texts of drafts that have errors.
        """
        return self._found(self.usage.names.get(name, ()), (), (name[-1], title.zh, title.en))

    def of_list(self, key: str) -> Use | None:
        """Tell how it uses a code list: what is declared with it, and where its codes stand."""
        blocks: dict[tuple[str, str], BlockUse] = {}
        for name, uses in self.usage.names.items():
            if name[:-1] == ("lists", key, "codes"):
                blocks |= {(each.kind, each.block): replace(each, count=0) for each in uses}
        return self._found(tuple(blocks.values()), self.usage.lists.get(key, ()), (key,))

    def loosely(self, codes: Name) -> Use | None:
        """Tell where it takes the codes of a list for mere texts, which no renaming follows."""
        return self._found(self.usage.loose.get(codes, ()), (), ())

    def _found(
        self, blocks: tuple[BlockUse, ...], declared: tuple[Both, ...], names: tuple[str, ...]
    ) -> Use | None:
        if self.texts and names:
            named = re.compile("|".join(_whole(each) for each in names if each))
            blocks = tuple(block for block, text in self.texts if named.search(text))
        if not blocks and not declared:
            return None
        return replace(self.use, blocks=blocks, declared=declared)


def readers_of(house: House, who: Person, vocabulary: str) -> tuple[Reader, ...]:
    """Find all that stands on a vocabulary, at whichever version: rulesets, then open drafts.

    Of a published ruleset the version in force counts, and the newest where that is still ahead.
    Drafts are looked at for those who may read them.

    Raises:
        CallerError: `not-allowed`.
        OperatorError: `version-damaged`.
    """
    require(who, "read rulesets")
    found = [
        reader
        for summary in list_rulesets(house)
        for reader in _published(house, summary, vocabulary)
    ]
    if may(who, "read drafts"):
        found.extend(_drafted(house, vocabulary))
    return tuple(found)


def including(house: House, who: Person, ruleset: str) -> tuple[Both, ...]:
    """Name the rulesets, and open drafts, that include a ruleset: each stays on its version of it.

    Raises:
        CallerError: `not-allowed`.
        OperatorError: `version-damaged`.
    """
    require(who, "read rulesets")
    shown = [*_published_with(house, ruleset)]
    if may(who, "read drafts"):
        shown += [
            _titled(draft.title, draft.document)
            for draft in _open_drafts(house)
            if any(each.id == ruleset for each in uses_of(draft.content.get("include")))
        ]
    return tuple(dict.fromkeys(shown))


def _published_with(house: House, ruleset: str) -> Iterator[Both]:
    for summary in list_rulesets(house):
        head = summary.in_force or summary.versions[-1]
        if any(each.id == ruleset for each in house.versions.checked(head).bundle.included):
            yield _titled(head.title, head.ruleset)


def _published(house: House, summary: RulesetSummary, vocabulary: str) -> Iterator[Reader]:
    newest = summary.versions[-1]
    heads = {newest.number: newest}
    if summary.in_force:
        heads = {summary.in_force.number: summary.in_force} | heads
    for head in heads.values():
        is_ahead = head.effective_from > house.clock()
        # An older one that is out of force again decides nothing any more.
        if head is summary.in_force or is_ahead:
            checked = house.versions.checked(head)
            if any(each.id == vocabulary for each in checked.bundle.vocabularies):
                use = Use(head.ruleset, head.title, head.number, is_ahead=is_ahead)
                yield Reader(use, _usage_of_version(house, head))


def _usage_of_version(house: House, head: VersionHead) -> Usage:
    key = f"{head.ruleset}@{head.number} {head.identity}"
    return house.drafts.usages.get(key, lambda: usage_of(house.versions.checked(head)))


def _drafted(house: House, vocabulary: str) -> Iterator[Reader]:
    for draft in _open_drafts(house):
        if any(each.id == vocabulary for each in uses_of(draft.content.get("uses"))):
            yield _reader_of_draft(house, draft)


def _open_drafts(house: House) -> Iterator[Draft]:
    with house.database.reading() as transaction:
        heads = drafts.heads(transaction, ("open", "submitted"), kind="ruleset")
    for head in heads:
        with house.database.reading() as transaction:
            stored = drafts.get(transaction, head.id)
        if stored is not None:
            yield whole(house, stored)


def _reader_of_draft(house: House, draft: Draft) -> Reader:
    use = Use(draft.id, draft.title, None)
    key = key_of_check(house, draft)
    try:
        usage = house.drafts.usages.get(key, lambda: usage_of(checked_draft(house, draft)))
    except AuthorError:
        uncertain = Use(draft.id, draft.title, None, is_certain=False)
        return Reader(uncertain, Usage(), tuple(_texts(draft.content)))
    return Reader(use, usage)


def _texts(content: Mapping[str, Any]) -> Iterator[tuple[BlockUse, str]]:
    for block in content.get("blocks") or ():
        key = str(block.get("key", ""))
        shown = _titled(title_of(block), key)
        yield (
            BlockUse(key, str(block.get("kind", "")), shown, 0),
            json.dumps(block, ensure_ascii=False),
        )


def _titled(title: Both, key: str) -> Both:
    return title if title.zh or title.en else Both(key, key)


def _whole(name: str) -> str:
    """Find a name that no further letters go on with; a Chinese one wherever it stands."""
    if not name.isascii():
        return re.escape(name)
    return rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])"
