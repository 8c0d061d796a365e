"""Where a fact or a code of a draft is used, as its page says it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.place_names import title_in
from editor.speech import ngettext
from rulesets.drafting.following import name_before
from rulesets.drafting.named import Name
from rulesets.drafting.usage import BlockUse, usage_of
from rulesets.types import Both
from service.drafts.following import renames_of_draft
from service.drafts.used import Reader, Use, readers_of


@dataclass(frozen=True)
class BlockUseView:
    """A block that reads it, and how much of it does: `3 rows`; empty where that is not counted.

    `at` is where it stands on the pages of a draft: constants, lookups and functions read, too.
    """

    at: str
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

    Attributes:
        renames: those since the draft began: published rulesets know things by the names then.
        is_own: the draft itself reads it.
        doubted: what the draft says, where it has errors so that nobody knows what it means.
    """

    language: str
    readers: tuple[Reader, ...]
    renames: Mapping[Name, str] = field(default_factory=dict)
    is_own: bool = False
    doubted: str = ""

    def of(self, name: Name, item: Any) -> tuple[UseView, ...]:
        """Tell what reads a fact, sub-fact, conclusion or code; `item` says what it is called."""
        return tuple(_view(each, self.language, self.is_own) for each in self._of(name, item))

    def count(self, name: Name, item: Any) -> int:
        """Count what reads it: rulesets and drafts, or the blocks of the draft itself."""
        found = self._of(name, item)
        return sum(len(each.blocks) for each in found) if self.is_own else len(found)

    def naming(self, name: Name, item: Any) -> tuple[str, ...]:
        """Name what reads it, shortly."""
        uses = self.of(name, item)
        if self.is_own:
            return tuple(block.title for use in uses for block in use.blocks)
        return tuple(dict.fromkeys(use.title for use in uses))

    def may_name(self, name: Name, item: Any) -> bool:
        """Tell whether anything reads it, or could."""
        title = _title(item)
        words = {name[-1], title.zh, title.en} - {""}
        # Numbers stand everywhere.
        found = (each in self.doubted for each in words if not each.isdecimal())
        return any(found) or bool(self._of(name, item))

    def of_list(self, key: str) -> tuple[UseView, ...]:
        """Tell what uses a code list."""
        found = (each.of_list(key) for each in self.readers)
        return tuple(_view(each, self.language, self.is_own) for each in found if each)

    def loosely(self, codes: Name) -> tuple[UseView, ...]:
        """Tell what takes the codes of a list for mere texts."""
        before = name_before((*codes, ""), self.renames)[:-1]
        names = dict.fromkeys((codes, before))
        found = (each.loosely(name) for each in self.readers for name in names)
        return tuple(_view(each, self.language, self.is_own) for each in found if each)

    def _of(self, name: Name, item: Any) -> list[Use]:
        title = _title(item)
        names = dict.fromkeys((name, name_before(name, self.renames)))
        found = []
        for reader in self.readers:
            uses = (reader.of(each, title) for each in names)
            use = next((each for each in uses if each is not None), None)
            if use is not None:
                found.append(use)
        return found


def _title(item: Any) -> Both:
    """Say what something is called; a code may be a value alone."""
    if not isinstance(item, Mapping):
        return Both()
    return Both(title_in(item, "zh"), title_in(item, "en"))


def fact_name(item: Mapping[str, Any]) -> Name:
    """Give the name of a fact.

    Example:
        >>> fact_name({"key": "sales"})
        ('facts', 'sales')
    """
    return ("facts", str(item.get("key") or ""))


def readers_of_draft(desk: Desk) -> Readers:
    """Find what reads what a vocabulary's draft declares; of a ruleset's draft its own blocks."""
    draft = desk.draft
    if draft.kind == "vocabulary":
        found = readers_of(desk.house, desk.who, draft.document)
        renames = {} if draft.is_passing else renames_of_draft(desk.house, draft)
        return Readers(desk.language, found, renames)
    passed = desk.last_passed
    own = Reader(Use(draft.id, draft.title, None), usage_of(passed)) if passed else None
    doubted = json.dumps(desk.content.get("blocks"), ensure_ascii=False) if desk.faults else ""
    return Readers(desk.language, (own,) if own else (), is_own=True, doubted=doubted)


def _view(use: Use, language: str, is_own: bool) -> UseView:
    return UseView(
        id=use.id,
        title=use.title.in_language(language) or use.id,
        number=use.number,
        blocks=tuple(
            BlockUseView(_at(each), each.block, each.title.in_language(language), _counted(each))
            for each in use.blocks
        ),
        declared=tuple(each.in_language(language) for each in use.declared),
        is_ahead=use.is_ahead,
        is_certain=use.is_certain,
        is_own=is_own,
    )


def _at(use: BlockUse) -> str:
    part = {"constant": "constants", "lookup": "lookups", "function": "functions"}.get(use.kind)
    return f"parts/{part}/{use.block}" if part else f"blocks/{use.block}"


def _counted(use: BlockUse) -> str:
    if not use.count:
        return ""
    if use.kind == "table":
        return ngettext("%(num)s row", "%(num)s rows", use.count)
    if use.kind == "rules":
        return ngettext("%(num)s rule", "%(num)s rules", use.count)
    return ngettext("%(num)s band", "%(num)s bands", use.count)
