"""Where in a draft the text of a rule stands that a fault is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from editor.drafting.desk import Desk
from editor.views.groups import members_of
from rulesets.documents.places import Path
from rulesets.errors import Fault


def rule_text_of(desk: Desk, fault: Fault) -> Path | None:
    """Find the condition, or what a conclusion is given, that a fault stands in."""
    steps = dict(fault.place)
    index = desk.block(str(steps.get("rules", "")))
    if index is None or "rule" not in steps:
        return None
    rules = desk.content["blocks"][index].get("rules")
    for at, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, Mapping) and rule.get("id") == steps["rule"]:
            path: Path = ("blocks", index, "rules", at)
            if "conclusion" in steps:
                return (*path, "then", str(steps["conclusion"]))
            number = steps.get("condition")
            leaves = tuple(_leaves(rule.get("when"), (*path, "when")))
            is_there = isinstance(number, int) and 0 < number <= len(leaves)
            return leaves[number - 1] if isinstance(number, int) and is_there else None
    return None


def _leaves(when: Any, path: Path) -> Iterator[Path]:
    """Give the paths of all conditions in order, as faults count them."""
    kind, members = members_of(when)
    if not kind:
        yield path
    for at, each in enumerate(members):
        yield from _leaves(each, (*path, kind, at))
