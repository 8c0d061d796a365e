"""What of FEEL is refused by name when it is translated, and where: all of it at once."""

from __future__ import annotations

import pytest

from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.translating import translate, translate_tests
from rulesets.dmn.translating.environment import (
    Environment,
    Value,
)
from rulesets.errors import AuthorError, Fault
from rulesets.expressions.tree import Name
from rulesets.types import (
    Type,
)
from tests.unit.feel_names import ENVIRONMENT, NAMES, NUMBER, SIZE, TEXT


def faults(text: str, wanted: Type | None = None) -> tuple[Fault, ...]:
    with pytest.raises(AuthorError) as refused:
        translate(parse_feel(text, NAMES), ENVIRONMENT, wanted)
    return refused.value.faults


@pytest.mark.parametrize(
    ("text", "construct", "character"),
    [
        ('t < "x"', "order of texts", 1),
        ("c < true", "order of a boolean", 1),
        ('a + "x"', "`+` of a number and a text", 1),
        ("a + day", "`+` of a number and a date", 1),
        ("at - at", "adding to a date and time, or subtracting from one", 1),
        ("day + at.year", "member `year` of a datetime", 7),
        ("a ** 0.5", "power that is not whole from -1000 to 1000", 1),
        ('a = "x"', "part should be a number and is a text", 1),
        ("if c then 1 else t", "part should be a number and is a text", 1),
        ("a and c", "part should be a boolean and is a number", 1),
        ("duration(t)", "`duration` with these arguments", 1),
        ('duration("PT1H")', "duration that is not of whole days, nor of months: `PT1H`", 10),
        ('duration("P1D")', "duration as a value", 1),
        ('duration("P1M") * 2', "`*` of a duration and a number", 1),
        ("day - until", "duration as a value", 1),
        ('date("2026-02-30")', "date that is none, or of no year 1 to 9999: `2026-02-30`", 6),
        ("date(at)", "day of a date and time by its own offset", 1),
        ('date and time("2026-03-01T09:00:00")', "has no offset, or is none", 15),
        ('@"09:00:00"', "such date, date and time or duration as `09:00:00`", 1),
        ("time(9, 0, 0)", "function `time`", 1),
        ("round half down(a, 0)", "function `round half down`", 1),
        ("sqrt(a)", "function `sqrt`", 1),
        ('matches(t, "x")', "function `matches`", 1),
        ("floor(a, 1)", "`floor` with these arguments", 1),
        ("decimal(a, b)", "rounding to other than -18 to 12 decimals", 12),
        ("decimal(a, 13)", "rounding to other than -18 to 12 decimals", 12),
        ("decimal(a)", "`decimal` with these arguments", 1),
        ("substring(t, a)", "start and length are not whole numbers", 1),
        ("substring(t, 0)", "start and length are not whole numbers", 1),
        ("string(at)", "`string` with these arguments", 1),
        ("string length(a)", "part should be a text and is a number", 15),
        ("PMT(a)", "call with other arguments than (p, r)", 1),
        ("PMT(a, null)", "null as an argument", 8),
        ("PMT(a, t)", "part should be a number and is a text", 8),
        ("PMT", "function as a value: `PMT`", 1),
        ("loan", "context as a value: `loan`", 1),
        ("orders", "list of contexts as a value", 1),
        ("orders.amount", "list from records outside of an aggregate", 1),
        ("orders[paid]", "list outside of an aggregate", 1),
        ("orders[1]", "item of a list by its place", 1),
        ("count(orders[a])", "item of a list by its place", 7),
        ("sum(orders)", "`sum` of whole records", 1),
        ("sum(orders.kind)", "part should be a number and is a text", 1),
        ("count(tags[item = t])", "filter of a list that is no records", 7),
        ("some x in tags satisfies c", "iteration over a list that is no records", 1),
        ("[1, a]", "list that may hold null", 5),
        ("{x: 1}", "context as a value", 1),
        ("[1..2]", "range as a value", 1),
        ("function(x) x", "function as a value", 1),
        ("a in [5..1]", "range that ends before it begins", 6),
        ("a instance of list<number>", "test for the type `list<number>`", 1),
        ("1" * 35, "number of more than 34 digits", 1),
        ("some o in orders, p in orders satisfies o.paid", "iteration over several lists", 1),
        (
            "count(orders[count(orders) > 1])",
            "list of records within a row of another",
            20,
        ),
        (
            '(if c then "huge" else "small") = size',
            "comparison of texts of which only some are among the allowed values",
            1,
        ),
    ],
)
def test_what_is_refused_by_name(text: str, construct: str, character: int) -> None:
    (fault,) = faults(text)
    assert fault.code == "dmn-not-in-language"
    assert construct in fault.message("en")
    assert fault.place == (("character", character),)
    assert any("\u4e00" <= each <= "\u9fff" for each in str(fault.words["construct"].zh))  # type: ignore[union-attr]  # a text in both languages


def test_a_name_that_a_member_of_the_row_hides_is_refused() -> None:
    """10.1: sub-facts of the row win, so that the outer name could not be meant."""
    environment = Environment({**ENVIRONMENT.names, "outer": Value(Name("amount"), NUMBER)})
    with pytest.raises(AuthorError) as refused:
        translate(parse_feel("count(orders[paid and outer > 1])", [*NAMES, "outer"]), environment)
    (fault,) = refused.value.faults
    assert "outer name `amount`" in fault.message("en")


def test_an_aggregate_that_a_name_brings_into_a_row_is_refused() -> None:
    total = translate(parse_feel("count(orders)", NAMES), ENVIRONMENT)
    environment = Environment({**ENVIRONMENT.names, "total": Value(total.node, NUMBER)})
    with pytest.raises(AuthorError) as refused:
        translate(parse_feel("count(orders[amount > total])", [*NAMES, "total"]), environment)
    (fault,) = refused.value.faults
    assert "aggregate within a row of another" in fault.message("en")


def test_all_faults_of_an_expression_are_reported_in_their_order() -> None:
    found = faults('if t < "x" then unheard else sqrt(a) + loan.nothing')
    assert [(each.code, each.place[0][1]) for each in found] == [
        ("dmn-not-in-language", 4),
        ("dmn-unknown-reference", 17),
        ("dmn-not-in-language", 30),
        ("dmn-unknown-reference", 40),
    ]
    assert found[1].words["reference"] == "unheard"


def test_all_faults_of_a_cell_are_reported() -> None:
    column = translate(parse_feel("a", NAMES), ENVIRONMENT)
    with pytest.raises(AuthorError) as refused:
        translate_tests(parse_unary_tests('"x", < unheard, tags', NAMES), column, ENVIRONMENT)
    assert [each.place[0][1] for each in refused.value.faults] == [1, 8, 17]


def test_the_wanted_type_is_held_to() -> None:
    for text, of in (("a", NUMBER), ("null", NUMBER), ('"small"', SIZE)):
        translate(parse_feel(text, NAMES), ENVIRONMENT, of)  # is not refused
    (fault,) = faults("a", TEXT)
    assert "should be a text and is a number" in fault.message("en")
    (fault,) = faults('"huge"', SIZE)
    assert "value outside of those allowed: `huge`" in fault.message("en")
    assert "不在取值范围内的值 `huge`" in fault.message("zh")


def test_a_condition_must_be_boolean() -> None:
    with pytest.raises(AuthorError):
        translate(parse_feel("a", NAMES), ENVIRONMENT, truth=True)
