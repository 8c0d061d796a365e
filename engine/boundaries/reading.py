"""What is known of a ruleset's facts: which literals meet them, what is plausible to begin with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from engine.boundaries.around import near
from engine.boundaries.demands import Target
from engine.cases import case_facts
from engine.intake import take_value
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError
from rulesets.expressions.tree import Call, Literal, Name, Negate, Node, Previous
from rulesets.expressions.walk import tops, within
from rulesets.fact_texts import typed
from rulesets.types import DateTimeType, DateType, Field
from rulesets.values import Value, is_instant

Facts = Mapping[str, Value]
_MOST_KEYS: Final = 40
_MOST_CASES: Final = 20
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""For cases whose moment is not asked for."""
_HALF_A_YEAR: Final = timedelta(days=180)


@dataclass(frozen=True)
class Reading:
    """A ruleset as the search for borders sees it.

    Attributes:
        probes: for each fact that a block reads the values worth trying.
        bases: plausible facts to begin with: of examples, then of cases.
        moments: the moment to begin with, then those around days that rules name.
        under: for each conclusion the facts that it is concluded from, directly or not.
    """

    checked: CheckedRuleset
    fields: Mapping[str, Field]
    probes: Mapping[str, tuple[Value, ...]]
    bases: tuple[dict[str, Value], ...]
    moments: tuple[datetime, ...]
    under: Mapping[str, tuple[str, ...]]

    def facts_under(self, node: Node) -> tuple[str, ...]:
        """List the facts that an expression's value comes from."""
        found: dict[str, None] = {}
        for each in within(node):
            if isinstance(each, Name):
                found |= dict.fromkeys(self.under.get(each.key, (each.key,)))
            elif isinstance(each, Previous):
                found[f"previous({each.key})"] = None
        return tuple(key for key in found if key in self.probes)


def read(checked: CheckedRuleset, targets: Sequence[Target], now: datetime) -> Reading:
    """Read a ruleset; `now` is the moment where no case names one."""
    fields = {each.key: each for each in checked.given}
    literals = _literals(checked, targets)
    read_by = frozenset[str]().union(*(placed.reads for placed in checked.blocks))
    probes = {
        key: near(field.type, literals[key])
        for key, field in fields.items()
        if key in read_by or key.startswith("previous(")
    }
    moment = _moment(checked, now)
    bases = (_plausible(fields, probes, checked, moment), *_of_cases(checked))
    moments = (moment, *_days(checked, targets, literals["today"]))
    return Reading(checked, fields, probes, bases, tuple(dict.fromkeys(moments)), _under(checked))


def direct(node: Node) -> str:
    """Name the fact, conclusion or previous value that an expression is; empty for any other."""
    if isinstance(node, Previous):
        return f"previous({node.key})"
    return node.key if isinstance(node, Name) else ""


def literals_in(nodes: Iterable[Node], checked: CheckedRuleset) -> list[Value]:
    """List the literals of expressions, with the values of the constants that they name."""
    found: list[Value] = []
    for node in (inner for each in nodes for inner in within(each)):
        if isinstance(node, Literal):
            found.append(node.value)
        elif isinstance(node, Negate) and isinstance(node.operand, Literal):
            number = node.operand.value
            assert isinstance(number, Decimal)  # noqa: S101 - the checker lets no other be negated
            found.append(-number)
        elif isinstance(node, Name) and node.key in checked.constants:
            found += [value for _, value in checked.constants[node.key].values]
    return found


def _literals(checked: CheckedRuleset, targets: Sequence[Target]) -> Mapping[str, list[Value]]:
    """For each fact the literals of the conditions that read it; under `today` those of dates."""
    found: defaultdict[str, dict[tuple[type, Value], None]] = defaultdict(dict)
    for target in targets:
        for demand in target.demands:
            nodes = (demand.subject, *tops(demand.cell))
            values = [(type(each), each) for each in literals_in(nodes, checked)]
            for node in (inner for each in nodes for inner in within(each)):
                name = direct(node)
                if isinstance(node, Call):
                    name = "today" if node.function in {"today", "as_of"} else ""
                    _note_keys(node, checked, found)
                if name:
                    found[name] |= dict.fromkeys(values)
    return defaultdict(list, {key: [each for _, each in of] for key, of in found.items()})


