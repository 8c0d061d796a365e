"""Published rulesets and their versions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, Fault, Word
from rulesets.types import Both
from service.house import House
from service.moments import moment_text
from storage import ruleset_versions
from storage.database import Transaction
from storage.ruleset_versions import VersionHead

__all__ = [
    "RulesetSummary",
    "Version",
    "VersionHead",
    "get_ruleset",
    "get_version",
    "is_id",
    "list_rulesets",
    "version_at",
]

_ID = re.compile(r"[a-z][a-z0-9-]{0,63}", flags=re.ASCII)
MOST_VERSIONS = 2**31 - 1
"""The highest number a version can have."""


@dataclass(frozen=True)
class RulesetSummary:
    """A ruleset in a list. `in_force` is None when its first version lies ahead."""

    id: str
    title: Both
    in_force: VersionHead | None
    versions: tuple[VersionHead, ...]


@dataclass(frozen=True)
class Version:
    """A version whole: `source` is its YAML as published."""

    head: VersionHead
    checked: CheckedRuleset
    source: str


def list_rulesets(house: House) -> tuple[RulesetSummary, ...]:
    """List all published rulesets by id, with their versions by number."""
    now = house.clock()
    with house.database.reading() as transaction:
        heads = ruleset_versions.heads(transaction)
    grouped = groupby(heads, key=lambda head: head.ruleset)
    return tuple(_summary(ruleset, tuple(versions), now) for ruleset, versions in grouped)


def get_ruleset(house: House, ruleset: str) -> RulesetSummary:
    """Return one ruleset with its versions by number.

    Raises:
        CallerError: `unknown-ruleset`.
    """
    heads: tuple[VersionHead, ...] = ()
    if is_id(ruleset):
        with house.database.reading() as transaction:
            heads = ruleset_versions.heads(transaction, ruleset)
    if not heads:
        raise _unknown_ruleset(ruleset)
    return _summary(ruleset, heads, house.clock())


def get_version(house: House, ruleset: str, number: int | None = None) -> Version:
    """Return a version whole: the one of that number, or the one in force now.

    Raises:
        CallerError: `unknown-ruleset`, `unknown-version`, `not-yet-effective`.
        OperatorError: `version-damaged`.
    """
    if number is None:
        head = version_at(house, ruleset, house.clock())
    else:
        head = _numbered(house, ruleset, number)
    with house.database.reading() as transaction:
        stored = ruleset_versions.get(transaction, head.ruleset, head.number)
    source = "" if stored is None else stored.source
    return Version(head, house.versions.checked(head), source)


def version_at(
    house: House, ruleset: str, as_of: datetime, number: int | None = None
) -> VersionHead:
    """Return the head of the version in force at an instant, or of a given one in effect by then.

    The version in force is the one that took effect last; of two at one instant, the later number.

    Raises:
        CallerError: `unknown-ruleset`, `unknown-version`, `not-yet-effective`.
    """
    if number is not None:
        head = _numbered(house, ruleset, number)
        if head.effective_from > as_of:
            raise _not_yet(ruleset, as_of, head.effective_from)
        return head
    if not is_id(ruleset):
        raise _unknown_ruleset(ruleset)
    with house.database.reading() as transaction:
        found = ruleset_versions.in_force(transaction, ruleset, as_of)
        first = None if found else ruleset_versions.first_effective(transaction, ruleset)
    if found is not None:
        return found
    if first is None:
        raise _unknown_ruleset(ruleset)
    raise _not_yet(ruleset, as_of, first)


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id; only such a one is looked up."""
    return _ID.fullmatch(text) is not None


def _numbered(house: House, ruleset: str, number: int) -> VersionHead:
    if not is_id(ruleset):
        raise _unknown_ruleset(ruleset)
    with house.database.reading() as transaction:
        found = _head(transaction, ruleset, number)
        known = found or ruleset_versions.first_effective(transaction, ruleset)
    if found is not None:
        return found
    if known is None:
        raise _unknown_ruleset(ruleset)
    words: dict[str, Word] = {"ruleset": ruleset, "version": number}
    raise CallerError((Fault("unknown-version", (("path", "/version"),), words),))


def _head(transaction: Transaction, ruleset: str, number: int) -> VersionHead | None:
    if not 1 <= number <= MOST_VERSIONS:
        return None
    return ruleset_versions.head(transaction, ruleset, number)


def _summary(ruleset: str, heads: tuple[VersionHead, ...], now: datetime) -> RulesetSummary:
    effective = [head for head in heads if head.effective_from <= now]
    in_force = max(effective, key=lambda head: (head.effective_from, head.number), default=None)
    return RulesetSummary(ruleset, (in_force or heads[-1]).title, in_force, heads)


def _unknown_ruleset(ruleset: str) -> CallerError:
    return CallerError((Fault("unknown-ruleset", words={"ruleset": ruleset}),))


def _not_yet(ruleset: str, as_of: datetime, first: datetime) -> CallerError:
    since = moment_text(first)
    words: dict[str, Word] = {
        "ruleset": ruleset,
        "as_of": moment_text(as_of),
        "first": Both(f"自 {since} 起生效", f"it takes effect at {since}"),
    }
    return CallerError((Fault("not-yet-effective", (("path", "/as_of"),), words),))
