"""The facts of a draft: all of them at a glance, and one with its type and where it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from editor.drafting.codes import CodesView, codes_view
from editor.drafting.desk import Desk
from editor.drafting.fact_types import (
    KINDS,
    SCALARS,
    TypeView,
    example_of,
    kind_of,
    new_field,
    titles_of_codes,
    type_view,
    words_of,
)
from editor.drafting.fields import FieldPath
from editor.drafting.making import key_for
from editor.drafting.parts import code_lists, codes_shown, index_of, items_of
from editor.drafting.place_names import title_in, title_or_key
from editor.drafting.using import Readers, UseView, fact_name, readers_of_draft
from editor.speech import gettext
from rulesets.drafting.named import Name
from rulesets.types import Both
from service.drafts.standing import Standing, vocabularies_of
from service.drafts.taking import Newer, newer_versions

SCRIPTS = ("desk/seeking.js",)
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FactLine:
    """A fact in a list; `used` is how many rulesets and drafts read it, or blocks of the draft."""

    key: str
    title: str
    other: str
    help: str
    type: str
    unit: str
    domain: str
    example: str
    is_required: bool
    is_personal: bool
    used: int
    is_bad: bool = False


@dataclass(frozen=True)
class FieldView:
    """A sub-fact of records, as a form shows it."""

    path: FieldPath
    name: Name
    item: Mapping[str, Any]
    title: str
    type: TypeView
    codes: CodesView | None
    examples: Choices


@dataclass(frozen=True)
class FactView:
    """One fact, as a form shows it."""

    path: FieldPath
    item: Mapping[str, Any]
    key: str
    title: str
    unit: str
    type: TypeView
    codes: CodesView | None
    examples: Choices
    fields: tuple[FieldView, ...]
    new_field: dict[str, Any]
    place: int
    of: int
    desk: Desk

    @cached_property
    def uses(self) -> tuple[UseView, ...]:
        """What reads it; found when the page is drawn, not while somebody types."""
        return self._readers.of(fact_name(self.item), self.item)

    def is_named(self, field: FieldView) -> bool:
        """Tell whether anything may read a sub-fact: it is then renamed, and all follows."""
        return self._readers.may_name(field.name, field.item)

    def used(self, field: FieldView) -> tuple[str, ...]:
        """Name what reads a sub-fact."""
        return self._readers.naming(field.name, field.item)

    @cached_property
    def _readers(self) -> Readers:
        return readers_of_draft(self.desk)


@dataclass(frozen=True)
class Lent:
    """The facts that a ruleset has of a vocabulary, and newer versions of that.

    Those that it reads stand first.
    """

    standing: Standing
    title: str
    lines: tuple[FactLine, ...]
    newer: tuple[Newer, ...]


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show all facts, or the one whose key is the rest of the address."""
    if below:
        fact = _fact(desk, below)
        return {"fact": fact, "scripts": SCRIPTS, "title": fact.title}
    return {"all": AllFacts(desk), "scripts": SCRIPTS, "title": gettext("Facts")}


@dataclass(frozen=True)
class AllFacts:
    """All facts of a draft; found when the page is drawn, not while somebody types."""

    desk: Desk

    @cached_property
    def lines(self) -> tuple[FactLine, ...]:
        """The facts that the draft declares."""
        return _lines(self.desk)

    @cached_property
    def lent(self) -> tuple[Lent, ...]:
        """The facts that a ruleset has of its vocabularies."""
        return tuple(_lent(self.desk))


def _lines(desk: Desk) -> tuple[FactLine, ...]:
    own = titles_of_codes(desk.content, desk.language)
    shown = Shown(desk.language, list_titles(desk), own)
    readers = readers_of_draft(desk)
    bad = {str(value) for fault in desk.faults for name, value in fault.place if name == "fact"}
    return tuple(
        fact_line(each, shown, readers.count(fact_name(each), each), str(each.get("key")) in bad)
        for each in items_of(desk, "facts")
    )


@dataclass(frozen=True)
class Shown:
    """How facts are shown: the language, the titles of code lists, and those of their codes."""

    language: str
    lists: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, content: Mapping[str, Any], language: str) -> Shown:
        """Take what a vocabulary says of its lists."""
        return cls(language, _own_lists(content, language), titles_of_codes(content, language))


