"""Models of level 3 that the language can hold: end to end, on both engines (issue 4).

Expected values are those of DMN 1.5, chapter 10, worked out by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from rulesets.dmn.model import InputData
from tests.unit.dmn_models import CUSTOMER, decision, given, imported, value

INPUTS: tuple[InputData, ...] = (
    given("n"),
    given("m"),
    given("t", "string"),
    given("u", "string"),
    given("d", "date"),
    given("e", "date"),
    given("b", "boolean"),
    given("Customer", "tCustomer"),
)
ORDERS = [
    {"amount": 10, "paid on": "2026-01-02"},
    {"amount": 200},
    {"amount": 5, "paid on": "2026-03-04"},
]
GIVEN: dict[str, Any] = {
    "n": 7,
    "m": -2,
    "t": "Fenji",
    "u": "rules",
    "d": "2026-01-31",
    "e": "2026-03-15",
    "b": True,
    "Customer": {"name": "Li", "orders": ORDERS, "tags": ["vip", "new"]},
}


@pytest.mark.parametrize(
    ("feel", "expected", "without"),
    [
        # ranges, in, between, if
        ("n in [1..7]", True, None),
        ("n in ]1..7[", False, None),
        ("n in (1, 3, > 6)", True, None),
        ("n between 8 and 10", False, None),
        ('t in ("Fenji", "DMN")', True, False),
        ('if n > 5 then "many" else "few"', "many", "few"),
        ("if b then n else m", 7, None),
        ("n = null", False, True),
        ('t != "DMN"', True, True),
        ("n > 5 and b", True, None),
        ("n > 5 or b", True, None),
        ("not(b)", False, None),
        # numbers
        ("floor(n / 2)", 3, None),
        ("ceiling(n / 2)", 4, None),
        ("abs(m)", 2, None),
        ("modulo(n, 4)", 3, None),
        ("n ** 2 - m", 51, None),
        ("n / 0", None, None),
        ("decimal(n / 2, 0)", 4, None),
        # texts
        ("string length(t)", 5, None),
        ("upper case(t)", "FENJI", None),
        ("lower case(t)", "fenji", None),
        ("substring(t, 2, 3)", "enj", None),
        ('contains(t, "enj")', True, None),
        ('starts with(t, "Fe")', True, None),
        ('ends with(t, "x")', False, None),
        ('t + " " + u', "Fenji rules", None),
        # dates
        ('d < date("2026-02-01")', True, None),
        ("d.year * 100 + d.month", 202601, None),
        ('d + duration("P1M")', "2026-02-28", None),
        ('e - duration("P5D")', "2026-03-10", None),
        ("date(2026, 2, 3)", "2026-02-03", "2026-02-03"),
        # records and lists
        ("count(Customer.orders)", 3, None),
        ("sum(Customer.orders.amount)", 215, None),
        ("sum(Customer.orders[amount < 100].amount)", 15, None),
        ("max(Customer.orders.amount)", 200, None),
        ("count(Customer.orders[amount > 5])", 2, None),
        ("some o in Customer.orders satisfies o.amount > 100", True, None),
        ("every o in Customer.orders satisfies o.amount > 5", False, None),
        ('list contains(Customer.tags, "vip")', True, None),
        ("min(n, m, 3)", -2, None),
        ("sum([1, 2, 3])", 6, 6),
    ],
)
def test_an_expression(feel: str, expected: Any, without: Any) -> None:
    made = imported(*INPUTS, decision("R", feel, *(each.id for each in INPUTS)), items=CUSTOMER)
    found = value(made, "R", **GIVEN)
    assert (type(found) is bool) is (type(expected) is bool)
    assert found == expected
    assert value(made, "R") == without
