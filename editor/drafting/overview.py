"""The whole of a draft: its map with the path of the sample customer, and its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.chain_map import chain_map
from editor.drafting.desk import Desk


def view(desk: Desk) -> Mapping[str, Any]:
    """Show the map as it is, or as it was when the draft last passed."""
    passed = desk.last_passed
    given = {key for key, value in desk.facts.items() if value is not None}
    return {
        "map": chain_map(passed, desk.language) if passed else None,
        "is_past": desk.checked is None,
        "given": given,
        "own": {each.get("key") for each in desk.content.get("blocks") or ()},
    }
