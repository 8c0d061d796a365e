"""The import of a document: its elements in the order of their requirements."""

from __future__ import annotations

import re

from rulesets import model
from rulesets.dmn.importing import graph, survey
from rulesets.dmn.importing.building import Building, Spot, titled
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.imported import GivenShape, Imported, Shape
from rulesets.dmn.importing.inputs import make_input
from rulesets.dmn.importing.keys import Keys, words
from rulesets.dmn.importing.kinds import Kind
from rulesets.dmn.importing.preparing import names, prepared
from rulesets.dmn.importing.report import Report
from rulesets.dmn.importing.resolving import Kinds
from rulesets.dmn.importing.restoring import keys_meant, restored, without_rounding
from rulesets.dmn.importing.titles import with_titles
from rulesets.dmn.importing.values import Values
from rulesets.dmn.model import Decision, Definitions, InputData, KnowledgeModel
from rulesets.dmn.translating.environment import Known
from rulesets.errors import AuthorError
from rulesets.types import Both

_LOGIC = Both("决策逻辑", "logic")
_LONGEST_ID = 64
_LEADING = re.compile(r"^[\W\d_]+")


def import_dmn(definitions: Definitions, *, id: str = "", zone: str = "UTC") -> Imported:  # noqa: A002 - the ruleset's id
    """Make a ruleset of what a DMN document says.

    Args:
        definitions: as `rulesets.dmn.reading.read_dmn` gives it.
        id: the id of the ruleset; without it, made of the document's name.
        zone: the zone of the ruleset, in which `today` is a day.

    Raises:
        AuthorError: with all that the language of rules cannot say, each with its place.

    Example:
        >>> from rulesets.dmn.model import LiteralExpression, Text, Variable
        >>> age = InputData("i", Variable("Age", "number"))
        >>> adult = Decision("d", Variable("Adult"), LiteralExpression(Text("Age >= 18")), ("i",))
        >>> made = import_dmn(Definitions("Grown up", "urn:g", inputs=(age,), decisions=(adult,)))
        >>> made.ruleset.id, made.ruleset.blocks[0].expression
        ('grown-up', 'age >= 18')
    """
    return _Import(without_rounding(definitions)).run(id, zone)


