"""What the names of a ruleset stand for, as far as types go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets import model
from rulesets.types import Type


@dataclass(frozen=True)
class Meaning:
    """The types of all that an expression may name.

    Attributes:
        names: facts, conclusions and constants, or the parameters of a function and constants.
        conclusions: what `previous` may ask for.
        lookups: by key.
        functions: the ruleset's own, by key.
        calendars: the ids that may be named where the expression stands.
    """

    names: Mapping[str, Type]
    conclusions: Mapping[str, Type] = field(default_factory=dict)
    lookups: Mapping[str, model.Lookup] = field(default_factory=dict)
    functions: Mapping[str, model.Function] = field(default_factory=dict)
    calendars: frozenset[str] = frozenset()
