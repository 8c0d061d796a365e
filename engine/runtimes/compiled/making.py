"""What the makers of source know of one another: the expressions of a function, the ruleset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import Term, Truth
from rulesets.checked import CheckedRuleset
from rulesets.expressions.tree import Node
from rulesets.types import Type
from rulesets.values import Value


@dataclass(frozen=True)
class OwnFunction:
    """A function of the ruleset: its generated name and what it reads besides its arguments."""

    name: str
    used: tuple[str, ...]
    returns: Type


class Known(Protocol):
    """What is known of the whole ruleset; see `version.Version`."""

    checked: CheckedRuleset

    def name(self, key: str, source: Source) -> Term:
        """Find what a name stands for."""

    def previous(self, key: str, source: Source) -> Term:
        """Find the last value of a conclusion."""

    def moment(self, key: str, source: Source) -> Term:
        """Find `today` or `as_of`."""

    def column(self, lookup: str, key: str) -> tuple[Mapping[tuple[Value, ...], Value], Type]:
        """Find the values of a value column of a lookup."""

    def function(self, key: str) -> OwnFunction:
        """Find a function of the ruleset."""


class Making(Protocol):
    """Makes source for expressions; see `expressions.Expressions`."""

    source: Source
    block: str
    zone: str

    @property
    def version(self) -> Known:
        """What is known of the whole ruleset."""

    def inner(self, local: Mapping[str, Term]) -> Making:
        """See more names than here."""

    def term(self, node: Node) -> Term:
        """Make the source of a value."""

    def truth(self, node: Node) -> Truth:
        """Make the source of a condition."""

    def atom(self, node: Node) -> Term:
        """Make the source of a value that is read more than once."""

    def attempt(self, term: Term, failed: Node) -> Term:
        """Calculate what can fail."""
