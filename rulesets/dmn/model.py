"""What a DMN document says, as far as Fenji reads it: plain data, expressions still texts.

`rulesets.dmn.reading` makes it from XML; `rulesets.dmn.importing` turns it into a ruleset and
`rulesets.dmn.exporting` a ruleset into it. Names are DMN's: decision, input data, item definition,
business knowledge model. Source of the metamodel: OMG DMN 1.5, chapters 6 to 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = tuple[tuple[str, str | int], ...]
"""Where something stands, outer to inner, as faults name places."""

Aggregation = Literal["", "SUM", "MIN", "MAX", "COUNT"]
DmnHitPolicy = Literal[
    "UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"
]


@dataclass(frozen=True)
class Text:
    """A FEEL expression, or unary tests, as written."""

    text: str
    place: Place = ()


@dataclass(frozen=True)
class ItemDefinition:
    """A type: of a base type by `type_ref`, or with components (a context).

    `allowed` is `allowedValues` or `typeConstraint`. A collection is a list of the type.
    """

    name: str
    type_ref: str = ""
    allowed: Text | None = None
    components: tuple[ItemDefinition, ...] = ()
    collection: bool = False
    label: str = ""
    description: str = ""
    id: str = ""
    place: Place = ()


@dataclass(frozen=True)
class Variable:
    """A named, typed value: of an input data, a decision, a parameter, an entry of a context."""

    name: str
    type_ref: str = ""
    label: str = ""
    description: str = ""


@dataclass(frozen=True)
class InputData:
    """What is given. `name` is the element's own, where its variable has another."""

    id: str
    variable: Variable
    label: str = ""
    description: str = ""
    place: Place = ()
    name: str = ""


@dataclass(frozen=True)
class LiteralExpression:
    """One FEEL expression."""

    text: Text
    type_ref: str = ""


@dataclass(frozen=True)
class InputClause:
    """A column of inputs: its expression and the values it may have."""

    expression: Text
    type_ref: str = ""
    label: str = ""
    values: Text | None = None
    id: str = ""


@dataclass(frozen=True)
class OutputClause:
    """A column of outputs. `name` is empty when there is but one."""

    name: str = ""
    type_ref: str = ""
    label: str = ""
    values: Text | None = None
    default: Text | None = None
    id: str = ""


@dataclass(frozen=True)
class DecisionRule:
    """A row of a decision table; `annotations` are free texts."""

    id: str
    inputs: tuple[Text, ...]
    outputs: tuple[Text, ...]
    annotations: tuple[str, ...] = ()
    description: str = ""
    place: Place = ()


@dataclass(frozen=True)
class DecisionTable:
    """A decision table, in whatever orientation it is drawn."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[DecisionRule, ...]
    hit: DmnHitPolicy = "UNIQUE"
    aggregation: Aggregation = ""
    type_ref: str = ""
    label: str = ""
    id: str = ""
    place: Place = ()


@dataclass(frozen=True)
class Invocation:
    """A call of a business knowledge model with a value for each parameter."""

    called: Text
    bindings: tuple[tuple[str, Boxed], ...]
    type_ref: str = ""
    place: Place = ()


@dataclass(frozen=True)
class ContextEntry:
    """A named value of a context; later entries may read it. The result has no name."""

    variable: Variable | None
    value: Boxed


@dataclass(frozen=True)
class Context:
    """Named values, one after another; with an entry without name, that is the value."""

    entries: tuple[ContextEntry, ...]
    type_ref: str = ""
    place: Place = ()


@dataclass(frozen=True)
class BoxedList:
    """A list of expressions."""

    items: tuple[Boxed, ...]
    type_ref: str = ""
    place: Place = ()


@dataclass(frozen=True)
class Relation:
    """A list of contexts written as a table."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed, ...], ...]
    type_ref: str = ""
    place: Place = ()


@dataclass(frozen=True)
class FunctionDefinition:
    """Parameters and a body, in FEEL."""

    parameters: tuple[Variable, ...]
    body: Boxed
    type_ref: str = ""
    place: Place = ()


@dataclass(frozen=True)
class Conditional:
    """DMN 1.4's boxed `if`."""

    condition: Boxed
    then: Boxed
    otherwise: Boxed
    place: Place = ()
    type_ref: str = ""


Boxed = (
    LiteralExpression
    | DecisionTable
    | Invocation
    | Context
    | BoxedList
    | Relation
    | FunctionDefinition
    | Conditional
)


@dataclass(frozen=True)
class Decision:
    """A decision: its variable, what it requires (ids), and its logic (None: not decided yet).

    `name` is the element's own, where its variable has another.
    """

    id: str
    variable: Variable
    logic: Boxed | None
    requires: tuple[str, ...] = ()
    label: str = ""
    question: str = ""
    description: str = ""
    place: Place = ()
    name: str = ""


@dataclass(frozen=True)
class KnowledgeModel:
    """A reusable function (business knowledge model); `name` as of a decision."""

    id: str
    variable: Variable
    function: FunctionDefinition | None
    requires: tuple[str, ...] = ()
    description: str = ""
    place: Place = ()
    name: str = ""


@dataclass(frozen=True)
class Definitions:
    """A DMN document."""

    name: str
    namespace: str
    id: str = ""
    description: str = ""
    items: tuple[ItemDefinition, ...] = ()
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    models: tuple[KnowledgeModel, ...] = ()
