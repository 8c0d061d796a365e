"""Any tree of FEEL is translated or refused by name: nothing else happens."""

from __future__ import annotations

from random import Random

import pytest

from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.translating import translate, translate_tests
from rulesets.dmn.translating.environment import Environment, Known, Translated
from rulesets.errors import AuthorError
from rulesets.expressions.printer import print_node
from tests.generators.feel import NAMES, Trees
from tests.unit.feel_names import ENVIRONMENT

CODES = {"dmn-not-in-language", "dmn-unknown-reference"}


def environment(random: Random) -> Environment:
    """Let each name stand for anything."""
    known: list[Known] = list(ENVIRONMENT.names.values())
    return Environment({name: random.choice(known) for name in NAMES})


def said(feel: Feel, names: Environment, *, truth: bool) -> Translated | None:
    """Translate, or look at what is refused."""
    try:
        return translate(feel, names, truth=truth)
    except AuthorError as refused:
        looked_at(refused)
        return None


def looked_at(refused: AuthorError) -> None:
    for fault in refused.faults:
        assert fault.code in CODES
        assert fault.message("zh")
        assert fault.message("en")


@pytest.mark.parametrize(
    "seeds", [range(1500), pytest.param(range(10_000, 60_000), marks=pytest.mark.soak)]
)
def test_any_tree_is_translated_or_refused_by_name(seeds: range) -> None:
    done = 0
    for seed in seeds:
        random, trees = Random(seed), Trees(seed)  # noqa: S311 - no secrets
        names = environment(random)
        feel = trees.feel(1 + seed % 4)
        value, truth = said(feel, names, truth=False), said(feel, names, truth=True)
        for each in (value, truth):
            assert each is None or print_node(each.node)
        if value is not None:
            done += 1
            cell(trees, value, names)
    assert done > len(seeds) / 20


def cell(trees: Trees, subject: Translated, names: Environment) -> None:
    try:
        translate_tests(trees.unary_tests(), subject, names)
    except AuthorError as refused:
        looked_at(refused)
