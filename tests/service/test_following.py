"""Renames follow through the rules: in a vocabulary's draft, and with a new version of it."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from rulesets.drafting import Edit
from rulesets.errors import CallerError
from rulesets.types import Both
from service.drafts import (
    Draft,
    FromVersion,
    checked_draft,
    edit_draft,
    get_draft,
    history,
    open_draft,
    redo,
    rename_in_draft,
    undo,
)
from service.drafts.taking import newer_versions, take_version
from service.house import House
from service.people import Person
from service.publish import publish
from service.review import approve, submit
from tests.houses import VOCABULARY, codes, furnished_house

ANN: Final = Person("a" * 26, "ann", frozenset({"analyst"}))
BEN: Final = Person("b" * 26, "ben", frozenset({"approver"}))
BY_TITLE: Final = """
ruleset: by-title
title: {zh: 按名称, en: By title}
zone: Asia/Shanghai
uses: [shop@1]
conclusions:
  - {key: rich, title: {zh: 大客户, en: Rich}, type: boolean}
blocks:
  - {key: richness, kind: formula, concludes: rich, expression: "年采购额 >= 50万"}
"""


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    opened = furnished_house(database_url)
    publish(opened, BY_TITLE, published_by="ann")
    yield opened
    opened.close()


@pytest.fixture
def words(house: House) -> Draft:
    return open_draft(house, ANN, FromVersion("vocabulary", "shop"))


@pytest.fixture
def rules(house: House) -> Draft:
    return open_draft(house, ANN, FromVersion("ruleset", "by-title"))


def now(house: House, draft: Draft) -> Draft:
    return get_draft(house, ANN, draft.id)


def formula(draft: Draft) -> Any:
    return draft.content["blocks"][0]["expression"]


def taken(house: House, rules: Draft, number: int = 2) -> Draft:
    return take_version(house, ANN, rules.id, rules.revision, "shop", number).draft


def published(house: House, words: Draft) -> None:
    there = now(house, words)
    approve(house, BEN, submit(house, ANN, there.id, there.revision, "new words").id)


def test_a_draft_takes_a_vocabularys_draft_and_then_follows_it(
    house: House, words: Draft, rules: Draft
) -> None:
    (newer,) = newer_versions(house, rules)
    assert (newer.vocabulary, newer.used, newer.number, newer.draft) == ("shop", 1, 2, words.id)
    rules = taken(house, rules)
    # Named by key, a rule holds whatever the fact is called.
    assert formula(rules) == "annual_sales >= 50万"
    title = Edit("set", ("facts", 0, "title"), {"zh": "年交易额", "en": "Trade in a year"})
    edit_draft(house, ANN, words.id, 0, [title])
    assert checked_draft(house, now(house, rules)).facts["annual_sales"].title.zh == "年交易额"
    rename_in_draft(house, ANN, words.id, 1, ("facts", "annual_sales"), "yearly_sales")
    after = now(house, rules)
    assert formula(after) == "yearly_sales >= 50万"
    assert "yearly_sales" in checked_draft(house, after).facts
    (change, *_) = history(house, ANN, rules.id)
    assert change.said[0].en == (
        "Renamed as in the vocabulary “Trade in a year”: `annual_sales` → `yearly_sales`"
    ).replace("Trade in a year", "Shop")
    # Taken back in the vocabulary it is taken back in the rules, and done again with it.
    undo(house, ANN, words.id, 2)
    assert formula(now(house, rules)) == "annual_sales >= 50万"
    checked_draft(house, now(house, rules))
    redo(house, ANN, words.id, 3)
    assert formula(now(house, rules)) == "yearly_sales >= 50万"
    checked_draft(house, now(house, rules))


def test_drafts_on_the_published_version_do_not_follow_a_draft(
    house: House, words: Draft, rules: Draft
) -> None:
    rename_in_draft(house, ANN, words.id, 0, ("facts", "annual_sales"), "yearly_sales")
    assert now(house, rules).revision == 0
    checked_draft(house, now(house, rules))


def test_a_published_version_is_taken_with_its_renames(
    house: House, words: Draft, rules: Draft
) -> None:
    title = Edit("set", ("facts", 0, "title"), {"zh": "年交易额", "en": "Trade in a year"})
    rename_in_draft(house, ANN, words.id, 0, ("facts", "annual_sales"), "wrong_name")
    undo(house, ANN, words.id, 1)
    rename_in_draft(house, ANN, words.id, 2, ("facts", "annual_sales"), "sales")
    rename_in_draft(house, ANN, words.id, 3, ("facts", "sales"), "yearly_sales")
    edit_draft(house, ANN, words.id, 4, [title, Edit("move", ("facts", 0), to=1)])
    published(house, words)
    (newer,) = newer_versions(house, rules)
    assert (newer.number, newer.draft, newer.is_known) == (2, "", True)
    assert newer.renames == {("facts", "annual_sales"): "yearly_sales"}
    after = taken(house, rules)
    assert after.content["uses"] == ["shop@2"]
    assert formula(after) == "yearly_sales >= 50万"
    assert "yearly_sales" in checked_draft(house, after).facts
    assert newer_versions(house, after) == ()
    assert undo(house, ANN, rules.id, 1).draft.content == rules.content


def test_two_versions_are_taken_at_once(house: House, words: Draft, rules: Draft) -> None:
    rename_in_draft(house, ANN, words.id, 0, ("facts", "annual_sales"), "contact")
    published(house, words)
    second = open_draft(house, ANN, FromVersion("vocabulary", "shop"))
    # Two names exchanged: none may be taken for the other on the way.
    rename_in_draft(house, ANN, second.id, 0, ("facts", "contact"), "passing")
    rename_in_draft(house, ANN, second.id, 1, ("facts", "contact_name"), "contact")
    rename_in_draft(house, ANN, second.id, 2, ("facts", "passing"), "contact_name")
    newer = newer_versions(house, rules)
    assert [(each.number, bool(each.draft)) for each in newer] == [(2, False), (3, True)]
    assert newer[1].renames == {
        ("facts", "contact_name"): "contact",
        ("facts", "annual_sales"): "contact_name",
    }
    after = taken(house, rules, 3)
    assert formula(after) == "contact_name >= 50万"
    checked_draft(house, after)


def test_of_a_version_from_elsewhere_nobody_knows_the_renames(house: House, rules: Draft) -> None:
    text = VOCABULARY.replace("version: 1", "version: 2").replace("annual_sales", "yearly_sales")
    publish(house, text, published_by="ann")
    (newer,) = newer_versions(house, rules)
    assert not newer.is_known
    assert newer.renames == {}
    assert formula(taken(house, rules)) == "annual_sales >= 50万"


def test_an_included_ruleset_has_to_take_it_first(house: House, words: Draft, rules: Draft) -> None:
    del words
    edit_draft(house, ANN, rules.id, 0, [Edit("set", ("include",), ["shop-grade@1"])])
    (newer,) = newer_versions(house, now(house, rules))
    assert [each.en for each in newer.before] == ["Shop grade"]


def test_what_is_not_newer_is_not_taken(house: House, rules: Draft) -> None:
    with pytest.raises(CallerError) as caught:
        taken(house, rules)
    assert codes(caught.value) == ["unknown-vocabulary"]


PLACES: Final = """
vocabulary: places
version: 1
title: {zh: 地点, en: Places}
lists:
  - {key: region, title: {zh: 地区, en: Region}, codes: [{value: east, title: {zh: 华东}}, west]}
