"""The conclusions of a ruleset: all of them, and one with its type, its codes and its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from editor.drafting.block_head import concluded_keys
from editor.drafting.codes import CodesView, codes_view
from editor.drafting.desk import Desk
from editor.drafting.fact_types import SCALARS, TypeView, type_view, words_of
from editor.drafting.facts import list_titles
from editor.drafting.fields import FieldPath
from editor.drafting.parts import Used, edits_to_add, index_of, items_of, new_key, uses_of
from editor.drafting.place_names import title_or_key
from editor.speech import gettext

_KINDS: Final = (*SCALARS, "list")


@dataclass(frozen=True)
class ConclusionLine:
    """A conclusion in the list of them; `block` concludes it, None where none does."""

    key: str
    title: str
    type: str
    unit: str
    domain: str
    block: Used | None


@dataclass(frozen=True)
class ConclusionView:
    """One conclusion, as a form shows it."""

    path: FieldPath
    item: Mapping[str, Any]
    key: str
    title: str
    type: TypeView
    codes: CodesView | None
    block: Used | None
    uses: tuple[Used, ...]
    place: int
    of: int


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show all conclusions, or the one whose key is the rest of the address."""
    items = items_of(desk, "conclusions")
    if below:
        place = index_of(items, below)
        shown = _conclusion(desk, place, items)
        return {"conclusion": shown, "title": shown.title, "roundings": rounding_choices()}
    key, title = new_key(desk, "conclusion")
    new = {"key": key, "title": title, "type": "number", "scale": "0"}
    lists = list_titles(desk)
    return {
        "lines": tuple(_line(desk, each, lists) for each in items),
        "add": edits_to_add(desk, "conclusions", new),
        "new": f"parts/conclusions/{key}",
        "title": gettext("Conclusions"),
    }


def rounding_choices() -> tuple[tuple[str, str], ...]:
    """Name the ways of rounding (6.2)."""
    return (
        ("half-up", gettext("halves up")),
        ("half-even", gettext("halves to the even digit")),
        ("up", gettext("always up")),
        ("down", gettext("always down")),
    )


def _line(desk: Desk, item: Mapping[str, Any], lists: Mapping[str, str]) -> ConclusionLine:
    key = str(item.get("key") or "")
    said, unit, domain = words_of(item, lists, desk.language)
    title = title_or_key(item, desk.language)
    return ConclusionLine(key, title, said, unit, domain, _block(desk, key))


def _conclusion(desk: Desk, place: int, items: list[Mapping[str, Any]]) -> ConclusionView:
    item = items[place]
    path: FieldPath = ["conclusions", place]
    key = str(item.get("key") or "")
    own = item.get("one_of")
    return ConclusionView(
        path=path,
        item=item,
        key=key,
        title=title_or_key(item, desk.language),
        type=type_view(path, item, list_titles(desk), _KINDS),
        codes=codes_view(desk, [*path, "one_of"], ("conclusions", key, "one_of"), own)
        if isinstance(own, list)
        else None,
        block=_block(desk, key),
        uses=uses_of(desk, key),
        place=place,
        of=len(items),
    )


def _block(desk: Desk, key: str) -> Used | None:
    """Find the block that concludes something."""
    for each in items_of(desk, "blocks"):
        if key in concluded_keys(each):
            return Used(f"blocks/{each.get('key')}", title_or_key(each, desk.language))
    return None
