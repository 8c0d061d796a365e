"""Faults planted in the compiled engine are found: by generated rulesets, or by the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from engine.decision import Inference, Runtime
from rulesets.checked import CheckedRuleset
from tests.conformance import builder, case_files
from tests.conformance.case_files import Case
from tests.conformance.engines import ENGINES
from tests.conformance.test_conformance import infer, runs, wanted
from tests.differential.agreement import Question, difference, questions, right, sample_at
from tests.differential.planting import Fault, NoPlace, forget, planted
from tests.generators.rulesets import seeded

MOST_SAMPLES = 200
Copying = Callable[["Fault | None"], Runtime]
FEWEST_BY_SAMPLES = 20
"""So many are found by what is generated; the cases may find the rest."""

FAULTS = (
    # What a row accepts, row by row and in the index of large tables.
    Fault("a range without its high end", "_test", "test.high_included", "False"),
    Fault("a range of the index without its low end", "_spans", "test.low_included", "False"),
    Fault("index: equal falls beside", "looking", "keys[at] == key", "keys[at] != key"),
    Fault(
        "index: a blank is not true of what no cell names",
        "_enter",
        "cell is None or cell.others",
        "cell is not None and cell.others",
    ),
    Fault(
        "index: a blank is not true of missing",
        "_enter",
        "cell is None or cell.missing",
        "cell is not None and cell.missing",
    ),
    Fault(
        "index: not of missing is true", "accepts", "self._gaps(spans)", "[(0, self.missing + 1)]"
    ),
    Fault("not of missing is true", "swapped", "truth.false", "f'(not {truth.true})'"),
    Fault("unknown or false is false", "any_of", "None if unknown else False", "False"),
    Fault("to excluded, row by row", "guard_of", "'today <= '", "'today < '"),
    Fault(
        "to excluded, in large tables", "_stands", "today <= row.valid_to", "today < row.valid_to"
    ),
    Fault(
        "otherwise where when unknown applies",
        "nothing_fired",
        "block.when_unknown is not None",
        "False",
    ),
    # What fired concludes.
    Fault("unique takes the first of two", "_violated", "len(fired) > 1", "len(fired) > 2"),
    Fault("a violation of unique drops its problem", "conclude", "problems.add", "id"),
    Fault(
        "the lowest has priority",
        "_rank",
        "-_place(outputs.get(key), codes)",
        "_place(outputs.get(key), codes)",
    ),
    Fault(
        "output order fires in that order",
        "conclude",
        "[each.shown or self._firing(each, values) for each in fired]",
        "[each.shown or self._firing(each, values) for each in ordered]",
    ),
    Fault("lists keep missing items", "_list", "each is not None", "True"),
    Fault(
        "the sum of nothing is 0",
        "_TOTALS",
        "logic.total(values) if values else None",
        "logic.total(values)",
    ),
    Fault("the first of a large table is the last", "first", "found[:1]", "found[-1:]"),
    Fault("firings count rows from 0", "Row", "number", "number - 1"),
    Fault(
        "a value set by hand is shown, not taken",
        "block_source",
        "source.add(f'{version.conclusions[key]} = by_hand[{name}]')",
        "None",
    ),
    Fault("missing points are 0", "_points", "score.missing_points", "domain.NOTHING"),
    # Values.
    Fault(
        "conclusions round half to even",
        "_number",
        "rounder(of)",
        "rounder(NumberType(of.scale, rounding='half-even', step=of.step))",
    ),
    Fault(
        "round rounds half to even", "FUNCTIONS", "_rounding('half-up')", "_rounding('half-even')"
    ),
    Fault("max is not looked at", "_number", "value > high", "False"),
    Fault("clamp does not clamp", "_beyond", "not clamp", "True"),
    Fault("division to 28 digits", "divided", "ARITHMETIC.divide(left, right)", "left / right"),
    Fault(
        "where counts unknown rows in",
        "_gathered",
        "inner.truth(node.where).true",
        "f'not {inner.truth(node.where).false}'",
    ),
    Fault(
        "the average of nothing is 0",
        "average",
        "ARITHMETIC.divide(total(values), Decimal(len(values))) if values else None",
        "ARITHMETIC.divide(total(values), Decimal(len(values) or 1))",
    ),
    Fault("previous reads the fact of that name", "previous", "f'previous({key})'", "key"),
    # Days.
    Fault("today in UTC", "Moments", "day_of(as_of, self._zone)", "day_of(as_of, ZoneInfo('UTC'))"),
    Fault("a constant holds from the day after", "in_force", "since <= today", "since < today"),
    Fault(
        "deadlines a day late", "_counted", "timedelta(days=number)", "timedelta(days=number + 1)"
    ),
    Fault(
        "months end on day 28",
        "add_months",
        "min(day.day, months.monthrange(year, month + 1)[1])",
        "28",
    ),
)


@dataclass(frozen=True)
class Sampled:
    """One generated ruleset with what it is asked."""

    seed: int
    checked: CheckedRuleset
    asked: tuple[Question, ...]
    expected: tuple[Inference, ...]


@cache
def sampled(seed: int) -> Sampled:
    _, checked = sample_at(seed)
    asked = questions(checked, seeded(seed))
    return Sampled(seed, checked, tuple(asked), tuple(right(checked, asked)))


def by_samples(runtime: Runtime, most: int = MOST_SAMPLES) -> str:
    """Name the first sample that shows a fault; empty when none does."""
    for count in range(most):
        one = sampled(count)
        if said := difference(runtime, one.checked, one.asked, one.expected):
            return f"sample {one.seed}, after {count} that do not show it: {said[:120]}"
    return ""


@cache
def inferred_cases() -> list[tuple[Case, CheckedRuleset, list[Inference]]]:
    """Infer every case by the reference, which `test_conformance.py` holds to what they say."""
    found = []
    for case in filter(wanted, case_files.cases()):
        checked = builder.checked(case)
        engine = ENGINES["reference"].load(checked)
        found.append((case, checked, [infer(engine, checked, run) for run in runs(case)]))
    return found


def by_cases(runtime: Runtime) -> str:
    """Name the first case that shows a fault; empty when none does."""
    for case, checked, expected in inferred_cases():
        try:
            engine = runtime.load(checked)
            found = [infer(engine, checked, run) for run in runs(case)]
            agree = all(map(Inference.agrees, found, expected))
        except Exception as error:  # noqa: BLE001 - whatever it raises, the reference did not
            return f"case {case.id}: it raised {error!r}"
        if not agree:
            return f"case {case.id}"
    return ""


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copying]:
    """Make copies of the engine, each with a fault, that are gone after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names: list[str] = []

    def make(fault: Fault | None) -> Runtime:
        names.append(f"planted_{len(names)}")
        return planted(fault, tmp_path, names[-1])

    yield make
    for name in names:
        forget(name)


def test_every_planted_fault_is_found(copied: Copying) -> None:
    found: dict[str, str] = {}
    for fault in FAULTS:
        runtime = copied(fault)
        found[fault.name] = by_samples(runtime) or by_cases(runtime)
        print(f"{fault.name}: {found[fault.name] or 'NOT FOUND'}")  # noqa: T201 - for `pytest -s`
    assert [name for name, said in found.items() if not said] == []
    by_what_is_generated = [said for said in found.values() if said.startswith("sample")]
    assert len(by_what_is_generated) >= FEWEST_BY_SAMPLES


def test_a_copy_without_a_fault_agrees(copied: Copying) -> None:
    runtime = copied(None)
    assert not by_samples(runtime, 60)


def test_a_fault_that_has_no_place_is_an_error(copied: Copying) -> None:
    with pytest.raises(NoPlace):
        copied(Fault("nowhere", "_violated", "len(fired) > 99", "False"))
