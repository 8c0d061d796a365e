"""Rounds in which contestants take turns, so that what else the machine does meets all of them."""

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

ROUNDS = 9
COMPILED = "engine.runtimes.compiled"


def microseconds(
    contestants: Mapping[str, tuple[Callable[[Any], object], Sequence[Any]]], rounds: int = ROUNDS
) -> dict[str, float]:
    """Give the median of several rounds, in microseconds for one input.

    Args:
        contestants: by name, what is called, and the inputs it is called with.
        rounds: how many; a round calls each contestant with all of its inputs.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, (call, inputs) in contestants.items():
            gc.collect()
            gc.disable()
            began = perf_counter()
            for each in inputs:
                call(each)
            taken[name].append((perf_counter() - began) / len(inputs) * 1e6)
            gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def row(name: str, *cells: str) -> None:
    """Print a line of a table."""
    print(f"{name:44}" + "".join(f"{cell:>14}" for cell in cells), flush=True)
