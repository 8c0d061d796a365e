"""The rounding of conclusions, which the export says in FEEL, taken out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rulesets.dmn.described import described, typed
from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.feel.printer import print_feel
from rulesets.dmn.feel.rounding import unrounded
from rulesets.dmn.importing.domains import domain
from rulesets.dmn.model import (
    Decision,
    DecisionTable,
    Definitions,
    LiteralExpression,
    OutputClause,
    Text,
)
from rulesets.errors import AuthorError
from rulesets.types import NumberType

_MOST_SCALE = 12


class Unrounding:
    """Knows the names and types of a document."""

    def __init__(self, definitions: Definitions) -> None:
        """Take a document that the export wrote."""
        self.items = {each.name: each for each in definitions.items}
        self.names = frozenset(
            [
                *(each.variable.name for each in definitions.inputs),
                *(each.variable.name for each in definitions.decisions),
                *(each.variable.name for each in definitions.models),
            ]
        )

    def decision(self, decision: Decision) -> Decision:
        """Take the rounding out of a decision."""
        match decision.logic:
            case LiteralExpression(text=text) as literal:
                of = self._type(decision.variable.type_ref)
                logic = replace(literal, text=self._text(text, of))
                return replace(decision, logic=logic)
            case DecisionTable() as table:
                return replace(decision, logic=self._table(table, decision.variable.type_ref))
        return decision

    def _table(self, table: DecisionTable, whole: str) -> DecisionTable:
        types = [self._type(each.type_ref) for each in table.outputs]
        # What a table counts or adds up is of another type than its outputs.
        wholes = types if len(types) > 1 else [types[0] or self._type(whole)]
        if not any(wholes):
            return table
        rules = tuple(
            replace(rule, outputs=tuple(map(self._text, rule.outputs, types)))
            for rule in table.rules
        )
        outputs = tuple(self._clauses(table.outputs, wholes))
        return replace(table, rules=rules, outputs=outputs)

    def _clauses(
        self, outputs: tuple[OutputClause, ...], types: list[NumberType | None]
    ) -> Iterator[OutputClause]:
        for clause, of in zip(outputs, types, strict=True):
            default = clause.default
            yield replace(clause, default=None if default is None else self._text(default, of))

    def _type(self, reference: str) -> NumberType | None:
        """Find a type of numbers, with its bounds."""
        item = self.items.get(reference)
        if item is None or item.type_ref != "number":
            return None
        of = typed(NumberType(), described(item.description))
        if item.allowed is not None:
            within = domain(of, parse_unary_tests(item.allowed.text), _MOST_SCALE)
            of = within if isinstance(within, NumberType) else of
        return of if isinstance(of, NumberType) else None

    def _text(self, text: Text, of: NumberType | None) -> Text:
        if of is None:
            return text
        try:
            read = parse_feel(text.text, self.names)
        except AuthorError:
            return text  # the import tells what is wrong with it
        return replace(text, text=print_feel(unrounded(read, of)))
