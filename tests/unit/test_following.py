"""What edits renamed in a vocabulary, and rules that follow."""

from typing import Any

import pytest

from rulesets.drafting import Edit, applied
from rulesets.drafting.following import one_after_the_other, renames_by
from rulesets.drafting.named import Name

VOCABULARY: dict[str, Any] = {
    "vocabulary": "v",
    "facts": [{"key": "a"}, {"key": "b"}, {"key": "c"}],
}


def key(place: int, name: str) -> Edit:
    return Edit("set", ("facts", place, "key"), name)


@pytest.mark.parametrize(
    ("edits", "renames"),
    [
        ([], {}),
        ([key(0, "x")], {"a": "x"}),
        ([key(0, "x"), key(0, "a")], {}),
        ([key(0, "x"), key(0, "y")], {"a": "y"}),
        # Two that were exchanged.
        ([key(0, "x"), key(1, "a"), key(0, "b")], {"a": "b", "b": "a"}),
        # What was moved is still what it was; what was deleted is none.
        ([Edit("move", ("facts", 2), to=0), key(0, "x")], {"c": "x"}),
        ([key(0, "x"), Edit("remove", ("facts", 0))], {}),
        # Another fact of an old name is not the one that had it.
        ([Edit("remove", ("facts", 0)), Edit("insert", ("facts", 0), {"key": "z"})], {}),
        ([Edit("insert", ("facts", 0), {"key": "n"}), key(0, "m"), key(1, "x")], {"a": "x"}),
    ],
)
def test_renames_are_found(edits: list[Edit], renames: dict[str, str]) -> None:
    found = {("facts", old): new for old, new in renames.items()}
    assert renames_by(VOCABULARY, edits) == found
    # Taking all of it back renames nothing.
    after, back = applied(VOCABULARY, edits)
    assert renames_by(VOCABULARY, [*edits, *back]) == {}
    assert after is not VOCABULARY or not edits


def facts(renames: dict[str, str]) -> dict[Name, str]:
    return {("facts", old): new for old, new in renames.items()}


@pytest.mark.parametrize(
    ("first", "then", "joined"),
    [
        ({"a": "b"}, {"b": "a"}, {}),
        ({"a": "b", "b": "a"}, {"a": "x"}, {"a": "b", "b": "x"}),
        ({}, {"b": "c"}, {"b": "c"}),
        # Another fact came under the old name, and has got a third: it is not the one that had it.
        ({"a": "b"}, {"a": "z"}, {"a": "b"}),
    ],
)
def test_renames_of_versions_are_joined(
    first: dict[str, str], then: dict[str, str], joined: dict[str, str]
) -> None:
    assert one_after_the_other(facts(first), facts(then)) == facts(joined)


def test_what_is_within_is_named_by_what_it_was_in() -> None:
    """A fact, its sub-fact and a code of that, each renamed in a version of its own."""
    fact, field = ("facts", "orders"), ("facts", "orders", "fields", "kind")
    code = (*field, "one_of", "x")
    second: dict[Name, str] = {("facts", "sales", "fields", "kind"): "sort"}
    third: dict[Name, str] = {("facts", "sales", "fields", "sort", "one_of", "x"): "y"}
    both = one_after_the_other({fact: "sales"}, second)
    assert one_after_the_other(both, third) == {fact: "sales", field: "sort", code: "y"}


LISTED: dict[str, Any] = {
    "vocabulary": "v",
    "facts": [{"key": "a", "one_of": ["x", {"value": "y"}]}],
    "lists": [{"key": "l", "codes": [{"value": "p"}, "q"]}],
}


@pytest.mark.parametrize(
    ("edits", "renames"),
    [
        (
            [Edit("set", ("lists", 0, "codes", 0, "value"), "P")],
            {("lists", "l", "codes", "p"): "P"},
        ),
        # A code that stands alone is replaced as a whole.
        ([Edit("set", ("lists", 0, "codes", 1), "Q")], {("lists", "l", "codes", "q"): "Q"}),
        ([Edit("set", ("facts", 0, "one_of", 0), {"value": "x"})], {}),
        (
            [
                Edit("set", ("facts", 0, "one_of", 0), {"value": "x"}),
                Edit("set", ("facts", 0, "one_of", 0, "value"), "X"),
                Edit("set", ("facts", 0, "key"), "b"),
            ],
            {("facts", "a"): "b", ("facts", "a", "one_of", "x"): "X"},
        ),
        ([Edit("set", ("facts", 0, "one_of"), ["x", "z"])], {}),
        ([Edit("insert", ("lists", 0, "codes", 0), "r"), Edit("remove", ("facts", 0))], {}),
    ],
)
def test_renames_of_codes_are_found(edits: list[Edit], renames: dict[Name, str]) -> None:
    assert renames_by(LISTED, edits) == renames
