"""Random rulesets with all they stand on, most of which pass the checks, and facts for them.

A sample is made from a seed and a number of blocks, so that hypothesis can make a failing one
smaller and a failure is reproduced by two numbers: `sample(seed=7, blocks=3)`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from rulesets import model
from rulesets.assembly import assemble
from rulesets.calendar import Calendar
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.documents.lists import unlinked
from rulesets.errors import AuthorError
from rulesets.expressions.printer import print_node
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from service.calendars import packaged_calendars
from tests.generators.blocks import block
from tests.generators.typed import Expressions
from tests.generators.worlds import (
    DAYS,
    LISTS,
    MOMENTS,
    NUMBERS,
    TEXTS,
    World,
    world,
)

Document = model.Vocabulary | model.Ruleset
ZONES = ("Asia/Shanghai", "Europe/Berlin", "UTC", "America/St_Johns")
FEWEST_BLOCKS, MOST_BLOCKS = 1, 8


@dataclass(frozen=True)
class Sample:
    """A ruleset with all it stands on, and where it came from."""

    seed: int
    bundle: Bundle

    @property
    def random(self) -> Random:
        """A source of further choices that goes with this sample."""
        return seeded(f"{self.seed} more")


def seeded(seed: int | str) -> Random:
    """Make a source of choices that is the same for the same seed."""
    return Random(seed)  # noqa: S311 - tests want the same choices again, not secret ones


def sample(seed: int, blocks: int = 4) -> Sample:
    """Make the sample of a seed."""
    random = seeded(seed)
    made = world(random)
    vocabulary = model.Vocabulary("words", 1, lists=LISTS[:3], facts=tuple(made.facts))
    if made.chance(0.5):
        made.functions.append(_function(made))
    parts = [_blocks(made, place) for place in range(blocks)]
    split = random.randint(0, blocks) if made.chance(0.3) else 0
    versions = [random.randint(1, 3) for _ in range(2)]
    base = model.Ruleset(
        "base", random.choice(ZONES), (model.Use("words", 1),), versions[0], calendars=("cn",)
    )
    main = replace(
        base,
        id="main",
        zone=random.choice(ZONES),
        constants=tuple(made.constants),
        lookups=tuple(made.lookups),
        functions=tuple(made.functions),
        include=(model.Use("base", versions[0]),) if split else (),
    )
    if split:
        # What the included ruleset reads must be its own: it declares constants and all.
        base = replace(
            base, constants=main.constants, lookups=main.lookups, functions=main.functions
        )
        main = replace(main, constants=(), lookups=(), functions=())
    middle = random.randint(split, blocks) if split and made.chance(0.5) else split
    included = (_with(base, parts[:split]),) if split else ()
    if middle > split:  # the outermost ruleset includes one that includes another
        between = replace(main, id="between", version=versions[1], zone=random.choice(ZONES))
        included = (*included, _with(between, parts[split:middle]))
        main = replace(main, include=(model.Use("between", versions[1]),))
    main = _with(main, parts[middle:])
    return Sample(seed, bundled((vocabulary, *included, main)))


class _Documents:
    """Finds the documents of a sample, and the packaged calendars."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self.documents: dict[str, Any] = {each.id: each for each in documents}

    def vocabulary(self, id: str, version: int) -> model.Vocabulary | None:  # noqa: A002 - its name
        return self.documents.get(id)

    def ruleset(self, id: str, version: int) -> model.Ruleset | None:  # noqa: A002 - its name
        return self.documents.get(id)

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - its name
        return packaged_calendars().get(id)


def bundled(documents: tuple[Document, ...]) -> Bundle:
    """Assemble documents; the last one is the ruleset that uses and includes the others."""
    main = documents[-1]
    assert isinstance(main, model.Ruleset)
    return assemble(main, _Documents(documents))


def documents(bundle: Bundle) -> tuple[Document, ...]:
    """List the documents of a bundle as their authors would write them: lists named by key."""
    rulesets = (*bundle.included, bundle.ruleset)
    return (*map(unlinked, bundle.vocabularies), *map(unlinked, rulesets))


def _blocks(made: World, place: int) -> tuple[model.Block, tuple[model.Conclusion, ...]]:
    # Keys do not stand in order of inference, and the order of strata is not that of keys.
    drawn, conclusions = block(made, f"b{(place * 5) % 11}")
    for each in conclusions:
        made.names[each.key] = each.type
        made.fresh.append(each.key)
    return drawn, conclusions


