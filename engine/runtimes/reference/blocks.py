"""What one block concludes, and what fired in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from engine.decision import Firing, FiringKind, Problem, Values
from engine.evaluation.deadlines import deadline
from engine.evaluation.expressions import Sight
from engine.evaluation.logic import all_of
from engine.runtimes.reference import policies
from engine.runtimes.reference.domain import concluded
from engine.runtimes.reference.policies import Fired
from rulesets.checked import (
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRow,
    CheckedRule,
    CheckedRules,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Outputs,
    Placed,
)
from rulesets.types import TextType, Type
from rulesets.values import ARITHMETIC, Kleene, Value


@dataclass(frozen=True)
class Outcome:
    """Conclusions, rounded and held to their domains, and firings in row order."""

    values: Values
    firings: tuple[Firing, ...] = ()


def infer_block(placed: Placed, sight: Sight) -> Outcome:
    """Infer one block; every conclusion it leaves out is missing (12.11)."""
    block: Any = placed.block
    outcome = _INFER[type(block)](block, sight)
    return Outcome({**dict.fromkeys(placed.concludes), **outcome.values}, outcome.firings)


def _type(key: str, sight: Sight) -> Type:
    return sight.moment.checked.conclusions[key].type


def _concluded(key: str, value: Callable[[], Value], sight: Sight) -> Value:
    """6.2, 6.3, 12.7: a problem of a conclusion names its key."""
    return sight.attempt(lambda: concluded(value(), _type(key, sight)), key)


def _part(kind: FiringKind, outputs: Outputs | None, sight: Sight) -> Outcome:
    """12.10, 16.3: `otherwise` or `when unknown` applies, if the block has it."""
    if outputs is None:
        return Outcome({})
    given = _evaluated(outputs, sight)
    values = {key: _concluded(key, partial(given.get, key), sight) for key in given}
    return Outcome(values, (Firing(sight.block, kind, concluded=tuple(values.items())),))


def _evaluated(outputs: Outputs, sight: Sight) -> Values:
    """12.11: a blank output leaves its conclusion out."""
    return {key: sight.value(node) for key, node in outputs.of if node is not None}


# --------------------------------------------------------------------------------- tables and rules


def _infer_table(table: CheckedTable, sight: Sight) -> Outcome:
    # 5.8: inputs are evaluated once for the block; one that fails is missing in every row.
    subjects = [sight.value(each) for each in table.subjects]
    codes = [
        of.one_of if isinstance(of, TextType) else sight.codes(subject)
        for subject, of in zip(table.subjects, table.subject_types, strict=True)
    ]

    def condition(row: CheckedRow) -> Kleene:
        columns = zip(row.cells, subjects, codes, strict=True)
        return all_of(sight.cell(*column) for column in columns)  # 12.1

    today = sight.moment.today
    truths = [(row, condition(row)) for row in table.rows if _stands(row, today)]
    return _infer_fired(table, table.block.outputs, truths, sight)


def _infer_rules(rules: CheckedRules, sight: Sight) -> Outcome:
    today = sight.moment.today
    truths = [(rule, sight.group(rule.when)) for rule in rules.rules if _stands(rule, today)]
    return _infer_fired(rules, rules.block.concludes, truths, sight)


def _stands(rule: CheckedRow | CheckedRule, today: date) -> bool:
    """12.1, 9.8: a rule that is disabled or not in force is as if it were not there."""
    begun = rule.valid_from is None or rule.valid_from <= today
    ended = rule.valid_to is not None and rule.valid_to < today
    return begun and not ended and not rule.disabled


def _infer_fired(
    rules: CheckedTable | CheckedRules,
    concludes: Sequence[str],
    truths: Sequence[tuple[CheckedRow | CheckedRule, Kleene]],
    sight: Sight,
) -> Outcome:
    """12.1: what is true fires."""
    block = policies.Block(rules.block.hit, {key: _type(key, sight) for key in concludes})
    true = [rule for rule, truth in truths if truth is True]
    if not true:
        return _nothing_fired(rules, block, truths, sight)
    if block.hit == "first":  # 12.4
        true = true[:1]
    # 12.8: outputs of `count` are not evaluated; 12.12: those of every rule that fired, once.
    no_outputs = block.hit == "count"
    fired = [
        Fired(rule.id, rule.number, {} if no_outputs else _evaluated(rule.outputs, sight))
        for rule in true
    ]
    if policies.violated(block, fired):  # 12.2
        ids = tuple(each.id for each in fired)
        sight.problems.add(Problem(sight.block, "hit-policy-violated", rows=ids))
        return Outcome({}, _firings(fired, lambda _: {}, sight))
    how = policies.conclude(block, fired)
    values = {key: _concluded(key, value, sight) for key, value in how.items()}
    return Outcome(values, _firings(fired, _shown(block, fired, values), sight))


def _nothing_fired(
    rules: CheckedTable | CheckedRules,
    block: policies.Block,
    truths: Iterable[tuple[CheckedRow | CheckedRule, Kleene]],
    sight: Sight,
) -> Outcome:
    """12.9, 12.10."""
    if rules.when_unknown is not None and any(truth is None for _, truth in truths):
        return _part("when unknown", rules.when_unknown, sight)
    if rules.otherwise is not None:
        return _part("otherwise", rules.otherwise, sight)
    return Outcome(policies.nothing_fired(block))


def _shown(
    block: policies.Block, fired: Sequence[Fired], values: Values
) -> Callable[[Fired], Values]:
    """16.2: what each rule that fired concluded."""
    if block.hit in {"unique", "any", "first", "priority"}:
        winners = policies.concluding(block, fired)
        return lambda rule: {key: values[key] for key in rule.outputs} if rule in winners else {}
    return lambda rule: rule.outputs


def _firings(
    fired: Sequence[Fired], shown: Callable[[Fired], Values], sight: Sight
) -> tuple[Firing, ...]:
    return tuple(
        Firing(sight.block, "rule", each.id, each.number, tuple(shown(each).items()))
        for each in fired
    )


# ------------------------------------------------------------------------------------ single values


def _whole(
    kind: FiringKind, key: str, value: Value, otherwise: Outputs | None, sight: Sight
) -> Outcome:
    """14.1, 13.3, 14.7: `otherwise` when missing; outside the domain it does not apply (6.3)."""
    if value is None:
        return _part("otherwise", otherwise, sight)
    taken = _concluded(key, lambda: value, sight)
    if taken is None:  # 16.3: no value, no firing
        return Outcome({key: None})
    return Outcome({key: taken}, (Firing(sight.block, kind, concluded=((key, taken),)),))


def _infer_formula(formula: CheckedFormula, sight: Sight) -> Outcome:
    value = sight.value(formula.expression)
    return _whole("formula", formula.block.concludes, value, formula.otherwise, sight)


def _infer_deadline(block: CheckedDeadline, sight: Sight) -> Outcome:
    value = deadline(block, sight)
    return _whole("deadline", block.block.concludes, value, block.otherwise, sight)


def _infer_scorecard(card: CheckedScorecard, sight: Sight) -> Outcome:
    """13.1: the total of all inputs' points; 13.2: missing when one input has none."""
    points = [_points(each, sight) for each in card.inputs]
    key = card.block.concludes
    total = None if None in points else sight.attempt(lambda: _total(points), key)
    return _whole("scorecard", key, total, card.otherwise, sight)


def _points(score: CheckedScoreInput, sight: Sight) -> Decimal | None:
    """13.1: of the first band that is true; 13.2: else the missing points, if there are any."""
    of = score.subject_type
    codes = of.one_of if isinstance(of, TextType) else None
    subject = sight.value(score.subject)
    true = (band for band in score.bands if sight.cell(band.cell, subject, codes) is True)
    band = next(true, None)
    return score.missing_points if band is None else band.points


def _total(points: Iterable[Decimal | None]) -> Value:
    total = Decimal(0)
    for each in points:
        total = ARITHMETIC.add(total, each or Decimal(0))
    return total


_INFER: dict[type[CheckedBlock], Callable[[Any, Sight], Outcome]] = {
    CheckedTable: _infer_table,
    CheckedRules: _infer_rules,
    CheckedScorecard: _infer_scorecard,
    CheckedFormula: _infer_formula,
    CheckedDeadline: _infer_deadline,
}
