"""Walks through trees."""

from rulesets.expressions.parser import parse_cell, parse_expression
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Group, Node
from rulesets.expressions.walk import children, leaves, names_read
from tests.generators.expressions import SCOPE


def expression(text: str) -> Node:
    return parse_expression(text, SCOPE)


def test_names_are_read_wherever_they_stand_and_previous_is_none() -> None:
    node = expression(
        "if x in ([x1 .. days], > list) then sum(orders where amount > text, amount)"
        " else coalesce(previous(grade), clv(region).days, [date])"
    )
    assert names_read(node) == {
        "x", "x1", "days", "list", "orders", "text", "region", "date",
    }  # fmt: skip
    assert names_read(parse_cell("not(< x, [x1 .. days])", SCOPE)) == {"x", "x1", "days"}
    assert names_read(parse_cell("-", SCOPE)) == frozenset()
    assert names_read(Group("all", (node, Group("any", (expression("any"),))))) >= {"x", "any"}


def test_leaves_open_groups_and_connectives_in_order() -> None:
    condition = Group(
        "all",
        (
            expression("x > 1 and not(x1 > 2 or days is missing)"),
            Group("none", (expression("really"), expression("if really then really else really"))),
        ),
    )
    assert [print_node(leaf) for leaf in leaves(condition)] == [
        "x > 1",
        "x1 > 2",
        "days is missing",
        "really",
        "if really then really else really",
    ]


def test_children_stand_in_the_order_of_the_text() -> None:
    node = expression("x in ([1 .. days], text)")
    assert [print_node(each) for each in children(node)] == ["x", "1", "days", "text"]
