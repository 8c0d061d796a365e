"""What expressions are worth. Expected values are worked out by hand from docs/language.md."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest

from rulesets.errors import AuthorError
from rulesets.values import Value, power
from tests.unit.loading import infer, load, problems

FORMULA = """
conclusions: [{{key: r, title: {{zh: 果, en: Result}}, type: {type}}}]
constants:
  - {{key: rate, title: {{zh: 率, en: Rate}}, type: number, values: [{{from: 2026-01-01,
      value: 2}}, {{from: 2026-03-04, value: 3}}]}}
  - {{key: early, title: {{zh: 早, en: Early}}, type: number, values: [{{from: 2027-01-01,
      value: 2}}]}}
lookups:
  - {{key: region_of, title: {{zh: 地区表, en: Region of}}, keys: [{{key: k, type: text}}],
      values: [{{key: v, type: text}}], rows: [[上海, 华东]]}}
  - {{key: terms, title: {{zh: 条款, en: Terms}}, keys: [{{key: k, type: number}}],
      values: [{{key: days, type: number}}, {{key: limit, type: number}}], rows: [["1.0",
      "30", "500"]]}}
functions:
  - {{key: or_zero, title: {{zh: 或零, en: Or zero}}, parameters: [{{key: n,
      type: number}}], returns: {{type: number}}, expression: "coalesce(n, 0)"}}
  - {{key: share, title: {{zh: 份额, en: Share}}, parameters: [{{key: part, type: number}},
      {{key: whole, type: number}}], returns: {{type: number}}, expression: part / whole}}
