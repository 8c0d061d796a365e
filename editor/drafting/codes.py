"""Code lists of a draft: all of them, and one with its codes in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.fact_types import code_title
from editor.drafting.fields import FieldPath
from editor.drafting.making import fresh
from editor.drafting.parts import index_of, items_of
from editor.drafting.place_names import title_in, title_or_key
from editor.drafting.using import Readers, UseView, readers_of_draft
from editor.speech import gettext, joined
from rulesets.drafting.named import Name
from rulesets.types import Both

Edits = list[dict[str, Any]]
MOST_CODES = 1_000
"""Codes that a page shows at once; it says how many there are."""


@dataclass(frozen=True)
class CodeView:
    """One code, and where it stands; `is_plain`: it is a value alone."""

    path: FieldPath
    value: str
    title: str
    parent: str
    is_plain: bool
    titles: Both
    copy: dict[str, Any]


@dataclass(frozen=True)
class CodesView:
    """The codes of a list, or of one fact or conclusion.

    Attributes:
        name: that of the list: a code goes by it and its value.
        plain: gives each code that is a value alone a place for its titles; empty where none is.
    """

    desk: Desk
    path: FieldPath
    name: Name
    codes: tuple[CodeView, ...]
    of: int
    new: dict[str, Any]
    plain: Edits

    def used(self, code: CodeView) -> tuple[str, ...]:
        """Name what names a code; found when the page is drawn, not while somebody types."""
        return self._readers.naming((*self.name, code.value), code.copy)

    def is_named(self, code: CodeView) -> bool:
        """Tell whether anything may name a code: it is then renamed, and all of that follows."""
        return self._readers.may_name((*self.name, code.value), code.copy)

    @cached_property
    def _readers(self) -> Readers:
        return readers_of_draft(self.desk)


@dataclass(frozen=True)
class ListLine:
    """A code list in the list of them."""

    key: str
    title: str
    other: str
    codes: int
    shown: str
    is_ordered: bool
    facts: tuple[str, ...]
    used: int
    is_bad: bool


@dataclass(frozen=True)
class ListView:
    """One code list, as a form shows it."""

    path: FieldPath
    item: Mapping[str, Any]
    key: str
    title: str
    codes: CodesView
    facts: tuple[tuple[str, str], ...]
    desk: Desk

    @cached_property
    def uses(self) -> tuple[UseView, ...]:
        """What uses it; found when the page is drawn, not while somebody types."""
        return readers_of_draft(self.desk).of_list(self.key)


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show all code lists, or the one whose key is the rest of the address."""
    scripts = ("desk/seeking.js",)
    if below:
        shown = _list(desk, below)
        return {"list": shown, "scripts": scripts, "title": shown.title}
    return {"all": AllLists(desk), "scripts": scripts, "title": gettext("Code lists")}


@dataclass(frozen=True)
class AllLists:
    """All code lists of a draft; found when the page is drawn."""

    desk: Desk

    @cached_property
    def lines(self) -> tuple[ListLine, ...]:
        """The lists that the draft declares."""
        readers = readers_of_draft(self.desk)
        return tuple(_line(self.desk, each, readers) for each in items_of(self.desk, "lists"))


def codes_view(desk: Desk, path: FieldPath, name: Name, codes: list[Any]) -> CodesView:
    """Show codes in order; `path` and `name` are those of the list."""
    values = {_value(each) for each in codes}
    free = fresh("", values, len(codes) + 1)
    plain = [
        {"kind": "set", "path": [*path, at], "value": {"value": each}}
        for at, each in enumerate(codes)
        if not isinstance(each, Mapping)
    ]
    return CodesView(
        desk=desk,
        path=path,
        name=name,
        codes=tuple(
            CodeView(
                path=[*path, at],
                value=_value(each),
                title=code_title(each, desk.language),
                parent=str(each.get("parent") or "") if isinstance(each, Mapping) else "",
                is_plain=not isinstance(each, Mapping),
                titles=_titles(each),
                copy={**(each if isinstance(each, Mapping) else {}), "value": free},
            )
            for at, each in enumerate(codes[:MOST_CODES])
        ),
        of=len(codes),
        new={"value": free},
        plain=plain,
    )


def facts_of_list(desk: Desk, key: str) -> tuple[tuple[str, str], ...]:
    """Name the facts of a draft that are of a code list, sub-facts too: key and title."""
    found = []
    for fact in desk.content.get("facts") or ():
        of = (fact, *(fact.get("fields") or ()))
        if any(each.get("one_of") == key for each in of):
            found.append((str(fact.get("key")), title_or_key(fact, desk.language)))
    return tuple(found)


def _line(desk: Desk, item: Mapping[str, Any], readers: Readers) -> ListLine:
    key, language = str(item.get("key") or ""), desk.language
    title = title_or_key(item, language)
    other = title_in(item, "en" if language == "zh" else "zh")
    codes = item.get("codes") or []
    shown = joined((code_title(each, language) for each in codes[:4]), language)
    return ListLine(
        key=key,
        title=title,
        other=other if other != title else "",
        codes=len(codes),
        shown=shown + (" …" if len(codes) > 4 else ""),  # noqa: PLR2004 - as many as are shown
        is_ordered=item.get("ordered") == "true",
        facts=tuple(of for _, of in facts_of_list(desk, key)),
        used=len(readers.of_list(key)),
        is_bad=any(("list", key) in fault.place for fault in desk.faults),
    )


def _list(desk: Desk, key: str) -> ListView:
    lists = items_of(desk, "lists")
    place = index_of(lists, key)
    item = lists[place]
    path: FieldPath = ["lists", place]
    codes = item.get("codes") or []
    return ListView(
        path=path,
        item=item,
        key=key,
        title=title_or_key(item, desk.language),
        codes=codes_view(desk, [*path, "codes"], ("lists", key, "codes"), codes),
        facts=facts_of_list(desk, key),
        desk=desk,
    )


def _value(code: Any) -> str:
    return str(code.get("value") or "") if isinstance(code, Mapping) else str(code)


def _titles(code: Any) -> Both:
    if not isinstance(code, Mapping):
        return Both()
    return Both(title_in(code, "zh"), title_in(code, "en"))
