"""What every block begins and ends with: title, note, hit policy, conclusions, otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from editor.drafting.desk import Desk
from editor.drafting.fields import FieldPath
from editor.drafting.place_names import title_or_key
from rulesets.drafting import Edit, edits_to
from rulesets.model import HitPolicy
from rulesets.types import NumberType
from rulesets.wording import hit_policy_title, kind_title

_SEVERAL: Final[Mapping[str, str]] = {"table": "outputs", "rules": "concludes"}
"""Kinds of blocks that may conclude several things, and where they name them."""

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ConcludedName:
    """A conclusion of a block: `edits` leave it out, where the block may conclude others."""

    key: str
    title: str
    edits: list[dict[str, Any]]


@dataclass(frozen=True)
class GivenField:
    """What `otherwise` or `when unknown` gives to one conclusion; `codes` are titles to offer."""

    path: FieldPath
    title: str
    codes: tuple[str, ...]
    is_number: bool


@dataclass(frozen=True)
class HeadView:
    """The head and the foot of a block.

    Attributes:
        path: the block in the draft.
        hits: the hit policies to choose from; none where the kind has no hit policy.
        concluded: what it concludes now.
        choices: the conclusions that a block with one conclusion may have instead.
        more: conclusions that could be concluded too, each with the edits that add it.
        otherwise: what it gives when nothing else does, by conclusion.
        when_unknown: what it gives when a condition is unknown; none where there are no conditions.
    """

    path: FieldPath
    key: str
    kind: str
    kind_title: str
    title: str
    hits: Choices
    concluded: tuple[ConcludedName, ...]
    choices: Choices
    more: tuple[ConcludedName, ...]
    otherwise: tuple[GivenField, ...]
    when_unknown: tuple[GivenField, ...]


def head_view(desk: Desk, index: int) -> HeadView:
    """Show the head of a block of the draft."""
    block = desk.content["blocks"][index]
    kind = str(block.get("kind", ""))
    path: FieldPath = ["blocks", index]
    several = kind in _SEVERAL
    keys = concluded_keys(block)
    return HeadView(
        path=path,
        key=str(block.get("key", "")),
        kind=kind,
        kind_title=kind_title(kind, desk.language),
        title=title_or_key(block, desk.language),
        hits=_hits(desk.language) if several else (),
        concluded=tuple(_concluded(desk, path, block, keys)),
        choices=() if several else conclusion_choices(desk, free=keys),
        more=tuple(_more(desk, path, keys)) if kind == "rules" else (),
        otherwise=tuple(_given(desk, path, "otherwise", keys)),
        when_unknown=tuple(_given(desk, path, "when unknown", keys)) if several else (),
    )


def concluded_keys(block: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what a block concludes, in its order.

    Example:
        >>> concluded_keys({"kind": "table", "outputs": ["grade", "off"]})
        ('grade', 'off')
        >>> concluded_keys({"kind": "formula", "concludes": "off"})
        ('off',)
    """
    named = block.get(_SEVERAL.get(str(block.get("kind")), "concludes")) or ()
    return (named,) if isinstance(named, str) else tuple(str(each) for each in named)


def conclusion_choices(desk: Desk, free: tuple[str, ...] = ()) -> Choices:
    """List the draft's own conclusions that no block concludes yet, and those named."""
    taken = {key for each in desk.content.get("blocks") or () for key in concluded_keys(each)}
    own = (each for each in desk.content.get("conclusions") or ())
    return tuple(
        (str(each.get("key")), title_or_key(each, desk.language))
        for each in own
        if each.get("key") not in taken or each.get("key") in free
    )


def _hits(language: str) -> Choices:
    return tuple((each, hit_policy_title(each, language)) for each in get_args(HitPolicy))


def _concluded(
    desk: Desk, path: FieldPath, block: Mapping[str, Any], keys: tuple[str, ...]
) -> Iterator[ConcludedName]:
    for place, key in enumerate(keys):
        edits: list[dict[str, Any]] = []
        if block.get("kind") == "rules" and len(keys) > 1:
            edits = edits_to([Edit("remove", (*path, "concludes", place))])
        yield ConcludedName(key, desk.showing.title(key, desk.language), edits)


def _more(desk: Desk, path: FieldPath, keys: tuple[str, ...]) -> Iterator[ConcludedName]:
    for key, title in conclusion_choices(desk):
        # One conclusion may stand without a list of it: the whole list is set.
        edit = Edit("set", (*path, "concludes"), [*keys, key])
        yield ConcludedName(key, title, edits_to([edit]))


def _given(desk: Desk, path: FieldPath, part: str, keys: tuple[str, ...]) -> Iterator[GivenField]:
    known = {each.key: each for each in desk.showing.suggestions(desk.language)}
    for key in keys:
        of = known.get(key)
        codes = tuple(title for _, title in of.codes) if of else ()
        title = of.title if of else key
        is_number = of is not None and isinstance(of.type, NumberType)
        yield GivenField([*path, part, key], title, codes, is_number)
