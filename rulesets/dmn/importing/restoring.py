"""Documents that the export wrote: what stands in their descriptions is part of the ruleset again.

`without_rounding` takes from the definitions what FEEL says of the rounding of conclusions, before
they are imported; `restored` gives the ruleset its titles, types, notes and ids. A document without
the lines of `rulesets.dmn.described` goes through both as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rulesets import model
from rulesets.dmn.described import Line, both, described, said, titled, typed
from rulesets.dmn.feel.parser import parse_unary_tests
from rulesets.dmn.importing.domains import domain
from rulesets.dmn.importing.survey import MOST_SCALE
from rulesets.dmn.importing.unrounding import Unrounding
from rulesets.dmn.model import (
    Decision,
    DecisionTable,
    Definitions,
    InputData,
    ItemDefinition,
    Variable,
)
from rulesets.expressions.parser import parse_expression
from rulesets.expressions.printer import print_node
from rulesets.expressions.scope import Scope
from rulesets.expressions.tree import Call
from rulesets.types import (
    Both,
    Field,
    ListType,
    NumberType,
    RecordsType,
    ScalarType,
    TextType,
    Type,
)

Lines = tuple[Line, ...]
_YES = "true"


def keys_meant(definitions: Definitions) -> dict[str, str]:
    """Find the keys of what the export had to call otherwise, by DMN's names."""
    if not described(definitions.description):
        return {}
    told = [(each.variable.name, each.description) for each in definitions.inputs]
    told += [(each.variable.name, each.variable.description) for each in definitions.decisions]
    told += [(each.variable.name, each.description) for each in definitions.decisions]
    told += [(each.variable.name, each.variable.description) for each in definitions.models]
    found = {name: said(described(text), "key") for name, text in told if "key: " in text}
    return {name: key for name, key in found.items() if key}


def without_rounding(definitions: Definitions) -> Definitions:
    """Take out what FEEL says of the rounding of conclusions, which their types say here."""
    if not described(definitions.description):
        return definitions
    unrounding = Unrounding(definitions)
    return replace(definitions, decisions=tuple(map(unrounding.decision, definitions.decisions)))


def restored(ruleset: model.Ruleset, definitions: Definitions) -> model.Ruleset:
    """Give a ruleset what the descriptions of the document say of it."""
    lines = described(definitions.description)
    if not lines:
        return ruleset
    return _Restoring(definitions).of(ruleset, lines)


class _Restoring:
    """Restores one ruleset; what the import made stands by DMN's names."""

    def __init__(self, definitions: Definitions) -> None:
        self.items = {each.name: each for each in definitions.items}
        meant = keys_meant(definitions)
        self.keys = {name: meant.get(name, name) for name in _names(definitions)}
        self.inputs = {self.keys[each.variable.name]: each for each in definitions.inputs}
        self.decisions = {each.id: each for each in definitions.decisions}
        self.models = {self.keys[each.variable.name]: each for each in definitions.models}
        self.variables = dict(self._variables(definitions))

    def _variables(self, definitions: Definitions) -> list[tuple[str, Variable]]:
        """List what tells of conclusions, by name: variables, members of contexts."""
        found = [(self.keys[each.variable.name], each.variable) for each in definitions.decisions]
        for each in definitions.decisions:
            of = self.items.get(each.variable.type_ref)
            for part in of.components if of else ():
                variable = Variable(part.name, part.type_ref, part.label, part.description)
                found.append((part.name, variable))
        return found

    def of(self, ruleset: model.Ruleset, lines: Lines) -> model.Ruleset:
        """Restore a ruleset."""
        conclusions = {each.key: self._conclusion(each) for each in ruleset.conclusions}
        scope = _scope(ruleset)
        blocks = tuple(self._block(each, scope) for each in ruleset.blocks)
        constants = {
            each.key: constant for each in blocks if (constant := self._constant(each, conclusions))
        }
        order = said(lines, "conclusions").split()
        ordered = sorted(
            conclusions, key=lambda key: order.index(key) if key in order else len(order)
        )
        return replace(
            ruleset,
            id=said(lines, "ruleset") or ruleset.id,
            zone=said(lines, "zone") or ruleset.zone,
            title=both(lines, "title"),
            description=both(lines, "description"),
            facts=tuple(map(self._fact, ruleset.facts)),
            conclusions=tuple(conclusions[key] for key in ordered if key not in constants),
            constants=tuple(constants.values()),
            functions=self._functions(ruleset),
            blocks=tuple(each for each in blocks if each.key not in constants),
        )

    # ---------------------------------------------------------------------------------- types

    def type(self, of: Type, reference: str) -> Type:
        """Complete a type by the lines of its item definition."""
        item = self.items.get(reference)
        if item is None:
            return of
        if isinstance(of, ListType):
            inner = self.type(of.item, item.type_ref)
            return ListType(inner) if isinstance(inner, ScalarType) else of
        if isinstance(of, RecordsType):
            parts = {each.name: each for each in item.components}
            return RecordsType(tuple(self._field(each, parts.get(each.key)) for each in of.fields))
        return _bounded(typed(of, described(item.description)), item)

    def _field(self, of: Field, item: ItemDefinition | None) -> Field:
        if item is None:
            return of
        lines = described(item.description)
        return replace(
            of,
            type=typed(of.type, lines),
            title=titled(item.label, lines) if item.label else Both(),
            help=both(lines, "help"),
            required=said(lines, "required") == _YES,
            personal=said(lines, "personal") == _YES,
            example=said(lines, "example"),
        )

    def _fact(self, fact: model.Fact) -> model.Fact:
        data = self.inputs.get(fact.key)
        if data is None:
            return fact
        lines = described(data.description)
        return replace(
            fact,
            type=self.type(fact.type, data.variable.type_ref),
            title=_title(data, lines),
            help=both(lines, "help"),
            required=said(lines, "required") == _YES,
            personal=said(lines, "personal") == _YES,
            example=said(lines, "example"),
        )

    def _conclusion(self, conclusion: model.Conclusion) -> model.Conclusion:
        variable = self.variables.get(conclusion.key)
        if variable is None:
            return conclusion
        lines = described(variable.description)
        return replace(
            conclusion,
            type=self.type(conclusion.type, variable.type_ref),
            title=_title(variable, lines),
            help=both(lines, "help"),
        )

    def _functions(self, ruleset: model.Ruleset) -> tuple[model.Function, ...]:
        found = {each.key: self._function(each) for each in ruleset.functions}
        ordered = [name for name in self.models if name in found]
        return tuple(found[name] for name in dict.fromkeys([*ordered, *found]))

    def _function(self, function: model.Function) -> model.Function:
        knowledge = self.models.get(function.key)
        if knowledge is None or knowledge.function is None:
            return function
        variable = knowledge.variable
        formal = zip(function.parameters, knowledge.function.parameters, strict=True)
        return replace(
            function,
            title=_title(variable, described(variable.description)),
            returns=self.type(function.returns, variable.type_ref),
            parameters=tuple(
                replace(
                    column,
                    type=self.type(column.type, each.type_ref),
                    title=_title(each, described(each.description)),
                )
                for column, each in formal
            ),
        )

    # --------------------------------------------------------------------------------- blocks

    def _constant(
        self, block: model.Block, conclusions: Mapping[str, model.Conclusion]
    ) -> model.Constant | None:
        """Return the constant that a decision was; None: it was none."""
        decision = self.decisions.get(f"constant_{block.key}")
        if decision is None:
            decision = self._of_constant(block.key)
        if decision is None or not isinstance(block, model.Formula):
            return None
        lines = described(decision.description)
        conclusion = conclusions[block.concludes]
        title = titled(decision.label, lines) if decision.label else Both()
        value = model.DatedValue(block.expression)
        return model.Constant(block.concludes, conclusion.type, (value,), title)

    def _of_constant(self, name: str) -> Decision | None:
        for each in self.decisions.values():
            constant = said(described(each.description), "kind") == "constant"
            if constant and self.keys[each.variable.name] == name:
                return each
        return None

    def _block(self, block: model.Block, scope: Scope) -> model.Block:
        decision = self.decisions.get(f"block_{block.key}")
        if decision is None:
            return block
        lines = described(decision.description)
        title = titled(decision.label, lines) if decision.label else Both()
        block = replace(block, title=title, note=said(lines, "note"))
        if isinstance(block, model.Formula) and said(lines, "otherwise") == "apart":
            return _split(block, scope)
        if isinstance(block, model.Table) and isinstance(decision.logic, DecisionTable):
            return _table(block, decision.logic, lines)
        return block


