"""Every ruleset of the library is held: by its cases, on the shelf and in docs/domain.md."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from engine.cases import run_cases
from rulesets.model import Ruleset
from rulesets.types import ListType, NumberType, TextType
from tests.conformance.engines import ENGINES, NAMES
from tests.parts import ROOT
from tests.service.shelf import (
    NOW,
    Shelved,
    catalogue,
    checked,
    documents,
    fired,
    own,
    parts,
    ran,
    ruleset,
    vocabulary,
)

SHELVED = [pytest.param(each, id=each.id) for each in catalogue()]
RULESETS = [each.id for each in catalogue()]
DOMAIN = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
FEWEST_CASES = 12


def test_the_shelf_holds_each_ruleset_once() -> None:
    ids = [each.id for each in documents().values() if isinstance(each, Ruleset)]
    assert sorted(RULESETS) == sorted(ids)


@pytest.mark.parametrize("engine", NAMES)
@pytest.mark.parametrize("name", RULESETS)
def test_its_cases_pass(name: str, engine: str) -> None:
    loaded = ENGINES[engine].load(checked(name))
    results = run_cases(checked(name), loaded, NOW)
    assert [each for each in results if not each.passed] == []
    assert all(loaded.infer(case.facts, case.as_of).agrees(case.inference) for case in ran(name))


@pytest.mark.parametrize("name", RULESETS)
def test_its_cases_fire_every_part(name: str) -> None:
    assert len(ran(name)) >= FEWEST_CASES
    wanted = set(chain.from_iterable(map(parts, ruleset(name).blocks)))
    assert wanted - set(chain.from_iterable(fired(name, case) for case in ran(name))) == set()


@pytest.mark.parametrize("shelved", SHELVED)
def test_its_cases_reach_every_class_and_every_strategy(shelved: Shelved) -> None:
    strategies = [key for key in own(shelved.id) if key.endswith("_strategy")]
    assert len(strategies) == 1
    for key in (shelved.classes, *strategies):
        reached = {case.inference.conclusions.get(key) for case in ran(shelved.id)}
        assert _values(shelved.id, key) - reached == set()
        # Whatever the facts, a customer has a class, and the class says what to do.
        assert None not in reached


@pytest.mark.parametrize("shelved", SHELVED)
def test_its_classes_can_be_counted(shelved: Shelved) -> None:
    # Complaints stand in a queue of numbers; all else is sorted into named classes.
    is_number = isinstance(own(shelved.id)[shelved.classes].type, NumberType)
    assert is_number == (shelved.id == "complaint-sla")
    assert is_number or _values(shelved.id, shelved.classes)


@pytest.mark.parametrize("shelved", SHELVED)
def test_its_description_names_its_sources(shelved: Shelved) -> None:
    assert set(shelved.seeds) <= set(range(1, 6))
    assert list(shelved.seeds) == sorted(set(shelved.seeds)) != []
    description = ruleset(shelved.id).description
    zh = description.zh.rpartition("依据：")[2]
    en = re.split(r"Sources?: ", description.en)[-1]
    assert _articles("第", " ?篇", zh) == set(shelved.seeds)
    assert _articles("articles?", "", en) == set(shelved.seeds)


def test_keys_and_titles_are_one_space_across_the_library() -> None:
    """So that a company may include any rulesets together (1.6)."""
    bearers: dict[str, set[str]] = {}
    for place, key, titles in _named():
        for name in (key, *titles):
            bearers.setdefault(name, set()).add(f"{place}/{key}")
    assert {name: each for name, each in bearers.items() if len(each) > 1} == {}


def test_every_place_named_in_the_domain_page_exists() -> None:
    wrong = [place for place in _places(DOMAIN) if not _is_there(*place)]
    assert wrong == []


def test_every_row_named_in_the_domain_page_exists() -> None:
    named = re.findall(r"`([a-z-]+/[a-z_]+)` (?:rows?|rules?) ((?:`\w+`(?: and )?)+)", DOMAIN)
    assert named
    for place, rows in named:
        owner, _, key = place.partition("/")
        there = set(chain.from_iterable(map(parts, ruleset(owner).blocks)))
        assert {f"{key}/{row}" for row in re.findall(r"`(\w+)`", rows)} - there == set()


def test_every_statement_has_a_place_or_a_reason() -> None:
    rows = [row for article in range(1, 6) for row in _rows(article)]
    # A heading, a line under it, and at least one statement for each article.
    assert all(_rows(article) for article in range(1, 6))
    bare = [row for row in rows if not (list(_places(row)) or "not a rule: " in row)]
    assert bare == []


@pytest.mark.parametrize("shelved", SHELVED)
def test_its_articles_name_it_in_the_domain_page(shelved: Shelved) -> None:
    for seed in shelved.seeds:
        named = {owner for row in _rows(seed) for owner, _ in _places(row)}
        assert shelved.id in named, f"article {seed}"


def _values(name: str, key: str) -> set[object]:
    """Give the values of a class; none when they are numbers."""
    of = checked(name).conclusions[key].type
    item = of.item if isinstance(of, ListType) else of
    return set(item.one_of.values) if isinstance(item, TextType) and item.one_of else set()


def _articles(before: str, after: str, text: str) -> set[int]:
    """Read the numbers of articles: `1, 3 and 5`, `1 to 4`, `1、3`."""
    found = set[int]()
    for part in re.findall(rf"{before} ?(\d(?:(?:, | and | to |、|–)\d)*){after}", text):
        for first, last in re.findall(r"(\d)(?:(?: to |–)(\d))?", part):
            found |= set(range(int(first), int(last or first) + 1))
    return found


def _named() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for fact in vocabulary().facts:
        yield "customer", fact.key, (fact.title.zh, fact.title.en)
    for name in RULESETS:
        written = ruleset(name)
        for things in (
            written.facts,
            written.conclusions,
            written.constants,
            written.lookups,
            written.functions,
        ):
            yield from ((name, each.key, (each.title.zh, each.title.en)) for each in things)


def _rows(article: int) -> list[str]:
    """Give the lines of an article's table, without its head."""
    section = DOMAIN.partition(f"\n## Article {article}: ")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [line for line in lines[1:] if not line.startswith("| ---")]


def _places(text: str) -> list[tuple[str, str]]:
    """Find what is written as `ruleset/block`, or as `customer/fact`."""
    return re.findall(r"`([a-z][a-z0-9-]*)/([a-z][a-z0-9_]*)`", text)


def _is_there(owner: str, name: str) -> bool:
    if owner == vocabulary().id:
        facts = {each.key for each in vocabulary().facts}
        return name in facts | {each.key for each in vocabulary().lists}
    return owner in RULESETS and name in {each.key for each in ruleset(owner).blocks}
