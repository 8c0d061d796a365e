"""Which code list the texts of an expression belong to: it gives them order and hierarchy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulesets.checked import CheckedRuleset
from rulesets.expressions.tree import (
    Aggregate,
    Call,
    If,
    ListOf,
    Name,
    Node,
    Part,
    Previous,
    RowField,
)
from rulesets.types import CodeList, ListType, RecordsType, TextType, Type

Types = Mapping[str, Type]


def codes_of(node: Node, checked: CheckedRuleset, local: Types) -> CodeList | None:
    """Find the list of an expression, if it has one. 2.2: its places are what `<` compares.

    `local` holds the types of parameters inside a function, and of sub-facts inside an aggregate.
    """
    declared = declared_type(node, checked, local)
    if isinstance(declared, ListType):
        declared = declared.item
    if isinstance(declared, TextType):
        return declared.one_of
    return codes_of_any(_alternatives(node), checked, local)


def codes_of_any(nodes: Iterable[Node], checked: CheckedRuleset, local: Types) -> CodeList | None:
    """Find the first list that one of the expressions has."""
    lists = (codes_of(node, checked, local) for node in nodes)
    return next((codes for codes in lists if codes is not None), None)


def declared_type(node: Node, checked: CheckedRuleset, local: Types) -> Type | None:
    """Find the declared type of what a name, a sub-fact, a lookup or a function gives."""
    if isinstance(node, Name | RowField):
        return local.get(node.key) or type_of_name(node.key, checked)
    if isinstance(node, Previous):
        return type_of_name(node.key, checked)
    if isinstance(node, Part) and isinstance(node.of, Call) and node.of.function in checked.lookups:
        return dict(checked.lookups[node.of.function].columns)[node.key]
    if isinstance(node, Call) and node.function in checked.lookups:
        return checked.lookups[node.function].columns[0][1]
    if isinstance(node, Call) and node.function in checked.functions:
        return checked.functions[node.function].returns
    return None


def type_of_name(key: str, checked: CheckedRuleset) -> Type | None:
    """Find the type of a fact, conclusion or constant."""
    named = checked.facts.get(key) or checked.conclusions.get(key) or checked.constants.get(key)
    return named.type if named else None


def field_types(records: Node, checked: CheckedRuleset, local: Types) -> Types:
    """Find the types of the sub-facts of the rows that an aggregate reads."""
    declared = declared_type(records, checked, local)
    if not isinstance(declared, RecordsType):
        return {}
    return {field.key: field.type for field in declared.fields}


def _alternatives(node: Node) -> tuple[Node, ...]:
    """List the parts of an expression whose value it may have."""
    if isinstance(node, If):
        return (node.then, node.otherwise)
    if isinstance(node, Call) and node.function == "coalesce":
        return node.arguments
    if isinstance(node, ListOf):
        return node.items
    if isinstance(node, Aggregate):
        return (node.records if node.value is None else node.value,)
    return ()
