"""What edits renamed in a vocabulary, and rules that follow."""

from typing import Any

import pytest

from rulesets.drafting import Edit, applied
from rulesets.drafting.following import one_after_the_other, renames_by

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
    assert renames_by(VOCABULARY, edits) == renames
    # Taking all of it back renames nothing.
    after, back = applied(VOCABULARY, edits)
    assert renames_by(VOCABULARY, [*edits, *back]) == {}
    assert after is not VOCABULARY or not edits


def test_renames_of_versions_are_joined() -> None:
    assert one_after_the_other({"a": "b"}, {"b": "a"}) == {}
    assert one_after_the_other({"a": "b", "b": "a"}, {"a": "x"}) == {"a": "b", "b": "x"}
    assert one_after_the_other({}, {"b": "c"}) == {"b": "c"}
