"""Cells and groups of conditions as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.checked import CheckedRuleset
from rulesets.expressions import tree
from rulesets.types import Both, Type
from rulesets.wording.expressions import Speaker
from rulesets.wording.folding import folded
from rulesets.wording.joining import bracketed, spaced
from rulesets.wording.literals import BOTH_HOLD, EITHER
from rulesets.wording.stating import truth_wanted

_GROUPS: Mapping[str, Both] = {
    "all": Both("以下全部成立", "all of these hold"),
    "any": Both("以下任一成立", "any of these holds"),
    "none": Both("以下无一成立", "none of these holds"),
}
_NOT = Both("以下不成立", "this does not hold")
_ANYTHING = Both("不限", "may be anything")


def cell_text(
    subject: tree.Node,
    cell: tree.Cell,
    subject_type: Type | None,
    checked: CheckedRuleset,
    language: str,
) -> str:
    """Say a cell of its subject, without a full stop.

    Returns:
        Such as `年采购额不低于 100 万元而低于 500 万元`, or
        `annual purchases is at least 1,000,000 CNY and below 5,000,000 CNY`.
    """
    return say_cell(Speaker(checked, language), subject, cell, subject_type)


def say_cell(
    speaker: Speaker,
    subject: tree.Node,
    cell: tree.Cell,
    subject_type: Type | None,
    same: str = "是",
) -> str:
    """Say a cell of its subject; `same` is the Chinese word by which a code equals."""
    name = speaker.subject(subject)
    wanted = truth_wanted(cell)
    stated = None if wanted is None else speaker.stated(subject, wanted=wanted)
    if stated is not None:
        text, level = stated
        return text if level >= BOTH_HOLD else bracketed(text, speaker.language)
    predicates = speaker.about(subject, same=same, of_type=subject_type)
    if isinstance(cell, tree.AnyCell):
        return speaker.join(name, _ANYTHING.in_language(speaker.language))
    if isinstance(cell, tree.MissingCell):
        return speaker.known(subject, predicates.missing(negated=cell.negated))
    predicate = predicates.cell(cell)
    return speaker.join(name, predicate.finite(speaker.language))


def condition_text(condition: tree.Condition, checked: CheckedRuleset, language: str) -> str:
    """Say a condition or a group of conditions, without a full stop."""
    return joined(conjuncts(Speaker(checked, language), condition), language)


def conjuncts(speaker: Speaker, condition: tree.Condition) -> list[str]:
    """Say the conditions that must all hold, one text for each."""
    parts = folded(_conjuncts(condition))
    if len(parts) == 1:
        return [_member(speaker, parts[0], nested=False)]
    return [_member(speaker, part, nested=True) for part in parts]


def _conjuncts(condition: tree.Condition) -> list[tree.Condition]:
    if isinstance(condition, tree.Group) and condition.kind == "all":
        return [part for each in condition.conditions for part in _conjuncts(each)]
    if isinstance(condition, tree.Group) and condition.kind == "any" and _is_single(condition):
        return _conjuncts(condition.conditions[0])
    if isinstance(condition, tree.And):
        return [part for each in condition.operands for part in _conjuncts(each)]
    return [condition]


def _is_single(group: tree.Group) -> bool:
    return len(group.conditions) == 1


def _member(speaker: Speaker, condition: tree.Condition, *, nested: bool) -> str:
    if not isinstance(condition, tree.Group):
        return speaker.condition(condition, at_least=BOTH_HOLD if nested else EITHER)
    if _is_single(condition) and condition.kind != "none":
        return _member(speaker, condition.conditions[0], nested=nested)
    colon, semicolon = ("：", "；") if speaker.language == "zh" else (": ", "; ")
    title = _NOT if condition.kind == "none" and _is_single(condition) else _GROUPS[condition.kind]
    members = [
        _member(speaker, each, nested=not _is_single(condition)) for each in condition.conditions
    ]
    text = title.in_language(speaker.language) + colon + semicolon.join(members)
    return bracketed(text, speaker.language) if nested else text


def joined(parts: list[str], language: str) -> str:
    """Join conditions that must all hold.

    Example:
        >>> joined(["年采购额不低于 100 万元", "逾期天数为 0 天"], "zh")
        '年采购额不低于 100 万元，且 逾期天数为 0 天'
        >>> joined(["A is 1", "B is 2 or 3"], "en"), joined(["A is 1", "B is 2"], "en")
        ('A is 1, and B is 2 or 3', 'A is 1 and B is 2')
    """
    if language == "zh":
        return spaced(parts[0], *(piece for part in parts[1:] for piece in ("，且", part)))
    # Beside an inner `and` or `or` a comma shows where a condition ends.
    loose = any(f" {word} " in part for part in parts for word in ("and", "or"))
    return (", and " if loose or any(":" in part for part in parts) else " and ").join(parts)


@dataclass(frozen=True)
class Leaf:
    """A leaf of a condition.

    Attributes:
        node: the leaf.
        negated: whether the condition wants it false, because of a `not` or `none` around it.
        needed: whether the condition cannot hold without it; not so inside an `any`.
    """

    node: tree.Node
    negated: bool = False
    needed: bool = True


def leaves(
    condition: tree.Condition, *, negated: bool = False, needed: bool = True
) -> tuple[Leaf, ...]:
    """Give the leaf conditions in order, depth first: groups, `and`, `or` and `not` are opened."""
    match condition:
        case tree.Group():
            inner: tuple[tree.Condition, ...] = condition.conditions
            every = condition.kind == "all"
        case tree.And() | tree.Or():
            inner, every = condition.operands, isinstance(condition, tree.And)
        case tree.Not():
            inner, every = (condition.operand,), True
        case _:
            return (Leaf(condition, negated, needed),)
    turned = isinstance(condition, tree.Not) or (
        isinstance(condition, tree.Group) and condition.kind == "none"
    )
    wanted_false = negated is not turned
    # By De Morgan an `or` that must be false needs each of its members false, an `and` only one.
    needed = needed and (len(inner) == 1 or every is not wanted_false)
    return tuple(
        leaf for each in inner for leaf in leaves(each, negated=wanted_false, needed=needed)
    )
