"""What goes together and what does not, by the clauses of docs/language.md."""

from __future__ import annotations

import pytest

from rulesets.errors import Fault
from tests.unit.checking_documents import condition, faults, formula, table

OWN = """
functions:
  - {key: %s, parameters: [{key: x, type: number}], returns: {type: number}, expression: %s}
"""


def codes(found: tuple[Fault, ...]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "a > 5",  # 2.6: a number without a unit goes with any
        "a > a",
        'size >= "middle"',  # 2.2
        '"middle" <= size',
        'size between "small" and "middle"',
        'channel = "online" or t = "anything"',  # 2.7: free text takes all
        'channel in ("online", "offline")',
        'channel in ["online"]',
        "t in (tags)",  # 5.2
        "n in (1 .. 5)",
        "day < today",
        "date of(at) = today",  # 9.2
        "at < as_of",
        "day - today > 3",  # 9.3
        "day.weekday = 1 and at.hour < 9",  # 4.5
        'list contains(tags, "vip")',
        "count(tags) > 3 and count(orders where paid) > 1",
        "any(orders, amount > 100)",
        "sum(orders, amount) > a",
        't contains "x" and t contains any of ["a", "b"]',
        'channel within "online"',
        "yes = true and not(yes)",
        "n * 1000000000000 > a / 3 + 2 ** 10",  # 5.8
        "coalesce(n, 0) > 1",
        '(if yes then "small" else "large") < size',
        '(if yes then size else "large") < "middle"',
        "a * p > a",  # 2.6: a currency times anything
        "a / 2 > a",
        'tags = ["a"]',
        "p > 15",
        "round(a, 2) = floor(n)",
    ],
)
def test_conditions_that_are_right(text: str) -> None:
    assert codes(faults(condition(text.replace("'", "''")))) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("n", "type-mismatch"),  # a condition is a boolean
        ("n = t", "type-mismatch"),  # 2.5
        ("yes = 1", "type-mismatch"),
        ("day = at", "type-mismatch"),
        ("t = 5", "type-mismatch"),
        ("1 < n < 3", "type-mismatch"),  # 4.2
        ("orders = orders", "type-mismatch"),
        ("tags = t", "type-mismatch"),
        ("tags in (t)", "type-mismatch"),
        ('n contains "x"', "type-mismatch"),
        ("t contains n", "type-mismatch"),
        ('t contains any of "x"', "type-mismatch"),
        ('t within "x"', "type-mismatch"),  # 2.3: no list, no hierarchy
        ("not(n)", "type-mismatch"),
        ("yes and n", "type-mismatch"),
        ("list contains(tags, 5)", "type-mismatch"),
        ("sum(tags) > 1", "type-mismatch"),
        ("sum(orders, paid) > 1", "type-mismatch"),
        ("any(orders, amount)", "type-mismatch"),
        ("count(n) > 1", "type-mismatch"),
        ("sum(orders) > 1", "wrong-argument-count"),
        ("min(orders, paid)", "type-mismatch"),
        ("coalesce(n, t) = 1", "type-mismatch"),
        ("(if yes then 1 else t) = 1", "type-mismatch"),
        ("a = b", "units-differ"),
        ("a between 1 and b", "units-differ"),
        ("a in (b .. 5)", "units-differ"),
        ("maximum(a, b) > 1", "units-differ"),
        ("a * b > 1", "units-differ"),
        ("a ** 2 > 1", "units-differ"),
        ("sum(orders, amount) > b", "units-differ"),
        ("p >= 15%", "percent-ambiguous"),  # 3.4
        ("p + 1% > 2", "percent-ambiguous"),
        ("p between 1 and 2%", "percent-ambiguous"),
        ("p in (1%)", "percent-ambiguous"),
        ('t > "a"', "no-order"),  # 8.2
        ('channel < "offline"', "no-order"),
        ("yes < true", "no-order"),
        ("size < t", "no-order"),
        ('channel = "x"', "not-in-list"),  # 2.7
        ('channel = "大"', "not-in-list"),
        ('channel in ("online", "x")', "not-in-list"),
        ("channel = size", "not-in-list"),
        ('channel within "x"', "not-in-list"),
        ('channel = (if yes then "online" else "x")', "not-in-list"),
        ("t.length = 1", "unknown-part"),
        ("day.hour = 1", "unknown-part"),
        ("n in (5 .. 1)", "empty-range"),
        ('size in ("large" .. "small")', "empty-range"),
        ('day in (date("2026-02-01") .. date("2026-01-31"))', "empty-range"),
        ("a / a > 1", "can-fail-in-condition"),  # 5.8
        ("n / 0 > 1", "can-fail-in-condition"),
        ("n ** 2 > 1", "can-fail-in-condition"),
        ("2 ** 1001 > 1", "can-fail-in-condition"),
        ("0 ** -1 > 1", "can-fail-in-condition"),
        ("number(t) > 1", "can-fail-in-condition"),
        ("modulo(n, 2) = 1", "can-fail-in-condition"),
        ("add days(day, 1) = today", "can-fail-in-condition"),
        ('is working day(day, "cn")', "can-fail-in-condition"),
        (
            "10 ** 1000 * 10 ** 1000 * 10 ** 1000 * 10 ** 1000 * 10 ** 1000 * 10 ** 1000 * n > 1",
            "can-fail-in-condition",
        ),
        ("is working day(day, t)", "literal-argument"),
        ("round(n, 13) = 1", "literal-argument"),
        ("round(n, 1.5) = 1", "literal-argument"),
        ('substring(t, 0) = "a"', "literal-argument"),
        ('substring(t, 1, -1) = "a"', "literal-argument"),
        ("abs(n, n) = 1", "wrong-argument-count"),
        ("minimum(n) = 1", "wrong-argument-count"),
        ("sum(orders, sum(tags)) = 1", "nested-aggregate"),
    ],
)
def test_conditions_that_are_refused(text: str, code: str) -> None:
    found = codes(faults(condition(text.replace("'", "''"))))
    assert code in found
    assert set(found) <= {code, "can-fail-in-condition"}


