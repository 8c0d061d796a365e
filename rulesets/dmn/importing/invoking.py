"""What an invocation calls, and with which arguments."""

from __future__ import annotations

from dataclasses import replace

from rulesets.dmn.feel.tree import Call, Feel
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import (
    Boxed,
    Context,
    ContextEntry,
    DecisionTable,
    FunctionDefinition,
    KnowledgeModel,
    LiteralExpression,
    Place,
    Text,
    Variable,
)


def called(name: str, scope: Scope, place: Place, report: Report) -> KnowledgeModel | None:
    """Return the model that a name calls; None: a fault was told, here or before."""
    knowledge = scope.models.get(name)
    if knowledge is not None and knowledge.function is not None:
        return knowledge
    if name not in scope.unsaid:
        report.refuse(
            f"对未列为所需知识的 `{name}` 的调用",
            f"invocation of `{name}`, which is no required business knowledge model",
            place,
        )
    return None


def arguments(feel: Call, function: FunctionDefinition) -> dict[str, Feel] | None:
    """Return the arguments of a call by the names of parameters; None: their number is another."""
    if feel.positional and len(feel.positional) == len(function.parameters):
        names = [each.name for each in function.parameters]
        return dict(zip(names, feel.positional, strict=True))
    return dict(feel.named) if len(feel.named) == len(function.parameters) else None


def refuse_arguments(name: str, place: Place, report: Report) -> None:
    """Refuse a call with other parameters than the model has."""
    report.refuse(
        f"参数与定义不符的调用 `{name}`",
        f"call of `{name}` with other parameters than it has",
        place,
    )


def typed_body(function: FunctionDefinition, variable: Variable) -> Boxed:
    """Return what a function does, held to the type that it declares for its result."""
    body, type_ref = function.body, variable.type_ref or function.type_ref
    if isinstance(body, DecisionTable):
        return replace(body, type_ref=body.type_ref or type_ref)
    if not type_ref or not isinstance(body, LiteralExpression):
        return body
    result = replace(variable, name="result", type_ref=type_ref)
    told = LiteralExpression(Text("result", body.text.place))
    return Context((ContextEntry(result, body), ContextEntry(None, told)), place=function.place)
