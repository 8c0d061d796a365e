"""What a draft and the facts that it reads are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rulesets.documents.forms import USE
from rulesets.documents.nodes import Scalar
from rulesets.documents.reading import FAILED, Reading
from rulesets.model import Ruleset, Use
from rulesets.types import Both
from service.drafts.documents import Documents

_MOST_FOLLOWED = 100


def title_of(content: Mapping[str, Any]) -> Both:
    """Give the title of a document; empty sides where there is none."""
    title = content.get("title")
    if isinstance(title, str):
        return Both(title, title)
    if not isinstance(title, dict):
        return Both()
    zh, en = (each if isinstance(each := title.get(side), str) else "" for side in ("zh", "en"))
    return Both(zh, en)


def titles_read(content: Mapping[str, Any], documents: Documents) -> dict[str, Both]:
    """Give the titles of facts and conclusions that a draft's vocabularies and includes declare."""
    titles: dict[str, Both] = {}
    waiting = uses_of(content.get("include"))
    _take_vocabularies(uses_of(content.get("uses")), documents, titles)
    seen: set[Use] = set()
    while waiting and len(seen) < _MOST_FOLLOWED:
        use = waiting.pop()
        found = None if use in seen else documents.ruleset(use.id, use.version)
        seen.add(use)
        if isinstance(found, Ruleset):
            titles |= {each.key: each.title for each in found.facts}
            titles |= {each.key: each.title for each in found.conclusions}
            _take_vocabularies(found.uses, documents, titles)
            waiting.extend(found.include)
    return titles


def _take_vocabularies(
    uses: tuple[Use, ...] | list[Use], documents: Documents, titles: dict[str, Both]
) -> None:
    for use in uses:
        vocabulary = documents.vocabulary(use.id, use.version)
        if vocabulary is not None:
            titles |= {each.key: each.title for each in vocabulary.facts}


def uses_of(listed: Any) -> list[Use]:
    """Read what `uses` or `include` names; what cannot be read is left out."""
    texts = [listed] if isinstance(listed, str) else listed or []
    nodes = [Scalar(each, 0, plain=False) for each in texts if isinstance(each, str)]
    read = [USE.read(node, Reading([])) for node in nodes]
    return [each for each in read if each is not FAILED]
