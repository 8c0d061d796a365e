"""DMN imported: contexts, lists, conditionals, functions, and their values (issue 4)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from rulesets.dmn.model import (
    BoxedList,
    Conditional,
    Context,
    ContextEntry,
    DecisionTable,
    FunctionDefinition,
    InputClause,
    Invocation,
    Variable,
)
from rulesets.errors import AuthorError, CallerError
from service.decide_dmn import decide
from service.import_dmn import import_definitions
from tests.unit.dmn_models import (
    CUSTOMER,
    decision,
    definitions,
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
    value_of,
)


def codes(*elements: Any, **items: Any) -> list[str]:
    return [each.code for each in refused(*elements, **items)]


def entry(name: str, logic: Any, of: str = "") -> ContextEntry:
    boxed = literal(logic) if isinstance(logic, str) else logic
    return ContextEntry(Variable(name, of) if name else None, boxed)


# ------------------------------------------------------------------------------ contexts


def test_a_context_without_result_is_conclusions_and_others_read_its_members() -> None:
    logic = Context((entry("x", "a + 1", "number"), entry("y z", "{k: x * 2}")))
    made = imported(given("a"), decision("R", logic, "a"), decision("S", "R.y z.k + R.x", "R"))
    assert value(made, "R", a=1) == {"x": 2, "y z": {"k": 4}}
    assert value(made, "S", a=1) == 6
    assert value(made, "R") == {"x": None, "y z": {"k": None}}
    assert list(made.checked.conclusions) == ["r_x", "r_y_z_k", "s"]


def test_a_context_with_a_result_is_one_conclusion() -> None:
    square = FunctionDefinition((Variable("n", "number"),), literal("n * n"))
    logic = Context(
        (
            entry("half", "a / 2", "number"),
            entry("square", square),
            entry("kind", table("half", out(), '< 1 | "low"\n>= 1 | "high"'), "string"),
            entry("", 'if kind = "low" then half else square(half)'),
        )
    )
    made = imported(given("a"), decision("R", logic, "a"))
    assert value(made, "R", a=1) == 0.5
    assert value(made, "R", a=6) == 9
    assert value(made, "R") is None


def test_a_conditional_and_a_list() -> None:
    logic = Conditional(literal("a > 1"), literal('"x"'), literal("null"))
    made = imported(
        given("a"),
        decision("R", logic, "a"),
        decision("T", BoxedList((literal("1"), literal("2")))),
    )
    assert [value(made, "R", a=2), value(made, "R", a=1), value(made, "R")] == ["x", None, None]
    assert value(made, "T") == [1, 2]
    assert "list that may hold null" in only(
        given("a"), decision("T", BoxedList((literal("a"),)), "a")
    )


# ------------------------------------------------------------------------------ functions


def test_a_function_of_functions_and_contexts() -> None:
    inner = Context((entry("k", "x + 1"), entry("", "k * k")))
    made = imported(
        given("a"),
        function("f", {"x": "number"}, inner),
        function("g", {"big number": "number"}, "f(big number) + 1", "f", of="number"),
        decision("R", "g(a) + f(x: 1)", "a", "g", "f"),
        decision("S", Invocation(text("g"), (("big number", literal("a + 1")),)), "a", "g"),
    )
    assert value(made, "R", a=2) == 14
    assert value(made, "S", a=2) == 17
    assert value(made, "R") is None
    assert list(made.checked.functions) == ["f", "g"]


GRADES = '< 1 | "low"\n[1..5] | "middle"\n[4..9] | "high"'


def test_a_function_that_is_a_table() -> None:
    """Invoked alone it is that table; within an expression conditions, two that hold give null."""
    grade = table("x", out(default='"none"'), GRADES)
    made = imported(
        given("a"),
        function("f", {"x": "number"}, grade),
        decision("R", 'f(a) + "!"', "a", "f"),
        decision("S", Invocation(text("f"), (("x", literal("a")),)), "a", "f"),
        decision("T", "f(x: a)", "a", "f"),
    )
    expected = [(0, "low"), (2, "middle"), (4, None), (7, "high"), (99, "none"), (None, "none")]
    for given_value, grade_of in expected:
        assert value(made, "S", a=given_value) == grade_of
        assert value(made, "T", a=given_value) == grade_of
        assert value(made, "R", a=given_value) == (grade_of and f"{grade_of}!")
    kinds = {each.key: type(each.block.block).__name__ for each in made.checked.blocks}
    assert kinds == {"r": "Formula", "s": "Table", "t": "Table"}


def test_a_function_that_is_a_context_when_invoked_alone() -> None:
    body = Context((entry("x", "n + 1"), entry("y", "x * 2")))
    made = imported(
        given("a"), function("f", {"n": "number"}, body), decision("R", "f(a)", "a", "f")
    )
    assert value(made, "R", a=1) == {"x": 2, "y": 4}


def test_a_context_is_bound_to_a_parameter() -> None:
    made = imported(
        given("Customer", "tCustomer"),
        function("shown", {"c": "tCustomer"}, table("c.name", out(), '"Li" | c.home.zip code')),
        decision(
            "R", Invocation(text("shown"), (("c", literal("Customer")),)), "Customer", "shown"
        ),
        items=CUSTOMER,
    )
    customer = {"name": "Li", "home": {"zip code": "200000"}}
    assert value(made, "R", Customer=customer) == "200000"


@pytest.mark.parametrize(
    ("elements", "part"),
    [
        ((function("f", {"x": ""}, "x"),), "the type of `x` is not said"),
        ((function("f", {"x": "tCustomer"}, "x.name"),), "list of contexts as a parameter"),
        (
            (function("f", {"x": "number"}, "x"), decision("R", "f(1, 2)", "f")),
            "call with other arguments than (x)",
        ),
        (
            (
                function("f", {"x": "number"}, table("x", out(), GRADES)),
                decision("R", Invocation(text("f"), (("y", literal("1")),)), "f"),
            ),
            "call of `f` with other parameters",
        ),
        ((decision("R", Invocation(text("f"), (("y", literal("1")),))),), "no required business"),
        (
            (
                function("f", {"x": "number"}, table("x", out(), GRADES, "PRIORITY")),
                decision("R", "f(1) = 2", "f"),
            ),
            "decision table within an expression",
        ),
        (
            (decision("R", FunctionDefinition((Variable("x", "number"),), literal("x"))),),
            "function as a value",
        ),
        ((decision("R", "123456789012345678901"),), "more than 18 digits"),
        ((decision("R", '"x"', of="number"),), "a number"),
        ((decision("R", '"x"', of="tKind"),), "value outside of those allowed: `x`"),
    ],
)
def test_what_is_refused_by_name(elements: tuple[Any, ...], part: str) -> None:
    types = (*CUSTOMER, item("tKind", "string", '"a", "b"'))
    assert part in " / ".join(each.message("en") for each in refused(*elements, items=types))


# ------------------------------------------------------------------------------ evaluation


def test_inputs_are_taken_by_the_names_of_dmn() -> None:
    made = imported(
        given("Customer", "tCustomer"),
        decision("Paid", "sum(Customer.orders.amount)", "Customer"),
        decision("Home", "Customer.home", "Customer"),
        items=CUSTOMER,
    )
    customer = {
        "home": {"zip code": "200000"},
        "orders": [{"amount": 2, "paid on": "2026-01-31"}, {"amount": 3}],
        "tags": ["vip"],
    }
    assert value(made, "Paid", Customer=customer) == 5
    assert value(made, "Home", Customer=customer) == {"zip code": "200000"}
    assert value(made, "Home", Customer=None) == {"zip code": None}
    with pytest.raises(CallerError) as caught:
        decide(
            made,
            "Paid",
            {
                "customer": 1,
                "Customer": {
                    "home": 3,
                    "zip": 1,
                    "orders": [{"amount": "2", "paid on": "2026-02-30"}, {"a/b": 1}, 4],
                    "tags": [None],
                },
            },
        )
    assert [(each.code, each.where("en")) for each in caught.value.faults] == [
        ("unknown-fact", "`/customer`"),
        ("unknown-fact", "`/Customer/zip`"),
        ("wrong-type", "`/Customer/home`"),
        ("wrong-type", "`/Customer/orders/0/amount`"),
        ("bad-date", "`/Customer/orders/0/paid on`"),
        ("unknown-fact", "`/Customer/orders/1/a~1b`"),
        ("wrong-type", "`/Customer/orders/2`"),
        ("wrong-type", "`/Customer/tags/0`"),
    ]


def test_an_unknown_decision_is_refused_with_the_known_ones() -> None:
    made = imported(decision("A", "1"), decision("B", "2"))
    with pytest.raises(CallerError) as caught:
        decide(made, "C", {})
    assert caught.value.faults[0].message("en") == (
        "the model has no decision `C`; it has `A`, `B`"
    )
    with pytest.raises(CallerError) as caught:
        decide(made, "A", [])
    assert caught.value.faults[0].code == "wrong-type"


def test_what_doubles_at_each_step_is_refused_in_time() -> None:
    """Values of entries stand where they are read: thirty doublings are 2**30 operations."""
    names = ["x", *(f"x{number}" for number in range(30))]
    doubled = [entry(name, f"{last} + {last}") for last, name in pairwise(names)]
    body = Context((*doubled, entry("", names[-1])))
    made = imported(given("x"), decision("R", body, "x"))
    assert value(made, "R", x=1) == 2**30
    faults = refused(
        given("x"), function("f", {"x": "number"}, body), decision("R", "f(x) + 1", "x", "f")
    )
    assert {each.code for each in faults} == {"expression-too-large"}


def test_invocations_that_double_are_refused_in_time() -> None:
    first = function("f0", {"x": "number"}, "x + 1")
    models = [first]
    for number in range(1, 30):
        call = Invocation(text(f"f{number - 1}"), (("x", literal("x")),))
        body = Context((entry("a", call), entry("b", call), entry("", "a + b")))
        models.append(function(f"f{number}", {"x": "number"}, body, f"f{number - 1}"))
    last = Invocation(text("f29"), (("x", literal("x")),))
    faults = refused(given("x"), *models, decision("R", last, "x", "f29"))
    assert any("invocations" in each.message("en") for each in faults)


@pytest.mark.slow
def test_a_long_chain_of_entries_is_refused_or_held() -> None:
    names = ["x", *(f"x{number}" for number in range(400))]
    chained = [entry(name, f"{last} + 1") for last, name in pairwise(names)]
    body = Context((*chained, entry("", names[-1])))
    assert value(imported(given("x"), decision("R", body, "x")), "R", x=1) == 401
    faults = refused(function("f", {"x": "number"}, body))
    assert {each.code for each in faults} == {"expression-too-large"}


def test_the_id_and_the_zone_of_the_ruleset_are_held() -> None:
    document = definitions(decision("R", "1"))
    made = import_definitions(document, id="my-loans", zone="Asia/Shanghai")
    assert (made.checked.bundle.ruleset.id, made.checked.zone) == ("my-loans", "Asia/Shanghai")
    for more, code in (({"id": "Bad Id!"}, "bad-name"), ({"zone": "Nowhere"}, "bad-zone")):
        with pytest.raises(AuthorError) as caught:
            import_definitions(document, **more)
        assert [each.code for each in caught.value.faults] == [code]


def test_names_are_compared_as_json_is_read() -> None:
    made = imported(given("e\u0301", "string"), decision("R", "1"))
    assert value_of(made, "R", {"\u00e9": "x"}) == 1


def test_declared_types_are_held() -> None:
    typed = DecisionTable(
        (InputClause(text("a"), "string"),), (out(),), (), place=(("part", "table"),)
    )
    assert "declared a text, found a number" in only(given("a"), decision("R", typed, "a"))
    types = (item("tC", components=(item("n", "number"),)),)
    assert "declared a context and is none" in only(decision("R", "1", of="tC"), items=types)
    made = imported(decision("R", "{n: 1}", of="tC"), items=types)
    assert value(made, "R") == {"n": 1}
    assert codes(decision("R", '{n: "x"}', of="tC"), items=types) == ["dmn-not-in-language"]
