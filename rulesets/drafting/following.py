"""Rules follow a vocabulary: which facts were renamed in it, and the edits that name them so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from rulesets.checked import Bundle
from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit, applied
from rulesets.drafting.renaming import declared_anew, renamed
from rulesets.drafting.showing import Showing
from rulesets.drafting.storing import stored_edits

_BORN = "\N{NULL}key"
_TEXTS = ("functions", "blocks")


def renames_by(before: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, str]:
    """Find the facts that edits renamed: their keys before, and after all of the edits.

    Example:
        >>> vocabulary = {"facts": [{"key": "a"}, {"key": "b"}]}
        >>> set_key = Edit("set", ("facts", 0, "key"), "c")
        >>> renames_by(vocabulary, [set_key, Edit("move", ("facts", 0), to=1)])
        {'a': 'c'}
    """
    # Each fact is marked with the key it was born with; edits move and keep the mark.
    facts = before.get("facts") or ()
    marked = [{**each, _BORN: each.get("key")} for each in facts]
    after = applied({**before, "facts": marked}, edits)[0]
    return {
        each[_BORN]: each["key"]
        for each in after.get("facts") or ()
        if each.get(_BORN) and each.get("key") and each["key"] != each[_BORN]
    }


def one_after_the_other(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    """Join the renames of one version and those of the next.

    Example:
        >>> one_after_the_other({"a": "b"}, {"b": "c", "x": "y"})
        {'a': 'c', 'x': 'y'}
    """
    joined = {old: then.get(new, new) for old, new in first.items()}
    joined |= {old: new for old, new in then.items() if old not in first.values()}
    return {old: new for old, new in joined.items() if old != new}


def following(
    plain: Mapping[str, Any], renames: Mapping[str, str], bundle: Bundle
) -> tuple[Edit, ...]:
    """Make the edits by which a ruleset names renamed facts; first what it names by title by key.

    So the rules hold where a fact has another title in the new version of a vocabulary, too.

    Args:
        plain: the ruleset as it is.
        renames: the keys of facts of its vocabularies, and their new ones.
        bundle: the ruleset with what it stands on, before the renames.

    Raises:
        CallerError: `key-taken`, the ruleset has something of that name.
    """
    edits = list(stored_by_keys(plain, Showing.of_bundle(bundle)))
    now = applied(plain, edits)[0]
    declared = {fact.key for each in bundle.vocabularies for fact in each.facts}
    for old, new in _in_order({old: renames[old] for old in renames if old in declared}):
        step = renamed(now, old, new, bundle)
        edits.extend(step)
        now = applied(now, step)[0]
        bundle = declared_anew(bundle, old, new)
    return tuple(edits)


def stored_by_keys(plain: Mapping[str, Any], showing: Showing) -> Iterator[Edit]:
    """Make the edits that put keys for the titles in all texts of a ruleset."""
    whole = [Edit("set", (part,), plain[part]) for part in _TEXTS if plain.get(part)]
    for before, after in zip(whole, stored_edits(whole, plain, showing), strict=True):
        yield from _changed(before.value, after.value, before.path)


def _changed(before: Any, after: Any, path: Path) -> Iterator[Edit]:
    """Set each text that is another; both have one shape."""
    if before is after:
        return
    if isinstance(before, dict):
        for key, each in before.items():
            yield from _changed(each, after[key], (*path, key))
    elif isinstance(before, list):
        for place, each in enumerate(before):
            yield from _changed(each, after[place], (*path, place))
    elif before != after:
        yield Edit("set", path, after)


def _in_order(renames: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Rename to what is free: of keys that were exchanged one waits under a name of its own."""
    waiting = dict(renames)
    while waiting:
        free = next((old for old, new in waiting.items() if new not in waiting), None)
        if free is None:
            old = next(iter(waiting))
            names = {*waiting, *waiting.values()}
            passing = next(
                name for number in count(1) if (name := f"passing_{number}") not in names
            )
            yield old, passing
            waiting[passing] = waiting.pop(old)
        else:
            yield free, waiting.pop(free)
