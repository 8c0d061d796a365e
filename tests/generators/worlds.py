"""What random rulesets speak of: code lists, facts, constants, lookups and functions.

A world is drawn from a seed, so that a failure is reproduced by its seed alone. Thresholds, days
and moments come from small pools: facts drawn from the same pools fall on borders of conditions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from rulesets import model
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)

AS_OF = (
    datetime(2026, 3, 3, 2, tzinfo=UTC),
    datetime(2025, 12, 31, 16, 0, tzinfo=UTC),  # midnight in Shanghai
    datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),  # before summer time in Berlin
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # the hour that Berlin shows twice
    datetime(2024, 2, 29, 4, tzinfo=UTC),
)
NUMBERS = tuple(map(Decimal, ("0", "1", "2", "0.5", "12.34", "99.99", "100", "90", "500000")))
DAYS = (
    *(date(2026, 3, 3), date(2026, 1, 1), date(2025, 12, 31), date(2024, 2, 29)),
    *(date(2026, 2, 28), date(2026, 1, 31), date(2026, 2, 14), date(1, 1, 1), date(9999, 12, 31)),
)
MOMENTS = (*AS_OF, datetime(1890, 1, 1, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
TEXTS = ("", "A", "a b", "客户", "is missing", "-", "not", 'say "hi"', "\\", "１", "A, B", "null")

SIZE = CodeList(
    (
        Code("small", Both("小型", "Small")),
        Code("middle", Both("中型", "Middle")),
        Code("large", Both("大型", "Large")),
    ),
    key="size",
    ordered=True,
)
REGION = CodeList(
    (
        Code("east", Both("华东", "East")),
        Code("shanghai", Both("上海", "Shanghai"), "east"),
        Code("pudong", Both("浦东", "Pudong"), "shanghai"),
        Code("north", Both("华北", "North")),
    ),
    key="region",
)
TRADE = CodeList(
    (
        Code("C", Both("制造业", "Manufacturing")),
        Code("C1", Both("食品", "Food"), "C"),
        Code("C13", Both("农副食品", "Farm food"), "C1"),
        Code("F", Both("批发零售", "Trade")),
    ),
    key="trade",
    prefix=True,
)
# Values that look like something else in a cell.
_ODD = ("-", "not", "is missing", "1", "A, B", 'x"y', "[1 .. 2]", "< 5")
ODD = CodeList(tuple(map(Code, _ODD)))
GRADE = CodeList(
    (Code("D"), Code("C"), Code("B"), Code("A", Both("A 级", "Grade A"))), ordered=True
)
LISTS = (SIZE, REGION, TRADE, ODD, GRADE)

TITLES = (
    *(Both("年采购额（元）", "Annual purchases"), Both("近90天订单", "Orders of 90 days")),
    *(Both("非活跃天数", "Days not seen"), Both("是否属于黑名单", "in black list")),
    *(Both("退货-换货", "returns - swaps"), Both("大于等于额", "and more")),
    *(Both("如果额", "iffy"), Both("客户等级", "Grade of customer"), Both("1月额", "1st month")),
    *(Both("和气", "Between us"), Both("信用/评分", "credit/score"), Both("", "")),
)


@dataclass
class World:
    """Everything that can be named so far, and where it stands.

    Attributes:
        random: where all choices come from.
        names: facts, constants and conclusions that an expression may read now, by key.
        fresh: the conclusions among them.
        used: titles that stand already.
    """

    random: Random
    facts: list[model.Fact] = field(default_factory=list)
    constants: list[model.Constant] = field(default_factory=list)
    lookups: list[model.Lookup] = field(default_factory=list)
    functions: list[model.Function] = field(default_factory=list)
    names: dict[str, Type] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def chance(self, share: float) -> bool:
        """Tell whether something that happens so often happens now."""
        return self.random.random() < share

    def title(self) -> Both:
        """Draw a title that nothing else has; often none."""
        free = [each for each in TITLES if not {each.zh, each.en} & self.used]
        if not free or self.chance(0.4):
            return Both()
        title = self.random.choice(free)
        self.used |= {title.zh, title.en} - {""}
        return title

    def keys(self, *kinds: type) -> list[str]:
        """List the names of certain types, the latest conclusions most often: so strata grow."""
        fitting = [key for key, of in self.names.items() if isinstance(of, kinds)]
        concluded = [key for key in fitting if key in self.fresh]
        return fitting + 8 * concluded + 40 * concluded[-1:]


def world(random: Random) -> World:
    """Draw what a ruleset is about."""
    made = World(random)
    for number in range(random.randint(4, 9)):
        _fact(made, f"f{number}")
    for number in range(random.randint(0, 2)):
        _constant(made, f"k{number}")
    if made.chance(0.8):
        made.lookups.append(_lookup(random))
    return made


def scalar(random: Random, *, lists: tuple[CodeList, ...] = LISTS) -> Any:
    """Draw a scalar type with its details."""
    return random.choice(
        (
            *(number(random), number(random), number(random)),
            TextType(random.choice(lists)),
            *(TextType(random.choice(lists)), TextType(), BooleanType(), DateType()),
            DateTimeType(),
        )
    )


def number(random: Random) -> NumberType:
    """Draw a number type: scale, bounds, unit, rounding, step, clamp."""
    low, high = random.choice(
        (
            (None, None),
            (None, None),
            (Decimal(0), None),
            (Decimal(-5), Decimal(500000)),
            (None, 100),
        )
    )
    return NumberType(
        scale=random.choice((0, 1, 2, 2, 4, 12)),
        minimum=low,
        maximum=None if high is None else Decimal(high),
        unit=random.choice(("", "", "", "CNY", "CNY", "USD", "%", "days")),
    )


def _fact(made: World, key: str) -> None:
    random = made.random
    of: Type = scalar(random)
    if made.chance(0.15):
        item = scalar(random, lists=(SIZE, REGION))
        of = ListType(item)
    elif made.chance(0.2):
        fields = [Field(f"r{place}", scalar(random)) for place in range(random.randint(1, 4))]
        of = RecordsType((Field("amount", number(random), Both("金额", "Amount")), *fields))
    made.names[key] = of
    required, personal = made.chance(0.1), made.chance(0.1)
    made.facts.append(model.Fact(key, of, made.title(), required=required, personal=personal))


def _constant(made: World, key: str) -> None:
    of = made.random.choice((NumberType(), NumberType(unit="CNY"), TextType(SIZE), DateType()))
    pool: dict[type, tuple[str, ...]] = {
        NumberType: ("100", "50万", "0.5", "1.2亿"),
        TextType: ("small", "大型", '"middle"'),
        DateType: ("2026-03-03", 'date("2024-02-29")'),
    }
    since = made.random.choice((None, *DAYS[:4]))
    values = [model.DatedValue(made.random.choice(pool[type(of)]), since)]
    if since is not None and made.chance(0.7):
        values.append(model.DatedValue(made.random.choice(pool[type(of)])))
    made.names[key] = of
    made.constants.append(model.Constant(key, of, tuple(values), made.title()))


def _lookup(random: Random) -> model.Lookup:
    region, size = model.Column("of", TextType(REGION)), model.Column("size", TextType(SIZE))
    keys = random.choice(((region,), (region,), (region, size)))
    first = model.Column("days", NumberType(), Both("天数", "Days"))
    second = model.Column("band", TextType(SIZE), Both("档次", "Band"))
    values = random.choice(((first,), (first, second)))
    cells = (("30", "small"), ("60.5", "large"), ("", "-"))
    rows = tuple(
        (*(code.value, "large")[: len(keys)], *cells[place % 3][: len(values)])
        for place, code in enumerate(REGION.codes)
    )
    return model.Lookup("terms", keys, values, rows[: random.randint(1, 4)], Both("账期", "Terms"))
