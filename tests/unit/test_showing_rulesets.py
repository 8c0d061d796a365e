"""Every text of whole rulesets means the same shown with titles, and stored again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesets import model
from rulesets.checking.written_values import is_blank
from rulesets.drafting.respelling import Texts
from rulesets.drafting.showing import Showing
from rulesets.errors import AuthorError
from rulesets.expressions.parser import (
    parse_cell,
    parse_expression,
    spelled_cell,
    spelled_expression,
)
from service.catalogue import catalogue
from tests.generators.retyped import titled, widened
from tests.generators.rulesets import checked_sample, seeded

LANGUAGES = ("zh", "en")
SHELF = {each.id: each.checked for group in catalogue() for each in group.shelved}


def texts_of(ruleset: model.Ruleset, showing: Showing) -> Iterator[tuple[Texts, str, bool]]:
    """Give every text of a ruleset with what shows it, and whether it is a cell."""
    for function in ruleset.functions:
        yield showing.bodies(function.key), function.expression, False
    for block in ruleset.blocks:
        for part in ("otherwise", "when_unknown"):
            for each in getattr(block, part, ()):
                yield showing.outputs(each.conclusion), each.expression, False
        yield from _of_block(block, showing)


def _of_block(block: model.Block, showing: Showing) -> Iterator[tuple[Texts, str, bool]]:
    match block:
        case model.Table():
            columns = [showing.cells(each.expression) for each in block.inputs]
            targets = [showing.outputs(each) for each in block.outputs]
            for each in block.inputs:
                yield showing.expressions(), each.expression, False
            for row in block.rows:
                yield from ((of, text, True) for of, text in zip(columns, row.when, strict=True))
                yield from ((of, text, False) for of, text in zip(targets, row.then, strict=True))
        case model.Rules():
            for rule in block.rules:
                yield from ((showing.expressions(), each, False) for each in _leaves(rule.when))
                yield from (
                    (showing.outputs(each.conclusion), each.expression, False) for each in rule.then
                )
        case model.Scorecard():
            for of in block.inputs:
                yield showing.expressions(), of.expression, False
                yield from ((showing.cells(of.expression), band.when, True) for band in of.bands)
        case model.Formula():
            yield showing.outputs(block.concludes), block.expression, False
        case model.Deadline():
            yield showing.expressions(), block.start, False
            yield showing.expressions(), block.amount, False
        case model.Ranking():
            yield showing.expressions(), block.of, False


def _leaves(when: model.When | str) -> Iterator[str]:
    if isinstance(when, str):
        yield when
    else:
        for each in when.conditions:
            yield from _leaves(each)


def tree(of: Texts, text: str, *, cell: bool) -> Any:
    try:
        return (parse_cell if cell else parse_expression)(text, of._scope)
    except AuthorError:
        return None


def hold(ruleset: model.Ruleset, showing: Showing) -> int:
    """Hold every text against the one shown and the one stored again; count those that changed."""
    changed = 0
    for of, text, cell in texts_of(ruleset, showing):
        meant = tree(of, text, cell=cell)
        for language in LANGUAGES:
            shown = of.shown(text, language)
            stored = of.stored(shown)
            assert tree(of, shown, cell=cell) == meant, (text, shown)
            assert tree(of, stored, cell=cell) == meant, (text, shown, stored)
            assert of.shown(stored, language) == shown, (text, shown, stored)
            changed += shown != text
    return changed


@pytest.mark.parametrize("ruleset", SHELF)
def test_every_text_of_the_library(ruleset: str) -> None:
    checked = SHELF[ruleset]
    showing = Showing.of_bundle(checked.bundle)
    assert hold(checked.ruleset, showing) > 0
    for of, text, cell in texts_of(checked.ruleset, showing):
        if is_blank(text):
            continue
        read = spelled_cell if cell else spelled_expression
        for language in LANGUAGES:
            stored = of.stored(of.shown(text, language))
            spelled = read(stored, of._scope)[1]
            assert all(stored[each.start : each.end] == each.meant for each in spelled), stored


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000), st.integers(1, 5), st.sampled_from(("", "zh", "en")))
def test_every_text_of_random_rulesets(seed: int, blocks: int, language: str) -> None:
    sample, checked = checked_sample(seed, blocks)
    written = checked.ruleset
    if language:
        written = widened(titled(checked, language), seeded(seed))
    hold(written, Showing.of_bundle(sample.bundle))
