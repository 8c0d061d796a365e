"""Each rule of translating FEEL: what is said, with the value that FEEL has.

Expected texts follow from what DMN 1.5 says of null (10.3.2) and docs/language.md of missing.
"""

from __future__ import annotations

import pytest

from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.translating import translate, translate_tests
from rulesets.dmn.translating.calculating import may_fail
from rulesets.dmn.translating.environment import (
    Translated,
)
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import Arithmetic, Cell, Literal, Name
from rulesets.types import (
    ListType,
    Type,
)
from tests.unit.feel_names import BOOLEAN, ENVIRONMENT, NAMES, NUMBER, SIZE, TEXT


def value(text: str) -> str:
    return print_node(translate(parse_feel(text, NAMES), ENVIRONMENT).node)


def truth(text: str) -> str:
    return print_node(translate(parse_feel(text, NAMES), ENVIRONMENT, truth=True).node)


def cell(subject: str, text: str) -> str:
    """A cell as it stands in its column; `|` before a condition that needs one of its own."""
    column = translate(parse_feel(subject, NAMES), ENVIRONMENT)
    found = translate_tests(parse_unary_tests(text, [*NAMES, "?"]), column, ENVIRONMENT)
    return print_cell(found) if isinstance(found, Cell) else f"| {print_node(found)}"


