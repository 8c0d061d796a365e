"""Runs the durable engine on random rulesets and random shards for long, in child processes.

    python -m tests.fault.durable_fuzz MINUTES [--first SEED] [--jobs 1]

Every second child runs with poisoned memory (`MALLOC_PERTURB_`): what is read before it was
written, or after it was freed, is then seen. Each child is asked for some seconds and replaced; one
that dies, hangs or differs is told with its seed. The exit code is 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from engine.decision import Declined
from engine.runtimes.durable import Durable
from engine.runtimes.durable.network import Shard
from tests.differential.agreement import difference, questions, right, sample_at
from tests.generators.networks import fact, holds, shards
from tests.generators.rulesets import seeded

SECONDS: Final = 120
PATIENCE: Final = 60
SEEDS: Final = 1_000_000
"""A child's own range of seeds; it never gets to its end."""


@dataclass
class Count:
    """What was seen; growth of memory in KB for each 1,000 evaluations, a figure for each child.

    Children that work on rulesets also run the generators and the checks, whose caches grow; what
    is freed by the C module is seen in the children that work on networks alone.
    """

    rulesets: int = 0
    networks: int = 0
    evaluations: int = 0
    declined: int = 0
    mismatches: list[str] = field(default_factory=list)
    growth_of_rulesets: list[float] = field(default_factory=list)
    growth_of_networks: list[float] = field(default_factory=list)


def rulesets_of(seed: int, count: Count) -> None:
    """Hold the durable engine to the reference on one ruleset of the generators."""
    _, checked = sample_at(seed)
    random = seeded(seed)
    asked = [each for _ in range(6) for each in questions(checked, random)]
    count.rulesets += 1
    try:
        Durable().load(checked)
    except Declined:
        count.declined += 1
        return
    said = difference(Durable(), checked, asked, right(checked, asked))
    count.evaluations += len(asked)
    if said:
        count.mismatches.append(f"ruleset {seed}: {said[:400]}")


def network_of(seed: int, count: Count) -> None:
    """Hold shards to what their conditions mean."""
    random = seeded(seed)
    trees, packs = shards(random)
    for made in packs:
        shard = Shard(made.rules)
        count.networks += 1
        for _ in range(20):
            given = fact(made, random)
            members = ",".join(f'"{key}":{each}' for key, each in given.items())
            fired = shard.fired(members)
            known = {made.reads[name]: code for name, code in given.items()}
            expected = {name for name, (at,) in made.places.items() if holds(trees[at], known)}
            count.evaluations += 1
            if fired != expected:
                count.mismatches.append(f"network {seed}: {given} {fired ^ expected}")
        del shard


WORK: Final = {"rulesets": rulesets_of, "networks": network_of}


def child(kind: str, first: int, seconds: float) -> None:
    """Work through seeds and tell after each what was counted so far, and the memory in KB."""
    began, count = time.monotonic(), Count()
    for seed in range(first, first + SEEDS):
        tell({"seed": seed})
        WORK[kind](seed, count)
        tell({"seed": seed, "kilobytes": resident(), **vars(count)})
        if time.monotonic() - began > seconds:
            return


def tell(what: dict[str, Any]) -> None:
    """Print one line, for the parent or for a person."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def resident() -> int:
    """Read the memory of this process in KB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def watched(number: int, first: int) -> tuple[Count, str]:
    """Run one child and give what it counted, and what was wrong with the child itself."""
    poison = {"MALLOC_PERTURB_": str(1 + number % 254)} if number % 2 else {}
    kind = tuple(WORK)[number // 2 % len(WORK)]
    command = [sys.executable, "-m", "tests.fault.durable_fuzz", "0", "--first", str(first)]
    command += ["--child", kind]
    wrong = ""
    try:
        run = subprocess.run(
            command,
            env=os.environ | poison,
            capture_output=True,
            text=True,
            timeout=SECONDS + PATIENCE,
            check=False,
        )
        text = run.stdout
        if run.returncode:
            wrong = f"child {number} ended with {run.returncode}: {run.stderr[-300:]}"
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"").decode()
        wrong = f"child {number} hung"
    lines = [json.loads(line) for line in text.splitlines() if line.endswith("}")]
    told = [line for line in lines if "kilobytes" in line]
    if wrong and lines:
        wrong += f" at seed {lines[-1]['seed']}"
    if not told:
        return Count(), wrong
    last = {key: value for key, value in told[-1].items() if key not in {"seed", "kilobytes"}}
    count = Count(**last)
    # The first half fills the caches of Python; what grows after it would be a leak.
    start = told[len(told) // 2]
    done = count.evaluations - start["evaluations"]
    if done:
        growth = 1000 * (told[-1]["kilobytes"] - start["kilobytes"]) / done
        getattr(count, f"growth_of_{kind}").append(round(growth, 1))
    return count, wrong


def main() -> int:
    """Fuzz for as long as asked and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--first", type=int, default=1_000_000_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--child", choices=WORK)
    options = parser.parse_args()
    if options.child is not None:
        child(options.child, options.first, SECONDS)
        return 0
    end = time.monotonic() + 60 * options.minutes
    whole, wrongs, number = Count(), [], 0
    with ThreadPoolExecutor(options.jobs) as pool:
        while time.monotonic() < end:
            numbers = range(number, number + options.jobs)
            firsts = [options.first + each * SEEDS for each in numbers]
            for count, wrong in pool.map(watched, numbers, firsts):
                for key, value in vars(count).items():
                    setattr(whole, key, getattr(whole, key) + value)
                wrongs += [wrong] if wrong else []
            number += options.jobs
            tell({"children": number, "wrong": wrongs, **vars(whole)})
    return 1 if wrongs or whole.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
