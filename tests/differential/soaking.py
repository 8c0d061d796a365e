"""New rulesets for as long as one likes: `python -m tests.differential.soaking 60`.

Every run begins with a seed of its own, which is printed: `--first SEED` repeats it. What disagrees
is shown small, and the run goes on; it ends with how much was compared, and fails if something did.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from secrets import randbelow
from time import monotonic

from engine.runtimes.compiled import Compiled
from tests.differential.agreement import FORMS, QUESTIONS, disagreement, formed

_SECONDS_BETWEEN_LINES = 60


def soak(seconds: float, first: int) -> int:
    """Compare for so long; return how many samples disagree."""
    say(f"first seed {first}")
    end, line = monotonic() + seconds, monotonic() + _SECONDS_BETWEEN_LINES
    found, count = 0, 0
    while monotonic() < end:
        form = tuple(FORMS)[count % len(FORMS)]
        with formed(form):
            said = disagreement(Compiled(), first + count)
        count += 1
        if said:
            found += 1
            say(f"{form}: {said}\n")
        if monotonic() > line:
            line += _SECONDS_BETWEEN_LINES
            say(told(count, found))
    say(told(count, found))
    return found


def told(count: int, found: int) -> str:
    """Sum up."""
    return f"{count} rulesets, {count * QUESTIONS} evaluations by each engine, {found} disagree"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; 1 when something disagrees."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential.soaking")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--first", type=int, default=10**6 * (1 + randbelow(10**6)))
    chosen = parser.parse_args(arguments)
    return 1 if soak(60 * chosen.minutes, chosen.first) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
