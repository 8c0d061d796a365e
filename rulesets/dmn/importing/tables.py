"""Decision tables as tables, under each hit policy and aggregation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rulesets import model
from rulesets.dmn.importing import expressions
from rulesets.dmn.importing.building import Spot, titled
from rulesets.dmn.importing.columns import bare, read_cells
from rulesets.dmn.importing.conforming import suits
from rulesets.dmn.importing.expressions import Scope, settled
from rulesets.dmn.importing.imported import OutcomeOf, RowsOf, Shape, ValueOf
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.importing.outputs import OutputColumn, read_output, refuse_unsure
from rulesets.dmn.importing.saying import Says
from rulesets.dmn.model import DecisionRule, DecisionTable
from rulesets.dmn.translating.environment import Known, Members, Translated, Value
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Name, Null
from rulesets.types import (
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    ScalarType,
    TextType,
    Type,
)

_POLICIES: Mapping[tuple[str, str], model.HitPolicy] = {
    ("UNIQUE", ""): "unique",
    ("ANY", ""): "any",
    ("FIRST", ""): "first",
    ("PRIORITY", ""): "priority",
    ("RULE ORDER", ""): "rule order",
    ("OUTPUT ORDER", ""): "output order",
    ("COLLECT", ""): "collect",
    ("COLLECT", "SUM"): "sum",
    ("COLLECT", "MIN"): "min",
    ("COLLECT", "MAX"): "max",
    ("COLLECT", "COUNT"): "count",
}
LISTS = frozenset({"rule order", "output order", "collect"})
_ORDERED = frozenset({"priority", "output order"})
_TOGETHER = frozenset({"sum", "min", "max", "count"})
_ROW_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LONGEST_ID = 64


def make_table(
    values: Says, table: DecisionTable, spot: Spot, scope: Scope, kind: Kind | None
) -> tuple[Shape, Known | None] | None:
    """Make a table of a decision table; None: a fault was told."""
    if kind is None and table.type_ref:
        kind = values.building.kinds.of(table.type_ref, table.place or spot.place)
    hit = policy(values, table, spot)
    cells = read_cells(values, table, scope)
    outputs = _outputs(values, table, spot, scope, kind, hit)
    if cells is None or outputs is None or hit is None:
        return None
    if not _fitting(values, hit, outputs, spot):
        return None
    # What is added up or counted is held to what the decision declares, not to its outputs' limits.
    total = settled(kind if isinstance(kind, NumberType) else NumberType(), values.building.scale)
    keys = [_conclusion(values, spot, each, hit, total, len(outputs) == 1) for each in outputs]
    rows = tuple(
        model.Row(
            row_id,
            cells.texts(number),
            tuple(_output(each.cells[number], each.type) for each in outputs),
            note=_note(rule),
        )
        for number, (row_id, rule) in enumerate(
            zip(row_ids(table, spot.block_key), table.rules, strict=True)
        )
    )
    block = model.Table(
        spot.block_key,
        hit,
        cells.inputs(),
        tuple(keys),
        rows,
        title=spot.title,
        note=spot.note,
        otherwise=_otherwise(hit, keys, outputs),
    )
    values.building.block(spot, block)
    return _made(hit, spot, dict(zip(keys, outputs, strict=True)))


def _output(cell: Translated, of: Type) -> str:
    return bare(cell.node, of) or print_node(cell.node)


def policy(values: Says, table: DecisionTable, spot: Spot) -> model.HitPolicy | None:
    """Return the hit policy; None: there is none such."""
    found = _POLICIES.get((table.hit, table.aggregation))
    if found is None:
        values.report.refuse(
            f"命中策略 {table.hit} 的聚合 {table.aggregation}",
            f"aggregation {table.aggregation} of hit policy {table.hit}",
            table.place or spot.place,
        )
    return found


def _outputs(
    values: Says,
    table: DecisionTable,
    spot: Spot,
    scope: Scope,
    kind: Kind | None,
    hit: model.HitPolicy | None,
) -> list[OutputColumn] | None:
    if not suits(kind, hit in LISTS, len(table.outputs)) or (
        hit in {"sum", "count"} and _no_number(kind)
    ):
        values.report.refuse(
            "值与声明的类型不符的决策表", "table of another type than declared", spot.place
        )
        return None
    if isinstance(kind, Many):
        kind = kind.of
    if hit in {"sum", "count"}:
        kind = None
    ordered = hit in _ORDERED
    found = [
        read_output(
            values,
            table,
            number,
            scope,
            _member(kind, clause.name, len(table.outputs)),
            ordered=ordered,
        )
        for number, clause in enumerate(table.outputs)
    ]
    whole = [each for each in found if each is not None]
    return whole if whole and len(whole) == len(found) else None


def _member(kind: Kind | None, name: str, count: int) -> Kind | None:
    if isinstance(kind, Record):
        return kind.members.get(name)
    return kind if count == 1 else None


def _fitting(values: Says, hit: model.HitPolicy, outputs: list[OutputColumn], spot: Spot) -> bool:
    """Refuse outputs that the policy cannot take here."""
    report, before = values.report, len(values.report.faults)
    if hit in LISTS or hit in _TOGETHER - {"count"}:
        for each in outputs:
            refuse_unsure(each, spot.place, values, default=hit in LISTS)
    if hit in _TOGETHER and len(outputs) > 1:
        report.refuse("多个输出的聚合", "aggregation of several outputs", spot.place)
    if hit in _TOGETHER - {"count"} and not all(each.total for each in outputs):
        report.refuse(
            "可能为空值的输出的聚合", "aggregation of outputs that may be null", spot.place
        )
    if hit == "count" and any(_is_other(each.default) for each in outputs):
        report.refuse("非数值的计数默认值", "default of a count that is no number", spot.place)
    if hit == "sum" and not all(isinstance(each.type, NumberType) for each in outputs):
        report.refuse("非数值的求和", "sum of what are no numbers", spot.place)
    ranged = (NumberType, DateType, DateTimeType)
    if hit in {"min", "max"} and not all(isinstance(each.type, ranged) for each in outputs):
        report.refuse(
            "文本或真假值的最小值、最大值", "minimum or maximum of texts or booleans", spot.place
        )
    if hit in _ORDERED and not any(_has_order(each.type) for each in outputs):
        report.refuse(
            "没有文本的 `outputValues` 的优先级",
            "priority without `outputValues` that are texts",
            spot.place,
        )
    if hit not in {"sum", "min", "max"}:
        for output in outputs:
            for each in (*output.cells, *((output.default,) if output.default else ())):
                expressions.held(each.node, output.type, spot.place, report)
    return len(report.faults) == before


def _no_number(kind: Kind | None) -> bool:
    return not isinstance(kind, NumberType | None)


def _is_other(default: Translated | None) -> bool:
    """Tell whether a default is no number."""
    return default is not None and not isinstance(default.type, NumberType | None)


def _has_order(of: Type) -> bool:
    return isinstance(of, TextType) and of.one_of is not None and of.one_of.ordered


def _conclusion(
    values: Says,
    spot: Spot,
    output: OutputColumn,
    hit: model.HitPolicy,
    total: Type,
    single: bool,
) -> str:
    """Declare the conclusion of an output."""
    building = values.building
    of: Type = output.type
    if hit in {"sum", "count"}:
        of = total
    elif hit in LISTS:
        item: ScalarType = output.type  # type: ignore[assignment]  # outputs are scalars
        of = ListType(item)
    if single:
        return building.conclude(spot, of)
    name = output.name or output.label
    if building.keys.is_free(name):
        key = building.keys.make(name, "output")
    else:
        key = building.keys.make(f"{spot.key}_{name}", f"{spot.key}_output")
    title = titled(f"{spot.name}.{name}")
    return building.conclude(Spot(name, key, spot.block_key, title, spot.place, spot.help), of)


def _otherwise(
    hit: model.HitPolicy, keys: list[str], outputs: list[OutputColumn]
) -> tuple[model.Given, ...]:
    """Say the defaults; without any a list is null in DMN, and so is a count."""
    if all(each.default is None for each in outputs):
        missing = hit in LISTS or hit == "count"
        return tuple(model.Given(key, "null") for key in keys) if missing else ()
    return tuple(
        model.Given(key, _default(hit, each.default))
        for key, each in zip(keys, outputs, strict=True)
    )


def _default(hit: model.HitPolicy, default: Translated | None) -> str:
    if default is None or isinstance(default.node, Null):
        return "null"
    text = print_node(default.node)
    return f"[{text}]" if hit in LISTS else text


def _made(
    hit: model.HitPolicy, spot: Spot, outputs: Mapping[str, OutputColumn]
) -> tuple[Shape, Known | None]:
    """Return what the table gives, and what others read of it.

    A list without the nulls of its rows is not the list of DMN: then nothing may read it.
    """
    names = {each.name or each.label: key for key, each in outputs.items()}
    if len(outputs) == 1:
        ((key, output),) = outputs.items()
        if hit not in LISTS:
            of: Type = NumberType() if hit in {"sum", "count"} else output.type
            return ValueOf(key), Value(Name(key), of)
        item: ScalarType = output.type  # type: ignore[assignment]  # outputs are scalars
        known = Value(Name(key), ListType(item)) if output.total else None
        return RowsOf(spot.block_key, names, single=True, ordered=hit == "output order"), known
    if hit not in LISTS:
        members = {name: Value(Name(key), outputs[key].type) for name, key in names.items()}
        return OutcomeOf(spot.block_key, names), Members(members)
    lists = {
        name: Value(Name(key), ListType(outputs[key].type))  # type: ignore[arg-type]  # as above
        for name, key in names.items()
    }
    total = all(each.total for each in outputs.values())
    shape = RowsOf(spot.block_key, names, ordered=hit == "output order")
    return shape, Members(lists) if total else None


def row_ids(table: DecisionTable, block: str) -> list[str]:
    """Give ids to rows: what follows the block's key in their own, if all have one; else numbers.

    Example:
        >>> row_ids(DecisionTable((), (), (DecisionRule("grade.vip", (), ()),)), "grade")
        ['vip']
        >>> row_ids(DecisionTable((), (), (DecisionRule("_7f03", (), ()),)), "grade")
        ['r1']
    """
    own = [each.id.removeprefix(f"{block}.") for each in table.rules]
    kept = all(
        each.id != name and _ROW_ID.fullmatch(name) and len(name) <= _LONGEST_ID
        for each, name in zip(table.rules, own, strict=True)
    )
    if kept and len(set(own)) == len(own):
        return own
    return [f"r{number}" for number in range(1, len(own) + 1)]


def _note(rule: DecisionRule) -> str:
    texts = [rule.description, *rule.annotations]
    return "; ".join(each for each in texts if each)