def _note_keys(
    call: Call, checked: CheckedRuleset, found: Mapping[str, dict[tuple[type, Value], None]]
) -> None:
    """Note the keys of a lookup for the facts that it is asked with."""
    lookup = checked.lookups.get(call.function)
    if lookup is None:
        return
    for keys in islice(lookup.rows, _MOST_KEYS):
        for argument, value in zip(call.arguments, keys, strict=True):
            if direct(argument):
                found[direct(argument)][type(value), value] = None


def _moment(checked: CheckedRuleset, now: datetime) -> datetime:
    """Begin with the moment of the first case that names one."""
    for case in checked.ruleset.cases:
        if case.as_of:
            try:
                return case_facts(case, checked, now)[1]
            except CallerError:  # the case cannot be read; it fails by itself
                continue
    return now


def _plausible(
    fields: Mapping[str, Field],
    probes: Mapping[str, tuple[Value, ...]],
    checked: CheckedRuleset,
    moment: datetime,
) -> dict[str, Value]:
    """Give every fact a value: its example, else that of a case, else the first worth trying."""
    of_cases: dict[str, Value] = {}
    for given in _of_cases(checked):
        of_cases = {**given, **of_cases}
    found: dict[str, Value] = {}
    for key, field in fields.items():
        fact = checked.facts.get(key)
        example = None
        if fact is not None and fact.example:
            try:
                example = take_value(typed(fact.example, field.type), field.type, "/example")
            except CallerError:  # of a list or of records it is a free hint (2.10)
                example = None
        if example is None:
            example = of_cases.get(key)
        if example is None and isinstance(field.type, DateType):
            example = (moment - _HALF_A_YEAR).date()
        if example is None and isinstance(field.type, DateTimeType):
            example = moment - _HALF_A_YEAR
        if example is None and probes.get(key):
            example = probes[key][0]
        if example is not None:
            found[key] = example
    return found


def _of_cases(checked: CheckedRuleset) -> list[dict[str, Value]]:
    found = []
    for case in checked.ruleset.cases[:_MOST_CASES]:
        try:
            found.append(case_facts(case, checked, _NEVER)[0])
        except CallerError:  # the case fails by itself
            continue
    return found


def _days(
    checked: CheckedRuleset, targets: Sequence[Target], named: Iterable[Value]
) -> list[datetime]:
    """Give the first instant of each day that rules and constants name, and the last before it."""
    days = {each for each in named if isinstance(each, date) and not isinstance(each, datetime)}
    days |= {target.day for target in targets if target.day}
    days |= {day for each in checked.constants.values() for day, _ in each.values if day}
    for placed in checked.blocks:
        for rule in (*getattr(placed.block, "rows", ()), *getattr(placed.block, "rules", ())):
            if rule.valid_to is not None:
                days |= {rule.valid_to}
                if rule.valid_to < date.max:
                    days |= {rule.valid_to + timedelta(days=1)}
    found: list[datetime] = []
    for day in sorted(days):
        first = first_instant(day, checked)
        found += [first - timedelta(microseconds=1), first] if first else []
    found += [each for each in named if isinstance(each, datetime)]
    return [each for each in found if is_instant(each)]


def first_instant(day: date, checked: CheckedRuleset) -> datetime | None:
    """Give the instant at which a day begins in the ruleset's zone; None at the world's end."""
    zone = checked.zone_rules(checked.zone)
    try:
        found = datetime.combine(day, time(), zone).astimezone(UTC)
    except OverflowError:
        return None
    return found if is_instant(found) and found > datetime(1, 1, 3, tzinfo=UTC) else None


def _under(checked: CheckedRuleset) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for placed in checked.blocks:
        reads = dict.fromkeys(
            fact for key in sorted(placed.reads) for fact in found.get(key, (key,))
        )
        found |= dict.fromkeys(placed.concludes, tuple(reads))
    return found
