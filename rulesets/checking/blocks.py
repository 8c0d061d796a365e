"""Blocks of every kind: each is read, typed and linked (sections 12 to 14)."""

from __future__ import annotations

from decimal import Decimal

from rulesets import model
from rulesets.checked import (
    CheckedBand,
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedScorecard,
    CheckedScoreInput,
)
from rulesets.checking.conclusions import concludes, fallback, known_conclusions
from rulesets.checking.domains import refuse_outside
from rulesets.checking.reading import Column, Reader
from rulesets.checking.report import Report
from rulesets.checking.static_types import mismatch, said_kind
from rulesets.checking.tables import check_rules, check_table
from rulesets.checking.written_values import is_blank, written_value
from rulesets.expressions.tree import AnyCell, Literal, Node
from rulesets.types import BooleanType, Both, DateTimeType, NumberType, Type
from rulesets.values import decimals

MOST_POINTS_DECIMALS = 12
_FEWEST_QUANTILES = 2

_BROKEN = Literal(False)
_POINTS = NumberType()
_MOMENT = Both("日期或时刻", "a date or datetime")
_HAS_ORDER = Both("数值、日期或时刻", "a number, date or datetime")
_SCALAR = Both("数值、文本、真假值、日期或时刻", "a number, text, boolean, date or datetime")
_SCALARS = ("number", "text", "boolean", "date", "datetime")


def check_block(block: model.Block, reader: Reader, report: Report) -> CheckedBlock:
    """Check a block of any kind; what has a fault is reported and left out of the result."""
    match block:
        case model.Table():
            return check_table(block, reader, report)
        case model.Rules():
            return check_rules(block, reader, report)
        case model.Scorecard():
            return _check_scorecard(block, reader, report)
        case model.Formula():
            return _check_formula(block, reader, report)
        case model.Deadline():
            return _check_deadline(block, reader, report)
        case model.Ranking():
            return _check_ranking(block, reader, report)


def kind_of_block(block: model.Block) -> str:
    """Name the kind of a block as its document does: `table`, `rules` and so on."""
    return type(block).__name__.lower()


def _conclusion(
    block: model.Block,
    wanted: type[NumberType | DateTimeType] | None,
    reader: Reader,
    report: Report,
) -> dict[str, Type]:
    """Return the type of the one conclusion, which must be of the wanted type."""
    types = known_conclusions(block, reader.names.conclusions, report)
    for key, of in types.items():
        if wanted is not None and not isinstance(of, wanted):
            clash = mismatch(wanted(), of)
            report.at(("conclusion", key)).refuse(clash)
    return types


def _check_scorecard(block: model.Scorecard, reader: Reader, report: Report) -> CheckedScorecard:
    types = _conclusion(block, NumberType, reader, report)
    inputs = [_check_input(each, reader, report.at(("input", each.key))) for each in block.inputs]
    otherwise = fallback(block.otherwise, types, concludes(block), "otherwise", (reader, report))
    return CheckedScorecard(block, tuple(inputs), otherwise)


def _check_input(of: model.ScoreInput, reader: Reader, report: Report) -> CheckedScoreInput:
    subject = reader.subject(of.expression, report)
    column = Column(reader, subject) if subject is not None else None
    bands = []
    for band in of.bands:
        inner = report.at(("band", band.id))
        cell = column.cell(band.when, inner) if column is not None else None
        points = _points(band.points, inner) or Decimal(0)
        bands.append(CheckedBand(band.id, cell or AnyCell(), points))
    return CheckedScoreInput(
        of.key,
        of.title,
        _BROKEN if subject is None else subject.node,
        BooleanType() if subject is None else subject.type,
        tuple(bands),
        None if of.missing_points is None else _points(of.missing_points, report),
    )


def _points(text: str, report: Report) -> Decimal | None:
    value = written_value(text, _POINTS, report)
    if not isinstance(value, Decimal):
        return None
    if decimals(value) > MOST_POINTS_DECIMALS:
        report.add("too-many-decimals", found=decimals(value))
    return value


def _check_formula(block: model.Formula, reader: Reader, report: Report) -> CheckedFormula:
    types = known_conclusions(block, reader.names.conclusions, report)
    target = types.get(block.concludes)
    node = _required(block.expression, target, reader, report)
    otherwise = fallback(block.otherwise, types, concludes(block), "otherwise", (reader, report))
    return CheckedFormula(block, node, otherwise)


def _required(text: str, target: Type | None, reader: Reader, report: Report) -> Node:
    """Read an expression that may not be left blank, as an output cell may."""
    if is_blank(text):
        read = reader.expression(text, report)
        return _BROKEN if read is None else read[0]
    node = reader.output(text, target, report)
    if node is not None and target is not None:
        refuse_outside(node, target, report)
    return node or _BROKEN


def _check_deadline(block: model.Deadline, reader: Reader, report: Report) -> CheckedDeadline:
    types = _conclusion(block, DateTimeType, reader, report)
    start = reader.of_kind(
        block.start, ("date", "datetime"), _MOMENT, report.at(("input", "start"))
    )
    amount = reader.of_kind(
        block.amount, ("number",), said_kind("number"), report.at(("input", "amount"))
    )
    otherwise = fallback(block.otherwise, types, concludes(block), "otherwise", (reader, report))
    return CheckedDeadline(
        block,
        start or _BROKEN,
        amount or _BROKEN,
        _calendar(block, reader, report),
        otherwise,
    )


def _calendar(block: model.Deadline, reader: Reader, report: Report) -> str:
    working = block.unit in {"working days", "working hours"}
    if not block.calendar:
        if working:
            report.add("calendar-required", unit=block.unit)
    elif block.calendar not in reader.meaning.calendars:
        report.add("unknown-calendar", calendar=block.calendar)
    return block.calendar if working else ""


def _check_ranking(block: model.Ranking, reader: Reader, report: Report) -> CheckedRanking:
    types = _conclusion(block, NumberType, reader, report)
    kinds = ("number", "date", "datetime")
    of = reader.of_kind(block.of, kinds, _HAS_ORDER, report.at(("input", "of")))
    by = None
    if block.by:
        by = reader.of_kind(block.by, _SCALARS, _SCALAR, report.at(("input", "by")))
    if block.measure == "quantile" and (block.quantiles or 0) < _FEWEST_QUANTILES:
        report.add("quantiles-required")
    otherwise = fallback(block.otherwise, types, concludes(block), "otherwise", (reader, report))
    return CheckedRanking(block, of or _BROKEN, by, otherwise)
