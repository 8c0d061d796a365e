"""Source for what a block concludes: rounded, held to its domain, and shown in a firing."""

from __future__ import annotations

from collections.abc import Sequence

from engine.decision import Firing, FiringKind, Problem
from engine.runtimes.compiled import domain
from engine.runtimes.compiled.expressions import Expressions
from engine.runtimes.compiled.firings import Template
from engine.runtimes.compiled.library import FAILURES, Operation, code_of
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import Term
from engine.runtimes.compiled.version import Version
from rulesets.checked import Outputs, Placed
from rulesets.types import Type
from rulesets.values import Value


class Outcomes:
    """Where the source of one block is made."""

    def __init__(self, version: Version, source: Source, placed: Placed) -> None:
        self.version = version
        self.source = source
        self.placed = placed
        self.block = source.objects.name(placed.key)
        self.zone = source.objects.name(version.zone(placed.zone))
        self.expressions = Expressions(version, source, self.block, self.zone)
        self._known: dict[str, Value] = {}

    def inside(self, source: Source) -> Outcomes:
        """Make source of the same block elsewhere."""
        return Outcomes(self.version, source, self.placed)

    def type_of(self, key: str) -> Type:
        """Give the type of a conclusion."""
        return self.version.checked.conclusions[key].type

    def conclude(self, key: str, term: Term) -> None:
        """6.2, 6.3: let a conclusion take a value; what is known at load is rounded there."""
        name, source = self.version.conclusions[key], self.source
        take = domain.taker(self.type_of(key))
        self._known.pop(key, None)
        if term.literal is not None:
            self._conclude_known(key, term.literal, take)
        elif take is None:
            source.add(f"{name} = {term.whole}")
        else:
            operation = source.objects.name(Operation(key))
            with source.inside("try:"):
                source.add(f"{name} = {source.objects.name(take)}({term.whole})")
            with source.inside("except FAILURES as error:"):
                source.add(f"fail(problems, {self.block}, error, {operation})")

    def _conclude_known(self, key: str, value: Value, take: domain.Take | None) -> None:
        name, objects = self.version.conclusions[key], self.source.objects
        try:
            taken = value if take is None else take(value)
        except FAILURES as error:
            problem = Problem(self.placed.key, code_of(error), key)
            self.source.add(f"problems.add({objects.name(problem)})")
            taken = None
        else:
            self.source.add(f"{name} = {objects.name(taken)}")
        self._known[key] = taken

    def firing(
        self, kind: FiringKind, keys: Sequence[str], rule: str = "", number: int = 0
    ) -> None:
        """Keep a firing that shows conclusions: whole, when all are known at load."""
        names, objects = [self.version.conclusions[key] for key in keys], self.source.objects
        if all(key in self._known for key in keys) and kind != "adjustment":
            concluded = tuple((key, self._known[key]) for key in keys)
            firing = Firing(self.placed.key, kind, rule, number, concluded)
            self.source.add(f"keep({objects.name(firing)})")
            return
        if kind != "adjustment":
            self.version.firings_known = False
        template = objects.name(Template(self.placed.key, kind, tuple(keys), rule, number))
        self.source.add(f"keep(({', '.join([template, *names])},))")

    def outputs(self, outputs: Outputs) -> list[tuple[str, Term]]:
        """12.11, 12.12: evaluate the outputs that are not blank."""
        return [(key, self.expressions.term(node)) for key, node in outputs.of if node is not None]

    def give(self, kind: FiringKind, outputs: Outputs, rule: str = "", number: int = 0) -> None:
        """Let the conclusions take outputs, and keep the firing that shows them."""
        given = self.outputs(outputs)
        for key, term in given:
            self.conclude(key, term)
        self.firing(kind, [key for key, _ in given], rule, number)

    def part(self, kind: FiringKind, outputs: Outputs) -> None:
        """12.10, 16.3: `otherwise` or `when unknown` applies."""
        self.give(kind, outputs)
