"""What the parts of wording need of that which says expressions."""

from __future__ import annotations

from typing import Protocol

from rulesets.checked import CheckedRuleset
from rulesets.expressions import tree
from rulesets.types import Field, Type


class Voice(Protocol):
    """Says expressions in one language, as `Speaker` does."""

    @property
    def language(self) -> str:
        """Give the language spoken, `zh` or `en`."""

    @property
    def checked(self) -> CheckedRuleset:
        """Give the ruleset that names are declared in."""

    def say(self, node: tree.Node, like: Type | None = None, *, at_least: int = ...) -> str:
        """Say an expression."""

    def condition(self, node: tree.Node, *, at_least: int = ...) -> str:
        """Say an expression as a statement that holds or not."""

    def name(self, key: str) -> str:
        """Give the title of a name as it stands inside a sentence."""

    def type_of(self, node: tree.Node) -> Type | None:
        """Find the static type of an expression."""

    def join(self, *pieces: str) -> str:
        """Join pieces of a sentence."""

    def calendar(self, key: str) -> str:
        """Give the title of a calendar."""

    def within(self, fields: tuple[Field, ...]) -> Voice:
        """Speak inside an aggregate, where these sub-facts are names."""
