"""What is generated is worth comparing: nothing of the language is left out, or nearly so."""

from __future__ import annotations

from collections import Counter
from typing import Final, get_args

import pytest

from rulesets import model
from rulesets.codes.problems import CODES
from rulesets.expressions.functions import AGGREGATES, FUNCTIONS
from tests.generators.shares import Shares, printed, shares

SAMPLES: Final = 300
RELATIONS: Final = ("=", "!=", "<", "<=", ">", ">=")
TEXTUAL: Final = ("within", "contains", "contains any of", "starts with", "ends with")
NODES: Final = (
    *("literal", "name", "rowfield", "previous", "part", "negate", "between", "in", "ismissing"),
    *("and", "or", "not", "if", "listof", "+", "-", "*", "/", "**", "terms(…)", "g(…)"),
    *RELATIONS,
    *(each for each in TEXTUAL if each != "contains any of"),
    *(f"{each}(…)" for each in (*FUNCTIONS, *AGGREGATES)),
)
CELLS: Final = ("-", "is missing", "is present", "valuetest", "rangetest", *RELATIONS, *TEXTUAL)
NEGATED: Final = tuple(f"not({each})" for each in CELLS[3:])
LEAST_IN_HUNDRED: Final = {
    ("facts", "missing"): 10,
    ("facts", "on a border"): 15,
    ("subjects", "missing"): 10,
    ("cells", "-"): 10,
    ("firings", "when unknown"): 1,
    ("firings", "otherwise"): 8,
    ("checks", "passed"): 90,
    ("rulesets", "an include"): 15,
    ("rulesets", "an include in an include"): 4,
    ("rulesets", "a lookup"): 50,
    ("rulesets", "a lookup without some keys"): 30,
    ("rulesets", "a function"): 30,
    ("rulesets", "a constant by day"): 25,
    ("rulesets", "a constant that is a day"): 10,
    ("rulesets", "previous"): 20,
    ("rulesets", "a personal fact"): 25,
    ("rulesets", "a required fact"): 10,
    ("rulesets", "from or to"): 40,
    ("rulesets", "a disabled row"): 20,
    ("rulesets", "a large table"): 8,
    ("rulesets", "several zones"): 10,
}


@pytest.fixture(scope="module")
def found() -> Shares:
    counted = shares(SAMPLES)
    print(printed(counted))  # noqa: T201 - the shares are to be seen with `pytest -s`
    return counted


def share(counts: Counter[str], key: str) -> float:
    return 100 * counts[key] / (counts["all"] or counts.total())


def test_half_the_rulesets_have_three_strata_or_more(found: Shares) -> None:
    deep = sum(count for depth, count in found["strata"].items() if int(depth) >= 3)
    assert deep / found["strata"].total() >= 0.5


def test_every_kind_and_hit_policy_has_its_share(found: Shares) -> None:
    kinds = {"table", "rules", "scorecard", "formula", "deadline"}
    assert {each for each in kinds if share(found["kinds"], each) < 5} == set()
    hits = get_args(model.HitPolicy)
    assert {each for each in hits if share(found["hits"], each) < 5} == set()
    kinds_fired = {"rule", "otherwise", "when unknown", "scorecard", "formula", "deadline"}
    assert kinds_fired <= found["firings"].keys()


def test_every_operator_function_and_cell_occurs(found: Shares) -> None:
    assert {each for each in NODES if found["operators"][each] < 3} == set()
    assert {each for each in (*CELLS, *NEGATED) if found["cells"][each] < 3} == set()


def test_nearly_every_problem_occurs(found: Shares) -> None:
    """Numbers too large are rare (`test_core_limits.py` sees to them); rankings are declined."""
    rare = {"number-too-large", "ranking-not-supported", "durable-too-large"}
    assert {each.code for each in CODES} - found["problems"].keys() <= rare


@pytest.mark.parametrize(("name", "key"), LEAST_IN_HUNDRED)
def test_what_is_easily_left_out_has_its_share(found: Shares, name: str, key: str) -> None:
    assert share(found[name], key) >= LEAST_IN_HUNDRED[name, key]
