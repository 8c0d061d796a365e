"""Random rulesets of what DMN can say: those that the export has nothing to note about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from rulesets import model
from rulesets.checked import CheckedFormula, CheckedRuleset, CheckedTable, Outputs
from rulesets.checking import check
from rulesets.dmn.exporting import export_dmn
from rulesets.errors import AuthorError
from rulesets.expressions import tree
from rulesets.types import CodeList, ListType, RecordsType, TextType, Type
from tests.generators.blocks import block
from tests.generators.rulesets import bundled, seeded
from tests.generators.worlds import world

_Typed = TypeVar("_Typed", model.Fact, model.Conclusion, model.Constant)


def sayable(seed: int, blocks: int) -> CheckedRuleset | None:
    """Make the ruleset of a seed; None: DMN cannot say all of it, or it is shorter otherwise."""
    made = world(seeded(seed))
    made.lookups.clear()
    made.constants[:] = [each for each in made.constants if each.values[0].since is None]
    made.names = {
        key: of
        for key, of in made.names.items()
        if key in {*(each.key for each in made.facts), *(each.key for each in made.constants)}
    }
    parts: list[tuple[model.Block, tuple[model.Conclusion, ...]]] = []
    for place in range(4 * blocks):
        drawn, conclusions = block(made, f"b{place}")
        if isinstance(drawn, model.Table | model.Formula) and len(parts) < blocks:
            parts.append((drawn, conclusions))
            made.names |= {each.key: each.type for each in conclusions}
    ruleset = model.Ruleset(
        "main",
        "Asia/Shanghai",
        facts=tuple(map(_in_place, made.facts)),
        conclusions=tuple(_in_place(each) for _, those in parts for each in those),
        constants=tuple(map(_in_place, made.constants)),
        blocks=tuple(_undated(each) for each, _ in parts),
    )
    try:
        checked = check(bundled((ruleset,)))
    except AuthorError:
        return None
    return checked if is_plain(checked) and not export_dmn(checked).notes else None


def _undated(of: model.Block) -> model.Block:
    """Let each row hold on each day."""
    if not isinstance(of, model.Table):
        return of
    rows = (replace(row, valid_from=None, valid_to=None, disabled=False) for row in of.rows)
    return replace(of, rows=tuple(rows))


def _in_place(of: _Typed) -> _Typed:
    return replace(of, type=_type(of.type))


def _type(of: Type) -> Type:
    match of:
        case TextType(one_of=CodeList() as codes):
            flat = tuple(replace(code, parent="") for code in codes.codes)
            return TextType(CodeList(flat, ordered=codes.ordered))
        case ListType(item=item):
            return ListType(_type(item))  # type: ignore[arg-type]  # of a scalar a scalar
        case RecordsType(fields=those):
            return RecordsType(tuple(replace(each, type=_type(each.type)) for each in those))  # type: ignore[arg-type]  # as above
    return of


def is_plain(checked: CheckedRuleset) -> bool:
    """Tell whether nothing in a ruleset is said shorter when it comes back."""
    return not any(map(_is_redundant, _within(checked.blocks)))


def _is_redundant(of: object) -> bool:
    match of:
        case tree.And(operands=those) | tree.Or(operands=those):
            return any(isinstance(each, type(of)) for each in those)
        case tree.Not(operand=tree.Not() | tree.IsMissing() | tree.Literal()):
            return True
        case tree.If(condition=tree.Literal()) | tree.CompareTest(op="="):
            return True
        case CheckedTable(subjects=subjects):
            return any(isinstance(each, tree.Literal) for each in subjects)
        case CheckedFormula(otherwise=Outputs(of=((_, tree.Call(function="coalesce")),))):
            return True
        case tree.Call(function="list contains", arguments=(tree.ListOf(), tree.Literal())):
            return True
        case tree.Call(function="coalesce", arguments=(*_, last)):
            return isinstance(last, tree.Call) and last.function == "coalesce"
    return False


def _within(part: object) -> Iterator[object]:
    yield part
    inner: Iterator[object] = iter(())
    if isinstance(part, tuple):
        inner = iter(part)
    elif is_dataclass(part):
        inner = (getattr(part, each.name) for each in fields(part))
    for each in inner:
        yield from _within(each)
