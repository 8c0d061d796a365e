"""Rounds in which contestants take turns, so that what else the machine does meets all of them."""

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

ROUNDS = 9
LEAST_SECONDS = 0.05
"""How long a contestant is asked in a round: a quick one has its code and data at hand by then."""

COMPILED = "engine.runtimes.compiled"


def microseconds(
    contestants: Mapping[str, tuple[Callable[[Any], object], Sequence[Any]]], rounds: int = ROUNDS
) -> dict[str, float]:
    """Give the median of several rounds, in microseconds for one input.

    Args:
        contestants: by name, what is called, and the inputs it is called with.
        rounds: how many; a round calls each contestant with all of its inputs, again and again
            until `LEAST_SECONDS` have passed.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (call, inputs) in contestants.items():
            gc.collect()
            gc.disable()
            taken[name].append(_asked(call, inputs) * 1e6)
            gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def _asked(call: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """Give the seconds for one input."""
    began, passes, passed = perf_counter(), 0, 0.0
    while passed < LEAST_SECONDS:
        for each in inputs:
            call(each)
        passes += 1
        passed = perf_counter() - began
    return passed / passes / len(inputs)


def best(work: Callable[[], object], repeats: int, rounds: int = 7) -> float:
    """Give the shortest of several rounds, in seconds for one repeat."""
    shortest = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = perf_counter()
        for _ in range(repeats):
            work()
        shortest = min(shortest, (perf_counter() - began) / repeats)
    return shortest


def row(name: str, *cells: str) -> None:
    """Print a line of a table."""
    print(f"{name:44}" + "".join(f"{cell:>14}" for cell in cells), flush=True)
