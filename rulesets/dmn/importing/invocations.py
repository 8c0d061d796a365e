"""Models that are invoked where they stand: their bodies, with what is bound to parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.dmn.feel.names import plain_name
from rulesets.dmn.feel.tree import Call, Feel, Name
from rulesets.dmn.importing import expressions
from rulesets.dmn.importing.binding import bound, declared
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.functions import Functions
from rulesets.dmn.importing.invoking import arguments, called, refuse_arguments, typed_body
from rulesets.dmn.importing.knowing import known_of
from rulesets.dmn.importing.saying import Says
from rulesets.dmn.model import Boxed, Invocation, KnowledgeModel, LiteralExpression, Place
from rulesets.dmn.translating.environment import Known, Members, Rows

_MOST_INVOCATIONS = 1_000


@dataclass
class Invocations:
    """Finds the bodies of what is invoked."""

    values: Says
    functions: Functions
    _invoked: list[str] = field(default_factory=list)

    def used(self, knowledge: KnowledgeModel) -> bool:
        """Tell whether a model was invoked, its body said where it was."""
        return knowledge.variable.name in self._invoked

    def body(self, boxed: Invocation, scope: Scope, place: Place) -> tuple[Boxed, Scope] | None:
        """Return the body of the model that is invoked, and the scope of its parameters."""
        name = plain_name(boxed.called.text)
        place = boxed.place or place
        knowledge = called(name, scope, boxed.called.place or place, self.values.report)
        if knowledge is None:
            return None
        given = {name: self._binding(value, scope, place) for name, value in boxed.bindings}
        return self._inside(knowledge, given, scope, place)

    def body_of_call(self, feel: Call, place: Place, scope: Scope) -> tuple[Boxed, Scope] | None:
        """Return the body that a call in a text invokes, and its scope."""
        assert isinstance(feel.function, Name)  # noqa: S101 - the caller looked
        name = feel.function.name
        knowledge = called(name, scope, place, self.values.report)
        if knowledge is None or knowledge.function is None:
            return None
        found = arguments(feel, knowledge.function)
        if found is None:
            refuse_arguments(name, (*place, ("character", feel.at)), self.values.report)
            return None
        given = {each: self._bound_feel(value, place, scope) for each, value in found.items()}
        return self._inside(knowledge, given, scope, place)

    def _inside(
        self,
        knowledge: KnowledgeModel,
        given: Mapping[str, Known | None],
        scope: Scope,
        place: Place,
    ) -> tuple[Boxed, Scope] | None:
        name = knowledge.variable.name
        assert knowledge.function is not None  # noqa: S101 - `called` looked
        self._invoked.append(name)
        if len(self._invoked) > _MOST_INVOCATIONS:
            most = _MOST_INVOCATIONS
            self.values.report.refuse(
                f"超过 {most} 次的调用", f"more than {most} invocations", place
            )
            return None
        parameters = [each.name for each in knowledge.function.parameters]
        if set(given) != set(parameters):
            refuse_arguments(name, place, self.values.report)
            return None
        inner = self.functions.scopes.get(name, Scope())
        inner = Scope(inner.names, inner.models, inner.unsaid, inner.closed, pure=scope.pure)
        for each in knowledge.function.parameters:
            known = declared(given[each.name], each, place, self.values.building)
            inner = inner.without(each.name) if known is None else inner.with_name(each.name, known)
        return typed_body(knowledge.function, knowledge.variable), inner

    def _binding(self, boxed: Boxed, scope: Scope, place: Place) -> Known | None:
        if isinstance(boxed, LiteralExpression):
            feel = expressions.read(
                boxed.text, scope, self.values.building.members, self.values.report
            )
            return self._bound_feel(feel, boxed.text.place, scope) if feel else None
        said = self.values.value(boxed, scope, None, place)
        return bound(said, place, self.values.report) if said else None

    def _bound_feel(self, feel: Feel, place: Place, scope: Scope) -> Known | None:
        known = known_of(feel, scope)
        if isinstance(known, Members | Rows):
            return known
        said = self.values.feel(feel, place, scope)
        return bound(said, place, self.values.report) if said else None
