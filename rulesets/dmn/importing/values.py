"""Boxed expressions: as values in an expression, or as blocks with conclusions of their own."""

from __future__ import annotations

from dataclasses import dataclass

from rulesets.checking.static_types import EmptyList
from rulesets.dmn.feel import tree as feel_tree
from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.importing import expressions, nested, tables
from rulesets.dmn.importing.binding import bound, declared
from rulesets.dmn.importing.building import Building, Spot
from rulesets.dmn.importing.conforming import conformed, is_one, note_limits, note_nulls
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.functions import Functions
from rulesets.dmn.importing.imported import ContextOf, Shape, ValueOf
from rulesets.dmn.importing.invocations import Invocations
from rulesets.dmn.importing.kinds import Kind, Record
from rulesets.dmn.importing.knowing import (
    concluded_type,
    known_of,
    shape_of,
    stays,
    without_domain,
)
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import (
    Boxed,
    BoxedList,
    Conditional,
    Context,
    ContextEntry,
    DecisionTable,
    FunctionDefinition,
    Invocation,
    LiteralExpression,
    Place,
    Relation,
    Text,
    Variable,
)
from rulesets.dmn.translating.environment import Known, Members, Translated, Value
from rulesets.types import ListType, Type

_MOST_INLINED = 40
"""A larger value of an entry is concluded on its own, not put wherever it is read."""


@dataclass(frozen=True)
class Whole:
    """What was made of a boxed expression as a whole: its value, and what other texts may read.

    `known` None: it may not be read elsewhere.
    """

    shape: Shape
    known: Known | None


