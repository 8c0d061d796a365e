"""Putting documents together: what is followed, in which order, and what is refused (1.4, 1.5)."""

from __future__ import annotations

import pytest

from rulesets.assembly import assemble
from rulesets.checked import Bundle
from rulesets.documents import read
from rulesets.errors import AuthorError, PlaceStep
from rulesets.model import Ruleset, Vocabulary
from rulesets.types import TextType
from tests.unit.checking_documents import Documents

REGION = "lists: [{key: region, codes: [east, west]}]\n"


class Versions(Documents):
    """Finds a document only at the version that it says itself."""

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - as Resolver
        found = super().vocabulary(id, version)
        return found if found and found.version == version else None

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - as Resolver
        found = super().ruleset(id, version)
        return found if found and found.version == version else None


def text(name: str, rest: str = "") -> str:
    return f"ruleset: {name}\nversion: 1\nzone: UTC\n{rest}\n"


def vocabulary(name: str, rest: str = "") -> str:
    return f"vocabulary: {name}\nversion: 1\n{rest}\n"


def bundle(outer: str, *others: str) -> Bundle:
    ruleset = read(outer)
    assert isinstance(ruleset, Ruleset)
    return assemble(ruleset, Versions(others))


def refused(outer: str, *others: str) -> list[tuple[str, tuple[PlaceStep, ...]]]:
    with pytest.raises(AuthorError) as caught:
        bundle(outer, *others)
    return [(fault.code, fault.place) for fault in caught.value.faults]


def test_documents_are_followed_depth_first_and_stand_once() -> None:
    made = bundle(
        text("a", "include: [b@1, c@1]\nuses: v@1\ncalendars: [de, cn]"),
        text("b", "include: d@1\nuses: [w@1, v@1]\ncalendars: [cn]"),
        text("c", "include: d@1"),
        text("d", "calendars: [us]"),
        vocabulary("v"),
        vocabulary("w"),
    )
    assert [each.id for each in made.included] == ["b", "d", "c"]
    assert [each.id for each in made.vocabularies] == ["v", "w"]
    assert [each.id for each in made.calendars] == ["de", "cn", "us"]


def test_a_list_of_another_document_is_filled_in() -> None:
    made = bundle(
        text("a", "uses: v@1\ninclude: b@1\nfacts: [{key: x, type: text, one_of: region}]"),
        text("b", "conclusions: [{key: y, type: text, one_of: region}]"),
        vocabulary("v", REGION),
    )
    region = made.vocabularies[0].lists[0]
    assert made.ruleset.facts[0].type == TextType(region)
    assert made.included[0].conclusions[0].type == TextType(region)


def test_a_list_that_no_document_declares_is_refused_at_each_place() -> None:
    outer = text(
        "a",
        "include: b@1\nfacts: [{key: x, type: records, fields: [{key: f, type: text, one_of: k}]}]",
    )
    other = text(
        "b", "lookups: [{key: l, keys: [{key: c, type: text, one_of: m}], values: [], rows: []}]"
    )
    assert refused(outer, other) == [
        ("unknown-list", (("ruleset", "a"), ("fact", "x"))),
        ("unknown-list", (("ruleset", "b"), ("lookup", "l"))),
    ]


def test_a_list_that_two_documents_declare_is_refused() -> None:
    outer = text("a", "uses: [v@1, w@1]")
    place = (("vocabulary", "w"), ("list", "region"))
    assert refused(outer, vocabulary("v", REGION), vocabulary("w", REGION)) == [
        ("duplicate-list", place)
    ]


def test_what_is_not_there_is_refused_all_at_once() -> None:
    outer = text("a", "uses: [v@1, v2@1]\ninclude: [b@1, c@2]\ncalendars: [cn, moon]\n"
                 "facts: [{key: x, type: text, one_of: of_v}]")  # fmt: skip
    assert refused(outer, text("b", "calendars: [mars]"), text("c")) == [
        ("unknown-vocabulary", (("ruleset", "a"),)),
        ("unknown-vocabulary", (("ruleset", "a"),)),
        ("unknown-calendar", (("ruleset", "a"),)),
        ("unknown-calendar", (("ruleset", "b"),)),
        ("unknown-ruleset-included", (("ruleset", "a"),)),
    ]


def test_a_cycle_is_refused_and_shown() -> None:
    with pytest.raises(AuthorError) as caught:
        bundle(text("a", "include: b@1"), text("b", "include: c@1"), text("c", "include: b@1"))
    (fault,) = caught.value.faults
    assert fault.code == "include-cycle"
    assert fault.words["cycle"] == "b@1 → c@1 → b@1"


def test_a_ruleset_that_includes_itself_is_a_cycle_whatever_the_version() -> None:
    assert refused(text("a", "include: a@7")) == [("include-cycle", (("ruleset", "a"),))]


def test_two_versions_of_one_document_are_refused() -> None:
    outer = text("a", "include: [b@1, c@1]\nuses: v@1")
    others = (text("b", "include: c@2"), text("c", "uses: v@2"), vocabulary("v"))
    with pytest.raises(AuthorError) as caught:
        bundle(outer, *others)
    found = [(each.code, each.words.get("id")) for each in caught.value.faults]
    assert ("include-versions-differ", "c") in found
    made = [text("b"), text("c", "uses: v@2"), vocabulary("v")]
    assert refused(outer, *made) == [("include-versions-differ", (("ruleset", "c"),))]
