"""Source for blocks (sections 12 to 14): conclusions in variables, firings in `kept`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.runtimes.compiled import domain
from engine.runtimes.compiled.conditions import cell_truth
from engine.runtimes.compiled.deadlines import Deadline
from engine.runtimes.compiled.outputs import Outcomes
from engine.runtimes.compiled.rules import rules_source, table_source
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import Term
from engine.runtimes.compiled.version import Version
from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRules,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Outputs,
    Placed,
)
from rulesets.expressions.tree import Literal, TestsCell, ValueTest
from rulesets.types import TextType


def block_source(version: Version, source: Source, placed: Placed) -> None:
    """Infer one block; 11.3: then a value set by hand takes the place of the automatic one."""
    made = Outcomes(version, source, placed)
    for key in placed.concludes:
        source.add(f"{version.conclusions[key]} = None")
    block: Any = placed.block
    _MAKE[type(block)](made, block)
    with source.inside("if by_hand is not None:"):
        for key in placed.concludes:
            name = source.objects.name(key)
            with source.inside(f"if {name} in by_hand:"):
                source.add(f"{version.conclusions[key]} = by_hand[{name}]")
                made.firing("adjustment", (key,))


def _whole(made: Outcomes, kind: Any, key: str, term: Term, otherwise: Outputs | None) -> None:
    """14.1, 13.3, 14.7: `otherwise` when missing; outside the domain it does not apply (6.3)."""
    conclusion = made.version.conclusions[key]
    source = made.source
    with source.inside(f"if {term.text} is not None:" if term.needs else "if True:"):
        made.conclude(key, term)
        with source.inside(f"if {conclusion} is not None:"):  # 16.3: no value, no firing
            made.firing(kind, (key,))
    if term.needs and otherwise is not None:
        with source.inside("else:"):
            made.part("otherwise", otherwise)


def _formula(made: Outcomes, formula: CheckedFormula) -> None:
    term = made.expressions.atom(formula.expression)
    _whole(made, "formula", formula.block.concludes, term, formula.otherwise)


def _deadline(made: Outcomes, block: CheckedDeadline) -> None:
    start, amount = made.expressions.term(block.start), made.expressions.term(block.amount)
    name = made.source.temporary()
    zone = made.version.zone(made.placed.zone)
    calendar = made.version.checked.calendars.get(block.calendar)
    reached = Deadline(made.placed.key, block, zone, calendar)
    call = f"{made.source.objects.name(reached)}({start.whole}, {amount.whole}, problems)"
    made.source.add(f"{name} = {call}")
    term = Term(name, (name,), "datetime")
    _whole(made, "deadline", block.block.concludes, term, block.otherwise)


def _scorecard(made: Outcomes, card: CheckedScorecard) -> None:
    """13.1: the total of all inputs' points; 13.2: missing when one input has none."""
    points = [_points(made, each) for each in card.inputs]
    name = made.source.temporary()
    total = made.source.objects.name(domain.NOTHING)
    needs: tuple[str, ...] = ()
    for term in points:
        total = f"add({total}, {term.text})"
        needs = (*needs, *term.needs)
    made.source.add(f"{name} = {Term(total, needs).whole}")
    term = Term(name, (name,) if needs else (), "number")
    _whole(made, "scorecard", card.block.concludes, term, card.otherwise)


def _points(made: Outcomes, score: CheckedScoreInput) -> Term:
    """13.1: of the first band that is true; 13.2: else the missing points, if there are any."""
    source, of = made.source, score.subject_type
    subject = made.expressions.atom(score.subject)
    codes = of.one_of if isinstance(of, TextType) else None
    name = source.temporary()
    by_text = _points_by_text(score)
    if subject.kind == "text" and by_text is not None:
        missing = source.objects.name(score.missing_points)
        source.add(f"{name} = {source.objects.name(by_text)}.get({subject.text}, {missing})")
        return Term(name, (name,) if score.missing_points is None else (), "number")
    source.add(f"{name} = {source.objects.name(score.missing_points)}")
    with source.inside("while True:"):
        for band in score.bands:
            truth = cell_truth(made.expressions, band.cell, subject, codes)
            with source.inside(f"if {truth.true}:"):
                source.add(f"{name} = {source.objects.name(band.points)}")
                source.add("break")
        source.add("break")
    return Term(name, (name,) if score.missing_points is None else (), "number")


def _points_by_text(score: CheckedScoreInput) -> dict[str, Decimal] | None:
    """Join bands that only name texts to one table; the first band that names one gives it."""
    found: dict[str, Decimal] = {}
    for band in score.bands:
        if not isinstance(band.cell, TestsCell) or band.cell.negated:
            return None
        for test in band.cell.tests:
            if not isinstance(test, ValueTest) or not isinstance(test.operand, Literal):
                return None
            found.setdefault(str(test.operand.value), band.points)
    return found


_MAKE: Mapping[type, Callable[[Outcomes, Any], None]] = {
    CheckedTable: table_source,
    CheckedRules: rules_source,
    CheckedScorecard: _scorecard,
    CheckedFormula: _formula,
    CheckedDeadline: _deadline,
}
