"""What the pages of a ruleset's parts share: titles, types, and where something is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.exceptions import NotFound

from editor.drafting.desk import Desk
from editor.drafting.fact_types import OF_NUMBERS, become, kind_titles
from editor.drafting.fields import FieldPath
from editor.drafting.making import key_for, taken_names
from editor.drafting.place_names import title_in, title_or_key
from editor.speech import gettext
from rulesets.checked import CheckedRuleset
from rulesets.drafting import Edit, edits_to
from rulesets.types import Both, CodeList

_SCALARS: Final = ("number", "text", "boolean", "date", "datetime")


@dataclass(frozen=True)
class TypeChoice:
    """A type to choose, with the edits that give it; code lists stand in a group of their own."""

    value: str
    title: str
    edits: list[dict[str, Any]]
    is_list: bool = False


@dataclass(frozen=True)
class TypedView:
    """Something that has a type: which it has, and those it may have."""

    path: FieldPath
    title: str
    chosen: str
    is_number: bool
    choices: tuple[TypeChoice, ...]
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Used:
    """Where something is named: a part of the draft, and its title."""

    at: str
    title: str


def items_of(desk: Desk, part: str) -> list[Mapping[str, Any]]:
    """List what a part of the draft declares."""
    return [each for each in desk.content.get(part) or () if isinstance(each, Mapping)]


def index_of(items: Sequence[Mapping[str, Any]], key: str) -> int:
    """Find an item by its key.

    Raises:
        NotFound: none has it.
    """
    for place, each in enumerate(items):
        if each.get("key") == key:
            return place
    raise NotFound


def edits_to_add(desk: Desk, part: str, new: dict[str, Any]) -> list[dict[str, Any]]:
    """Make the edits that put an item at the end of a part, which may not be there yet."""
    if part not in desk.content:
        return edits_to([Edit("set", (part,), [new])])
    return edits_to([Edit("insert", (part, len(items_of(desk, part))), new)])


def new_key(desk: Desk, word: str) -> tuple[str, dict[str, str]]:
    """Make a key that is free, with a title that is too: people give it their own.

    Returns:
        The key, and the title as plain data in the reader's language.
    """
    taken = taken_names(desk.content)
    known = frozenset(each.key for each in desk.showing.suggestions(desk.language))
    key = key_for(Both(), taken | known, word)
    number = key.removeprefix(word).strip("_") or "1"
    words = {
        "constant": gettext("New constant %(number)s", number=number),
        "lookup": gettext("New lookup %(number)s", number=number),
        "function": gettext("New function %(number)s", number=number),
        "conclusion": gettext("New conclusion %(number)s", number=number),
    }
    return key, {desk.language: words[word]}


def typed_view(desk: Desk, path: FieldPath, item: Mapping[str, Any]) -> TypedView:
    """Show what has a type: the scalar types, and the code lists that its values may be of."""
    kind, one_of = str(item.get("type") or ""), item.get("one_of")
    found = code_lists(desk)
    chosen = f"list:{one_of}" if isinstance(one_of, str) else kind
    choices = [
        TypeChoice(each, kind_titles()[each], _become(path, item, each)) for each in _SCALARS
    ]
    choices += [
        TypeChoice(
            f"list:{key}",
            each.title.in_language(desk.language) or key,
            _become(path, item, "text", key),
            True,
        )
        for key, each in found.items()
    ]
    of = found.get(one_of) if isinstance(one_of, str) else None
    return TypedView(
        path=path,
        title=title_or_key(item, desk.language),
        chosen=chosen,
        is_number=kind == "number",
        choices=tuple(choices),
        codes=codes_shown(of, one_of, desk.language),
    )


def code_lists(desk: Desk) -> dict[str, CodeList]:
    """Find the code lists by key that the draft can name."""
    passed = desk.last_passed
    if passed is None:
        return {}
    bundle = passed.bundle
    listed = [each for of in (bundle.ruleset, *bundle.included) for each in of.lists]
    listed += [each for of in bundle.vocabularies for each in of.lists]
    return {each.key: each for each in listed}


def codes_shown(of: CodeList | None, one_of: Any, language: str) -> tuple[tuple[str, str], ...]:
    """List the values to choose from, each with its title."""
    if of is not None:
        return tuple(
            (each.value, each.title.in_language(language) or each.value) for each in of.codes
        )
    if not isinstance(one_of, list):
        return ()
    pairs = (
        (str(each.get("value")), title_in(each, language))
        if isinstance(each, Mapping)
        else (str(each), "")
        for each in one_of
    )
    return tuple((value, title or value) for value, title in pairs)


def uses_of(desk: Desk, key: str, *, called: bool = False) -> tuple[Used, ...]:
    """Find the blocks and functions that name something, as the draft was when it last passed.

    Args:
        desk: the draft.
        key: what is named.
        called: whether it is called with brackets, as a lookup or a function is.
    """
    passed = desk.last_passed
    found = _calling(desk, key) if called else _reading(desk, passed, key) if passed else iter(())
    return tuple(dict.fromkeys(found))


def _reading(desk: Desk, passed: CheckedRuleset, key: str) -> Iterator[Used]:
    names = {key, f"previous({key})"}
    own = {str(each.get("key")): each for each in items_of(desk, "blocks")}
    for placed in passed.blocks:
        if placed.key in own and names & placed.reads:
            yield Used(f"blocks/{placed.key}", title_or_key(own[placed.key], desk.language))
    yield from _in_texts(desk, "functions", re.compile(rf"\b{re.escape(key)}\b"), key)


def _calling(desk: Desk, key: str) -> Iterator[Used]:
    titles = {desk.showing.title(key, side) for side in ("zh", "en")} | {key}
    named = re.compile("(?:" + "|".join(map(re.escape, titles)) + r")\s*[(（.]")
    yield from _in_texts(desk, "blocks", named, key)
    yield from _in_texts(desk, "functions", named, key)


def _in_texts(desk: Desk, part: str, named: re.Pattern[str], key: str) -> Iterator[Used]:
    for each in items_of(desk, part):
        texts = {
            name: value for name, value in each.items() if name not in {"key", "title", "note"}
        }
        if each.get("key") != key and named.search(json.dumps(texts, ensure_ascii=False)):
            above = part if part == "blocks" else f"parts/{part}"
            yield Used(f"{above}/{each.get('key')}", title_or_key(each, desk.language))


def _become(
    path: FieldPath, item: Mapping[str, Any], kind: str, one_of: str = ""
) -> list[dict[str, Any]]:
    """Make the edits that give something a scalar type, of a code list where one is named."""
    kept = {key: item[key] for key in OF_NUMBERS if key in item} if kind == "number" else {}
    return become(path, item, {"type": kind, **kept, **({"one_of": one_of} if one_of else {})})
