"""A block as it is read, for a draft that is not open, or a kind that has no editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.drafting.desk import Desk
from editor.views.blocks import block_view


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a block in tables and sentences; without faults only."""
    key = desk.content["blocks"][index].get("key")
    checked = desk.checked
    placed = next((each for each in checked.blocks if each.key == key), None) if checked else None
    shown = block_view(checked, placed, desk.language) if checked and placed else None
    return {"shown": shown}
