"""Whatever tree stands in a ruleset, there are words for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from rulesets.expressions.tree import Cell, Name, Node
from rulesets.wording import cell_text, condition_text, expression_text
from tests.generators.expressions import cells, nodes
from tests.wording_sample import CNY, REGION, ruleset

SAMPLE = ruleset()


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(cell=cells())
def test_any_cell_has_words_that_name_its_subject(cell: Cell) -> None:
    for language, name in (("zh", "地区"), ("en", "region")):
        for of_type in (REGION, CNY, None):
            said = cell_text(Name("region"), cell, of_type, SAMPLE, language)
            assert said.startswith(name)
            assert len(said) > len(name)


@settings(max_examples=150, deadline=None)
@given(node=nodes())
def test_any_expression_has_words(node: Node) -> None:
    for language in ("zh", "en"):
        assert expression_text(node, SAMPLE, language)
        assert condition_text(node, SAMPLE, language)
