"""durable-rules the usual way, in a process of its own: its C extension may take it down.

Reads the benchmark's number of customers from its arguments, prints one JSON object: `conclusions`
of every customer, and `microseconds` for each round. Its usual way: a ruleset for each stratum, a
rule for each row, `assert_fact`, and an action that notes what fired; all rows of a table fire, so
the first one is chosen afterwards.
"""

import contextlib
import functools
import json
import operator
import sys
from time import perf_counter
from typing import Any, Final

import durable.lang as library
from durable.engine import MessageNotHandledException

from benchmarks._grading import GRADING
from benchmarks._measured import Given, Table, read_cell

COMPARE: Final = {"=": operator.eq, ">=": operator.ge, "<": operator.lt}
FIRED: Final[list[tuple[str, int]]] = []
STRATA: Final = sorted({table.stratum for table in GRADING.tables})


def condition(table: Table, row: tuple[str, ...]) -> Any:
    """Write a row as a condition; None for a blank one."""
    tests = []
    for key, cell in zip(table.inputs, row, strict=False):
        found = read_cell(cell)
        if found is None:
            continue
        sign, operand, end = found
        field = getattr(library.m, key)
        if sign == "[)":
            tests += [field >= operand, getattr(library.m, key) < end]
        else:
            tests.append(COMPARE[sign](field, operand))
    return functools.reduce(operator.and_, tests) if tests else None


def define(stratum: int) -> None:
    """Make a stratum's ruleset."""
    with library.ruleset(f"stratum{stratum}"):
        for table in GRADING.tables:
            if table.stratum != stratum:
                continue
            for number, row in enumerate(table.rows, 1):
                wanted = condition(table, row)
                if wanted is not None:
                    library.when_all(wanted)(noting(table.key, number))


def noting(key: str, number: int) -> Any:
    """Make an action that notes that a row fired."""

    def note(_: Any) -> None:
        FIRED.append((key, number))

    return note


def decide(given: Given) -> dict[str, str]:
    """Decide about one customer."""
    known = dict(given)
    for stratum in STRATA:
        FIRED.clear()
        fact = {"id": 1, "sid": "1", **known}
        for call in (library.assert_fact, library.retract_fact):
            # A fact that no row looks at is refused.
            with contextlib.suppress(MessageNotHandledException):
                call(f"stratum{stratum}", fact)
        first: dict[str, int] = {}
        for key, number in FIRED:
            first[key] = min(number, first.get(key, number))
        for table in GRADING.tables:
            if table.stratum == stratum:
                known[table.key] = table.rows[first.get(table.key, 0) - 1][-1]
    return {table.key: known[table.key] for table in GRADING.tables}


def main(count: int, rounds: int) -> None:
    """Measure and print."""
    for stratum in STRATA:
        define(stratum)
    customers = GRADING.customers(count)
    conclusions = [decide(each) for each in customers]
    microseconds = []
    for _ in range(rounds):
        began = perf_counter()
        for each in customers:
            decide(each)
        microseconds.append((perf_counter() - began) / count * 1e6)
    print(json.dumps({"conclusions": conclusions, "microseconds": microseconds}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
