"""What is written is read back; what is immutable stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import exc, text

from rulesets.errors import OperatorError
from rulesets.types import Both
from storage import (
    api_keys,
    certifications,
    decisions,
    disagreements,
    drafts,
    reviews,
    ruleset_versions,
    vocabularies,
)
from storage.api_keys import StoredKey
from storage.database import Database
from storage.decisions import Claim, StoredDecision, Wanted
from storage.disagreements import StoredDisagreement
from storage.drafts import DraftHead, Step, StoredChange, StoredDraft
from storage.ids import new_id
from storage.migrating import migrate
from storage.reviews import ReviewEnd, ReviewHead, StoredContent, StoredReview
from storage.ruleset_versions import StoredVersion, VersionHead
from storage.tables import IMMUTABLE
from storage.vocabularies import StoredVocabulary
from tests.houses import new_database

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
VOCABULARY = StoredVocabulary(
    "customer", 1, "f" * 64, "{}", "vocabulary: customer", Both("客户", "Customer"), NOON, "ann"
)
HEAD = VersionHead("grade", 1, "a" * 64, Both("分级", ""), NOON, NOON, "ann")
DISAGREEMENT = StoredDisagreement(
    *("0" * 26, NOON, "grade", 1, "a" * 64, "17850", NOON, "compiled", "reference"),
    record='{"facts":{"name":{"personal":0}}}',
    personal='["王小明"]',
)
KEY = StoredKey("k1", "ERP", "0" * 64, ("evaluate", "read"), 60, NOON)
DRAFT = DraftHead(
    *("0" * 26, "ruleset", "grade", Both("分级", "Grade"), 3, 0, "open"),
    *("p" * 26, "ann", NOON, "ann", NOON),
)
REVIEW = ReviewHead(
    *("r" * 26, DRAFT.id, "ruleset", "grade", Both("分级", "Grade"), 3, 1, '{"p": "ann"}'),
    *("as agreed", "a" * 64, "p" * 26, "ann", NOON),
)
END = ReviewEnd("approved", "q" * 26, "bob", NOON + HOUR, "checked", 4, NOON + 2 * HOUR)
CHANGE = StoredChange(DRAFT.id, 1, "q" * 26, "bob", NOON + HOUR, "[1]", "[2]", "[]")


def decision(number: int, subject: str = "17850") -> StoredDecision:
    at = NOON + number * HOUR
    return StoredDecision(
        id=new_id(at),
        ruleset="grade",
        version=1,
        identity="a" * 64,
        subject=subject,
        as_of=at,
        recorded_at=at,
        api_key="k1",
        engine="reference",
        record='{"facts":{"name":{"personal":0}}}',
        personal='["王小明"]',
        twin="reference",
        twice="conditions chaining",
    )


@pytest.fixture
def database(database_url: str) -> Database:
    database = new_database(database_url)
    with database.writing() as transaction:
        migrate(transaction)
        vocabularies.add(transaction, VOCABULARY)
        ruleset_versions.add(transaction, StoredVersion(HEAD, '{"a":1}', "ruleset: grade # 注"))
        api_keys.add(transaction, KEY)
    return database


def test_documents_are_read_back(database: Database) -> None:
    with database.reading() as transaction:
        assert vocabularies.get(transaction, "customer", 1) == VOCABULARY
        assert vocabularies.get(transaction, "customer", 2) is None
        assert vocabularies.newest(transaction) == (VOCABULARY,)
        assert vocabularies.last_number(transaction, "customer") == 1
        found = ruleset_versions.get(transaction, "grade", 1)
        assert certifications.get(transaction, "grade", 1) is None
        assert found == StoredVersion(HEAD, '{"a":1}', "ruleset: grade # 注")
        assert ruleset_versions.heads(transaction) == (HEAD,)
        assert ruleset_versions.last(transaction, "other") is None


def test_the_version_in_force_took_effect_last_then_has_the_highest_number(
    database: Database,
) -> None:
    later = [
        replace(HEAD, number=2, effective_from=NOON + 5 * HOUR),
        replace(HEAD, number=3, effective_from=NOON + 2 * HOUR),
        replace(HEAD, number=4, effective_from=NOON + 2 * HOUR),
    ]
    with database.writing() as transaction:
        for head in later:
            ruleset_versions.add(transaction, StoredVersion(head, "", ""))
    expected = {-1: None, 0: 1, 1: 1, 2: 4, 4: 4, 5: 2, 9: 2}
    microsecond = timedelta(microseconds=1)
    with database.reading() as transaction:
        for hours, number in expected.items():
            found = ruleset_versions.in_force(transaction, "grade", NOON + hours * HOUR)
            assert (found and found.number) == number
        before = ruleset_versions.in_force(transaction, "grade", NOON - microsecond)
        assert before is None
        assert ruleset_versions.first_effective(transaction, "grade") == NOON


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", IMMUTABLE)
def test_the_database_itself_refuses_a_change(
    database: Database, table: str, statement: str
) -> None:
    with database.writing() as transaction:
        decisions.add(transaction, [decision(1)])
        disagreements.add(transaction, DISAGREEMENT)
        certifications.add(transaction, HEAD, "{}")
        drafts.add(transaction, StoredDraft(DRAFT, "{}", ""))
        assert drafts.change(transaction, CHANGE, "{}", "grade", Both())
        reviews.add(transaction, REVIEW, StoredContent("{}", ""))
        reviews.end(transaction, REVIEW.id, END)
    column = {"draft_changes": "said", "review_ends": "comment"}.get(table, "identity")
    with (
        database.engine.connect() as connection,
        pytest.raises(exc.DBAPIError, match=f"{table} are immutable"),
    ):
        connection.execute(text(statement.format(table, column)))


def test_decisions_are_found_the_newest_first(database: Database) -> None:
    rows = [decision(0), decision(1, "12346"), decision(2), decision(3)]
    with database.writing() as transaction:
        decisions.add(transaction, rows)
    wanted = {
        Wanted(): [3, 2, 1, 0],
        Wanted(subject="17850"): [3, 2, 0],
        Wanted(subject="17850", before=rows[3].id): [2, 0],
        Wanted(since=NOON + HOUR, until=NOON + 3 * HOUR): [2, 1],
        Wanted(ruleset="grade", version=1, api_key="k1"): [3, 2, 1, 0],
        Wanted(ruleset="other"): [],
        Wanted(version=2): [],
        Wanted(api_key="k2"): [],
    }
    with database.reading() as transaction:
        for each, numbers in wanted.items():
            assert decisions.find(transaction, each, 9) == tuple(rows[n] for n in numbers)
        assert decisions.find(transaction, Wanted(), 1) == (rows[3],)
        assert decisions.get(transaction, rows[1].id) == rows[1]


def test_a_claim_holds_against_later_ones(database: Database) -> None:
    first, second, third = decision(1), decision(2), decision(3)
    claim = Claim("k1", "grade", "once", "b" * 64)
    other = Claim("k1", "grade", "twice", "b" * 64)
    with database.writing() as transaction:
        # In one call the earlier decision gets it, in whatever order they come.
        lost = decisions.claim(transaction, [(claim, second.id), (claim, first.id)])
        assert lost == {second.id: first.id}
        decisions.add(transaction, [first])
    with database.writing() as transaction:
        lost = decisions.claim(transaction, [(claim, second.id), (other, third.id)])
        assert lost == {second.id: first.id}
        decisions.add(transaction, [third])
    with database.reading() as transaction:
        assert decisions.claimed(transaction, claim) == (first.id, "b" * 64)
        assert decisions.claimed(transaction, replace(claim, ruleset="x")) is None


def test_a_claim_without_its_decision_is_refused(database: Database) -> None:
    claim = Claim("k1", "grade", "once", "b" * 64)
    with pytest.raises(OperatorError, match="database-failed"), database.writing() as transaction:
        decisions.claim(transaction, [(claim, decision(1).id)])


def test_what_is_erased_is_gone_and_the_rest_stays(database: Database) -> None:
    row = decision(1)
    claim = Claim("k1", "grade", "once", "b" * 64)
    with database.writing() as transaction:
        decisions.claim(transaction, [(claim, row.id)])
        decisions.add(transaction, [row])
    with database.writing() as transaction:
        decisions.erase(transaction, row.id)
    with database.reading() as transaction:
        assert decisions.get(transaction, row.id) == replace(row, personal=None)
        assert decisions.claimed(transaction, claim) == (row.id, "")


def test_a_disagreement_is_read_back_and_what_is_personal_in_it_erased(database: Database) -> None:
    later = replace(DISAGREEMENT, id="1" + "0" * 25, personal="[]")
    with database.writing() as transaction:
        disagreements.add(transaction, DISAGREEMENT)
        disagreements.add(transaction, later)
    with database.reading() as transaction:
        assert disagreements.newest(transaction, 9) == (later, DISAGREEMENT)
        assert disagreements.newest(transaction, 1) == (later,)
        assert disagreements.get(transaction, "2" + "0" * 25) is None
    with database.writing() as transaction:
        disagreements.erase(transaction, DISAGREEMENT.id)
    with database.reading() as transaction:
        found = disagreements.get(transaction, DISAGREEMENT.id)
        assert found == replace(DISAGREEMENT, personal=None)
        assert disagreements.get(transaction, later.id) == later


def test_a_key_is_revoked_once(database: Database) -> None:
    for hours in (1, 2):
        with database.writing() as transaction:
            api_keys.revoke(transaction, "k1", NOON + hours * HOUR)
    with database.reading() as transaction:
        assert api_keys.every(transaction) == (replace(KEY, revoked_at=NOON + HOUR),)


def test_ids_sort_by_time_and_differ() -> None:
    ids = [new_id(NOON + timedelta(milliseconds=n)) for n in range(500)]
    assert ids == sorted(ids)
    assert len({new_id(NOON) for _ in range(500)}) == 500


def test_a_draft_is_read_back_and_found(database: Database) -> None:
    other = replace(DRAFT, id="1" * 26, kind="vocabulary", document="customer", base_version=None)
    with database.writing() as transaction:
        drafts.add(transaction, StoredDraft(DRAFT, '{"a":"甲"}', "a: 甲 # ours"))
        drafts.add(transaction, StoredDraft(other, "{}", ""))
    with database.reading() as transaction:
        stored = drafts.get(transaction, DRAFT.id)
        assert stored == StoredDraft(DRAFT, '{"a":"甲"}', "a: 甲 # ours")
        assert drafts.head(transaction, other.id) == other
        assert drafts.get(transaction, "2" * 26) is None
        assert drafts.heads(transaction, ("open",)) == (other, DRAFT)
        assert drafts.heads(transaction, ("open",), document="grade") == (DRAFT,)
        assert drafts.heads(transaction, ("open",), kind="vocabulary") == (other,)
        assert drafts.heads(transaction, ("submitted", "discarded")) == ()


def test_a_change_of_a_draft_finds_the_revision_it_was_made_on(database: Database) -> None:
    title = Both("评级", "Rating")
    undoing = replace(CHANGE, revision=2, undoes=1, by_name="eve")
    with database.writing() as transaction:
        drafts.add(transaction, StoredDraft(DRAFT, "{}", ""))
        assert drafts.change(transaction, CHANGE, '{"b":"1"}', "rating", title)
        assert not drafts.change(transaction, CHANGE, '{"b":"2"}', "rating", title)
        assert not drafts.change(transaction, replace(CHANGE, revision=3), "{}", "grade", title)
        assert drafts.change(transaction, undoing, "{}", "rating", title)
    with database.reading() as transaction:
        assert drafts.head(transaction, DRAFT.id) == replace(
            DRAFT,
            document="rating",
            title=title,
            revision=2,
            touched_by_name="eve",
            touched_at=CHANGE.at,
        )
        assert drafts.changes(transaction, DRAFT.id) == (undoing, CHANGE)
        assert drafts.changes(transaction, DRAFT.id, after=1) == (undoing,)
        assert drafts.changes(transaction, DRAFT.id, before=2) == (CHANGE,)
        assert drafts.changes(transaction, DRAFT.id, most=1) == (undoing,)
        assert drafts.get_change(transaction, DRAFT.id, 1) == CHANGE
        assert drafts.get_change(transaction, DRAFT.id, 9) is None
        assert drafts.steps(transaction, DRAFT.id) == (Step(1, None, None), Step(2, 1, None))


def test_a_draft_that_is_not_open_is_not_changed(database: Database) -> None:
    with database.writing() as transaction:
        drafts.add(transaction, StoredDraft(DRAFT, "{}", ""))
        later = NOON + HOUR
        assert not drafts.set_state(transaction, DRAFT.id, ("discarded",), "open", later)
        assert drafts.set_state(transaction, DRAFT.id, ("open",), "discarded", later)
        assert not drafts.change(transaction, CHANGE, "{}", "grade", Both())
        head = drafts.head(transaction, DRAFT.id)
        assert head == replace(DRAFT, state="discarded", touched_at=later)


def test_a_review_is_read_as_it_was_submitted_and_as_it_ended(database: Database) -> None:
    with database.writing() as transaction:
        drafts.add(transaction, StoredDraft(DRAFT, "{}", ""))
        assert drafts.authors(transaction, DRAFT.id) == {"p" * 26: "ann"}
        assert drafts.change(transaction, CHANGE, "{}", "grade", Both())
        assert drafts.authors(transaction, DRAFT.id) == {"p" * 26: "ann", "q" * 26: "bob"}
        reviews.add(transaction, REVIEW, StoredContent('{"a": 1}', "{}"))
        assert reviews.get(transaction, REVIEW.id) == StoredReview(REVIEW, None)
        assert reviews.content(transaction, REVIEW.id) == StoredContent('{"a": 1}', "{}")
        assert reviews.waiting_authors(transaction) == (REVIEW.authors,)
        assert reviews.of_versions(transaction, "grade", "ruleset") == {}
    with database.writing() as transaction:
        reviews.end(transaction, REVIEW.id, END)
    whole = StoredReview(REVIEW, END)
    with database.reading() as transaction:
        assert reviews.get(transaction, REVIEW.id) == whole
        assert reviews.waiting_authors(transaction) == ()
        assert reviews.of_versions(transaction, "grade", "ruleset") == {4: whole}
        assert reviews.of_versions(transaction, "grade", "vocabulary") == {}
        assert reviews.get(transaction, "0" * 26) is None
        assert reviews.content(transaction, "0" * 26) is None
        found = partial(reviews.listed, transaction)
        assert found() == found(document="grade") == found(draft=DRAFT.id) == (whole,)
        assert found(waiting=False) == (whole,)
        assert found(waiting=True) == found(document="other") == found(draft="0" * 26)[1:] == ()
    with pytest.raises(OperatorError, match="database-failed"), database.writing() as transaction:
        reviews.end(transaction, REVIEW.id, END)


def test_a_draft_changes_state_only_at_the_revision_that_was_seen(database: Database) -> None:
    with database.writing() as transaction:
        drafts.add(transaction, StoredDraft(DRAFT, "{}", ""))
        bring = partial(drafts.set_state, transaction, DRAFT.id, ("open",), "submitted", NOON)
        assert not bring(revision=1)
        assert bring(revision=0)
        assert not bring(revision=0)
