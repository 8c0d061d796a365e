"""Rows found in decision tables of 10 to 100,000 rows: the index of the compiled engine and a scan.

Three columns of equalities (one with blank cells, one with `not`) and two of intervals, as a table
of prices or of grades has them. Every lookup is checked against a plain scan of the same rows.
"""

import gc
import tracemalloc
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from math import ceil
from random import Random
from time import perf_counter

from engine.runtimes.compiled.index_operands import plain_literal
from engine.runtimes.compiled.indexing import TableIndex
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    CompareTest,
    Literal,
    RangeTest,
    TestsCell,
    ValueTest,
)
from rulesets.types import NumberType, TextType, Type
from rulesets.values import Value

SIZES = (10, 100, 1_000, 10_000, 100_000)
TYPES: tuple[Type, ...] = (TextType(), TextType(), TextType(), NumberType(), NumberType())
LOOKUPS = 200
ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """A row as plain Python has it: sets to be in (None: any), and half-open intervals."""

    names: tuple[frozenset[str] | None, ...]
    spans: tuple[tuple[Decimal, Decimal | None], ...]

    def holds(self, values: list[Value]) -> bool:
        """Test the row by itself."""
        for allowed, name in zip(self.names, values[:3], strict=True):
            if allowed is not None and name not in allowed:
                return False
        return all(
            low <= value and (high is None or value < high)  # type: ignore[operator]  # Decimals
            for (low, high), value in zip(self.spans, values[3:], strict=True)
        )


def main() -> None:
    """Measure and print."""
    columns = ("rows", "lookup µs", "scan µs", "found", "build ms", "kept MB", "peak MB")
    for name, make in (("grid", grid), ("overlapping", overlapping), ("unlike", unlike)):
        print(f"{name}: {make.__doc__}")
        print("".join(f"{each:>12}" for each in columns))
        for size in SIZES:
            print("".join(f"{each:>12}" for each in measured(make(size), size)))


def measured(rows: list[Row], size: int) -> tuple[str, ...]:
    """Build the index of a table, check it against a scan, and time both."""
    cells = [cells_of(row) for row in rows]
    began = perf_counter()
    index = TableIndex.build(cells, TYPES, plain_literal)
    building = perf_counter() - began
    kept, peak = memory(cells)
    asked = questions(rows)
    few = asked[: max(3, min(LOOKUPS, 200_000 // size))]
    began = perf_counter()
    scanned = [tuple(at for at, row in enumerate(rows) if row.holds(each)) for each in few]
    scanning = (perf_counter() - began) / len(few)
    assert [index.candidates(each) for each in few] == scanned, "the index and the scan disagree"
    found = sum(len(index.candidates(each)) for each in asked) / len(asked)
    looking = shortest(index, asked)
    return (
        f"{len(rows):,}",
        f"{looking * 1e6:.1f}",
        f"{scanning * 1e6:.1f}",
        f"{found:.1f}",
        f"{building * 1e3:.0f}",
        f"{kept:.1f}",
        f"{peak:.1f}",
    )


def shortest(index: TableIndex, asked: list[list[Value]]) -> float:
    """Return the shortest of several rounds, in seconds for one lookup."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        began = perf_counter()
        for each in asked:
            index.candidates(each)
        best = min(best, (perf_counter() - began) / len(asked))
    return best


def memory(cells: list[list[Cell]]) -> tuple[float, float]:
    """Measure what an index keeps and what building it takes at most, in MB."""
    gc.collect()
    tracemalloc.start()
    index = TableIndex.build(cells, TYPES, plain_literal)
    gc.collect()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.residual
    return kept / 1e6, peak / 1e6


def cells_of(row: Row) -> list[Cell]:
    """Write a row as the cells of a table."""
    names: list[Cell] = [
        AnyCell()
        if allowed is None
        else TestsCell(tuple(ValueTest(Literal(name)) for name in sorted(allowed)))
        for allowed in row.names
    ]
    spans: list[Cell] = [
        TestsCell((CompareTest(">=", Literal(low)),))
        if high is None
        else TestsCell((RangeTest(Literal(low), Literal(high), True, False),))
        for low, high in row.spans
    ]
    return names + spans


def grid(size: int) -> list[Row]:
    """One row for each region, trade, level and band of two amounts: one row is true."""
    side = max(1, ceil((size / 10) ** 0.25))
    bands = max(1, ceil((size / (side**2 * 5)) ** 0.5))
    edges: list[Decimal | None] = [Decimal(each * 1000) for each in range(bands)]
    spans = list(zip(edges, [*edges[1:], None], strict=True))
    named = product(range(side), range(side), range(5), spans, spans)
    return [
        Row((one(f"r{region}"), one(f"t{trade}"), one(f"l{level}")), (first, second))  # type: ignore[arg-type]  # edges begin with numbers
        for region, trade, level, first, second in islice(named, size)
    ]


def overlapping(size: int) -> list[Row]:
    """Random sets and intervals that overlap, a tenth of the cells blank: several rows are true."""
    random = Random(size)  # noqa: S311 - for test data
    count = max(3, round(size**0.5))
    rows = []
    for _ in range(size):
        names = tuple(
            None if random.random() < 0.1 else one(*random.sample(some(prefix, count), 2))
            for prefix in "rtl"
        )
        rows.append(Row(names, (span(random, size), span(random, size))))
    return rows


def unlike(size: int) -> list[Row]:
    """A customer in nearly every row, and no two ends of intervals alike: the most classes."""
    random = Random(size)  # noqa: S311 - for test data
    return [
        Row(
            (one(f"c{at}") if at % 100 else None, one(f"t{at % 7}"), one(f"l{at % 5}")),
            (span(random, size * 1000), span(random, size * 1000)),
        )
        for at in range(size)
    ]


def one(*names: str) -> frozenset[str]:
    return frozenset(names)


def some(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{at}" for at in range(count)]


def span(random: Random, size: int) -> tuple[Decimal, Decimal]:
    low = random.randrange(size * 100)
    return Decimal(low) / 100, Decimal(low + random.randrange(1, size * 20)) / 100


def questions(rows: list[Row]) -> list[list[Value]]:
    """Draw customers near a random row each, so that most find something."""
    random = Random(len(rows))  # noqa: S311 - for test data
    asked: list[list[Value]] = []
    for _ in range(LOOKUPS):
        row = random.choice(rows)
        names = [min(allowed) if allowed else "none" for allowed in row.names]
        amounts = [low if random.random() < 0.2 else low + Decimal("0.01") for low, _ in row.spans]
        asked.append([*names, *amounts])
    return asked
