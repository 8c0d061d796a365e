"""What a published version holds: all of a bundle as plain data, and its identity (section 17).

Cells and expressions are stored in canonical text, so two ways to type the same meaning freeze to
the same data. Cases and laws are kept beside, where they do not change the identity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rulesets import calendar
from rulesets.canonical import canonical_json
from rulesets.canonical_text import canonical_ruleset
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.documents.lists import linked, unlinked
from rulesets.model import Case, Law, Ruleset, Vocabulary
from rulesets.plain import from_plain, to_plain
from rulesets.zones import Zone

LANGUAGE = 1
"""The version of the language that frozen data are written in."""


def freeze(checked: CheckedRuleset) -> dict[str, Any]:
    """Turn a checked ruleset and all it stands on into plain JSON data.

    `covered` is what the identity covers. `beside` holds the version number, and the cases and laws
    of each ruleset by its id.
    """
    bundle = checked.bundle
    rulesets = (bundle.ruleset, *bundle.included)
    return {
        "language": LANGUAGE,
        "covered": {
            "ruleset": _covered(replace(bundle.ruleset, version=0), checked),
            "included": [_covered(each, checked) for each in bundle.included],
            "vocabularies": [to_plain(unlinked(each)) for each in bundle.vocabularies],
            "calendars": [
                calendar.to_json(each) for each in sorted(bundle.calendars, key=lambda it: it.id)
            ],
            "zones": {each.name: each.data for each in bundle.zones},
        },
        "beside": {
            "version": bundle.ruleset.version,
            "cases": {each.id: to_plain(each.cases) for each in rulesets if each.cases},
            "laws": {each.id: to_plain(each.laws) for each in rulesets if each.laws},
        },
    }


def _covered(ruleset: Ruleset, checked: CheckedRuleset) -> Any:
    canonical = canonical_ruleset(replace(ruleset, cases=(), laws=()), checked)
    return to_plain(unlinked(canonical))


def thaw(frozen: Mapping[str, Any]) -> Bundle:
    """Make the bundle again from what `freeze` wrote, its texts canonical."""
    covered, beside = frozen["covered"], frozen["beside"]
    ruleset, *included = (
        _with_beside(from_plain(Ruleset, each), beside)
        for each in (covered["ruleset"], *covered["included"])
    )
    ruleset = replace(ruleset, version=beside["version"])
    vocabularies = [from_plain(Vocabulary, each) for each in covered["vocabularies"]]
    documents: tuple[Ruleset | Vocabulary, ...] = (ruleset, *included, *vocabularies)
    known = {each.key: each for document in documents for each in document.lists}
    zones = {name: Zone(name, data) for name, data in sorted(covered["zones"].items())}
    return Bundle(
        linked(ruleset, known),
        tuple(linked(each, known) for each in vocabularies),
        tuple(linked(each, known) for each in included),
        tuple(calendar.from_json(each, zones) for each in covered["calendars"]),
        tuple(zones.values()),
        canonical=True,
    )


def _with_beside(ruleset: Ruleset, beside: Mapping[str, Any]) -> Ruleset:
    cases = tuple(from_plain(Case, each) for each in beside["cases"].get(ruleset.id, ()))
    laws = tuple(from_plain(Law, each) for each in beside["laws"].get(ruleset.id, ()))
    return replace(ruleset, cases=cases, laws=laws)


def identity(checked: CheckedRuleset) -> str:
    """Return the identity of a checked ruleset: equal for equal meaning, however it was typed."""
    return identity_of_frozen(freeze(checked))


def identity_of_frozen(frozen: Mapping[str, Any]) -> str:
    """Return the identity of frozen data, as lower-case hexadecimal digits."""
    return _digest({"language": frozen["language"], "covered": frozen["covered"]})


def _digest(plain: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(plain)).hexdigest()
