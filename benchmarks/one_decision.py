"""One decision by 53 rules in 4 strata: Fenji's engines, its peers, plain Python; all must agree.

Times are medians, in microseconds; ratios are to the compiled engine with its trace.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from benchmarks import _peers
from benchmarks._by_hand import by_hand
from benchmarks._grading import GRADING
from benchmarks._measuring import COMPILED, ROUNDS, microseconds, row
from engine.decision import Inference
from engine.explaining import Circumstances, Explainer
from engine.intake import take_facts
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.values import Value

AGREE: Final = 3000
"""How many customers all must agree about; among them every row fires."""
MEASURE: Final = 300
AS_OF: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST: Final = "Fenji compiled, trace"
Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Contestant:
    """Something that decides, with what it is given and how its conclusions are read."""

    decide: Callable[[Any], Any]
    inputs: list[Any]
    conclusions: Callable[[Any], Mapping[str, Any]] = dict


def main() -> None:
    """Compare, then measure and print."""
    customers = GRADING.customers(AGREE)
    checked = GRADING.checked()
    contestants = fenji(checked, customers) | peers(customers)
    expected = [by_hand(each) for each in customers]
    for name, each in contestants.items():
        assert conclusions(each) == expected, f"{name} disagrees"
    row("", "µs", "to compiled")
    timed = {name: (each.decide, each.inputs[:MEASURE]) for name, each in contestants.items()}
    results = microseconds(timed) | durable(expected)
    first = results.get(FIRST)
    for name, result in results.items():
        row(name, f"{result:.2f}", f"{result / first:.2f} ×" if first else "")
    print(f"{len(contestants)} contestants agree about {AGREE} customers")


def conclusions(contestant: Contestant) -> list[dict[str, str]]:
    """Decide about everybody; read each answer before the next, which may take its place."""
    found = (contestant.conclusions(contestant.decide(each)) for each in contestant.inputs)
    return [{table.key: str(each[table.key]) for table in GRADING.tables} for each in found]


def fenji(checked: CheckedRuleset, customers: list[dict[str, Any]]) -> dict[str, Contestant]:
    """Make Fenji's engines ready, with facts taken in before."""
    plain = [
        {key: Decimal(each) if isinstance(each, int) else each for key, each in given.items()}
        for given in customers
    ]
    facts: list[Any] = [take_facts(each, checked) for each in plain]
    engines = {"reference": Reference().load(checked)}
    try:
        compiled = importlib.import_module(COMPILED)
    except ImportError:
        row("Fenji compiled", "not built yet")
    else:
        engines = {"compiled": compiled.Compiled().load(checked)} | engines
        for each in facts[:MEASURE]:
            one, other = (engine.infer(each, AS_OF) for engine in engines.values())
            assert one.agrees(other), "compiled and reference disagree in their trace"
    found, explainer = {}, Explainer(checked)
    for name, engine in engines.items():

        def infer(given: Facts, engine: Any = engine) -> Inference:
            inference: Inference = engine.infer(given, AS_OF)
            return inference

        def trace(given: Facts, engine: Any = engine) -> Inference:
            inference: Inference = engine.infer(given, AS_OF)
            # Read: an engine may put off what nobody looks at.
            assert inference.firings
            return inference

        def explain(given: Facts, engine: Any = engine) -> Inference:
            inference: Inference = engine.infer(given, AS_OF)
            seen = Circumstances(checked, given, inference.conclusions, AS_OF)
            for each in inference.firings:
                explainer.reasons(each, seen)
            return inference

        ways = {"conclusions": infer, "trace": trace, "trace and every reason": explain}
        for way, call in ways.items():
            found[f"Fenji {name}, {way}"] = Contestant(call, facts, concluded)
    return found


def concluded(inference: Inference) -> Mapping[str, Any]:
    """Read the conclusions of an inference."""
    return inference.conclusions


def peers(customers: list[dict[str, Any]]) -> dict[str, Contestant]:
    """Make the peers ready that are installed."""
    found = {}
    makers: dict[str, tuple[Callable[[], _peers.Decide], Callable[[Any], Mapping[str, Any]]]] = {
        "zen-engine, static loader": (lambda: _peers.zen(GRADING, trace=False), zen_result),
        "zen-engine, static loader, trace": (lambda: _peers.zen(GRADING, trace=True), zen_result),
        "clipspy, trace": (lambda: _peers.clips(GRADING), clips_result),
        "generated Python, no trace": (lambda: _peers.generated(GRADING), dict),
        "Python written by hand, no trace": (lambda: by_hand, dict),
    }
    for name, (make, read) in makers.items():
        try:
            found[name] = Contestant(make(), customers, read)
        except ImportError:
            row(name, "absent")
    return found


def zen_result(answer: Any) -> Mapping[str, Any]:
    """Read what zen-engine concluded."""
    result: Mapping[str, Any] = answer["result"]
    return result


def clips_result(answer: Any) -> Mapping[str, Any]:
    """Read what CLIPS concluded."""
    return {key: value for key, value, _ in answer}


def durable(expected: list[dict[str, str]]) -> dict[str, float]:
    """Have durable-rules measured in a child process; nothing when it is absent or ends badly."""
    name = "durable-rules, the usual way, trace"
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks._durable_child", str(MEASURE), str(ROUNDS)],
        capture_output=True,
        timeout=120,
        check=False,
    )
    if child.returncode:
        row(name, "absent" if b"ModuleNotFoundError" in child.stderr else "ended badly")
        return {}
    told = json.loads(child.stdout)
    assert told["conclusions"] == expected[:MEASURE], f"{name} disagrees"
    return {name: sorted(told["microseconds"])[ROUNDS // 2]}