@pytest.mark.parametrize(
    ("text", "said", "true"),
    [
        # null equals null and nothing else, and is never unknown
        ("a = 1", "coalesce(a = 1, false)", "a = 1"),
        ("1 = a", "coalesce(1 = a, false)", "1 = a"),
        ("sure = 1", "sure = 1", "sure = 1"),
        ("a != 1", "a != 1 or a is missing", "a != 1 or a is missing"),
        ("sure != 1", "sure != 1", "sure != 1"),
        ("a = null", "a is missing", "a is missing"),
        ("null != a", "a is present", "a is present"),
        ("sure = null", "false", "false"),
        ("null = null", "true", "true"),
        (
            "a = b",
            "a is missing and b is missing or coalesce(a = b, false)",
            "a is missing and b is missing or a = b",
        ),
        (
            "a != b",
            "not(a is missing and b is missing or coalesce(a = b, false))",
            "not(a is missing and b is missing or coalesce(a = b, false))",
        ),
        ("not(a = 1)", "a != 1 or a is missing", "a != 1 or a is missing"),
        ("not(a != 1)", "coalesce(a = 1, false)", "a = 1"),
        # a text that is not allowed is never equal
        ('size = "huge"', "false", "false"),
        ('size != "huge"', "true", "true"),
        ('size = "small"', 'coalesce(size = "small", false)', 'size = "small"'),
        # what is ordered is null with null
        ("a > 1", "a > 1", "a > 1"),
        ("day <= until", "day <= until", "day <= until"),
        ("a > null", "null", "false"),
        ("a between 1 and b", "a between 1 and b", "a between 1 and b"),
        # Kleene
        ("c and a > 1", "c and a > 1", "c and a > 1"),
        ("c or a = 1", "c or coalesce(a = 1, false)", "c or a = 1"),
        ("c and null", "if coalesce(c, true) then null else false", "c and false"),
        ("c or null", "if coalesce(c, false) then true else null", "c or false"),
        ("null or true", "true", "false or true"),
        ("not(c)", "not(c)", "not(c)"),
        ("not(null)", "null", "false"),
        # membership
        ("a in (1, 2)", "coalesce(a in (1, 2), false)", "a in (1, 2)"),
        ("a in (1, < 0)", "a in (1, < 0)", "a in (1, < 0)"),
        ("a in [1..b)", "a in [1 .. b)", "a in [1 .. b)"),
        ("a in (..5]", "a <= 5", "a <= 5"),
        ("a in (null, 3)", "a is missing or a = 3", "a is missing or a = 3"),
        ("sure in (1, 2)", "sure in (1, 2)", "sure in (1, 2)"),
        ('t in ["x", "y"]', 'coalesce(t in ("x", "y"), false)', 't in ("x", "y")'),
        (
            "t in tags",
            "t is missing and tags is missing or coalesce(list contains(tags, t), false)",
            "t is missing and tags is missing or list contains(tags, t)",
        ),
        (
            "list contains(tags, t)",
            "coalesce(list contains(tags, t), if tags is missing then null else false)",
            "list contains(tags, t)",
        ),
        ("a instance of number", "a is present", "a is present"),
        ("a instance of string", "false", "false"),
    ],
)
def test_conditions(text: str, said: str, true: str) -> None:
    assert value(text) == said
    assert truth(text) == true


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a + b * 2 - -a", "a + b * 2 - -a"),
        ("-a ** 2", "-a ** 2"),
        ("10 + null", "null"),
        ("null ** 2", "null"),
        ('t + "!"', 't + "!"'),
        ("if a > 1 then a else null", "if coalesce(a > 1, false) then a else null"),
        ("if a = 1 then 2 else 3", "if coalesce(a = 1, false) then 2 else 3"),
        ("if sure = 1 then 2 else 3", "if sure = 1 then 2 else 3"),
        ("if null then 1 else a", "a"),
        ("if c then null else null", "null"),
        ("loan.Full Amount / 12", "loan_full_amount / 12"),
        ("PMT(a, 2) + 1", "pmt(a, 2) + 1"),
        ("PMT(r: 2, p: a)", "pmt(a, 2)"),
        ("day.year", "day.year"),
        ("day.weekday", "day.weekday"),
        ('day + duration("P1M")', "add months(day, 1)"),
        ('duration("P1Y2M") + day', "add months(day, 14)"),
        ('day - duration("P30D")', "add days(day, -30)"),
        ('day - duration("-P30D")', "add days(day, 30)"),
        ('day + duration("P1D") * a', "add days(day, a)"),
        ('day + @"PT48H"', "add days(day, 2)"),
        ('(day - until) / duration("P1D")', "days between(until, day)"),
        ('(day - until) / duration("P7D")', "(day - until) / 7"),
        ("(day - until).days", "day - until"),
        ('day - until > duration("P30D")', "day - until > 30"),
        ('date("2026-03-01")', 'date("2026-03-01")'),
        ('@"2026-03-01"', 'date("2026-03-01")'),
        ("date(2026, a, 1)", "date(2026, a, 1)"),
        ("date(day)", "day"),
        (
            'date and time("2026-03-01T09:00:00+08:00")',
            'datetime("2026-03-01T01:00:00Z")',
        ),
        ("day of year(day)", "days between(date(day.year, 1, 1), day) + 1"),
        ("today()", "today"),
        ("now()", "as_of"),
        ("decimal(a, 2)", "round even(a, 2)"),
        ("decimal(scale: 2, n: a)", "round even(a, 2)"),
        ("round half up(a, 0)", "round(a, 0)"),
        ("round up(a, 1)", "round up(a, 1)"),
        ("round down(a, -2)", "round down(a, -2)"),
        ("floor(a) + ceiling(a) + abs(a)", "floor(a) + ceiling(a) + abs(a)"),
        ("modulo(a, 3)", "modulo(a, 3)"),
        ("string length(t)", "length(t)"),
        ("upper case(t) + lower case(t)", "upper(t) + lower(t)"),
        ('contains(t, "x")', 't contains "x"'),
        ('starts with(t, "x") or ends with(t, u)', 't starts with "x" or t ends with u'),
        ("contains(t, null)", "null"),
        ("substring(t, 2)", "if length(t) >= 2 then substring(t, 2) else null"),
        ("substring(t, -3, 2)", "if length(t) >= 3 then substring(t, -3, 2) else null"),
        ("string(a)", "text(a)"),
        ("string(t)", "t"),
        ("min(a, 2, b)", "minimum(a, 2, b)"),
        ("max([a, b])", "maximum(a, b)"),
        ("min(a)", "a"),
        ("min(day, until)", "if day <= until then day else until"),
        ("sum(a, b, 1)", "a + b + 1"),
        ("mean([a, b])", "(a + b) / 2"),
        ("count([a, null])", "2"),
        ("sum([])", "null"),
        ("sum(a, null)", "null"),
        ("all(c, a > 1)", "c and a > 1"),
        ("any([])", "false"),
        ('["x", "y"]', '["x", "y"]'),
        ("[]", "[]"),
        ("orders = null", "orders is missing"),
    ],
)
def test_values(text: str, said: str) -> None:
    assert value(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count(orders)", "count(orders)"),
        ("count(orders[amount > 5])", "count(orders where amount > 5)"),
        ("count(orders[item.amount = 5])", "count(orders where amount = 5)"),
        ("count(orders[paid][amount > b])", "count(orders where paid and amount > b)"),
        (
            "sum(orders.amount)",
            (
                "if count(orders) = 0 or count(orders where amount is missing) > 0"
                " then null else sum(orders, amount)"
            ),
        ),
        (
            "mean(orders[paid].amount)",
            (
                "if count(orders where paid and amount is missing) > 0"
                " then null else average(orders where paid, amount)"
            ),
        ),
        (
            "max(for o in orders return o.amount * 2)",
            (
                "if count(orders where amount * 2 is missing) > 0"
                " then null else max(orders, amount * 2)"
            ),
        ),
        ("sum(for o in orders return 1)", "if count(orders) = 0 then null else sum(orders, 1)"),
        ("sum(for x in [1, 2] return x * b)", "1 * b + 2 * b"),
        ("count(tags)", "count(tags)"),
        ("sum(numbers)", "if count(numbers) = 0 then null else sum(numbers)"),
        ("max(numbers)", "max(numbers)"),
        ("some x in [1, 2] satisfies a > x", "a > 1 or a > 2"),
        ("every x in [] satisfies x > a", "true"),
        (
            "every o in orders satisfies o.amount = 1",
            "count(orders where not(coalesce(amount = 1, false))) = 0",
        ),
        (
            "some o in orders[paid] satisfies o.amount > 1",
            (
                "if count(orders where paid and amount > 1) > 0 then true else"
                " if count(orders where paid and amount > 1 is missing) > 0 then null else false"
            ),
        ),
        (
            "any(orders.paid)",
            (
                "if count(orders where paid) > 0 then true else"
                " if count(orders where paid is missing) > 0 then null else false"
            ),
        ),
        (
            'list contains(orders.kind, "x")',
            'count(orders where coalesce(kind = "x", false)) > 0',
        ),
    ],
)
def test_records(text: str, said: str) -> None:
    assert value(text) == said


