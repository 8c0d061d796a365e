"""Reasons and answers made ready before are what their plain forms make anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest

from engine.decision import Adjustment, Decision, Inference
from engine.explaining import Circumstances, Explainer
from engine.intake import take_facts
from engine.reasons import reasons
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from rulesets.values import Value
from service import reason_texts, sentences
from service.answers import answer, written_answer
from service.check_document import check_document
from service.json_text import encode
from service.library import library_texts
from service.records import Evaluation, restored, stored
from service.samples import facts_of, samples_for
from service.sentences import Sentences
from tests.generators.rulesets import checked_sample, facts, seeded
from tests.generators.worlds import AS_OF

SEEDS = [
    *(pytest.param(range(first, first + 8)) for first in range(0, 32, 8)),
    *(pytest.param(range(first, first + 50), marks=pytest.mark.soak) for first in (100, 150)),
]
# A value's text decides about spaces by how it begins and ends; some look like a form's places.
STRANGE = ("", "（括号）", "，", "）", "甲", "a", "{0}", "%s", '"\\', "\ufdd00\ufdd0", "\n", "-")


def library(name: str) -> CheckedRuleset:
    texts = library_texts()
    checked = check_document(None, texts[f"{name}.yaml"], texts)
    assert not isinstance(checked, Vocabulary)
    return checked


def given_to(checked: CheckedRuleset, random: Random) -> dict[str, Value]:
    """Give facts with some missing, and strange texts where any text may stand."""
    given = dict(take_facts(facts(checked, random, random.choice((0, 0.2, 0.6))), checked))
    for key, value in given.items():
        codes = getattr(checked.facts[key].type, "one_of", 1) if key in checked.facts else 1
        if isinstance(value, str) and codes is None and random.random() < 0.5:
            given[key] = random.choice(STRANGE)
    return given


def inferences(
    checked: CheckedRuleset, random: Random, count: int = 4
) -> Iterator[tuple[dict[str, Value], datetime, Inference]]:
    """Infer about several customers, now and then with a conclusion set by hand."""
    engine, last = Reference().load(checked), None
    for _ in range(count):
        given, as_of = given_to(checked, random), random.choice(AS_OF)
        by_hand: tuple[Adjustment, ...] = ()
        if last is not None and random.random() < 0.5:
            key = random.choice(sorted(checked.conclusions))
            by_hand = (Adjustment(key, last.conclusions[key]),)
        last = engine.infer(given, as_of, by_hand)
        yield given, as_of, last


def evaluated(
    checked: CheckedRuleset,
    given: dict[str, Value],
    as_of: datetime,
    inference: Inference,
    said: Sentences,
) -> Evaluation:
    decision = Decision("D", "r", 1, "0" * 64, "S", as_of, given, inference, "reference")
    return Evaluation(decision, checked, sentences=said)


def assert_written(evaluation: Evaluation) -> None:
    for explain in ("none", "fired", "full"):
        written = encode(written_answer(evaluation, explain))
        assert written.decode() == encode(answer(evaluation, explain)).decode()


@pytest.mark.parametrize("seeds", SEEDS)
def test_reasons_are_those_of_the_plain_form(seeds: range) -> None:
    for seed in seeds:
        _, checked = checked_sample(seed, 3 + seed % 6)
        explainer = Explainer(checked)
        for given, as_of, inference in inferences(checked, seeded(seed)):
            seen = Circumstances(checked, given, inference.conclusions, as_of)
            for firing in inference.firings:
                plain = reasons(checked, firing, given, inference.conclusions, as_of)
                assert explainer.reasons(firing, seen) == plain


@pytest.mark.parametrize("seeds", SEEDS)
def test_written_answers_are_those_of_the_plain_form(seeds: range) -> None:
    for seed in seeds:
        _, checked = checked_sample(seed, 3 + seed % 6)
        said, random = Sentences(), seeded(seed)
        for given, as_of, inference in inferences(checked, random):
            evaluation = evaluated(checked, given, as_of, inference, said)
            assert_written(evaluation)
            assert_written(evaluation)  # now that all is ready
            hidden = frozenset(random.sample(sorted(given), len(given) // 3))
            left = {key: None if key in hidden else value for key, value in given.items()}
            decision = replace(evaluation.decision, facts=left)
            assert_written(replace(evaluation, decision=decision, hidden=hidden))


@pytest.mark.parametrize("name", ["customer-grade", "complaint-sla"])
def test_samples_of_the_library_are_answered_alike(name: str) -> None:
    checked = library(name)
    engine, said = Compiled().load(checked), Sentences()
    found = 0
    for sample in samples_for(checked)[::5]:
        given = dict(take_facts(facts_of(sample, checked), checked))
        evaluation = evaluated(checked, given, AS_OF[0], engine.infer(given, AS_OF[0]), said)
        row = stored(evaluation, AS_OF[0])
        for each in (evaluation, restored(row, checked, said)):
            assert_written(each)
            found += len(each.decision.inference.firings)
        # 17.3: what is personal may be erased.
        assert_written(restored(replace(row, personal=None), checked, said))
    assert found


def test_what_is_kept_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "MOST", 2)
    monkeypatch.setattr(reason_texts, "MOST_PATTERNS", 1)
    monkeypatch.setattr("engine.explaining.MOST_RULES", 2)
    for seed in range(10):
        _, checked = checked_sample(seed, 6)
        said = Sentences()
        for given, as_of, inference in inferences(checked, seeded(seed)):
            assert_written(evaluated(checked, given, as_of, inference, said))
        writer = said._writer
        if writer is None:
            continue
        assert max(len(said._said), len(writer._frames), len(writer._reasons)) <= 2
        assert all(len(each._patterns) <= 1 for each in writer._reasons.values())
        assert len(writer._explainer._prepared) <= 2


def test_threads_share_what_is_said() -> None:
    checked = library("customer-grade")
    engine, said = Compiled().load(checked), Sentences()
    given = [
        dict(take_facts(facts_of(each, checked), checked)) for each in samples_for(checked)[:10]
    ]
    made = [
        evaluated(checked, each, AS_OF[0], engine.infer(each, AS_OF[0]), said) for each in given
    ]
    expected = [encode(answer(each)) for each in made]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            fresh = Sentences()
            again = [replace(each, sentences=fresh) for each in made * 4]
            found = list(pool.map(lambda each: encode(written_answer(each)), again))
            assert found == expected * 4
