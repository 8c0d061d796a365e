"""Calls of the functions of the document, which the ruleset has too."""

from __future__ import annotations

from rulesets.checking.static_types import concluded
from rulesets.dmn.feel.tree import Call
from rulesets.dmn.translating.environment import Function
from rulesets.dmn.translating.functions import bound
from rulesets.dmn.translating.said import BROKEN, Days, Months, Said, named
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions import tree
from rulesets.types import Type


def called(scope: Scope, feel: Call, known: Function) -> Said:
    """Say a call of a function of the document."""
    names = tuple(name for name, _ in known.parameters)
    given = bound(feel, names)
    if given is None:
        expected = ", ".join(names)
        return scope.refuse(
            f"参数不是 ({expected}) 的函数调用",
            f"call with other arguments than ({expected})",
            feel.at,
        )
    arguments = [scope.value(given[name]) for name in names]
    if any(each.broken for each in arguments):
        return BROKEN
    for found, (name, wanted) in zip(arguments, known.parameters, strict=True):
        if not _taken(found, wanted, scope, given[name].at):
            return BROKEN
    return Said(tree.Call(known.key, tuple(each.node for each in arguments)), known.returns)


def _taken(found: Said, wanted: Type, scope: Scope, at: int) -> bool:
    """Tell whether a parameter takes an argument; else refuse it."""
    if found.null:
        scope.refuse("作为参数的空值", "null as an argument", at)
        return False
    unfit = found.kind is None or isinstance(found.kind, Days | Months)
    if unfit or concluded(wanted, found.kind) is not None:  # type: ignore[arg-type]  # looked at first
        scope.mismatch(named(wanted), found, at)
        return False
    return True
