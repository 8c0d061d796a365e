"""Publication by two people: submitted, approved, sent back, rolled back; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Literal

import pytest

from rulesets.documents import read
from rulesets.drafting import Edit
from rulesets.errors import CallerError
from rulesets.types import Both
from service.certification import certification_of
from service.drafts import (
    Draft,
    Empty,
    edit_draft,
    get_draft,
    open_draft,
    undo,
)
from service.evaluate_quickly import evaluate_quickly
from service.house import House, open_house
from service.people import Person
from service.publish import publish
from service.review import (
    Review,
    approve,
    get_review,
    last_review,
    list_reviews,
    review_certification,
    review_differences,
    reviews_of_versions,
    roll_back,
    send_back,
    submit,
    waiting_for,
    why_not_decide,
    why_not_submit,
    withdraw,
)
from service.rulesets import get_ruleset, get_version
from tests.houses import (
    RULESET,
    codes,
)
from tests.service.reviewing import (
    ADA,
    ANN,
    BEN,
    CAT,
    CELL,
    DAN,
    EVE,
    SHOP,
    WHY,
    any_house,
    changed,
    furnished,
    grade,
    house,
    refused,
    state,
    waiting,
)
from tests.service.test_heads import written

__all__ = ["any_house", "furnished", "house"]


# ----------------------------------------------------------------------------- the whole way round


def test_what_another_person_approves_decides_at_once_in_every_process(any_house: House) -> None:
    house = any_house
    other = open_house(house.settings.database_url, clock=house.clock)
    assert grade(house) == grade(other) == (1, "A")
    review = waiting(house)
    assert state(house, review) == ("waiting", "submitted")
    assert grade(house) == (1, "A")
    approved = approve(house, CAT, review.id, comment="与财务确认过")
    assert state(house, review) == ("approved", "published")
    assert get_review(house, EVE, review.id) == approved
    assert approved.end
    assert (approved.end.version, approved.end.by_name) == (2, "cat")
    assert approved.end.comment == "与财务确认过"
    quick = evaluate_quickly(other, written())
    assert quick is None or quick.decision.version == 2  # that one forgets what it knew
    assert grade(house) == grade(other) == (2, "B")
    other.close()


def test_the_version_is_the_approvers_and_remembers_its_author_and_reason(house: House) -> None:
    text = RULESET.replace("hit: first", "hit: first # 首个成立的行", 1) + "# 末尾\n"
    publish(house, text.replace("12.5", "12"), published_by="ann")
    review = waiting(house)
    approve(house, CAT, review.id)
    version = get_version(house, "shop-grade", 3)
    assert version.head.published_by == "cat"
    assert "# 首个成立的行" in version.source
    assert "# 末尾" in version.source
    of_versions = reviews_of_versions(house, "shop-grade")
    assert of_versions.keys() == {3}
    assert of_versions[3].submitted_by_name == "ann"
    assert of_versions[3].reason == WHY


def test_a_large_document_without_comments_is_laid_out_anew(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.review.deciding.LARGE", 10)
    approve(house, CAT, waiting(house).id)
    source = get_version(house, "shop-grade", 2).source
    assert read(source) == read(RULESET.replace("50万", "60万", 1))
    assert source.splitlines()[0] == "ruleset: shop-grade"


def test_it_is_certified_once_and_seen_before_it_is_approved(house: House) -> None:
    review = waiting(house)
    seen = review_certification(house, review)
    assert seen
    assert seen.is_twofold
    approve(house, CAT, review.id)
    assert certification_of(house, get_version(house, "shop-grade").head) == seen


def test_the_approver_reads_old_and_new_also_after_the_draft_went_on(house: House) -> None:
    review = waiting(house)
    before = review_differences(house, review, "zh")
    (told,) = before
    (said,) = told.differences
    assert "50 万元" in said.old
    assert "60 万元" in said.new
    send_back(house, CAT, review.id, "80 万更合适")
    draft = get_draft(house, ANN, review.draft or "")
    edit_draft(house, ANN, draft.id, draft.revision, [Edit("set", CELL, ">= 80万")])
    assert review_differences(house, review, "zh") == before


def test_a_moment_ahead_leaves_the_present_as_it_is(house: House) -> None:
    review = waiting(house)
    soon = house.clock() + timedelta(hours=1)
    past = house.clock() - timedelta(hours=1)
    early = partial(approve, house, CAT, review.id, past)
    assert refused(early) == ["effective-before-publication", "effective-before-previous"]
    assert state(house, review) == ("waiting", "submitted")
    approved = approve(house, CAT, review.id, soon)
    assert approved.end
    assert approved.end.effective_from == soon
    assert grade(house) == (1, "A")
    # What is written next goes on from it, or it would be lost.
    assert open_draft(house, ANN, SHOP).base_version == 2
    house.clock.pass_(hours=2)  # type: ignore[attr-defined]  # it is set by hand
    assert grade(house) == (2, "B")


# --------------------------------------------------------------------------------------- four eyes


@pytest.mark.parametrize("who", [ANN, EVE, ADA])
def test_only_approvers_approve_send_back_and_roll_back(house: House, who: Person) -> None:
    review = waiting(house)
    assert refused(lambda: approve(house, who, review.id)) == ["not-allowed"]
    assert refused(lambda: send_back(house, who, review.id, WHY)) == ["not-allowed"]
    assert refused(lambda: roll_back(house, who, "shop-grade", 1, WHY)) == ["not-allowed"]
    assert [each.code for each in why_not_decide(who, review)] == ["not-allowed"]
    assert waiting_for(house, who) == 0
    assert state(house, review) == ("waiting", "submitted")


@pytest.mark.parametrize("who", [CAT, EVE, ADA])
def test_only_analysts_submit_and_only_who_submitted_withdraws(house: House, who: Person) -> None:
    draft = changed(house)
    assert refused(lambda: submit(house, who, draft.id, 1, WHY)) == ["not-allowed"]
    assert [each.code for each in why_not_submit(house, who, draft)] == ["not-allowed"]
    review = submit(house, ANN, draft.id, 1, WHY)
    assert refused(lambda: withdraw(house, who, review.id)) == ["not-allowed"]
    assert refused(lambda: withdraw(house, BEN, review.id)) == ["not-submitted-by-you"]
    assert withdraw(house, ANN, review.id).state == "withdrawn"
    assert state(house, review) == ("withdrawn", "open")


def test_nobody_decides_on_what_they_opened_changed_or_submitted(house: House) -> None:
    opened = open_draft(house, BEN, SHOP)
    after = edit_draft(house, ANN, opened.id, 0, [Edit("set", CELL, ">= 60万")])
    mine = submit(house, ANN, opened.id, after.revision, WHY)
    edited = changed(house, ">= 61万")
    after = edit_draft(house, BEN, edited.id, 1, [Edit("set", CELL, ">= 62万")])
    touched = submit(house, ANN, edited.id, after.revision, WHY)
    sent = changed(house, ">= 63万")
    sent_by_ben = submit(house, BEN, sent.id, 1, WHY)
    for review in (mine, touched, sent_by_ben):
        assert review.is_of(BEN.id)
        assert refused(lambda it=review: approve(house, BEN, it.id)) == ["not-ones-own"]  # type: ignore[misc]  # bound now
        assert refused(lambda it=review: send_back(house, BEN, it.id, WHY)) == ["not-ones-own"]  # type: ignore[misc]  # bound now
        assert [each.code for each in why_not_decide(BEN, review)] == ["not-ones-own"]
    assert (waiting_for(house, BEN), waiting_for(house, CAT)) == (0, 3)
    others = waiting(house, ">= 64万")
    assert why_not_decide(BEN, others) == ()
    assert waiting_for(house, BEN) == 1
    assert len(get_ruleset(house, "shop-grade").versions) == 1


# ---------------------------------------------------------------------------------------- refusals


def test_a_draft_is_submitted_with_a_reason_right_and_changed(house: House) -> None:
    opened = open_draft(house, ANN, SHOP)

    def why(draft: Draft, reason: str = WHY) -> list[str]:
        return refused(lambda: submit(house, ANN, draft.id, draft.revision, reason))

    def said(draft: Draft) -> list[str]:
        return [each.code for each in why_not_submit(house, ANN, draft)]

    assert why(opened) == said(opened) == ["draft-unchanged"]
    same = edit_draft(house, ANN, opened.id, 0, [Edit("set", CELL, ">= 500000")]).draft
    assert why(same) == ["draft-unchanged"]
    back = undo(house, ANN, opened.id, 1).draft
    assert said(back) == ["draft-unchanged"]
    assert why(back) == ["draft-unchanged"]
    wrong = edit_draft(house, ANN, opened.id, 2, [Edit("set", CELL, ">= 很多")]).draft
    assert said(wrong) == ["draft-has-faults"]
    assert why(wrong) != []
    right = edit_draft(house, ANN, opened.id, 3, [Edit("set", CELL, ">= 60万")]).draft
    assert said(right) == []
    assert why(right, " \n ") == ["reason-needed"]
    assert why(right, "x" * 2001) == ["reason-too-long"]
    assert refused(lambda: submit(house, ANN, right.id, 3, WHY)) == ["draft-moved-on"]
    submit(house, ANN, right.id, 4, WHY)
    submitted = get_draft(house, ANN, right.id)
    assert why(submitted) == said(submitted) == ["draft-not-open"]
    edit = partial(edit_draft, house, ANN, right.id, 4, [Edit("set", CELL, ">= 1")])
    assert refused(edit) == ["draft-not-open"]


@pytest.mark.parametrize("kind", ["ruleset", "vocabulary"])
def test_an_empty_draft_is_not_submitted(
    house: House, kind: Literal["ruleset", "vocabulary"]
) -> None:
    draft = open_draft(house, ANN, Empty(kind, "still-empty", Both("空", "Empty")))
    assert [each.code for each in why_not_submit(house, ANN, draft)] == ["draft-empty"]
    assert refused(lambda: submit(house, ANN, draft.id, 0, WHY)) == ["draft-empty"]


def test_sent_back_with_a_reason_it_is_written_on_and_submitted_again(any_house: House) -> None:
    house = any_house
    review = waiting(house)
    assert refused(lambda: send_back(house, CAT, review.id, "")) == ["reason-needed"]
    send_back(house, CAT, review.id, " 80 万\0更合适")
    assert state(house, review) == ("sent back", "open")
    last = last_review(house, ANN, review.draft or "")
    assert last
    assert last.end
    assert (last.end.by_name, last.end.comment) == ("cat", "80 万更合适")
    for call in (approve, partial(send_back, reason=WHY)):
        assert refused(lambda do=call: do(house, CAT, review.id)) == ["review-ended"]  # type: ignore[misc]  # bound now
    assert refused(lambda: withdraw(house, ANN, review.id)) == ["review-ended"]
    edit_draft(house, ANN, review.draft or "", 1, [Edit("set", CELL, ">= 80万")])
    again = submit(house, ANN, review.draft or "", 2, WHY)
    # The old review cannot be approved in the place of the new one.
    assert refused(lambda: approve(house, CAT, review.id)) == ["review-ended"]
    approve(house, CAT, again.id)
    assert grade(house, "700000") == (2, "B")
    listed = list_reviews(house, EVE, document="shop-grade")
    assert [each.state for each in listed] == ["approved", "sent back"]
    assert list_reviews(house, EVE, waiting=True) == ()


def test_of_two_drafts_of_one_version_the_second_overwrites_nothing(house: House) -> None:
    first, second, third = waiting(house), waiting(house, ">= 70万"), changed(house, ">= 80万")
    approve(house, CAT, first.id)
    assert refused(lambda: approve(house, CAT, second.id)) == ["document-moved-on"]
    assert state(house, second) == ("waiting", "submitted")
    send_back(house, CAT, second.id, "第 2 版已发布")
    late = partial(submit, house, ANN, third.id, third.revision, WHY)
    assert refused(late) == ["document-moved-on"]
    assert [each.code for each in why_not_submit(house, ANN, third)] == ["document-moved-on"]
    assert grade(house) == (2, "B")


@pytest.mark.parametrize("same", [True, False])
def test_of_two_approvers_at_once_one_alone_publishes(any_house: House, same: bool) -> None:
    """Whether both approve the same draft, or two drafts of one version."""
    house = any_house
    reviews = [waiting(house)] * 2 if same else [waiting(house), waiting(house, ">= 70万")]

    def outcome(who: Person, review: Review) -> str:
        try:
            approve(house, who, review.id)
        except CallerError as error:
            return codes(error)[0]
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(outcome, (CAT, DAN), reviews))
    assert found == ["approved", "review-ended" if same else "document-moved-on"]
    assert [each.number for each in get_ruleset(house, "shop-grade").versions] == [1, 2]
    assert len([each for each in list_reviews(house, EVE) if each.state == "approved"]) == 1


def test_of_two_new_vocabularies_with_one_id_the_second_does_not_follow_the_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def new(document: str, version: str) -> Review:
        opened = open_draft(house, ANN, Empty("vocabulary", document, Both("新", "New")))
        years = {"key": "years", "title": "Years", "type": "number", "scale": "0"}
        edits = [
            Edit("set", ("vocabulary",), "new"),
            Edit("set", ("version",), version),
            Edit("set", ("facts",), [years]),
        ]
        edit_draft(house, ANN, opened.id, 0, edits)
        return submit(house, ANN, opened.id, 1, WHY)

    first, second = new("new", "1"), new("newer", "2")
    approve(house, CAT, first.id)
    # As if the first were published just after it was looked for.
    monkeypatch.setattr("service.review.deciding.why_overtaken", lambda *_: None)
    assert refused(lambda: approve(house, CAT, second.id)) == ["id-taken"]
    assert state(house, second) == ("waiting", "submitted")


def test_what_fails_at_the_end_leaves_nothing_behind(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = any_house
    review = waiting(house)
    with monkeypatch.context() as patched:
        patched.setattr("storage.reviews.end", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            approve(house, CAT, review.id)
    assert state(house, review) == ("waiting", "submitted")
    assert len(get_ruleset(house, "shop-grade").versions) == 1
    approve(house, CAT, review.id)


def test_what_is_not_there_is_said(house: House) -> None:
    for call in (get_review, approve, partial(send_back, reason=WHY)):
        assert refused(lambda do=call: do(house, CAT, "nothing")) == ["unknown-review"]  # type: ignore[misc]  # bound now
    assert refused(lambda: withdraw(house, ANN, "nothing")) == ["unknown-review"]
    assert refused(lambda: submit(house, ANN, "nothing", 0, WHY)) == ["unknown-draft"]
    assert refused(lambda: list_reviews(house, ADA)) == ["not-allowed"]
    assert refused(lambda: get_review(house, ADA, "nothing")) == ["not-allowed"]
