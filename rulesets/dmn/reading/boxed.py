"""Boxed expressions, one reader for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rulesets.dmn.model import (
    Boxed,
    BoxedList,
    Conditional,
    Context,
    ContextEntry,
    FunctionDefinition,
    Invocation,
    LiteralExpression,
    Relation,
    Text,
)
from rulesets.dmn.reading.parts import Reading, feel_text
from rulesets.dmn.reading.safe_xml import Element
from rulesets.dmn.reading.shapes import EXPRESSIONS
from rulesets.dmn.reading.tables import read_table
from rulesets.types import Both

_EXPRESSION = Both("表达式", "expression")
_ABSENT = LiteralExpression(Text(""))
"""Stands where an expression is lacking, which is refused."""


def optional_logic(parent: Element, reading: Reading) -> Boxed | None:
    """Read the expression that an element may hold."""
    found = next((each for each in parent.children if each.name in EXPRESSIONS), None)
    return _READERS[found.name](found, reading) if found else None


def read_function(element: Element, reading: Reading) -> FunctionDefinition:
    """Read a function's parameters and body."""
    parameters = element.named("formalParameter")
    reading.unique(
        Both("参数", "parameter"), [(each.attributes.get("name", ""), each) for each in parameters]
    )
    return FunctionDefinition(
        tuple(reading.variable(each) for each in parameters),
        _logic(element, reading),
        reading.type_ref(element),
        element.place,
    )


def _logic(parent: Element | None, reading: Reading) -> Boxed:
    """Read the expression that an element must hold."""
    logic = optional_logic(parent, reading) if parent else None
    if parent and logic is None:
        reading.lacks(parent, _EXPRESSION)
    return logic or _ABSENT


def _logics(parent: Element, reading: Reading) -> tuple[Boxed, ...]:
    found = (each for each in parent.children if each.name in EXPRESSIONS)
    return tuple(_READERS[each.name](each, reading) for each in found)


def _literal(element: Element, reading: Reading) -> LiteralExpression:
    return LiteralExpression(feel_text(element), reading.type_ref(element))


def _invocation(element: Element, reading: Reading) -> Invocation:
    called = optional_logic(element, reading)
    if called is None:
        reading.lacks(element, _EXPRESSION)
    elif not isinstance(called, LiteralExpression):
        construct = Both("计算得出的被调函数", "invocation of a function that is boxed")
        reading.faults.add("dmn-not-in-language", element.place, construct=construct)
    bindings = [_binding(each, reading) for each in element.named("binding")]
    reading.unique(
        Both("参数", "parameter"),
        zip([name for name, _ in bindings], element.named("binding"), strict=True),
    )
    text = called.text if isinstance(called, LiteralExpression) else _ABSENT.text
    return Invocation(text, tuple(bindings), reading.type_ref(element), element.place)


def _binding(element: Element, reading: Reading) -> tuple[str, Boxed]:
    parameter = element.one("parameter")
    if parameter is None:
        reading.lacks(element, Both("参数 `parameter`", "`parameter`"))
    return (reading.name(parameter) if parameter else "", _logic(element, reading))


def _context(element: Element, reading: Reading) -> Context:
    elements = element.named("contextEntry")
    entries = [_entry(each, reading) for each in elements]
    named = [entry.variable.name if entry.variable else "" for entry in entries]
    reading.unique(Both("条目", "entry"), zip(named, elements, strict=True))
    for entry, each in zip(entries[:-1], elements, strict=False):
        if entry.variable is None:
            construct = Both("不在末尾的结果条目", "result of a context that is not its last entry")
            reading.faults.add("dmn-not-in-language", each.place, construct=construct)
    return Context(tuple(entries), reading.type_ref(element), element.place)


def _entry(element: Element, reading: Reading) -> ContextEntry:
    variable = element.one("variable")
    return ContextEntry(reading.variable(variable) if variable else None, _logic(element, reading))


def _list(element: Element, reading: Reading) -> BoxedList:
    return BoxedList(_logics(element, reading), reading.type_ref(element), element.place)


def _relation(element: Element, reading: Reading) -> Relation:
    columns = tuple(reading.variable(each) for each in element.named("column"))
    names = [column.name for column in columns]
    reading.unique(Both("列", "column"), zip(names, element.named("column"), strict=True))
    rows = []
    for each in element.named("row"):
        row = _logics(each, reading)
        reading.entries(each, "expression", expected=len(columns), found=len(row))
        rows.append(row)
    return Relation(columns, tuple(rows), reading.type_ref(element), element.place)


def _conditional(element: Element, reading: Reading) -> Conditional:
    parts = {name: element.one(name) for name in ("if", "then", "else")}
    for name, part in parts.items():
        if part is None:
            reading.lacks(element, Both(f"部分 `{name}`", f"`{name}`"))
    condition, then, otherwise = (_logic(part, reading) for part in parts.values())
    return Conditional(condition, then, otherwise, element.place, reading.type_ref(element))


_READERS: Mapping[str, Callable[[Element, Reading], Boxed]] = {
    "literalExpression": _literal,
    "decisionTable": read_table,
    "invocation": _invocation,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": read_function,
    "conditional": _conditional,
}
