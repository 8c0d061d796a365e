"""Vocabularies: which are published, and what one is by itself."""

from __future__ import annotations

import hashlib

from rulesets.canonical import canonical_json
from rulesets.checked import Bundle
from rulesets.checking import check
from rulesets.freezing import freeze
from rulesets.model import Ruleset, Vocabulary
from service.house import House
from service.json_text import encode
from service.people import Person, require
from storage import vocabularies
from storage.vocabularies import StoredVocabulary


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
