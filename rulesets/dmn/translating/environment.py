"""What the names of a FEEL expression stand for when it is translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from rulesets.dmn.feel.tree import Feel
from rulesets.expressions.tree import Node
from rulesets.types import Type


@dataclass(frozen=True)
class Value:
    """A name that is one value: `node` is put in its place.

    `total` says that it is never missing, as a constant or a required fact: then nothing need be
    said for that case.
    """

    node: Node
    type: Type
    total: bool = False


@dataclass(frozen=True)
class Members:
    """A name that is a context: it is no value itself, its members are."""

    of: Mapping[str, Known]


@dataclass(frozen=True)
class Rows:
    """A name that is a list of contexts, kept as records: `node` names them, `of` their fields."""

    node: Node
    of: Mapping[str, Value]


@dataclass(frozen=True)
class Function:
    """A function of the document, by the key it has in the ruleset."""

    key: str
    parameters: tuple[tuple[str, Type], ...]
    returns: Type


Known = Value | Members | Rows | Function


@dataclass(frozen=True)
class Environment:
    """The names that an expression may use."""

    names: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True)
class Translated:
    """An expression of Fenji and its type; None: it is `null`, of any type.

    `total` says that it is never missing, so that nothing need be said for that case.
    """

    node: Node
    type: Type | None
    total: bool = False


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