def _with(
    ruleset: model.Ruleset, parts: list[tuple[model.Block, tuple[model.Conclusion, ...]]]
) -> model.Ruleset:
    return replace(
        ruleset,
        blocks=tuple(drawn for drawn, _ in parts),
        conclusions=tuple(each for _, made in parts for each in made),
    )


def _function(made: World) -> model.Function:
    parameters: dict[str, Type] = {"p0": NumberType(), "p1": NumberType(), "p2": DateType()}
    body = Expressions(made, sure=made.chance(0.7), only=parameters).of(NumberType())
    columns = tuple(model.Column(key, of) for key, of in parameters.items())
    return model.Function("g", columns, NumberType(), print_node(body), made.title())


def checked_sample(seed: int, blocks: int = 4) -> tuple[Sample, CheckedRuleset]:
    """Make the sample of the first seed from this one on that passes the checks."""
    while True:
        made = sample(seed, blocks)
        try:
            return made, check(made.bundle)
        except AuthorError:
            seed += 1_000_003


SEEDS = st.integers(0, 1_000_000)
samples = st.builds(sample, SEEDS, st.integers(FEWEST_BLOCKS, MOST_BLOCKS))


# ------------------------------------------------------------------------------------------- facts


def facts(checked: CheckedRuleset, random: Random, missing: float = 0.2) -> dict[str, Any]:
    """Draw facts as plain data that the intake takes: borders, each missing now and then."""
    given: dict[str, Any] = {}
    for key, fact in checked.facts.items():
        if key in checked.required or random.random() >= missing:
            given[key] = plain(fact.type, random)
    for key in sorted(checked.previous):
        if random.random() >= missing:
            given[f"previous({key})"] = plain(checked.conclusions[key].type, random)
    return given


def plain(of: Type, random: Random) -> Any:
    """Draw a value of a type as `engine.strict_json.decode` gives it."""
    if isinstance(of, ListType):
        return [plain(of.item, random) for _ in range(random.choice((0, 1, 2, 5)))]
    if isinstance(of, RecordsType):
        return [_row(of, random) for _ in range(random.choice((0, 1, 2, 4)))]
    if isinstance(of, NumberType):
        return _number(of, random)
    if isinstance(of, TextType):
        return random.choice([each.value for each in of.one_of.codes] if of.one_of else TEXTS)
    if isinstance(of, BooleanType):
        return random.random() < 0.5
    if isinstance(of, DateType):
        return random.choice(DAYS).isoformat()
    assert isinstance(of, DateTimeType)
    return _shown(random.choice(MOMENTS), random)


def _row(of: RecordsType, random: Random) -> dict[str, Any]:
    row = {each.key: plain(each.type, random) for each in of.fields}
    return {key: each for key, each in row.items() if random.random() < 0.8}


def _number(of: NumberType, random: Random) -> Decimal:
    """Draw a threshold, its neighbours at the declared scale, or a bound of the domain."""
    least = Decimal(1).scaleb(-(of.scale or 0))
    value = random.choice(NUMBERS) + random.choice((0, 0, 1, -1)) * least
    bounds = [each for each in (of.minimum, of.maximum) if each is not None]
    value = random.choice((value, value, value, *bounds))
    low, high = of.minimum, of.maximum
    value = value.quantize(least)
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def _shown(moment: datetime, random: Random) -> str:
    shifted = moment + timedelta(0)
    return shifted.isoformat().replace("+00:00", random.choice(("Z", "+00:00", "-00:00")))


def ill_typed(random: Random) -> Any:
    """Draw plain data that fits hardly any fact."""
    return random.choice(
        (
            *(1, True, "5", "", "a" * 4001, [], {}, [None], [[1]], {"a": {"b": None}}, None),
            *(Decimal("1e400"), Decimal("-0"), Decimal("NaN"), Decimal("1E-999999"), 1.5),
            *("2026-02-30", "2026-03-01T10:00:00", "0000-01-01", "2026-03-01T24:00:00Z"),
            *("9999-12-31T23:59:59-14:00", "\ud800", "e\u0301", [{}] * 3, [Decimal(1)] * 1001),
        )
    )
