"""Code lists named by key: filling in the list where a fact, conclusion or column refers to it.

A document names a list by its key. Its own lists are filled in when it is read; those of a
vocabulary or an included ruleset when documents are put together (`rulesets.assembly`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from rulesets.model import Ruleset, Vocabulary
from rulesets.types import CodeList, ListType, RecordsType, TextType, Type

Document = TypeVar("Document", Vocabulary, Ruleset)

# The parts of a document that hold types; blocks, cases and laws hold none.
_TYPED = ("facts", "conclusions", "constants", "lookups", "functions")


def linked(document: Document, known: Mapping[str, CodeList]) -> Document:
    """Fill in every list that is known by key; others stay empty references.

    Example:
        >>> from rulesets.model import Fact
        >>> from rulesets.types import Code
        >>> region = CodeList((Code("east"),), key="region")
        >>> fact = Fact("area", TextType(CodeList((), key="region")))
        >>> vocabulary = linked(Vocabulary("v", 1, facts=(fact,)), {"region": region})
        >>> vocabulary.facts[0].type.one_of == region
        True
    """

    def fill(one_of: CodeList) -> CodeList:
        return known.get(one_of.key, one_of) if one_of.key else one_of

    changed: Document = with_lists(document, fill)
    return changed


def unlinked(document: Document) -> Document:
    """Empty every list that has a key, against `linked`: one copy is kept, under `lists`."""

    def empty(one_of: CodeList) -> CodeList:
        return CodeList((), key=one_of.key) if one_of.key else one_of

    changed: Document = with_lists(document, empty)
    return changed


def references(document: Vocabulary | Ruleset) -> tuple[tuple[str, str, str], ...]:
    """Name every reference that is not filled in: kind and key of the part, key of the list."""
    found: list[tuple[str, str, str]] = []
    for part in _TYPED:
        for item in getattr(document, part, ()):

            def note(one_of: CodeList, part: str = part, key: str = item.key) -> CodeList:
                if one_of.key and not one_of.codes:
                    found.append((part.removesuffix("s"), key, one_of.key))
                return one_of

            _in_item(item, note)
    return tuple(found)


def with_lists(document: Any, change: Callable[[CodeList], CodeList]) -> Any:
    """Change every list that something in a document is of; `lists` stay."""
    parts = {
        part: tuple(_in_item(item, change) for item in getattr(document, part))
        for part in _TYPED
        if hasattr(document, part)
    }
    return replace(document, **parts)


def _in_item(item: Any, change: Callable[[CodeList], CodeList]) -> Any:
    """Change the types of a declaration, and of its columns."""
    values: dict[str, Any] = {}
    for each in fields(item):
        value = getattr(item, each.name)
        if isinstance(value, Type):
            values[each.name] = _in_type(value, change)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            values[each.name] = tuple(_in_item(inner, change) for inner in value)
    return replace(item, **values) if values else item


def _in_type(type_: Type, change: Callable[[CodeList], CodeList]) -> Any:
    if isinstance(type_, TextType):
        return type_ if type_.one_of is None else TextType(change(type_.one_of))
    if isinstance(type_, ListType):
        return ListType(_in_type(type_.item, change))
    if isinstance(type_, RecordsType):
        return RecordsType(tuple(_in_item(each, change) for each in type_.fields))
    return type_