class Values:
    """Says boxed expressions."""

    def __init__(self, building: Building) -> None:
        """Say them into what is being built."""
        self.building = building
        self.report: Report = building.report
        self.functions = Functions(self)
        self.invocations = Invocations(self, self.functions)

    # -------------------------------------------------------------------------------- in one piece

    def say(
        self, text: Text, scope: Scope, wanted: Type | None = None
    ) -> tuple[Feel, Translated | None] | None:
        """Read and translate a text; None: it could not be read."""
        feel = expressions.read(text, scope, self.building.members, self.report)
        return None if feel is None else (feel, self.feel(feel, text.place, scope, wanted))

    def feel(
        self, feel: Feel, place: Place, scope: Scope, wanted: Type | None = None
    ) -> Translated | None:
        """Translate an expression; the functions it calls are made first."""
        return expressions.say(feel, place, self.with_functions(feel, scope), self.report, wanted)

    def with_functions(self, tree: object, scope: Scope) -> Scope:
        """Return the scope in which the models that a tree names are functions."""
        for name in sorted(set(expressions.names_in(tree)).intersection(scope.models)):
            function = self.functions.of(scope.models[name])
            scope = scope.without(name) if function is None else scope.with_name(name, function)
        return scope

    def value(
        self, boxed: Boxed, scope: Scope, wanted: Type | None, place: Place
    ) -> Translated | None:
        """Say a boxed expression within another; None: a fault was told."""
        match boxed:
            case LiteralExpression():
                said = self.say(boxed.text, scope, wanted or self._declared(boxed.type_ref, place))
                return said[1] if said else None
            case Conditional():
                parts = (boxed.condition, boxed.then, boxed.otherwise)
                return self._joined("if", parts, scope, boxed.place or place)
            case BoxedList():
                return self._joined("list", boxed.items, scope, boxed.place or place)
            case Invocation():
                return self._called(boxed, scope, wanted, place)
            case Context():
                return self._context_value(boxed, scope, wanted, place)
            case DecisionTable():
                return nested.say_table(self, boxed, scope, wanted, place)
        self._refuse_boxed(boxed, place)
        return None

    def _joined(
        self, make: str, parts: tuple[Boxed, ...], scope: Scope, place: Place
    ) -> Translated | None:
        """Say parts on their own, then `if` or a list of them."""
        found = [self.value(each, scope, None, place) for each in parts]
        whole = tuple(each for each in found if each is not None)
        if len(whole) < len(parts):
            return None
        return expressions.joined(make, whole, scope, place, self.report)

    def _called(
        self, boxed: Invocation, scope: Scope, wanted: Type | None, place: Place
    ) -> Translated | None:
        """Say the invocation of a model: its body, with the bindings for parameters."""
        found = self.invocations.body(boxed, scope, place)
        if found is None:
            return None
        body, inner = found
        return self.value(body, inner, wanted, boxed.place or place)

    def _context_value(
        self, boxed: Context, scope: Scope, wanted: Type | None, place: Place
    ) -> Translated | None:
        place = boxed.place or place
        if not boxed.entries or boxed.entries[-1].variable is not None:
            self.report.refuse("作为值的上下文", "context as a value", place)
            return None
        inner = self._with_entries(boxed.entries[:-1], scope, place, None)
        if inner is None:
            return None
        return self.value(boxed.entries[-1].value, inner, wanted, place)

    def _with_entries(
        self, entries: tuple[ContextEntry, ...], scope: Scope, place: Place, spot: Spot | None
    ) -> Scope | None:
        """Return the scope after entries of a context: their values stand where they are read.

        What cannot stand in an expression becomes a conclusion of its own at `spot`.
        """
        for entry in entries:
            variable = entry.variable
            if variable is None:
                self.report.refuse("不在最后的结果条目", "result entry that is not last", place)
                return None
            known = self._entry(variable, entry.value, scope, place, spot)
            scope = (
                scope.without(variable.name)
                if known is None
                else scope.with_name(variable.name, known)
            )
        return scope

    def _entry(
        self, variable: Variable, boxed: Boxed, scope: Scope, place: Place, spot: Spot | None
    ) -> Known | None:
        if isinstance(boxed, FunctionDefinition):
            return self.functions.define(variable, boxed, scope, boxed.place or place)
        if spot is not None and isinstance(boxed, DecisionTable | Context | Invocation):
            kind = self.building.kinds.of(variable.type_ref, place)
            whole = self.whole(boxed, self.building.inner(spot, variable.name), scope, kind)
            return whole.known if whole else None
        wanted = self._declared(variable.type_ref, place)
        said = self.value(boxed, scope, wanted, (*place, ("entry", variable.name)))
        if said is None:
            return None
        known = bound(said, (*place, ("entry", variable.name)), self.report)
        known = declared(known, variable, place, self.building)
        if spot is not None and isinstance(known, Value) and _is_large(known):
            value = Translated(known.node, known.type, known.total)
            made = self._formula(value, self.building.inner(spot, variable.name), None)
            return made.known if made else None
        return known

    def _declared(self, reference: str, place: Place) -> Type | None:
        """Return the plain type that an inner expression declares, if it says one."""
        return without_domain(self.building.kinds.of(reference, place))

    # ---------------------------------------------------------------------------- with conclusions

    def whole(self, boxed: Boxed, spot: Spot, scope: Scope, kind: Kind | None) -> Whole | None:
        """Say a boxed expression as the whole value of a spot; None: a fault was told."""
        match boxed:
            case LiteralExpression():
                place = boxed.text.place
                kind = kind or self.building.kinds.of(boxed.type_ref, place)
                feel = expressions.read(boxed.text, scope, self.building.members, self.report)
                return self._whole_feel(feel, place, spot, scope, kind) if feel else None
            case DecisionTable():
                made = tables.make_table(self, boxed, spot, scope, kind)
                return Whole(*made) if made else None
            case Invocation():
                found = self.invocations.body(boxed, scope, spot.place)
                return self._whole_body(found, spot, kind)
            case Context() if boxed.entries and boxed.entries[-1].variable is None:
                place = boxed.place or spot.place
                inner = self._with_entries(boxed.entries[:-1], scope, place, spot)
                return self.whole(boxed.entries[-1].value, spot, inner, kind) if inner else None
            case Context():
                entries = [(each.variable, each.value) for each in boxed.entries if each.variable]
                return self._context(entries, spot, scope, kind)
        wanted = concluded_type(kind, self.building.scale)
        whole = self._formula(self.value(boxed, scope, wanted, spot.place), spot, wanted)
        return whole if whole and is_one(whole.known, kind, spot.place, self.report) else None

    def _whole_feel(
        self, feel: Feel, place: Place, spot: Spot, scope: Scope, kind: Kind | None
    ) -> Whole | None:
        if isinstance(feel, feel_tree.ContextLiteral):
            entries = [(Variable(name), (value, place)) for name, value in feel.entries]
            return self._context(entries, spot, scope, kind)
        function = feel.function if isinstance(feel, feel_tree.Call) else None
        if isinstance(function, feel_tree.Name) and function.name in scope.models:
            body = scope.models[function.name].function
            if body is not None and not isinstance(body.body, LiteralExpression):
                assert isinstance(feel, feel_tree.Call)  # noqa: S101 - it has a function
                found = self.invocations.body_of_call(feel, place, scope)
                return self._whole_body(found, spot, kind)
        known = known_of(feel, scope)
        if isinstance(known, Members):
            shape = shape_of(known)
            if shape is None:
                self.report.refuse(
                    "整体返回的记录列表", "list of contexts returned as it is given", place
                )
            kept = conformed(known, kind, self.building.scale, place, self.report)
            if shape is None or kept is None:
                return None
            note_nulls(place, self.report)
            return Whole(shape, known)
        wanted = concluded_type(kind, self.building.scale)
        made = self._formula(self.feel(feel, place, scope, wanted), spot, wanted)
        return made if made and is_one(made.known, kind, place, self.report) else None

    def _whole_body(
        self, found: tuple[Boxed, Scope] | None, spot: Spot, kind: Kind | None
    ) -> Whole | None:
        return self.whole(found[0], spot, found[1], kind) if found else None

    def _formula(self, value: Translated | None, spot: Spot, wanted: Type | None) -> Whole | None:
        if value is None:
            return None
        if isinstance(wanted, ListType) and not isinstance(value.type, ListType | EmptyList | None):
            expressions.refuse_unfit(wanted, value.type, spot.place, self.report)
            return None
        of = wanted or expressions.settled(value.type, self.building.scale)
        if not expressions.held(value.node, of, spot.place, self.report):
            return None
        known = self.building.formula(spot, value, of)
        return Whole(ValueOf(spot.key), Value(known.node, known.type, stays(value, of)))

    def _context(
        self,
        entries: list[tuple[Variable, Boxed]] | list[tuple[Variable, tuple[Feel, Place]]],
        spot: Spot,
        scope: Scope,
        kind: Kind | None,
    ) -> Whole | None:
        """Say a context whose members are conclusions of their own."""
        shapes: dict[str, Shape] = {}
        members: dict[str, Known] = {}
        names = [variable.name for variable, _ in entries]
        if len(set(names)) < len(names) or not isinstance(kind, Record | None):
            self.report.refuse(
                "两个条目同名、或声明为其他类型的上下文",
                "context with two entries of one name, or that is declared to be none",
                spot.place,
            )
            return None
        kinds = kind.members if kind else {}
        note_limits(kinds, spot.place, self.report)
        for variable, logic in entries:
            name = variable.name
            inner = self.building.inner(spot, name)
            of = kinds.get(name) or self.building.kinds.of(variable.type_ref, spot.place)
            if isinstance(logic, FunctionDefinition):
                self.report.refuse("作为值的函数", "function as a value", logic.place or spot.place)
                made = None
            elif isinstance(logic, tuple):
                made = self._whole_feel(*logic, inner, scope, of)
            else:
                made = self.whole(logic, inner, scope, of)
            if made is None or made.known is None:
                scope = scope.without(name)
            else:
                scope = scope.with_name(name, made.known)
                members[name] = made.known
            if made is not None:
                shapes[name] = made.shape
        return Whole(ContextOf(shapes), Members(members)) if len(shapes) == len(entries) else None

    def _refuse_boxed(self, boxed: Boxed, place: Place) -> None:
        if isinstance(boxed, Relation):
            self.report.refuse("关系表 `relation`", "relation", boxed.place or place)
        elif isinstance(boxed, FunctionDefinition):
            self.report.refuse("作为值的函数", "function as a value", boxed.place or place)


def _is_large(known: Value) -> bool:
    return expressions.size(known.node) > _MOST_INLINED
