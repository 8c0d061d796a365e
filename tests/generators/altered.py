"""Samples with more of what is seldom written: `null`, and outputs that no priority compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from rulesets import model
from rulesets.types import Code, CodeList, ListType, NumberType, TextType, Type
from tests.generators.rulesets import Document, Sample, bundled, documents

_PAINT = TextType(CodeList((Code("red"), Code("blue"), Code("white"))))


def altered(made: Sample) -> Sample:
    """Put `null` into some expressions (4.8) and further outputs under `priority` (12.5)."""
    random = made.random
    written = documents(made.bundle)
    facts = [fact for each in written for fact in each.facts]
    conditions = [f"{fact.key} is missing" for fact in facts if fact.type != _PAINT]
    conditions += [fact.key for fact in facts if type(fact.type).__name__ == "BooleanType"]
    return Sample(
        made.seed, bundled(tuple(_document(each, conditions, random) for each in written))
    )


def _document(of: Document, conditions: Sequence[str], random: Random) -> Document:
    if isinstance(of, model.Vocabulary):
        return of
    functions = tuple(
        replace(each, expression=_nulled(each.expression, ["p0 is missing", "p1 > 1"], random))
        for each in of.functions
    )
    blocks: list[model.Block] = []
    conclusions = list(of.conclusions)
    for each in of.blocks:
        block = each
        if isinstance(block, model.Table | model.Rules) and block.hit in {
            "priority",
            "output order",
        }:
            block, more = _with_uncompared(block, random)
            conclusions.append(more)
        blocks.append(_block(block, conditions, random))
    return replace(of, functions=functions, blocks=tuple(blocks), conclusions=tuple(conclusions))


def _nulled(text: str, conditions: Sequence[str], random: Random) -> str:
    """Make an expression missing: always, or on a condition; a blank cell stays blank."""
    if text in {"", "-"} or random.random() < 0.7:
        return text
    first, second = random.choice(conditions), random.choice(conditions)
    return random.choice(
        (
            "null",
            f"if {first} then null else {text}",
            f"if {first} then {text} else null",
            f"if {first} then if {second} then {text} else null else {text}",
            f"if {first} then {text} else if {second} then null else null",
            f"if {first} then null else null",
        )
    )


def _given(
    of: Sequence[model.Given], conditions: Sequence[str], random: Random
) -> tuple[model.Given, ...]:
    return tuple(
        replace(each, expression=_nulled(each.expression, conditions, random)) for each in of
    )


def _block(block: model.Block, conditions: Sequence[str], random: Random) -> model.Block:
    otherwise = _given(block.otherwise, conditions, random)
    if isinstance(block, model.Formula):
        text = _nulled(block.expression, conditions, random)
        return replace(block, expression=text, otherwise=otherwise)
    if isinstance(block, model.Table):
        rows = tuple(
            replace(row, then=tuple(_nulled(each, conditions, random) for each in row.then))
            for row in block.rows
        )
        unknown = _given(block.when_unknown, conditions, random)
        return replace(block, rows=rows, otherwise=otherwise, when_unknown=unknown)
    if isinstance(block, model.Rules):
        rules = tuple(
            replace(rule, then=_given(rule.then, conditions, random)) for rule in block.rules
        )
        unknown = _given(block.when_unknown, conditions, random)
        return replace(block, rules=rules, otherwise=otherwise, when_unknown=unknown)
    return replace(block, otherwise=otherwise)


def _with_uncompared(
    block: model.Table | model.Rules, random: Random
) -> tuple[model.Table | model.Rules, model.Conclusion]:
    """Add an output of numbers, or of a list without order, before or after the others."""
    key, first = f"{block.key}_more", random.random() < 0.75
    of: NumberType | TextType = random.choice((NumberType(scale=0), _PAINT, _PAINT))
    texts = ("1", "2", "3", "") if isinstance(of, NumberType) else ('"red"', '"blue"', '"white"')
    whole: Type = ListType(of) if block.hit == "output order" else of
    conclusion = model.Conclusion(key, whole)
    if isinstance(block, model.Table):
        rows = tuple(
            replace(row, then=(*one, *row.then) if first else (*row.then, *one))
            for row in block.rows
            for one in ((random.choice(texts),),)
        )
        keys = (key, *block.outputs) if first else (*block.outputs, key)
        return replace(block, outputs=keys, rows=rows), conclusion
    rules = tuple(
        replace(rule, then=(*rule.then, model.Given(key, random.choice(texts))))
        for rule in block.rules
    )
    keys = (key, *block.concludes) if first else (*block.concludes, key)
    return replace(block, concludes=keys, rules=rules), conclusion
