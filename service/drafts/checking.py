"""Checking a draft, and trying it with the facts of a customer."""

from __future__ import annotations

from datetime import datetime

from rulesets.assembly import assemble
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.documents.rereading import read_again
from rulesets.drafting.showing import Showing
from rulesets.errors import AuthorError, CallerError, Fault
from rulesets.model import Ruleset, Vocabulary
from service.drafts.documents import Documents
from service.drafts.model import Draft, digest_of, json_text
from service.drafts.reading import found
from service.house import House
from service.people import Person, require
from service.records import Evaluation
from service.trying import try_checked, try_passing
from storage import drafts, vocabularies
from storage.drafts import DraftHead


def checked_draft(house: House, draft: Draft) -> CheckedRuleset:
    """Check a draft with what it stands on, as publication does.

    A vocabulary is checked by itself, as part of a ruleset that says nothing more. Where a
    vocabulary that is used is not published, an open or submitted draft of it is taken; which are
    taken, `stands_on_drafts` says.

    Raises:
        AuthorError: all faults, each with its place.
    """
    return _checked(house, draft)[0]


def document_of(house: House, draft: Draft) -> Ruleset | Vocabulary | None:
    """Give what a draft says, checked or not; None where it is no document."""
    try:
        return _read(house, draft)
    except AuthorError:
        return None


def stands_on_drafts(house: House, draft: Draft) -> tuple[DraftHead, ...]:
    """Name the drafts of vocabularies that a draft is checked with: they are published first."""
    document = _read(house, draft)
    if isinstance(document, Vocabulary):
        return ()
    documents = Documents(house)
    assemble(document, documents)
    return tuple(documents.taken)


def try_draft(
    house: House,
    who: Person,
    draft: str | Draft,
    facts: object,
    as_of: datetime | None = None,
    *,
    thorough: bool = False,
) -> Evaluation:
    """Try a draft with the facts of a customer; nothing is recorded.

    A draft as it is kept is inferred by the default engine and again by the reference, both here.
    That engine takes long to load, so what would come of typing, and a ruleset of many rows, is
    inferred by the reference alone. With `thorough` it is inferred as a published version is.

    Raises:
        CallerError: `not-allowed`, `unknown-draft`, `draft-of-vocabulary`, `bad-moment`, and every
            fault of the facts.
        AuthorError: the draft is not right: all faults.
        OperatorError: `engines-disagree`, `not-inferred`.
    """
    require(who, "try rulesets")
    there = found(house, draft) if isinstance(draft, str) else draft
    if there.kind == "vocabulary":
        raise CallerError((Fault("draft-of-vocabulary"),))
    checked, key = _checked(house, there)
    if thorough:
        return try_checked(house, checked, facts, as_of=as_of)
    return try_passing(house, checked, key, facts, as_of, is_kept=not there.is_passing)


def showing_of(house: House, draft: Draft) -> Showing:
    """Give what shows the texts of a draft with titles and stores them with keys.

    While somebody types it is that of the revision that is kept: names are seldom typed.
    """
    key = (draft.id, draft.revision)
    return house.drafts.showings.get(key, lambda: Showing.of(draft.content, Documents(house)))


def _checked(house: House, draft: Draft) -> tuple[CheckedRuleset, str]:
    """Check a draft; the result is kept by all that went into it, and given with its digest.

    Published documents never change: what may are the draft, drafts of vocabularies, and which
    vocabularies are published.
    """
    key = key_of_check(house, draft)
    return house.drafts.checked.get(key, lambda: _check(house, draft)), key


def key_of_check(house: House, draft: Draft) -> str:
    """Give a digest of all that goes into the check of a draft."""
    digest = _digest(house, draft)
    with house.database.reading() as transaction:
        others = drafts.heads(transaction, ("open", "submitted"), kind="vocabulary")
        newest = vocabularies.newest_numbers(transaction)
    beside = [f"{each.id}@{each.revision}" for each in others if each.id != draft.id]
    beside.extend(f"{name}@{number}" for name, number in newest.items())
    return digest_of(" ".join((digest, *beside)))


def _digest(house: House, draft: Draft) -> str:
    if draft.is_passing:
        return digest_of(json_text(draft.content))
    return house.drafts.digests.get(
        (draft.id, draft.revision), lambda: digest_of(json_text(draft.content))
    )


def _read(house: House, draft: Draft) -> Ruleset | Vocabulary:
    before = house.drafts.read.find(draft.id)
    if before is not None and before.plain is draft.content:
        return before.document
    read = read_again(draft.content, before)
    house.drafts.read.put(draft.id, read)
    return read.document


def _check(house: House, draft: Draft) -> CheckedRuleset:
    document = _read(house, draft)
    if isinstance(document, Ruleset):
        bundle = assemble(document, Documents(house))
        checked = check(bundle, house.drafts.latest.find(draft.id))
        house.drafts.latest.put(draft.id, checked)
        return checked
    return check(Bundle(Ruleset(document.id, "UTC"), (document,)))
