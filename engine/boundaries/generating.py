"""Lists the borders of a ruleset and makes facts that stand at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from engine.boundaries.demands import Demand, Target, targets
from engine.boundaries.reading import Facts, Reading, first_instant, literals_in, read
from engine.boundaries.searching import Search, evenly
from engine.decision import Engine
from engine.encoding import dumps, to_json
from rulesets.checked import CheckedRuleset
from rulesets.expressions.tree import Name, Previous
from rulesets.expressions.walk import tops
from rulesets.values import kind

STEPS: Final = 8_000
"""How many inferences the search for facts may take; enough for some hundred conditions."""
_MOST_BESIDE: Final = 3
"""How many plausible sets of facts are looked at on all days that rules name."""
_ORDERED: Final = frozenset({"number", "date", "datetime"})


@dataclass(frozen=True)
class Question:
    """Facts that could be given, and a moment."""

    facts: Facts
    as_of: datetime


@dataclass(frozen=True)
class Boundaries:
    """Questions at the borders of a ruleset, each once.

    Attributes:
        looked_at: for how many borders facts were made.
        possible: how many borders there are.
    """

    questions: tuple[Question, ...]
    looked_at: int
    possible: int


_Make = Callable[[], list[Question]]


def boundary_facts(
    checked: CheckedRuleset, engine: Engine, now: datetime, most: int, steps: int = STEPS
) -> Boundaries:
    """Make facts at the borders that a ruleset names: the same ones for the same ruleset.

    For each fact its values around every literal that it meets, its codes and ends, and missing;
    moments around days; for each rule facts with which it fires; for conclusions and expressions
    facts on both sides of their borders. Of many borders `most` are chosen, evenly.

    Args:
        checked: the ruleset.
        engine: what infers while facts are looked for.
        now: the moment where no case names one.
        most: how many borders are looked at.
        steps: how many times the search may infer.
    """
    wanted = tuple(targets(checked))
    reading = read(checked, wanted, now)
    search = Search(reading, engine, steps)
    # Crossings first: the values that they find help those who aim.
    makers = [*_around(reading), *_crossings(wanted, search), *_aims(wanted, search)]
    chosen = evenly(makers, max(2, most))
    questions = {_identity(each): each for make in chosen for each in make()}
    return Boundaries(tuple(questions.values()), len(chosen), len(makers))


def _identity(question: Question) -> str:
    return dumps(to_json(question.facts)) + question.as_of.isoformat()


def _question(facts: Facts, as_of: datetime) -> Question:
    return Question({key: value for key, value in facts.items() if value is not None}, as_of)


def _around(reading: Reading) -> Iterator[_Make]:
    """One fact at a time beside plausible others; each missing; all that may be; each moment."""
    base, moment = reading.bases[0], reading.moments[0]

    def one(facts: Facts, as_of: datetime = moment) -> _Make:
        return lambda: [_question(facts, as_of)]

    for key, values in reading.probes.items():
        for value in (*values, *(() if reading.fields[key].required else (None,))):
            yield _varied(base, key, value, moment)
    yield one({key: value for key, value in base.items() if reading.fields[key].required})
    for facts in reading.bases[:_MOST_BESIDE]:
        yield from (one(facts, as_of) for as_of in reading.moments)


def _varied(base: Facts, key: str, value: object, as_of: datetime) -> _Make:
    # The value fits the fact's type.
    return lambda: [_question({**base, key: value}, as_of)]  # type: ignore[dict-item]  # as above


def _aims(wanted: tuple[Target, ...], search: Search) -> Iterator[_Make]:
    for target in wanted:
        yield _aim(target, search)


def _aim(target: Target, search: Search) -> _Make:
    as_of = _first(target.day, search.reading)
    return lambda: [_question(search.aimed(target, as_of), as_of)]


def _crossings(wanted: tuple[Target, ...], search: Search) -> Iterator[_Make]:
    """Each border of a conclusion or an expression, once."""
    facts, seen = search.reading.probes, set[tuple[object, ...]]()
    for demand in (each for target in wanted for each in target.demands):
        subject = demand.subject
        known = subject.key if isinstance(subject, Name) else ""
        if known in facts or isinstance(subject, Previous):
            continue
        for border in literals_in(tops(demand.cell), search.reading.checked):
            identity = (subject, type(border), border)
            if kind(border) in _ORDERED and identity not in seen:
                seen.add(identity)
                yield _cross(demand, border, search)


def _cross(demand: Demand, border: object, search: Search) -> _Make:
    as_of = search.reading.moments[0]
    # A literal is a value.
    return lambda: [
        _question(each, as_of)
        for each in search.crossing(demand, border, as_of)  # type: ignore[arg-type]  # as above
    ]


def _first(day: date | None, reading: Reading) -> datetime:
    """Give an instant of a day; where the days end, or none is asked for, the first moment."""
    first = None if day is None else first_instant(day, reading.checked)
    return reading.moments[0] if first is None else first
