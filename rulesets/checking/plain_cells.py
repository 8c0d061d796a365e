"""Cells that are plain numbers, ranges or quoted texts, read without the parser.

Large tables are made of these: their trees are those that the parser gives, ten times as fast. All
else is left to the parser. A test holds the two against each other.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rulesets.expressions.scope import Scope
from rulesets.expressions.spelling import composed, folded
from rulesets.expressions.tree import (
    Cell,
    CompareTest,
    Literal,
    RangeTest,
    TestsCell,
    ValueTest,
)
from rulesets.types import NumberType, TextType, Type

_PLAIN = r"[0-9]{1,16}(?:\.[0-9]{1,16})?"
_NUMBER = re.compile(_PLAIN, re.ASCII)
_COMPARED = re.compile(rf"(<=|>=|!=|<|>|=) ?({_PLAIN})", re.ASCII)
_RANGE = re.compile(rf"([\[(\]])({_PLAIN}) \.\. ({_PLAIN})([\])\[])", re.ASCII)
_TEXT = re.compile(r'"([^"“”「」＂\\]*)"')


def has_plain_numbers(scope: Scope) -> bool:
    """Tell whether digits can only be numbers: no name or title begins with one.

    Example:
        >>> has_plain_numbers(Scope(names={"2026 目标": "target"}))
        False
    """
    return not any(folded(name)[:1].isdigit() for name in (*scope.names, *scope.functions))


def plain_number(text: str) -> Literal | None:
    """Read an output cell that is a plain number; None when it is anything else.

    Example:
        >>> plain_number("2.50").value, plain_number("-2"), plain_number("50万")
        (Decimal('2.50'), None, None)
    """
    return Literal(Decimal(text), at=1) if _NUMBER.fullmatch(text) else None


def plain_cell(text: str, subject: Type) -> Cell | None:
    """Read an input cell that is plain for its column; None when it is anything else.

    Example:
        >>> plain_cell("[1 .. 5)", NumberType()).tests[0].high_included
        False
        >>> plain_cell("[5 .. 1)", NumberType()) is None
        True
    """
    if isinstance(subject, NumberType):
        return _number_cell(text)
    if isinstance(subject, TextType) and subject.one_of is None:
        quoted = _TEXT.fullmatch(text)
        if quoted is not None:
            return TestsCell((ValueTest(Literal(composed(quoted[1]), at=1)),))
    return None


def _number_cell(text: str) -> Cell | None:
    compared = _COMPARED.fullmatch(text)
    if compared is not None:
        number = Literal(Decimal(compared[2]), at=compared.start(2) + 1)
        return TestsCell((CompareTest(compared[1], number),))
    found = _RANGE.fullmatch(text)
    if found is not None:
        low, high = Decimal(found[2]), Decimal(found[3])
        if low > high:
            return None  # the whole check says what is wrong with it
        ends = Literal(low, at=found.start(2) + 1), Literal(high, at=found.start(3) + 1)
        return TestsCell((RangeTest(*ends, found[1] == "[", found[4] == "]"),))
    if _NUMBER.fullmatch(text):
        return TestsCell((ValueTest(Literal(Decimal(text), at=1)),))
    return None
