"""FEEL trees that the export writes for what FEEL has no form of its own, said in short again."""

from __future__ import annotations

from typing import Protocol

from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.translating.environment import Environment, Translated
from rulesets.types import Type


class Translate(Protocol):
    """Says a part of an expression, where it stands."""

    def __call__(
        self,
        feel: Feel,
        environment: Environment,
        wanted: Type | None = None,
        *,
        truth: bool = False,
    ) -> Translated:
        """Say it.

        Raises:
            AuthorError: it cannot be said.
        """
        ...


def recognised(
    feel: Feel,  # noqa: ARG001 - the export writes no idioms yet
    environment: Environment,  # noqa: ARG001 - as above
    translate: Translate,  # noqa: ARG001 - as above
) -> Translated | None:
    """Return what an idiom of the export says; None: it is none, and is translated as it stands."""
    return None
