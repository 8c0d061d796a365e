"""The functions of a ruleset: what their bodies may read, and that none calls itself (1.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rulesets import model
from rulesets.checked import CheckedFunction
from rulesets.checking.circles import circles
from rulesets.checking.meaning import Meaning
from rulesets.checking.naming import Names
from rulesets.checking.reading import parsed
from rulesets.checking.report import Report
from rulesets.checking.static_types import concluded
from rulesets.checking.tree_types import TreeTypes
from rulesets.checking.written_values import codes_of
from rulesets.expressions.scope import Scope, spellings
from rulesets.expressions.tree import Call, Name, Node, Previous
from rulesets.expressions.walk import within
from rulesets.types import NumberType


def read_function(
    function: model.Function, names: Names, meaning: Meaning, report: Report
) -> CheckedFunction | None:
    """Read the body of a function; None when it has a fault, which is reported."""
    node = parsed(function.expression, scope_of(function, names), report, null=True)
    if node is None:
        return None
    parameters = {each.key: each.type for each in function.parameters}
    before = len(report.faults)
    for each in within(node):
        read = _fact_read(each, parameters, names)
        if read is not None:
            report.add("function-reads-fact", character=each.at, name=read)
    inside = replace(meaning, names={**meaning.names, **parameters})
    found = TreeTypes(inside, report).type_of(node)
    clash = concluded(function.returns, found) if found is not None else None
    if clash is not None:
        report.refuse(clash, node.at)
    if len(report.faults) > before:
        return None
    return CheckedFunction(
        function.key,
        tuple((each.key, each.type) for each in function.parameters),
        function.returns,
        node,
    )


def scope_of(function: model.Function, names: Names) -> Scope:
    """Return the scope of a body: a parameter wins over what else has its key or title."""
    if names.scope.canonical:
        keys = {each.key: each.key for each in function.parameters}
        return replace(names.scope, names={**names.scope.names, **keys}, record_fields={})
    own = spellings((each.key, each.title) for each in function.parameters)
    lists = {each.key: codes_of(each.type) for each in function.parameters}
    others = {key: codes for key, codes in names.scope.code_lists.items() if key not in lists}
    scope = replace(
        names.scope,
        names={**names.scope.names, **own},
        record_fields={},
        code_lists=others | {key: codes for key, codes in lists.items() if codes is not None},
    )
    returns = function.returns
    percent = isinstance(returns, NumberType) and returns.unit == "%"
    return scope.for_column(codes_of(returns), percent=percent)


def _fact_read(node: Node, parameters: Mapping[str, object], names: Names) -> str | None:
    if isinstance(node, Previous):
        return f"previous({node.key})"
    if not isinstance(node, Name) or node.key in parameters:
        return None
    return node.key if node.key in names.facts or node.key in names.conclusions else None


def circular(
    functions: Mapping[str, CheckedFunction], places: Mapping[str, Report]
) -> frozenset[str]:
    """Report each circle of functions that call one another; return all that lead into one."""
    calls = {key: tuple(_called(each, functions)) for key, each in functions.items()}
    unsound: set[str] = set()
    for circle in circles(calls):
        shown = " → ".join(f"`{each}`" for each in (*circle, circle[0]))
        places[circle[0]].add("function-cycle", cycle=shown)
        unsound.update(circle)
    while True:
        leading = {key for key, called in calls.items() if not unsound.isdisjoint(called)}
        if leading <= unsound:
            return frozenset(unsound)
        unsound |= leading


def _called(function: CheckedFunction, functions: Mapping[str, CheckedFunction]) -> Iterator[str]:
    for node in within(function.body):
        if isinstance(node, Call) and node.function in functions:
            yield node.function