def test_products_that_can_be_bounded_may_stand_in_conditions() -> None:
    # Names have 18 digits each: 333 factors stay below 10^6000, 334 do not (5.8).
    eighteen = " * ".join(["x"] * 18)
    functions = OWN % ("big", f'"{eighteen}"')
    at_most = functions + condition("big(n * n) > big(big(n))")
    assert codes(faults(at_most)) == []
    beyond = functions + condition("big(big(n * n)) > 1")
    assert codes(faults(beyond)) == ["can-fail-in-condition"]


def test_a_function_that_can_fail_may_not_be_called_in_a_condition() -> None:
    functions = OWN % ("per", "1 / x")
    assert codes(faults(functions + condition("per(n) > 1"))) == ["can-fail-in-condition"]
    assert codes(faults(functions + formula("per(n)"))) == []
    assert codes(faults(functions + table("per(n)", "when: [1], then: [1]"))) == []


@pytest.mark.parametrize(
    ("expression", "of", "code"),
    [
        ("a", "type: number, scale: 2, unit: CNY", None),
        ("n", "type: number, scale: 2, unit: CNY", None),
        ("b", "type: number, scale: 2, unit: CNY", "units-differ"),
        ("a / a", "type: number, scale: 2, unit: USD", None),
        ("a / b", "type: number, scale: 2", "units-differ"),
        ("n * a", "type: number, scale: 2, unit: USD", "units-differ"),
        ("15%", 'type: number, scale: 2, unit: "%"', None),
        ("p + 1%", 'type: number, scale: 2, unit: "%"', None),
        ("t", "type: number, scale: 2", "type-mismatch"),
        ("1", "type: text", "type-mismatch"),
        ("t + n", "type: text", "type-mismatch"),
        ("t + text(n)", "type: text", None),
        ("t", "type: text, one_of: [{value: x}]", None),
        ("channel", "type: text, one_of: [{value: x}]", "not-in-list"),
        ('"y"', "type: text, one_of: [{value: x}]", "not-in-list"),
        ("day + 1", "type: date", "type-mismatch"),
        ("day - 1", "type: date", "type-mismatch"),
        ("at - at", "type: number, scale: 2", "type-mismatch"),
        ("day - day", "type: number, scale: 2", None),
        ("add days(day, 1)", "type: date", None),
        ("tags", "type: list, of: text", None),
        ('["a", t]', "type: list, of: text", None),
        ("[]", "type: list, of: number, scale: 2", None),
        ("[1, t]", "type: list, of: text", "type-mismatch"),
        ("tags", "type: list, of: number, scale: 2", "type-mismatch"),
        ("max(orders, amount)", "type: number, scale: 2, unit: CNY", None),
        ("previous(out)", "type: text", None),
        ("previous(out) + 1", "type: text", "type-mismatch"),
        ("-t", "type: text", "type-mismatch"),
        ("sum([n, a, 3])", "type: number, scale: 2, unit: CNY", None),
    ],
)
def test_what_a_conclusion_may_be_given(expression: str, of: str, code: str | None) -> None:
    assert codes(faults(formula(expression, of))) == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("subject", "cell", "code"),
    [
        ("channel", "online", None),
        ("channel", "线上", None),
        ("channel", "shop", "not-in-list"),
        ("n", "not(1, 2)", None),
        ("n", "< t", "type-mismatch"),
        ("n", "> n / a", "can-fail-in-condition"),
        ("p", "15%", None),
        ("p", "< 15%", None),
        ("t", '"x", starts with "y"', None),
        ("n", 'contains "x"', "type-mismatch"),
        ("tags", '"x"', "type-mismatch"),
        ("tags", "is missing", None),
        ("tags", '= ["x"]', None),
        ("yes", "true", None),
        ("yes", "1", "type-mismatch"),
        ("size", "[middle .. large]", None),
        ("size", "[large .. middle]", "empty-range"),
        ("channel", "[online .. offline]", "no-order"),
        ("a", "< b", "units-differ"),
    ],
)
def test_what_may_stand_in_a_cell(subject: str, cell: str, code: str | None) -> None:
    row = f"when: ['{cell}'], then: [1]"
    assert codes(faults(table(subject, row))) == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("hit", "of", "then", "code"),
    [
        ("collect", "type: list, of: text", '"x"', None),
        ("collect", "type: list, of: number, scale: 0", '"x"', "type-mismatch"),
        ("rule order", "type: number, scale: 0", "1", "hit-policy-type"),
        ("sum", "type: date", "today", "hit-policy-type"),
        ("min", "type: date", "today", None),
        ("max", "type: text", '"x"', "hit-policy-type"),
        ("count", "type: number, scale: 0", "n / 0", None),
        ("count", "type: text", '"x"', "hit-policy-type"),
        ("priority", "type: text, ordered: true, one_of: [{value: x}]", "x", None),
        ("priority", "type: number, scale: 0", "1", "needs-order"),
        ("output order", "type: list, of: text", '"x"', "needs-order"),
        ("unique", "type: list, of: text", '["x"]', None),
    ],
)
def test_what_a_hit_policy_needs(hit: str, of: str, then: str, code: str | None) -> None:
    row = f"when: ['-'], then: ['{then}']"
    assert codes(faults(table("n", row, of, hit))) == ([] if code is None else [code])


def test_advice_for_dates_names_the_functions() -> None:
    fault = faults(formula("day + 1", "type: date"))[0]
    assert "add days" in fault.hint("en")
    assert "add days" in fault.hint("zh")
    assert fault.message("en") == (
        "formula `f`, character 1: expected a number or a text, found a date"
    )
