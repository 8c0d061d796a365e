"""Conditions as they are chosen: of every text of the shape, and of none that has another."""

from __future__ import annotations

import re

import pytest

from editor.views.conditions import (
    Chosen,
    Condition,
    condition_of,
    kind_of_values,
    operator_title,
    operators_for,
    written_as,
)
from rulesets import model
from rulesets.checked import Bundle
from rulesets.drafting.showing import Showing
from rulesets.expressions.parser import parse_expression
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)

REGION = CodeList((Code("east", Both("华东")), Code("sh", Both("上海"), "east")), ordered=True)
TYPES: dict[str, Type] = {
    "sales": NumberType(unit="CNY"),
    "day": DateType(),
    "at": DateTimeType(),
    "region": TextType(REGION),
    "name": TextType(),
    "is_new": BooleanType(),
    "tags": ListType(TextType()),
    "orders": RecordsType(()),
}
TITLES = {"sales": "年采购额", "region": "地区", "is_new": "新客户", "day": "下单日"}


@pytest.fixture(scope="module")
def showing() -> Showing:
    facts = tuple(model.Fact(key, of, Both(TITLES.get(key, ""))) for key, of in TYPES.items())
    line = model.Constant("line", NumberType(), (), Both("高价值线"))
    return Showing.of_bundle(Bundle(model.Ruleset("r", "UTC", facts=facts, constants=(line,))))


def number(text: str) -> Chosen:
    return Chosen("number", text)


def codes(*values: str) -> tuple[Chosen, ...]:
    return tuple(Chosen("code", each) for each in values)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("sales >= 50万", Condition("sales", ">=", (number("50万"),))),
        ("年采购额不低于５０万", Condition("sales", ">=", (number("５０万"),))),
        ("sales < -1.5", Condition("sales", "<", (number("-1.5"),))),
        ("sales > 高价值线", Condition("sales", ">", (Chosen("name", "line"),))),
        ("sales 介于 1 和 2亿", Condition("sales", "between", (number("1"), number("2亿")))),
        ("region = 华东", Condition("region", "=", codes("east"))),
        ('region in (华东, "sh")', Condition("region", "in", codes("east", "sh"))),
        ("非(地区 属于 (上海))", Condition("region", "not in", codes("sh"))),
        ("region within east", Condition("region", "within", codes("east"))),
        ("region >= sh", Condition("region", ">=", codes("sh"))),
        ('name contains "co"', Condition("name", "contains", (Chosen("text", "co"),))),
        ('not(name contains "co")', Condition("name", "not contains", (Chosen("text", "co"),))),
        ("is_new", Condition("is_new", "true")),
        ("not(is_new)", Condition("is_new", "false")),
        ("新客户 = 假", Condition("is_new", "false")),
        ("sales is missing", Condition("sales", "is missing")),
        ("sales 存在", Condition("sales", "is present")),
        ('day >= date("2026-03-01")', Condition("day", ">=", (Chosen("date", "2026-03-01"),))),
        ('list contains(tags, "x")', Condition("tags", "has", (Chosen("text", "x"),))),
        ("", Condition()),
        # Not written to the end yet.
        ("sales >= ", Condition("sales", ">=", (number(""),))),
        ("sales between 5 and ", Condition("sales", "between", (number("5"), number("")))),
        ("sales between  and 5", Condition("sales", "between", (number(""), number("5")))),
        ("sales between  and ", Condition("sales", "between", (number(""), number("")))),
        ("region in ()", Condition("region", "in", ())),
        ("not(region in ())", Condition("region", "not in", ())),
        ("day < ", Condition("day", "<", (Chosen("date", ""),))),
    ],
)
def test_a_condition_is_read_as_it_is_chosen(
    showing: Showing, text: str, condition: Condition
) -> None:
    assert condition_of(text, showing) == condition


@pytest.mark.parametrize(
    "text",
    [
        "sales * 2 > 5",
        "sales > 5 and is_new",
        "sales > line * 2",
        "sales in (1, 2)",
        "sales in (> 5)",
        "not(sales > 5)",
        "days between(day, today) > 90",
        "count(orders) > 1",
        "name = upper(name)",
        "nobody > 1",
        "sales >>",
        "sales = name",
        "5 > sales",
    ],
)
def test_anything_else_is_a_formula(showing: Showing, text: str) -> None:
    assert condition_of(text, showing) is None


LITERALS: dict[str, tuple[str, ...]] = {
    "number": ("50万", "2"),
    "date": ('date("2026-03-01")', 'date("2026-03-02")'),
    "datetime": ('datetime("2026-03-01T09:00:00Z")', 'datetime("2026-03-02T09:00:00Z")'),
    "code": ('"east"', '"sh"'),
    "text": ('"a"', '"b, c"'),
    "list": ('"a"', '"b"'),
    "boolean": (),
}


@pytest.mark.parametrize(
    ("key", "operator"),
    [(key, operator) for key, of in TYPES.items() for operator in operators_for(of)],
)
def test_what_is_written_is_read_as_chosen(showing: Showing, key: str, operator: str) -> None:
    """Every operator that is offered for a type is written as a text that is read as it again."""
    first, second, *_ = (*LITERALS[kind_of_values(TYPES[key])], "", "")
    text = written_as(operator).replace("{}", key).replace("{*}", f"{first}, {second}")
    text = text.replace("{0}", first).replace("{1}", second)
    parse_expression(text, showing.names.scope)
    found = condition_of(text, showing)
    assert found is not None
    assert (found.subject, found.operator) == (key, operator)
    slots = re.findall(r"\{[0-9*]\}", written_as(operator))
    assert len(found.values) == (2 if "{*}" in slots else len(slots))
    for language in ("zh", "en"):
        assert operator_title(operator, TYPES[key], language)


def test_records_are_not_compared() -> None:
    assert operators_for(RecordsType(())) == ()
    assert "within" not in operators_for(TextType(CodeList((Code("a"),))))
