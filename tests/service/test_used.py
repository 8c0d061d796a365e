"""Where a fact or a code is used: in published rulesets and in open drafts, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pytest

from rulesets.drafting import Edit
from rulesets.drafting.usage import BlockUse, usage_of
from rulesets.errors import CallerError
from rulesets.types import Both
from service.catalogue import shelved
from service.drafts import FromVersion, discard, edit_draft, open_draft
from service.drafts.used import Use, including, readers_of
from service.house import House
from service.people import Person
from service.publish import publish
from tests.houses import RULESET_2, Clock, codes, furnished_house

ANN: Final = Person("a" * 26, "ann", frozenset({"analyst"}))
NOBODY: Final = Person("d" * 26, "ada", frozenset())
GRADING: Final = BlockUse("grading", "table", Both("grading", "grading"), 1)
MAIL: Final = BlockUse("mail", "table", Both("mail", "mail"), 1)
LISTS: Final = """
vocabulary: places
version: 1
lists:
  - {key: region, title: {zh: 地区, en: Region}, codes: [{value: east}, {value: west}, {value: up}]}
facts:
  - {key: region, title: {zh: 所在地区, en: Home region}, type: text, one_of: region}
  - {key: unread, type: text}
"""
READING: Final = """
ruleset: by-place
zone: UTC
uses: places@1
conclusions:
  - {key: sent, title: {zh: 发往, en: Sent to}, type: text, one_of: region}
  - {key: near, type: boolean}
blocks:
  - key: sending
    kind: table
    title: {zh: 发货, en: Sending}
    hit: first
    inputs: [region]
    outputs: [sent]
    rows:
      - {id: a, when: ["east, west"], then: [east]}
      - {id: b, when: ["-"], then: [west]}
  - {key: nearness, kind: formula, concludes: near, expression: 'region in ("east", "west")'}
