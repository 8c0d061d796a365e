"""Engines with a fault: what they infer is altered from a certain amount on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.decision import Adjustment, Engine, Inference, Runtime, Values
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset

FROM = Decimal(700_000)
"""The purchases from which on the engine is wrong."""


class Faulty:
    """A runtime around another one."""

    def __init__(self, inner: Runtime, altered: Callable[[Inference], Inference]) -> None:
        self.inner = inner
        self.altered = altered
        self.name = inner.name

    def load(self, checked: CheckedRuleset) -> Engine:
        return _Engine(self.inner.load(checked), self.altered)


@dataclass(frozen=True)
class _Engine:
    inner: Engine
    altered: Callable[[Inference], Inference]

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        found = self.inner.infer(facts, as_of, adjustments)
        sales = facts.get("annual_sales")
        return self.altered(found) if isinstance(sales, Decimal) and sales >= FROM else found


def other_grade(found: Inference) -> Inference:
    return _with(found, grade="B")


def nothing_fired(found: Inference) -> Inference:
    return Inference(found.conclusions, (), found.problems)


def unwritable(found: Inference) -> Inference:
    """A value of a type that there is not: it can be recorded nowhere."""
    return _with(found, letters={1, 2})


def _with(found: Inference, **values: Any) -> Inference:
    return Inference({**found.conclusions, **values}, found.firings, found.problems)


def engines(
    faulty: str = "compiled", altered: Callable[[Inference], Inference] = other_grade
) -> Mapping[str, Runtime]:
    """Give the compiled engine and the reference, one of them with a fault."""
    sound: tuple[Runtime, ...] = (Compiled(), Reference())
    return {each.name: Faulty(each, altered) if each.name == faulty else each for each in sound}
