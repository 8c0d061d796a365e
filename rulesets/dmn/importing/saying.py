"""How the parts of an import say what stands within them: the contract of `Values`."""

from __future__ import annotations

from typing import Protocol

from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.importing.building import Building
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import Boxed, Place, Text
from rulesets.dmn.translating.environment import Translated
from rulesets.types import Type


class Says(Protocol):
    """Says texts and boxed expressions where they stand; None: a fault was told."""

    building: Building
    report: Report

    def say(
        self, text: Text, scope: Scope, wanted: Type | None = None
    ) -> tuple[Feel, Translated | None] | None:
        """Read and translate a text; None: it could not be read."""

    def feel(
        self, feel: Feel, place: Place, scope: Scope, wanted: Type | None = None
    ) -> Translated | None:
        """Translate an expression; the functions it calls are made first."""

    def with_functions(self, tree: object, scope: Scope) -> Scope:
        """Return the scope in which the models that a tree names are functions."""

    def value(
        self, boxed: Boxed, scope: Scope, wanted: Type | None, place: Place
    ) -> Translated | None:
        """Say a boxed expression within another."""
