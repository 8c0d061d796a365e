"""What differs of facts, code lists, conclusions, constants, lookups and functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rulesets import model
from rulesets.checked import CheckedRuleset
from rulesets.differences.model import Changed, Difference
from rulesets.differences.settings import (
    Settings,
    differing,
    in_one,
    of_item,
    other_title,
    setting,
    siblings,
    texts,
    yes_no,
)
from rulesets.differences.types import code_settings, type_settings
from rulesets.types import CodeList
from rulesets.values import Value
from rulesets.wording.constants import constant_sentence
from rulesets.wording.functions import function_sentence
from rulesets.wording.lookups import lookup_sentences

_Titled = model.Fact | model.Conclusion | CodeList | model.Constant | model.Lookup | model.Function


@dataclass(frozen=True)
class Side:
    """One of the two documents, and the language in which it is told."""

    checked: CheckedRuleset
    language: str

    def alone(self) -> Side:
        """Leave out what others declare: of a document that is new they are not."""
        bundle = self.checked.bundle
        if not bundle.ruleset.uses:
            return self
        own = replace(bundle, vocabularies=(), included=())
        facts = {each.key: each for each in bundle.ruleset.facts}
        conclusions = {each.key: each for each in bundle.ruleset.conclusions}
        checked = replace(self.checked, bundle=own, facts=facts, conclusions=conclusions)
        return replace(self, checked=checked)

    @property
    def rulesets(self) -> tuple[model.Ruleset, ...]:
        """The ruleset with all that it includes."""
        return (self.checked.bundle.ruleset, *self.checked.bundle.included)


def declared(before: Side | None, after: Side) -> Iterator[Changed]:
    """Tell what differs of what is declared, in the order of a document's parts."""
    for kind, found, tell in _PARTS:
        old = found(before) if before else {}
        new = found(after if before else after.alone())
        for key, it in new.items():
            was = old.get(key)
            if was == it:
                continue
            said = tuple(tell(before if was is not None else None, was, after, it))
            if said:
                act = "added" if was is None else "changed"
                yield Changed(act, kind, key, _title(it, after.language), said)  # type: ignore[arg-type]  # one of the acts
        for key, was in old.items():
            if key not in new and before:
                said = tuple(_gone(before, was, tell))
                yield Changed("removed", kind, key, _title(was, before.language), said)


def _gone(side: Side, was: _Titled, tell: _Tell) -> Iterator[Difference]:
    """Tell what is there no more as what came, the other way round."""
    for each in tell(None, None, side, was):
        yield Difference("removed", each.name, each.new)


def _title(of: _Titled, language: str) -> str:
    return of.title.in_language(language) or of.key


def _facts(side: Side) -> Mapping[str, _Titled]:
    return side.checked.facts


def _conclusions(side: Side) -> Mapping[str, _Titled]:
    return side.checked.conclusions


def _lists(side: Side) -> Mapping[str, _Titled]:
    documents: tuple[model.Ruleset | model.Vocabulary, ...]
    documents = (*side.rulesets, *side.checked.bundle.vocabularies)
    return {each.key: each for document in documents for each in document.lists}


def _constants(side: Side) -> Mapping[str, _Titled]:
    return {each.key: each for ruleset in side.rulesets for each in ruleset.constants}


def _lookups(side: Side) -> Mapping[str, _Titled]:
    return {each.key: each for ruleset in side.rulesets for each in ruleset.lookups}


def _functions(side: Side) -> Mapping[str, _Titled]:
    return {each.key: each for ruleset in side.rulesets for each in ruleset.functions}


def _tell_settings(
    before: Side | None, was: _Titled | None, after: Side, it: _Titled
) -> Iterator[Difference]:
    new = _settings(it, after.language)
    if before is None or was is None:
        titles = texts("title", it.title, after.language).keys()
        shown = other_title(it.title, after.language)
        shown |= {name: text for name, text in new.items() if name not in titles}
        yield Difference("added", "", "", in_one(shown, after.language))
        return
    yield from differing(_settings(was, before.language), new)


