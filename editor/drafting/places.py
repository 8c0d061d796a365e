"""The parts of a draft that pages edit: by which template each is shown, and with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.exceptions import NotFound

from editor.drafting import (
    about,
    codes,
    conclusions,
    constants,
    deadline,
    facts,
    formula,
    functions,
    lookups,
    overview,
    ranking,
    reading,
    rules,
    scorecard,
    table,
)
from editor.drafting.block_head import head_view
from editor.drafting.desk import Desk
from editor.drafting.place_names import title_or_key

BlockView = Callable[[Desk, int], Mapping[str, Any]]
PartView = Callable[[Desk, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Place:
    """A part of a draft as its page shows it.

    Attributes:
        at: its name, as `blocks/discount`; `reading/discount` is the block without its editor.
        template: draws it, with `view` and the path of what it shows in the draft.
        block: the key of the block, if it is one.
        draws: False where the browser keeps the part itself and only marks what is answered.
    """

    at: str
    template: str
    title: str
    view: Mapping[str, Any] = field(default_factory=dict)
    block: str = ""
    draws: bool = True


BLOCKS: Final[Mapping[str, tuple[str, BlockView]]] = {
    "deadline": ("desk/deadline.html", deadline.view),
    "ranking": ("desk/ranking.html", ranking.view),
    "scorecard": ("desk/scorecard.html", scorecard.view),
    "formula": ("desk/formula.html", formula.view),
    "rules": ("desk/rules.html", rules.view),
    "table": ("desk/table.html", table.view),
}
"""By the kind of a block: its template, and what it is shown with."""

PARTS: Final[Mapping[str, tuple[str, PartView]]] = {
    "about": ("desk/about.html", about.view),
    "conclusions": ("desk/conclusions.html", conclusions.view),
    "constants": ("desk/constants.html", constants.view),
    "facts": ("desk/facts.html", facts.view),
    "functions": ("desk/functions.html", functions.view),
    "lists": ("desk/lists.html", codes.view),
    "lookups": ("desk/lookups.html", lookups.view),
}
"""By the name of a part: its template, and what it is shown with, of the rest of the address."""

_READ: Final[tuple[str, BlockView]] = ("desk/reading.html", reading.view)
_OF_THE_BROWSER: Final = frozenset({"table"})
_TAKEN_OUT: Final = frozenset({"facts", "lists", "conclusions", "lookups", "functions"})


def place_of(desk: Desk, at: str) -> Place:
    """Find a part of a draft.

    Raises:
        NotFound: the draft has no such part.
    """
    if not at:
        return Place("", "desk/overview.html", "", overview.view(desk))
    part, _, rest = at.partition("/")
    if part in {"blocks", "reading"}:
        return _block(desk, rest, is_read=part == "reading")
    if part == "parts":
        name, _, below = rest.partition("/")
        if name in PARTS:
            template, view = PARTS[name]
            shown = view(desk, below)
            return Place(at, template, str(shown.get("title", name)), shown)
    raise NotFound


def has_place(desk: Desk, at: str) -> bool:
    """Tell whether a part is there still; blocks, facts and code lists may be taken out."""
    part, _, rest = at.partition("/")
    if part == "blocks":
        return desk.block(rest) is not None
    name, _, key = rest.partition("/")
    if not key or name not in _TAKEN_OUT:
        return True
    return any(each.get("key") == key for each in desk.content.get(name) or ())


def _block(desk: Desk, key: str, *, is_read: bool) -> Place:
    """Show a block by its editor, or as it is read where there are no scripts."""
    index = desk.block(key)
    if index is None:
        raise NotFound
    block = desk.content["blocks"][index]
    kind = block.get("kind")
    template, view = BLOCKS.get(kind, _READ)
    if is_read:
        template, view = _READ
    return Place(
        at=f"{'reading' if is_read else 'blocks'}/{key}",
        template=template,
        title=title_or_key(block, desk.language),
        view={
            "index": index,
            "block": block,
            "head": head_view(desk, index),
            **view(desk, index),
        },
        block=key,
        draws=is_read or kind not in _OF_THE_BROWSER,
    )
