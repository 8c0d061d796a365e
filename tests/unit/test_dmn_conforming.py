"""Declared types of DMN documents: what is not of its type is null, or refused."""

from __future__ import annotations

import pytest

from rulesets.dmn.model import (
    BoxedList,
    Conditional,
    Context,
    ContextEntry,
    Decision,
    Invocation,
    Variable,
)
from tests.unit.dmn_models import (
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
    text,
    value,
)

NUMBERS = item("tNumbers", "number", collection=True)
POSITIVE = item("tPositive", "number", "> 0")
KNOWN = item("tKnown", "string", '"a", "b"')
PAIR = item("tPair", components=(item("a", "number"), item("b", "string")))
OTHER = item("tOther", components=(item("a", "string"), item("b", "string")))
ITEMS = (NUMBERS, POSITIVE, KNOWN, PAIR, OTHER)


def invocation(of: str, **arguments: str) -> Invocation:
    return Invocation(text(of), tuple((name, literal(feel)) for name, feel in arguments.items()))


def context(*entries: tuple[Variable | None, str]) -> Context:
    return Context(tuple(ContextEntry(each, literal(feel)) for each, feel in entries))


def refused_decision(made: Decision) -> bool:
    called = function("f", {"a": "string"}, "a")
    faults = refused(given("x"), given("p", "tPair"), called, made, items=ITEMS)
    return {each.code for each in faults} == {"dmn-not-in-language"}


def test_an_argument_of_another_type_is_refused() -> None:
    assert refused_decision(decision("D", invocation("f", a="x"), "x", "f"))


def test_an_argument_that_is_not_allowed_is_null() -> None:
    called = decision("D", invocation("f", a="x"), "x", "f")
    body = "if a = null then 0 else a + 1"
    model = imported(given("x"), function("f", {"a": "tPositive"}, body), called, items=ITEMS)
    assert value(model, "D", x=2) == 3
    assert value(model, "D", x=-2) == 0


def test_a_text_that_is_not_allowed_is_null() -> None:
    called = decision("D", invocation("f", a="x"), "x", "f")
    model = imported(given("x", "string"), function("f", {"a": "tKnown"}, "a"), called, items=ITEMS)
    assert value(model, "D", x="b") == "b"
    assert value(model, "D", x="c") is None


def test_a_result_of_another_type_than_its_function_is_refused() -> None:
    called = decision("D", invocation("g", a="x"), "x", "g")
    faults = refused(given("x"), function("g", {"a": "number"}, "a > 1", of="number"), called)
    assert {each.code for each in faults} == {"dmn-not-in-language"}


def test_a_result_that_its_function_does_not_allow_is_null() -> None:
    called = decision("D", invocation("g", a="x"), "x", "g")
    takes = function("g", {"a": "number"}, "a - 1", of="tPositive")
    model = imported(given("x"), takes, called, items=ITEMS)
    assert value(model, "D", x=3) == 2
    assert value(model, "D", x=1) is None


def test_a_sum_that_its_decision_does_not_allow_is_null() -> None:
    grid = table("x", out("", "number"), "> 1 | 2\n> 3 | -2\n> 5 | 5", "COLLECT", "SUM")
    model = imported(given("x"), decision("D", grid, "x", of="tPositive"), items=ITEMS)
    assert value(model, "D", x=2) == 2
    assert value(model, "D", x=4) is None
    assert value(model, "D", x=6) == 5


def test_what_a_function_takes_without_checking_is_noted() -> None:
    called = decision("D", "f(x)", "x", "f")
    model = imported(given("x"), function("f", {"a": "tPositive"}, "a"), called, items=ITEMS)
    assert any("parameter `a`" in each.text.en for each in model.notes)


def test_an_entry_that_is_not_allowed_is_null() -> None:
    logic = context((Variable("a", "tPositive"), "x"), (None, "if a = null then 0 else a"))
    model = imported(given("x"), decision("D", logic, "x"), items=ITEMS)
    assert value(model, "D", x=5) == 5
    assert value(model, "D", x=-5) == 0


