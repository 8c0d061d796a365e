"""Drafts: opened, edited, undone, checked and tried, by several people, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from rulesets.drafting import Edit
from rulesets.errors import AuthorError, CallerError, FenjiError
from rulesets.types import Both
from service.drafts import (
    Draft,
    DraftMovedOnError,
    Edited,
    Empty,
    FromText,
    FromVersion,
    checked_draft,
    discard,
    edit_draft,
    get_draft,
    history,
    list_drafts,
    open_draft,
    redo,
    rename_in_draft,
    stands_on_drafts,
    take_back,
    try_draft,
    undo,
)
from service.house import House, open_house
from service.library import library_texts
from service.people import Person
from service.publish import publish
from service.settings import Settings
from tests.houses import RULESET, VOCABULARY, Clock, codes, furnished_house

ANN = Person("a" * 26, "ann", frozenset({"analyst"}))
BEN = Person("b" * 26, "ben", frozenset({"analyst", "approver"}))
EVE = Person("e" * 26, "eve", frozenset({"auditor"}))
ADA = Person("d" * 26, "ada", frozenset({"administrator"}))
CELL = ("blocks", 0, "rows", 0, "when", 0)
SHOP = FromVersion("ruleset", "shop-grade")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    opened = furnished_house(database_url)
    yield opened
    opened.close()


@pytest.fixture
def draft(house: House) -> Draft:
    return open_draft(house, ANN, SHOP)


def edited(house: House, draft: Draft, value: str, who: Person = ANN, seen: int = -1) -> Edited:
    revision = draft.revision if seen < 0 else seen
    return edit_draft(house, who, draft.id, revision, [Edit("set", CELL, value)])


def cell(house: House, draft: Draft) -> Any:
    value: Any = get_draft(house, ANN, draft.id).content
    for step in CELL:
        value = value[step]
    return value


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(FenjiError) as caught:
        call()
    for fault in caught.value.faults:
        assert fault.message("zh")
        assert fault.message("en")
    return codes(caught.value)


def grade(house: House, draft: Draft, sales: str) -> Any:
    facts = {"annual_sales": Decimal(sales)}
    return try_draft(house, ANN, draft.id, facts).decision.inference.conclusions["grade"]


# ------------------------------------------------------------------------------------------ opening


def test_a_draft_of_a_version_begins_as_it_and_says_so(house: House, draft: Draft) -> None:
    assert (draft.kind, draft.document, draft.base_version) == ("ruleset", "shop-grade", 1)
    assert (draft.revision, draft.state, draft.opened_by_name) == (0, "open", "ann")
    assert draft.title == Both("店铺分级", "Shop grade")
    assert get_draft(house, EVE, draft.id) == draft
    assert checked_draft(house, draft).ruleset.blocks[0].key == "grading"
    again = open_draft(house, BEN, SHOP)
    assert [each.id for each in list_drafts(house, EVE)] == [again.id, draft.id]
    assert list_drafts(house, EVE, document="other") == ()


def test_a_draft_of_a_vocabulary_is_of_its_next_version(house: House) -> None:
    opened = open_draft(house, ANN, FromVersion("vocabulary", "shop"))
    assert (opened.base_version, opened.content["version"]) == (1, "2")
    checked_draft(house, opened)
    facts = {"annual_sales": Decimal(1)}
    assert refused(lambda: try_draft(house, ANN, opened, facts)) == ["draft-of-vocabulary"]


def test_an_empty_draft_passes_the_checks_and_takes_every_item(house: House) -> None:
    for kind, uses in (("ruleset", ("shop@1",)), ("vocabulary", ())):
        start = Empty("ruleset" if kind == "ruleset" else "vocabulary", f"my-{kind}", BOTH, uses)
        opened = open_draft(house, ANN, start)
        assert opened.title == BOTH
        checked_draft(house, opened)
        fact = {"key": "extra", "type": "boolean", "title": {"zh": "附加", "en": "Extra"}}
        after = edit_draft(house, ANN, opened.id, 0, [Edit("insert", ("facts", 0), fact)])
        assert "extra" in checked_draft(house, after.draft).facts


BOTH = Both("我的", "Mine")


def test_a_draft_of_a_text_of_the_library_gets_an_id_and_title(house: House) -> None:
    text = library_texts()["complaint-sla.yaml"]
    opened = open_draft(house, ANN, FromText(text, "my-complaints", BOTH))
    assert (opened.document, opened.title, opened.base_version) == ("my-complaints", BOTH, None)
    assert opened.source == text


def test_what_cannot_be_opened_is_refused(house: House) -> None:
    def opening(start: Any) -> list[str]:
        return refused(lambda: open_draft(house, ANN, start))

    assert opening(FromVersion("ruleset", "nothing")) == ["unknown-ruleset"]
    assert opening(FromVersion("ruleset", "shop-grade", 9)) == ["unknown-version"]
    assert opening(FromVersion("vocabulary", "nothing")) == ["unknown-vocabulary"]
    assert opening(Empty("ruleset", "Bad Id", Both())) == ["bad-name", "title-needed"]
    assert opening(Empty("ruleset", "shop-grade", BOTH)) == ["id-taken"]
    assert opening(Empty("vocabulary", "shop", BOTH)) == ["id-taken"]
    open_draft(house, ANN, Empty("ruleset", "mine", BOTH))
    assert opening(Empty("ruleset", "mine", BOTH)) == ["id-taken"]
    assert opening(FromText("a: [", "other", BOTH)) == ["yaml-syntax"]
    assert refused(lambda: get_draft(house, ANN, "x" * 900)) == ["unknown-draft"]


# ------------------------------------------------------------------------------------------ editing


def test_an_edit_is_kept_told_and_tried_at_once(house: House, draft: Draft) -> None:
    assert grade(house, draft, "400000") == "B"
    after = edited(house, draft, ">= 30万")
    assert after.revision == 1
    assert (after.can_undo, after.can_redo) == (True, False)
    (said,) = after.said
    assert said.zh == "表「grading」第 1 行「年采购额」由 >= 50万 改为 >= 30万"
    assert grade(house, draft, "400000") == "A"
    assert draft.content != after.draft.content
    (change,) = history(house, EVE, draft.id)
    assert (change.revision, change.by_name, change.said) == (1, "ann", (said,))


def test_undo_and_redo_go_over_the_whole_draft_and_survive_a_restart(
    house: House, draft: Draft, database_url: str
) -> None:
    for revision, value in enumerate(("1", "2", "3")):
        edited(house, draft, f">= {value}", seen=revision)
    undo(house, ANN, draft.id, 3)
    house.close()
    again = open_house(Settings(database_url=database_url, twin="off"), clock=Clock())
    # Whoever works on the draft takes back what anybody did.
    after = undo(again, BEN, draft.id, 4)
    assert cell(again, draft) == ">= 1"
    assert after.said[0].zh.startswith("撤销：表「grading」第 1 行")
    after = undo(again, BEN, draft.id, 5)
    assert (cell(again, draft), after.can_undo, after.can_redo) == (">= 50万", False, True)
    assert after.draft.content == draft.content
    assert refused(lambda: undo(again, BEN, draft.id, 6)) == ["nothing-to-undo"]
    for revision, value in enumerate(("1", "2", "3"), start=6):
        after = redo(again, ANN, draft.id, revision)
        assert cell(again, draft) == f">= {value}"
    assert (after.can_undo, after.can_redo) == (True, False)
    assert refused(lambda: redo(again, ANN, draft.id, 9)) == ["nothing-to-redo"]
    undo(again, ANN, draft.id, 9)
    edited(again, draft, ">= 4", seen=10)
    assert refused(lambda: redo(again, ANN, draft.id, 11)) == ["nothing-to-redo"]
    told = history(again, EVE, draft.id)
    assert [each.revision for each in told] == list(range(11, 0, -1))
    assert [each.undoes for each in told if each.undoes] == [3, 1, 2, 3]
    assert [each.revision for each in history(again, EVE, draft.id, before=9, most=2)] == [8, 7]
    again.close()


def test_who_comes_second_is_told_who_changed_what(house: House, draft: Draft) -> None:
    edited(house, draft, ">= 1", BEN)
    with pytest.raises(DraftMovedOnError) as caught:
        edited(house, draft, ">= 2")
    assert caught.value.revision == 1
    (change,) = caught.value.changes
    assert change.by_name == "ben"
    message = caught.value.faults[0].message("zh")
    assert "ben（2026-03-03T04:00:00Z）表「grading」第 1 行「年采购额」由 >= 50万 改为" in message
    assert cell(house, draft) == ">= 1"
    # The same person in another window too; and nobody can undo what they have not seen.
    assert refused(lambda: edited(house, draft, ">= 3", BEN)) == ["draft-moved-on"]
    assert refused(lambda: undo(house, BEN, draft.id, 0)) == ["draft-moved-on"]
    assert refused(lambda: edited(house, draft, ">= 3", BEN, seen=7)) == ["draft-moved-on"]
    assert edited(house, draft, ">= 3", seen=1).revision == 2


def test_of_two_at_once_one_wins_and_the_other_is_told(house: House, draft: Draft) -> None:
    for revision in range(6):
        barrier = threading.Barrier(2)

        def act(who: Person, seen: int = revision, barrier: threading.Barrier = barrier) -> str:
            barrier.wait()
            try:
                edited(house, draft, f">= {who.name} {seen}", who, seen)
            except DraftMovedOnError as error:
                return f"told of {error.changes[0].by_name}"
            return f"{who.name} won"

        with ThreadPoolExecutor(2) as threads:
            outcomes = sorted(threads.map(act, (ANN, BEN)))
        assert outcomes in (["ann won", "told of ann"], ["ben won", "told of ben"])
        winner = outcomes[0].removesuffix(" won")
        assert cell(house, draft) == f">= {winner} {revision}"
    assert get_draft(house, ANN, draft.id).revision == 6


def test_edits_that_do_not_fit_leave_the_draft_as_it_was(house: House, draft: Draft) -> None:
    good = Edit("set", CELL, ">= 1")
    for bad in (
        Edit("remove", ("blocks", 99)),
        Edit("remove", ("ruleset",)),
        Edit("set", ("ruleset",), {}),
        Edit("set", ("ruleset",), "other"),
        Edit("set", ("vocabulary",), "other"),
    ):
        call = partial(edit_draft, house, ANN, draft.id, 0, [good, bad])
        assert refused(call) == ["edit-does-not-fit"]
    assert get_draft(house, ANN, draft.id) == draft
    assert history(house, ANN, draft.id) == ()


def test_a_name_is_changed_wherever_the_draft_says_it(house: House, draft: Draft) -> None:
    after = rename_in_draft(house, ANN, draft.id, 0, ("conclusions", "greeting"), "salutation")
    checked = checked_draft(house, after.draft)
    assert "salutation" in checked.conclusions
    assert refused(
        lambda: rename_in_draft(house, ANN, draft.id, 1, ("conclusions", "grade"), "salutation")
    ) == ["key-taken"]
    assert undo(house, ANN, draft.id, 1).draft.content == draft.content


def test_a_discarded_draft_is_taken_back_whole(house: House, draft: Draft) -> None:
    edited(house, draft, ">= 1")
    assert discard(house, ANN, draft.id).state == "discarded"
    assert discard(house, ANN, draft.id).state == "discarded"
    assert list_drafts(house, ANN) == ()
    assert [each.id for each in list_drafts(house, ANN, ("discarded",))] == [draft.id]
    assert refused(lambda: edited(house, draft, ">= 2", seen=1)) == ["draft-not-open"]
    assert refused(lambda: undo(house, ANN, draft.id, 1)) == ["draft-not-open"]
    assert take_back(house, BEN, draft.id).state == "open"
    assert undo(house, ANN, draft.id, 1).draft.content == draft.content


# ------------------------------------------------------------------------------ checking and trying


def test_a_draft_with_faults_names_their_places(house: House, draft: Draft) -> None:
    after = edited(house, draft, ">= nowhere")
    with pytest.raises(AuthorError) as caught:
        checked_draft(house, after.draft)
    (fault,) = caught.value.faults
    assert fault.code == "unknown-name"
    expected = (("table", "grading"), ("row", 1), ("column", "annual_sales"), ("character", 4))
    assert fault.place == expected
    assert refused(lambda: try_draft(house, ANN, draft.id, {})) == ["unknown-name"]
    bad_kind = [Edit("set", ("blocks", 0, "kind"), "tabel")]
    after = edit_draft(house, ANN, draft.id, 1, bad_kind)
    assert refused(lambda: checked_draft(house, after.draft)) == ["bad-choice"]


def test_facts_are_taken_as_of_a_caller(house: House, draft: Draft) -> None:
    assert refused(lambda: try_draft(house, ANN, draft.id, {})) == ["fact-required"]
    naive = Clock()().replace(tzinfo=None)
    facts = {"annual_sales": Decimal(1)}
    assert refused(lambda: try_draft(house, ANN, draft.id, facts, naive)) == ["bad-moment"]


def test_a_trial_is_inferred_twice_and_recorded_nowhere(house: House, draft: Draft) -> None:
    facts = {"annual_sales": Decimal(600000)}
    decision = try_draft(house, ANN, draft.id, facts).decision
    assert (decision.engine, decision.twin) == ("compiled", "reference")
    decision = try_draft(house, ANN, draft.id, facts, thorough=True).decision
    assert (decision.engine, decision.twin) == ("compiled", "none")  # this house's twin is off
    rows = [{"id": f"r{n}", "when": [f">= {n}"], "then": ["A", "1"]} for n in range(301)]
    edit_draft(house, ANN, draft.id, 0, [Edit("set", ("blocks", 0, "rows"), rows)])
    decision = try_draft(house, ANN, draft.id, facts).decision
    assert (decision.engine, decision.inference.conclusions["grade"]) == ("reference", "A")


def test_a_vocabulary_that_is_a_draft_stands_in_until_it_is_published(house: House) -> None:
    words = open_draft(house, ANN, FromVersion("vocabulary", "shop"))
    fact = {"key": "visits", "type": "number", "scale": "0"}
    words = edit_draft(house, ANN, words.id, 0, [Edit("insert", ("facts", 0), fact)]).draft
    rules = open_draft(house, ANN, SHOP)
    assert stands_on_drafts(house, rules) == ()
    rules = edit_draft(house, ANN, rules.id, 0, [Edit("set", ("uses",), "shop@2")]).draft
    assert "visits" in checked_draft(house, rules).facts
    assert [each.id for each in stands_on_drafts(house, rules)] == [words.id]
    # As it is now, not as it was when it was first taken.
    edit_draft(house, ANN, words.id, 1, [Edit("set", ("facts", 0, "key"), "calls")])
    assert "calls" in checked_draft(house, rules).facts
    discard(house, ANN, words.id)
    assert refused(lambda: checked_draft(house, rules)) == ["unknown-vocabulary"]
    take_back(house, ANN, words.id)
    published = VOCABULARY.replace("version: 1", "version: 2")
    publish(house, published)
    assert "calls" not in checked_draft(house, rules).facts
    assert stands_on_drafts(house, rules) == ()


def test_what_was_checked_is_not_checked_again(house: House, draft: Draft) -> None:
    first = checked_draft(house, draft)
    after = edited(house, draft, ">= 1")
    assert checked_draft(house, after.draft) is not first
    back = undo(house, ANN, draft.id, 1)
    assert checked_draft(house, back.draft) is first


# ------------------------------------------------------------------------------------------- rights


def test_every_act_asks_for_its_right(house: House, draft: Draft) -> None:
    read: list[Callable[[Person], object]] = [
        lambda who: get_draft(house, who, draft.id),
        lambda who: list_drafts(house, who),
        lambda who: history(house, who, draft.id),
        lambda who: try_draft(house, who, draft.id, {"annual_sales": Decimal(1)}),
    ]
    write: list[Callable[[Person], object]] = [
        lambda who: open_draft(house, who, SHOP),
        lambda who: edited(house, draft, ">= 1", who),
        lambda who: undo(house, who, draft.id, 1),
        lambda who: redo(house, who, draft.id, 2),
        lambda who: rename_in_draft(house, who, draft.id, 3, ("conclusions", "grade"), "class"),
        lambda who: discard(house, who, draft.id),
        lambda who: take_back(house, who, draft.id),
    ]
    for act in (*read, *write):
        assert refused(partial(act, ADA)) == ["not-allowed"]
    for act in write:
        assert refused(partial(act, EVE)) == ["not-allowed"]
    for act in read:
        act(EVE)
    for act in write:
        act(ANN)


def test_the_history_is_told_in_order_of_the_clock(database_url: str) -> None:
    clock = Clock()
    house = furnished_house(database_url, clock)
    opened = open_draft(house, ANN, FromText(RULESET, "copy", BOTH))
    clock.pass_(hours=1)
    edited(house, opened, ">= 1")
    (change,) = history(house, ANN, opened.id)
    assert change.at - opened.opened_at >= timedelta(hours=1)
    assert get_draft(house, ANN, opened.id).touched_at == change.at
    with pytest.raises(CallerError):
        undo(house, ANN, opened.id, 0)
    house.close()


def test_what_is_sent_again_because_its_answer_was_lost_is_done_once(house: House) -> None:
    draft = open_draft(house, ANN, SHOP)
    edit = Edit("set", CELL, ">= 7")
    first = edit_draft(house, ANN, draft.id, 0, [edit], post="p1")
    again = edit_draft(house, ANN, draft.id, 0, [edit], post="p1")
    assert (again.revision, again.said, again.edits) == (1, first.said, first.edits)
    assert again.draft.content == first.draft.content
    back = undo(house, ANN, draft.id, 1, post="p2")
    assert undo(house, ANN, draft.id, 1, post="p2").revision == back.revision == 2
    assert redo(house, ANN, draft.id, 2, post="p3").revision == 3
    # Another's post of the same name, another name, or an older revision is no repetition.
    edit_draft(house, BEN, draft.id, 3, [Edit("set", CELL, ">= 8")], post="p4")
    for who, revision, post in ((ANN, 3, "p4"), (BEN, 3, "p5"), (BEN, 2, "p4"), (BEN, 3, "")):
        with pytest.raises(DraftMovedOnError):
            edit_draft(house, who, draft.id, revision, [edit], post=post)
    # What others did meanwhile is not told as one's own: the answer is that of then.
    mine = redo(house, ANN, draft.id, 2, post="p3")
    assert (mine.revision, get_draft(house, ANN, draft.id).revision) == (3, 4)
    assert mine.draft.content["blocks"][0]["rows"][0]["when"][0] == ">= 7"
    assert len(history(house, ANN, draft.id)) == 4
