"""Functions and lookups as business knowledge models; the values of constants."""

from __future__ import annotations

from typing import cast

from rulesets import model
from rulesets.checked import CheckedConstant, CheckedLookup
from rulesets.dmn.described import Line, describe, title_lines
from rulesets.dmn.exporting.expressions import literal
from rulesets.dmn.exporting.names import KEPT
from rulesets.dmn.exporting.types import base, titled_component
from rulesets.dmn.exporting.writing import Writer
from rulesets.dmn.feel import tree as feel
from rulesets.dmn.feel.printer import print_feel, print_unary_tests
from rulesets.dmn.model import (
    Boxed,
    DecisionRule,
    DecisionTable,
    FunctionDefinition,
    InputClause,
    KnowledgeModel,
    OutputClause,
    Text,
    Variable,
)
from rulesets.expressions.tree import LiteralValue, Node
from rulesets.types import Both
from rulesets.values import Value


def constant_value(constant: CheckedConstant, writer: Writer) -> feel.Feel:
    """Say the value of a constant; one with dates by `today()`."""
    (first, value), *later = constant.values
    found = value_of(value) if first is None else feel.Null()
    dated = [(first, value)] if first is not None else []
    for since, each in [*dated, *later]:
        reached = feel.Binary(">=", feel.Call(feel.Name("today")), value_of(since))
        found = feel.If(reached, value_of(each), found)
    if dated or later:
        writer.notes.add(
            "随日期变化的值写作关于 today() 的条件",
            "the values by day become conditions of today()",
        )
    return found


def value_of(value: Value) -> feel.Feel:
    """Say a value that is written out."""
    if value is None:
        return feel.Null()
    if isinstance(value, tuple):
        return feel.ListLiteral(tuple(map(value_of, value)))
    # Constants and lookups hold no records.
    return literal(cast(LiteralValue, value))


def function_model(
    function: model.Function, body: Node, name: str, writer: Writer
) -> KnowledgeModel:
    """Make a business knowledge model of a function."""
    logic = writer.literal(writer.say(body))
    returns = writer.types.of(f"{function.key}_value", function.returns)
    return _model(function, name, returns, logic, writer)


def lookup_model(
    lookup: model.Lookup, rows: CheckedLookup, name: str, writer: Writer
) -> KnowledgeModel:
    """Make a business knowledge model of a lookup: a table of its rows."""
    single = len(lookup.values) == 1
    types = writer.types
    if single:
        returns = types.of(f"{lookup.key}_value", lookup.values[0].type)
    else:
        members = tuple(
            titled_component(
                each.key,
                types.of(f"{lookup.key}_{each.key}", each.type),
                each.title,
                Both(),
                writer.language,
            )
            for each in lookup.values
        )
        returns = types.add_context(f"{lookup.key}_value", members)
    writer.notes.add(
        "对照表写作业务知识模型中的决策表",
        "the lookup becomes a decision table in a business knowledge model",
    )
    table = DecisionTable(
        tuple(
            InputClause(Text(_parameter(each.key)), base(each.type), id=f"{lookup.key}.{each.key}")
            for each in lookup.keys
        ),
        tuple(
            OutputClause(
                "" if single else each.key, base(each.type), each.title.in_language(writer.language)
            )
            for each in lookup.values
        ),
        tuple(
            DecisionRule(
                f"{lookup.key}.r{number}", tuple(map(_test, keys)), tuple(map(_text, values))
            )
            for number, (keys, values) in enumerate(rows.rows.items(), start=1)
        ),
        id=f"table_{lookup.key}",
    )
    return _model(lookup, name, returns, table, writer)


def _model(
    of: model.Function | model.Lookup, name: str, returns: str, body: Boxed, writer: Writer
) -> KnowledgeModel:
    kind, parameters = (
        ("lookup", of.keys) if isinstance(of, model.Lookup) else ("function", of.parameters)
    )
    lines: list[Line] = title_lines(of.title, writer.language)
    if name != of.key:
        lines.append(("key", of.key))
    return KnowledgeModel(
        f"{kind}_{of.key}",
        Variable(name, returns, of.title.in_language(writer.language), describe(lines)),
        FunctionDefinition(tuple(_formal(of.key, each, writer) for each in parameters), body),
        tuple(writer.read),
    )


def _formal(of: str, parameter: model.Column, writer: Writer) -> Variable:
    said = writer.scope.values.get(parameter.key)
    name = said.name if isinstance(said, feel.Name) else _parameter(parameter.key)
    lines = title_lines(parameter.title, writer.language)
    if name != parameter.key:
        lines.append(("key", parameter.key))
    return Variable(
        name,
        writer.types.of(f"{of}_{parameter.key}", parameter.type),
        parameter.title.in_language(writer.language),
        describe(lines),
    )


def _parameter(key: str) -> str:
    return f"{key}_" if key in KEPT else key


def _test(value: Value) -> Text:
    return Text(print_unary_tests(feel.UnaryTests((feel.ValueTest(value_of(value)),))))


def _text(value: Value) -> Text:
    return Text(print_feel(value_of(value)))
