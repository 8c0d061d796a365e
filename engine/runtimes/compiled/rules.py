"""Source for tables and rules (section 12): conditions, what fired, and what did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.runtimes.compiled.atoms import cell_atoms, condition_atoms
from engine.runtimes.compiled.concluding import (
    Condition,
    fired_text,
    guard_of,
    nothing_fired,
    policy_of,
    settled,
    unknown_text,
)
from engine.runtimes.compiled.conditions import cell_truth
from engine.runtimes.compiled.large_source import MOST_STRAIGHT_ROWS, large_source
from engine.runtimes.compiled.nested_source import Opened, nested_source
from engine.runtimes.compiled.outputs import Outcomes
from engine.runtimes.compiled.sharing import Sharing
from engine.runtimes.compiled.terms import Term, Truth, all_of, kept, truth_of
from rulesets.checked import CheckedRow, CheckedRules, CheckedTable
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import AnyCell
from rulesets.types import CodeList, TextType


def subjects_of(made: Outcomes, table: CheckedTable) -> list[Term]:
    """5.8: each distinct input is evaluated once for the block."""
    known: dict[str, Term] = {}
    found = []
    for node in table.subjects:
        text = print_node(node)
        if text not in known:
            known[text] = made.expressions.atom(node)
        found.append(known[text])
    return found


def table_source(made: Outcomes, table: CheckedTable) -> None:
    """12.1: a row's condition is the `and` of its cells."""
    subjects = subjects_of(made, table)
    codes = [
        of.one_of if isinstance(of, TextType) else subject.codes
        for subject, of in zip(subjects, table.subject_types, strict=True)
    ]
    if len(table.rows) > MOST_STRAIGHT_ROWS:
        large_source(made, table, subjects, codes)
        return

    def opened(own: Outcomes, rows: Sequence[Any]) -> Iterator[Opened]:
        for row in rows:
            cells = list(zip(row.cells, subjects, codes, strict=True))
            atoms = tuple(atom for each in cells for atom in cell_atoms(own.expressions, *each))
            yield atoms, all_of(cell_truth(own.expressions, *each) for each in cells)

    if not nested_source(made, table, table.rows, opened):
        _fired(made, table, Columns(made, table, subjects, codes).conditions())


@dataclass
class Columns:
    """The columns of a small table; a cell that stands in several rows is tested once."""

    made: Outcomes
    table: CheckedTable
    subjects: list[Term]
    codes: list[CodeList | None]

    def conditions(self) -> Iterator[Condition]:
        """Make the rows' conditions, each where the source stands by then."""
        rows = [row for row in self.table.rows if not row.disabled]
        texts = {row.number: self._texts(row) for row in rows}
        counts = Counter(pair for pairs in texts.values() for pair in pairs)
        known: dict[tuple[int, str], Truth] = {}
        for row in rows:
            truths = []
            for place, text in texts[row.number]:
                if (place, text) not in known:
                    truth = self._truth(row, place)
                    if counts[place, text] > 1:
                        truth = self._shared(truth)
                    known[place, text] = truth
                truths.append(known[place, text])
            yield Condition(row, all_of(truths), guard_of(self.made, row))

    def _texts(self, row: CheckedRow) -> list[tuple[int, str]]:
        return [
            (place, print_cell(cell))
            for place, cell in enumerate(row.cells)
            if not isinstance(cell, AnyCell)
        ]

    def _shared(self, truth: Truth) -> Truth:
        if self.table.when_unknown is not None:
            return truth_of(kept(truth, self.made.source), self.made.source)
        name = self.made.source.temporary()
        self.made.source.add(f"{name} = {truth.true}")
        return Truth(name, "False")  # nobody asks whether a condition is unknown

    def _truth(self, row: CheckedRow, place: int) -> Truth:
        return cell_truth(
            self.made.expressions, row.cells[place], self.subjects[place], self.codes[place]
        )


def rules_source(made: Outcomes, rules: CheckedRules) -> None:
    """Rules as sentences."""
    unknown = rules.when_unknown is not None

    def opened(own: Outcomes, left: Sequence[Any]) -> Iterator[Opened]:
        conditions = [rule.when for rule in left]
        sharing = Sharing(own.expressions, conditions, unknown=unknown, opened=True)
        for place in range(len(left)):
            sharing.make(place)
        for each in conditions:
            yield condition_atoms(own.expressions, each), own.expressions.group(each)

    if not nested_source(made, rules, rules.rules, opened):
        _fired(made, rules, _conditions(made, rules, unknown=unknown))


def _conditions(made: Outcomes, rules: CheckedRules, *, unknown: bool) -> Iterator[Condition]:
    """Make the rules' conditions, each where the source stands by then."""
    left = [rule for rule in rules.rules if not rule.disabled]
    sharing = Sharing(made.expressions, [rule.when for rule in left], unknown=unknown)
    for place, rule in enumerate(left):
        sharing.make(place)
        yield Condition(rule, made.expressions.group(rule.when), guard_of(made, rule))


def _fired(
    made: Outcomes, block: CheckedTable | CheckedRules, conditions: Iterator[Condition]
) -> None:
    source = made.source
    if block.block.hit == "first":
        _first(made, block, conditions)
        return
    name = source.temporary()
    source.add(f"{name} = []")
    policy = policy_of(made, block)
    seen = []
    for each in conditions:
        seen.append(each)
        with source.inside(f"if {each.true}:"):
            source.add(f"{name}.append({fired_text(made, policy, each.rule)})")
    settled(made, block, name, unknown_text(seen))


def _first(
    made: Outcomes, block: CheckedTable | CheckedRules, conditions: Iterator[Condition]
) -> None:
    """12.4: the first whose condition is true; the others are not looked at."""
    source, seen = made.source, []
    with source.inside("while True:"):
        for each in conditions:
            seen.append(each)
            with source.inside(f"if {each.true}:"):
                made.give("rule", each.rule.outputs, each.rule.id, each.rule.number)
                source.add("break")
        nothing_fired(made, block, unknown_text(seen))
        source.add("break")
