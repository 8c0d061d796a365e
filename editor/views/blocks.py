"""A block as a page shows it: a table with columns, rules as sentences, bands with points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.views.cells import operand_text, short_cell
from rulesets.checked import (
    CheckedBlock,
    CheckedRow,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
    Outputs,
    Placed,
)
from rulesets.types import NumberType, Type
from rulesets.wording import (
    Sentence,
    block_sentences,
    block_title,
    cell_text,
    expression_text,
    hit_policy_title,
    kind_title,
    name_title,
)
from rulesets.wording.units import unit_word


@dataclass(frozen=True)
class ColumnView:
    """A column's heading and unit; numbers stand at the right."""

    title: str
    unit: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class RowView:
    """A row of a decision table: what is tested, what is concluded, and the whole as a sentence."""

    id: str
    number: int
    when: tuple[str, ...]
    then: tuple[str, ...]
    note: str
    disabled: bool


@dataclass(frozen=True)
class BandsView:
    """An input of a scorecard with its bands: what must be true, and the points."""

    title: str
    bands: tuple[tuple[str, str, str], ...]
    missing_points: str


@dataclass(frozen=True)
class BlockView:
    """One block whole. `hit` is empty where there is no hit policy."""

    key: str
    title: str
    kind: str
    kind_title: str
    hit: str
    concludes: tuple[str, ...]
    note: str
    head: str
    sentences: tuple[Sentence, ...]
    inputs: tuple[ColumnView, ...] = ()
    outputs: tuple[ColumnView, ...] = ()
    rows: tuple[RowView, ...] = ()
    bands: tuple[BandsView, ...] = ()
    closing: tuple[str, ...] = ()


MOST_ROWS = 500
"""Rows of one table that a reading page shows; beyond that it says how many there are."""


def block_views(checked: CheckedRuleset, language: str) -> tuple[BlockView, ...]:
    """Show every block in order of inference."""
    return tuple(block_view(checked, placed, language) for placed in checked.blocks)


def block_view(checked: CheckedRuleset, placed: Placed, language: str) -> BlockView:
    """Show one block."""
    said = block_sentences(checked, placed.key, language)
    kind = type(placed.block.block).__name__.lower()
    hit = getattr(placed.block.block, "hit", "")
    table = placed.block if isinstance(placed.block, CheckedTable) else None
    return BlockView(
        key=placed.key,
        title=block_title(checked, placed.key, language),
        kind=kind,
        kind_title=kind_title(kind, language),
        hit=hit_policy_title(hit, language) if hit else "",
        concludes=tuple(name_title(checked, key, language) for key in placed.concludes),
        note=placed.block.block.note,
        head=next((each.text for each in said if each.kind == "head"), ""),
        sentences=tuple(each for each in said if each.kind != "head")[: 2 * MOST_ROWS],
        inputs=tuple(_input_columns(checked, table, language)) if table else (),
        outputs=tuple(_output_columns(checked, table, language)) if table else (),
        rows=tuple(_rows(checked, table, language)) if table else (),
        bands=tuple(_bands(checked, placed.block, language)),
        closing=tuple(each.text for each in said if each.kind in {"otherwise", "when unknown"}),
    )


def _input_columns(
    checked: CheckedRuleset, table: CheckedTable, language: str
) -> Iterator[ColumnView]:
    written = zip(table.block.inputs, table.subjects, table.subject_types, strict=True)
    for given, subject, of_type in written:
        title = given.title.in_language(language) or expression_text(subject, checked, language)
        yield _column(title, of_type, language)


def _output_columns(
    checked: CheckedRuleset, table: CheckedTable, language: str
) -> Iterator[ColumnView]:
    for key in table.block.outputs:
        yield _column(name_title(checked, key, language), checked.conclusions[key].type, language)


def _column(title: str, of_type: Type, language: str) -> ColumnView:
    if not isinstance(of_type, NumberType):
        return ColumnView(title)
    return ColumnView(title, unit_word(of_type.unit, language), is_number=True)


def _rows(checked: CheckedRuleset, table: CheckedTable, language: str) -> Iterator[RowView]:
    written = {row.id: row for row in table.block.rows}
    for row in table.rows[:MOST_ROWS]:
        yield RowView(
            id=row.id,
            number=row.number,
            when=tuple(_cells(checked, table, row, language)),
            then=tuple(_outputs(checked, table, row.outputs, language)),
            note=written[row.id].note,
            disabled=row.disabled,
        )


def _cells(
    checked: CheckedRuleset, table: CheckedTable, row: CheckedRow, language: str
) -> Iterator[str]:
    for cell, of_type in zip(row.cells, table.subject_types, strict=True):
        yield short_cell(cell, of_type, checked, language)


def _outputs(
    checked: CheckedRuleset, table: CheckedTable, outputs: Outputs, language: str
) -> Iterator[str]:
    given = dict(outputs.of)
    for key in table.block.outputs:
        node = given.get(key)
        of_type = checked.conclusions[key].type
        yield "" if node is None else operand_text(node, of_type, checked, language)


def _bands(checked: CheckedRuleset, block: CheckedBlock, language: str) -> Iterator[BandsView]:
    if not isinstance(block, CheckedScorecard):
        return
    for given in block.inputs:
        subject = expression_text(given.subject, checked, language)
        yield BandsView(
            title=given.title.in_language(language) or subject,
            bands=tuple(
                (
                    band.id,
                    cell_text(given.subject, band.cell, given.subject_type, checked, language),
                    format(band.points, "+f"),
                )
                for band in given.bands
            ),
            missing_points=""
            if given.missing_points is None
            else format(given.missing_points, "+f"),
        )