"""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, clock: Clock) -> Iterator[House]:
    opened = furnished_house(database_url, clock)
    yield opened
    opened.close()


INCLUDING: Final = """
ruleset: wider
zone: UTC
uses: shop@1
include: [shop-grade@1]
conclusions: [{key: best, type: boolean}]
blocks: [{key: best, kind: formula, concludes: best, expression: grade = "A"}]
"""


def where_used(
    house: House, who: Person, vocabulary: str, key: str, title: Both = Both()
) -> tuple[Use, ...]:
    found = (each.of(("facts", key), title) for each in readers_of(house, who, vocabulary))
    return tuple(use for use in found if use is not None)


def ids(uses: tuple[Use, ...]) -> list[tuple[str, int | None]]:
    return [(each.id, each.number) for each in uses]


def test_a_fact_is_told_with_the_blocks_and_rows_that_read_it(house: House) -> None:
    (use,) = where_used(house, ANN, "shop", "annual_sales")
    assert (use.id, use.number, use.title) == ("shop-grade", 1, Both("店铺分级", "Shop grade"))
    # A row whose cell is "-" tests nothing; of `mail` one row alone tests the purchases.
    assert use.blocks == (GRADING, MAIL)
    (care,) = where_used(house, ANN, "shop", "contact_name")
    assert [(each.block, each.count) for each in care.blocks] == [("care", 1), ("greet", 0)]
    assert where_used(house, ANN, "shop", "nothing") == ()
    assert where_used(house, ANN, "customer", "annual_sales") == ()


def test_the_version_in_force_counts_and_one_that_is_ahead(house: House, clock: Clock) -> None:
    publish(house, RULESET_2, clock() + timedelta(days=1), published_by="ann")
    uses = where_used(house, ANN, "shop", "annual_sales")
    assert ids(uses) == [("shop-grade", 1), ("shop-grade", 2)]
    assert [each.is_ahead for each in uses] == [False, True]
    clock.pass_(days=2)
    assert ids(where_used(house, ANN, "shop", "annual_sales")) == [("shop-grade", 2)]


def test_open_drafts_count_as_they_are_now(house: House) -> None:
    draft = open_draft(house, ANN, FromVersion("ruleset", "shop-grade"))
    assert ids(where_used(house, ANN, "shop", "contact_name"))[1:] == [(draft.id, None)]
    blocks = draft.content["blocks"]
    edits = [Edit("remove", ("blocks", place)) for place in (2, 1)]
    edits.append(Edit("remove", ("conclusions", 3)))
    edits.append(Edit("remove", ("conclusions", 2)))
    edits.append(Edit("set", ("blocks", 1, "inputs", 0), "annual_sales > 0"))
    edits.append(Edit("set", ("blocks", 1, "rows", 0, "then", 0), '"a"'))
    assert blocks[3]["key"] == "mail"
    after = edit_draft(house, ANN, draft.id, 0, edits)
    assert ids(where_used(house, ANN, "shop", "contact_name")) == [("shop-grade", 1)]
    assert ids(where_used(house, ANN, "shop", "annual_sales"))[1:] == [(draft.id, None)]
    discard(house, ANN, after.draft.id)
    assert ids(where_used(house, ANN, "shop", "annual_sales")) == [("shop-grade", 1)]


def test_of_a_draft_with_errors_its_texts_are_searched(house: House) -> None:
    draft = open_draft(house, ANN, FromVersion("ruleset", "shop-grade"))
    wrong = Edit("set", ("blocks", 1, "expression"), "联系人 + nowhere")
    edit_draft(house, ANN, draft.id, 0, [wrong])
    title = Both("联系人", "Contact")
    use = where_used(house, ANN, "shop", "contact_name", title)[1]
    assert not use.is_certain
    assert [each.block for each in use.blocks] == ["greet", "care"]
    # Only whole names are found.
    assert ids(where_used(house, ANN, "shop", "annual")) == []


def test_codes_are_told_where_they_are_named(house: House) -> None:
    publish(house, LISTS, published_by="ann")
    publish(house, READING, published_by="ann")
    (reader,) = readers_of(house, ANN, "places")
    sending, nearness = Both("发货", "Sending"), Both("nearness", "nearness")
    east = reader.of(("lists", "region", "codes", "east"))
    assert east
    assert east.blocks == (
        BlockUse("nearness", "formula", nearness, 0),
        BlockUse("sending", "table", sending, 1),
    )
    west = reader.of(("lists", "region", "codes", "west"))
    assert west
    assert west.blocks[1].count == 2
    assert reader.of(("lists", "region", "codes", "up")) is None
    whole = reader.of_list("region")
    assert whole
    assert whole.declared == (Both("发往", "Sent to"),)
    assert [each.block for each in whole.blocks] == ["nearness", "sending"]
    assert reader.of(("facts", "unread")) is None


def test_what_includes_a_ruleset_is_named(house: House) -> None:
    """It stays on its version whatever is renamed in the next."""
    publish(house, INCLUDING, published_by="ann")
    draft = open_draft(house, ANN, FromVersion("ruleset", "shop-grade"))
    edits = [
        Edit("set", ("include",), ["shop-grade@1"]),
        Edit("set", ("title",), {"en": "Mine"}),
    ]
    edit_draft(house, ANN, draft.id, 0, edits)
    wider = Both("wider", "wider")
    assert including(house, ANN, "shop-grade") == (wider, Both("", "Mine"))
    assert including(house, ANN, "wider") == ()


def test_who_may_not_read_is_refused(house: House) -> None:
    with pytest.raises(CallerError) as caught:
        where_used(house, NOBODY, "shop", "annual_sales")
    assert codes(caught.value) == ["not-allowed"]


def test_what_is_included_reads_for_itself() -> None:
    value, grade = shelved("value"), shelved("customer-grade")
    assert value
    assert grade
    assert any(each.ruleset == "value" for each in grade.checked.blocks)
    assert ("facts", "annual_sales") in usage_of(value.checked).names
    assert ("facts", "annual_sales") not in usage_of(grade.checked).names
