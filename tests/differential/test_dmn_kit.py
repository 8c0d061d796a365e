"""The judge that nobody here wrote: level 2 of the DMN Technology Compatibility Kit (issue 4)."""

from __future__ import annotations

import functools
import json
from decimal import Decimal
from typing import Any

import pytest

from rulesets.assembly import assemble
from rulesets.checking import check
from rulesets.documents import read
from rulesets.freezing import identity
from rulesets.model import Ruleset
from service.decide_dmn import decide
from service.import_dmn import ImportedModel, import_document
from service.resolving import Published
from tests.parts import data_folder, fault

pytestmark = pytest.mark.needs("data")

_FOLDER = data_folder() / "dmn-tck"
_TOLERANCE = Decimal("1e-8")
_CASES = 116
_MODELS = 28


def _kit() -> list[dict[str, Any]]:
    if fault("data"):
        return []
    cases: list[dict[str, Any]] = json.loads((_FOLDER / "cases_level2.json").read_text())["cases"]
    return cases


@functools.cache
def _model(path: str) -> ImportedModel:
    return import_document((_FOLDER / path).read_bytes())


def _plain(written: dict[str, Any]) -> Any:
    value = written["value"]
    if value is None:
        return None
    if written["type"] == "number":
        return Decimal(value)
    if written["type"] == "context":
        return {name: _plain(each) for name, each in value.items()}
    if written["type"] == "list":
        return [_plain(each) for each in value]
    return value


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return abs(left - right) <= _TOLERANCE
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return type(left) is type(right) and left == right


def test_the_kit_is_whole() -> None:
    cases = _kit()
    assert len(cases) == _CASES
    assert len({each["model"] for each in cases}) == _MODELS
    assert all(each["results"] and not any(r["error"] for r in each["results"]) for each in cases)


@pytest.mark.parametrize("engine", ["reference", "compiled"])
@pytest.mark.parametrize("case", _kit(), ids=lambda case: f"{case['test_file'][:4]}-{case['id']}")
def test_a_case_of_the_kit(case: dict[str, Any], engine: str) -> None:
    inputs = {name: _plain(each) for name, each in case["inputs"].items()}
    for result in case["results"]:
        found = decide(_model(case["model"]), result["decision"], inputs, engine=engine)
        assert _same(found, _plain(result["expected"])), result["decision"]


def test_the_yaml_of_each_model_is_the_same_ruleset() -> None:
    models = sorted({each["model"] for each in _kit()})
    for path in models:
        model = _model(path)
        again = read(model.yaml)
        assert isinstance(again, Ruleset)
        assert identity(check(assemble(again, Published(None)))) == identity(model.checked), path