facts:
  - {key: home, title: {zh: 所在地, en: Home}, type: text, one_of: region}
  - {key: wind, title: {zh: 风向, en: Wind}, type: text, one_of: [east, north]}
  - key: orders
    title: {zh: 订单, en: Orders}
    type: records
    fields: [{key: to, title: {zh: 收货地, en: Sent to}, type: text, one_of: region}]
"""
BY_PLACE: Final = """
ruleset: by-place
title: {zh: 按地点, en: By place}
zone: UTC
uses: places@1
conclusions: [{key: near, title: {zh: 近, en: Near}, type: boolean}]
blocks:
  - key: nearness
    kind: formula
    concludes: near
    expression: 'home = "east" and wind = "east" and count(orders where to = 华东) > 0'
"""
EAST: Final = ("lists", "region", "codes", "east")


@pytest.fixture
def places(house: House) -> Draft:
    publish(house, PLACES, published_by="ann")
    publish(house, BY_PLACE, published_by="ann")
    return open_draft(house, ANN, FromVersion("vocabulary", "places"))


def test_rules_follow_a_code_and_a_sub_fact(house: House, places: Draft) -> None:
    rules = open_draft(house, ANN, FromVersion("ruleset", "by-place"))
    rules = take_version(house, ANN, rules.id, 0, "places", 2).draft
    done = rename_in_draft(house, ANN, places.id, 0, EAST, "E")
    assert done.said == (
        Both(
            "代码表「地区」代码「华东」由 east 改名为 E，1 份草稿随之改动",
            "Code list “Region”, code “华东” renamed from east to E; 1 draft follows",
        ),
    )
    to = ("facts", "orders", "fields", "to")
    rename_in_draft(house, ANN, places.id, 1, to, "place")
    after = now(house, rules)
    # The wind is of codes of its own; what was typed by title was stored by code before.
    assert formula(after) == 'home = "E" and wind = "east" and count(orders where place = E) > 0'
    checked_draft(house, after)
    undo(house, ANN, places.id, 2)
    assert "orders where to = E" in formula(now(house, rules))
    redo(house, ANN, places.id, 3)
    published(house, places)
    # One that stayed on the old version follows when it takes the new one.
    other = open_draft(house, ANN, FromVersion("ruleset", "by-place"))
    (newer,) = newer_versions(house, other)
    assert newer.renames == {EAST: "E", to: "place"}
    other = take_version(house, ANN, other.id, 0, "places", 2).draft
    assert formula(other) == formula(after)


def test_what_cannot_follow_is_said(house: House, places: Draft) -> None:
    """In the draft a region is compared with a wind, which has the same code."""
    rules = open_draft(house, ANN, FromVersion("ruleset", "by-place"))
    rules = take_version(house, ANN, rules.id, 0, "places", 2).draft
    compared = Edit("set", ("blocks", 0, "expression"), "home = wind")
    edit_draft(house, ANN, rules.id, 1, [compared])
    (said,) = rename_in_draft(house, ANN, places.id, 0, EAST, "E").said
    assert "the draft “By place” does not follow" in said.en
    assert "草稿「按地点」没有跟随" in said.zh
    assert now(house, rules).revision == 2


def test_a_code_that_is_taken_changes_nothing(house: House, places: Draft) -> None:
    with pytest.raises(CallerError) as caught:
        rename_in_draft(house, ANN, places.id, 0, EAST, "west")
    assert codes(caught.value) == ["code-taken"]
    assert now(house, places) == places
