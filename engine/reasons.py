"""Why a rule fired: every leaf condition with what it met (16.4).

Reasons depend on the rule, the facts and the conclusions only, so that any engine's firings can be
explained, at once or years later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.decision import Firing, Reason, Values
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Moment, in_zone
from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
)
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    Compare,
    CompareTest,
    In,
    IsMissing,
    ListOf,
    MissingCell,
    Name,
    Node,
    Not,
    Previous,
    Test,
    TextOperation,
    TextTest,
    ValueTest,
)
from rulesets.expressions.walk import leaves, within
from rulesets.types import ListType, TextType, Type
from rulesets.values import Value


def reasons(
    checked: CheckedRuleset, firing: Firing, facts: Values, conclusions: Values, as_of: datetime
) -> tuple[Reason, ...]:
    """Explain a firing by the leaves of its rule.

    Args:
        checked: the version that fired.
        firing: one firing of it; `otherwise`, `when unknown` and adjustments have no reasons.
        facts: the facts of the decision.
        conclusions: the final conclusions of the decision, adjusted where they were.
        as_of: the instant of the decision.
    """
    placed = checked.placed[firing.block]
    if not needs_reasons(firing):
        return ()
    as_of = in_zone(as_of, checked.zone_rules(checked.zone))
    moment = Moment(checked, {**facts, **conclusions}, as_of, checked.zone_rules(placed.zone))
    sight = Sight(moment, placed.key)
    block: Any = placed.block
    return _EXPLAIN[type(block)](block, firing, sight)


def needs_reasons(firing: Firing) -> bool:
    """Tell whether a firing has reasons: `otherwise` and the like have none."""
    return firing.kind in {"rule", "scorecard", "formula", "deadline"}


def condition(subject: Node, cell: Cell, checked: CheckedRuleset) -> Node:
    """Write a cell with its subject as one condition: `annual_sales >= 500000`.

    A blank cell is no condition: it gives the subject.
    """
    if isinstance(cell, AnyCell):
        return subject
    if isinstance(cell, MissingCell):
        return IsMissing(subject, cell.negated)
    single = _single(subject, cell.tests[0], checked) if len(cell.tests) == 1 else None
    plain = In(subject, cell.tests) if single is None else single
    return Not(plain) if cell.negated else plain


def _single(subject: Node, test: Test, checked: CheckedRuleset) -> Node | None:
    """Write one test as a comparison, where there is one that says it."""
    if isinstance(test, CompareTest):
        return Compare(test.op, subject, test.operand)
    if isinstance(test, TextTest):
        return TextOperation(test.op, subject, test.operand)
    if isinstance(test, ValueTest) and not _is_list(test.operand, checked):
        return Compare("=", subject, test.operand)
    return None


def _is_list(node: Node, checked: CheckedRuleset) -> bool:
    """Tell whether an operand is a list, so that a value test means membership (5.2)."""
    if isinstance(node, Name):
        named: Mapping[str, Any] = {**checked.facts, **checked.conclusions, **checked.constants}
        return node.key in named and isinstance(named[node.key].type, ListType)
    return isinstance(node, ListOf)


def names_met(node: Node) -> tuple[str, ...]:
    """Name each fact, conclusion and constant that a leaf reads, in the order of its text."""
    met: dict[str, None] = {}
    for each in within(node):
        if isinstance(each, Name):
            met[each.key] = None
        elif isinstance(each, Previous):
            met[f"previous({each.key})"] = None
    return tuple(met)


def _met(node: Node, sight: Sight) -> tuple[tuple[str, Value], ...]:
    """Gather each fact, conclusion and constant that a leaf reads, in the order of its text."""
    return tuple((name, sight.moment.value(name)) for name in names_met(node))


def _cell_reason(subject: Node, of: Type, cell: Cell, sight: Sight, place: int) -> Reason:
    node = condition(subject, cell, sight.moment.checked)
    codes = of.one_of if isinstance(of, TextType) else None
    holds = sight.cell(cell, sight.value(subject), codes or sight.codes(subject))
    return Reason(print_node(node), _met(node, sight), holds, place)


def _of_table(table: CheckedTable, firing: Firing, sight: Sight) -> tuple[Reason, ...]:
    """Explain a row by its cells: `place` is the column; blank cells give no reason."""
    row = table.by_id[firing.rule]
    columns = zip(table.subjects, table.subject_types, row.cells, strict=True)
    return tuple(
        _cell_reason(subject, of, cell, sight, place)
        for place, (subject, of, cell) in enumerate(columns)
        if not isinstance(cell, AnyCell)
    )


def _of_rules(rules: CheckedRules, firing: Firing, sight: Sight) -> tuple[Reason, ...]:
    """Explain a rule by its leaves: groups, `and`, `or` and `not` are opened."""
    rule = rules.by_id[firing.rule]
    return tuple(
        Reason(print_node(leaf), _met(leaf, sight), sight.truth(leaf), place)
        for place, leaf in enumerate(leaves(rule.when))
    )


def _of_scorecard(card: CheckedScorecard, _: Firing, sight: Sight) -> tuple[Reason, ...]:
    """Explain a total by the band of each input and its points."""
    return tuple(_score_reason(each, sight, place) for place, each in enumerate(card.inputs))


def _score_reason(score: CheckedScoreInput, sight: Sight, place: int) -> Reason:
    """Take the first band that is true (13.1); without one the missing points (13.2)."""
    for band in score.bands:
        reason = _cell_reason(score.subject, score.subject_type, band.cell, sight, place)
        if reason.holds is True:
            return Reason(reason.condition, reason.met, True, place, band.id, band.points)
    met = _met(score.subject, sight)
    return Reason(print_node(score.subject), met, True, place, points=score.missing_points)


def _of_formula(formula: CheckedFormula, _: Firing, sight: Sight) -> tuple[Reason, ...]:
    return (_read(formula.expression, sight, 0),)


def _of_deadline(deadline: CheckedDeadline, _: Firing, sight: Sight) -> tuple[Reason, ...]:
    """Explain a deadline by its start, and by its amount when that reads anything."""
    start, amount = _read(deadline.start, sight, 0), _read(deadline.amount, sight, 1)
    return (start, amount) if amount.met else (start,)


def _read(node: Node, sight: Sight, place: int) -> Reason:
    """Show an expression that is no condition, with what it read."""
    return Reason(print_node(node), _met(node, sight), True, place)


_EXPLAIN: Mapping[type, Callable[[Any, Firing, Sight], tuple[Reason, ...]]] = {
    CheckedTable: _of_table,
    CheckedRules: _of_rules,
    CheckedScorecard: _of_scorecard,
    CheckedFormula: _of_formula,
    CheckedDeadline: _of_deadline,
}
