"""The whole of a draft: its map with the path of the sample customer, and its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from editor.chain_map import chain_map
from editor.drafting.desk import Desk
from editor.drafting.using import readers_of_draft
from service.drafts import Draft
from service.drafts.following import followers_of_draft
from service.drafts.standing import vocabularies_of


def view(desk: Desk) -> Mapping[str, Any]:
    """Show the map as it is, or as it was when the draft last passed."""
    if desk.draft.kind == "vocabulary":
        return {"vocabulary": VocabularyWhole(desk)}
    passed = desk.last_passed
    given = {key for key, value in desk.facts.items() if value is not None}
    return {
        "map": chain_map(passed, desk.language) if passed else None,
        "is_past": desk.checked is None,
        "given": given,
        "stands_on": [
            (each.draft.id, each.draft.title.in_language(desk.language) or each.use.id)
            for each in vocabularies_of(desk.house, desk.draft)
            if each.draft is not None
        ],
        "own": {each.get("key") for each in desk.content.get("blocks") or ()},
    }


@dataclass(frozen=True)
class VocabularyWhole:
    """What a vocabulary's draft is of use for; found when the page is drawn."""

    desk: Desk

    @cached_property
    def followers(self) -> tuple[Draft, ...]:
        """The open ruleset drafts that stand on it already."""
        return followers_of_draft(self.desk.house, self.desk.draft)

    @cached_property
    def published(self) -> tuple[tuple[str, str, int], ...]:
        """The published rulesets that stand on its published versions: id, title, version."""
        language = self.desk.language
        uses = (each.use for each in readers_of_draft(self.desk).readers)
        return tuple(
            (each.id, each.title.in_language(language) or each.id, each.number)
            for each in uses
            if each.number is not None
        )
