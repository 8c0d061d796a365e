"""What differs of a document itself, of what it stands on, and of its cases and laws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from rulesets import model
from rulesets.checked import CheckedRuleset
from rulesets.differences.declared import Side
from rulesets.differences.model import Act, Changed, Difference
from rulesets.differences.settings import Settings, differing, in_one, of_item, setting, texts
from rulesets.fact_texts import day_written, moment_written, typed
from rulesets.types import Both, DateTimeType, DateType, ListType, RecordsType, Type
from rulesets.values import Value
from rulesets.wording.joining import listed
from rulesets.wording.problems import problem_title
from rulesets.wording.titles import fired_title, name_title
from rulesets.wording.value_texts import value_text

_VERSION = Both("第 {} 版", "version {}")
_CaseOrLaw = TypeVar("_CaseOrLaw", model.Case, model.Law)
_OTHER_DATA = Both("内容有更新", "its data were renewed")


def about(before: Side | None, after: Side) -> Iterator[Changed]:
    """Tell what differs of titles, zone, and documents that are used; of vocabularies too."""
    ruleset = after.checked.ruleset
    if ruleset.blocks or ruleset.uses or ruleset.title != Both():
        old = _ruleset(before) if before else {}
        yield from _one("ruleset", ruleset, before, after.language, (old, _ruleset(after)))
    was = {each.id: each for each in before.checked.bundle.vocabularies} if before else {}
    for vocabulary in after.checked.bundle.vocabularies:
        # One that was not used before is named among what is used.
        if before is None and ruleset.uses:
            continue
        if before is not None and vocabulary.id not in was:
            continue
        old = _titles(was[vocabulary.id], after.language) if vocabulary.id in was else {}
        new = _titles(vocabulary, after.language)
        yield from _one("vocabulary", vocabulary, before, after.language, (old, new))


def beside(before: Side | None, after: Side) -> Iterator[Changed]:
    """Tell what differs of cases and laws, which change no answer."""
    language = after.language
    old, new = before.checked.ruleset if before else None, after.checked.ruleset
    for either, was, case in _differing(old.cases if old else (), new.cases):
        sides = (_case(before, was) if before and was else {}, _case(after, case) if case else {})
        yield from _beside("case", either, sides, language)
    for law, *both in _differing(old.laws if old else (), new.laws):
        was_said, said = (_law(each, language) if each else {} for each in both)
        yield from _beside("law", law, (was_said, said), language)


def _differing(
    before: Iterable[_CaseOrLaw], after: Iterable[_CaseOrLaw]
) -> Iterator[tuple[_CaseOrLaw, _CaseOrLaw | None, _CaseOrLaw | None]]:
    """Give those that differ, as each is or was, with both its sides; what is gone comes last."""
    old = {each.id: each for each in before}
    new = {each.id: each for each in after}
    for key, either in (new | {key: each for key, each in old.items() if key not in new}).items():
        if old.get(key) != new.get(key):
            yield either, old.get(key), new.get(key)


def _one(
    kind: str,
    of: model.Ruleset | model.Vocabulary,
    before: Side | None,
    language: str,
    sides: tuple[Settings, Settings],
) -> Iterator[Changed]:
    act: Act = "added" if before is None else "changed"
    if said := tuple(differing(*sides)):
        yield Changed(act, kind, of.id, of.title.in_language(language) or of.id, said)


def _beside(
    kind: str, of: model.Case | model.Law, sides: tuple[Settings, Settings], language: str
) -> Iterator[Changed]:
    key, title = of.id, of.title.in_language(language) or of.id
    old, new = sides
    if old and new:
        if said := tuple(differing(old, new)):
            yield Changed("changed", kind, key, title, said)
    elif new:
        whole = Difference("added", "", "", in_one(new, language))
        yield Changed("added", kind, key, title, (whole,))
    elif old:
        whole = Difference("removed", "", in_one(old, language))
        yield Changed("removed", kind, key, title, (whole,))


def _titles(of: model.Ruleset | model.Vocabulary, language: str) -> Settings:
    return texts("title", of.title, language) | texts("description", of.description, language)


def _ruleset(side: Side) -> Settings:
    language, bundle = side.language, side.checked.bundle
    ruleset = bundle.ruleset
    found = _titles(ruleset, language) | {setting("zone", language): ruleset.zone}
    titles = {each.id: each.title for each in bundle.vocabularies}
    titles |= {each.id: each.title for each in bundle.included}
    for key, uses in (("uses", ruleset.uses), ("include", ruleset.include)):
        for use in uses:
            title = titles.get(use.id, Both()).in_language(language) or use.id
            text = _VERSION.in_language(language).format(use.version)
            found[of_item(key, title, language)] = text
    for calendar in bundle.calendars:
        title = Both(calendar.title_zh, calendar.title_en).in_language(language) or calendar.id
        text = _VERSION.in_language(language).format(calendar.version)
        found[of_item("calendars", title, language)] = text
    return found


def renewed(before: Side, after: Side) -> Iterator[Changed]:
    """Tell of time zones whose rules are others than those that the last version kept."""
    was = {each.name: each.data for each in before.checked.bundle.zones}
    language = after.language
    for zone in after.checked.bundle.zones:
        if zone.name in was and was[zone.name] != zone.data:
            said = Difference("changed", "", "", _OTHER_DATA.in_language(language))
            yield Changed("changed", "zone", zone.name, zone.name, (said,))


def _law(of: model.Law, language: str) -> Settings:
    return texts("title", of.title, language) | {setting("text", language): of.text}


def _case(side: Side, case: model.Case) -> Settings:
    checked, language = side.checked, side.language
    found = texts("title", case.title, language)
    if case.as_of:
        moment = moment_written(case.as_of)
        text = value_text(moment, None, language) if moment else case.as_of
        found[setting("as of", language)] = text
    types = _types(checked)
    for key, pairs in (("given", case.given), ("expect", case.expect)):
        for name, value in pairs:
            title = name_title(checked, name, language)
            found[of_item(key, title, language)] = _value(value, types.get(name), language)
    if case.problems:
        found[setting("problems", language)] = listed(
            [problem_title(each, language) for each in case.problems], language
        )
    if case.fired is not None:
        found[setting("fired", language)] = listed(
            [fired_title(checked, each, language) for each in case.fired], language
        )
    return found


def _types(checked: CheckedRuleset) -> Mapping[str, Type]:
    types: dict[str, Type] = {key: each.type for key, each in checked.facts.items()}
    types |= {key: each.type for key, each in checked.conclusions.items()}
    return types | {f"previous({key})": each.type for key, each in checked.conclusions.items()}


def _value(written: object, of: Type | None, language: str) -> str:
    if isinstance(of, RecordsType) and isinstance(written, list | tuple):
        rows = (row for row in written if isinstance(row, Mapping))
        comma = "；" if language == "zh" else "; "
        return comma.join(_row(row, of, language) for row in rows)
    plain = typed(written, of)
    if isinstance(plain, list | tuple):
        item = of.item if isinstance(of, ListType) else None
        return value_text(tuple(_scalar(each) for each in plain), of or item, language, short=False)
    return value_text(_moment(_scalar(plain), of), of, language, short=False)


def _moment(plain: Value, of: Type | None) -> Value:
    """Read a day or a moment, to say it as people do."""
    if isinstance(plain, str) and isinstance(of, DateType):
        return day_written(plain) or plain
    if isinstance(plain, str) and isinstance(of, DateTimeType):
        return moment_written(plain) or plain
    return plain


def _row(row: Mapping[str, object], of: RecordsType, language: str) -> str:
    comma = "，" if language == "zh" else ", "
    fields = {each.key: each for each in of.fields}
    said = []
    for key, value in row.items():
        field = fields.get(key)
        title = (field.title.in_language(language) if field else "") or key
        said.append(f"{title} {_value(value, field.type if field else None, language)}")
    return comma.join(said)


def _scalar(plain: object) -> Value:
    return plain  # type: ignore[return-value]  # a text, number or boolean, or nothing
