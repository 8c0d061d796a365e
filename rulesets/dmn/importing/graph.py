"""The order in which what a document defines can be understood: requirements first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import Decision, Definitions, InputData, KnowledgeModel

Element = InputData | Decision | KnowledgeModel


@dataclass
class _Walk:
    by_id: Mapping[str, Element]
    report: Report
    done: dict[str, Element] = field(default_factory=dict)
    circular: set[str] = field(default_factory=set)

    def visit(self, name: str) -> None:
        """Visit an element with all that it requires, without calling itself."""
        path: list[tuple[str, list[str]]] = [(name, self._requires(name))]
        while path:
            current, left = path[-1]
            if not left:
                path.pop()
                self.done.setdefault(current, self.by_id[current])
                continue
            following = left.pop(0)
            on_path = [each for each, _ in path]
            if following in on_path:
                self._refuse(on_path[on_path.index(following) :])
            elif following in self.by_id and following not in self.done:
                path.append((following, self._requires(following)))

    def _requires(self, name: str) -> list[str]:
        element = self.by_id[name]
        return [] if isinstance(element, InputData) else list(element.requires)

    def _refuse(self, cycle: list[str]) -> None:
        elements = [self.by_id[each] for each in cycle]
        shown = " → ".join(each.variable.name for each in (*elements, elements[0]))
        self.report.add("dmn-cycle", elements[0].place, cycle=shown)
        self.circular.update(cycle)


def by_id(definitions: Definitions) -> dict[str, Element]:
    """Return the elements of a document by their ids."""
    elements: tuple[Element, ...] = (
        *definitions.inputs,
        *definitions.models,
        *definitions.decisions,
    )
    return {each.id: each for each in elements}


def in_order(definitions: Definitions, report: Report) -> tuple[tuple[Element, ...], set[str]]:
    """Return the elements, each after what it requires, and the ids that stand in cycles."""
    walk = _Walk(by_id(definitions), report)
    for name in walk.by_id:
        if name not in walk.done:
            walk.visit(name)
    return tuple(walk.done.values()), walk.circular
