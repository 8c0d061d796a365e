"""Changes for an approver: block by block, the old beside the new, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from editor.speech import gettext, tongue
from rulesets.differences import Changed, Difference
from rulesets.differences.pieces import Piece, pieces
from rulesets.wording import kind_title

MOST_SHOWN: Final = 100
"""Differences of one block that a page shows at once; it says how many there are."""


@dataclass(frozen=True)
class DifferenceView:
    """A difference as a page shows it."""

    act: str
    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class ChangedView:
    """A block, or something declared, with what differs of it; `of`: how many there are."""

    act: str
    kind: str
    key: str
    title: str
    differences: tuple[DifferenceView, ...]
    of: int


def changed_views(changed: Sequence[Changed], whole: str = "") -> tuple[ChangedView, ...]:
    """Show what differs; of a long block the first differences, of the one named all."""
    return tuple(_view(each, whole) for each in changed)


def _view(changed: Changed, whole: str) -> ChangedView:
    name = f"{changed.kind}-{changed.key}"
    shown = changed.differences if name == whole else changed.differences[:MOST_SHOWN]
    return ChangedView(
        act=changed.act,
        kind=_kind_title(changed.kind),
        key=name,
        title=changed.title,
        differences=tuple(map(_difference, shown)),
        of=len(changed.differences),
    )


def _difference(of: Difference) -> DifferenceView:
    if of.act == "moved":
        return DifferenceView(of.act, of.name, (Piece("same", of.new),))
    return DifferenceView(of.act, of.name, pieces(of.old, of.new))


def _kind_title(kind: str) -> str:
    titles = {
        "ruleset": gettext("Ruleset"),
        "vocabulary": gettext("Vocabulary"),
        "list": gettext("Code list"),
        "case": gettext("Case"),
        "law": gettext("Law"),
        "zone": gettext("Time zone"),
        "order": gettext("In another order"),
    }
    return titles.get(kind) or kind_title(kind, tongue())
