"""Copies of the library: a ruleset of one's own, whole, and never over another."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from rulesets.documents import read
from rulesets.errors import AuthorError, CallerError
from rulesets.model import Ruleset
from rulesets.types import Both
from service.catalogue import Shelved, shelved
from service.certification import certification_of
from service.copy_ruleset import copy_ruleset, free_id
from service.drafts import Empty, checked_draft, list_drafts, open_draft
from service.house import House
from service.people import Person
from service.publish import publish
from service.review import approve, submit
from service.rulesets import get_ruleset, get_version, list_rulesets
from tests.houses import RULESET, VOCABULARY, codes, new_house

ANN = Person("a" * 26, "ann", frozenset({"analyst"}))
CAT = Person("c" * 26, "cat", frozenset({"approver"}))
OURS = Both("本公司客户价值", "Our customer value")

START = Empty("ruleset", "wanted", OURS)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return new_house(f"sqlite:///{tmp_path / 'fenji.db'}")


def on_the_shelf(ruleset: str) -> Shelved:
    one = shelved(ruleset)
    assert one
    return one


def test_a_copy_is_a_draft_of_the_document_under_another_name(house: House) -> None:
    value = on_the_shelf("value")
    made = copy_ruleset(house, ANN, value, "our-value", OURS)
    assert (made.document, made.title, made.base_version, made.state) == (
        *("our-value", OURS, None),
        "open",
    )
    before, after = read(value.text), checked_draft(house, made).ruleset
    assert isinstance(before, Ruleset)
    assert after == replace(before, id="our-value", title=OURS)
    assert [each.id for each in list_rulesets(house)] == [*sorted(value.included)]
    # Approved it is a ruleset, certified, and its comments stay as they are from the first line on.
    review = submit(house, ANN, made.id, 0, "as the library has it")
    approve(house, CAT, review.id)
    version = get_version(house, "our-value")
    assert version.source.splitlines()[0] == value.text.splitlines()[0]
    assert version.source.count("#") == value.text.count("#")
    found = certification_of(house, version.head)
    assert found
    assert found.is_twofold
    assert found.cases == found.passed == len(version.checked.ruleset.cases) >= 5


def test_in_an_empty_house_what_it_stands_on_comes_along_once(house: House) -> None:
    marketing = on_the_shelf("marketing-strategy")
    assert len(marketing.included) >= 3
    copy_ruleset(house, ANN, marketing, "our-marketing", OURS)
    assert {each.id for each in list_rulesets(house)} == {*marketing.included}
    for ruleset in marketing.included:
        assert get_version(house, ruleset).head.published_by == "library"
    copy_ruleset(house, ANN, marketing, "our-marketing-2", OURS)
    assert all(len(each.versions) == 1 for each in list_rulesets(house))


@pytest.mark.parametrize(
    ("id_", "title", "refused"),
    [
        ("", OURS, ["bad-name"]),
        ("客户价值", OURS, ["bad-name"]),
        ("Our-Value", OURS, ["bad-name"]),
        ("a" * 65, OURS, ["bad-name"]),
        ("../value", Both(), ["bad-name", "title-needed"]),
        ("shop-grade", OURS, ["id-taken"]),
        ("our-value", Both(), ["title-needed"]),
    ],
)
def test_what_cannot_be_its_name_is_refused_and_nothing_published(
    house: House, id_: str, title: Both, refused: list[str]
) -> None:
    publish(house, VOCABULARY)
    publish(house, RULESET)
    with pytest.raises(AuthorError) as error:
        copy_ruleset(house, ANN, on_the_shelf("value"), id_, title)
    assert codes(error.value) == refused
    assert [each.id for each in list_rulesets(house)] == ["shop-grade"]
    assert len(get_ruleset(house, "shop-grade").versions) == 1


def test_a_title_in_one_language_is_enough(house: House) -> None:
    copy_ruleset(house, ANN, on_the_shelf("value"), "our-value", Both("本公司客户价值"))
    (draft,) = list_drafts(house, ANN)
    assert draft.title == Both("本公司客户价值")


def test_who_may_not_write_drafts_copies_nothing(house: House) -> None:
    with pytest.raises(CallerError) as error:
        copy_ruleset(house, CAT, on_the_shelf("value"), "our-value", OURS)
    assert codes(error.value) == ["not-allowed"]
    assert list_drafts(house, ANN) == ()
    assert list_rulesets(house) == ()


def test_of_two_that_want_the_same_id_at_once_one_gets_it(database_url: str) -> None:
    house = new_house(database_url)
    copy_ruleset(house, ANN, on_the_shelf("frequency"), "first", OURS)
    gate, refused = threading.Barrier(2), []

    def copy(ruleset: str) -> None:
        gate.wait()
        try:
            copy_ruleset(house, ANN, on_the_shelf(ruleset), "wanted", OURS)
        except AuthorError as error:
            refused.extend(codes(error))

    threads = [threading.Thread(target=copy, args=(each,)) for each in ("frequency", "need")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["id-taken"]
    assert len(list_drafts(house, ANN, document="wanted")) == 1


@pytest.mark.needs("postgres")
def test_who_takes_an_id_a_moment_later_waits_and_is_refused(postgres_url: str) -> None:
    house = new_house(postgres_url)
    first, second, refused = threading.Event(), threading.Event(), list[str]()

    def before(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """Note when the second is as far as it comes while the first has not committed."""
        is_far = statement.startswith(("SELECT pg_advisory_xact_lock", "INSERT INTO drafts"))
        if threading.current_thread() is other and is_far:
            second.set()

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if threading.current_thread() is not other and statement.startswith("INSERT INTO drafts"):
            first.set()
            assert second.wait(30)

    def copy() -> None:
        first.wait(30)
        try:
            open_draft(house, ANN, START)
        except AuthorError as error:
            refused.extend(codes(error))

    other = threading.Thread(target=copy)
    event.listen(house.database.engine, "before_cursor_execute", before)
    event.listen(house.database.engine, "after_cursor_execute", after)
    other.start()
    open_draft(house, ANN, START)
    other.join()
    assert refused == ["id-taken"]
    assert len(list_drafts(house, ANN)) == 1


def test_the_id_proposed_is_free(house: House) -> None:
    assert free_id(house, "value") == "my-value"
    copy_ruleset(house, ANN, on_the_shelf("value"), "my-value", OURS)
    assert free_id(house, "value") == "my-value-2"
    assert len(free_id(house, "a" * 64)) < 64
