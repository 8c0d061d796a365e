"""Random blocks of every kind and hit policy that fit a world, and what they conclude."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from rulesets import model
from rulesets.expressions.printer import print_cell, print_node
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RoundingMode,
    TextType,
    Type,
)
from tests.generators.typed import Expressions
from tests.generators.worlds import DAYS, GRADE, SIZE, World, number, scalar

HITS: tuple[model.HitPolicy, ...] = get_args(model.HitPolicy)
UNITS: tuple[model.DeadlineUnit, ...] = get_args(model.DeadlineUnit)
KINDS = ("table", "table", "table", "rules", "rules", "scorecard", "formula", "formula", "deadline")
LISTED = {"rule order", "output order", "collect"}
MODES: tuple[RoundingMode, ...] = ("half-up", "half-up", "half-even", "up", "down")

Made = tuple[model.Block, tuple[model.Conclusion, ...]]


def block(world: World, key: str) -> Made:
    """Draw a block that reads what the world names, and the conclusions it makes."""
    return _MAKERS[world.random.choice(KINDS)](world, key)


def _conclusion(world: World, key: str, of: Type) -> model.Conclusion:
    random = world.random
    if isinstance(of, NumberType):
        step = random.choice((None, None, None, Decimal("0.5"), Decimal(5)))
        bounded = of.minimum is not None or of.maximum is not None
        clamp = bounded and random.choice((True, False))
        of = replace(of, rounding=random.choice(MODES), step=step, clamp=clamp)
    return model.Conclusion(key, of, world.title())


def _target(world: World, hit: str) -> Type:
    """Draw the type of a conclusion that fits a hit policy."""
    random = world.random
    ordered = TextType(random.choice((SIZE, GRADE)))
    if hit == "priority":
        return ordered
    if hit in LISTED:
        item = ordered if hit == "output order" else scalar(random, lists=(SIZE, GRADE))
        return ListType(item)
    if hit in {"sum", "count"}:
        return number(random)
    if hit in {"min", "max"}:
        return random.choice((number(random), DateType(), DateTimeType()))
    if world.chance(0.1):
        return ListType(TextType())
    of: Type = scalar(random)
    return of


def _conclusions(world: World, key: str, hit: str) -> tuple[model.Conclusion, ...]:
    several = 1 if hit == "count" else world.random.choice((1, 1, 1, 2))
    return tuple(
        _conclusion(world, f"{key}_{place}", _target(world, hit)) for place in range(several)
    )


def _output(world: World, of: Type, hit: str) -> str:
    """Draw an output cell; now and then it is blank."""
    if world.chance(0.08):
        return world.random.choice(("", "-"))
    if hit in LISTED and isinstance(of, ListType):
        of = of.item
    expressions = Expressions(world)
    node = expressions.literal(of) if world.chance(0.6) else expressions.of(of, 2)
    return print_node(node)


def _given(world: World, made: tuple[model.Conclusion, ...], hit: str) -> tuple[model.Given, ...]:
    kept = [each for each in made if world.chance(0.9)] or made[:1]
    return tuple(model.Given(each.key, _output(world, each.type, hit)) for each in kept)


def _fallbacks(world: World, made: tuple[model.Conclusion, ...]) -> dict[str, Any]:
    """Draw `otherwise` and `when unknown`: whole conclusions, whatever the hit policy."""
    found = {}
    for part, share in (("otherwise", 0.5), ("when_unknown", 0.5)):
        if world.chance(share):
            found[part] = _given(world, made, "")
    return found


def _period(world: World) -> dict[str, Any]:
    """Draw when a row is in force: mostly always; borders lie on days that are decided upon."""
    if world.chance(0.8):
        return {"disabled": world.chance(0.08)}
    random = world.random
    ends: list[date] = sorted((random.choice(DAYS), random.choice(DAYS)))
    since = ends[0] if world.chance(0.7) else None
    return {"valid_from": since, "valid_to": ends[1] if world.chance(0.7) else None}


def _table(world: World, key: str) -> Made:
    random = world.random
    hit = random.choice(HITS)
    made = _conclusions(world, key, hit)
    inputs = [_subject(world) for _ in range(random.choice((0, 1, 1, 2, 2, 3)))]
    # Now and then more rows than an engine looks through one by one; half of these tables are
    # like most of authors: nothing but literals, always in force.
    large = world.chance(0.08)
    simple = large and world.chance(0.5)
    cells = Expressions(world, sure=True, only={} if simple else None)
    several = random.randint(33, 48) if large else random.choice((0, 1, 2, 3, 4, 6))
    rows = tuple(
        model.Row(
            f"r{place}",
            tuple(print_cell(cells.cell(of)) for _, of in inputs),
            tuple(_output(world, each.type, hit) for each in made),
            **({} if simple else _period(world)),
        )
        for place in range(several)
    )
    columns = tuple(model.Input(text, world.title()) for text, _ in inputs)
    outputs = tuple(each.key for each in made)
    return model.Table(key, hit, columns, outputs, rows, **_fallbacks(world, made)), made


def _subject(world: World) -> tuple[str, Type]:
    """Draw an input column: mostly a name, now and then an expression that may fail."""
    kinds = (NumberType, TextType, BooleanType, DateType, DateTimeType)
    keys = world.keys(*kinds)
    if keys and world.chance(0.9):
        key = world.random.choice(keys)
        return key, world.names[key]
    of: Type = world.random.choice((NumberType(), TextType(), BooleanType(), DateType()))
    return print_node(Expressions(world).of(of)), of


def _rules(world: World, key: str) -> Made:
    random = world.random
    hit = random.choice(HITS)
    made = _conclusions(world, key, hit)
    rules = tuple(
        model.Rule(f"r{place}", _when(world, 2), _given(world, made, hit), **_period(world))
        for place in range(random.choice((0, 1, 2, 3, 4)))
    )
    outputs = tuple(each.key for each in made)
    return model.Rules(key, hit, outputs, rules, **_fallbacks(world, made)), made


def _when(world: World, depth: int) -> model.When:
    conditions = Expressions(world, sure=True)
    inner: list[model.When | str] = []
    for _ in range(world.random.choice((1, 1, 2, 3))):
        if depth and world.chance(0.25):
            inner.append(_when(world, depth - 1))
        else:
            inner.append(print_node(conditions.of(BooleanType(), world.random.choice((1, 1, 2)))))
    return model.When(world.random.choice(("all", "all", "any", "none")), tuple(inner))


def _scorecard(world: World, key: str) -> Made:
    random = world.random
    made = _conclusion(world, f"{key}_0", number(random))
    inputs = []
    for place in range(random.choice((1, 2, 3))):
        subject, of = _subject(world)
        cells = Expressions(world, sure=True)
        bands = tuple(
            model.Band(f"b{at}", print_cell(cells.cell(of)), random.choice(("10", "-2.5", "0")))
            for at in range(random.choice((1, 2, 3)))
        )
        missing = random.choice((None, "0", "-1"))
        title = Both(f"第 {place} 项", f"item {place}")
        inputs.append(model.ScoreInput(f"i{place}", subject, bands, title, missing))
    otherwise = _fallbacks(world, (made,)).get("otherwise", ())
    return model.Scorecard(key, made.key, tuple(inputs), otherwise=otherwise), (made,)


def _formula(world: World, key: str) -> Made:
    of = _target(world, world.random.choice(("first", "sum", "collect")))
    made = _conclusion(world, f"{key}_0", of)
    text = print_node(Expressions(world).of(of))
    otherwise = _fallbacks(world, (made,)).get("otherwise", ())
    return model.Formula(key, made.key, text, otherwise=otherwise), (made,)


def _deadline(world: World, key: str) -> Made:
    made = _conclusion(world, f"{key}_0", DateTimeType())
    unit = world.random.choice(UNITS)
    start = Expressions(world).of(world.random.choice((DateType(), DateTimeType())), 1)
    amount = Expressions(world).of(NumberType(), world.random.choice((0, 0, 1)))
    otherwise = _fallbacks(world, (made,)).get("otherwise", ())
    calendar = "cn" if unit.startswith("working") else ""
    texts = (print_node(start), print_node(amount))
    return model.Deadline(key, made.key, *texts, unit, calendar, otherwise=otherwise), (made,)


_MAKERS = {
    "table": _table,
    "rules": _rules,
    "scorecard": _scorecard,
    "formula": _formula,
    "deadline": _deadline,
}
