"""Plain data become the model again, whatever shape a field has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rulesets.model import Row, When
from rulesets.plain import from_plain, to_plain
from rulesets.types import ListType, NumberType


@pytest.mark.parametrize(
    "value",
    [
        Row("r1", ("A", "-"), ("1",), disabled=True, valid_from=date(2026, 1, 31)),
        When("all", ("a > 1", When("none", ("b", "c")))),
        ListType(NumberType(scale=2, minimum=Decimal("0.50"))),
    ],
)
def test_each_shape_of_field_is_read_back(value: object) -> None:
    assert from_plain(type(value), to_plain(value)) == value


@pytest.mark.parametrize(
    ("made", "plain"),
    [
        (Row, {"id": "r", "when": [], "then": [], "unheard_of": "x"}),
        (Row, {"id": "r", "when": []}),
        (Row, {"id": "r", "when": [], "then": [], "valid_from": "31.1.2026"}),
        (NumberType, {"is": "number", "minimum": "much"}),
        (ListType, {"item": {"is": "unheard of"}}),
    ],
)
def test_what_is_no_plain_form_of_the_model_is_refused(made: type, plain: object) -> None:
    with pytest.raises((TypeError, ValueError, KeyError, ArithmeticError)):
        from_plain(made, plain)
