"""A ruleset with every cell and expression in canonical text, taken from its checked trees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never, cast

from rulesets import model
from rulesets.checked import (
    CheckedBlock,
    CheckedConstant,
    CheckedDeadline,
    CheckedFormula,
    CheckedFunction,
    CheckedLookup,
    CheckedRanking,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Outputs,
)
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import Condition, Group, ListOf, Literal, LiteralValue, Node
from rulesets.values import Value, decimal_text


def canonical_ruleset(ruleset: model.Ruleset, checked: CheckedRuleset) -> model.Ruleset:
    """Rewrite one ruleset of a bundle in canonical text, its blocks sorted by key."""
    own = {placed.key: placed.block for placed in checked.blocks if placed.ruleset == ruleset.id}
    return replace(
        ruleset,
        constants=tuple(_constant(each, checked.constants[each.key]) for each in ruleset.constants),
        lookups=tuple(_lookup(each, checked.lookups[each.key]) for each in ruleset.lookups),
        functions=tuple(_function(each, checked.functions[each.key]) for each in ruleset.functions),
        blocks=tuple(_block(own[key]) for key in sorted(own)),
    )


def _constant(constant: model.Constant, checked: CheckedConstant) -> model.Constant:
    values = tuple(model.DatedValue(_literal(value), since) for since, value in checked.values)
    return replace(constant, values=values)


def _lookup(lookup: model.Lookup, checked: CheckedLookup) -> model.Lookup:
    rows = tuple(
        tuple(_literal(value) for value in (*keys, *values))
        for keys, values in checked.rows.items()
    )
    return replace(lookup, rows=rows)


def _function(function: model.Function, checked: CheckedFunction) -> model.Function:
    return replace(function, expression=print_node(checked.body))


def _literal(value: Value) -> str:
    return "" if value is None else print_node(_literal_node(value))


def _literal_node(value: Value) -> Node:
    if isinstance(value, tuple):
        return ListOf(tuple(_literal_node(item) for item in value))
    # Constants and lookups hold neither records nor, within a list, anything missing.
    return Literal(cast(LiteralValue, value))


def _block(block: CheckedBlock) -> model.Block:
    match block:
        case CheckedTable():
            return _table(block)
        case CheckedRules():
            return _rules(block)
        case CheckedScorecard():
            return replace(
                block.block,
                inputs=tuple(map(_score_input, block.block.inputs, block.inputs)),
                otherwise=_given(block.otherwise),
            )
        case CheckedFormula():
            return replace(
                block.block,
                expression=print_node(block.expression),
                otherwise=_given(block.otherwise),
            )
        case CheckedDeadline():
            return replace(
                block.block,
                start=print_node(block.start),
                amount=print_node(block.amount),
                otherwise=_given(block.otherwise),
            )
        case CheckedRanking():
            return replace(
                block.block,
                of=print_node(block.of),
                by="" if block.by is None else print_node(block.by),
                otherwise=_given(block.otherwise),
            )
        case _:
            assert_never(block)


def _table(table: CheckedTable) -> model.Table:
    inputs = tuple(
        replace(each, expression=print_node(subject))
        for each, subject in zip(table.block.inputs, table.subjects, strict=True)
    )
    rows = []
    for row, checked in zip(table.block.rows, table.rows, strict=True):
        concluded = dict(checked.outputs.of)
        then = tuple(_expression(concluded.get(key)) for key in table.block.outputs)
        rows.append(replace(row, when=tuple(map(print_cell, checked.cells)), then=then))
    return replace(
        table.block,
        inputs=inputs,
        rows=tuple(rows),
        otherwise=_given(table.otherwise),
        when_unknown=_given(table.when_unknown),
    )


def _rules(rules: CheckedRules) -> model.Rules:
    return replace(
        rules.block,
        rules=tuple(
            replace(rule, when=_when(checked.when), then=_given(checked.outputs))
            for rule, checked in zip(rules.block.rules, rules.rules, strict=True)
        ),
        otherwise=_given(rules.otherwise),
        when_unknown=_given(rules.when_unknown),
    )


def _when(condition: Condition) -> model.When:
    if isinstance(condition, Group):
        return _group(condition)
    return model.When("all", (print_node(condition),))


def _group(group: Group) -> model.When:
    conditions = tuple(
        _group(each) if isinstance(each, Group) else print_node(each) for each in group.conditions
    )
    return model.When(cast(Any, group.kind), conditions)


def _score_input(written: model.ScoreInput, checked: CheckedScoreInput) -> model.ScoreInput:
    missing = checked.missing_points
    bands = tuple(
        replace(band, when=print_cell(each.cell), points=decimal_text(each.points))
        for band, each in zip(written.bands, checked.bands, strict=True)
    )
    return replace(
        written,
        expression=print_node(checked.subject),
        bands=bands,
        missing_points=None if missing is None else decimal_text(missing),
    )


def _given(outputs: Outputs | None) -> tuple[model.Given, ...]:
    """Write outputs in the order of their conclusions: how a map was typed says nothing."""
    if outputs is None:
        return ()
    return tuple(model.Given(key, _expression(node)) for key, node in sorted_by_key(outputs))


def sorted_by_key(outputs: Outputs) -> list[tuple[str, Node | None]]:
    """Sort outputs by conclusion; a tree has no order of its own."""
    return sorted(outputs.of, key=lambda output: output[0])


def _expression(node: Node | None) -> str:
    return "" if node is None else print_node(node)
