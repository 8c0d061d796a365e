"""Out to DMN and back: the same ruleset, and the same decisions for the models of the kit.

What DMN can say, so that the export has no note and the import gives the same identity:

- a ruleset of its own: facts, conclusions, constants of one value and functions, each of any type,
  with titles, help and all that types say; code lists in place, ordered or not, without levels;
- formulas, with `otherwise`; tables under `unique`, `any`, `first` and `priority` with `otherwise`
  of each conclusion or none, `count`, and `sum`, `min`, `max` of literals; blank outputs, `null`;
- all operators and functions but those on the day, parts and text of a datetime, `trim`, `number`,
  calendars, `today`, `as_of`, `previous` and `within`; without what is said shorter otherwise: an
  `and` within an `and`, `not` of `is missing` or of `not`, `coalesce` last in a `coalesce` or
  alone in an `otherwise`, `=` before a value in a cell, an input that is a literal, an `if` on a
  literal, `is missing` of what reads nothing, a list among the values of an `in`; and without an
  empty list in a branch of `if`, of which FEEL does not say what it is a list of.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rulesets.checked import CheckedFormula, CheckedRuleset, CheckedTable
from rulesets.checking import check
from rulesets.dmn.exporting import Exported, export_dmn
from rulesets.dmn.importing import import_dmn
from rulesets.dmn.reading import read_dmn
from rulesets.freezing import freeze, identity
from service.decide_dmn import decide
from service.import_dmn import ImportedModel, import_document
from tests.differential.test_dmn_kit import _kit, _model, _plain, _same
from tests.generators.rulesets import bundled
from tests.generators.sayable import sayable
from tests.unit.test_dmn_exporting import NUMBERS, SAID, formula, ruleset, table

_MORE = range(400, 8000, 80)
SEEDS = [*range(0, 400, 80), *(pytest.param(each, marks=pytest.mark.soak) for each in _MORE)]

_NUMBER = "type: number, scale: 2"
_CLAMPED = "type: number, scale: 0, min: 0, max: 9, clamp: true, step: 3, rounding: down"
TEXTS = ['substring("客户等级", 3, 2)', 'substring(upper("ab"), -1)', "substring(region, 2, 9)"]
WHOLE = [
    *(formula(written, _NUMBER) for written, _ in NUMBERS),
    *(formula(written, "type: text") for written in TEXTS),
    formula("sales / 3", _CLAMPED),
    formula("sales / 3", _CLAMPED, "    otherwise: {c: 3}\n"),
    *(table(hit) for hit in ("unique", "any", "first", "priority")),
    table(otherwise=""),
    formula('list contains(["A", "B"], upper("b"))'),
    formula("if list contains([1, 2], 2) then vip else false"),
    formula("start of month(add days(end of month(since), 12))", "type: date"),
]


def there_and_back(
    checked: CheckedRuleset, language: str = "zh"
) -> tuple[Exported, CheckedRuleset]:
    exported = export_dmn(checked, language)
    made = import_dmn(read_dmn(exported.document)).ruleset
    return exported, check(bundled((made,)))


@pytest.mark.parametrize("first", SEEDS)
def test_what_dmn_can_say_comes_back_as_the_same_ruleset(first: int) -> None:
    seeds = range(first, first + 80)
    made = {seed: found for seed in seeds if (found := sayable(seed, 1 + seed % 2)) is not None}
    assert made
    for seed, checked in made.items():
        exported, again = there_and_back(checked, ("zh", "en")[seed % 2])
        assert not exported.notes
        assert _difference(checked, again) is None, seed


def test_all_that_comes_back_is_generated() -> None:
    made = [found for seed in range(120) if (found := sayable(seed, 1)) is not None]
    kinds = {type(each.block) for one in made for each in one.blocks}
    assert {CheckedTable, CheckedFormula} <= kinds
    assert any(one.constants for one in made)
    called = {key for one in made for key in one.functions if f"{key}(" in str(one.ruleset.blocks)}
    assert called


@pytest.mark.parametrize("rest", [*(formula(written) for written, _ in SAID), *WHOLE])
def test_each_form_comes_back(rest: str) -> None:
    checked = ruleset(rest)
    exported, again = there_and_back(checked)
    assert not exported.notes
    assert _difference(checked, again) is None


def test_a_constant_is_a_decision_of_its_value() -> None:
    constant = "constants: [{key: limit, type: number, value: 12.5}]\n"
    document = export_dmn(ruleset(constant + formula("sales > limit"))).document
    model = import_document(document)
    assert [each.key for each in model.checked.ruleset.constants] == ["limit"]
    for engine in ("reference", "compiled"):
        assert decide(model, "limit", {}, engine=engine) == Decimal("12.5")
        assert decide(model, "c", {"sales": Decimal(13)}, engine=engine) is True


def _difference(one: CheckedRuleset, other: CheckedRuleset) -> object:
    """Show the parts that differ; None: the identity is the same."""
    if identity(one) == identity(other):
        return None
    before, after = (freeze(each)["covered"]["ruleset"] for each in (one, other))
    return {key: (before[key], after.get(key)) for key in before if before[key] != after.get(key)}


@pytest.mark.needs("data")
@pytest.mark.parametrize("path", sorted({case["model"] for case in _kit()}))
def test_a_model_of_the_kit_decides_the_same_after_both_ways(path: str) -> None:
    first = _model(path)
    again = import_document(export_dmn(first.checked).document)
    both = replace(first, checked=again.checked)
    cases = [case for case in _kit() if case["model"] == path]
    assert cases
    for case in cases:
        _decides(case, both)


def _decides(case: dict[str, Any], model: ImportedModel) -> None:
    inputs = {name: _plain(each) for name, each in case["inputs"].items()}
    for engine in ("reference", "compiled"):
        for result in case["results"]:
            found = decide(model, result["decision"], inputs, engine=engine)
            assert _same(found, _plain(result["expected"])), (engine, result["decision"])
