"""Faults and notes of a document as a page lists them: where, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor.speech import joined, quoted
from rulesets.checked import CheckedRuleset
from rulesets.dmn.note import Note
from rulesets.errors import Fault, PlaceStep, place_text
from rulesets.wording import block_title, name_title, rule_numbers

MOST_FAULTS = 200
"""Faults that a page lists; it says how many there are."""


@dataclass(frozen=True)
class FaultLine:
    """One fault: its code, its place in words (empty: the whole), what is wrong, what to do."""

    code: str
    where: str
    text: str
    hint: str


@dataclass(frozen=True)
class FaultsView:
    """The first faults, and how many there are in all."""

    lines: tuple[FaultLine, ...]
    of: int


def faults_view(faults: Sequence[Fault], language: str) -> FaultsView:
    """Show what was refused, in `zh` or `en`."""
    lines = tuple(
        FaultLine(each.code, each.where(language), each.sentence(language), each.hint(language))
        for each in faults[:MOST_FAULTS]
    )
    return FaultsView(lines, len(faults))


def note_lines(
    notes: Sequence[Note], language: str, checked: CheckedRuleset | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Show notes: each place once, with what a reader should know; in `zh` or `en`.

    Places within `checked`, where it is given, are named by titles. Places of which the same is to
    be known stand together.
    """
    found: dict[str, tuple[str, ...]] = {}
    for each in notes:
        place = each.place if checked is None else tuple(_titled(each.place, checked, language))
        where = quoted(place_text(place, language), language)
        said = quoted(each.text.in_language(language), language)
        found[where] = (*found.get(where, ()), said)
    alike: dict[tuple[str, ...], list[str]] = {}
    for where, texts in found.items():
        alike.setdefault(texts, []).append(where)
    return tuple((joined(filter(None, each), language), texts) for texts, each in alike.items())


def _titled(
    place: tuple[PlaceStep, ...], checked: CheckedRuleset, language: str
) -> Iterator[PlaceStep]:
    block = next((str(value) for name, value in place if name == "block"), "")
    for name, value in place:
        key = str(value)
        if name == "ruleset":
            yield name, checked.ruleset.title.in_language(language) or key
        elif name == "list":
            yield name, _list_title(checked, key, language)
        elif name == "block":
            yield name, block_title(checked, key, language)
        elif name in {"row", "rule"} and block and isinstance(value, str):
            yield name, rule_numbers(checked, block).get(value, value)
        elif name in {"fact", "conclusion", "constant", "lookup", "function"}:
            yield name, name_title(checked, key, language)
        else:
            yield name, value


def _list_title(checked: CheckedRuleset, key: str, language: str) -> str:
    lists = [
        each for ruleset in (checked.ruleset, *checked.bundle.included) for each in ruleset.lists
    ]
    lists += [each for vocabulary in checked.bundle.vocabularies for each in vocabulary.lists]
    titles = {each.key: each.title.in_language(language) for each in lists}
    return titles.get(key) or key
