"""Copy a ruleset of the library into a draft, under an id and titles of one's own."""

from __future__ import annotations

from itertools import count
from typing import Final

from rulesets.documents import read
from rulesets.documents.forms import LETTERS_ID
from rulesets.errors import AuthorError, Fault, Word
from rulesets.model import Ruleset, Vocabulary
from rulesets.types import Both
from service.catalogue import Shelved
from service.drafts import Draft, FromText, open_draft
from service.house import House
from service.library import PUBLISHER, library_texts
from service.people import Person, require
from service.publish import id_taken, publish
from service.resolving import Published as PublishedDocuments
from service.rulesets import is_id
from storage import drafts, ruleset_versions

_LONGEST_START: Final = 55
_SHOWN: Final = 60


def copy_ruleset(
    house: House,
    who: Person,
    shelved: Shelved,
    id: str,  # noqa: A002 - the copy's id
    title: Both,
) -> Draft:
    """Open a draft of a ruleset of the library, with its cases and comments.

    What it stands on of the library is published first where it is not there.

    Args:
        house: where it is to be.
        who: whose draft it is.
        shelved: what is copied.
        id: the id of the copy.
        title: its title; a side that is empty stays so.

    Raises:
        CallerError: `not-allowed`.
        AuthorError: `bad-name`, `id-taken`, `title-needed`, all that are; and what the checks
            find where the house has other documents under the ids that the library uses.
        OperatorError: the database failed, or `engines-disagree-at-publication`.
    """
    require(who, "draft")
    document = read(shelved.text)
    assert isinstance(document, Ruleset)  # noqa: S101 - a ruleset stands on the shelf
    faults = [*_refused(house, id), *([] if title.zh or title.en else [Fault("title-needed")])]
    if faults:
        raise AuthorError(tuple(faults))
    _publish_needed(house, document)
    return open_draft(house, who, FromText(shelved.text, id, title))


def free_id(house: House, ruleset: str) -> str:
    """Propose an id for a copy of a ruleset that no ruleset and no draft has."""
    with house.database.reading() as transaction:
        taken = {head.ruleset for head in ruleset_versions.heads(transaction)}
        taken |= {head.document for head in drafts.heads(transaction, ("open", "submitted"))}
    start = f"my-{ruleset}"[:_LONGEST_START]
    names = (start if number == 1 else f"{start}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _refused(house: House, id_: str) -> tuple[Fault, ...]:
    if not is_id(id_):
        words: dict[str, Word] = {"key": "id", "expected": LETTERS_ID, "found": id_[:_SHOWN]}
        return (Fault("bad-name", words=words),)
    with house.database.reading() as transaction:
        is_taken = bool(ruleset_versions.heads(transaction, id_))
        is_taken |= bool(drafts.heads(transaction, ("open", "submitted"), id_))
    return id_taken(id_).faults if is_taken else ()


def _publish_needed(house: House, document: Ruleset) -> None:
    """Publish what a ruleset of the library uses and includes, where it is not there."""
    there, texts = PublishedDocuments(house), library_texts()
    for use in document.uses:
        if there.vocabulary(use.id, use.version) is None:
            for text in texts.values():
                found = read(text)
                if isinstance(found, Vocabulary) and (found.id, found.version) == (
                    use.id,
                    use.version,
                ):
                    publish(house, text, published_by=PUBLISHER)
    for use in document.include:
        included = read(texts[f"{use.id}.yaml"])
        if isinstance(included, Ruleset) and there.ruleset(use.id, use.version) is None:
            _publish_needed(house, included)
            publish(house, texts[f"{use.id}.yaml"], published_by=PUBLISHER, unless_published=True)
