"""Reviews of vocabularies and new documents; old versions published anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

from rulesets.drafting import Edit
from rulesets.errors import CallerError
from rulesets.types import Both
from service.drafts import (
    FromText,
    FromVersion,
    edit_draft,
    open_draft,
)
from service.house import House
from service.people import Person
from service.publish import publish
from service.review import (
    approve,
    draft_differences,
    get_review,
    list_reviews,
    review_certification,
    review_differences,
    reviews_of_versions,
    roll_back,
    submit,
    waiting_for,
    why_not_submit,
)
from service.rulesets import get_ruleset, list_rulesets
from service.vocabularies import list_vocabularies
from tests.houses import (
    RULESET,
    RULESET_2,
    VOCABULARY,
    codes,
    new_house,
)
from tests.published import library_house
from tests.service.reviewing import (
    ANN,
    CAT,
    DAN,
    EVE,
    WHY,
    any_house,
    changed,
    furnished,
    grade,
    house,
    refused,
    state,
)

__all__ = ["any_house", "furnished", "house"]


# --------------------------------------------------------------------- vocabularies, new documents


def test_a_vocabulary_goes_the_same_way_and_before_what_stands_on_it(any_house: House) -> None:
    house = any_house
    vocabulary = open_draft(house, ANN, FromVersion("vocabulary", "shop"))
    unchanged = partial(submit, house, ANN, vocabulary.id, 0, WHY)
    assert refused(unchanged) == ["draft-unchanged"]
    fact = {"key": "since", "title": {"zh": "开店日"}, "type": "date"}
    edit_draft(house, ANN, vocabulary.id, 0, [Edit("insert", ("facts", 2), fact)])
    ruleset = changed(house)
    edits = [Edit("set", ("uses",), "shop@2")]
    ruleset = edit_draft(house, ANN, ruleset.id, 1, edits).draft
    early = partial(submit, house, ANN, ruleset.id, 2, WHY)
    assert refused(early) == ["vocabulary-not-published"]
    assert [each.code for each in why_not_submit(house, ANN, ruleset)] == [
        "vocabulary-not-published"
    ]

    review = submit(house, ANN, vocabulary.id, 1, "需要开店日")
    assert review_certification(house, review) is None
    (told,) = review_differences(house, review, "zh")
    assert (told.act, told.kind, told.title) == ("added", "fact", "开店日")
    moment = house.clock() + timedelta(days=1)
    with_moment = partial(approve, house, CAT, review.id, moment)
    assert refused(with_moment) == ["vocabulary-has-no-moment"]
    approved = approve(house, CAT, review.id)
    assert approved.end
    assert (approved.end.version, approved.end.effective_from) == (2, None)
    assert [each.number for each in list_vocabularies(house, EVE)] == [2]
    assert list_vocabularies(house, EVE)[0].published_by == "cat"

    approve(house, CAT, submit(house, ANN, ruleset.id, 2, WHY).id)
    assert grade(house) == (2, "B")


def test_a_vocabulary_that_was_published_meanwhile_is_not_overwritten(house: House) -> None:
    draft = open_draft(house, ANN, FromVersion("vocabulary", "shop"))
    edit_draft(house, ANN, draft.id, 0, [Edit("set", ("title", "zh"), "门店")])
    review = submit(house, ANN, draft.id, 1, WHY)
    publish(house, VOCABULARY.replace("version: 1", "version: 2"), published_by="fenji")
    assert refused(lambda: approve(house, CAT, review.id)) == ["document-moved-on"]
    assert state(house, review) == ("waiting", "submitted")


def test_a_new_ruleset_is_published_as_version_1_and_its_id_is_its_own(house: House) -> None:
    text = RULESET.replace("shop-grade", "my-shop")
    draft = open_draft(house, ANN, FromText(text, "my-shop", Both("我的店", "My shop")))
    assert why_not_submit(house, ANN, draft) == ()
    review = submit(house, ANN, draft.id, 0, "第一版")
    publish(house, text, published_by="fenji")
    assert refused(lambda: approve(house, CAT, review.id)) == ["id-taken"]
    other = FromText(RULESET.replace("shop-grade", "our-shop"), "our-shop", Both("本店", "Ours"))
    review = submit(house, ANN, open_draft(house, ANN, other).id, 0, WHY)
    assert approve(house, CAT, review.id).state == "approved"
    assert get_ruleset(house, "our-shop").versions[0].number == 1


# ------------------------------------------------------------------------------------ rolling back


def test_an_old_version_is_published_anew_and_why_is_kept(house: House) -> None:
    publish(house, RULESET_2, published_by="fenji")
    assert grade(house) == (2, "B")
    assert refused(lambda: roll_back(house, CAT, "shop-grade", 1, " ")) == ["reason-needed"]
    assert refused(lambda: roll_back(house, CAT, "shop-grade", 9, WHY)) == ["unknown-version"]
    assert refused(lambda: roll_back(house, CAT, "nothing", 1, WHY)) == ["unknown-ruleset"]
    newest = partial(roll_back, house, CAT, "shop-grade", 2, WHY)
    assert refused(newest) == ["nothing-to-roll-back"]
    review = roll_back(house, CAT, "shop-grade", 1, "门槛太高，客户投诉")
    assert grade(house) == (3, "A")
    heads = get_ruleset(house, "shop-grade").versions
    assert [each.identity for each in heads][::2] == [heads[0].identity] * 2
    assert heads[2].published_by == "cat"
    kept = get_review(house, EVE, review.id)
    assert (kept.state, kept.reason, kept.draft) == ("rolled back", "门槛太高，客户投诉", None)
    assert (kept.base_version, kept.revision) == (2, 1)
    told = review_differences(house, kept, "en")
    assert ["500,000 CNY" in said.new for each in told for said in each.differences] == [True] * 2
    # What it went back to is not published a second time.
    again = partial(roll_back, house, CAT, "shop-grade", 1, WHY)
    assert refused(again) == ["nothing-to-roll-back"]


def test_of_two_who_roll_back_at_once_one_alone_does(any_house: House) -> None:
    house = any_house
    publish(house, RULESET_2)

    def outcome(who: Person) -> str:
        try:
            roll_back(house, who, "shop-grade", 1, WHY)
        except CallerError as error:
            return codes(error)[0]
        return "rolled back"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(outcome, (CAT, DAN))) == ["nothing-to-roll-back", "rolled back"]
    assert len(get_ruleset(house, "shop-grade").versions) == 3


def test_before_the_tables_of_reviews_there_is_nothing_to_tell(database_url: str) -> None:
    house = new_house(database_url)
    assert list_reviews(house, EVE) == ()
    assert waiting_for(house, CAT) == 0
    assert reviews_of_versions(house, "shop-grade") == {}
    house.close()


def test_a_draft_of_any_ruleset_of_the_library_begins_as_what_is_published(
    library_file: Path, tmp_path: Path
) -> None:
    """What is stored is canonical, what is drafted is as typed: they mean the same."""
    house = library_house(library_file, tmp_path / "library.db")
    for each in list_rulesets(house):
        draft = open_draft(house, ANN, FromVersion("ruleset", each.id))
        assert draft_differences(house, draft, "zh") == (), each.id
        call = partial(submit, house, ANN, draft.id, 0, WHY)
        assert refused(call) == ["draft-unchanged"], each.id
    house.close()
