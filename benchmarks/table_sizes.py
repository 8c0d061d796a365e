"""A table of 3 equality and 2 interval columns, from 10 to 100,000 rows: time, loading, memory.

The loading of 1,000 rules written as sentences stands beside it.
Each size runs in a process of its own, so that memory is by how much this size makes it grow.
100,000 rows are measured when FENJI_BENCH_LARGEST is set.
"""

import gc
import importlib
import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks import _peers
from benchmarks._measured import Measured, Table
from benchmarks._measuring import COMPILED, microseconds, row
from engine.intake import take_facts
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.freezing import freeze, identity_of_frozen, thaw
from service.check_document import check_document

SIZES: Final = (10, 100, 1_000, 10_000)
LARGEST: Final = 100_000
RULES: Final = 1_000
AS_OF: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOST: Final = 1000
PER_KEY: Final = 4
ASKED: Final = 1000


def main() -> None:
    """Measure each size in a child process and print what it tells."""
    row("rows: µs", *ENGINES)
    told = {}
    for size in (*SIZES, *((LARGEST,) if os.environ.get("FENJI_BENCH_LARGEST") else ())):
        child = subprocess.run(
            [sys.executable, "-c", f"from benchmarks.table_sizes import one; one({size})"],
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        if child.returncode:
            row(f"{size:,}", f"failed: {child.stderr.strip().splitlines()[-1]}")
            continue
        told[size] = json.loads(child.stdout)
        times = told[size]["microseconds"]
        row(f"{size:,}", *(shown(times.get(each)) for each in ENGINES))
    row("rows: seconds", "document", "stored", *(f"{each} load" for each in ENGINES))
    for size, each in told.items():
        read = (each["check"], each["thaw"])
        row(f"{size:,}", *map(shown, read), *(shown(each["load"].get(e)) for e in ENGINES))
    loading_rules()
    row("rows: MB", "checked", *(f"{each} load" for each in ENGINES))
    for size, each in told.items():
        row(f"{size:,}", shown(each["checked"]), *(shown(each["memory"].get(e)) for e in ENGINES))


ENGINES: Final = ("compiled", "reference", "zen", "Python")


def shown(figure: float | None) -> str:
    """Write a figure; a dash where it is absent."""
    return "-" if figure is None else f"{figure:.2f}"


def big_table(size: int) -> tuple[Measured, list[dict[str, Any]]]:
    """Make a ruleset of one table, and customers each of whom meets a row in its middle or end."""
    chance = random.Random(size)  # noqa: S311 - no secret: the same table each time
    keys = -(-(size - 1) // PER_KEY)
    pool = next(each for each in range(2, 100) if each**3 >= keys)
    texts = {key: tuple(f"{key}{n}" for n in range(pool)) for key in ("product", "area", "class")}
    chosen = chance.sample(range(pool**3), keys)
    rows, places = [], []
    for number in chosen:
        place = (number // pool**2, number // pool % pool, number % pool)
        words = [f'"{each[at]}"' for each, at in zip(texts.values(), place, strict=True)]
        places.append(place)
        middle, half = chance.randrange(1, MOST), chance.randrange(1, MOST)
        for low, high in ((0, middle), (middle, MOST)):
            for under, over in ((0, half), (half, MOST)):
                rows.append([*words, f"[{low} .. {high})", f"[{under} .. {over})"])
    rows = rows[: size - 1]
    chance.shuffle(rows)
    rows.append(["-"] * 5)
    numbered = tuple((*cells, str(number)) for number, cells in enumerate(rows, 1))
    inputs = ("product", "area", "class", "pieces", "distance")
    table = Table("price", 1, inputs, numbered)
    measured = Measured({"pieces": MOST, "distance": MOST}, texts, (table,))
    customers = measured.customers(ASKED)
    for each in customers:
        place = chance.choice(places)
        each |= {key: texts[key][at] for key, at in zip(texts, place, strict=True)}
    return measured, customers


def one(size: int) -> None:
    """Measure one size; print it as JSON."""
    measured, customers = big_table(size)
    at_first = resident()
    began = perf_counter()
    checked = measured.checked()
    told: dict[str, Any] = {"check": perf_counter() - began, "checked": resident() - at_first}
    frozen = json.dumps(freeze(checked))
    began = perf_counter()
    stored = json.loads(frozen)
    check(thaw(stored))
    identity_of_frozen(stored)
    told["thaw"] = perf_counter() - began
    told |= {"load": {}, "memory": {}, "microseconds": {}}
    contestants, answers = {}, {}
    for name, make in makers(measured, checked).items():
        before, began = resident(), perf_counter()
        try:
            decide, read, numbers = make()
        except ImportError:
            continue
        told["load"][name] = perf_counter() - began
        told["memory"][name] = resident() - before
        # The reference looks at every row: a few customers are enough to see it.
        few = customers[: max(2, 20_000 // size)] if name == "reference" else customers
        asked = [numbers(each) for each in few]
        answers[name] = [int(read(decide(each))) for each in asked]
        contestants[name] = (decide, asked)
    longest = max(answers.values(), key=len)
    assert all(each == longest[: len(each)] for each in answers.values()), "they disagree"
    told["microseconds"] = microseconds(contestants, 5)
    print(json.dumps(told))


Made = tuple[Callable[[Any], Any], Callable[[Any], Any], Callable[[dict[str, Any]], Any]]


def makers(measured: Measured, checked: CheckedRuleset) -> dict[str, Callable[[], Made]]:
    """Give the engines: each makes what decides, what reads an answer, what writes the facts."""

    def taken(given: dict[str, Any]) -> Any:
        numbers = {key: Decimal(each) for key, each in given.items() if isinstance(each, int)}
        return take_facts(given | numbers, checked)

    def fenji(runtime: Any) -> Made:
        engine = runtime.load(checked)
        return (
            partial(engine.infer, as_of=AS_OF),
            lambda inference: inference.conclusions["price"],
            taken,
        )

    def zen() -> Made:
        decide = _peers.zen(measured, trace=False)
        return decide, lambda answer: answer["result"]["price"], dict

    def python() -> Made:
        if len(measured.tables[0].rows) > max(SIZES):
            # Python takes minutes and gigabytes to compile it.
            raise ImportError
        return _peers.generated(measured), lambda answer: answer["price"], dict

    return {
        "compiled": lambda: fenji(importlib.import_module(COMPILED).Compiled()),
        "reference": lambda: fenji(Reference()),
        "zen": zen,
        "Python": python,
    }


def loading_rules() -> None:
    """Measure the loading of rules that are written as sentences: the shortest of three."""
    checked = check_document(None, rules_document())
    assert isinstance(checked, CheckedRuleset)
    frozen = json.dumps(freeze(checked))
    told = []
    for _ in range(3):
        times = [perf_counter()]
        found = json.loads(frozen)
        read = check(thaw(found))
        identity_of_frozen(found)
        times.append(perf_counter())
        importlib.import_module(COMPILED).Compiled().load(read)
        told.append((times[1] - times[0], perf_counter() - times[1]))
    stored, compiled = min(told, key=sum)
    row(f"{RULES:,} rules", "-", shown(stored), shown(compiled))


def rules_document() -> str:
    """Write a block of rules, each with a group of three conditions."""
    rules = (
        f"      - id: r{at}\n"
        f"        when: {{all: ['product = \"p{at % 40}\"', 'pieces >= {at % 90}',"
        f" {{any: ['distance < {at}', 'product is missing']}}]}}\n"
        f"        then: {{price: '{at}'}}\n"
        for at in range(RULES)
    )
    return (
        "ruleset: sentences\ntitle: {zh: 测速, en: Measured}\nzone: UTC\nfacts:\n"
        "  - {key: product, type: text}\n"
        "  - {key: pieces, type: number, scale: 0}\n"
        "  - {key: distance, type: number, scale: 0}\n"
        "conclusions:\n  - {key: price, type: number, scale: 0}\n"
        "blocks:\n  - key: prices\n    kind: rules\n    hit: first\n    concludes: [price]\n"
        f"    rules:\n{''.join(rules)}"
    )


def resident() -> float:
    """Give the memory that this process has now, in MB."""
    gc.collect()
    pages = Path("/proc/self/statm")
    if not pages.exists():
        # Elsewhere only the most that it ever had is known.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(pages.read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
