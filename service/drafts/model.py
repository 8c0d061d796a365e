"""What a draft is to those who work with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rulesets.drafting import Edit
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both
from service.moments import moment_text
from storage.drafts import DraftHead, StoredChange

__all__ = ["STATES", "Change", "Draft", "DraftHead", "DraftMovedOnError", "Edited"]

STATES: Final[Mapping[str, Both]] = {
    "open": Both("正在编写", "being written"),
    "submitted": Both("已提交审批", "submitted for approval"),
    "published": Both("已发布", "published"),
    "discarded": Both("已丢弃", "discarded"),
}
_MOST_TOLD = 3


@dataclass(frozen=True)
class Draft(DraftHead):
    """A draft whole: `content` is the document's plain data, never changed in place.

    `source` is the YAML it began as, for its comments; empty where there was none. `is_passing`:
    it is what the draft would be with the next edits, and kept nowhere.
    """

    content: Mapping[str, Any]
    source: str
    is_passing: bool = False


@dataclass(frozen=True)
class Change:
    """One change of a draft, which led to `revision`: who, when, and what in sentences.

    `undoes` or `redoes` is the revision that it took back, or did again.
    """

    revision: int
    by: str
    by_name: str
    at: datetime
    said: tuple[Both, ...]
    undoes: int | None = None
    redoes: int | None = None


@dataclass(frozen=True)
class Edited:
    """A draft after a change: the edits that were made, in sentences too; what can be done next."""

    draft: Draft
    said: tuple[Both, ...]
    can_undo: bool
    can_redo: bool
    edits: tuple[Edit, ...] = ()

    @property
    def revision(self) -> int:
        """The revision that the change led to."""
        return self.draft.revision


class DraftMovedOnError(CallerError):
    """Others changed the draft meanwhile, or the same person in another window.

    `revision` is the newest; `changes` those that the person has not seen, the newest first.
    """

    def __init__(self, revision: int, changes: tuple[Change, ...]) -> None:
        """Say who changed what, when."""
        self.revision = revision
        self.changes = changes
        words: dict[str, Word] = {"changes": _told(changes)}
        super().__init__((Fault("draft-moved-on", words=words),))


def change_of(stored: StoredChange) -> Change:
    """Read a change from what is stored."""
    return Change(
        revision=stored.revision,
        by=stored.by,
        by_name=stored.by_name,
        at=stored.at,
        said=tuple(Both(zh, en) for zh, en in json.loads(stored.said)),
        undoes=stored.undoes,
        redoes=stored.redoes,
    )


def json_text(value: object) -> str:
    """Write what a draft holds as JSON, always in the same way."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    """Give the SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _told(changes: tuple[Change, ...]) -> Both:
    """Tell the newest changes in one sentence for each."""
    zh, en = [], []
    for each in changes[:_MOST_TOLD]:
        when = moment_text(each.at.replace(microsecond=0))
        said = each.said[:_MOST_TOLD]
        more = len(each.said) > _MOST_TOLD
        zh.append(
            f"{each.by_name}（{when}）{'，'.join(one.zh for one in said)}{'等' if more else ''}"
        )
        en.append(
            f"{each.by_name} ({when}): {', '.join(one.en for one in said)}{' …' if more else ''}"
        )
    if len(changes) > _MOST_TOLD:
        zh.append(f"还有 {len(changes) - _MOST_TOLD} 次修改")
        en.append(f"{len(changes) - _MOST_TOLD} more changes")
    return Both("；".join(zh), "; ".join(en))