blocks: [{{key: f, kind: formula, concludes: r, expression: {expression!r}}}]
"""
NUMBER = "number, scale: 12"


def value(
    expression: str, facts: str = "{}", of: str = NUMBER, zone: str = "Asia/Shanghai"
) -> Value:
    checked = load(FORMULA.format(type=of, expression=expression), zone)
    return infer(checked, facts).conclusions["r"]


def found(expression: str, facts: str = "{}", of: str = NUMBER) -> set[tuple[str, str, str]]:
    return problems(infer(load(FORMULA.format(type=of, expression=expression)), facts))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("-2 ** 2", "4"),
        ("2 ** 3 ** 2", "64"),
        ("2 ** -2", "0.25"),
        ("0 ** 0", "1"),
        ("1 / 3 * 3", "1"),
        ("modulo(-7, 3)", "2"),
        ("modulo(7, -3)", "-2"),
        ("modulo(6, -3)", "0"),
        ("floor(-1.5) + ceiling(-1.5)", "-3"),
        ("round(-2.5, 0) + round even(-2.5, 0) + round up(-2.1, 0) + round down(-2.9, 0)", "-10"),
        ("round(1250, -2)", "1300"),
        ("minimum(3, 1, 2) + maximum(3, 1, 2)", "4"),
        ('length("客户")', "2"),
        ('number("-12.50")', "-12.5"),
        ("rate", "2"),
        ("coalesce(early, 7)", "7"),
        ("terms(1).days + terms(1).limit", "530"),
        ("coalesce(terms(2).days, 9)", "9"),
        ('months between(date("2026-01-31"), date("2026-02-28"))', "1"),
        ('months between(date("2026-02-28"), date("2026-01-31"))', "-1"),
        ('months between(date("2026-03-31"), date("2026-04-29"))', "0"),
        ('years between(date("2024-02-29"), date("2025-02-28"))', "1"),
        ('years between(date("2025-02-27"), date("2024-02-29"))', "0"),
        ('date("2026-03-01") - date("2026-02-01")', "28"),
        ('hours between(as_of, datetime("2026-03-03T02:30:00Z"))', "0.5"),
        ('datetime("2026-03-02T23:30:00Z").day', "3"),
        ('datetime("2026-03-02T23:30:00Z").hour', "7"),
        ("today.weekday", "2"),
        ('working days between(date("2026-02-13"), date("2026-02-25"), "cn")', "3"),
        ("if 1 > 2 then 1 / 0 else 5", "5"),
        ("sum([1, 2, 3]) / count([1, 2])", "3"),
        ("average([1, a, 2])", "1.5"),
        ("count([1, a])", "1"),
        ("or_zero(a)", "0"),
    ],
)  # fmt: skip
def test_numbers(expression: str, expected: str) -> None:
    assert value(expression) == Decimal(expected)
    assert found(expression) == set()


@pytest.mark.parametrize("base", ["1.000000000000000000000000000000001", "-0.7", "9.99", "3e-5"])
@pytest.mark.parametrize("exponent", [-1000, -3, 2, 3, 999])
def test_a_power_is_the_exact_power_rounded_once(base: str, exponent: int) -> None:
    exact = Fraction(base) ** exponent
    result = power(Decimal(base), Decimal(exponent))
    assert result is not None
    # Half a unit of the 34th digit is the most by which one rounding moves a value.
    unit = Fraction(10) ** (result.adjusted() - 33)
    assert abs(Fraction(result) - exact) <= unit / 2


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('substring("客户等级", 3, 2)', "等级"),
        ('substring("客户", -1)', "户"),
        ('substring("客户", 3)', ""),
        ('substring("客户", -3, 2)', ""),
        ('upper("straße")', "STRASSE"),
        ('trim("\u3000 x ")', "x"),
        ("text(2.50) + text(true) + text(today)", "2.5true2026-03-03"),
        ('text(datetime("2026-03-02T23:30:00Z"))', "2026-03-03T07:30:00+08:00"),
        ('region_of("上海")', "华东"),
        ('coalesce(region_of("北京"), t, "x")', "x"),
    ],
)  # fmt: skip
def test_texts(expression: str, expected: str) -> None:
    assert value(expression, of="text") == expected


def test_a_joined_text_is_in_nfc() -> None:
    # 8.1, 8.4: a letter and a mark that are joined become one code point.
    assert value('t + substring("x\u0301", 2)', '{"t": "e"}', of="text") == "\u00e9"
    assert value('t + substring("x\u0301", 2) = "\u00e9"', '{"t": "e"}', of="boolean") is True


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('add months(date("2026-01-31"), 1)', "2026-02-28"),
        ('add months(date("2026-03-31"), -13)', "2025-02-28"),
        ('add years(date("2024-02-29"), 1)', "2025-02-28"),
        ("add days(today, -3)", "2026-02-28"),
        ('end of month(date("2024-02-10"))', "2024-02-29"),
        ('end of month(date("9999-12-01"))', "9999-12-31"),
        ('date of(datetime("2026-03-02T23:30:00Z"))', "2026-03-03"),
        ('add working days(date("2026-02-13"), 1, "cn")', "2026-02-14"),
        ('add working days(date("2026-02-25"), -1, "cn")', "2026-02-24"),
        ("date(2026, 2, 28)", "2026-02-28"),
    ],
)  # fmt: skip
def test_dates(expression: str, expected: str) -> None:
    assert str(value(expression, of="date")) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a > 1", None),
        ("a != 1", None),
        ("a = a", None),
        ("not(a = 1)", None),
        ("a > 1 or true", True),
        ("a > 1 and false", False),
        ("a between 5 and b", False),
        ("a in (1, 2)", None),
        ("1 in (a, 1)", True),
        ("1 in (a, 2)", None),
        ("3 in ([1 .. 3), [5 .. 9])", False),
        ("3 in (]1 .. 3])", True),
        ("1 in [a, 1]", True),
        ("c", None),
        ("c is missing", True),
        ("a / 0 is missing", True),
        ("if c then true else true", None),
        ('size >= "middle"', True),
        ('size < "middle"', False),
        ('size between "small" and "large"', True),
        ("t contains any of tags", None),
        ('list contains(tags, "x")', None),
        ('"ab" contains ""', True),
        ('"ab" contains any of [t, "b"]', True),
        ('"ab" contains any of [t, "x"]', None),
        ('"ab" starts with "a" and "ab" ends with "b"', True),
        ('as_of = datetime("2026-03-03T02:00:00Z")', True),
        ("date of(as_of) = today", True),
        ("1.0 = 1", True),
        ('is working day(date("2026-02-14"), "cn")', True),
        ("previous(r) is missing", True),
    ],
)  # fmt: skip
def test_truth(expression: str, expected: bool | None) -> None:
    facts = '{"a": null, "size": "large"}'
    if "between 5" in expression:
        facts = '{"a": 6, "b": 1}'
    assert value(expression, facts, of="boolean") is expected


ORDERS = """{"orders": [
    {"amount": 100, "paid": true}, {"amount": 50.5}, {"paid": false}, {"amount": 7, "paid": false}
]}"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count(orders)", "4"),
        ("count(orders where paid)", "1"),
        ("count(orders where not(paid))", "2"),
        ("sum(orders, amount)", "157.5"),
        ("sum(orders where amount > 1000, amount)", "0"),
        ("max(orders, amount) - min(orders, amount)", "93"),
        ("average(orders, amount)", "52.5"),
        ("coalesce(max(orders where amount > 1000, amount), -1)", "-1"),
    ],
)
def test_aggregates_of_records(expression: str, expected: str) -> None:
    assert value(expression, ORDERS) == Decimal(expected)


