"""Runs the cases that a ruleset's author wrote, on any engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.decision import Engine, Firing, Inference
from engine.encoding import dumps, to_json
from engine.intake import take_facts, take_value
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, Fault, Word
from rulesets.fact_texts import typed
from rulesets.model import Case
from rulesets.types import (
    Both,
    DateTimeType,
    ListType,
    NumberType,
    Type,
)
from rulesets.values import Value, same

_Side = Value | tuple[str, ...]
_NOTHING = Both("无", "nothing")


@dataclass(frozen=True)
class Difference:
    """What a case expected and what came of it.

    Attributes:
        of: the conclusion's key, `problems`, `fired`, or the JSON Pointer of what cannot be read.
        message: both sides in words.
        expected: the conclusion's value; the codes of problems; `block/rule id` of what fired.
        found: what came of it.
    """

    of: str
    message: Both
    expected: _Side = None
    found: _Side = None


@dataclass(frozen=True)
class CaseResult:
    """A case that was run; it passed when nothing differs."""

    id: str
    differences: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether all was as expected."""
        return not self.differences


def run_cases(checked: CheckedRuleset, engine: Engine, now: datetime) -> tuple[CaseResult, ...]:
    """Run every case of a ruleset; `now` is the moment of those that name none.

    Of the conclusions those that the case names are compared; of the problems all codes; of the
    firings, if `fired` is given, the rules of each block that it names, or none at all when empty.
    """
    return tuple(
        CaseResult(case.id, _run(case, checked, engine, now)) for case in checked.ruleset.cases
    )


def case_facts(
    case: Case, checked: CheckedRuleset, now: datetime
) -> tuple[dict[str, Value], datetime]:
    """Take the facts of a case and its moment; `now` where it names none.

    Raises:
        CallerError: they could not be given.
    """
    as_of = take_value(case.as_of, DateTimeType(), "/as of") if case.as_of else now
    assert isinstance(as_of, datetime)  # noqa: S101 - it was taken as one
    return take_facts(_given(case, checked), checked, "/given"), as_of


def _run(
    case: Case, checked: CheckedRuleset, engine: Engine, now: datetime
) -> tuple[Difference, ...]:
    try:
        facts, as_of = case_facts(case, checked, now)
        expected = _expected(case, checked)
    except CallerError as error:
        return tuple(map(_unreadable, error.faults))
    inference = engine.infer(facts, as_of)
    return (
        *_conclusions(expected, inference),
        *_problems(case.problems, inference),
        *_fired(case.fired, inference.firings),
    )


def _given(case: Case, checked: CheckedRuleset) -> dict[str, object]:
    """Read the texts of the facts by their types; what has no type is refused by the intake."""
    types: dict[str, Type] = {key: fact.type for key, fact in checked.facts.items()}
    types |= {f"previous({key})": checked.conclusions[key].type for key in checked.previous}
    return {key: typed(value, types.get(key)) for key, value in case.given}


def _expected(case: Case, checked: CheckedRuleset) -> dict[str, Value]:
    faults: list[Fault] = []
    expected: dict[str, Value] = {}
    for key, plain in case.expect:
        if key not in checked.conclusions:
            wanted = Both("结论的键", "the key of a conclusion")
            words: dict[str, Word] = {"expected": wanted, "found": key}
            faults.append(Fault("unknown-fact", (("path", f"/expect/{key}"),), words))
            continue
        of = _without_limits(checked.conclusions[key].type)
        try:
            expected[key] = take_value(typed(plain, of), of, f"/expect/{key}")
        except CallerError as error:
            faults.extend(error.faults)
    if faults:
        raise CallerError(tuple(faults))
    return expected


def _without_limits(of: Type) -> Type:
    """Let a case expect any number: one outside the domain is a difference, not a fault."""
    if isinstance(of, ListType) and isinstance(of.item, NumberType):
        return ListType(NumberType())
    return NumberType() if isinstance(of, NumberType) else of


def _conclusions(expected: Mapping[str, Value], inference: Inference) -> Sequence[Difference]:
    found = inference.conclusions
    return [
        _differs(key, value, found.get(key), _shown(value), _shown(found.get(key)))
        for key, value in expected.items()
        if not same(value, found.get(key))
    ]


def _problems(expected: Sequence[str], inference: Inference) -> Sequence[Difference]:
    return _names_differ("problems", set(expected), {each.code for each in inference.problems})


def _fired(expected: Sequence[str] | None, firings: Sequence[Firing]) -> Sequence[Difference]:
    if expected is None:
        return []
    blocks = {each.partition("/")[0] for each in expected}
    rules = [each for each in firings if each.kind == "rule"]
    found = {f"{each.block}/{each.rule}" for each in rules if not blocks or each.block in blocks}
    return _names_differ("fired", set(expected), found)


def _names_differ(of: str, expected: set[str], found: set[str]) -> Sequence[Difference]:
    if expected == found:
        return []
    wanted, came = tuple(sorted(expected)), tuple(sorted(found))
    return [_differs(of, wanted, came, _listed(wanted), _listed(came))]


def _differs(of: str, expected: _Side, found: _Side, wanted: Both, came: Both) -> Difference:
    zh = f"{of}：应为 {wanted.zh}，实为 {came.zh}"
    message = Both(zh, f"{of}: expected {wanted.en}, found {came.en}")
    return Difference(of, message, expected, found)


def _unreadable(fault: Fault) -> Difference:
    path = "".join(str(step) for name, step in fault.place if name == "path")
    return Difference(path, Both(fault.message("zh"), fault.message("en")))


def _shown(value: Value) -> Both:
    text = f"`{dumps(to_json(value))}`"
    return Both("缺失", "missing") if value is None else Both(text, text)


def _listed(names: tuple[str, ...]) -> Both:
    if not names:
        return _NOTHING
    shown = [f"`{name}`" for name in names]
    return Both("、".join(shown), ", ".join(shown))
