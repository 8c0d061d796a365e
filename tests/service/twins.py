"""Twins for tests: versions that need no database, and callers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.decision import Inference, Values
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.types import Both
from service.loading import Versions
from service.twin import Counts, Policy, Twinned, Twins
from service.twin.process import CHILD
from storage.database import Database
from storage.ruleset_versions import VersionHead
from tests.houses import NOON
from tests.unit.loading import load

BODY = """
conclusions:
  - {key: grade, title: {zh: 等级, en: Grade}, type: text}
  - {key: off, title: {zh: 折扣, en: Off}, type: number, scale: 1}
blocks:
  - key: grading
    kind: table
    hit: first
    inputs: [a]
    outputs: [grade, off]
    rows:
      - {id: high, when: [">= 500"], then: ['"A"', "12.5"]}
      - {id: low, when: ["-"], then: ['"B"', "0"]}
"""


class Shelf(Versions):
    """Versions of checked rulesets, as they are."""

    def __init__(self) -> None:
        super().__init__(Database("sqlite://"), {"reference": Reference(), "compiled": Compiled()})
        self.kept: list[CheckedRuleset] = []

    def add(self, checked: CheckedRuleset) -> VersionHead:
        """Put one there."""
        self.kept.append(checked)
        number = len(self.kept)
        return VersionHead("t", number, f"{number}", Both("", ""), NOON, NOON, "ann")

    def _load(self, head: VersionHead) -> CheckedRuleset:
        return self.kept[head.number - 1]


def graded(copy: int = 0) -> CheckedRuleset:
    """Make a small version; each copy says something else."""
    return load(BODY.replace("500", f"{500 + copy}"))


@dataclass
class Desk:
    """Twins, the versions they are asked for, and whoever asks."""

    shelf: Shelf
    twins: Twins
    before: Counts = field(default_factory=Counts)

    def decide(self, head: VersionHead, facts: Values, as_of: Any = NOON) -> Twinned:
        """Infer by the compiled engine, twinned."""
        pending = self.twins.begin(head, "compiled", facts, as_of)
        return pending.verdict(self.infer(head, facts, as_of))

    def infer(self, head: VersionHead, facts: Values, as_of: Any = NOON) -> Inference:
        """Infer by the compiled engine."""
        return self.shelf.engine(head, "compiled").infer(facts, as_of)

    def counts(self) -> Counts:
        """Count what happened since it was opened or passed on."""
        now, before = self.twins.counters(), self.before
        return Counts(
            durable=now.durable - before.durable,
            reference=Counter(now.reference) - Counter(before.reference),
            none=now.none - before.none,
            disagreements=now.disagreements - before.disagreements,
            started=now.started - before.started,
            replaced=Counter(now.replaced) - Counter(before.replaced),
        )

    def passed_on(self) -> Desk:
        """Give it to the next test, which counts from nothing; a child takes time to start."""
        self.before = self.twins.counters()
        return self


@contextmanager
def desk(*child: str, policy: Policy | None = None) -> Iterator[Desk]:
    """Open a desk whose child is `child`, by default the real one, and clear it away."""
    shelf = Shelf()
    made = Desk(shelf, Twins(policy or Policy(), shelf, child=child or CHILD))
    try:
        yield made
    finally:
        made.twins.close()


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something holds; tell whether it did."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(0.01)
    return True


def process_of(twins: Twins) -> int:
    """Find the child's number on this machine; 0 when there is none just now."""
    keeper = twins._keeper
    process = keeper.process if keeper else None
    return process.id if process else 0


def is_running(process: int) -> bool:
    """Tell whether a process is there; a zombie is."""
    return Path(f"/proc/{process}").exists()