@pytest.mark.parametrize(
    ("expression", "facts", "expected"),
    [
        ("any(orders, paid)", ORDERS, True),
        ("all(orders, paid)", ORDERS, False),
        ("all(orders where amount = 100, paid)", ORDERS, True),
        ("all(orders where amount > 1000, paid)", ORDERS, None),
        ("any(orders, paid)", "{}", None),
        ("count(orders) = 0", '{"orders": []}', True),
        ("count(orders) = 0", "{}", None),
    ],
)
def test_truth_of_records(expression: str, facts: str, expected: bool | None) -> None:
    assert value(expression, facts, of="boolean") is expected


@pytest.mark.parametrize(
    ("expression", "code", "text"),
    [
        ("1 + a / b * 2", "division-by-zero", "a / b"),
        ("0 / b", "division-by-zero", "0 / b"),
        ("b ** -1", "division-by-zero", "b ** -1"),
        ("modulo(a, b)", "division-by-zero", "modulo(a, b)"),
        ("a ** 0.5", "exponent-out-of-range", "a ** 0.5"),
        ("a ** 1001", "exponent-out-of-range", "a ** 1001"),
        ("(10 ** 1000) ** 7", "number-too-large", "10 ** 1000 ** 7"),
        ('number("1,5")', "not-a-number", 'number("1,5")'),
        ('number("１")', "not-a-number", 'number("１")'),
        ('number("1e5")', "not-a-number", 'number("1e5")'),
        ("date(2026, 2, 30).day", "not-a-date", "date(2026, 2, 30)"),
        ("date(2026.5, 2, 3).day", "not-a-date", "date(2026.5, 2, 3)"),
        ("add days(today, 0.5).day", "not-whole", "add days(today, 0.5)"),
        ("add days(today, 10 ** 20).day", "date-out-of-range", "add days(today, 10 ** 20)"),
        ("add months(today, -30000).day", "date-out-of-range", "add months(today, -30000)"),
        ('working days between(date("1999-01-01"), today, "cn")', "calendar-year-unknown",
         'working days between(date("1999-01-01"), today, "cn")'),
        ("share(a, b)", "division-by-zero", "part / whole"),
    ],
)  # fmt: skip
def test_what_fails_is_missing_and_named_by_its_innermost_operation(
    expression: str, code: str, text: str
) -> None:
    facts = '{"a": 5, "b": 0}'
    assert value(expression, facts) is None
    assert found(expression, facts) == {("f", code, text)}


def test_every_operand_is_evaluated_and_one_operation_fails_once() -> None:
    # 4.4: a problem arises beside a truth that is settled, and beside a value that is taken.
    assert found("true or 1 / b > 0", '{"b": 0}', "boolean") == {("f", "division-by-zero", "1 / b")}
    assert found("coalesce(5, 1 / b) + coalesce(6, 1 / b)", '{"b": 0}') == {
        ("f", "division-by-zero", "1 / b")
    }


def test_a_missing_operand_is_no_problem() -> None:
    assert found("a / 0 + add days(today, a).day", "{}") == set()


def test_the_context_of_the_thread_does_not_matter() -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        context.traps[decimal.Inexact] = True
        context.Emax = 5
        facts = '{"a": 1234567.89, "b": 7000000}'
        found = value("abs(-a) + minimum(a, b) / 7", facts, "number, scale: 4")
        assert str(found) == "1410934.7314"


@pytest.mark.parametrize("moment", ["9999-12-30T23:59:59.999999Z", "0001-01-02T00:00:00Z"])
def test_the_first_and_last_instants_have_a_day_in_every_zone(moment: str) -> None:
    # 2.4: whatever the zone, `date of` cannot fail.
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        assert value(f'date of(datetime("{moment}"))', of="date", zone=zone) is not None


@pytest.mark.parametrize("moment", ["9999-12-31T00:00:00Z", "0001-01-01T23:59:59Z"])
def test_an_instant_without_a_day_in_some_zone_is_no_literal(moment: str) -> None:
    with pytest.raises(AuthorError, match="bad-literal"):
        value(f'date of(datetime("{moment}"))', of="date")
