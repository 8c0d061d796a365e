"""What fired, kept short while a decision is made and expanded when it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.decision import Firing, FiringKind, Inference
from rulesets.values import Value


@dataclass(frozen=True)
class Template:
    """A firing whose values come at run time."""

    block: str
    kind: FiringKind
    keys: tuple[str, ...]
    rule: str = ""
    number: int = 0

    def firing(self, values: Iterable[Value]) -> Firing:
        """Fill it."""
        concluded = tuple(zip(self.keys, values, strict=True))
        return Firing(self.block, self.kind, self.rule, self.number, concluded)


Kept = Firing | tuple[Any, ...]
"""A firing that was known at load, or a template and its values."""


class CompiledInference(Inference):
    """An inference whose firings are made when they are first read."""

    __init__ = object.__init__  # its maker fills the fields

    def __eq__(self, other: object) -> bool:
        """Equal to any inference of the same content, by whatever engine."""
        if not isinstance(other, Inference):
            return NotImplemented
        mine = (self.conclusions, self.firings, self.problems)
        return mine == (other.conclusions, other.firings, other.problems)

    __hash__ = Inference.__hash__

    @cached_property
    def firings(self) -> tuple[Firing, ...]:  # a field there, made late here
        """What fired, in order of inference."""
        kept: Iterable[Kept] = self.__dict__["kept"]
        return tuple(
            [each if isinstance(each, Firing) else each[0].firing(each[1:]) for each in kept]
        )