def _bounded(of: ScalarType, item: ItemDefinition) -> ScalarType:
    """Return a number's type with its bounds, also where the values of a table have none."""
    if not isinstance(of, NumberType) or item.allowed is None:
        return of
    within = domain(of, parse_unary_tests(item.allowed.text), MOST_SCALE)
    return within if isinstance(within, NumberType) else of


def _names(definitions: Definitions) -> list[str]:
    return [
        *(each.variable.name for each in definitions.inputs),
        *(each.variable.name for each in definitions.decisions),
        *(each.variable.name for each in definitions.models),
    ]


def _scope(of: model.Ruleset) -> Scope:
    """Return the scope that reads the texts of a ruleset, by keys."""
    valued = [(each.key, each.type) for each in of.facts]
    valued += [(each.key, each.type) for each in of.conclusions]
    lists = {key: of.one_of for key, of in valued if isinstance(of, TextType) and of.one_of}
    fields = {
        key: {each.key: each.key for each in of.fields}
        for key, of in valued
        if isinstance(of, RecordsType)
    }
    return Scope(
        names={key: key for key, _ in valued},
        functions={each.key: each.key for each in of.functions},
        record_fields=fields,
        conclusions={each.key: each.key for each in of.conclusions},
        code_lists=lists,
    )


def _split(block: model.Formula, scope: Scope) -> model.Formula:
    """Put what holds otherwise in its own place again."""
    scope = scope.for_column(scope.code_lists.get(block.concludes))
    node = parse_expression(block.expression, scope)
    if not isinstance(node, Call) or node.function != "coalesce":
        return block
    *first, last = node.arguments
    value = Call("coalesce", tuple(first)) if len(first) > 1 else first[0]
    given = model.Given(block.concludes, print_node(last))
    return replace(block, expression=print_node(value), otherwise=(given,))


def _table(block: model.Table, table: DecisionTable, lines: Lines) -> model.Table:
    rows = tuple(
        replace(
            row,
            note="".join(rule.annotations),
            then=tuple(
                "" if ("blank", key) in described(rule.description) else text
                for key, text in zip(block.outputs, row.then, strict=True)
            ),
        )
        for row, rule in zip(block.rows, table.rules, strict=True)
    )
    inputs = tuple(
        replace(each, title=both(lines, f"column {number}"))
        for number, each in enumerate(block.inputs, start=1)
    )
    otherwise = () if said(lines, "otherwise") == "none" else block.otherwise
    return replace(block, rows=rows, inputs=inputs, otherwise=otherwise)


def _title(of: InputData | Variable, lines: Lines) -> Both:
    return titled(of.label, lines) if of.label else Both()