class _Import:
    """One import of one document."""

    def __init__(self, definitions: Definitions) -> None:
        self.report = Report()
        definitions = prepared(definitions, self.report)
        self.definitions = definitions
        scale = survey.scale_of(definitions)
        kinds = Kinds(definitions.items, scale, self.report)
        named: tuple[graph.Element, ...] = (
            *definitions.inputs,
            *definitions.decisions,
            *definitions.models,
        )
        self.building = Building(
            self.report,
            kinds,
            scale,
            survey.members_of(definitions),
            Keys(names(named), keys_meant(definitions)),
            Keys(),
        )
        self.values = Values(self.building)
        self.by_id = graph.by_id(definitions)
        self.limits = survey.limits_of(definitions)
        self.columns = survey.types_of(definitions)
        self.given: dict[str, GivenShape] = {}
        self.shapes: dict[str, Shape] = {}
        self.known: dict[str, Known] = {}
        self.closed: dict[str, Both] = {}

    def run(self, id_: str, zone: str) -> Imported:
        elements, circular = graph.in_order(self.definitions, self.report)
        for element in elements:
            if element.id not in circular:
                self._one(element)
        for knowledge in self.definitions.models:
            if knowledge.id not in circular:
                self._unused(knowledge)
        if self.report.faults:
            raise AuthorError(tuple(self.report.faults))
        self._note()
        return Imported(
            restored(with_titles(self._ruleset(id_, zone)), self.definitions),
            {name: self.given[name] for name in names(self.definitions.inputs)},
            {name: self.shapes[name] for name in names(self.definitions.decisions)},
            tuple(self.report.notes),
            self.building.places,
        )

    def _one(self, element: graph.Element) -> None:
        name = element.variable.name
        if isinstance(element, InputData):
            made = make_input(element, self.building, self.limits, self.columns.get(name, ""))
            if made is not None:
                self.given[name], self.known[name] = made
        elif isinstance(element, KnowledgeModel):
            self.values.functions.scopes[name] = self._scope(element)
        else:
            self._decision(element)

    def _scope(self, element: Decision | KnowledgeModel) -> Scope:
        """Return the scope of an element: what it requires, and no more."""
        scope = Scope()
        for required in element.requires:
            other = self.by_id.get(required)
            if other is None:
                continue
            name = other.variable.name
            if isinstance(other, KnowledgeModel):
                scope = Scope(
                    scope.names, {**scope.models, name: other}, scope.unsaid, scope.closed
                )
            elif name in self.known:
                scope = scope.with_name(name, self.known[name])
            elif name in self.closed:
                closed = {**scope.closed, name: self.closed[name]}
                scope = Scope(scope.names, scope.models, scope.unsaid, closed)
            else:
                scope = scope.without(name)
        return scope

    def _decision(self, decision: Decision) -> None:
        name, place = decision.variable.name, decision.place
        if decision.logic is None:
            self.report.add("dmn-incomplete", place, element="decision", what=_LOGIC)
            return
        spot = self._spot(decision)
        kind = self._kind(decision)
        made = self.values.whole(decision.logic, spot, self._scope(decision), kind)
        if made is None:
            if not self.report.faults:  # nothing may be left out without a word
                self.report.refuse("无法转述的逻辑", "logic that cannot be said", place)
            return
        self.shapes[name] = made.shape
        if made.known is not None:
            self.known[name] = made.known
        else:
            self.closed[name] = Both(
                f"对可能含空值的列表 `{name}` 的读取",
                f"reading of `{name}`, a list that may hold null",
            )

    def _kind(self, decision: Decision) -> Kind | None:
        kinds = self.building.kinds
        kind = kinds.of(decision.variable.type_ref, decision.place)
        logic = decision.logic
        if kind is None and logic is not None and not decision.variable.type_ref:
            reference = getattr(logic, "type_ref", "")
            kind = kinds.of(reference, decision.place)
        return kind

    def _spot(self, decision: Decision) -> Spot:
        name = decision.variable.name
        key = self.building.keys.make(name, "decision")
        block = decision.id.removeprefix("block_") if decision.id.startswith("block_") else key
        block = self.building.block_keys.make(block, "block")
        text = decision.description or decision.question
        note = decision.question if decision.question != text else ""
        return Spot(
            name,
            key,
            block,
            titled(decision.name or name),
            decision.place,
            titled(text) if text else Both(),
            note,
        )

    def _unused(self, knowledge: KnowledgeModel) -> None:
        """Hold a model that nothing calls to the same: what cannot be said is refused."""
        functions, invocations = self.values.functions, self.values.invocations
        if knowledge.variable.name not in functions.made and not invocations.used(knowledge):
            functions.of(knowledge)

    def _note(self) -> None:
        scale = self.building.scale
        self.report.note(
            f"数值保留 {scale} 位小数、至多 18 位数字",
            f"numbers are held with {scale} decimals and at most 18 digits",
        )
        if survey.divides(self.definitions):
            self.report.note(
                "除以零得空值，同时给出问题 `division-by-zero`",
                "division by zero gives null, and a problem `division-by-zero` beside it",
            )

    def _ruleset(self, id_: str, zone: str) -> model.Ruleset:
        definitions, building = self.definitions, self.building
        made = words(_LEADING.sub("", definitions.name))[:_LONGEST_ID].strip("_").replace("_", "-")
        return model.Ruleset(
            id_ or made or "imported",
            zone,
            title=titled(definitions.name),
            description=titled(definitions.description) if definitions.description else Both(),
            facts=tuple(building.facts),
            conclusions=tuple(building.conclusions),
            functions=tuple(building.functions),
            blocks=tuple(building.blocks),
        )
