"""From FEEL's tree to that of the language of rules: `translate` and `translate_tests`."""

from __future__ import annotations

from dataclasses import replace

from rulesets.checking.static_types import concluded
from rulesets.dmn.feel.tree import Feel, UnaryTests
from rulesets.dmn.translating import cells, idioms
from rulesets.dmn.translating.environment import Environment, Translated
from rulesets.dmn.translating.expressions import expression
from rulesets.dmn.translating.idiomatic_tests import recognised_tests
from rulesets.dmn.translating.said import FALSE, NULL, Days, Months, Said, known, named, plain
from rulesets.dmn.translating.scope import Scope
from rulesets.errors import AuthorError, Fault
from rulesets.expressions.tree import Cell, Node
from rulesets.types import RecordsType, Type


def translate(
    feel: Feel, environment: Environment, wanted: Type | None = None, *, truth: bool = False
) -> Translated:
    """Say a FEEL expression in the language of rules, with the same value for all facts.

    Args:
        feel: as read.
        environment: what its names stand for.
        wanted: the type that the value must have; None: any.
        truth: only whether it is true matters, as in a cell: it may be unknown where FEEL has
            false or null.

    Raises:
        AuthorError: it cannot be said; all faults of the expression, each with its character.

    Example:
        >>> from rulesets.dmn.feel.parser import parse_feel
        >>> from rulesets.dmn.translating.environment import Value
        >>> from rulesets.expressions.printer import print_node
        >>> from rulesets.expressions.tree import Name
        >>> from rulesets.types import NumberType
        >>> age = Environment({"Age": Value(Name("age"), NumberType())})
        >>> print_node(translate(parse_feel("Age = 18", ["Age"]), age).node)
        'coalesce(age = 18, false)'
        >>> print_node(translate(parse_feel("Age = 18", ["Age"]), age, truth=True).node)
        'age = 18'
    """
    scope = Scope(environment, _say)
    found = scope.boolean(feel, truth=True) if truth else scope.value(feel)
    result = _delivered(found, wanted, scope, feel.at)
    _raise(scope.faults)
    return result


def translate_tests(
    tests: UnaryTests, subject: Translated, environment: Environment
) -> Cell | Node:
    """Say the cell of an input column, whose expression was said as `subject`.

    Returns:
        A cell; or a condition that needs a column of its own, with the cell `true`.

    Raises:
        AuthorError: it cannot be said; all faults of the cell.

    Example:
        >>> from rulesets.dmn.feel.parser import parse_unary_tests
        >>> from rulesets.expressions.printer import print_cell, print_node
        >>> from rulesets.expressions.tree import Name
        >>> from rulesets.types import NumberType
        >>> age = Translated(Name("age"), NumberType())
        >>> print_cell(translate_tests(parse_unary_tests("< 18"), age, Environment()))
        '< 18'
        >>> print_node(translate_tests(parse_unary_tests("not(18)"), age, Environment()))
        'age != 18 or age is missing'
    """
    said = NULL
    if subject.type is not None:
        said = known(subject.node, subject.type, total=subject.total)
    scope = cells.subject_scope(said, Scope(environment, _say))
    idiom = recognised_tests(tests, subject, environment, _part(scope))
    if idiom is not None and not cells.fails(idiom):
        return idiom
    result = cells.cell(tests, said, scope)
    _raise(scope.faults)
    return result


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise AuthorError(tuple(sorted(faults, key=_character)))


def _character(fault: Fault) -> int:
    return int(fault.place[0][1]) if fault.place else 0


def _delivered(found: Said, wanted: Type | None, scope: Scope, at: int) -> Translated:
    """Look at the kind of the whole: it is a value, and of the type that is wanted."""
    if found.broken or found.kind is None:
        return Translated(found.node, None)
    if isinstance(found.kind, Days | Months):
        scope.refuse("作为值的时长", "duration as a value", at)
        return Translated(found.node, None)
    if isinstance(found.kind, RecordsType):
        scope.refuse("作为值的记录列表", "list of contexts as a value", at)
        return Translated(found.node, None)
    if wanted is not None:
        clash = concluded(wanted, found.kind)
        if clash is not None and clash.code == "not-in-list":
            text = str(clash.words["text"])
            scope.refuse(
                f"不在取值范围内的值 `{text}`", f"value outside of those allowed: `{text}`", at
            )
        elif clash is not None:
            scope.mismatch(named(wanted), found, at)
    return Translated(found.node, plain(found.kind), found.total)


# ----------------------------------------------------------------------------------- expressions


def _say(scope: Scope, feel: Feel, truth: bool) -> Said:
    found = _idiom(scope, feel) or expression(scope, feel, truth=truth)
    return FALSE if truth and found.null else found


def _idiom(scope: Scope, feel: Feel) -> Said | None:
    """Look whether the export wrote it."""
    found = idioms.recognised(feel, scope.environment, _part(scope))
    return None if found is None else Said(found.node, found.type, found.total)


def _part(scope: Scope) -> idioms.Translate:
    """Return what says the parts of an idiom."""

    def part(
        feel: Feel, environment: Environment, wanted: Type | None = None, *, truth: bool = False
    ) -> Translated:
        inner = replace(scope, environment=environment, faults=[])
        found = inner.boolean(feel, truth=True) if truth else inner.value(feel)
        result = _delivered(found, wanted, inner, feel.at)
        _raise(inner.faults)
        return result

    return part
