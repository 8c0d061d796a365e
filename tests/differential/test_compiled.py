"""The compiled engine answers as the reference does: conclusions, firings in order, problems."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, Inexact, getcontext, localcontext
from random import Random

import pytest

from engine.decision import Adjustment, Inference
from engine.intake import take_facts
from engine.runtimes.compiled import Compiled, rules
from engine.runtimes.compiled.runtime import MOST_VERSIONS
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document
from service.library import library_texts
from service.samples import facts_of, samples_for
from tests.generators.rulesets import checked_sample, facts, seeded
from tests.generators.worlds import AS_OF

SEEDS = [range(400), pytest.param(range(1000, 20_000), marks=pytest.mark.soak)]


def compare(checked: CheckedRuleset, random: Random, times: int = 4) -> None:
    """Infer with both from the same facts, then once more with a conclusion set by hand."""
    reference, compiled = Reference().load(checked), Compiled().load(checked)
    adjustments: tuple[Adjustment, ...] = ()
    for _ in range(times):
        given = take_facts(facts(checked, random, random.choice((0, 0.2, 0.6))), checked)
        as_of = random.choice(AS_OF)
        expected = reference.infer(given, as_of, adjustments)
        found = compiled.infer(given, as_of, adjustments)
        assert found.agrees(expected), explained(found, expected)
        chosen = random.sample(sorted(checked.conclusions), k=1)
        adjustments = tuple(Adjustment(key, expected.conclusions[key]) for key in chosen)


def explained(found: Inference, expected: Inference) -> str:
    """Say where two inferences differ."""
    values = {
        key: (value, found.conclusions.get(key))
        for key, value in expected.conclusions.items()
        if value != found.conclusions.get(key)
    }
    firings = list(zip(expected.firings, found.firings, strict=False))
    differ = [pair for pair in firings if pair[0] != pair[1]]
    return f"{values}; {differ[:2]}; {found.problems ^ expected.problems}"


@pytest.mark.parametrize("seeds", SEEDS)
def test_random_rulesets_are_inferred_as_by_the_reference(seeds: range) -> None:
    for seed in seeds:
        _, checked = checked_sample(seed, 1 + seed % 8)
        compare(checked, seeded(seed))


@pytest.mark.parametrize("seeds", SEEDS)
def test_so_they_are_when_every_table_is_large(
    seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_STRAIGHT_ROWS", 0)
    for seed in seeds[::2]:
        _, checked = checked_sample(seed, 1 + seed % 8)
        compare(checked, seeded(seed))


def library(name: str) -> CheckedRuleset:
    texts = library_texts()
    checked = check_document(None, texts[f"{name}.yaml"], texts)
    assert not isinstance(checked, Vocabulary)
    return checked


def test_the_library_is_graded_as_by_the_reference() -> None:
    checked = library("customer-grade")
    reference, compiled = Reference().load(checked), Compiled().load(checked)
    for sample in samples_for("customer-grade"):
        given = take_facts(facts_of(sample, checked), checked)
        found, expected = compiled.infer(given, AS_OF[0]), reference.infer(given, AS_OF[0])
        assert found.agrees(expected)
        assert found == expected
        assert expected == found


def test_threads_share_an_engine_and_no_decimal_context() -> None:
    checked = library("customer-grade")
    compiled = Compiled().load(checked)
    taken = [take_facts(facts_of(each, checked), checked) for each in samples_for("customer-grade")]
    expected = [compiled.infer(each, AS_OF[0]) for each in taken]

    def again(number: int) -> list[Inference]:
        with localcontext() as context:
            context.prec, context.traps[Inexact] = 1 + number % 3, True
            assert Decimal(1) == getcontext().create_decimal(1)
            return [compiled.infer(each, AS_OF[0]) for each in taken]

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(again, range(8)):
            assert all(map(Inference.agrees, found, expected))


def test_versions_come_and_go_within_bounds() -> None:
    runtime, checked = Compiled(), library("customer-grade")
    assert runtime.load(checked) is runtime.load(checked)
    for seed in range(MOST_VERSIONS + 5):
        runtime.load(checked_sample(seed, 1)[1])
    assert len(runtime._engines) == MOST_VERSIONS


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
    assert not [key for key in keys if key in texts[0]]
