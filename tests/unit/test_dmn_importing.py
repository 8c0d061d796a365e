"""DMN imported: types, names, requirements, boxed expressions, functions (issue 4)."""

from __future__ import annotations

from typing import Any

import pytest

from rulesets import model
from rulesets.dmn.model import (
    Decision,
    InputData,
    Relation,
    Variable,
)
from rulesets.errors import CallerError
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
)
from service.import_dmn import ImportedModel, import_document
from tests.dmn_files import document
from tests.unit.dmn_models import (
    CUSTOMER,
    decision,
    function,
    given,
    imported,
    item,
    literal,
    only,
    out,
    refused,
    table,
    value,
    value_of,
)


def fact(made: ImportedModel, key: str) -> model.Fact:
    return made.checked.facts[key]


def codes(*elements: Any, **items: Any) -> list[str]:
    return [each.code for each in refused(*elements, **items)]


# ------------------------------------------------------------------------------ types


@pytest.mark.parametrize(
    ("type_ref", "kind"),
    [
        ("number", NumberType(8)),
        ("integer", NumberType(8)),
        ("string", TextType()),
        ("boolean", BooleanType()),
        ("date", DateType()),
        ("dateTime", DateTimeType()),
        ("date and time", DateTimeType()),
    ],
)
def test_a_base_type(type_ref: str, kind: object) -> None:
    assert fact(imported(given("a", type_ref)), "a").type == kind


def test_numbers_have_as_many_decimals_as_the_literals_need() -> None:
    made = imported(given("a"), decision("R", "a + 0.0000000001", "a"))
    assert fact(made, "a").type == NumberType(10)
    assert str(value(made, "R", a=1)) == "1.0000000001"
    assert "10 decimals" in made.notes[-1].text.en


@pytest.mark.parametrize(
    ("of", "allowed", "low", "high"),
    [
        ("number", "[0..100]", "0", "100"),
        ("number", "(0..100)", "1E-8", "99.99999999"),
        ("number", ">= -5", "-5", None),
        ("number", "< 10", None, "9.99999999"),
        ("number", "[1.5..2], null", "1.5", "2"),
    ],
)
def test_a_range_is_a_domain(of: str, allowed: str, low: str | None, high: str | None) -> None:
    kind = fact(imported(given("a", "tA"), items=(item("tA", of, allowed),)), "a").type
    assert isinstance(kind, NumberType)
    ends = [None if each is None else str(each) for each in (kind.minimum, kind.maximum)]
    assert ends == [low, high]


def test_a_list_of_texts_is_a_domain_and_others_are_refused_where_dmn_gives_null() -> None:
    made = imported(
        given("a", "tA"), decision("R", 'a + "!"', "a"), items=(item("tA", "string", '"x", "y"'),)
    )
    kind = fact(made, "a").type
    assert isinstance(kind, TextType)
    assert kind.one_of is not None
    assert [code.value for code in kind.one_of.codes] == ["x", "y"]
    assert value(made, "R", a="x") == "x!"
    with pytest.raises(CallerError) as caught:
        value(made, "R", a="z")
    assert caught.value.faults[0].code == "outside-domain-given"
    assert any("`a`" in note.text.en and "null" in note.text.en for note in made.notes)


@pytest.mark.parametrize(
    ("of", "allowed"),
    [
        ("number", "1, 2, 3"),
        ("number", "not(5)"),
        ("number", "[10..1]"),
        ("number", "0.1234567890123"),
        ("date", '[date("2026-01-01")..date("2026-12-31")]'),
        ("string", '[ "a".."b" ]'),
        ("boolean", "true"),
    ],
)
def test_what_no_domain_holds_is_refused(of: str, allowed: str) -> None:
    message = only(given("a", "tA"), items=(item("tA", of, allowed),))
    assert message.startswith("part `tA`: ")
    assert "neither a list of texts nor one range of numbers" in message