@pytest.mark.parametrize("of", ["string", "tNumbers", "tPair"])
def test_an_entry_of_another_type_is_refused(of: str) -> None:
    logic = context((Variable("a", of), "x"), (None, "1"))
    assert refused_decision(decision("D", logic, "x"))


def test_a_result_of_another_type_is_refused() -> None:
    result = ContextEntry(None, literal("x", "string"))
    assert refused_decision(decision("D", Context((result,)), "x"))


@pytest.mark.parametrize("of", ["number", "tNumbers"])
def test_a_context_that_is_declared_to_be_none_is_refused(of: str) -> None:
    assert refused_decision(decision("D", context((Variable("a"), "x")), "x", of=of))


@pytest.mark.parametrize("of", ["number", "tNumbers", "tOther"])
def test_an_input_context_declared_something_else_is_refused(of: str) -> None:
    assert refused_decision(decision("D", "p", "p", of=of))


def test_an_input_context_as_it_is_comes_with_a_note() -> None:
    model = imported(given("p", "tPair"), decision("D", "p", "p", of="tPair"), items=ITEMS)
    assert value(model, "D", p={"a": 1, "b": "c"}) == {"a": 1, "b": "c"}
    assert any("a context of nulls" in each.text.en for each in model.notes)


@pytest.mark.parametrize("of", ["tPair", "tNumbers"])
def test_a_value_that_is_declared_a_context_or_list_is_refused(of: str) -> None:
    condition = Conditional(literal("x > 1"), literal("1"), literal("2"))
    assert refused_decision(decision("D", condition, "x", of=of))
    assert refused_decision(decision("D", "x", "x", of=of))


def test_a_list_that_is_declared_one_value_is_refused() -> None:
    faults = refused(decision("D", BoxedList((literal("1"),)), of="number"), items=ITEMS)
    assert faults


@pytest.mark.parametrize("hit", ["COLLECT", "RULE ORDER"])
@pytest.mark.parametrize("of", ["number", "tPair"])
def test_a_list_of_a_table_that_is_declared_no_list_is_refused(hit: str, of: str) -> None:
    rows = table("x", out(of="number"), "> 1 | 1\n> 2 | 2", hit)  # type: ignore[arg-type]  # one of two
    assert refused_decision(decision("D", rows, "x", of=of))


@pytest.mark.parametrize("of", ["string", "tNumbers", "tPair"])
def test_a_table_of_another_type_than_declared_is_refused(of: str) -> None:
    rows = table("x", out(of="number"), "> 1 | 1")
    assert refused_decision(decision("D", rows, "x", of=of))


def test_a_sum_is_no_text() -> None:
    rows = table("x", out(of="number"), "> 1 | 1", "COLLECT", "SUM")
    assert refused_decision(decision("D", rows, "x", of="tKnown"))


def test_a_count_is_no_text() -> None:
    rows = table("x", out(of="string"), '> 1 | "a"', "COLLECT", "COUNT")
    assert refused_decision(decision("D", rows, "x", of="string"))


def test_what_a_table_is_declared_to_allow_holds_for_its_output() -> None:
    rows = table("x", out(of="string"), '"q" | x\n- | "a"', "FIRST")
    made = decision("D", rows, "x", of="tKnown")
    model = imported(given("x", "string"), made, items=ITEMS)
    assert value(model, "D", x="q") is None
    assert value(model, "D", x="r") == "a"


def test_a_list_holds_no_value_that_its_type_does_not_allow() -> None:
    rows = table("x", out(of="tKnown"), '- | x\n- | "b"', "COLLECT")
    message = only(given("x", "string"), decision("D", rows, "x"), items=ITEMS)
    assert "computed output that allowed values may not hold" in message


def test_a_sum_is_not_held_to_what_each_output_may_be() -> None:
    few = item("tFew", "number", "[0..5]")
    rows = table("x", out(of="tFew"), "> 0 | 3\n> 1 | 4", "COLLECT", "SUM")
    model = imported(given("x"), decision("D", rows, "x"), items=(few,))
    assert value(model, "D", x=2) == 7


def test_two_entries_of_one_name_in_an_expression_are_refused() -> None:
    assert "two entries of one name" in only(decision("D", "{a: 1, a: 2}"))
