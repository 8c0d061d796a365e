"""All names of a ruleset and what it stands on: one space of keys and titles (1.4 to 1.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rulesets import model
from rulesets.checked import Bundle
from rulesets.checking.meaning import Meaning
from rulesets.checking.report import Report
from rulesets.errors import PlaceStep
from rulesets.expressions.scope import Scope, spellings
from rulesets.expressions.spelling import composed
from rulesets.expressions.words import RESERVED, RESERVED_FUNCTIONS, reserved
from rulesets.types import Both, CodeList, RecordsType, TextType, Type

Named = model.Fact | model.Conclusion | model.Constant | model.Lookup | model.Function
Valued = model.Fact | model.Conclusion | model.Constant
Document = model.Vocabulary | model.Ruleset

_KINDS: Mapping[type, Both] = {
    model.Fact: Both("事实", "fact"),
    model.Conclusion: Both("结论", "conclusion"),
    model.Constant: Both("常量", "constant"),
    model.Lookup: Both("对照表", "lookup"),
    model.Function: Both("函数", "function"),
}
_BLOCK = Both("规则块", "block")
_THIS = Both("本规则集", "this ruleset")


@dataclass(frozen=True)
class Source:
    """A document of the bundle, how its place begins and what it is called in messages."""

    document: Document
    place: tuple[PlaceStep, ...]
    called: Both


@dataclass(frozen=True)
class Names:
    """Everything that is declared, by key, and the scope in which texts are parsed."""

    facts: Mapping[str, model.Fact]
    conclusions: Mapping[str, model.Conclusion]
    constants: Mapping[str, model.Constant]
    lookups: Mapping[str, model.Lookup]
    functions: Mapping[str, model.Function]
    scope: Scope

    def meaning(self, calendars: Iterable[str] = ()) -> Meaning:
        """Return the types of all names, for expressions that may name these calendars."""
        conclusions = {key: each.type for key, each in self.conclusions.items()}
        return Meaning(
            names=self._types() | conclusions,
            conclusions=conclusions,
            lookups=self.lookups,
            functions=self.functions,
            calendars=frozenset(calendars),
        )

    def _types(self) -> dict[str, Type]:
        values: tuple[Valued, ...] = (*self.facts.values(), *self.constants.values())
        return {each.key: each.type for each in values}


def sources(bundle: Bundle) -> tuple[Source, ...]:
    """Return the documents of a bundle: vocabularies, included rulesets, the ruleset itself."""
    vocabularies = (
        Source(
            each,
            (("vocabulary", each.id),),
            Both(f"词汇表 `{each.id}`", f"vocabulary `{each.id}`"),
        )
        for each in bundle.vocabularies
    )
    included = (
        Source(each, (("ruleset", each.id),), Both(f"规则集 `{each.id}`", f"ruleset `{each.id}`"))
        for each in bundle.included
    )
    return (*vocabularies, *included, Source(bundle.ruleset, (), _THIS))


def named(document: Document) -> Iterator[Named]:
    """Give what a document declares that has a name, in order."""
    yield from document.facts
    if isinstance(document, model.Ruleset):
        yield from document.conclusions
        yield from document.constants
        yield from document.lookups
        yield from document.functions


def step(of: Named) -> PlaceStep:
    """Return the step of a place that leads to what is named."""
    return (_KINDS[type(of)].en, of.key)


def collect(all_sources: tuple[Source, ...], report: Report) -> Names:
    """Gather all names, report clashes, and make the scope of expressions."""
    declared = [(source, each) for source in all_sources for each in named(source.document)]
    by_key: dict[str, Named] = {}
    owners: dict[str, Source] = {}
    for source, each in declared:
        inner = report.at(*source.place, step(each))
        if each.key in by_key:
            kind, first = _KINDS[type(each)], owners[each.key].called
            inner.add("duplicate-name", what=kind, key=each.key, first=first)
            continue
        by_key[each.key], owners[each.key] = each, source
        _check_reserved(each, inner)
    _check_titles(declared, by_key, report)
    _check_blocks(all_sources, report)
    return _names(by_key, [each for _, each in declared])


def _check_reserved(each: Named, report: Report) -> None:
    words = RESERVED
    if isinstance(each, model.Lookup | model.Function):
        words = RESERVED_FUNCTIONS
    for name in (each.key, *_titles(each.title)):
        if reserved(name, words):
            report.add("reserved-name", key=name)


def _check_titles(
    declared: list[tuple[Source, Named]], by_key: Mapping[str, Named], report: Report
) -> None:
    titled: dict[str, str] = {}
    for source, each in declared:
        if by_key[each.key] is not each:
            continue
        for title in _titles(each.title):
            other = title if title in by_key else titled.setdefault(title, each.key)
            if other != each.key:
                inner = report.at(*source.place, step(each))
                inner.add("title-clash", title=title, other=other)


def check_inner_names(
    inner: Iterable[tuple[str, Both, PlaceStep]], what: Both, owner: Both, report: Report
) -> None:
    """Check the keys and titles of what is named within something: fields, columns, parameters."""
    parts = tuple(inner)
    taken: set[str] = set()
    for key, both, place in parts:
        if key in taken:
            report.at(place).add("duplicate-name", what=what, key=key, first=owner)
        for name in (key, *_titles(both)):
            if reserved(name):
                report.at(place).add("reserved-name", key=name)
        taken.add(key)
    titled: dict[str, str] = {}
    for key, both, place in parts:
        for title in _titles(both):
            other = title if title in taken else titled.setdefault(title, key)
            if other != key:
                report.at(place).add("title-clash", title=title, other=other)


def _titles(title: Both) -> tuple[str, ...]:
    return tuple(dict.fromkeys(composed(each) for each in (title.zh, title.en) if each))


def _check_blocks(all_sources: tuple[Source, ...], report: Report) -> None:
    owners: dict[str, Source] = {}
    for source in all_sources:
        if isinstance(source.document, model.Vocabulary):
            continue
        for block in source.document.blocks:
            first = owners.setdefault(block.key, source).called
            if owners[block.key] is not source or _count(source.document, block.key) > 1:
                inner = report.at(*source.place, ("block", block.key))
                inner.add("duplicate-name", what=_BLOCK, key=block.key, first=first)


def _count(document: model.Ruleset, key: str) -> int:
    return sum(1 for block in document.blocks if block.key == key)


def _names(by_key: Mapping[str, Named], declared: list[Named]) -> Names:
    facts = {key: each for key, each in by_key.items() if isinstance(each, model.Fact)}
    # One whose key is taken is a conclusion all the same: its block has no fault of its own.
    conclusions: dict[str, model.Conclusion] = {}
    for each in declared:
        if isinstance(each, model.Conclusion):
            conclusions.setdefault(each.key, each)
    constants = {key: each for key, each in by_key.items() if isinstance(each, model.Constant)}
    lookups = {key: each for key, each in by_key.items() if isinstance(each, model.Lookup)}
    functions = {key: each for key, each in by_key.items() if isinstance(each, model.Function)}
    values: tuple[Valued, ...] = (*facts.values(), *conclusions.values(), *constants.values())
    called: tuple[model.Lookup | model.Function, ...] = (*lookups.values(), *functions.values())
    scope = Scope(
        names=spellings((each.key, each.title) for each in values),
        functions=spellings((each.key, each.title) for each in called),
        conclusions=spellings((each.key, each.title) for each in conclusions.values()),
        record_fields=_record_fields(facts),
        parts=spellings((each.key, each.title) for one in lookups.values() for each in one.values),
        code_lists=_code_lists(values),
    )
    return Names(facts, conclusions, constants, lookups, functions, scope)


def _record_fields(facts: Mapping[str, model.Fact]) -> dict[str, dict[str, str]]:
    return {
        key: spellings((each.key, each.title) for each in fact.type.fields)
        for key, fact in facts.items()
        if isinstance(fact.type, RecordsType)
    }


def _code_lists(values: Iterable[Valued]) -> dict[str, CodeList]:
    found: dict[str, CodeList] = {}
    fields: dict[str, CodeList] = {}
    for each in values:
        if isinstance(each.type, TextType) and each.type.one_of is not None:
            found[each.key] = each.type.one_of
        elif isinstance(each.type, RecordsType):
            for inner in each.type.fields:
                if isinstance(inner.type, TextType) and inner.type.one_of is not None:
                    fields[inner.key] = inner.type.one_of
    return fields | found