def test_types_of_types_and_both_booleans() -> None:
    types = (
        item("tB", "boolean", "true, false"),
        item("tN", "tM", "<= 5"),
        item("tM", "number", ">= 1"),
    )
    made = imported(given("b", "tB"), given("n", "tN"), items=types)
    assert fact(made, "b").type == BooleanType()
    kind = fact(made, "n").type
    assert isinstance(kind, NumberType)
    assert (str(kind.minimum), str(kind.maximum)) == ("1", "5")


@pytest.mark.parametrize(
    ("type_ref", "code"),
    [
        ("", "dmn-type-unknown"),
        ("Any", "dmn-type-unknown"),
        ("tNone", "dmn-unknown-reference"),
        ("time", "dmn-not-in-language"),
        ("dayTimeDuration", "dmn-not-in-language"),
        ("tLoop", "dmn-not-in-language"),
        ("tLists", "dmn-not-in-language"),
        ("tDeep", "dmn-not-in-language"),
    ],
)
def test_a_type_that_is_not_there(type_ref: str, code: str) -> None:
    types = (
        item("tLoop", "tLoop"),
        item("tList", "number", collection=True),
        item("tLists", "tList", collection=True),
        item("tDeep", components=(item("a", components=(item("b", "number"),)),), collection=True),
    )
    assert codes(given("a", type_ref), items=types) == [code]


def test_a_context_is_flattened_and_a_list_of_contexts_is_records() -> None:
    made = imported(given("Customer", "tCustomer"), items=CUSTOMER)
    assert list(made.checked.facts) == [
        "customer_name",
        "customer_home_zip_code",
        "customer_orders",
        "customer_tags",
    ]
    assert fact(made, "customer_home_zip_code").title == Both(en="Customer.home.zip code")
    rows = fact(made, "customer_orders").type
    assert isinstance(rows, RecordsType)
    assert [(each.key, each.type) for each in rows.fields] == [
        ("amount", NumberType(8)),
        ("paid_on", DateType()),
    ]
    assert fact(made, "customer_tags").type == ListType(TextType())


# ------------------------------------------------------------------------------ names


def test_names_become_keys_and_titles() -> None:
    names = [
        "客户",
        "客户等级",
        "Full Name",
        "full-name",
        "RiskCategory",
        "annual_sales",
        "or",
        "2nd",
    ]
    made = imported(*(given(each) for each in names), given("x" * 70))
    facts = list(made.checked.facts.values())
    assert [each.key for each in facts] == [
        "input_1",
        "input_2",
        "full_name",
        "full_name_2",
        "risk_category",
        "annual_sales",
        "or_2",
        "input_3",
        "x" * 64,
    ]
    assert facts[0].title == Both(zh="客户")
    assert facts[2].title == Both(en="Full Name")
    assert facts[5].title == Both()
    assert facts[6].title == Both()
    assert facts[6].help == Both(en="or")


def test_a_name_that_is_a_key_keeps_it() -> None:
    made = imported(given("Age"), given("age"))
    assert [each.key for each in made.checked.facts.values()] == ["age_2", "age"]


def test_a_title_never_changes_what_an_expression_says() -> None:
    """3.5: titles are names; `x - y` must stay a difference where an input is called `x - y`."""
    made = imported(
        given("x"), given("y"), given("x-y"), decision("R", "(x) - y * x-y", "x", "y", "x-y")
    )
    assert value_of(made, "R", {"x": 10, "y": 2, "x-y": 3}) == 4
    assert fact(made, "x_y").help == Both(en="x-y")


def test_a_chinese_name_may_hold_brackets() -> None:
    """No text of keys begins as it does; one that begins with a bracket might be read as `(x)`."""
    made = imported(
        given("x"),
        given("采购总额（含税）"),
        given("（x）"),
        decision("R", "采购总额（含税）-(x)", "x", "采购总额（含税）"),
    )
    assert fact(made, "input_1").title == Both(zh="采购总额（含税）")
    assert fact(made, "x_2").title == Both()
    assert value_of(made, "R", {"x": 10, "采购总额（含税）": 12, "（x）": 1}) == 2


