"""Whether the bands of a scorecard's input leave any value out, so far as it is written on them."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal

from rulesets.checked import CheckedScoreInput
from rulesets.expressions import tree
from rulesets.types import BooleanType, NumberType, TextType, Type

_Span = tuple[tree.Node | None, bool, tree.Node | None, bool]
"""From where, whether with it, up to where, whether with it; None is without end."""


def covers(score: CheckedScoreInput, constants: Container[str]) -> bool:
    """Tell whether some band holds for every value that is not missing.

    Bands of values must name each code; bands of numbers must meet end to end, by the same number
    or the same constant. It may say no where a closer look would say yes, never the other way.
    """
    cells = [band.cell for band in score.bands]
    if any(isinstance(cell, tree.MissingCell) and cell.negated for cell in cells):
        return True
    tests: list[tree.Test] = []
    for cell in cells:
        if isinstance(cell, tree.TestsCell) and not cell.negated:
            tests.extend(cell.tests)
    if isinstance(score.subject_type, NumberType):
        spans = [span for test in tests if (span := _span(test)) and _is_known(span, constants)]
        return _meets(spans, score.subject_type)
    wanted = _every_value(score.subject_type)
    return bool(wanted) and wanted <= {_literal(test) for test in tests}


def tells_missing(score: CheckedScoreInput) -> bool:
    """Tell whether a band of its own holds where the value is missing."""
    cells = [band.cell for band in score.bands]
    return any(isinstance(cell, tree.MissingCell) and not cell.negated for cell in cells)


def _every_value(of_type: Type | None) -> set[object]:
    if isinstance(of_type, BooleanType):
        return {True, False}
    codes = of_type.one_of if isinstance(of_type, TextType) else None
    return set(codes.by_value) if codes else set()


def _literal(test: tree.Test) -> object:
    operand = test.operand if isinstance(test, tree.ValueTest) else None
    return operand.value if isinstance(operand, tree.Literal) else None


def _is_known(span: _Span, constants: Container[str]) -> bool:
    # A fact may be missing, and with it the answer whether the value lies before it.
    return all(
        end is None
        or _number(end) is not None
        or (isinstance(end, tree.Name) and end.key in constants)
        for end in (span[0], span[2])
    )


def _meets(spans: list[_Span], of_type: NumberType) -> bool:
    reached = [span for span in spans if _begins(span, of_type)]
    while reached:
        span = reached.pop()
        spans = [other for other in spans if other is not span]
        if span[2] is None or _ends(span, of_type):
            return True
        reached += [other for other in spans if _joins(span, other, of_type)]
    return False


def _span(test: tree.Test) -> _Span | None:
    match test:
        case tree.RangeTest():
            return test.low, test.low_included, test.high, test.high_included
        case tree.CompareTest(op=">" | ">="):
            return test.operand, test.op == ">=", None, False
        case tree.CompareTest(op="<" | "<="):
            return None, False, test.operand, test.op == "<="
        case tree.ValueTest():
            return test.operand, True, test.operand, True
        case _:
            return None


def _begins(span: _Span, of_type: NumberType) -> bool:
    low, low_included, _, _ = span
    if low is None:
        return True
    return low_included and of_type.minimum is not None and _number(low) == of_type.minimum


def _ends(span: _Span, of_type: NumberType) -> bool:
    high, high_included = span[2:]
    return (
        high is not None
        and high_included
        and of_type.maximum is not None
        and _number(high) == of_type.maximum
    )


def _joins(before: _Span, after: _Span, of_type: NumberType) -> bool:
    high, high_included = before[2:]
    low, low_included = after[:2]
    if high is None or low is None:
        return False
    if high == low:
        return high_included or low_included
    # Of whole numbers, up to 30 meets from 31 on.
    ended, begun = _number(high), _number(low)
    whole = of_type.scale == 0 and high_included and low_included
    return whole and ended is not None and begun == ended + 1


def _number(node: tree.Node) -> Decimal | None:
    inner = node.operand if isinstance(node, tree.Negate) else node
    value = inner.value if isinstance(inner, tree.Literal) else None
    if not isinstance(value, Decimal):
        return None
    return value if inner is node else -value
