"""The rail beside an editor: the chain of blocks, and the other parts of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from editor.drafting.desk import Desk
from editor.drafting.faults import part_of, within
from editor.drafting.place_names import title_or_key
from editor.speech import gettext, ngettext
from rulesets.wording import kind_title

_COUNTED: Final = ("constants", "lookups", "functions", "conclusions", "facts")


@dataclass(frozen=True)
class Stop:
    """One entry: where it leads (`at`), its title, what it holds, and its state.

    `state` is `bad` (a fault in it), `good` (it concluded something of the sample) or empty.
    """

    at: str
    title: str
    holds: str
    state: str


@dataclass(frozen=True)
class Rail:
    """The blocks in the order of inference, and the parts of the draft."""

    blocks: tuple[Stop, ...]
    parts: tuple[Stop, ...]


def rail_view(desk: Desk, lit: frozenset[str]) -> Rail:
    """List the parts of a draft, each with its state."""
    bad = {part_of(within(desk, each.place)) for each in desk.faults}
    return Rail(
        blocks=tuple(_block(desk, each, bad, lit) for each in _in_order(desk)),
        parts=tuple(_part(desk, each, bad) for each in _parts(desk)),
    )


def _in_order(desk: Desk) -> list[Mapping[str, Any]]:
    blocks = [each for each in desk.content.get("blocks") or () if isinstance(each, Mapping)]
    if desk.last_passed is None:
        return blocks
    order = {placed.key: at for at, placed in enumerate(desk.last_passed.blocks)}
    return sorted(blocks, key=lambda each: order.get(str(each.get("key")), len(order)))


def _block(desk: Desk, block: Mapping[str, Any], bad: set[str], lit: frozenset[str]) -> Stop:
    key = str(block.get("key", ""))
    at = f"blocks/{key}"
    state = "bad" if at in bad else "good" if key in lit else ""
    return Stop(at, title_or_key(block, desk.language), held(block, desk.language), state)


def held(block: Mapping[str, Any], language: str) -> str:
    """Say shortly what a block is, and how much of it there is."""
    kind = str(block.get("kind", ""))
    if kind == "table":
        rows = len(block.get("rows") or ())
        return ngettext("%(num)s row", "%(num)s rows", rows)
    if kind == "rules":
        rules = len(block.get("rules") or ())
        return ngettext("%(num)s rule", "%(num)s rules", rules)
    return kind_title(kind, language)


def part_titles() -> dict[str, str]:
    """Name the parts of a draft."""
    return {
        "about": gettext("About"),
        "facts": gettext("Facts"),
        "lists": gettext("Code lists"),
        "conclusions": gettext("Conclusions"),
        "constants": gettext("Constants"),
        "lookups": gettext("Lookups"),
        "functions": gettext("Functions"),
    }


def _parts(desk: Desk) -> tuple[str, ...]:
    if desk.draft.kind == "vocabulary":
        return ("about", "facts", "lists")
    return ("about", "conclusions", "constants", "lookups", "functions", "facts", "lists")


def _part(desk: Desk, part: str, bad: set[str]) -> Stop:
    number = len(desk.content.get(part) or ())
    at = f"parts/{part}"
    holds = str(number) if part != "about" else ""
    is_bad = any(each == at or each.startswith(f"{at}/") for each in bad)
    return Stop(at, part_titles()[part], holds, "bad" if is_bad else "")
