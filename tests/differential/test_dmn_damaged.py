"""Damaged models of the kit: refused by name, or imported and decided alike; nothing else."""

from __future__ import annotations

import copy
import json
from typing import Any
from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesets.errors import AuthorError
from service.decide_dmn import decide
from service.import_dmn import import_document
from tests.parts import data_folder, fault

pytestmark = pytest.mark.needs("data")

_FOLDER = data_folder() / "dmn-tck"
_TEXTS = (
    *("-", "", "null", "1", "> 5", '"A"', 'not("A")', "[1..5]", "-5", "a.b", 'Age + "x"', "1/0"),
    *("Age", "RiskCategory", "isAffordable", "Approval Status", "PMT", "PMT(1, 2, 3)", "Loan"),
    *("Loan.amount", "sum(Loan)", "? > 1", "{a: 1}", "[1, 2]", "[1, null]", "foo(1)", "true"),
    *('@"P1D"', 'date("2026-02-30")', "for x in [1] return x", "function(x) x", "Age in (1, 2)"),
    *('if Age > 1 then "x" else 3', "Age > 1 and null", "not(null)", "99999999999999999999"),
    *("0.1234567890123", "string", "number", "boolean", "date", "Any", "tLoan", "tApproval"),
    *("UNIQUE", "ANY", "FIRST", "PRIORITY", "OUTPUT ORDER", "COLLECT", "SUM", "MIN", "COUNT"),
)
# Where the language of rules has a limit that an expression of FEEL may exceed.
_LIMITS = {"expression-too-large"}


def _models() -> list[bytes]:
    if fault("data"):
        return [b""]
    cases: list[dict[str, Any]] = json.loads((_FOLDER / "cases_level2.json").read_text())["cases"]
    return [(_FOLDER / path).read_bytes() for path in sorted({each["model"] for each in cases})]


_MODELS = _models()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    root: Element = ElementTree.fromstring(draw(st.sampled_from(_MODELS)))
    for _ in range(draw(st.integers(1, 4))):
        parts = list(root.iter())
        part = draw(st.sampled_from(parts))
        written = [each for each in parts if each.text and each.text.strip()]
        match draw(st.sampled_from(("text", "text", "text", "attribute", "remove", "copy"))):
            case "text" if written:
                draw(st.sampled_from(written)).text = draw(st.sampled_from(_TEXTS))
            case "attribute" if part.attrib:
                known = sorted({value for each in parts for value in each.attrib.values()})
                name = draw(st.sampled_from(sorted(part.attrib)))
                part.set(name, draw(st.sampled_from([*known, *_TEXTS])))
            case "remove" if len(part):
                part.remove(draw(st.sampled_from(list(part))))
            case "copy":
                part.append(copy.deepcopy(draw(st.sampled_from(parts[1:] or parts))))
    return tostring(root)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_a_damaged_model_is_refused_or_decided_alike(document: bytes) -> None:
    try:
        model = import_document(document)
    except AuthorError as error:
        codes = {each.code for each in error.faults}
        # A fault of the ruleset itself would be one that the author of the model never wrote.
        assert all(code.startswith("dmn-") for code in codes - _LIMITS), codes
        for each in error.faults:
            assert each.message("zh")
            assert each.message("en")
        return
    for name in model.imported.decisions:
        reference = decide(model, name, {}, engine="reference")
        assert decide(model, name, {}, engine="compiled") == reference
