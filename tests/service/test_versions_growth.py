"""Versions load and unload without growth: what is dropped goes, and memory stays as it was."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from engine.runtimes.compiled import Compiled, runtime
from engine.runtimes.compiled.intake import make_quick_pass
from rulesets.checking import check
from rulesets.freezing import freeze, thaw
from service import loading
from service.loading import Versions
from service.publish import publish
from storage import ruleset_versions
from tests.houses import RULESET, VOCABULARY, new_house
from tests.unit.loading import load

MOST = 3
ROUNDS = [12, pytest.param(500, marks=pytest.mark.soak)]
TABLE = """
conclusions: [{key: price, title: {zh: 价, en: Price}, type: number, scale: 0}]
blocks:
  - key: prices
    kind: table
    hit: first
    inputs: [t, a]
    outputs: [price]
    rows:
"""
ROW = """      - {{id: r{0}, when: ['"t{0}"', ">= {0}"], then: ["{0}"]}}\n"""


@pytest.fixture(autouse=True)
def few_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both keepers drop versions early."""
    monkeypatch.setattr(runtime, "MOST_VERSIONS", MOST)
    monkeypatch.setattr(loading, "MOST", MOST)


def growth(again: Callable[[], object], rounds: int) -> int:
    """Repeat something until what is kept is full, then more: the bytes by which memory grew."""
    tracemalloc.start()
    try:
        sizes = []
        for times in (3 * MOST, rounds):
            for _ in range(times):
                again()
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
        return sizes[1] - sizes[0]
    finally:
        tracemalloc.stop()


def alive(seen: list[weakref.ref[object]]) -> int:
    return sum(each() is not None for each in seen)


@pytest.mark.parametrize("rounds", ROUNDS)
def test_engines_that_were_dropped_are_gone(rounds: int) -> None:
    frozen = freeze(load(TABLE + "".join(map(ROW.format, range(60)))))
    compiled = Compiled()
    seen: list[weakref.ref[object]] = []

    def again() -> None:
        checked = check(thaw(frozen))
        make_quick_pass(checked)
        seen.extend(map(weakref.ref, (checked, compiled.load(checked))))

    grown = growth(again, rounds)
    # A version of this table takes about 280 kB, and a weak reference about 100 bytes.
    assert grown < 50_000 + 400 * rounds
    assert alive(seen) == 2 * MOST


@pytest.mark.parametrize("rounds", ROUNDS)
def test_stored_versions_that_were_dropped_are_gone(rounds: int, tmp_path: Path) -> None:
    house = new_house(f"sqlite:///{tmp_path / 'fenji.db'}")
    publish(house, VOCABULARY)
    for limit in range(50, 56):
        publish(house, RULESET.replace("50万", f"{limit}万"))
    with house.database.reading() as transaction:
        heads = cycle(ruleset_versions.heads(transaction))
    compiled = Compiled()
    versions = Versions(house.database, {"compiled": compiled})
    seen: list[weakref.ref[object]] = []

    def again() -> None:
        head = next(heads)
        seen.extend(map(weakref.ref, (versions.checked(head), versions.engine(head, "compiled"))))

    grown = growth(again, rounds)
    assert grown < 50_000 + 400 * rounds
    assert alive(seen) == 2 * MOST
