"""Facts, conclusions, code lists, constants, lookups and functions (sections 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rulesets import model
from rulesets.checked import CheckedConstant, CheckedLookup
from rulesets.checking.circles import circles
from rulesets.checking.given_values import check_given
from rulesets.checking.naming import Source, check_inner_names, step
from rulesets.checking.report import Report
from rulesets.checking.static_types import said
from rulesets.checking.written_values import is_blank, written_value
from rulesets.errors import Fault, PlaceStep
from rulesets.expressions.scope import Scope
from rulesets.types import (
    Both,
    CodeList,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import Value, decimal_text

MOST_SCALE = 12

_SCALAR_OR_LIST = Both("标量或列表", "a scalar or a list")
_SCALAR = Both("标量", "a scalar")
_FIELD = Both("子事实", "field")
_COLUMN = Both("列", "column")
_EVER = Both("最初", "the beginning")
_NOT_IN_LIST = Both("不在代码表中", "is not in the list")
_LEADS_BACK = Both("绕回了自身", "leads back to it")


def check_types(source: Source, report: Report) -> None:
    """Check the types that a document declares: scales, domains, steps, code lists, fields."""
    document = source.document
    outer = report.at(*source.place)
    for codes in document.lists:
        _check_list(codes, outer.at(("list", codes.key)))
    for fact in document.facts:
        inner = outer.at(step(fact))
        _check_type(fact.type, inner, scaled=True)
        _check_example(fact, inner)
        if isinstance(fact.type, RecordsType):
            _check_fields(fact, fact.type, inner)
    if isinstance(document, model.Vocabulary):
        return
    for conclusion in document.conclusions:
        inner = outer.at(step(conclusion))
        _check_type(conclusion.type, inner, scaled=True)
        _refuse_records(conclusion.type, inner)
    for constant in document.constants:
        inner = outer.at(step(constant))
        _check_type(constant.type, inner)
        _refuse_records(constant.type, inner)
    for lookup in document.lookups:
        _check_columns(lookup, outer.at(step(lookup)))
    for function in document.functions:
        inner = outer.at(step(function))
        parameters = _placed(function.parameters, "parameter")
        owner = Both(f"函数 `{function.key}`", f"function `{function.key}`")
        check_inner_names(parameters, Both("参数", "parameter"), owner, inner)
        for parameter in function.parameters:
            place = inner.at(("parameter", parameter.key))
            _check_type(parameter.type, place)
            _refuse_records(parameter.type, place)
        _check_type(function.returns, inner)
        _refuse_records(function.returns, inner)


def _placed(columns: Iterable[model.Column], kind: str) -> list[tuple[str, Both, PlaceStep]]:
    return [(each.key, each.title, (kind, each.key)) for each in columns]


def _refuse_records(of: Type, report: Report) -> None:
    if isinstance(of, RecordsType):
        report.add("bad-type", expected=_SCALAR_OR_LIST, found=said(of))


def _check_fields(fact: model.Fact, of: RecordsType, report: Report) -> None:
    fields = [(each.key, each.title, ("field", each.key)) for each in of.fields]
    owner = Both(f"事实 `{fact.key}`", f"fact `{fact.key}`")
    check_inner_names(fields, _FIELD, owner, report)
    for each in of.fields:
        inner = report.at(("field", each.key))
        _check_type(each.type, inner, scaled=True)
        _check_example(each, inner)


def _check_example(of: model.Fact | Field, report: Report) -> None:
    """2.10: an example is a value; of lists and records it is only a hint, and free."""
    if of.example and not isinstance(of.type, ListType | RecordsType):
        check_given(of.example, of.type, "bad-example", report)


def _check_columns(lookup: model.Lookup, report: Report) -> None:
    columns = (*lookup.keys, *lookup.values)
    owner = Both(f"对照表 `{lookup.key}`", f"lookup `{lookup.key}`")
    check_inner_names(_placed(columns, "column"), _COLUMN, owner, report)
    for column in columns:
        inner = report.at(("column", column.key))
        _check_type(column.type, inner)
        if isinstance(column.type, ListType | RecordsType):
            inner.add("bad-type", expected=_SCALAR, found=said(column.type))


def _check_type(of: Type, report: Report, *, scaled: bool = False) -> None:
    if isinstance(of, NumberType):
        _check_number(of, report, scaled=scaled)
    elif isinstance(of, TextType) and of.one_of is not None and not of.one_of.key:
        _check_list(of.one_of, report)
    elif isinstance(of, ListType):
        _check_type(of.item, report, scaled=scaled)


def _check_number(of: NumberType, report: Report, *, scaled: bool) -> None:
    if of.scale is None and scaled:
        report.add("scale-required")
    elif of.scale is not None and not 0 <= of.scale <= MOST_SCALE:
        report.add("bad-scale", found=of.scale)
    if of.minimum is not None and of.maximum is not None and of.minimum > of.maximum:
        low, high = decimal_text(of.minimum), decimal_text(of.maximum)
        report.add("empty-domain", low=low, high=high)
    if of.step is not None and of.step <= 0:
        report.add("bad-step", found=decimal_text(of.step))


def _check_list(codes: CodeList, report: Report) -> None:
    if not codes.codes:
        report.add("empty-list")
    parents: dict[str, str] = {}
    for code in codes.codes:
        if code.value in parents:
            report.add("duplicate-code", value=code.value)
        parents[code.value] = code.parent
    for value, parent in parents.items():
        if parent and parent not in parents:
            report.add("bad-parent", value=value, parent=parent, problem=_NOT_IN_LIST)
    above = {value: (parent,) if parent else () for value, parent in parents.items()}
    for circle in circles(above):
        first = circle[0]
        report.add("bad-parent", value=first, parent=parents[first], problem=_LEADS_BACK)


def read_constant(constant: model.Constant, scope: Scope, report: Report) -> CheckedConstant:
    """Read the values of a constant, earliest first (1.8)."""
    values: list[tuple[date | None, Value]] = []
    days: set[date | None] = set()
    for dated in constant.values:
        value = written_value(dated.value, constant.type, report, scope)
        if dated.since in days:
            report.add("duplicate-day", day=dated.since.isoformat() if dated.since else _EVER)
        days.add(dated.since)
        values.append((dated.since, value))
    values.sort(key=lambda each: (each[0] is not None, each[0] or date.min))
    return CheckedConstant(constant.key, constant.type, tuple(values))


def read_lookup(lookup: model.Lookup, scope: Scope, report: Report) -> CheckedLookup:
    """Read the rows of a lookup; two rows of the same keys are refused (1.9)."""
    columns = (*lookup.keys, *lookup.values)
    split = len(lookup.keys)
    readers = [
        _Cells(column, scope, required=place < split) for place, column in enumerate(columns)
    ]
    rows: dict[tuple[Value, ...], tuple[Value, ...]] = {}
    numbers: dict[tuple[Value, ...], int] = {}
    for number, row in enumerate(lookup.rows, start=1):
        inner = report.at(("row", number))
        if len(row) != len(columns):
            inner.add("wrong-cell-count", expected=len(columns), found=len(row))
            continue
        before = len(report.faults)
        values = tuple(reader.read(text, inner) for reader, text in zip(readers, row, strict=True))
        if len(report.faults) > before:
            continue
        # Keys are found by exact equality: 1.0 and 1 are one number and hash alike.
        keys = values[:split]
        if keys in rows:
            inner.add("duplicate-row", first=numbers[keys])
            continue
        rows[keys], numbers[keys] = values[split:], number
    return CheckedLookup(
        lookup.key,
        tuple(each.type for each in lookup.keys),
        tuple((each.key, each.type) for each in lookup.values),
        rows,
    )


class _Cells:
    """Reads the cells of a column of a lookup, each text once."""

    def __init__(self, column: model.Column, scope: Scope, *, required: bool) -> None:
        self.column = column
        self.required = required
        self.scope = scope
        self.known: dict[str, tuple[Value, tuple[Fault, ...]]] = {}

    def read(self, text: str, report: Report) -> Value:
        found = self.known.get(text)
        if found is None:
            own = Report(place=(("column", self.column.key),))
            found = self.known[text] = (self._value(text, own), tuple(own.faults))
        value, faults = found
        if faults:
            report.take(faults)
        return value

    def _value(self, text: str, report: Report) -> Value:
        if not is_blank(text):
            return written_value(text, self.column.type, report, self.scope)
        if self.required:
            report.add("literal-required", expected=said(self.column.type), found=text)
        return None
