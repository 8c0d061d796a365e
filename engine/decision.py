"""What every runtime returns: an inference, made of conclusions, firings and problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from rulesets.checked import CheckedRuleset
from rulesets.values import Kleene, Value, same

Values = Mapping[str, Value]
"""Facts or conclusions by key; an absent key and None both say missing."""

FiringKind = Literal[
    "rule", "scorecard", "formula", "deadline", "otherwise", "when unknown", "adjustment", "ranking"
]


@dataclass(frozen=True)
class Reason:
    """One leaf condition of a rule with the values it met.

    Attributes:
        condition: the leaf in canonical text, by keys: `annual_sales >= 500000`.
        met: each fact, conclusion or constant that the leaf reads, with its value then.
        holds: whether the leaf was true, false or unknown.
        place: how to find the leaf again: column number of a table row (from 0), leaf number of a
            rule's condition (from 0, depth first), input number of a scorecard (from 0).
        band: the id of the scorecard's band that was true; empty elsewhere and for missing points.
        points: what the band gave; None elsewhere.
    """

    condition: str
    met: tuple[tuple[str, Value], ...]
    holds: Kleene
    place: int = 0
    band: str = ""
    points: Decimal | None = None


@dataclass(frozen=True)
class Firing:
    """Something that fired: a row or rule, or a block as a whole.

    Attributes:
        block: the block's key.
        kind: `rule` for a row or rule; else what the block is, or which part of it applied.
        rule: the row's or rule's id; empty unless `kind` is `rule`.
        number: its place in the block, from 1; 0 unless `kind` is `rule`.
        concluded: what it gave to each conclusion; empty where the hit policy took nothing from it.
    """

    block: str
    kind: FiringKind
    rule: str = ""
    number: int = 0
    concluded: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, order=True)
class Problem:
    """Something that could not be concluded as asked; part of a set.

    Attributes:
        block: the block's key.
        code: a code of `rulesets.codes.problems`.
        expression: the canonical text of the expression, or the conclusion's key for its domain.
        rows: the ids of the rows at odds, for `hit-policy-violated`.
    """

    block: str
    code: str
    expression: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Adjustment:
    """A value set by hand that replaces a conclusion before the blocks that read it."""

    conclusion: str
    value: Value


@dataclass(frozen=True)
class Inference:
    """What one engine inferred: conclusions by key (None: missing), firings in order, problems."""

    conclusions: Values
    firings: tuple[Firing, ...] = ()
    problems: frozenset[Problem] = field(default_factory=frozenset)

    def agrees(self, other: Inference) -> bool:
        """Tell whether two engines agree in conclusions, firings and their order, and problems."""
        return (
            same(self.conclusions, other.conclusions)
            and len(self.firings) == len(other.firings)
            and all(map(_same_firing, self.firings, other.firings))
            and self.problems == other.problems
        )


def _same_firing(left: Firing, right: Firing) -> bool:
    return (left.block, left.kind, left.rule, left.number) == (
        right.block,
        right.kind,
        right.rule,
        right.number,
    ) and same(dict(left.concluded), dict(right.concluded))


@dataclass(frozen=True)
class Decision:
    """An inference about one customer by one version, as it is recorded and answered.

    `twin` names the engine that inferred it again and agreed: `durable`, `reference` or `none`;
    `twice` the steps that both worked out by code of their own.
    """

    id: str
    ruleset: str
    version: int
    identity: str
    subject: str
    as_of: datetime
    facts: Values
    inference: Inference
    engine: str
    twin: str = "none"
    twice: tuple[str, ...] = ()


class Declined(Exception):  # noqa: N818 - it is no fault: an engine may say no
    """An engine cannot do something of a ruleset exactly and says so at load.

    Attributes:
        code: why, from the catalogue.
        block: the key of the block that cannot be done.
    """

    def __init__(self, code: str, block: str) -> None:
        """Name the code and the block."""
        self.code = code
        self.block = block
        super().__init__(f"{code}: block `{block}`")


class Engine(Protocol):
    """A runtime with one version loaded."""

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        """Infer every conclusion from facts that passed the intake, at an aware instant."""


class Runtime(Protocol):
    """A way to run rulesets. `load` raises `Declined` for what it cannot do exactly."""

    name: str

    def load(self, checked: CheckedRuleset) -> Engine:
        """Prepare a checked ruleset for many inferences."""
