"""Work with durable-rules for tests, in a process of its own: its C module must not end the tests.

    python -m tests.differential.durable_work WORK [FIRST COUNT]

Prints one JSON object: `done`, how much was compared, and `wrong`, what was seen that is not right.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from statistics import median
from typing import Any, Final
from unittest.mock import patch

from engine.runtimes.durable import Broken, Durable, ruled
from engine.runtimes.durable.blocks import Block
from engine.runtimes.durable.network import Shard
from engine.runtimes.durable.ruled import RuledBlock
from engine.runtimes.durable.runtime import DurableEngine
from rulesets.checked import CheckedRuleset
from tests.differential.agreement import (
    difference,
    disagreement,
    explained,
    questions,
    right,
    sample_at,
)
from tests.differential.test_altered import altered_sample
from tests.generators import crowded
from tests.generators.networks import fact, holds, shards
from tests.generators.rulesets import seeded

Said = list[str]


def seeds(first: int, count: int) -> Said:
    """Hold the engine to the reference on rulesets of the generators."""
    return [disagreement(Durable(), seed) for seed in range(first, first + count)]


def altered(first: int, count: int) -> Said:
    """The same with `null` and outputs that are not compared."""
    made = [(seed, altered_sample(seed)) for seed in range(first, first + count)]
    return [_differs(checked, seed) for seed, checked in made if checked is not None]


def crowds(first: int, count: int) -> Said:
    """The same on tables and rules that have to be split, or evaluated beforehand."""
    numbers = range(first, first + count)
    return [_differs(crowded.checked(each), each) for each in numbers]


def prepared(first: int, count: int) -> Said:
    """Hold what is concluded at load to what is concluded where nothing is prepared."""
    said, ready = [], 0
    for seed in range(first, first + count):
        checked = sample_at(seed)[1]
        asked = questions(checked, seeded(seed))
        engine = Durable().load(checked)
        ready += sum(isinstance(each, RuledBlock) and each.ready for each in _blocks(engine))
        with patch.object(ruled, "fixed", lambda _: False):
            plain = Durable().load(checked)
        for each in asked:
            pair = each.inferred(engine, checked), each.inferred(plain, checked)
            said.append("" if pair[0] == pair[1] else f"{seed}: {explained(*pair)}")
    return said if ready > count else [*said, f"only {ready} conclusions were prepared"]


def networks(first: int, count: int) -> Said:
    """Hold shards to what their conditions mean."""
    said = []
    for seed in range(first, first + count):
        random = seeded(seed)
        trees, packs = shards(random)
        for made in packs:
            shard = Shard(made.rules)
            for _ in range(5):
                given = fact(made, random)
                known = {made.reads[name]: code for name, code in given.items()}
                expected = {name for name, (at,) in made.places.items() if holds(trees[at], known)}
                fired = shard.fired(_members(given))
                said.append("" if fired == expected else f"{seed}: {given} {fired ^ expected}")
    return said


def failures(first: int, count: int) -> Said:
    """What the C module refuses raises, and leaves no trace; interrupts neither."""
    shard = Shard(crowded.TWO_RULES)
    said = []
    for turn in range(first, first + count):
        broken = ('"p0":', '"p0":7e', '"p0":[', "x")[turn % 4]
        try:
            said.append(f"`{broken}` gave {shard.fired(broken)}")
        except Broken:
            said.append("")
        said += [_two_rules(shard)]
    shard._open = True  # as an interrupt between two calls leaves it
    return [*said, _two_rules(shard)]


def threads(first: int, count: int) -> Said:
    """Threads share an engine; versions come and go meanwhile."""
    versions = [sample_at(seed)[1] for seed in range(first, first + count)]
    asked = [questions(each, seeded(place)) for place, each in enumerate(versions)]
    expected = [right(*each) for each in zip(versions, asked, strict=True)]
    shared = [Durable().load(each) for each in versions]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)

    def ask(thread: int) -> Said:
        said = []
        for at in seeded(thread).sample(range(count), k=count):
            engine = shared[at] if thread % 2 else Durable().load(versions[at])
            for question, wanted in zip(asked[at], expected[at], strict=True):
                said.append(explained(question.inferred(engine, versions[at]), wanted))
        return said

    try:
        with ThreadPoolExecutor(4) as pool:
            return [each for them in pool.map(ask, range(8)) for each in them]
    finally:
        sys.setswitchinterval(usual)


def freed(first: int, count: int) -> Said:
    """Versions come and go without a trace in memory."""
    checked = crowded.checked(first)
    sizes = []
    for _ in range(count):
        Durable().load(checked)
        gc.collect()
        sizes.append(_kilobytes())
    # A version takes some 7,000 KB. What stays of each shows with each; what the process takes from
    # the system at once, for all that follow, shows once.
    growth = median(after - before for before, after in pairwise(sizes[count // 2 :]))
    return ["" if growth < 200 else f"{growth} KB more with each version"]


def _blocks(engine: DurableEngine) -> list[Block]:
    return [block for stratum in engine.strata for block, _ in stratum.blocks]


def _kilobytes() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
        return int(file.read().split()[1]) * 4


def _two_rules(shard: Shard) -> str:
    fired = [sorted(shard.fired(f'"p0":{code}')) for code in (1, 7, 70)]
    return "" if fired == [["r1"], ["r0", "r1"], ["r0"]] else f"{fired}"


def _members(given: Mapping[str, int]) -> str:
    return ",".join(f'"{key}":{code}' for key, code in given.items())


def _differs(checked: CheckedRuleset, seed: int) -> str:
    asked = questions(checked, seeded(seed))
    said = difference(Durable(), checked, asked, right(checked, asked))
    return f"{seed}: {said}" if said else ""


WORK: Final[Mapping[str, Callable[[int, int], Said]]] = {
    each.__name__: each
    for each in (seeds, altered, crowds, networks, failures, threads, freed, prepared)
}


def main(work: str, first: str, count: str) -> None:
    """Do a work and print what was seen."""
    said: Any = WORK[work](int(first), int(count))
    shown = {"done": len(said), "wrong": [each for each in said if each][:3]}
    sys.stdout.write(json.dumps(shown, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
