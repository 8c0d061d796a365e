"""What stands in a block: rows, rules and bands by id, and the sentences beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from rulesets.checked import (
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRow,
    CheckedRule,
    CheckedRules,
    CheckedScorecard,
    CheckedTable,
    Placed,
)
from rulesets.differences.declared import Side
from rulesets.differences.settings import Settings, in_both
from rulesets.expressions import tree
from rulesets.types import Both
from rulesets.wording.expressions import expression_text
from rulesets.wording.sentences import Sentence, block_sentences
from rulesets.wording.titles import kind_title

ItemId = tuple[str, str, str]
"""Of a sentence of a block: its kind, the input that a band belongs to, the id of a row or rule."""

ROWS = frozenset({"row", "rule", "band"})
_ROW = Both("第 {} 行", "row {}")
_COLUMN = Both("列", "column")
_RULE = Both("第 {} 条规则", "rule {}")


@dataclass(frozen=True)
class Item:
    """A row, rule or band: what it is called, what it means, and what its author wrote beside it.

    Two items that mean the same compare equal by `means`, however they were typed. A note is whole,
    in both languages.
    """

    name: str
    means: object
    note: str = ""
    title: Both = Both()


def items(side: Side, block: CheckedBlock, *, by_column: bool) -> dict[ItemId, Item]:
    """List the rows, rules or bands of a block in their order.

    Args:
        side: the document.
        block: its block.
        by_column: what a row means is told by what each column tests: a column came or went.
    """
    if isinstance(block, CheckedTable):
        return dict(_rows(side, block, by_column=by_column))
    if isinstance(block, CheckedRules):
        return dict(_rules(side, block))
    return dict(_bands(side, block)) if isinstance(block, CheckedScorecard) else {}


def _rows(side: Side, block: CheckedTable, *, by_column: bool) -> Iterator[tuple[ItemId, Item]]:
    notes = {each.id: each.note for each in block.block.rows}
    named = _ROW.in_language(side.language)
    for row in block.rows:
        means = _by_column(block, row) if by_column else (row.cells, row.outputs)
        item = Item(named.format(row.number), (means, *_when(row)), notes.get(row.id, ""))
        yield ("row", "", row.id), item


def _by_column(block: CheckedTable, row: CheckedRow) -> object:
    tested = {
        subject: cell
        for subject, cell in zip(block.subjects, row.cells, strict=True)
        if not isinstance(cell, tree.AnyCell)
    }
    return tested, {key: given for key, given in row.outputs.of if given is not None}


def _rules(side: Side, block: CheckedRules) -> Iterator[tuple[ItemId, Item]]:
    written = {each.id: each for each in block.block.rules}
    named = _RULE.in_language(side.language)
    for rule in block.rules:
        title = written[rule.id].title.in_language(side.language)
        quoted = (f"「{title}」" if side.language == "zh" else f" “{title}”") if title else ""
        note = written[rule.id].note
        means = (rule.when, rule.outputs, *_when(rule))
        yield (
            ("rule", "", rule.id),
            Item(named.format(rule.number) + quoted, means, note, written[rule.id].title),
        )


def _when(rule: CheckedRow | CheckedRule) -> tuple[object, ...]:
    return rule.disabled, rule.valid_from, rule.valid_to


def _bands(side: Side, block: CheckedScorecard) -> Iterator[tuple[ItemId, Item]]:
    for score in block.inputs:
        title = score.title.in_language(side.language)
        name = title or expression_text(score.subject, side.checked, side.language)
        for band in score.bands:
            means = (score.subject, band.cell, band.points)
            yield ("band", score.key, band.id), Item(name, means)


def input_titles(side: Side, block: CheckedBlock) -> Settings:
    """Give the titles of columns and of inputs of a scorecard, by what each of them tests."""
    if isinstance(block, CheckedTable):
        inputs = zip(block.subjects, (each.title for each in block.block.inputs), strict=True)
        word = _COLUMN.in_language(side.language)
    elif isinstance(block, CheckedScorecard):
        inputs = zip(
            (each.subject for each in block.inputs),
            (each.title for each in block.inputs),
            strict=True,
        )
        word = kind_title("input", side.language)
    else:
        return {}
    found = {}
    for subject, title in inputs:
        if title.zh or title.en:
            said = expression_text(subject, side.checked, side.language)
            name = f"{word}「{said}」" if side.language == "zh" else f"{word} “{said}”"
            found[name] = in_both(title, side.language)
    return found


def beside(block: CheckedBlock) -> Mapping[str, object]:
    """Give what each sentence of a block that is no row means, by its kind."""
    found: dict[str, object] = {"otherwise": block.otherwise}
    if isinstance(block, CheckedTable | CheckedRules):
        found["when unknown"] = block.when_unknown
    if isinstance(block, CheckedTable):
        found["head"] = (block.block.hit, block.subjects, block.block.outputs)
    elif isinstance(block, CheckedRules):
        found["head"] = (block.block.hit, block.block.concludes)
    elif isinstance(block, CheckedScorecard):
        found["head"] = (block.block.concludes, [each.subject for each in block.inputs])
        for each in block.inputs:
            found[f"missing points {each.key}"] = each.missing_points
    elif isinstance(block, CheckedFormula):
        found["formula"] = (block.block.concludes, block.expression)
    elif isinstance(block, CheckedDeadline):
        unit = block.block.unit
        found["deadline"] = (block.block.concludes, block.start, block.amount, unit, block.calendar)
    else:
        written = replace(block.block, title=Both(), note="", otherwise=(), of="", by="")
        found["ranking"] = (written, block.of, block.by)
    return found


def sentences(side: Side, place: Placed, wanted: Collection[ItemId]) -> dict[ItemId, Sentence]:
    """Say the wanted rows of a block and all its other sentences; it may have ten thousand."""
    block = place.block
    ids = {each[-1] for each in wanted}
    if isinstance(block, CheckedTable):
        block = replace(block, rows=tuple(each for each in block.rows if each.id in ids))
    elif isinstance(block, CheckedRules):
        block = replace(block, rules=tuple(each for each in block.rules if each.id in ids))
    within = replace(side.checked, blocks=(replace(place, block=block),))
    said = block_sentences(within, place.key, side.language)
    return {item_id(each, block): each for each in said}


def item_id(of: Sentence, block: CheckedBlock) -> ItemId:
    """Tell which row, rule or band a sentence says, or which other part of a block."""
    if of.kind == "band" and isinstance(block, CheckedScorecard):
        return "band", block.inputs[of.number - 1].key, of.rule
    return of.kind, "", of.rule


def part_name(of: Sentence, language: str) -> str:
    """Name a sentence that is no row; what is a whole block has no name."""
    is_whole = of.kind in {"formula", "deadline", "ranking"}
    return "" if is_whole else kind_title(of.kind, language)
