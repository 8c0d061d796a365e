"""Where a fact or a code of a draft is used, as its page says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.place_names import title_in
from editor.speech import ngettext
from rulesets.drafting.usage import BlockUse, usage_of
from rulesets.types import Both
from service.drafts.following import renames_of_draft
from service.drafts.used import Reader, Use, readers_of


@dataclass(frozen=True)
class BlockUseView:
    """A block that reads it, and how much of it does: `3 rows`; empty where that is not counted."""

    key: str
    title: str
    count: str


@dataclass(frozen=True)
class UseView:
    """A ruleset, or a draft, that uses it. `is_own`: it is the draft itself."""

    id: str
    title: str
    number: int | None
    blocks: tuple[BlockUseView, ...]
    declared: tuple[str, ...]
    is_ahead: bool = False
    is_certain: bool = True
    is_own: bool = False


@dataclass(frozen=True)
class Readers:
    """All that may read what a draft declares.

    `born` leads from a key of the draft to the one it had when the draft began, by which published
    rulesets know it.
    """

    language: str
    readers: tuple[Reader, ...]
    born: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False

    def of_fact(self, item: Mapping[str, Any]) -> tuple[UseView, ...]:
        """Tell what reads a fact."""
        return tuple(_view(each, self.language, self.is_own) for each in self._of_fact(item))

    def count(self, item: Mapping[str, Any]) -> int:
        """Count what reads a fact: rulesets and drafts, or the blocks of the draft itself."""
        found = self._of_fact(item)
        return sum(len(each.blocks) for each in found) if self.is_own else len(found)

    def of_list(self, key: str) -> tuple[UseView, ...]:
        """Tell what uses a code list."""
        found = (each.of_list(key) for each in self.readers)
        return tuple(_view(each, self.language, self.is_own) for each in found if each)

    def naming(self, key: str, value: str, title: Both) -> tuple[str, ...]:
        """Name what names a code."""
        found = (each.of_code(key, value, title) for each in self.readers)
        uses = [_view(each, self.language, self.is_own) for each in found if each]
        if self.is_own:
            return tuple(block.title for use in uses for block in use.blocks)
        return tuple(dict.fromkeys(use.title for use in uses))

    def _of_fact(self, item: Mapping[str, Any]) -> list[Use]:
        key = str(item.get("key") or "")
        title = Both(title_in(item, "zh"), title_in(item, "en"))
        keys = [key, *([self.born[key]] if key in self.born else [])]
        found = []
        for reader in self.readers:
            uses = (reader.of_fact(each, title) for each in keys)
            use = next((each for each in uses if each is not None), None)
            if use is not None:
                found.append(use)
        return found


def readers_of_draft(desk: Desk) -> Readers:
    """Find what reads the facts of a vocabulary's draft; of a ruleset's draft its own blocks."""
    draft = desk.draft
    if draft.kind == "vocabulary":
        found = readers_of(desk.house, desk.who, draft.document)
        renames = {} if draft.is_passing else renames_of_draft(desk.house, draft)
        return Readers(desk.language, found, {new: old for old, new in renames.items()})
    passed = desk.last_passed
    own = Reader(Use(draft.id, draft.title, None), usage_of(passed)) if passed else None
    return Readers(desk.language, (own,) if own else (), is_own=True)


def _view(use: Use, language: str, is_own: bool) -> UseView:
    return UseView(
        id=use.id,
        title=use.title.in_language(language) or use.id,
        number=use.number,
        blocks=tuple(
            BlockUseView(each.block, each.title.in_language(language), _counted(each))
            for each in use.blocks
        ),
        declared=tuple(each.in_language(language) for each in use.declared),
        is_ahead=use.is_ahead,
        is_certain=use.is_certain,
        is_own=is_own,
    )


def _counted(use: BlockUse) -> str:
    if not use.count:
        return ""
    if use.kind == "table":
        return ngettext("%(num)s row", "%(num)s rows", use.count)
    if use.kind == "rules":
        return ngettext("%(num)s rule", "%(num)s rules", use.count)
    return ngettext("%(num)s band", "%(num)s bands", use.count)
