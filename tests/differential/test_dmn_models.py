"""Whole DMN models against the meaning of DMN by the specification, on both engines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rulesets.dmn.model import Definitions
from rulesets.errors import AuthorError
from service.decide_dmn import decide
from service.import_dmn import ImportedModel, import_definitions
from tests.dmn_meaning import Document
from tests.generators.dmn_documents import Plan

TOLERANCE = Decimal("1e-6")
"""What is concluded is rounded to 8 decimals, also on the way to what is compared."""

QUESTIONS = 6
ENGINES = ("reference", "compiled")


@dataclass
class Compared:
    """What came of it: models imported and refused (by code and construct), and values."""

    imported: int = 0
    values: int = 0
    refused: dict[str, int] = field(default_factory=dict)


def compare(seed: int, so_far: Compared) -> str:
    """Compare one model; say how it disagrees."""
    plan = Plan(seed)
    document = plan.document()
    try:
        model = import_definitions(document)
    except AuthorError as error:
        for each in {_said(fault) for fault in error.faults}:
            so_far.refused[each] = so_far.refused.get(each, 0) + 1
        return ""
    so_far.imported += 1
    for _ in range(QUESTIONS):
        given = plan.inputs(document)
        said = disagreement(document, model, given)
        so_far.values += len(ENGINES) * len(document.decisions)
        if said:
            return f"seed {seed}: {said}"
    return ""


def _said(fault: Any) -> str:
    construct = fault.words.get("construct", "")
    return f"{fault.code}: {getattr(construct, 'en', construct)}"


def disagreement(document: Definitions, model: ImportedModel, given: Mapping[str, Any]) -> str:
    """Say where a decision has another value than by the specification."""
    expected = Document(document).values(given)
    inputs = plain(dict(given))
    for name, value in expected.items():
        for engine in ENGINES:
            found = decide(model, name, inputs, engine=engine)
            if not same(found, plain(value)):
                return f"{name} on {engine}, given {inputs}:\n expected {value!r}\n found {found!r}"
    return ""


def plain(value: Any) -> Any:
    """Give dates as JSON has them."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def same(left: Any, right: Any) -> bool:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return abs(left - right) <= TOLERANCE * max(Decimal(1), abs(right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


@pytest.mark.parametrize(
    "seeds", [range(60), pytest.param(range(10_000, 14_000), marks=pytest.mark.soak)]
)
def test_every_decision_has_the_value_that_the_specification_gives_it(seeds: range) -> None:
    so_far = Compared()
    for seed in seeds:
        said = compare(seed, so_far)
        assert not said, said
    assert so_far.imported > 0.7 * len(seeds), so_far.refused


def test_what_reads_an_entry_that_may_hold_null_is_refused_by_name() -> None:
    """A list of a context's entry that may hold null is read by the context's result."""
    so_far = Compared()
    assert compare(41_773, so_far) == ""
    assert list(so_far.refused) == ["dmn-not-in-language: logic that cannot be said"]
