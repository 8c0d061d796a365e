"""The vocabularies that a ruleset's draft stands on, published or drafts themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulesets.documents.writer import plain
from rulesets.model import Use
from service.drafts.documents import Documents
from service.drafts.model import Draft, DraftHead
from service.drafts.titles import uses_of
from service.house import House


@dataclass(frozen=True)
class Standing:
    """A vocabulary at a version: its plain data, and the draft that it is, if it is one."""

    use: Use
    content: Mapping[str, Any]
    draft: DraftHead | None


def vocabularies_of(house: House, draft: Draft) -> tuple[Standing, ...]:
    """Find what a draft uses; what is not there is left out: the checks say so."""
    found = []
    for use in uses_of(draft.content.get("uses")):
        documents = Documents(house)
        vocabulary = documents.vocabulary(use.id, use.version)
        if vocabulary is not None:
            found.append(Standing(use, plain(vocabulary), next(iter(documents.taken), None)))
    return tuple(found)
