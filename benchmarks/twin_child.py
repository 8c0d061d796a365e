"""What the twin in its child process adds to a decision, at 53, 212 and 1,007 rules.

`overlapped`: the facts go out, the compiled engine infers, then the verdict is asked, as the
service does; `one by one`: the compiled engine infers before the facts go out. Both less what the
compiled engine takes alone; `the way` is what is added when the child remembers its inferences, so
all but these. Each input's best of many rounds in which they take turns, on average of the inputs,
in microseconds for one decision. Then decisions in a second: of one thread, of 16, and of one that
begins 100 before it asks for a verdict.
"""

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from benchmarks._measuring import row
from benchmarks.twin import AS_OF, COPIES, copied, plain
from engine.decision import Engine, Values
from engine.intake import take_facts
from engine.runtimes.durable import is_here
from rulesets.checked import CheckedRuleset
from rulesets.types import Both
from service.house import all_runtimes
from service.loading import Versions
from service.twin import Policy, Twins
from storage.database import Database
from storage.ruleset_versions import VersionHead

ROUNDS: Final = 40
THREADS: Final = 16
AHEAD: Final = 100
HEAD: Final = VersionHead("measured", 1, "", Both("", ""), AS_OF, AS_OF, "")


class OneVersion(Versions):
    """Holds the version that is measured, which no database has."""

    def __init__(self, checked: CheckedRuleset) -> None:
        super().__init__(Database("sqlite://"), all_runtimes())
        self.one = checked

    def _load(self, head: VersionHead) -> CheckedRuleset:
        return self.one


def main() -> None:
    """Measure and print."""
    if not is_here():
        row("durable-rules is not here")
        return
    names = ("compiled", "durable", "overlapped", "one by one", "the way", "1/s", "16/s", "ahead/s")
    row("rules", *names)
    for copies in COPIES:
        grading = copied(copies)
        checked = grading.checked()
        inputs = [take_facts(each, checked) for each in plain(grading)]
        versions = OneVersion(checked)
        twins = Twins(Policy(), versions)
        remembering = Twins(Policy(), versions, child=("benchmarks._twin_remembering",))
        try:
            assert twins.prepare(HEAD), "the child does not infer"
            assert remembering.prepare(HEAD), "the other child does not infer"
            shown = measured(versions, twins, remembering, inputs)
        finally:
            twins.close()
            remembering.close()
        told = twins.counters()
        share = told.durable / (told.durable + sum(told.reference.values()))
        assert told.disagreements == 0
        row(str(sum(len(each.rows) for each in grading.tables)), *shown)
        row(f"  by the child: {share:.2%}, replaced {dict(told.replaced)}")


def measured(
    versions: Versions, twins: Twins, remembering: Twins, inputs: Sequence[Values]
) -> list[str]:
    """Measure one version."""
    compiled, durable = (versions.engine(HEAD, each) for each in ("compiled", "durable"))

    def overlapped(facts: Values, by: Twins = twins) -> None:
        pending = by.begin(HEAD, "compiled", facts, AS_OF)
        pending.verdict(_read(compiled, facts))

    def one_by_one(facts: Values) -> None:
        inference = _read(compiled, facts)
        twins.begin(HEAD, "compiled", facts, AS_OF).verdict(inference)

    def ahead(batch: Sequence[Values]) -> None:
        begun = [twins.begin(HEAD, "compiled", each, AS_OF) for each in batch]
        for pending, facts in zip(begun, batch, strict=True):
            pending.verdict(_read(compiled, facts))

    times = best(
        {
            "compiled": lambda facts: _read(compiled, facts),
            "durable": lambda facts: _read(durable, facts),
            "overlapped": overlapped,
            "one by one": one_by_one,
            "the way": lambda facts: overlapped(facts, remembering),
        },
        inputs,
    )
    alone = times["compiled"]
    added = times["overlapped"] - alone, times["one by one"] - alone
    batch = [inputs[place % len(inputs)] for place in range(AHEAD)]
    seconds = min(_seconds(lambda: ahead(batch)) for _ in range(ROUNDS // 4))
    return [
        *(f"{each:.0f}" for each in (alone, times["durable"], *added)),
        f"{times['the way'] - alone:.0f}",
        f"{1e6 / times['overlapped']:.0f}",
        f"{_by_threads(overlapped, inputs):.0f}",
        f"{AHEAD / seconds:.0f}",
    ]


def best(
    contestants: Mapping[str, Callable[[Values], object]], inputs: Sequence[Values]
) -> dict[str, float]:
    """Give the best of each input, on average, in microseconds."""
    taken = {name: [math.inf] * len(inputs) for name in contestants}
    for _ in range(ROUNDS):
        for name, call in contestants.items():
            for place, facts in enumerate(inputs):
                seconds = _seconds(partial(call, facts))
                taken[name][place] = min(taken[name][place], seconds)
    return {name: statistics.mean(times) * 1e6 for name, times in taken.items()}


def _by_threads(call: Callable[[Values], object], inputs: Sequence[Values]) -> float:
    """Give the decisions in a second of several threads at once, the best of some rounds."""

    def ask(_: int) -> None:
        for each in inputs:
            call(each)

    with ThreadPoolExecutor(THREADS) as pool:
        rounds = [_seconds(lambda: list(pool.map(ask, range(THREADS)))) for _ in range(5)]
    return THREADS * len(inputs) / min(rounds)


def _read(engine: Engine, facts: Values) -> Any:
    """Infer, and make the firings, which the compiled engine makes when they are read."""
    inference = engine.infer(facts, AS_OF)
    assert inference.firings is not None
    return inference


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
