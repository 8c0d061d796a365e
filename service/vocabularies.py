"""Vocabularies: which are published, and what one is by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulesets.canonical import canonical_json
from rulesets.checked import Bundle
from rulesets.checking import check
from rulesets.documents.plain import plain_of
from rulesets.errors import CallerError, Fault, Word
from rulesets.freezing import freeze
from rulesets.model import Ruleset, Vocabulary
from service.house import House
from service.json_text import encode
from service.people import Person, require
from service.rulesets import MOST_VERSIONS
from storage import vocabularies
from storage.vocabularies import StoredVocabulary


@dataclass(frozen=True)
class ReadVocabulary:
    """A published version of a vocabulary: `content` is its plain data."""

    stored: StoredVocabulary
    newest: int
    content: Mapping[str, Any]


def frozen_vocabulary(vocabulary: Vocabulary) -> tuple[str, str]:
    """Check a vocabulary by itself, and give its identity and its content as JSON.

    Raises:
        AuthorError: with every fault.
    """
    # A ruleset that says nothing lends its checks: what it uses is checked with it.
    alone = check(Bundle(Ruleset(vocabulary.id, "UTC"), (vocabulary,)))
    frozen = freeze(alone)["covered"]["vocabularies"][0]
    return hashlib.sha256(canonical_json(frozen)).hexdigest(), encode(frozen).decode()


def list_vocabularies(house: House, who: Person) -> tuple[StoredVocabulary, ...]:
    """List the newest version of every published vocabulary, by id.

    Raises:
        CallerError: `not-allowed`.
    """
    require(who, "read rulesets")
    with house.database.reading() as transaction:
        return vocabularies.newest(transaction)


def read_vocabulary(
    house: House, who: Person, vocabulary: str, number: int | None = None
) -> ReadVocabulary:
    """Read a version of a published vocabulary; None: the newest.

    Raises:
        CallerError: `not-allowed`, `unknown-vocabulary`.
    """
    require(who, "read rulesets")
    with house.database.reading() as transaction:
        newest = vocabularies.newest_numbers(transaction).get(vocabulary)
        wanted = number or newest
        row = None
        if wanted is not None and wanted <= MOST_VERSIONS:
            row = vocabularies.get(transaction, vocabulary, wanted)
    if row is None or newest is None:
        words: dict[str, Word] = {"vocabulary": f"{vocabulary[:60]}@{number or 1}"}
        raise CallerError((Fault("unknown-vocabulary", words=words),))
    return ReadVocabulary(row, newest, plain_of(row.source))