def test_only_the_truth_of_records_is_shorter() -> None:
    assert truth("some o in orders satisfies o.paid") == "count(orders where paid) > 0"
    assert truth("every o in orders satisfies o.paid") == (
        "count(orders where not(coalesce(paid, false))) = 0"
    )


def test_a_part_of_a_date_in_words() -> None:
    assert value("day of week(day)").startswith('if day.weekday = 1 then "Monday" else if')
    assert value("day of week(day)").endswith('else "Sunday"')
    assert value("month of year(day)").endswith('then "November" else "December"')


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [
        ("a", "-", "-"),
        ("a", "1, 2", "1, 2"),
        ("a", "< 5", "< 5"),
        ("a", "(1..b]", "(1 .. b]"),
        ("a", "[5..)", ">= 5"),
        ("a", "null", "is missing"),
        ("a", "not(null)", "is present"),
        ("a", "5, null", "| a is missing or a = 5"),
        # equality is false of null, so that its `not` is true; an order is null
        ("a", "not(1)", "| a != 1 or a is missing"),
        ("a", "not(1, 2)", "| not(a in (1, 2)) or a is missing"),
        ("a", "!= 1", "| a != 1 or a is missing"),
        ("sure", "not(1)", "not(1)"),
        ("sure", "!= 1", "!= 1"),
        ("a", "not(< 5)", "not(< 5)"),
        ("a", "not(1, < 0)", "not(1, < 0)"),
        ("a", "not(1, null)", "not(1)"),
        ("a", "b", "| a is missing and b is missing or a = b"),
        ("sure", "b", "b"),
        ("sure", "not(b)", "| not(coalesce(sure = b, false))"),
        ("a", "< b", "< b"),
        ("size", '"small", "huge"', '"small"'),
        ("size", '"huge"', "| false"),
        ("size", 'not("huge")', "-"),
        ("c", "true", "true"),
        ("c", "not(true)", "| c != true or c is missing"),
        ("t", 'contains(?, "x")', 'contains "x"'),
        ("t", 'not(contains(?, "x"))', 'not(contains "x")'),
        ("t", 'string length(?) > 3, "x"', '| t = "x" or length(t) > 3'),
        ("t", '["x", "y"]', '"x", "y"'),
        ("t", "tags", "| t is missing and tags is missing or list contains(tags, t)"),
        ("tags", "null", "is missing"),
        ("a + b", "> 10", "> 10"),
        # what can fail stands in no cell (5.8)
        ("sure", "1 / b", "| sure = 1 / b"),
        ("a", "> 1 / b", "| a > 1 / b"),
        ("a", "> sure / 2", "> sure / 2"),
    ],
)
def test_cells(subject: str, text: str, said: str) -> None:
    assert cell(subject, text) == said


@pytest.mark.parametrize(
    ("text", "kind", "total"),
    [
        ("a", NUMBER, False),
        ("sure + 1", NUMBER, True),
        ("sure / 2", NUMBER, True),
        ("sure / a", NUMBER, False),
        ("2 ** 3", NUMBER, True),
        ("sure ** 2", NUMBER, False),
        ("a = 1", BOOLEAN, True),
        ("a > 1", BOOLEAN, False),
        ('"x"', TEXT, True),
        ("size", SIZE, False),
        ("[1, 2]", ListType(NUMBER), True),
        ("null", None, False),
        ("abs(sure)", NUMBER, True),
        ("modulo(sure, 2)", NUMBER, False),
    ],
)
def test_types_and_whether_a_value_is_sure(text: str, kind: Type | None, total: bool) -> None:
    found = translate(parse_feel(text, NAMES), ENVIRONMENT)
    assert (found.type, found.total) == (kind, total)


def test_a_column_that_is_null_is_nothing_but_null() -> None:
    column = Translated(translate(parse_feel("null"), ENVIRONMENT).node, None)
    for text, said in (("null", "true"), ("1", "false"), ("< 1", "false"), ("not(1)", "true")):
        found = translate_tests(parse_unary_tests(text), column, ENVIRONMENT)
        assert not isinstance(found, Cell), text
        assert print_node(found) == said


def test_what_may_fail() -> None:
    half = Arithmetic("/", Name("a"), translate(parse_feel("2"), ENVIRONMENT).node)
    assert not may_fail(half)
    assert may_fail(Arithmetic("/", Literal(True), Name("a")))


def test_texts_are_brought_into_nfc() -> None:
    assert translate(parse_feel('"e\u0301"'), ENVIRONMENT).node == Literal("\u00e9")
