"""How fields of a page name what they are bound to: an id for the page, the place for faults."""

from __future__ import annotations

import json
import re
from typing import Any

from editor.drafting.desk import Desk
from rulesets.documents.places import Path, place_in
from rulesets.drafting.storing import texts_at

_NOT_OF_ID = re.compile("[^a-zA-Z0-9]+")


def field_id(path: list[str | int]) -> str:
    """Make the id of the field that is bound to a path.

    Example:
        >>> field_id(["blocks", 0, "when unknown", "grade"])
        'f-blocks-0-when-unknown-grade'
    """
    return "f-" + "-".join(_NOT_OF_ID.sub("-", str(step)) for step in path)


def place_words(desk: Desk, path: Path) -> str:
    """Write the place of a path as faults name it, as JSON."""
    return json.dumps(place_in(desk.content, path), ensure_ascii=False)


def shown_at(desk: Desk, path: Path) -> str:
    """Give the text at a path as the reader sees it; empty where there is none."""
    at: Any = desk.content
    for step in path:
        try:
            at = at[step]
        except (LookupError, TypeError):
            return ""
    if not isinstance(at, str):
        return ""
    texts = texts_at(path, desk.content, desk.showing)
    return at if texts is None else texts.shown(at, desk.language)
