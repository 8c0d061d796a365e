"""Publication: immutable versions, each in force from a moment that is not past."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from rulesets.errors import AuthorError, CallerError, OperatorError
from service.house import House
from service.publish import Published, publish
from service.rulesets import get_ruleset, get_version, list_rulesets
from storage.database import Database
from tests.houses import (
    NOON,
    RULESET,
    RULESET_2,
    VOCABULARY,
    Clock,
    codes,
    furnished_house,
    new_house,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, clock: Clock) -> House:
    return furnished_house(database_url, clock)


def test_a_ruleset_is_numbered_and_kept_as_it_was_typed(house: House) -> None:
    second = publish(house, RULESET_2, published_by="bob")
    assert (second.kind, second.number, second.effective_from) == (
        "ruleset",
        2,
        second.published_at,
    )
    first, newest = get_ruleset(house, "shop-grade").versions
    assert (first.number, first.published_by, newest.published_by) == (1, "ann", "bob")
    assert first.identity != newest.identity == second.identity
    assert get_version(house, "shop-grade", 1).source == RULESET
    assert get_version(house, "shop-grade", 2).source == RULESET_2
    assert get_version(house, "shop-grade", 2).checked.ruleset.version == 2


def test_the_same_meaning_typed_otherwise_has_the_same_identity(house: House) -> None:
    same = RULESET.replace("50万", "500000") + "# 注\n"
    assert publish(house, same).identity == get_version(house, "shop-grade", 1).head.identity


def test_a_version_lies_ahead_until_its_moment(house: House, clock: Clock) -> None:
    publish(house, RULESET_2, NOON + HOUR)
    found = get_ruleset(house, "shop-grade").in_force
    assert found is not None
    assert found.number == 1
    clock.pass_(hours=1)
    assert get_version(house, "shop-grade").head.number == 2
    assert [each.in_force and each.in_force.number for each in list_rulesets(house)] == [2]


def test_no_version_takes_effect_before_its_publication(house: House, clock: Clock) -> None:
    with pytest.raises(CallerError) as refused:
        publish(house, RULESET_2, clock.now)
    assert codes(refused.value) == ["effective-before-publication", "effective-before-previous"][:1]
    assert len(get_ruleset(house, "shop-grade").versions) == 1
    # The clock is looked at twice: to certify, and when it is this publication's turn.
    publish(house, RULESET_2, clock.now + timedelta(microseconds=2))


def test_no_version_takes_effect_before_the_one_before(house: House) -> None:
    publish(house, RULESET_2, NOON + 2 * HOUR)
    for moment in (None, NOON + HOUR):
        with pytest.raises(CallerError, match="effective-before-previous"):
            publish(house, RULESET, moment)
    assert publish(house, RULESET, NOON + 2 * HOUR).number == 3


def test_a_moment_needs_an_offset(house: House) -> None:
    with pytest.raises(CallerError, match="bad-moment"):
        publish(house, RULESET_2, datetime(2030, 1, 1))  # noqa: DTZ001 - that is what is refused
    eastern = datetime(2030, 1, 1, 8, tzinfo=UTC)
    assert publish(house, RULESET_2, eastern).effective_from == eastern


def test_a_vocabulary_comes_one_version_after_the_other(house: House) -> None:
    changed = VOCABULARY.replace("店铺", "门店")
    assert publish(house, VOCABULARY).new is False
    for text in (changed, changed.replace("version: 1", "version: 3")):
        with pytest.raises(AuthorError, match=r"version-not-next: .*expected version 2"):
            publish(house, text)
    second = publish(house, changed.replace("version: 1", "version: 2"))
    assert (second.kind, second.number, second.new) == ("vocabulary", 2, True)
    # An earlier version again, word for word or otherwise: it is there.
    assert publish(house, VOCABULARY + "# 注\n").new is False


def test_the_first_version_here_may_be_a_later_one(database_url: str) -> None:
    house = new_house(database_url)
    later = VOCABULARY.replace("version: 1", "version: 4")
    assert publish(house, later).number == 4
    assert publish(house, later).new is False
    for number in (3, 6):
        other = VOCABULARY.replace("version: 1", f"version: {number}")
        with pytest.raises(AuthorError, match=r"version-not-next: .*expected version 5"):
            publish(house, other)


def test_a_vocabulary_has_no_moment(house: House) -> None:
    with pytest.raises(CallerError, match="vocabulary-has-no-moment"):
        publish(house, VOCABULARY, NOON + HOUR)


def test_what_a_ruleset_stands_on_must_be_published(database_url: str) -> None:
    house = new_house(database_url)
    with pytest.raises(AuthorError, match="unknown-vocabulary"):
        publish(house, RULESET)
    publish(house, VOCABULARY)
    publish(house, RULESET)
    including = "ruleset: whole\nzone: UTC\ninclude: [shop-grade@{}]\ntitle: {{zh: 全, en: All}}\n"
    with pytest.raises(AuthorError, match="unknown-ruleset-included"):
        publish(house, including.format(2))
    publish(house, including.format(1))
    assert "grade" in get_version(house, "whole").checked.conclusions


def test_all_faults_are_told_and_nothing_is_published(house: House) -> None:
    wrong = RULESET.replace(">= 50万", ">= 1,500万").replace("+ contact_name'", "+ contact'")
    with pytest.raises(AuthorError) as refused:
        publish(house, wrong)
    assert {"unknown-name", "comma-in-number"} <= set(codes(refused.value))
    assert len(get_ruleset(house, "shop-grade").versions) == 1


def test_an_unchanged_ruleset_is_left_alone_where_asked(house: House) -> None:
    again = publish(house, RULESET, unless_published=True)
    assert (again.number, again.new) == (1, False)
    assert publish(house, RULESET_2, unless_published=True).new is True
    assert publish(house, RULESET).number == 3


def test_publishers_at_once_get_one_number_each(house: House) -> None:
    texts = [RULESET.replace("50万", f"{amount}万") for amount in range(51, 59)]
    found: list[Published] = []
    start = threading.Barrier(2)

    def work(mine: list[str]) -> None:
        start.wait(10)
        found.extend(publish(house, text) for text in mine)

    threads = [threading.Thread(target=work, args=(texts[n::2],)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(each.number for each in found) == list(range(2, 10))
    versions = get_ruleset(house, "shop-grade").versions
    assert {(each.number, each.identity) for each in found} < {
        (each.number, each.identity) for each in versions
    }
    moments = [each.effective_from for each in versions]
    assert moments == sorted(moments)


def test_two_who_publish_one_vocabulary_version(house: House) -> None:
    texts = [
        VOCABULARY.replace("version: 1", "version: 2").replace("店铺", name) for name in "甲乙"
    ]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(text: str) -> None:
        start.wait(10)
        try:
            publish(house, text)
            outcomes.append("published")
        except AuthorError as error:
            outcomes.extend(codes(error))

    threads = [threading.Thread(target=work, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["published", "version-not-next"]


def test_a_version_altered_in_the_database_is_refused(house: House, database_url: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as connection:
        off = "DROP TRIGGER ruleset_versions_no_{}" + (
            "" if database.is_sqlite else " ON ruleset_versions"
        )
        connection.exec_driver_sql(off.format("update" if database.is_sqlite else "change"))
        connection.exec_driver_sql(
            "UPDATE ruleset_versions SET frozen = replace(frozen, '500000', '1')"
        )
    with pytest.raises(OperatorError, match="version-damaged"):
        get_version(house, "shop-grade", 1)
