"""What an import gives: a ruleset, and how its values correspond to those of DMN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.dmn.model import Place
from rulesets.dmn.note import Note
from rulesets.model import Ruleset
from rulesets.types import ScalarType, Type


@dataclass(frozen=True)
class GivenValue:
    """An input, or a member of one, that is a fact."""

    key: str
    type: Type


@dataclass(frozen=True)
class GivenMembers:
    """A context: its members, by DMN's names, are facts."""

    of: Mapping[str, GivenShape]


@dataclass(frozen=True)
class GivenRows:
    """A list of contexts that is records: the sub-facts by DMN's names."""

    key: str
    of: Mapping[str, tuple[str, ScalarType]]


GivenShape = GivenValue | GivenMembers | GivenRows


@dataclass(frozen=True)
class ValueOf:
    """A decision whose value is a conclusion."""

    key: str


@dataclass(frozen=True)
class ContextOf:
    """A decision whose value is a context, each member on its own."""

    members: Mapping[str, Shape]


@dataclass(frozen=True)
class OutcomeOf:
    """A table of several outputs under a policy of one row: a context, or null when none fired."""

    block: str
    members: Mapping[str, str]


@dataclass(frozen=True)
class RowsOf:
    """A table under a policy of lists: what its rows gave, in rule order or in priority order.

    `members` leads from DMN's names of the outputs to conclusions; with `single` the list holds
    the values of its only output, else contexts. `ordered`: in priority order (12.5).
    """

    block: str
    members: Mapping[str, str]
    single: bool = False
    ordered: bool = False


Shape = ValueOf | ContextOf | OutcomeOf | RowsOf


@dataclass(frozen=True)
class Imported:
    """A DMN document as a ruleset.

    `inputs` and `decisions` stand by DMN's names; `places` leads from the key of a block, fact or
    function to where it stands in the document.
    """

    ruleset: Ruleset
    inputs: Mapping[str, GivenShape]
    decisions: Mapping[str, Shape]
    notes: tuple[Note, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
