"""The shelf of the library as its pages show it: cards, one ruleset to choose, its outline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from editor.chain_map import ChainMap, chain_map
from editor.speech import gettext
from editor.views.names import NameView, fact_views, short_domain, type_words
from rulesets import model
from rulesets.checked import CheckedRuleset
from rulesets.types import TextType
from rulesets.wording import name_title
from service.catalogue import STRATEGY, Class, Group, Shelved, shelved


@dataclass(frozen=True)
class CardView:
    """A ruleset on the shelf: its question, its classes, a small picture, what it needs."""

    id: str
    question: str
    title: str
    classes: tuple[str, ...]
    picture: ChainMap
    required: int
    facts: int


@dataclass(frozen=True)
class GroupView:
    """A board of the shelf."""

    id: str
    title: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True)
class ClassView:
    """A class, and what to do with a customer in it: each text with its condition, if any.

    `reaching` asks the page that tries for a sample customer of the class; empty for a number.
    """

    title: str
    reaching: str
    strategies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BuiltFromView:
    """A ruleset that is included, the conclusions taken of it, and its blocks."""

    id: str
    title: str
    question: str
    taken: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ConclusionView:
    """What a ruleset concludes: its title, help and domain."""

    title: str
    help: str
    domain: str


@dataclass(frozen=True)
class ShelvedView:
    """One ruleset as one chooses it."""

    question: str
    title: str
    decides: str
    sources: str
    seeds: tuple[int, ...]
    outline: ChainMap
    classes: tuple[ClassView, ...]
    facts: tuple[NameView, ...]
    concludes: tuple[ConclusionView, ...]
    built_from: tuple[BuiltFromView, ...]
    places: Mapping[str, str]


def group_views(groups: tuple[Group, ...], language: str) -> tuple[GroupView, ...]:
    """Show the boards of the shelf."""
    return tuple(
        GroupView(
            group.id,
            group.title.in_language(language),
            tuple(_card(each, language) for each in group.shelved),
        )
        for group in groups
    )


def _card(one: Shelved, language: str) -> CardView:
    return CardView(
        id=one.id,
        question=one.question.in_language(language),
        title=one.title.in_language(language),
        classes=tuple(each.title.in_language(language) for each in one.classes),
        picture=chain_map(outline(one.checked), language),
        required=len(one.required),
        facts=len(one.facts),
    )


def shelved_view(one: Shelved, language: str) -> ShelvedView:
    """Show one ruleset of the shelf."""
    views = {each.key: each for each in fact_views(one.checked, language)}
    return ShelvedView(
        question=one.question.in_language(language),
        title=one.title.in_language(language),
        decides=one.decides.in_language(language),
        sources=one.sources.in_language(language),
        seeds=one.seeds,
        outline=chain_map(outline(one.checked), language),
        classes=tuple(_class(one, each, language) for each in one.classes),
        facts=tuple(views[key] for key in one.facts),
        concludes=tuple(_concludes(one.checked, language)),
        built_from=tuple(_built_from(one, language)),
        places={
            placed.key: "" if placed.ruleset == one.id else placed.ruleset
            for placed in one.checked.blocks
        },
    )


def outline(checked: CheckedRuleset) -> CheckedRuleset:
    """Leave only the blocks that a ruleset has itself; what it takes of others stands as given.

    So a ruleset that is built of six others reads as six views that lead to one grade.
    """
    ruleset = checked.ruleset.id
    own = tuple(placed for placed in checked.blocks if placed.ruleset == ruleset)
    strata = sorted({placed.stratum for placed in own})
    # Strata are counted anew, so that no column of the picture is empty.
    own = tuple(replace(placed, stratum=strata.index(placed.stratum) + 1) for placed in own)
    concluded = {key for placed in own for key in placed.concludes}
    read = {key for placed in own for key in placed.reads}
    taken = {
        key: model.Fact(key, conclusion.type, conclusion.title)
        for key, conclusion in checked.conclusions.items()
        if key in read and key not in concluded
    }
    return replace(checked, blocks=own, facts={**checked.facts, **taken})


def _class(one: Shelved, of: Class, language: str) -> ClassView:
    is_text = isinstance(one.checked.conclusions[one.sorts_by].type, TextType)
    return ClassView(
        of.title.in_language(language),
        f"{one.sorts_by}={of.value}" if is_text else "",
        tuple(
            (each.text.in_language(language), each.condition.in_language(language))
            for each in of.strategies
        ),
    )


def _concludes(checked: CheckedRuleset, language: str) -> list[ConclusionView]:
    return [
        ConclusionView(
            title=each.title.in_language(language) or each.key,
            help=each.help.in_language(language),
            domain=_domain(checked, each, language),
        )
        for each in checked.ruleset.conclusions
    ]


def _domain(checked: CheckedRuleset, conclusion: model.Conclusion, language: str) -> str:
    if conclusion.key.endswith(STRATEGY):
        # These are whole sentences, which stand beside their classes.
        return gettext("a sentence for each class")
    of_type = checked.conclusions[conclusion.key].type
    return short_domain(of_type, language) or type_words(of_type)


def _built_from(one: Shelved, language: str) -> list[BuiltFromView]:
    checked = one.checked
    own = {placed.key for placed in checked.blocks if placed.ruleset == one.id}
    read = {key for placed in checked.blocks if placed.key in own for key in placed.reads}
    found = []
    for included in checked.bundle.included:
        blocks = [placed for placed in checked.blocks if placed.ruleset == included.id]
        taken = [
            (key, name_title(checked, key, language))
            for placed in blocks
            for key in placed.concludes
            if key in read
        ]
        entry = shelved(included.id)
        question = entry.question.in_language(language) if entry else ""
        title = included.title.in_language(language) or included.id
        found.append(BuiltFromView(included.id, title, question, tuple(taken)))
    return found
