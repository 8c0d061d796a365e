"""The compiled engine answers as the reference does: conclusions, firings in order, problems."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, Inexact, getcontext, localcontext

import pytest

from engine.decision import Inference
from engine.intake import take_facts
from engine.runtimes.compiled import Compiled, domain, runtime
from engine.runtimes.compiled.runtime import MOST_VERSIONS
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document
from service.library import library_texts
from service.samples import facts_of, samples_for
from tests.differential.agreement import (
    FORMS,
    difference,
    disagreement,
    explained,
    formed,
    questions,
    right,
    sample_at,
)
from tests.generators.rulesets import checked_sample, seeded
from tests.generators.worlds import AS_OF

SEEDS = [range(240), pytest.param(range(240, 20_000), marks=pytest.mark.soak)]


@pytest.mark.parametrize("seeds", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_random_rulesets_are_inferred_as_by_the_reference(form: str, seeds: range) -> None:
    with formed(form):
        for seed in seeds[:: 1 + list(FORMS).index(form)]:
            if said := disagreement(Compiled(), seed):
                pytest.fail(said)


def library(name: str) -> CheckedRuleset:
    texts = library_texts()
    checked = check_document(None, texts[f"{name}.yaml"], texts)
    assert not isinstance(checked, Vocabulary)
    return checked


def test_the_library_is_graded_as_by_the_reference() -> None:
    checked = library("customer-grade")
    reference, compiled = Reference().load(checked), Compiled().load(checked)
    for sample in samples_for(checked):
        given = take_facts(facts_of(sample, checked), checked)
        found, expected = compiled.infer(given, AS_OF[0]), reference.infer(given, AS_OF[0])
        assert found.agrees(expected)
        assert found == expected
        assert expected == found


def test_threads_share_an_engine_and_no_decimal_context() -> None:
    checked = library("customer-grade")
    compiled = Compiled().load(checked)
    taken = [take_facts(facts_of(each, checked), checked) for each in samples_for(checked)]
    expected = [compiled.infer(each, AS_OF[0]) for each in taken]

    def again(number: int) -> list[Inference]:
        with localcontext() as context:
            context.prec, context.traps[Inexact] = 1 + number % 3, True
            assert Decimal(1) == getcontext().create_decimal(1)
            return [compiled.infer(each, AS_OF[0]) for each in taken]

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(again, range(8)):
            assert all(map(Inference.agrees, found, expected))


def test_threads_load_versions_that_come_and_go_and_infer_from_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each thread asks all versions in an order of its own; most were dropped in the meantime."""
    monkeypatch.setattr(runtime, "MOST_VERSIONS", 3)
    shared = Compiled()
    versions = [sample_at(seed)[1] for seed in range(12)]
    asked = [questions(each, seeded(place)) for place, each in enumerate(versions)]
    expected = [right(*each) for each in zip(versions, asked, strict=True)]

    def ask(thread: int) -> list[str]:
        places = [
            place
            for turn in range(6)
            for place in seeded(f"{thread} {turn}").sample(range(12), k=12)
        ]
        return [difference(shared, versions[at], asked[at], expected[at]) for at in places]

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(6) as pool:
            said = [each for them in pool.map(ask, range(6)) for each in them]
    finally:
        sys.setswitchinterval(usual)
    assert len(said) == 6 * 6 * 12
    assert not any(said), next(filter(None, said))


def test_threads_ask_one_engine_at_different_moments() -> None:
    """`today`, constants by day and what fired belong to the call, not to the engine."""
    checked = next(
        each for each in (sample_at(seed)[1] for seed in range(100)) if is_asked_for_the_day(each)
    )
    engine = Compiled().load(checked)
    asked = [each for place in range(8) for each in questions(checked, seeded(place))]
    expected = right(checked, asked)
    with ThreadPoolExecutor(6) as pool:
        for _ in range(10):
            found = list(pool.map(lambda each: each.inferred(engine, checked), asked))
            assert not any(map(explained, found, expected))


def is_asked_for_the_day(checked: CheckedRuleset) -> bool:
    rows = [row for each in checked.blocks for row in getattr(each.block, "rows", ())]
    return any(row.valid_from for row in rows) and any(
        len(each.values) > 1 for each in checked.constants.values()
    )


def test_a_disagreement_is_shown_small_and_can_be_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a ruleset of three blocks hardly more is left than the one that is rounded wrongly."""
    monkeypatch.setattr(domain, "rounder", lambda _: Decimal)
    seed = next(seed for seed in range(100) if disagreement(Compiled(), seed))
    said = disagreement(Compiled(), seed)
    sample_at.cache_clear()
    assert said == disagreement(Compiled(), seed)
    assert said.startswith(f"seed {seed}: values ")
    assert 1 <= said.count("kind: ") <= 2
    assert "\nfacts {" in said


def test_versions_come_and_go_within_bounds() -> None:
    engines, checked = Compiled(), library("customer-grade")
    assert engines.load(checked) is engines.load(checked)
    for seed in range(MOST_VERSIONS + 5):
        engines.load(checked_sample(seed, 1)[1])
    assert len(engines._engines) == MOST_VERSIONS


def test_no_text_of_a_person_stands_in_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []

    def compiling(text: str, *_: object) -> object:
        texts.append(text)
        return compile(text, "<ruleset>", "exec")

    monkeypatch.setattr("engine.runtimes.compiled.runtime.compile", compiling, raising=False)
    checked = library("customer-grade")
    Compiled().load(checked)
    assert '"' not in texts[0]
    assert "'" not in texts[0]
    keys = {*checked.conclusions, *checked.facts, *(each.key for each in checked.blocks)}
    keys.discard("value")  # which the generator says of its own too
    assert not [key for key in keys if key in texts[0]]