def _settings(of: _Titled, language: str) -> Settings:
    found = texts("title", of.title, language)
    if isinstance(of, model.Fact | model.Conclusion):
        found |= type_settings(of.type, language) | texts("help", of.help, language)
    if isinstance(of, model.Fact):
        found[setting("required", language)] = yes_no(of.required, language)
        found[setting("personal", language)] = yes_no(of.personal, language)
        if of.example:
            found[setting("example", language)] = of.example
    if isinstance(of, CodeList):
        found |= code_settings(of, language)
    if isinstance(of, model.Constant):
        found |= type_settings(of.type, language)
    if isinstance(of, model.Function):
        found |= _columns("parameters", of.parameters, language)
        for name, text in type_settings(of.returns, language).items():
            found[_within("returns", name, language)] = text
    if isinstance(of, model.Lookup):
        found |= _columns("keys", of.keys, language) | _columns("values", of.values, language)
    return found


def _within(key: str, name: str, language: str) -> str:
    return f"{setting(key, language)}的{name}" if language == "zh" else f"{name} of the result"


def _columns(key: str, columns: tuple[model.Column, ...], language: str) -> Settings:
    names = siblings(((each.key, each.title) for each in columns), language)
    found = {}
    for each in columns:
        settings = other_title(each.title, language) | type_settings(each.type, language)
        settings[setting("key", language)] = each.key
        found[of_item(key, names[each.key], language)] = in_one(settings, language)
    return found


def _tell_sentence(say: Callable[[CheckedRuleset, str, str], str]) -> _Tell:
    """Tell what is one sentence, then its settings where they differ."""

    def tell(
        before: Side | None, was: _Titled | None, after: Side, it: _Titled
    ) -> Iterator[Difference]:
        new = say(after.checked, it.key, after.language)
        if before is None or was is None:
            yield Difference("added", "", "", new)
            return
        old = say(before.checked, was.key, before.language)
        if old != new:
            yield Difference("changed", "", old, new)
        yield from differing(_settings(was, before.language), _settings(it, after.language))

    return tell


def _tell_lookup(
    before: Side | None, was: _Titled | None, after: Side, it: _Titled
) -> Iterator[Difference]:
    new = after.checked.lookups[it.key].rows
    old = before.checked.lookups[it.key].rows if before and was else {}
    if before and was:
        yield from differing(_settings(was, before.language), _settings(it, after.language))
        both = [key for key in new if key in old and old[key] != new[key]]
        said = zip(_rows(before, it.key, both), _rows(after, it.key, both), strict=True)
        for was_said, is_said in said:
            yield Difference("changed", "", was_said, is_said)
        gone = [key for key in old if key not in new]
        for text in _rows(before, it.key, gone):
            yield Difference("removed", "", text)
    for text in _rows(after, it.key, [key for key in new if key not in old]):
        yield Difference("added", "", "", text)


def _rows(side: Side, lookup: str, keys: Sequence[tuple[Value, ...]]) -> tuple[str, ...]:
    """Say some rows of a lookup only: it may have ten thousand."""
    whole = side.checked.lookups[lookup]
    some = replace(whole, rows={key: whole.rows[key] for key in keys})
    within = replace(side.checked, lookups={**side.checked.lookups, lookup: some})
    return lookup_sentences(within, lookup, side.language)


_Tell = Callable[[Side | None, _Titled | None, Side, _Titled], Iterator[Difference]]
_PARTS: tuple[tuple[str, Callable[[Side], Mapping[str, _Titled]], _Tell], ...] = (
    ("list", _lists, _tell_settings),
    ("fact", _facts, _tell_settings),
    ("conclusion", _conclusions, _tell_settings),
    ("constant", _constants, _tell_sentence(constant_sentence)),
    ("lookup", _lookups, _tell_lookup),
    ("function", _functions, _tell_sentence(function_sentence)),
)
