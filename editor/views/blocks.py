"""A block as a page shows it: a table with columns, rules as sentences, bands with points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from editor.speech import gettext
from editor.views.cells import operand_text, short_cell
from rulesets.checked import (
    CheckedBlock,
    CheckedRow,
    CheckedRules,
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
    note_text,
    value_text,
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
    """A row of a decision table: what is tested, and what is concluded.

    `remark` says when it is valid, where that is bounded, and the author's note.
    """

    id: str
    number: int
    when: tuple[str, ...]
    then: tuple[str, ...]
    remark: str
    disabled: bool


@dataclass(frozen=True)
class RuleView:
    """A rule, row or whole block as a sentence, with its title and note where it has them."""

    id: str
    number: int
    text: str
    title: str = ""
    note: str = ""
    disabled: bool = False


@dataclass(frozen=True)
class BandsView:
    """An input of a scorecard with its bands: what must be true, and the points."""

    title: str
    bands: tuple[tuple[str, str, str], ...]
    missing_points: str


@dataclass(frozen=True)
class WindowView:
    """Which rows or rules of a long block stand on the page: from, to, and of how many.

    `before` and `after` are the numbers to turn to, 0 where there is nothing more.
    """

    first: int
    last: int
    of: int
    before: int
    after: int


@dataclass(frozen=True)
class BlockView:
    """One block. `hit` is empty where there is no hit policy, `window` where all rows are shown."""

    key: str
    title: str
    kind: str
    kind_title: str
    hit: str
    concludes: tuple[str, ...]
    note: str
    head: str
    sentences: tuple[RuleView, ...]
    inputs: tuple[ColumnView, ...] = ()
    outputs: tuple[ColumnView, ...] = ()
    rows: tuple[RowView, ...] = ()
    bands: tuple[BandsView, ...] = ()
    closing: tuple[str, ...] = ()
    window: WindowView | None = None

    @property
    def has_remarks(self) -> bool:
        """Whether any row shown has a remark."""
        return any(row.remark for row in self.rows)


_CLOSING = frozenset({"otherwise", "when unknown"})
MOST_ROWS = 500
"""Rows of one block that a reading page shows at once; one turns to the others."""


def block_views(
    checked: CheckedRuleset, language: str, rows: Mapping[str, int] | None = None
) -> tuple[BlockView, ...]:
    """Show every block in order of inference.

    Args:
        checked: the ruleset.
        language: `zh` or `en`.
        rows: for a block, the number of a row that must stand on the page.
    """
    wanted = rows or {}
    return tuple(
        block_view(checked, placed, language, wanted.get(placed.key, 1))
        for placed in checked.blocks
    )


def first_shown(number: int) -> int:
    """Give the number of the first row that stands on the page with row `number`.

    Example:
        >>> first_shown(1), first_shown(500), first_shown(501)
        (1, 1, 501)
    """
    return (max(number, 1) - 1) // MOST_ROWS * MOST_ROWS + 1


def block_view(
    checked: CheckedRuleset, placed: Placed, language: str, number: int = 1
) -> BlockView:
    """Show one block, of a long one the rows about row `number`."""
    placed, window = _windowed(placed, number)
    # Sentences are said of what is shown only: ten thousand take more than a second.
    said = block_sentences(replace(checked, blocks=(placed,)), placed.key, language)
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
        note=note_text(placed.block.block.note, language),
        head=next((each.text for each in said if each.kind == "head"), ""),
        sentences=tuple(_rules(placed.block, said, language)),
        inputs=tuple(_input_columns(checked, table, language)) if table else (),
        outputs=tuple(_output_columns(checked, table, language)) if table else (),
        rows=tuple(_rows(checked, table, language)) if table else (),
        bands=tuple(_bands(checked, placed.block, language)),
        closing=tuple(each.text for each in said if each.kind in _CLOSING),
        window=window,
    )


def _windowed(placed: Placed, number: int) -> tuple[Placed, WindowView | None]:
    """Cut a long block down to the rows or rules about one."""
    block = placed.block
    of = (
        len(block.rows)
        if isinstance(block, CheckedTable)
        else len(block.rules)
        if isinstance(block, CheckedRules)
        else 0
    )
    if of <= MOST_ROWS:
        return placed, None
    first = first_shown(min(number, of))
    last = min(first + MOST_ROWS - 1, of)
    shown = slice(first - 1, last)
    if isinstance(block, CheckedTable):
        block = replace(block, rows=block.rows[shown])
    elif isinstance(block, CheckedRules):
        block = replace(block, rules=block.rules[shown])
    before = max(first - MOST_ROWS, 0)
    window = WindowView(first, last, of, before, last + 1 if last < of else 0)
    return replace(placed, block=block), window


def _rules(block: CheckedBlock, said: tuple[Sentence, ...], language: str) -> Iterator[RuleView]:
    rules = block.block.rules if isinstance(block, CheckedRules) else ()
    written = {rule.id: rule for rule in rules}
    for each in said:
        if each.kind in {"head", *_CLOSING}:
            continue
        rule = written.get(each.rule)
        if rule is None:
            yield RuleView(each.rule, each.number, each.text)
        else:
            title = rule.title.in_language(language)
            yield RuleView(rule.id, each.number, each.text, title, each.note, rule.disabled)


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
    for row in table.rows:
        yield RowView(
            id=row.id,
            number=row.number,
            when=tuple(_cells(checked, table, row, language)),
            then=tuple(_outputs(checked, table, row.outputs, language)),
            remark=_remark(row, note_text(written[row.id].note, language), language),
            disabled=row.disabled,
        )


def _remark(row: CheckedRow, note: str, language: str) -> str:
    since = value_text(row.valid_from, None, language)
    until = value_text(row.valid_to, None, language)
    if row.valid_from and row.valid_to:
        valid = gettext("valid %(since)s to %(until)s", since=since, until=until)
    elif row.valid_from:
        valid = gettext("valid from %(since)s", since=since)
    else:
        valid = gettext("valid until %(until)s", until=until) if row.valid_to else ""
    return " · ".join(filter(None, (valid, note)))


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
