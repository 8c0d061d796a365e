"""Source for tables that are asked at run time."""

from __future__ import annotations

from collections.abc import Sequence

from engine.runtimes.compiled.concluding import (
    fired_text,
    known_fired,
    policy_of,
    settled,
)
from engine.runtimes.compiled.large import LargeTable
from engine.runtimes.compiled.outputs import Outcomes
from engine.runtimes.compiled.policies import Fired, Policy
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import Term
from rulesets.checked import CheckedRow, CheckedTable
from rulesets.types import CodeList

MOST_STRAIGHT_ROWS = 32
"""Tables of more rows are indexed."""


def large_source(
    made: Outcomes, table: CheckedTable, subjects: list[Term], codes: list[CodeList | None]
) -> None:
    """Ask the table at run time; outputs that are no literals have a function for each row."""
    source, policy = made.source, policy_of(made, table)
    large = LargeTable(table, codes)
    values = [*subjects, *(made.expressions.term(node) for node in large.operands)]
    given = source.temporary()
    source.add(f"{given} = ({''.join(f'{each.whole}, ' for each in values)})")
    today = "None"
    if any(row.valid_from or row.valid_to for row in large.rows):
        today = "today"
        source.used["today"] = None
    find = source.objects.name(large.first if table.block.hit == "first" else large.fired)
    places, fired = source.temporary(), source.temporary()
    source.add(f"{places} = {find}({given}, {today})")
    rows, used = _large_outputs(made, policy, large.rows)
    source.used.update(dict.fromkeys(used))
    arguments = [source.objects.name(rows), places, "problems", made.block, made.zone, *used]
    source.add(f"{fired} = rows_fired({', '.join(arguments)})")
    unknown = f"{source.objects.name(large.unknown)}({given}, {today})"
    settled(made, table, fired, unknown)


def _large_outputs(
    made: Outcomes, policy: Policy, rows: Sequence[CheckedRow]
) -> tuple[list[Fired | None], list[str]]:
    """Prepare what each row gives: known at load, or a function of what its outputs read."""
    version = made.version
    found: list[Fired | None] = []
    late: list[tuple[int, Source]] = []
    for place, row in enumerate(rows):
        found.append(known_fired(made, policy, row))
        if found[place] is None:
            own = made.inside(Source(version.objects))
            own.source.add(f"return {fired_text(own, policy, row)}")
            late.append((place, own.source))
    used = list(dict.fromkeys(name for _, source in late for name in source.used))
    for place, source in late:
        name = version.function_name()
        head = f"def {name}({', '.join(['problems', 'block', 'zone', *used])}):"
        version.texts.append(source.text(head))
        version.late.append((found, place, name))
    return found, used
