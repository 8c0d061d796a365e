"""Publish a vocabulary or a ruleset: an immutable version, in force from a moment on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.errors import AuthorError, CallerError, Fault, Word
from rulesets.freezing import freeze, identity
from rulesets.model import Vocabulary
from rulesets.types import Both
from service.certification import Certification, plain
from service.certify import certify
from service.house import House
from service.json_text import encode
from service.moments import moment_text, require_offset
from service.resolving import Published as PublishedDocuments
from service.vocabularies import frozen_vocabulary
from storage import certifications, decisions, ruleset_versions, vocabularies
from storage.database import Transaction
from storage.ruleset_versions import StoredVersion, VersionHead
from storage.vocabularies import StoredVocabulary

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LONGEST_START = 60


@dataclass(frozen=True)
class Published:
    """What a publication made.

    Attributes:
        kind: what the document is.
        id: its id.
        number: the version it became.
        identity: the SHA-256 of its canonical content.
        published_at: when.
        effective_from: from when it decides; None for a vocabulary.
        new: False when the very same was published before, and nothing was done.
        certification: what engines inferred alike of a new version; None for a vocabulary.
    """

    kind: Literal["vocabulary", "ruleset"]
    id: str
    number: int
    identity: str
    title: Both
    published_at: datetime
    effective_from: datetime | None = None
    new: bool = True
    certification: Certification | None = None


@dataclass(frozen=True)
class Approval:
    """What a publication that somebody approved brings along.

    Attributes:
        also: writes what belongs to it, in the same transaction, given what is published; what it
            raises publishes nothing.
        certification: what was found before, when it was reviewed; None: it is certified now.
        identity: of the content that this certifies.
    """

    also: Callable[[Transaction, Published], None]
    certification: Certification | None = None
    identity: str = ""

    def certifies(self, content: str) -> Certification | None:
        """Give the certification if it is of the content that has this identity."""
        return self.certification if self.identity == content else None


def publish(
    house: House,
    text: str,
    effective_from: datetime | None = None,
    published_by: str = "",
    *,
    unless_published: bool = False,
    approval: Approval | None = None,
) -> Published:
    """Publish a document.

    Args:
        house: the house.
        text: the document's YAML.
        effective_from: from when a ruleset decides; None: from now. Never before the publication,
            so that no past answer changes, and never before the version that precedes it.
        published_by: whose act it is, for the record.
        unless_published: do nothing when the ruleset's newest version has the same content.
        approval: what was found and is written besides where somebody approved it.

    Raises:
        AuthorError: the document is not right: all faults; `version-not-next` for a vocabulary.
        CallerError: `effective-before-publication`, `effective-before-previous`, `bad-moment`,
            `vocabulary-has-no-moment`.
        OperatorError: the database failed, or `engines-disagree-at-publication`; nothing was
            published.
    """
    document = read(text)
    if isinstance(document, Vocabulary):
        if effective_from is not None:
            raise CallerError((Fault("vocabulary-has-no-moment"),))
        return _publish_vocabulary(house, document, text, published_by, approval)
    if effective_from is not None:
        effective_from = require_offset(effective_from, "effective_from")
    checked = check(assemble(document, PublishedDocuments(house)))
    draft = _Draft(checked, text, effective_from, published_by, unless_published, approval)
    return _publish_ruleset(house, draft)


@dataclass(frozen=True)
class _Draft:
    """A checked ruleset on its way to be published."""

    checked: CheckedRuleset
    source: str
    effective_from: datetime | None
    published_by: str
    unless_published: bool
    approval: Approval | None


def _publish_ruleset(house: House, draft: _Draft) -> Published:
    ruleset = draft.checked.ruleset
    content, whole = identity(draft.checked), encode(freeze(draft.checked))
    if draft.unless_published:
        with house.database.reading() as transaction:
            there = ruleset_versions.newest(transaction, ruleset.id)
        if there is not None and there.identity == content:
            return _of_ruleset(there, new=False)
    # It takes a second or two: before the transaction, for which others wait.
    known = draft.approval.certifies(content) if draft.approval else None
    certification = known or certify(house, draft.checked, whole)
    with house.database.writing() as transaction:
        previous = ruleset_versions.last(transaction, ruleset.id)
        if draft.unless_published and previous is not None and previous.identity == content:
            return _of_ruleset(previous, new=False)
        # The clock is asked when it is our turn: versions are published in order of their numbers.
        # Where it was set back it is still after every decision that was made.
        last = decisions.last_recorded_at(transaction) or _LONG_AGO
        now = max(house.clock(), last + _TICK)
        head = VersionHead(
            ruleset=ruleset.id,
            number=1 if previous is None else previous.number + 1,
            identity=content,
            title=ruleset.title,
            published_at=now,
            effective_from=_effective(draft.effective_from, now, previous),
            published_by=draft.published_by,
        )
        ruleset_versions.add(transaction, StoredVersion(head, whole.decode(), draft.source))
        certifications.add(transaction, head, encode(plain(certification)).decode())
        if draft.approval is not None:
            draft.approval.also(transaction, _of_ruleset(head, new=True))
    return replace(_of_ruleset(head, new=True), certification=certification)


def id_taken(ruleset: str) -> AuthorError:
    """Say that a ruleset has an id that another was to have."""
    words: dict[str, Word] = {"id": ruleset, "free": f"{ruleset[:_LONGEST_START]}-2"}
    return AuthorError((Fault("id-taken", words=words),))


def _of_ruleset(head: VersionHead, *, new: bool) -> Published:
    return Published(
        kind="ruleset",
        id=head.ruleset,
        number=head.number,
        identity=head.identity,
        title=head.title,
        published_at=head.published_at,
        effective_from=head.effective_from,
        new=new,
    )


def _effective(given: datetime | None, now: datetime, previous: VersionHead | None) -> datetime:
    """Choose or check the moment from which a version decides."""
    moment = now if given is None else given
    faults = []
    if moment < now:
        words = {"now": moment_text(now), "given": moment_text(moment)}
        faults.append(Fault("effective-before-publication", words=words))
    if previous is not None and moment < previous.effective_from:
        faults.append(
            Fault(
                "effective-before-previous",
                words={
                    "version": previous.number,
                    "previous": moment_text(previous.effective_from),
                    "given": moment_text(moment),
                },
            )
        )
    if faults:
        raise CallerError(tuple(faults))
    return moment


def _publish_vocabulary(
    house: House,
    vocabulary: Vocabulary,
    text: str,
    published_by: str,
    approval: Approval | None,
) -> Published:
    content, whole = frozen_vocabulary(vocabulary)
    row = StoredVocabulary(
        id=vocabulary.id,
        number=vocabulary.version,
        identity=content,
        frozen=whole,
        source=text,
        title=vocabulary.title,
        published_at=house.clock(),
        published_by=published_by,
    )
    with house.database.writing() as transaction:
        last = vocabularies.last_number(transaction, vocabulary.id)
        # The first one here may have any number: it may be known elsewhere in earlier versions.
        expected = vocabulary.version if last is None else last + 1
        there = None
        if vocabulary.version < expected:
            there = vocabularies.get(transaction, vocabulary.id, vocabulary.version)
        if there is None and vocabulary.version == expected:
            vocabularies.add(transaction, row)
            if approval is not None:
                approval.also(transaction, _published(row))
    if there is not None and there.identity == content:
        return replace(_published(there), new=False)
    if vocabulary.version != expected:
        words: dict[str, Word] = {"vocabulary": row.id, "expected": expected, "found": row.number}
        raise AuthorError((Fault("version-not-next", (("vocabulary", row.id),), words),))
    return _published(row)


def _published(row: StoredVocabulary) -> Published:
    return Published("vocabulary", row.id, row.number, row.identity, row.title, row.published_at)
