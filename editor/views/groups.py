"""The conditions of a rule as they are edited: groups within groups, and what can be done there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from editor.views.conditions import Condition, condition_of
from rulesets.documents.places import Path
from rulesets.drafting import Edit
from rulesets.drafting.showing import Showing
from rulesets.drafting.written import edits_to

KINDS: Final = ("all", "any", "none")
Edits = list[dict[str, Any]]


@dataclass(frozen=True)
class Leaf:
    """One condition: `number` counts the conditions of its rule from 1, as faults do.

    `chosen` is how it is edited by choosing, None where it is a formula. `up` and `down` move it
    within its group, `remove` takes it out; empty where there is nothing to do.
    """

    path: Path
    number: int
    text: str
    chosen: Condition | None
    up: Edits
    down: Edits
    remove: Edits


@dataclass(frozen=True)
class Group:
    """Conditions and groups of which all, any or none must hold.

    `kinds` is what makes it a group of another kind: its `path` and its `members` as plain data.
    `add` and `nest` add a condition or a group at its end; `next` and `nested_next` are the paths
    of the condition that is then written.
    """

    path: Path
    kind: str
    members: tuple[Leaf | Group, ...]
    kinds: Mapping[str, Any]
    add: Edits
    nest: Edits
    next: Path
    nested_next: Path
    up: Edits
    down: Edits
    remove: Edits


def group_of(when: Any, path: Path, showing: Showing, language: str) -> Group:
    """Show what stands under `when`; a text alone is a group of one condition.

    Args:
        when: plain data.
        path: where it stands in the draft.
        showing: reads and shows its texts.
        language: of the titles.
    """
    return _Grouping(showing, language).top(when, path)


def texts_of(when: Any) -> Iterator[str]:
    """Give the texts of all conditions, in order.

    Example:
        >>> list(texts_of({"all": ["a > 1", {"any": ["b"]}]}))
        ['a > 1', 'b']
    """
    kind, members = members_of(when)
    if kind:
        for each in members:
            yield from texts_of(each)
    else:
        yield when if isinstance(when, str) else ""


def members_of(when: Any) -> tuple[str, list[Any]]:
    """Give the kind of a group and what is in it; nothing where there is none."""
    if isinstance(when, Mapping):
        for kind in KINDS:
            if isinstance(when.get(kind), list):
                return kind, when[kind]
    return "", []


class _Grouping:
    """Goes through one rule, counting its conditions."""

    def __init__(self, showing: Showing, language: str) -> None:
        self._showing, self._language = showing, language
        self._number = 0

    def top(self, when: Any, path: Path) -> Group:
        kind, members = members_of(when)
        if kind:
            return self._group(kind, members, path, ([], [], []))
        text = when if isinstance(when, str) else ""
        clear = _edits(Edit("set", path, "")) if text else []
        leaf = self._leaf(text, path, ([], [], clear))
        return Group(
            path=path,
            kind="all",
            members=(leaf,),
            kinds={"path": list(path), "members": [text]},
            add=_edits(Edit("set", path, {"all": [text, ""]})),
            nest=_edits(Edit("set", path, {"all": [text, {"any": [""]}]})),
            next=(*path, "all", 1),
            nested_next=(*path, "all", 1, "any", 0),
            up=[],
            down=[],
            remove=[],
        )

    def _group(
        self, kind: str, members: list[Any], path: Path, acts: tuple[Edits, Edits, Edits]
    ) -> Group:
        inside = (*path, kind)
        end = (*inside, len(members))
        other = "all" if kind == "any" else "any"
        up, down, remove = acts
        return Group(
            path=path,
            kind=kind,
            members=tuple(self._members(members, inside, remove)),
            kinds={"path": list(path), "members": members},
            add=_edits(Edit("insert", end, "")),
            nest=_edits(Edit("insert", end, {other: [""]})),
            next=end,
            nested_next=(*end, other, 0),
            up=up,
            down=down,
            remove=remove,
        )

    def _members(self, members: list[Any], inside: Path, whole: Edits) -> Iterator[Leaf | Group]:
        """Show what is in a group; who takes out its last member takes out the `whole`."""
        last = len(members) - 1
        for place, each in enumerate(members):
            at = (*inside, place)
            kind, inner = members_of(each)
            only = last == 0
            remove = whole if only else _edits(Edit("remove", at))
            if only and not whole and (kind or each):
                remove = _edits(Edit("set", at, ""))
            up = _edits(Edit("move", at, to=place - 1)) if place else []
            down = _edits(Edit("move", at, to=place + 1)) if place < last else []
            if kind:
                yield self._group(kind, inner, at, (up, down, remove))
            else:
                yield self._leaf(each if isinstance(each, str) else "", at, (up, down, remove))

    def _leaf(self, text: str, path: Path, acts: tuple[Edits, Edits, Edits]) -> Leaf:
        self._number += 1
        shown = self._showing.expression(text, self._language)
        return Leaf(path, self._number, shown, condition_of(text, self._showing), *acts)


def _edits(*edits: Edit) -> Edits:
    return edits_to(edits)
