"""Renaming in a draft: one step, told in one sentence, that everything follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rulesets.assembly import assemble
from rulesets.checked import Bundle
from rulesets.documents.plain import read_plain
from rulesets.drafting import Edit, renamed
from rulesets.drafting.named import Name, path_of
from rulesets.drafting.phrases import Naming, short
from rulesets.model import Ruleset
from rulesets.types import Both
from service.drafts.documents import Documents
from service.drafts.editing import edit_draft, seen_draft
from service.drafts.following import Follower, followers
from service.drafts.model import Draft, Edited
from service.house import House
from service.people import Person, require


def rename_in_draft(
    house: House, who: Person, draft: str, revision: int, name: Name, new: str
) -> Edited:
    """Rename something that a draft declares, wherever the draft names or means it.

    Ruleset drafts that stand on the draft of a vocabulary follow.

    Args:
        house: the house.
        who: who renames.
        draft: the draft's id.
        revision: the revision that the person saw.
        name: what is renamed, such as `("facts", "sales")`; see `rulesets.drafting.named`.
        new: what it is called then.

    Raises:
        CallerError: as `edit_draft`; as `rulesets.drafting.renamed`.
        AuthorError: the draft cannot be read, or what it stands on is not there.
    """
    require(who, "draft")
    before = seen_draft(house, draft, revision)
    edits = renamed(before.content, name, new, _bundle(house, before))
    follow = followers(house, before, edits)
    said = renamed_said(before.content, name, new, edits, follow)
    return edit_draft(house, who, draft, revision, edits, said=(said,))


def _bundle(house: House, draft: Draft) -> Bundle | None:
    document = read_plain(draft.content)
    return assemble(document, Documents(house)) if isinstance(document, Ruleset) else None


def renamed_said(
    content: Mapping[str, Any],
    name: Name,
    new: str,
    edits: Sequence[Edit],
    follow: Sequence[Follower] = (),
) -> Both:
    """Say what was renamed, how much changed with it, and what could not.

    Example:
        >>> fact = {"key": "a", "title": "年采购额", "type": "text"}
        >>> plain = {"vocabulary": "v", "version": "1", "facts": [fact]}
        >>> said = renamed_said(plain, ("facts", "a"), "b", renamed(plain, ("facts", "a"), "b"))
        >>> said.zh, said.en
        ('事实「年采购额」由 a 改名为 b', 'Fact “年采购额” renamed from a to b')
    """
    path = path_of(content, name) or ()
    phrase = Naming({}).at(content, path[: len(name)])
    # A key of a map is taken out and put in: one place.
    places = sum(each.kind != "remove" for each in edits) - 1
    drafts = sum(bool(each.edits) for each in follow)
    zh = [f"{phrase.zh}由 {short(name[-1])} 改名为 {short(new)}"]
    en = [f"{phrase.en[:1].upper()}{phrase.en[1:]} renamed from {short(name[-1])} to {short(new)}"]
    if places > 0:
        zh.append(f"随之改动 {places:,} 处")
        en.append(f"{places:,} {'place' if places == 1 else 'places'} changed with it")
    if drafts:
        zh.append(f"{drafts} 份草稿随之改动")
        en.append(f"{drafts} {'draft follows' if drafts == 1 else 'drafts follow'}")
    for each in follow:
        if each.why is not None:
            title = each.draft.title
            zh.append(f"草稿「{title.in_language('zh')}」没有跟随：{each.why.message('zh')}")
            en.append(
                f"the draft “{title.in_language('en')}” does not follow: {each.why.message('en')}"
            )
    return Both("，".join(zh), "; ".join(en))
