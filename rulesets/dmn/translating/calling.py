"""A call of a function of FEEL, while it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.translating.said import Said
from rulesets.dmn.translating.scope import Scope

Arguments = Mapping[str, Feel]


@dataclass(frozen=True)
class Calling:
    """A call: FEEL's name, its arguments by name, and where it stands."""

    name: str
    given: Arguments
    scope: Scope
    at: int
    truth: bool = False

    def value(self, name: str) -> Said:
        """Say an argument."""
        return self.scope.value(self.given[name])

    def refuse(self) -> Said:
        """Refuse the call with these arguments."""
        zh, en = f"以此处参数调用的 `{self.name}`", f"`{self.name}` with these arguments"
        return self.scope.refuse(zh, en, self.at)
