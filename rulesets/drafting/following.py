"""Rules follow a vocabulary: what was renamed in it, and the edits that name it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from rulesets.checked import Bundle
from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit, Editing, applied
from rulesets.drafting.named import CODES, Name, called, is_code, lists_of
from rulesets.drafting.renaming import change_of
from rulesets.drafting.showing import Showing
from rulesets.drafting.storing import stored_edits
from rulesets.types import RecordsType, Type

_BORN = "\N{NULL}key"
_PARTS = ("facts", "lists", "fields", "codes", "one_of")
_TO_CODE = 3
_TEXTS = ("functions", "blocks")
_TITLED = frozenset({"facts", "lists", "conclusions", "constants", "lookups", "functions"})


def renames_by(before: Mapping[str, Any], edits: Iterable[Edit]) -> dict[Name, str]:
    """Find what edits renamed in a vocabulary: facts, sub-facts and codes.

    Returns:
        By the name before, what it is called after all of the edits.

    Example:
        >>> vocabulary = {"facts": [{"key": "a", "one_of": ["x"]}, {"key": "b"}]}
        >>> renamed = [Edit("set", ("facts", 0, "key"), "c"), Edit("move", ("facts", 0), to=1)]
        >>> renames_by(vocabulary, [*renamed, Edit("set", ("facts", 1, "one_of", 0), "y")])
        {('facts', 'a'): 'c', ('facts', 'a', 'one_of', 'x'): 'y'}
    """
    # Each is marked with what it was called at birth; edits move and keep the mark.
    editing = Editing({**before, **{part: _marked(before.get(part), part) for part in _PARTS}})
    for edit in edits:
        editing.do(_keeping_mark(editing.plain, edit))
    found: dict[Name, str] = {}
    for part in _PARTS:
        found |= _renamed_in(editing.plain.get(part), (part,))
    return found


def _marked(items: Any, part: str) -> Any:
    """Mark the items of a list, and what has a name in them."""
    if not isinstance(items, list):
        return items
    marked = []
    for each in items:
        whole = {"value": each} if part in CODES and isinstance(each, str) else each
        if isinstance(whole, Mapping):
            inner = {below: _marked(whole[below], below) for below in _PARTS if below in whole}
            marked.append({**whole, **inner, _BORN: called(whole)})
        else:
            marked.append(whole)
    return marked


def _keeping_mark(marked: Any, edit: Edit) -> Edit:
    """Put a code in the place of another so that it is known for the same one."""
    if edit.kind != "set" or len(edit.path) < _TO_CODE or edit.path[-2] not in CODES:
        return edit
    was = _found(marked, edit.path)
    if not isinstance(was, Mapping) or _BORN not in was:
        return edit
    whole = edit.value if isinstance(edit.value, Mapping) else {"value": edit.value}
    return Edit("set", edit.path, {**whole, _BORN: was[_BORN]})


def _found(at: Any, path: Path) -> Any:
    for step in path:
        if isinstance(at, Mapping):
            at = at.get(step)
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
        else:
            return None
    return at


def _renamed_in(items: Any, way: Name) -> dict[Name, str]:
    """Find what is called otherwise than at birth."""
    found: dict[Name, str] = {}
    for each in items if isinstance(items, list) else ():
        if isinstance(each, Mapping) and each.get(_BORN):
            name = (*way, each[_BORN])
            # Nothing goes by the name of a list itself that could follow.
            if called(each) and called(each) != each[_BORN] and way != ("lists",):
                found[name] = called(each)
            for part in _PARTS:
                found |= _renamed_in(each.get(part), (*name, part))
    return found


def name_after(name: Name, renames: Mapping[Name, str]) -> Name:
    """Give the name that something has after renames.

    Example:
        >>> name_after(("facts", "a", "fields", "x"), {("facts", "a"): "b"})
        ('facts', 'b', 'fields', 'x')
    """
    after: Name = ()
    for place in range(0, len(name), 2):
        before = name[: place + 2]
        after = (*after, name[place], renames.get(before, before[-1]))
    return after


def name_before(name: Name, renames: Mapping[Name, str]) -> Name:
    """Give the name that something had before renames.

    Example:
        >>> name_before(("facts", "b", "fields", "x"), {("facts", "a"): "b"})
        ('facts', 'a', 'fields', 'x')
    """
    before: Name = ()
    for part, called_now in zip(name[::2], name[1::2], strict=True):
        way = (*before, part)
        born = (each[-1] for each, new in renames.items() if each[:-1] == way and new == called_now)
        before = (*way, next(born, called_now))
    return before


def one_after_the_other(first: Mapping[Name, str], then: Mapping[Name, str]) -> dict[Name, str]:
    """Join the renames of one version and those of the next.

    Example:
        >>> a, b, x = ("facts", "a"), ("facts", "b"), ("facts", "x")
        >>> one_after_the_other({a: "b"}, {b: "c", x: "y"})
        {('facts', 'a'): 'c', ('facts', 'x'): 'y'}
    """
    joined = {old: then.get(name_after(old, first), new) for old, new in first.items()}
    for middle, new in then.items():
        # What took the name of one that was renamed was born later, and is nothing's heir.
        joined.setdefault(name_before(middle, first), new)
    return {old: new for old, new in joined.items() if old[-1] != new}


def following(
    plain: Mapping[str, Any], renames: Mapping[Name, str], bundle: Bundle
) -> tuple[Edit, ...]:
    """Make the edits by which a ruleset follows renames.

    What it names by title it first names by key: so the rules hold where a fact has another title
    in the new version of a vocabulary, too.

    Args:
        plain: the ruleset as it is.
        renames: by the names of facts, sub-facts and codes of its vocabularies, their new ones.
        bundle: the ruleset with what it stands on, before the renames.

    Raises:
        CallerError: `key-taken`, the ruleset has something of that name; more as `renamed`.
    """
    edits = list(stored_by_keys(plain, Showing.of_bundle(bundle)))
    now = applied(plain, edits)[0]
    there = [each for each in renames if _is_declared(bundle, each)]
    # What is within first: its name leads by the old name of what it is in.
    for depth in sorted({len(each) for each in there}, reverse=True):
        some = {each: renames[each] for each in there if len(each) == depth}
        for name, new in _in_order(some):
            change = change_of(now, name, new, bundle)
            step = change.edits()
            edits.extend(step)
            now = applied(now, step)[0]
            bundle = change.anew()
    return tuple(edits)


def _is_declared(bundle: Bundle, name: Name) -> bool:
    """Tell whether a vocabulary of the ruleset declares something."""
    facts = {fact.key: fact for each in bundle.vocabularies for fact in each.facts}
    if is_code(name):
        codes = lists_of(bundle).get(name[:-1])
        return codes is not None and name[-1] in codes.values
    fact = facts.get(name[1])
    if fact is None or len(name) == len(("facts", "key")):
        return fact is not None
    return isinstance(fact.type, RecordsType) and any(
        each.key == name[-1] for each in fact.type.fields
    )


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


def _in_order(renames: Mapping[Name, str]) -> Iterator[tuple[Name, str]]:
    """Rename to what is free: of names that were exchanged one waits under a name of its own."""
    waiting = dict(renames)
    while waiting:
        taken = set(waiting)
        free = next((old for old, new in waiting.items() if (*old[:-1], new) not in taken), None)
        if free is None:
            old = next(iter(waiting))
            names = {each[-1] for each in waiting} | set(waiting.values())
            passing = next(
                name for number in count(1) if (name := f"passing_{number}") not in names
            )
            yield old, passing
            waiting[(*old[:-1], passing)] = waiting.pop(old)
        else:
            yield free, waiting.pop(free)
