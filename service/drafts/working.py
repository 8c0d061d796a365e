"""How a block came to its value for the customer that is tried, for the page that edits it.

What fired says nothing of a block that concluded nothing, and just then an analyst wants to see how
far it came. All of it follows from the version, the facts and the conclusions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from engine.calendars import first_instant, next_opening
from engine.decision import Firing, Reason
from engine.evaluation.deadlines import deadline
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Moment, in_zone
from engine.reasons import reasons
from rulesets.calendar import Calendar, CalendarYearUnknown
from rulesets.checked import CheckedDeadline, CheckedFormula, CheckedScorecard
from rulesets.types import Type
from rulesets.values import Value
from service.records import Evaluation


@dataclass(frozen=True)
class Met:
    """A name that an expression read, with its value; its type is None where it is not known."""

    key: str
    value: Value
    type: Type | None


@dataclass(frozen=True)
class ScoreWorked:
    """An input of a scorecard: its value, the id of the band that was true, and the points.

    `band` is empty where none was true, `points` None where that gives none either.
    """

    key: str
    value: Value
    type: Type
    band: str
    points: Decimal | None


@dataclass(frozen=True)
class DeadlineWorked:
    """A deadline, its moments in the zone that counts: that of the calendar, else of the ruleset.

    Attributes:
        start: the moment that it starts from; None: missing.
        counted_from: when work begins, where the start lies outside working time; else the start.
        amount: how much time; None: missing.
        moment: the deadline; None: missing.
        calendar: the calendar that counts; None for plain days and hours.
    """

    start: datetime | None
    counted_from: datetime | None
    amount: Value
    moment: datetime | None
    calendar: Calendar | None


def names_worked(evaluation: Evaluation, block: str) -> tuple[Met, ...]:
    """Give the names that a formula or a deadline reads, with their values, as its text has them.

    Raises:
        KeyError: there is no such block.
    """
    kind: Literal["formula", "deadline"]
    kind = "formula" if isinstance(_block(evaluation, block), CheckedFormula) else "deadline"
    found: dict[str, Met] = {}
    for reason in _reasons(evaluation, block, kind):
        for key, value in reason.met:
            found[key] = Met(key, value, type_named(evaluation, key))
    return tuple(found.values())


def scores_worked(evaluation: Evaluation, block: str) -> tuple[ScoreWorked, ...]:
    """Give what each input of a scorecard came to, in their order.

    Raises:
        KeyError: there is no such block.
    """
    card = _block(evaluation, block)
    if not isinstance(card, CheckedScorecard):
        return ()
    sight = _sight(evaluation, block)
    said = {each.place: each for each in _reasons(evaluation, block, "scorecard")}
    return tuple(
        ScoreWorked(
            key=each.key,
            value=sight.value(each.subject),
            type=each.subject_type,
            band=said[place].band,
            points=said[place].points,
        )
        for place, each in enumerate(card.inputs)
    )


def deadline_worked(evaluation: Evaluation, block: str) -> DeadlineWorked | None:
    """Give how a deadline is reached; None where the block is none.

    Raises:
        KeyError: there is no such block.
    """
    of = _block(evaluation, block)
    if not isinstance(of, CheckedDeadline):
        return None
    sight = _sight(evaluation, block)
    calendar = evaluation.checked.calendars.get(of.calendar) if of.calendar else None
    zone = calendar.zone_rules if calendar else sight.moment.zone
    start, amount, moment = sight.value(of.start), sight.value(of.amount), deadline(of, sight)
    if isinstance(start, date) and not isinstance(start, datetime):
        start = first_instant(sight.moment.zone, datetime.combine(start, time.min))
    begun = start if isinstance(start, datetime) else None
    counted = begun
    if calendar is not None and begun is not None:
        try:
            counted = next_opening(calendar, begun)
        except CalendarYearUnknown:
            counted = None
    return DeadlineWorked(
        start=begun and begun.astimezone(zone),
        counted_from=counted and counted.astimezone(zone),
        amount=amount,
        moment=moment.astimezone(zone) if isinstance(moment, datetime) else None,
        calendar=calendar,
    )


def type_named(evaluation: Evaluation, key: str) -> Type | None:
    """Give the type of a name; of `previous(…)` that of the conclusion."""
    checked = evaluation.checked
    key = key.removeprefix("previous(").removesuffix(")")
    for names in (checked.facts, checked.conclusions, checked.constants):
        if key in names:
            return names[key].type
    return None


def _block(evaluation: Evaluation, block: str) -> object:
    return evaluation.checked.placed[block].block


def _sight(evaluation: Evaluation, block: str) -> Sight:
    checked, decision = evaluation.checked, evaluation.decision
    as_of = in_zone(decision.as_of, checked.zone_rules(checked.zone))
    values = {**decision.facts, **decision.inference.conclusions}
    zone = checked.zone_rules(checked.placed[block].zone)
    return Sight(Moment(checked, values, as_of, zone), block)


def _reasons(
    evaluation: Evaluation, block: str, kind: Literal["scorecard", "formula", "deadline"]
) -> tuple[Reason, ...]:
    """Explain a block as if it had fired; what it read is the same where it did not."""
    decision = evaluation.decision
    conclusions = decision.inference.conclusions
    return reasons(
        evaluation.checked, Firing(block, kind), decision.facts, conclusions, decision.as_of
    )


def constant_now(evaluation: Evaluation, key: str) -> Met:
    """Give a constant's value on the day of a decision (1.8).

    Raises:
        KeyError: there is no such constant.
    """
    sight = _sight(evaluation, evaluation.checked.blocks[0].key)
    return Met(key, sight.moment.value(key), evaluation.checked.constants[key].type)
