"""Business knowledge models as functions, made when an expression calls one."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulesets import model
from rulesets.dmn.importing.building import titled
from rulesets.dmn.importing.conforming import is_limited
from rulesets.dmn.importing.expressions import Scope, settled
from rulesets.dmn.importing.keys import Keys
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.importing.saying import Says
from rulesets.dmn.model import FunctionDefinition, KnowledgeModel, Place, Variable
from rulesets.dmn.translating.environment import Function, Value
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Name
from rulesets.types import Both, ListType, NumberType, ScalarType, TextType, Type

_LOGIC = Both("逻辑 `encapsulatedLogic`", "`encapsulatedLogic`")


@dataclass
class Functions:
    """The functions made so far, by the name of their model; None: it was refused."""

    values: Says
    scopes: dict[str, Scope] = field(default_factory=dict)
    made: dict[str, Function | None] = field(default_factory=dict)

    def of(self, knowledge: KnowledgeModel) -> Function | None:
        """Make the function of a model, once."""
        name = knowledge.variable.name
        if name not in self.made:
            self.made[name] = None
            definition = knowledge.function
            if definition is None:
                self.values.report.add(
                    "dmn-incomplete", knowledge.place, element="businessKnowledgeModel", what=_LOGIC
                )
            else:
                self.made[name] = self.define(
                    knowledge.variable,
                    definition,
                    self.scopes.get(name, Scope()),
                    knowledge.place,
                    knowledge.description,
                )
        return self.made[name]

    def define(
        self,
        variable: Variable,
        definition: FunctionDefinition,
        scope: Scope,
        place: Place,
        description: str = "",
    ) -> Function | None:
        """Make a function of parameters and a body; None: it was refused."""
        building, name = self.values.building, variable.name
        parameters = self._parameters(definition, place)
        if parameters is None:
            return None
        inner = Scope(
            {each: known for each, known in scope.names.items() if isinstance(known, Function)},
            scope.models,
            pure=True,
        )
        for parameter, column in parameters:
            inner = inner.with_name(parameter, Value(Name(column.key), column.type))
        kind = building.kinds.of(variable.type_ref or definition.type_ref, place)
        wanted = plain_type(kind)
        body = self.values.value(definition.body, inner, wanted, (*place, ("part", name)))
        if body is None:
            return None
        returns = wanted or _unscaled(settled(body.type, building.scale))
        key = building.keys.make(name, "function")
        building.functions.append(
            model.Function(
                key,
                tuple(column for _, column in parameters),
                returns,
                print_node(body.node),
                titled(name),
            )
        )
        building.places["function", key] = place
        return Function(key, tuple((name, column.type) for name, column in parameters), returns)

    def _parameters(
        self, definition: FunctionDefinition, place: Place
    ) -> tuple[tuple[str, model.Column], ...] | None:
        building, keys = self.values.building, Keys()
        found: list[tuple[str, model.Column]] = []
        for parameter in definition.parameters:
            inner = (*place, ("part", parameter.name))
            before = len(building.report.faults)
            kind = building.kinds.of(parameter.type_ref, inner)
            of = plain_type(kind)
            if is_limited(kind.of if isinstance(kind, Many) else kind):
                building.report.note(
                    f"参数 `{parameter.name}` 的取值范围不作检查，而 DMN 得空值",
                    f"values that the parameter `{parameter.name}` does not allow are taken,"
                    " where DMN gives null",
                    place,
                )
            if of is not None:
                key = keys.make(parameter.name, "parameter")
                found.append((parameter.name, model.Column(key, of, titled(parameter.name))))
            elif isinstance(kind, Record | Many):
                building.report.refuse(
                    "上下文或其列表作为函数参数",
                    "context or list of contexts as a parameter",
                    inner,
                )
            elif len(building.report.faults) == before:
                building.report.add("dmn-type-unknown", inner, name=parameter.name)
        return tuple(found) if len(found) == len(definition.parameters) else None


def plain_type(kind: Kind | None) -> Type | None:
    """Return the type of a scalar or of a list of scalars, without a domain; None: it is none."""
    if isinstance(kind, Many):
        item = plain_type(kind.of)
        return None if item is None or isinstance(item, ListType) else _list(item)
    if kind is None or isinstance(kind, Record):
        return None
    return _unscaled(kind)


def _list(item: Type) -> ListType:
    scalar: ScalarType = item  # type: ignore[assignment]  # the caller looked
    return ListType(scalar)


def _unscaled(of: Type) -> Type:
    if isinstance(of, ListType):
        return _list(_unscaled(of.item))
    if isinstance(of, NumberType):
        return NumberType()
    return TextType() if isinstance(of, TextType) else of
