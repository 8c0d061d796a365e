"""A checked ruleset: everything parsed, typed, linked and put in order of inference.

`rulesets.checking.check` makes it from a bundle, or refuses. Engines, wording and the pages read it
and need no further checks: every name is known, every type fits, no cycle is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from rulesets import model
from rulesets.calendar import Calendar
from rulesets.expressions.tree import Cell, Condition, Node
from rulesets.types import Both, Field, Type
from rulesets.values import Value
from rulesets.zones import Zone, installed_zone


@dataclass(frozen=True)
class Bundle:
    """A ruleset with all it stands on, before the checks: what a version freezes.

    `included` holds every ruleset it includes, directly or not, each once, in include order, depth
    first. `calendars` holds every calendar that any of them names, `zones` every time zone. With
    `canonical` all texts are canonical, as freezing writes them: names in them are keys, never
    titles, and values are quoted.
    """

    ruleset: model.Ruleset
    vocabularies: tuple[model.Vocabulary, ...] = ()
    included: tuple[model.Ruleset, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    zones: tuple[Zone, ...] = ()
    canonical: bool = False


@dataclass(frozen=True)
class Outputs:
    """What a row, a rule, `otherwise` or `when unknown` concludes: conclusion key and expression.

    An expression is None where an output cell is blank: the conclusion is missing.
    """

    of: tuple[tuple[str, Node | None], ...]


@dataclass(frozen=True)
class CheckedRow:
    """A row of a table. `number` is its place in the block, from 1, disabled rows counted."""

    id: str
    number: int
    cells: tuple[Cell, ...]
    outputs: Outputs
    disabled: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class CheckedTable:
    """A decision table: one subject for each input column."""

    block: model.Table
    subjects: tuple[Node, ...]
    subject_types: tuple[Type, ...]
    rows: tuple[CheckedRow, ...]
    otherwise: Outputs | None = None
    when_unknown: Outputs | None = None

    @cached_property
    def by_id(self) -> Mapping[str, CheckedRow]:
        """The rows by id."""
        return {each.id: each for each in self.rows}


@dataclass(frozen=True)
class CheckedRule:
    """A rule of a rules block. `number` is its place there, from 1, disabled rules counted."""

    id: str
    number: int
    when: Condition
    outputs: Outputs
    disabled: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class CheckedRules:
    """Rules as sentences."""

    block: model.Rules
    rules: tuple[CheckedRule, ...]
    otherwise: Outputs | None = None
    when_unknown: Outputs | None = None

    @cached_property
    def by_id(self) -> Mapping[str, CheckedRule]:
        """The rules by id."""
        return {each.id: each for each in self.rules}


@dataclass(frozen=True)
class CheckedBand:
    """A band and its points."""

    id: str
    cell: Cell
    points: Decimal


@dataclass(frozen=True)
class CheckedScoreInput:
    """An input of a scorecard."""

    key: str
    title: Both
    subject: Node
    subject_type: Type
    bands: tuple[CheckedBand, ...]
    missing_points: Decimal | None = None


@dataclass(frozen=True)
class CheckedScorecard:
    """A scorecard."""

    block: model.Scorecard
    inputs: tuple[CheckedScoreInput, ...]
    otherwise: Outputs | None = None


@dataclass(frozen=True)
class CheckedFormula:
    """A formula."""

    block: model.Formula
    expression: Node
    otherwise: Outputs | None = None


@dataclass(frozen=True)
class CheckedDeadline:
    """A deadline; `calendar` is empty for plain days and hours."""

    block: model.Deadline
    start: Node
    amount: Node
    calendar: str
    otherwise: Outputs | None = None


@dataclass(frozen=True)
class CheckedRanking:
    """A ranking. No engine infers it yet: it is declined by code at load."""

    block: model.Ranking
    of: Node
    by: Node | None
    otherwise: Outputs | None = None


CheckedBlock = (
    CheckedTable
    | CheckedRules
    | CheckedScorecard
    | CheckedFormula
    | CheckedDeadline
    | CheckedRanking
)


@dataclass(frozen=True)
class CheckedFunction:
    """A function of the ruleset, its body parsed; parameters are `Name`s in it."""

    key: str
    parameters: tuple[tuple[str, Type], ...]
    returns: Type
    body: Node


@dataclass(frozen=True)
class CheckedLookup:
    """A lookup: key values to the values of its value columns, by column key."""

    key: str
    key_types: tuple[Type, ...]
    columns: tuple[tuple[str, Type], ...]
    rows: Mapping[tuple[Value, ...], tuple[Value, ...]]


@dataclass(frozen=True)
class CheckedConstant:
    """A constant: its values by the day from which each holds, earliest first; None: always."""

    key: str
    type: Type
    values: tuple[tuple[date | None, Value], ...]


@dataclass(frozen=True)
class Placed:
    """A block in its stratum, with the zone of the ruleset that holds it and that ruleset's id."""

    stratum: int
    key: str
    concludes: tuple[str, ...]
    reads: frozenset[str]
    zone: str
    ruleset: str
    block: CheckedBlock


@dataclass(frozen=True)
class CheckedRuleset:
    """What an engine runs.

    `blocks` stand in order of inference: by stratum, then by key. `facts` and `conclusions` join
    those of the vocabulary and of included rulesets. `previous` are the conclusions whose last
    value is read (`previous(grade)`), given as facts under that very name. `personal` holds every
    fact and conclusion whose value may tell personal data: facts marked so, and what is concluded
    from them.
    """

    bundle: Bundle
    facts: Mapping[str, model.Fact]
    conclusions: Mapping[str, model.Conclusion]
    constants: Mapping[str, CheckedConstant]
    lookups: Mapping[str, CheckedLookup]
    functions: Mapping[str, CheckedFunction]
    calendars: Mapping[str, Calendar]
    blocks: tuple[Placed, ...]
    previous: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()

    @property
    def ruleset(self) -> model.Ruleset:
        """The ruleset itself, as written."""
        return self.bundle.ruleset

    @cached_property
    def placed(self) -> Mapping[str, Placed]:
        """The blocks by key."""
        return {each.key: each for each in self.blocks}

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The kinds of its blocks, such as `CheckedTable`."""
        return frozenset(type(each.block) for each in self.blocks)

    @cached_property
    def required(self) -> frozenset[str]:
        """The facts that must be given: required ones that a block reads (15.5)."""
        read = frozenset[str]().union(*(placed.reads for placed in self.blocks))
        return frozenset(key for key, fact in self.facts.items() if fact.required and key in read)

    @cached_property
    def given(self) -> tuple[Field, ...]:
        """What a caller may give, in the order in which it is taken: facts, then previous values.

        A field's type is any here: a fact or a conclusion may also be a list or records.
        """
        facts = (
            # As said above; a field of records alone must be a scalar.
            Field(each.key, each.type, each.title, required=each.key in self.required)  # type: ignore[arg-type]
            for each in self.facts.values()
        )
        previous = (
            # As above.
            Field(f"previous({key})", self.conclusions[key].type)  # type: ignore[arg-type]
            for key in sorted(self.previous)
        )
        return (*facts, *previous)

    @property
    def zone(self) -> str:
        """The IANA zone that gives `today` its date."""
        return self.bundle.ruleset.zone

    def zone_rules(self, name: str) -> ZoneInfo:
        """Return a zone's rules as this version keeps them; those installed for another zone."""
        kept = {zone.name: zone for zone in self.bundle.zones}
        return (kept.get(name) or installed_zone(name)).rules
