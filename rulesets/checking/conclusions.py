"""What blocks conclude: known conclusions of fitting types, under hit policies (section 12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulesets import model
from rulesets.checked import Outputs
from rulesets.checking.reading import OutputColumn, Reader
from rulesets.checking.report import Report
from rulesets.checking.static_types import kind_of, said, said_kind
from rulesets.types import Both, ListType, TextType, Type

_LISTED = frozenset({"collect", "rule order", "output order"})
_ORDERED = frozenset({"priority", "output order"})
# What rows give is put together: one output may lie outside the domain (2.8).
_TOGETHER = frozenset({"sum", "min", "max"})
_RANGED = ("number", "date", "datetime")
_HAS_ORDER = Both("数值、日期或时刻", "a number, date or datetime")
# More than these conclusions in a hint hide the hint.
_SHOWN = 12


def concludes(block: model.Block) -> tuple[str, ...]:
    """Return the keys that a block says it concludes."""
    if isinstance(block, model.Table):
        return block.outputs
    if isinstance(block, model.Rules):
        return block.concludes
    return (block.concludes,)


def known_conclusions(
    block: model.Block, conclusions: Mapping[str, model.Conclusion], report: Report
) -> dict[str, Type]:
    """Return the types of what a block concludes; report what is unknown or stands twice."""
    found: dict[str, Type] = {}
    if not concludes(block):
        report.add("concludes-nothing")
    for key in concludes(block):
        conclusion = conclusions.get(key)
        if conclusion is None:
            report.add("unknown-conclusion", conclusion=key, known=_named(conclusions))
        elif key in found:
            report.add("concludes-twice", conclusion=key)
        else:
            found[key] = conclusion.type
    return found


def check_hit_policy(
    block: model.Table | model.Rules, types: Mapping[str, Type], report: Report
) -> None:
    """Check that the conclusions fit the hit policy (12.5 to 12.8)."""
    if block.hit == "count" and len(types) > 1:
        report.add("hit-policy-one-conclusion", hit=block.hit, found=len(types))
    for key, of in types.items():
        expected = _unfit(block.hit, of)
        if expected is not None:
            report.add(
                "hit-policy-type", hit=block.hit, conclusion=key, expected=expected, found=said(of)
            )
    if block.hit in _ORDERED and len(types) == len(concludes(block)):
        _check_order(block.hit, types, report)


def _check_order(hit: model.HitPolicy, types: Mapping[str, Type], report: Report) -> None:
    """12.5: one output at least has an order; outputs with a fault of their own may be it."""
    broken = not types or any(_unfit(hit, of) is not None for of in types.values())
    if not broken and not any(_is_ordered(row_target(hit, of)) for of in types.values()):
        report.add("needs-order", hit=hit, conclusions=_named(types))


def _unfit(hit: model.HitPolicy, of: Type) -> Both | None:
    if hit in _LISTED:
        return None if isinstance(of, ListType) else said_kind("list")
    if hit in {"sum", "count"}:
        return None if kind_of(of) == "number" else said_kind("number")
    if hit in {"min", "max"}:
        return None if kind_of(of) in _RANGED else _HAS_ORDER
    return None


def _named(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in list(keys)[:_SHOWN]) or "-"


def _is_ordered(of: Type | None) -> bool:
    return isinstance(of, TextType) and of.one_of is not None and of.one_of.ordered


def row_target(hit: model.HitPolicy, of: Type) -> Type | None:
    """Return the type of the outputs of rows; None under `count`, which does not look at them."""
    if hit == "count":
        return None
    if hit in _LISTED:
        # A conclusion that is no list is reported once, by its policy.
        return of.item if isinstance(of, ListType) else of
    return of


def output_columns(
    hit: model.HitPolicy, types: Mapping[str, Type], reader: Reader
) -> dict[str, OutputColumn]:
    """Return a reader of output cells for each conclusion."""
    contributes = hit in _TOGETHER
    return {
        key: OutputColumn(reader, row_target(hit, of), contributes) for key, of in types.items()
    }


def given_outputs(
    given: Iterable[model.Given],
    columns: Mapping[str, OutputColumn],
    declared: tuple[str, ...],
    kind: str,
    report: Report,
) -> Outputs:
    """Read what a rule, `otherwise` or `when unknown` gives to conclusions of its block."""
    found = {}
    for each in given:
        inner = report.at((kind, each.conclusion))
        if each.conclusion not in declared:
            expected = ", ".join(f"`{key}`" for key in declared) or "-"
            inner.add("not-concluded-here", conclusion=each.conclusion, expected=expected)
        elif each.conclusion in found:
            inner.add("concludes-twice", conclusion=each.conclusion)
        else:
            column = columns.get(each.conclusion)
            found[each.conclusion] = column.cell(each.expression, inner) if column else None
    return Outputs(tuple(found.items()))


def fallback(
    given: tuple[model.Given, ...],
    types: Mapping[str, Type],
    declared: tuple[str, ...],
    kind: str,
    where: tuple[Reader, Report],
) -> Outputs | None:
    """Read `otherwise` or `when unknown` of a block, if it has it: whole conclusions, not rows'."""
    if not given:
        return None
    reader, report = where
    columns = {key: OutputColumn(reader, of) for key, of in types.items()}
    return given_outputs(given, columns, declared, kind, report)
