"""Whether a scorecard's bands leave a value out: what is said of the rest must be so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rulesets.checked import CheckedBand, CheckedScoreInput
from rulesets.expressions.tree import (
    Cell,
    CompareTest,
    Literal,
    MissingCell,
    Name,
    RangeTest,
    ValueTest,
)
from rulesets.types import BooleanType, Both, NumberType, Type
from rulesets.wording.covering import covers, tells_missing
from tests.wording_sample import REGION, VALUE, cell, number

CONSTANTS = frozenset(("limit",))
WHOLE = NumberType(scale=0, minimum=Decimal(0))
LIMIT, FACT = Name("limit"), Name("order_count")


def scored(of_type: Type, *cells: Cell) -> CheckedScoreInput:
    bands = tuple(CheckedBand(str(place), each, Decimal(1)) for place, each in enumerate(cells))
    return CheckedScoreInput("key", Both(), Name("subject"), of_type, bands)


def span(low: int, high: int, *, low_in: bool = True, high_in: bool = True) -> Cell:
    return cell(RangeTest(number(low), number(high), low_in, high_in))


UP_TO_30 = cell(CompareTest("<=", number(30)))
ABOVE_30 = cell(CompareTest(">", number(30)))


@pytest.mark.parametrize(
    "score",
    [
        scored(VALUE, cell(ValueTest(Literal("low")), ValueTest(Literal("high")))),
        scored(BooleanType(), cell(ValueTest(Literal(True))), cell(ValueTest(Literal(False)))),
        scored(NumberType(), UP_TO_30, ABOVE_30),
        scored(WHOLE, cell(ValueTest(number(0))), span(1, 30), ABOVE_30),
        scored(replace(WHOLE, maximum=Decimal(9)), span(0, 4), span(5, 9)),
        scored(
            NumberType(), cell(CompareTest("<", LIMIT)), cell(CompareTest(">=", LIMIT)), UP_TO_30
        ),
        scored(REGION, MissingCell(negated=True)),
    ],
)
def test_bands_that_take_every_value(score: CheckedScoreInput) -> None:
    assert covers(score, CONSTANTS)


@pytest.mark.parametrize(
    "score",
    [
        scored(VALUE, cell(ValueTest(Literal("high")))),
        scored(VALUE, replace(cell(ValueTest(Literal("low"))), negated=True)),
        scored(BooleanType(), cell(ValueTest(Literal(True)))),
        scored(NumberType(), cell(CompareTest("<", number(30))), ABOVE_30),
        scored(NumberType(), ABOVE_30),
        scored(NumberType(), UP_TO_30),
        scored(NumberType(), cell(CompareTest("<=", number(30))), cell(CompareTest(">", LIMIT))),
        scored(NumberType(scale=1), UP_TO_30, cell(CompareTest(">=", number(31)))),
        scored(WHOLE, span(1, 30), ABOVE_30),
        scored(WHOLE, span(0, 30), cell(CompareTest(">", number(31)))),
        scored(NumberType(), cell(CompareTest("<", FACT)), cell(CompareTest(">=", FACT))),
        scored(REGION, MissingCell()),
    ],
)
def test_bands_that_leave_a_value_out(score: CheckedScoreInput) -> None:
    assert not covers(score, CONSTANTS)


def test_a_band_of_its_own_for_what_is_missing() -> None:
    assert tells_missing(scored(REGION, MissingCell()))
    assert not tells_missing(scored(REGION, MissingCell(negated=True)))
