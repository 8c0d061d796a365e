"""Decision tables imported: hit policies, aggregations, defaults, blank outputs (issue 4).

Expected values are those of DMN 1.5, 8.2.10 and 8.2.11, worked out by hand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

import pytest

from rulesets.dmn.importing.tables import row_ids
from rulesets.dmn.model import Aggregation, DecisionRule, DecisionTable, DmnHitPolicy
from rulesets.model import Table
from rulesets.types import TextType
from tests.unit.dmn_models import decision, given, imported, item, only, out, refused, table, value

ROWS = '> 3 | "C"\n> 1 | "B"\n> 2 | "A"'
WITH_SECOND = '> 3 | "C" | "q"\n> 1 | "B" | "q"\n> 2 | "A" | "p"'
NUMBERS = "> 3 | 3\n> 1 | 2\n> 2 | 1.5"
ORDER = '"A", "B", "C"'

# What the texts of ROWS give for 0 (no row), 2 (B), 3 (B, A) and 4 (all); "default" stands for it.
SINGLE: dict[DmnHitPolicy, list[Any]] = {
    "UNIQUE": ["default", "B", None, None],
    "ANY": ["default", "B", None, None],
    "FIRST": ["default", "B", "B", "C"],
    "PRIORITY": ["default", "B", "A", "A"],
    "RULE ORDER": [["default"], ["B"], ["B", "A"], ["C", "B", "A"]],
    "OUTPUT ORDER": [["default"], ["B"], ["A", "B"], ["A", "B", "C"]],
    "COLLECT": [["default"], ["B"], ["B", "A"], ["C", "B", "A"]],
}
TOGETHER: dict[Aggregation, list[Any]] = {
    "SUM": [2, Decimal("3.5"), Decimal("6.5")],
    "MIN": [2, Decimal("1.5"), Decimal("1.5")],
    "MAX": [2, 2, 3],
    "COUNT": [1, 2, 3],
}
SECOND = {"A": "p", "B": "q", "C": "q"}


def _told(expected: Any, default: str | None, second: bool) -> Any:
    """Put the default, and the second output, into what is expected."""
    if isinstance(expected, list):
        return (
            None
            if expected == ["default"] and default is None
            else [_told(each, default, second) for each in expected]
        )
    if expected == "default":
        return {"x": default, "y z": None} if second and default else default
    return {"x": expected, "y z": SECOND[expected]} if second and expected else expected


def test_every_hit_policy_is_tried() -> None:
    assert set(SINGLE) == set(get_args(DmnHitPolicy))
    assert set(TOGETHER) | {""} == set(get_args(Aggregation))


@pytest.mark.parametrize("hit", SINGLE)
@pytest.mark.parametrize("default", [None, "C"])
@pytest.mark.parametrize("second", [False, True])
def test_a_hit_policy(hit: DmnHitPolicy, default: str | None, second: bool) -> None:
    first = out("x" if second else "", values=ORDER, default=default and f'"{default}"')
    outputs = (first, out("y z")) if second else first
    grid = table("a", outputs, WITH_SECOND if second else ROWS, hit)
    made = imported(given("a"), decision("R", grid, "a"))
    found = [value(made, "R", a=each) for each in (0, 2, 3, 4)]
    assert found == [_told(each, default, second) for each in SINGLE[hit]]
    assert value(made, "R") == found[0]


@pytest.mark.parametrize("aggregation", TOGETHER)
@pytest.mark.parametrize("default", [None, "9"])
def test_an_aggregation(aggregation: Aggregation, default: str | None) -> None:
    grid = table("a", out(of="number", default=default), NUMBERS, "COLLECT", aggregation)
    made = imported(given("a"), decision("R", grid, "a"))
    assert [value(made, "R", a=each) for each in (2, 3, 4)] == TOGETHER[aggregation]
    assert value(made, "R", a=0) == (None if default is None else 9)


def test_rows_that_agree_under_any() -> None:
    made = imported(
        given("a"), decision("R", table("a", out(), '> 1 | "x"\n> 2 | "x"\n> 3 | "y"', "ANY"), "a")
    )
    assert [value(made, "R", a=each) for each in (1, 3, 4)] == [None, "x", None]


def test_blank_outputs_are_null() -> None:
    rows = '1 | - | "p"\n2 | | null\n3 | "x" | "q"'
    made = imported(
        given("a"),
        decision("R", table("a", (out("x"), out("y")), rows), "a"),
        decision("Y", "R.y", "R"),
        decision("L", table("a", out(), '< 2 | -\n< 3 | "z"', "COLLECT"), "a"),
    )
    assert [value(made, "R", a=each) for each in (1, 2, 3, 4)] == [
        {"x": None, "y": "p"},
        {"x": None, "y": None},
        {"x": "x", "y": "q"},
        None,
    ]
    assert [value(made, "Y", a=each) for each in (1, 2, 3)] == ["p", None, "q"]
    assert [value(made, "L", a=each) for each in (1, 2, 3)] == [[None, "z"], ["z"], None]


def test_lists_are_read_by_others_when_they_hold_no_null() -> None:
    rows = '> 1 | 5 | "a"\n> 0 | 7 | "b"'
    made = imported(
        given("a"),
        decision("L", table("a", out(of="number"), "> 1 | 5\n> 0 | 7", "RULE ORDER"), "a"),
        decision("S", "sum(L)", "L"),
        decision("M", table("a", (out("n", "number"), out("t")), rows, "COLLECT"), "a"),
        decision("N", "count(M.n) + sum(M.n)", "M"),
    )
    assert [value(made, "S", a=each) for each in (0, 1, 2)] == [None, 7, 12]
    assert [value(made, "N", a=each) for each in (1, 2)] == [8, 14]
    message = only(
        given("a"),
        decision("L", table("a", out(), '1 | null\n> 0 | "z"', "COLLECT"), "a"),
        decision("C", "count(L)", "L"),
    )
    assert "reading of `L`, a list that may hold null" in message


def test_the_highest_priority_stands_first_in_dmn_and_last_here() -> None:
    types = (item("tKind", "string", ORDER),)
    grid = table("a", out(of="tKind"), ROWS, "PRIORITY")
    made = imported(given("a"), decision("R", grid, "a"), items=types)
    kind = made.checked.conclusions["r"].type
    assert isinstance(kind, TextType)
    assert kind.one_of is not None
    assert [each.value for each in kind.one_of.codes] == ["C", "B", "A"]
    assert kind.one_of.ordered
    assert value(made, "R", a=4) == "A"


def test_cells_that_need_a_column_of_their_own() -> None:
    rows = 'not("x") | - | 1\n"x", null | > 200 | 2\n- | <= 100 | 3\n- | null | 4'
    made = imported(
        given("t", "string"),
        given("n", "tN"),
        decision("R", table("t | n", out(of="number"), rows, "FIRST"), "t", "n"),
        items=(item("tN", "number", "[0..100]"),),
    )
    expected = [("y", 1, 1), ("x", 1, 3), (None, 1, 1), ("x", None, 4)]
    for text_given, number_given, row in expected:
        assert value(made, "R", t=text_given, n=number_given) == row


def test_a_column_of_its_own_is_none_of_the_given_ones() -> None:
    """A cell that nothing meets is `false` in a column; the table has a column `false` already."""
    cells = """
        "A" | true | 2
        "b" | false | 100
        "c" | false | 0.5
    """
    grid = table('"x y" | false', out("", "number"), cells, "COLLECT", "MIN")
    assert value(imported(decision("D", grid, of="number")), "D") is None


def test_input_values_of_a_column_are_the_domain_of_its_input() -> None:
    grid = table("t", out(), '"x" | "X"', values='"x", "y"')
    other = table("t", out(), '"x" | "X"', values='"x", "z"')
    made = imported(given("t", "string"), decision("R", grid, "t"))
    kind = made.checked.facts["t"].type
    assert isinstance(kind, TextType)
    assert kind.one_of is not None
    both = imported(given("t", "string"), decision("R", grid, "t"), decision("S", other, "t"))
    assert both.checked.facts["t"].type == TextType()
    assert any("inputValues" in each.text.en for each in both.notes)


def test_a_column_may_be_any_expression() -> None:
    rows = '"AB" | > 3 | true | "yes"\n- | <= 3 | - | "small"'
    grid = table('upper case(t) | n + 1 | t = "ab"', out(), rows, "FIRST")
    made = imported(given("t", "string"), given("n"), decision("R", grid, "t", "n"))
    assert value(made, "R", t="ab", n=3) == "yes"
    assert value(made, "R", t="ab", n=2) == "small"
    assert value(made, "R", t="AB", n=3) is None


@pytest.mark.parametrize(
    ("grid", "part"),
    [
        (
            table("a", (out("x", "number"), out("y", "number")), "1 | 2 | 3", "COLLECT", "SUM"),
            "several",
        ),
        (table("a", out(), '1 | "x"', "COLLECT", "SUM"), "sum of what are no numbers"),
        (table("a", out(), '1 | "x"', "COLLECT", "MIN"), "minimum or maximum of texts"),
        (table("a", out(of="number"), "1 | null", "COLLECT", "SUM"), "outputs that may be null"),
        (table("a", out(of="number"), "1 | a", "COLLECT", "MAX"), "outputs that may be null"),
        (table("a", out(default='"x"'), '1 | "x"', "COLLECT", "COUNT"), "default of a count"),
        (table("a", out(), '1 | "x"', "PRIORITY"), "priority without"),
        (table("a", out(), '1 | "x"', "FIRST", "SUM"), "aggregation SUM of hit policy FIRST"),
        (table("a", out(values='"x"'), '1 | "y"'), "outside of the output values"),
        (table("a", out(of="number"), '1 | "y"'), "declared a number, found a text"),
        (table("a", out(of=""), '1 | "y"\n2 | 3'), "declared a text, found a number"),
        (table("a", out(of="tCustomer"), "1 | 3"), "context or list as an output"),
        (table("a", out(of="number"), "1 | 99999999999999999999"), "more than 18 digits"),
        (table("null", out(of="number"), "1 | 3"), "input column that is always null"),
    ],
)
def test_tables_that_are_refused(grid: DecisionTable, part: str) -> None:
    types = (item("tCustomer", components=(item("n", "number"),)),)
    faults = refused(given("a"), decision("R", grid, "a"), items=types)
    assert part in " / ".join(each.message("en") for each in faults)


def test_rows_keep_ids_that_are_this_language_s() -> None:
    own = DecisionTable(
        (), (), (DecisionRule("grade.vip", (), ()), DecisionRule("grade.b-2", (), ()))
    )
    assert row_ids(own, "grade") == ["vip", "b-2"]
    assert row_ids(own, "other") == ["r1", "r2"]
    twice = DecisionTable((), (), (DecisionRule("g.a", (), ()), DecisionRule("g.a", (), ())))
    assert row_ids(twice, "g") == ["r1", "r2"]
    made = imported(given("a"), decision("R", table("a", out(), ROWS, "FIRST"), "a"))
    (block,) = made.imported.ruleset.blocks
    assert isinstance(block, Table)
    assert [each.id for each in block.rows] == ["r1", "r2", "r3"]


def test_values_of_lists_are_written_as_plain_words() -> None:
    """5.6: without quotes where no other reading is possible; the ruleset is the same."""
    rows = '"High", "Low" | "A"\n"not", "High" | "B"\n"two words" | "A"\n- | "B"'
    grid = table("t", out(values='"A", "B"'), rows, "ANY")
    types = (item("tT", "string", '"High", "Low", "not", "two words"'),)
    made = imported(given("t", "tT"), decision("R", grid, "t"), items=types)
    (block,) = made.imported.ruleset.blocks
    assert isinstance(block, Table)
    assert [each.when for each in block.rows] == [
        ("High, Low",),
        ('"not", "High"',),
        ('"two words"',),
        ("-",),
    ]
    assert [each.then for each in block.rows] == [("A",), ("B",), ("A",), ("B",)]
