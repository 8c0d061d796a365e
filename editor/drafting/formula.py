"""The editor of a formula: its text, the type of its result, and what it read of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.offering import type_and_unit
from rulesets.types import NumberType, Type
from rulesets.values import Value
from rulesets.wording import name_title, value_text
from service.drafts.working import names_worked
from service.records import Evaluation


@dataclass(frozen=True)
class ValueView:
    """A name with its value, as a page tells it."""

    title: str
    value: str
    is_missing: bool


@dataclass(frozen=True)
class FormulaView:
    """What comes of a formula.

    `type` is that of its expression, `wanted` that of its conclusion; empty where it is not known.
    `result` is what it concludes of the sample customer, `read` what it read.
    """

    type: str
    wanted: str
    result: ValueView | None
    read: tuple[ValueView, ...]


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a formula of the draft."""
    block = desk.content["blocks"][index]
    key, concludes = str(block.get("key", "")), str(block.get("concludes", ""))
    of = desk.showing.type_of(str(block.get("expression", "")))
    known = {each.key: each for each in desk.showing.suggestions(desk.language)}
    wanted = known[concludes].type if concludes in known else None
    evaluation = desk.evaluation
    shown = FormulaView(
        type=type_and_unit(of, unit_of(of), desk.language),
        wanted=type_and_unit(wanted, unit_of(wanted), desk.language),
        result=concluded(evaluation, concludes, desk.language) if evaluation else None,
        read=values_read(evaluation, key, desk.language) if evaluation else (),
    )
    return {"formula": shown, "live": "desk/formula_live.html", "codes": codes_of(desk, concludes)}


def values_read(evaluation: Evaluation, block: str, language: str) -> tuple[ValueView, ...]:
    """Tell what the names that a block reads stand for; none where the block is not the draft's."""
    if block not in evaluation.checked.placed:
        return ()
    return tuple(
        said(
            name_title(evaluation.checked, each.key, language),
            None if each.key in evaluation.hidden else each.value,
            each.type,
            language,
        )
        for each in names_worked(evaluation, block)
    )


def concluded(evaluation: Evaluation, key: str, language: str) -> ValueView | None:
    """Tell what a conclusion came to; None where there is no such conclusion."""
    of = evaluation.checked.conclusions.get(key)
    if of is None:
        return None
    value = evaluation.decision.inference.conclusions.get(key)
    return said(name_title(evaluation.checked, key, language), value, of.type, language)


def said(title: str, value: Value, of: Type | None, language: str) -> ValueView:
    """Say a value beside its title."""
    return ValueView(title, value_text(value, of, language), value is None)


def unit_of(of: Type | None) -> str:
    """Give the unit of a type; empty where it has none."""
    return of.unit if isinstance(of, NumberType) else ""


def codes_of(desk: Desk, conclusion: str) -> tuple[str, ...]:
    """List the titles of the values that a conclusion may have."""
    names = desk.showing.suggestions(desk.language)
    found = next((each for each in names if each.key == conclusion), None)
    return () if found is None else tuple(title for _, title in found.codes)
