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
from rulesets.expressions.printer import print_node
from rulesets.types import (
    BooleanType,
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from tests.generators.blocks import block
from tests.generators.rulesets import bundled, seeded
from tests.generators.typed import Expressions
from tests.generators.worlds import World, world

_SCALARS: tuple[Type, ...] = (NumberType(), NumberType(), TextType(), BooleanType(), DateType())
_PARAMETERS = (*_SCALARS, ListType(NumberType()), NumberType(unit="CNY"), DateTimeType())
_Typed = TypeVar("_Typed", model.Fact, model.Conclusion, model.Constant)


def sayable(seed: int, blocks: int) -> CheckedRuleset | None:
    """Make the ruleset of a seed; None: DMN cannot say all of it, or it is shorter otherwise."""
    made = world(seeded(seed))
    made.lookups.clear()
    made.constants[:] = [replace(each, values=(_always(each),)) for each in made.constants]
    made.names = {
        key: of
        for key, of in made.names.items()
        if key in {*(each.key for each in made.facts), *(each.key for each in made.constants)}
    }
    made.functions[:] = [
        _function(made, f"g{place}") for place in range(made.random.choice((0, 0, 1, 2)))
    ]
    parts: list[tuple[model.Block, tuple[model.Conclusion, ...]]] = []
    for place in range(4 * blocks):
        drawn, conclusions = block(made, f"b{place}")
        if isinstance(drawn, model.Table | model.Formula) and len(parts) < blocks:
            parts.append((drawn, conclusions))
            made.names |= {each.key: each.type for each in conclusions}
    parts += [_calling(made, each) for each in made.functions if made.chance(0.7)]
    ruleset = model.Ruleset(
        "main",
        "Asia/Shanghai",
        facts=tuple(map(_in_place, made.facts)),
        conclusions=tuple(_in_place(each) for _, those in parts for each in those),
        constants=tuple(map(_in_place, made.constants)),
        functions=tuple(made.functions),
        blocks=tuple(_undated(each) for each, _ in parts),
    )
    try:
        checked = check(bundled((ruleset,)))
    except AuthorError:
        return None
    return checked if is_plain(checked) and not export_dmn(checked).notes else None


def _always(of: model.Constant) -> model.DatedValue:
    return replace(of.values[-1], since=None)


def _function(made: World, key: str) -> model.Function:
    """Draw a function of any types that a parameter may have."""
    random = made.random
    parameters: dict[str, Type] = {
        f"p{place}": random.choice(_PARAMETERS) for place in range(random.randint(1, 3))
    }
    returns = random.choice(_SCALARS)
    body = Expressions(made, sure=made.chance(0.7), only=parameters).of(returns)
    columns = tuple(model.Column(key, of, made.title()) for key, of in parameters.items())
    return model.Function(key, columns, returns, print_node(body), made.title())


def _calling(made: World, of: model.Function) -> tuple[model.Block, tuple[model.Conclusion, ...]]:
    """Draw a formula that calls a function, as anything else may or may not."""
    draws = Expressions(made)
    call = tree.Call(of.key, tuple(draws.of(each.type, 1) for each in of.parameters))
    key = f"of_{of.key}"
    returns = NumberType(scale=4) if isinstance(of.returns, NumberType) else of.returns
    return model.Formula(key, key, print_node(call)), (model.Conclusion(key, returns),)


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
    bodies = tuple(each.body for each in checked.functions.values())
    within = tuple(_within((*bodies, *checked.blocks)))
    return not any(_is_redundant(each) or _is_ambiguous(each) for each in within)


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
        case tree.Call(function="coalesce", arguments=(*_, last)):
            return isinstance(last, tree.Call) and last.function == "coalesce"
    return False


def _is_ambiguous(of: object) -> bool:
    """Tell whether FEEL has another form for what this is, or tells less of it."""
    match of:
        case tree.IsMissing(subject=of):
            return not any(isinstance(each, tree.Name | tree.RowField) for each in _within(of))
        case tree.If(then=tree.ListOf(items=())) | tree.If(otherwise=tree.ListOf(items=())):
            return True
        case tree.In(tests=(_, _, *_) as tests):
            return tree.ListOf in {type(getattr(each, "operand", None)) for each in tests}
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
