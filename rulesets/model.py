"""What vocabularies and rulesets say, as their authors wrote them: cells and expressions are texts.

`rulesets.checking` turns these into a checked ruleset, with every text parsed and typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rulesets.types import Both, CodeList, Type

HitPolicy = Literal[
    "unique",
    "any",
    "first",
    "priority",
    "rule order",
    "output order",
    "collect",
    "sum",
    "min",
    "max",
    "count",
]
DeadlineUnit = Literal["working days", "working hours", "days", "hours"]
RankingMeasure = Literal["rank", "percentile", "quantile", "cumulative share"]


@dataclass(frozen=True)
class Fact:
    """What is given of a customer. `example` is the canonical text of a value, shown as a hint."""

    key: str
    type: Type
    title: Both = Both()
    help: Both = Both()
    required: bool = False
    personal: bool = False
    example: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Facts and code lists shared by rulesets, at one version (`customer@4`)."""

    id: str
    version: int
    title: Both = Both()
    description: Both = Both()
    lists: tuple[CodeList, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Conclusion:
    """What a ruleset answers. Exactly one block concludes it."""

    key: str
    type: Type
    title: Both = Both()
    help: Both = Both()


@dataclass(frozen=True)
class DatedValue:
    """A constant's value, an expression of literals only, from a day on (None: since ever)."""

    value: str
    since: date | None = None


@dataclass(frozen=True)
class Constant:
    """A named threshold, rate or text, with effective dates if wished."""

    key: str
    type: Type
    values: tuple[DatedValue, ...]
    title: Both = Both()


@dataclass(frozen=True)
class Column:
    """A key or value column of a lookup, or a parameter of a function."""

    key: str
    type: Type
    title: Both = Both()


@dataclass(frozen=True)
class Lookup:
    """A table read by key: `rows` hold literal texts, keys first, then values."""

    key: str
    keys: tuple[Column, ...]
    values: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: Both = Both()


@dataclass(frozen=True)
class Function:
    """A named, typed expression of its parameters; never recursive."""

    key: str
    parameters: tuple[Column, ...]
    returns: Type
    expression: str
    title: Both = Both()


@dataclass(frozen=True)
class Use:
    """A document at a version: `customer@4`."""

    id: str
    version: int


@dataclass(frozen=True)
class Given:
    """Outputs of `otherwise` or `when unknown`: conclusion key and expression text."""

    conclusion: str
    expression: str


@dataclass(frozen=True)
class Input:
    """An input column of a table: an expression whose value each row's cell tests."""

    expression: str
    title: Both = Both()


@dataclass(frozen=True)
class Row:
    """One row of a table. `valid_from` and `valid_to` are days, both included."""

    id: str
    when: tuple[str, ...]
    then: tuple[str, ...]
    note: str = ""
    disabled: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Table:
    """A decision table. `outputs` are conclusion keys, one cell of `then` each."""

    key: str
    hit: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]
    title: Both = Both()
    note: str = ""
    otherwise: tuple[Given, ...] = ()
    when_unknown: tuple[Given, ...] = ()


@dataclass(frozen=True)
class When:
    """A group of conditions as written: `all`, `any` or `none` of texts and further groups."""

    kind: Literal["all", "any", "none"]
    conditions: tuple[When | str, ...]


@dataclass(frozen=True)
class Rule:
    """`when … then …`. `valid_from` and `valid_to` are days, both included."""

    id: str
    when: When
    then: tuple[Given, ...]
    title: Both = Both()
    note: str = ""
    disabled: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Rules:
    """Rules as sentences, under a hit policy. `concludes`: what they may conclude."""

    key: str
    hit: HitPolicy
    concludes: tuple[str, ...]
    rules: tuple[Rule, ...]
    title: Both = Both()
    note: str = ""
    otherwise: tuple[Given, ...] = ()
    when_unknown: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Band:
    """One band of a scorecard's input: the cell that its value must meet, and the points."""

    id: str
    when: str
    points: str


@dataclass(frozen=True)
class ScoreInput:
    """An input of a scorecard. The first band that is true gives the points."""

    key: str
    expression: str
    bands: tuple[Band, ...]
    title: Both = Both()
    missing_points: str | None = None


@dataclass(frozen=True)
class Scorecard:
    """Bands of several inputs give points; the conclusion is their total."""

    key: str
    concludes: str
    inputs: tuple[ScoreInput, ...]
    title: Both = Both()
    note: str = ""
    otherwise: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Formula:
    """A conclusion computed by one expression."""

    key: str
    concludes: str
    expression: str
    title: Both = Both()
    note: str = ""
    otherwise: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Deadline:
    """A moment some working or plain time after a start. `calendar` is needed for working time."""

    key: str
    concludes: str
    start: str
    amount: str
    unit: DeadlineUnit
    calendar: str = ""
    title: Both = Both()
    note: str = ""
    otherwise: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """A customer's place in a population, all or by group."""

    key: str
    concludes: str
    of: str
    measure: RankingMeasure
    descending: bool = True
    by: str = ""
    quantiles: int | None = None
    title: Both = Both()
    note: str = ""
    otherwise: tuple[Given, ...] = ()


Block = Table | Rules | Scorecard | Formula | Deadline | Ranking


@dataclass(frozen=True)
class Case:
    """An example an author wrote: facts given, answers expected. Values are JSON-like plain data.

    Scalars are texts or booleans as YAML has them: the types of the facts decide how they are read.
    `expect` maps conclusion keys to literal texts, or None for missing. `problems` lists the
    expected problem codes; `fired` lists `block/rule id`, checked only when it is not None.
    """

    id: str
    given: tuple[tuple[str, object], ...]
    expect: tuple[tuple[str, object], ...]
    title: Both = Both()
    as_of: str = ""
    problems: tuple[str, ...] = ()
    fired: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Law:
    """A statement that must hold of every decision; kept as text until laws are built."""

    id: str
    text: str
    title: Both = Both()


@dataclass(frozen=True)
class Ruleset:
    """All that one ruleset document says. `version` is 0 until it is published or declared."""

    id: str
    zone: str
    uses: tuple[Use, ...] = ()
    version: int = 0
    title: Both = Both()
    description: Both = Both()
    include: tuple[Use, ...] = ()
    calendars: tuple[str, ...] = ()
    lists: tuple[CodeList, ...] = ()
    facts: tuple[Fact, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    constants: tuple[Constant, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    functions: tuple[Function, ...] = ()
    blocks: tuple[Block, ...] = ()
    cases: tuple[Case, ...] = ()
    laws: tuple[Law, ...] = ()
