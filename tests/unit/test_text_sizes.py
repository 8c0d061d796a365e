"""Texts that an expression joins are bounded before anything is evaluated (8.4)."""

from __future__ import annotations

import pytest

from tests.unit.checking_documents import condition, faults, formula

DOUBLED = (
    "  - {{key: g{}, parameters: [{{key: x, type: text}}], returns: {{type: text}},"
    " expression: {}}}"
)


def doubling(levels: int) -> str:
    """Functions of which each calls the one before twice over: 2^(2^levels) times the text."""
    bodies = ["x + x", *(f"g{place}(g{place}(x))" for place in range(levels))]
    return "functions:\n" + "\n".join(DOUBLED.format(*each) for each in enumerate(bodies))


@pytest.mark.parametrize("refused", ["length(g5(t))", "length(g5(upper(text(n))))"])
def test_functions_that_double_a_text_again_and_again_are_refused(refused: str) -> None:
    (fault,) = faults(doubling(5) + formula(refused))
    assert fault.code == "expression-too-large"


def test_a_condition_is_held_to_it_too() -> None:
    (fault,) = faults(doubling(4) + condition('g4(t) contains "a"'))
    assert fault.code == "expression-too-large"


def test_a_text_of_fifty_names_may_be_joined_and_of_one_more_not() -> None:
    assert faults(formula(f"length({' + '.join(['t'] * 50)})")) == ()
    (fault,) = faults(formula(f"length({' + '.join(['t'] * 51)})"))
    assert fault.code == "expression-too-large"


def test_numbers_that_are_added_and_lists_are_no_texts() -> None:
    many = " + ".join(["n"] * 60)
    assert faults(formula(many)) == ()
    assert faults(formula(f"sum(orders, amount) + {many}")) == ()
    assert faults(condition("list contains(tags, t)")) == ()
