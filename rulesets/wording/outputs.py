"""What a row, a rule or a block gives to its conclusions."""

from __future__ import annotations

from decimal import Decimal

from rulesets.checked import Outputs
from rulesets.expressions import tree
from rulesets.types import Both, ListType, NumberType, Type
from rulesets.wording.expressions import Speaker
from rulesets.wording.joining import glue
from rulesets.wording.literals import BRANCH, EITHER

_NOTHING = Both("不作结论", "nothing is concluded")
_LISTING = frozenset(("rule order", "output order", "collect"))
# What a missing output adds nothing to.
_TOGETHER = _LISTING | {"sum", "min", "max"}


def outputs_text(speaker: Speaker, outputs: Outputs, policy: str = "") -> str:
    """Say outputs, joined; under a hit policy that joins rows, what one row adds."""
    if policy == "count":
        said = [_counted(speaker, key) for key, _ in outputs.of]
    else:
        said = [_given(speaker, key, node, policy) for key, node in outputs.of if node is not None]
    if not said:
        return _NOTHING.in_language(speaker.language)
    if speaker.language == "zh":
        return "，".join(said)
    return (
        " and ".join(said) if len(said) <= len("ab") else f"{', '.join(said[:-1])}, and {said[-1]}"
    )


def is_text(speaker: Speaker, key: str, value: str) -> str:
    """Say that a conclusion is a value: `客户等级为 A`, `customer grade is A`."""
    return speaker.join(speaker.name(key), "为" if speaker.language == "zh" else "is", value)


def becomes_text(speaker: Speaker, key: str, node: tree.Node) -> str:
    """Say that a conclusion is the value of an expression; a choice stands after a colon."""
    if isinstance(node, tree.Null):
        zh = speaker.language == "zh"
        return glue(speaker.name(key), "为空") if zh else f"{speaker.name(key)} is left open"
    value = speaker.say(node, conclusion_type(speaker, key), at_least=BRANCH)
    if isinstance(node, tree.If) and speaker.language == "zh":
        return f"{speaker.name(key)}：{value}"
    return is_text(speaker, key, value)


def conclusion_type(speaker: Speaker, key: str) -> Type | None:
    """Find the type of a conclusion."""
    declared = speaker.checked.conclusions.get(key)
    return declared.type if declared else None


def _counted(speaker: Speaker, key: str) -> str:
    name = speaker.name(key)
    return glue(name, "加 1") if speaker.language == "zh" else f"{name} goes up by 1"


def _given(speaker: Speaker, key: str, node: tree.Node, policy: str) -> str:
    name, zh = speaker.name(key), speaker.language == "zh"
    like = conclusion_type(speaker, key)
    if policy in _LISTING and isinstance(like, ListType):
        like = like.item
    if policy in _TOGETHER and isinstance(node, tree.Null):
        return glue(name, "不变") if zh else f"{name} stays as it is"
    value = speaker.say(node, like, at_least=EITHER)
    if policy in _LISTING:
        return glue(name, "列入", value) if zh else f"{name} includes {value}"
    if policy == "sum" and isinstance(like, NumberType):
        return _added(speaker, name, node, like)
    if policy == "min":
        return glue(name, "至多为", value) if zh else f"{name} is at most {value}"
    if policy == "max":
        return glue(name, "至少为", value) if zh else f"{name} is at least {value}"
    return becomes_text(speaker, key, node)


def _added(speaker: Speaker, name: str, node: tree.Node, like: Type) -> str:
    zh = speaker.language == "zh"
    taken = _positive(node)
    value = speaker.say(taken or node, like, at_least=EITHER)
    if taken is not None:
        return glue(name, "减", value) if zh else f"{name} goes down by {value}"
    plus = "加" if isinstance(node, tree.Literal) else "加上"
    return glue(name, plus, value) if zh else f"{name} goes up by {value}"


def _positive(node: tree.Node) -> tree.Node | None:
    """Give the size of a negative literal; None for anything else."""
    inner = node.operand if isinstance(node, tree.Negate) else node
    if not isinstance(inner, tree.Literal) or not isinstance(inner.value, Decimal):
        return None
    value = -inner.value if inner is not node else inner.value
    return tree.Literal(-value) if value < 0 else None
