"""A decision by the durable engine at 53, 212 and 1,007 rules in 4 strata, beside the others.

The rules are those of `one_decision`, one, four and nineteen times over, with keys of their own.
Each engine infers and its firings are read; times are medians, in microseconds for one decision.
"""

import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from benchmarks._grading import GRADING
from benchmarks._measured import Measured
from benchmarks._measuring import microseconds, row
from engine.intake import take_facts
from engine.runtimes.durable import is_here
from service.house import all_runtimes

COPIES: Final = (1, 4, 19)
CUSTOMERS: Final = 60
AS_OF: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)


def main() -> None:
    """Compare, then measure and print."""
    if not is_here():
        row("durable-rules is not here")
        return
    row("rules", "compiled", "reference", "durable", "load ms")
    for copies in COPIES:
        grading = copied(copies)
        checked = grading.checked()
        inputs = [take_facts(each, checked) for each in plain(grading)]
        engines: dict[str, Any] = {}
        for name, runtime in all_runtimes().items():
            began = time.perf_counter()
            engines[name] = runtime.load(checked)
            loaded = (time.perf_counter() - began) * 1000
        for facts in inputs:
            right = engines["reference"].infer(facts, AS_OF)
            for name, engine in engines.items():
                assert engine.infer(facts, AS_OF).agrees(right), f"{name} disagrees"
        asked = {
            name: (lambda facts, engine=engine: engine.infer(facts, AS_OF).firings, inputs)
            for name, engine in engines.items()
        }
        times = microseconds(asked)
        shown = [f"{times[name]:.1f}" for name in ("compiled", "reference", "durable")]
        row(str(sum(len(each.rows) for each in grading.tables)), *shown, f"{loaded:.0f}")


def copied(copies: int) -> Measured:
    """Repeat the tables, each copy reading its own conclusions."""
    concluded = {each.key for each in GRADING.tables}
    tables = [
        replace(
            table,
            key=f"{table.key}_{copy}",
            inputs=tuple(f"{key}_{copy}" if key in concluded else key for key in table.inputs),
        )
        for copy in range(copies)
        for table in GRADING.tables
    ]
    return replace(GRADING, tables=tuple(tables))


def plain(grading: Measured) -> list[dict[str, Any]]:
    """Give customers as a caller gives them: numbers exact."""
    return [
        {key: Decimal(each) if isinstance(each, int) else each for key, each in customer.items()}
        for customer in grading.customers(CUSTOMERS)
    ]
