"""`null` and outputs that are not compared: engines agree, and texts say the same again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.intake import take_facts
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.errors import AuthorError
from rulesets.freezing import freeze, identity, thaw
from rulesets.wording import block_sentences
from tests.generators.altered import altered
from tests.generators.retyped import titled
from tests.generators.rulesets import checked_sample, facts, seeded
from tests.generators.worlds import AS_OF

SEEDS = [range(120), pytest.param(range(1000, 12_000), marks=pytest.mark.soak)]


def altered_sample(seed: int) -> CheckedRuleset | None:
    """Alter a sample; None when it is too large then."""
    made, _ = checked_sample(seed, 1 + seed % 8)
    try:
        return check(altered(made).bundle)
    except AuthorError as error:
        if {fault.code for fault in error.faults} - {"expression-too-large"}:
            raise
        return None


@pytest.mark.parametrize("seeds", SEEDS)
def test_engines_agree(seeds: range) -> None:
    compared = 0
    for seed in seeds:
        checked = altered_sample(seed)
        if checked is None:
            continue
        random = seeded(seed)
        reference, compiled = Reference().load(checked), Compiled().load(checked)
        for share in (0, 0.2, 0.6):
            given, as_of = take_facts(facts(checked, random, share), checked), random.choice(AS_OF)
            found, expected = compiled.infer(given, as_of), reference.infer(given, as_of)
            assert found.agrees(expected), (seed, given, as_of)
        compared += 1
    assert compared > 0.9 * len(seeds)


def test_what_is_kept_typed_and_said_means_the_same() -> None:
    for seed in range(0, 120, 4):
        checked = altered_sample(seed)
        if checked is None:
            continue
        assert identity(check(thaw(freeze(checked)))) == identity(checked)
        for language in ("zh", "en"):
            bundle = replace(checked.bundle, ruleset=titled(checked, language))
            assert identity(check(bundle)) == identity(checked), seed
            for placed in checked.blocks:
                assert all(each.text for each in block_sentences(checked, placed.key, language))
