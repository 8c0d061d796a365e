"""The same ruleset as another person would type it: by titles, in full width, with 万 (17.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from rulesets import model
from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Outputs,
)
from rulesets.expressions.printer import Naming, print_cell, print_node
from rulesets.expressions.tree import Condition, Group
from rulesets.types import Both, CodeList, ListType, RecordsType, TextType, Type

_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_WIDE = str.maketrans("0123456789(),<>=+-*/", "０１２３４５６７８９（），＜＞＝＋－＊／")


def titled(checked: CheckedRuleset, language: str) -> model.Ruleset:
    """Print every text of the ruleset's blocks with the titles of one language."""
    naming = _naming(checked, language)
    placed = {each.key: each.block for each in checked.blocks}
    types = {key: each.type for key, each in checked.conclusions.items()}
    blocks = tuple(_titled(placed[each.key], naming, types) for each in checked.ruleset.blocks)
    return replace(checked.ruleset, blocks=blocks)


def widened(ruleset: model.Ruleset, random: Random) -> model.Ruleset:
    """Type some texts of tables and formulas in full width; quoted texts stay as they are."""
    return replace(ruleset, blocks=tuple(_widened(each, random) for each in ruleset.blocks))


def _widened(block: model.Block, random: Random) -> model.Block:
    if isinstance(block, model.Formula):
        return replace(block, expression=wide(block.expression, random))
    if isinstance(block, model.Table):
        rows = tuple(
            replace(row, when=tuple(wide(each, random) for each in row.when)) for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def wide(text: str, random: Random) -> str:
    """Put a text into full width here and there, outside its quotes."""
    parts = _QUOTED.split(text)
    return "".join(part if at % 2 else _some_wide(part, random) for at, part in enumerate(parts))


def _some_wide(part: str, random: Random) -> str:
    # A key is typed as it is: its letters and digits belong together.
    pieces = re.split(r"([A-Za-z_]\w*)", part)
    return "".join(
        each if at % 2 or random.random() < 0.5 else each.translate(_WIDE)
        for at, each in enumerate(pieces)
    )


def _naming(checked: CheckedRuleset, language: str) -> Naming:
    def titles(of: Mapping[str, Any]) -> dict[str, str]:
        shown = {key: each.title.in_language(language) for key, each in of.items()}
        return {key: title for key, title in shown.items() if title}

    constants = {each.key: each for each in _declared(checked, "constants")}
    named: dict[str, Any] = {**checked.facts, **checked.conclusions, **constants}
    lookups = {each.key: each for each in _declared(checked, "lookups")}
    functions: dict[str, Any] = {each.key: each for each in _declared(checked, "functions")}
    return Naming(
        language,
        names=titles(named),
        functions=titles(functions | lookups),
        fields={
            key: titles({field.key: field for field in fact.type.fields})
            for key, fact in checked.facts.items()
            if isinstance(fact.type, RecordsType)
        },
        parts={
            column.key: column.title.in_language(language)
            for each in lookups.values()
            for column in each.values
            if column.title != Both()
        },
        code_lists={
            key: _codes(each.type, language) for key, each in named.items() if _list(each.type)
        },
    )


def _declared(checked: CheckedRuleset, kind: str) -> list[Any]:
    documents = (checked.ruleset, *checked.bundle.included)
    return [declared for each in documents for declared in getattr(each, kind)]


def _list(of: Type) -> CodeList | None:
    item = of.item if isinstance(of, ListType) else of
    return item.one_of if isinstance(item, TextType) else None


def _codes(of: Type, language: str) -> dict[str, str]:
    codes = _list(of)
    shown = {each.value: each.title.in_language(language) for each in codes.codes} if codes else {}
    return {value: title for value, title in shown.items() if title}


def _for(naming: Naming, of: Type) -> Naming:
    return replace(naming, codes=_codes(of, naming.language))


def _titled(block: Any, naming: Naming, types: Mapping[str, Type]) -> model.Block:
    written: Any = block.block
    changed: dict[str, Any] = {"otherwise": _given(block.otherwise, naming, types)}
    if isinstance(block, CheckedTable | CheckedRules):
        changed["when_unknown"] = _given(block.when_unknown, naming, types)
    match block:
        case CheckedTable():
            changed["inputs"] = tuple(
                replace(each, expression=print_node(subject, naming))
                for each, subject in zip(written.inputs, block.subjects, strict=True)
            )
            changed["rows"] = _titled_rows(block, naming, types)
        case CheckedRules():
            changed["rules"] = _titled_rules(block, naming, types)
        case CheckedScorecard():
            changed["inputs"] = tuple(
                _titled_input(each, checked, naming)
                for each, checked in zip(written.inputs, block.inputs, strict=True)
            )
        case CheckedFormula():
            target = _for(naming, types[written.concludes])
            changed["expression"] = print_node(block.expression, target)
        case CheckedDeadline():
            changed["start"] = print_node(block.start, naming)
            changed["amount"] = print_node(block.amount, naming)
    titled_block: model.Block = replace(written, **changed)
    return titled_block


def _titled_rows(
    table: CheckedTable, naming: Naming, types: Mapping[str, Type]
) -> tuple[model.Row, ...]:
    columns = [_for(naming, of) for of in table.subject_types]
    return tuple(
        replace(
            row,
            when=tuple(map(print_cell, checked.cells, columns)),
            then=tuple(each.expression for each in _given(checked.outputs, naming, types)),
        )
        for row, checked in zip(table.block.rows, table.rows, strict=True)
    )


def _titled_rules(
    rules: CheckedRules, naming: Naming, types: Mapping[str, Type]
) -> tuple[model.Rule, ...]:
    return tuple(
        replace(rule, when=_when(checked.when, naming), then=_given(checked.outputs, naming, types))
        for rule, checked in zip(rules.block.rules, rules.rules, strict=True)
    )


def _titled_input(
    written: model.ScoreInput, checked: CheckedScoreInput, naming: Naming
) -> model.ScoreInput:
    column = _for(naming, checked.subject_type)
    bands = tuple(
        replace(band, when=print_cell(found.cell, column))
        for band, found in zip(written.bands, checked.bands, strict=True)
    )
    return replace(written, expression=print_node(checked.subject, naming), bands=bands)


def _given(
    outputs: Outputs | None, naming: Naming, types: Mapping[str, Type]
) -> tuple[model.Given, ...]:
    return tuple(
        model.Given(key, "" if node is None else print_node(node, _for(naming, types[key])))
        for key, node in (outputs.of if outputs else ())
    )


def _when(condition: Condition, naming: Naming) -> Any:
    if not isinstance(condition, Group):
        return print_node(condition, naming)
    kind: Any = condition.kind
    return model.When(kind, tuple(_when(each, naming) for each in condition.conditions))