def fact_line(item: Mapping[str, Any], shown: Shown, used: int, is_bad: bool = False) -> FactLine:
    """Show a fact in a list."""
    language, lists = shown.language, shown.lists
    key = str(item.get("key") or "")
    other = "en" if language == "zh" else "zh"
    title = title_or_key(item, language)
    said, unit, domain = words_of(item, lists, language)
    otherwise = title_in(item, other)
    told = item.get("help")
    return FactLine(
        key=key,
        title=title,
        other=otherwise if otherwise != title else "",
        help=title_in({"title": told}, language),
        type=said,
        unit=unit,
        domain=domain,
        example=example_of(item, shown.codes, language),
        is_required=item.get("required") == "true",
        is_personal=item.get("personal") == "true",
        used=used,
        is_bad=is_bad,
    )


def list_titles(desk: Desk) -> dict[str, str]:
    """Name the code lists that facts of a draft can be of: its own, and those it stands on."""
    own = _own_lists(desk.content, desk.language)
    passed = desk.last_passed if desk.draft.kind == "ruleset" else None
    lists = [each for of in passed.bundle.vocabularies for each in of.lists] if passed else []
    lists += [each for of in passed.bundle.included for each in of.lists] if passed else []
    return {each.key: each.title.in_language(desk.language) or each.key for each in lists} | own


def _own_lists(content: Mapping[str, Any], language: str) -> dict[str, str]:
    return {
        str(each.get("key")): title_or_key(each, language)
        for each in content.get("lists") or ()
        if isinstance(each, Mapping)
    }


def _fact(desk: Desk, key: str) -> FactView:
    facts = items_of(desk, "facts")
    place = index_of(facts, key)
    item = facts[place]
    path: FieldPath = ["facts", place]
    lists = list_titles(desk)
    kinds = type_view(path, item, lists, KINDS)
    own = {str(each.get("key")) for each in item.get("fields") or ()}
    return FactView(
        path=path,
        item=item,
        key=key,
        title=title_or_key(item, desk.language),
        unit=words_of(item, lists, desk.language)[1],
        type=kinds,
        codes=_own_codes(desk, path, fact_name(item), item),
        examples=_examples(desk, item),
        fields=tuple(_fields(desk, path, item, lists)),
        new_field=new_field(key_for(Both(), frozenset(own), "item")),
        place=place,
        of=len(facts),
        desk=desk,
    )


def _fields(
    desk: Desk, path: FieldPath, item: Mapping[str, Any], lists: Mapping[str, str]
) -> Iterator[FieldView]:
    for place, each in enumerate(item.get("fields") or ()):
        at = [*path, "fields", place]
        kinds = type_view(at, each, lists, SCALARS)
        name = (*fact_name(item), "fields", str(each.get("key") or ""))
        codes = _own_codes(desk, at, name, each)
        title, examples = title_or_key(each, desk.language), _examples(desk, each)
        yield FieldView(at, name, each, title, kinds, codes, examples)


def _examples(desk: Desk, item: Mapping[str, Any]) -> Choices:
    """List the values to choose an example from, with titles; of codes typed beside it, none."""
    kind, one_of = kind_of(item), item.get("one_of")
    if kind == "boolean":
        return (("true", gettext("yes")), ("false", gettext("no")))
    if kind != "choice" or not isinstance(one_of, str):
        return ()
    own = next((each for each in items_of(desk, "lists") if each.get("key") == one_of), None)
    if own is not None:
        return codes_shown(None, own.get("codes"), desk.language)
    return codes_shown(code_lists(desk).get(one_of), None, desk.language)


def _own_codes(
    desk: Desk, path: FieldPath, name: Name, item: Mapping[str, Any]
) -> CodesView | None:
    if not isinstance(item.get("one_of"), list):
        return None
    return codes_view(desk, [*path, "one_of"], (*name, "one_of"), item["one_of"])


def _lent(desk: Desk) -> Iterator[Lent]:
    """List the facts that a ruleset's draft has of its vocabularies."""
    if desk.draft.kind != "ruleset":
        return
    newer = newer_versions(desk.house, desk.draft)
    readers = readers_of_draft(desk)
    for standing in vocabularies_of(desk.house, desk.draft):
        content = standing.content
        shown = Shown.of(content, desk.language)
        facts = content.get("facts") or ()
        lines = [fact_line(each, shown, readers.count(fact_name(each), each)) for each in facts]
        yield Lent(
            standing,
            title_in(content, desk.language) or standing.use.id,
            tuple(sorted(lines, key=lambda line: not line.used)),
            tuple(each for each in newer if each.vocabulary == standing.use.id),
        )