def test_an_element_may_have_another_name_than_its_variable() -> None:
    age = InputData("i", Variable("age", "number"), name="Age of the applicant")
    made = imported(
        age, Decision("d", Variable("adult"), literal("age >= 18"), ("i",), name="Adult?")
    )
    assert fact(made, "age").title == Both(en="Age of the applicant")
    assert made.checked.conclusions["adult"].title == Both(en="Adult?")
    assert value(made, "adult", age=20) is True


@pytest.mark.parametrize("white", ["  ", "\n", "\xa0", "\u3000", "\u200b", "\ufeff"])
def test_white_space_in_a_name_is_that_of_feel(white: str) -> None:
    """Rule 61 of OMG DMN 1.5: a name is the same whichever white space stands in it."""
    element = document(
        f'<inputData id="i" name="Net{white}price">'
        f'<variable name="Net{white}price" typeRef="number"/></inputData>'
        f'<decision id="d" name="Is{white}dear"><variable name="Is{white}dear"/>'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        f"<literalExpression><text>Net{white}price &gt; 9</text></literalExpression></decision>"
    )
    made = import_document(element)
    assert [*made.imported.inputs, *made.imported.decisions] == ["Net price", "Is dear"]
    assert value_of(made, "Is dear", {"Net price": 10}) is True


def test_inputs_that_only_a_table_names_become_inputs() -> None:
    grid = table("season", out(), '"Winter" | "stew"')
    typed = grid.inputs[0].__class__(grid.inputs[0].expression, "string")
    dish = grid.__class__((typed,), grid.outputs, grid.rules, place=grid.place)
    made = imported(decision("Dish", dish))
    assert value(made, "Dish", season="Winter") == "stew"
    assert "`season`" in made.notes[0].text.en
    without = imported(InputData("i", Variable("season")), decision("Dish", dish, "i"))
    assert fact(without, "season").type == TextType()


# ------------------------------------------------------------------------------ requirements


def test_a_decision_reads_what_it_requires_and_no_more() -> None:
    made = imported(
        decision("C", "B + 1", "B"),
        given("a"),
        decision("B", "A * 2", "A"),
        decision("A", "a", "a"),
    )
    assert value(made, "C", a=3) == 7
    assert [each.stratum for each in made.checked.blocks] == [1, 2, 3]
    (fault,) = refused(given("a"), decision("A", "a + 1"))
    assert fault.code == "dmn-unknown-reference"
    assert fault.words["reference"] == "a"


def test_cycles_are_refused() -> None:
    assert [
        each.message("en")
        for each in refused(
            decision("A", "B", "B"),
            decision("B", "A", "A"),
            function("f", {"x": "number"}, "f(x)", "f"),
            decision("C", "C", "C"),
        )
    ] == [
        "business knowledge model `f`: these require one another: f → f",
        "decision `A`: these require one another: A → B → A",
        "decision `C`: these require one another: C → C",
    ]


def test_all_is_refused_at_once_each_with_its_place() -> None:
    faults = refused(
        given("a", "tNone"),
        given("b", "number"),
        decision("Open", None),
        decision("Bad", "1 +"),
        decision("Two", "foo + bar"),
        decision("Rest", Relation((Variable("x"),), ((literal("1"),),), place=(("part", "r"),))),
        decision("Reads", "Bad + 1", "Bad"),
        decision("Cells", table("b", out(), '> "x" | 1\n ( | "y"'), "b"),
    )
    assert [(each.where("en"), each.code) for each in faults] == [
        ("input data `a`", "dmn-unknown-reference"),
        ("decision `Open`", "dmn-incomplete"),
        ("part `text`, character 4", "dmn-syntax"),
        ("part `text`, character 1", "dmn-unknown-reference"),
        ("part `text`, character 7", "dmn-unknown-reference"),
        ("part `r`", "dmn-not-in-language"),
        ("part `row 1`, character 1", "dmn-not-in-language"),
        ("part `row 2`, character 2", "dmn-syntax"),
        ("part `row 1`", "dmn-not-in-language"),
    ]
