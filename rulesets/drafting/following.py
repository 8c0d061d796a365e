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
from rulesets.types import Type

_BORN = "\N{NULL}key"
_TEXTS = ("functions", "blocks")
_TITLED = frozenset({"facts", "lists", "conclusions", "constants", "lookups", "functions"})


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
    """Make the edits that put keys for the titles, and codes for theirs, in all that is written."""
    whole = [Edit("set", (part,), plain[part]) for part in _TEXTS if plain.get(part)]
    for before, after in zip(whole, stored_edits(whole, plain, showing), strict=True):
        yield from _changed(before.value, after.value, before.path)
    yield from _stored_values(plain, showing)


def _stored_values(plain: Mapping[str, Any], showing: Showing) -> Iterator[Edit]:
    """Put codes for their titles in the rows of lookups and the values of constants."""
    for place, lookup in enumerate(plain.get("lookups") or ()):
        found = showing.names.lookups.get(str(lookup.get("key")))
        columns = (*found.keys, *found.values) if found else ()
        for number, row in enumerate(lookup.get("rows") or ()):
            for at, (text, column) in enumerate(zip(row, columns, strict=False)):
                path = ("lookups", place, "rows", number, at)
                yield from _stored_value(text, column.type, path, showing)
    for place, constant in enumerate(plain.get("constants") or ()):
        named = showing.names.constants.get(str(constant.get("key")))
        if named is not None:
            own: Path = ("constants", place)
            for number, dated in enumerate(constant.get("values") or ()):
                of = (*own, "values", number, "value")
                yield from _stored_value(dated.get("value"), named.type, of, showing)
            yield from _stored_value(constant.get("value"), named.type, (*own, "value"), showing)


def _stored_value(text: Any, of: Type, path: Path, showing: Showing) -> Iterator[Edit]:
    if isinstance(text, str):
        stored = showing.stored_value(text, of)
        if stored != text:
            yield Edit("set", path, stored)


def held_by_keys(
    plain: Mapping[str, Any], edits: Iterable[Edit], showing: Showing
) -> tuple[Edit, ...]:
    """Make the edits that let rules hold where titles are about to change; none where none are.

    Args:
        plain: the ruleset as it is.
        edits: what is about to change.
        showing: of the ruleset as it is.

    Example:
        >>> from rulesets import model
        >>> from rulesets.checked import Bundle
        >>> from rulesets.types import Both, NumberType
        >>> fact = model.Fact("sales", NumberType(), Both("年采购额"))
        >>> showing = Showing.of_bundle(Bundle(model.Ruleset("r", "UTC", facts=(fact,))))
        >>> plain = {"blocks": [{"key": "b", "kind": "formula", "expression": "年采购额 * 2"}]}
        >>> edit = Edit("set", ("facts", 0, "title"), {"zh": "年交易额"})
        >>> held_by_keys(plain, [edit], showing)[0].value
        'sales * 2'
    """
    if not any(each.path[0] in _TITLED and "title" in each.path for each in edits):
        return ()
    return tuple(stored_by_keys(plain, showing))


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
