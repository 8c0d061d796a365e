"""Reasons prepared: of each rule once, what no decision changes; of a decision only its values.

`engine.reasons.reasons` says what a reason is, and this gives the same for every firing of a
decision as it was made. It knows more than that function may assume: the cells of a row that fired
were true, and so were the leaves of a rule that its condition cannot do without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from engine.decision import Firing, Reason, Values
from engine.evaluation.code_lists import codes_of_any
from engine.evaluation.expressions import Sight
from engine.evaluation.moment import Moment, in_zone
from engine.reasons import condition, names_met, needs_reasons
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
from rulesets.expressions.tree import AnyCell, Node
from rulesets.types import TextType
from rulesets.values import Kleene, Value
from rulesets.wording.conditions import leaves

MOST_RULES: Final = 4096
"""How many rules of a version stay prepared; then it begins anew."""


@dataclass(frozen=True, eq=False)
class Outline:
    """A reason without values: `names` is what it reads, the other fields are those of `Reason`.

    Each stands for itself: two are the same only if they are one.
    """

    condition: str
    names: tuple[str, ...]
    holds: Kleene
    place: int
    band: str = ""
    points: Decimal | None = None


class Circumstances:
    """What the reasons of one decision are seen with: its facts, conclusions and instant."""

    def __init__(
        self, checked: CheckedRuleset, facts: Values, conclusions: Values, as_of: datetime
    ) -> None:
        self._checked = checked
        self._as_of = as_of
        self._moments: dict[str, Moment] = {}
        self._constants: dict[str, Value] = {}
        self.values: Values = {**facts, **conclusions}

    def value(self, key: str) -> Value:
        """Find the value of a name; of `previous(…)` what was given under this very name."""
        if key not in self._checked.constants:
            return self.values.get(key)
        if key not in self._constants:
            self._constants[key] = self.moment(self._checked.zone).value(key)
        return self._constants[key]

    def moment(self, zone: str) -> Moment:
        """Give what a block sees whose ruleset has this zone."""
        if zone not in self._moments:
            checked = self._checked
            as_of = in_zone(self._as_of, checked.zone_rules(checked.zone))
            self._moments[zone] = Moment(checked, self.values, as_of, checked.zone_rules(zone))
        return self._moments[zone]


Outlines = tuple[Outline, ...]
_Outlined = Outlines | Callable[[Sight], Outlines]
"""The reasons of a rule, or how they are chosen where they depend on values."""


class Explainer:
    """Explains the firings of one version. Threads may share it: at worst one prepares again."""

    def __init__(self, checked: CheckedRuleset) -> None:
        """Prepare nothing yet: rules are prepared when they are first explained."""
        self._checked = checked
        self._prepared: dict[tuple[str, str, str], _Outlined] = {}

    def outlines(self, firing: Firing, seen: Circumstances) -> Outlines:
        """Give the reasons of a firing without their values."""
        place = (firing.block, firing.kind, firing.rule)
        found = self._prepared.get(place)
        if found is None:
            if len(self._prepared) >= MOST_RULES:
                self._prepared.clear()
            found = self._prepared[place] = self._outlined(firing)
        if isinstance(found, tuple):
            return found
        zone = self._checked.placed[firing.block].zone
        return found(Sight(seen.moment(zone), firing.block))

    def reasons(self, firing: Firing, seen: Circumstances) -> tuple[Reason, ...]:
        """Explain a firing of a decision as it was made, as `engine.reasons.reasons` does."""
        return tuple([_reason(each, seen) for each in self.outlines(firing, seen)])

    def _outlined(self, firing: Firing) -> _Outlined:
        if not needs_reasons(firing):
            return ()
        block: Any = self._checked.placed[firing.block].block
        return _OUTLINE[type(block)](block, firing, self._checked)


def _reason(outline: Outline, seen: Circumstances) -> Reason:
    """Fill an outline with values."""
    reason = Reason.__new__(Reason)
    inner = reason.__dict__  # the fields of a frozen class, without its slow way in
    inner["condition"] = outline.condition
    inner["met"] = tuple([(key, seen.value(key)) for key in outline.names])
    inner["holds"] = outline.holds
    inner["place"] = outline.place
    inner["band"] = outline.band
    inner["points"] = outline.points
    return reason


def _outline(node: Node, holds: Kleene, place: int) -> Outline:
    return Outline(print_node(node), names_met(node), holds, place)


def _of_table(table: CheckedTable, firing: Firing, checked: CheckedRuleset) -> Outlines:
    """A row fired, so each of its cells was true."""
    cells = zip(table.subjects, table.by_id[firing.rule].cells, strict=True)
    return tuple(
        _outline(condition(subject, cell, checked), True, place)
        for place, (subject, cell) in enumerate(cells)
        if not isinstance(cell, AnyCell)
    )


def _of_rules(rules: CheckedRules, firing: Firing, _: CheckedRuleset) -> _Outlined:
    """A rule fired, so each leaf that it needs was as wanted; what others were has to be seen."""
    outlines: list[Outline] = []
    open_leaves: dict[int, tuple[Node, Mapping[Kleene, Outline]]] = {}
    for place, leaf in enumerate(leaves(rules.by_id[firing.rule].when)):
        wanted = _outline(leaf.node, not leaf.negated, place)
        outlines.append(wanted)
        if not leaf.needed:
            others = {each: replace(wanted, holds=each) for each in (True, False, None)}
            open_leaves[place] = (leaf.node, others)
    sure = tuple(outlines)

    def choose(sight: Sight) -> Outlines:
        chosen = list(sure)
        for place, (node, others) in open_leaves.items():
            chosen[place] = others[sight.truth(node)]
        return tuple(chosen)

    return choose if open_leaves else sure


def _of_scorecard(card: CheckedScorecard, _: Firing, checked: CheckedRuleset) -> _Outlined:
    choices = [_score(each, place, checked) for place, each in enumerate(card.inputs)]
    return lambda sight: tuple(choose(sight) for choose in choices)


def _score(
    score: CheckedScoreInput, place: int, checked: CheckedRuleset
) -> Callable[[Sight], Outline]:
    """Prepare every band of an input and its missing points; the subject is evaluated once."""
    listed = score.subject_type.one_of if isinstance(score.subject_type, TextType) else None
    codes = listed or codes_of_any((score.subject,), checked, {})
    bands = []
    for band in score.bands:
        node = condition(score.subject, band.cell, checked)
        one = Outline(print_node(node), names_met(node), True, place, band.id, band.points)
        bands.append((band.cell, one))
    names = names_met(score.subject)
    missing = Outline(print_node(score.subject), names, True, place, "", score.missing_points)

    def choose(sight: Sight) -> Outline:
        value = sight.value(score.subject)
        found = (one for cell, one in bands if sight.cell(cell, value, codes) is True)
        return next(found, missing)

    return choose


def _of_formula(formula: CheckedFormula, _: Firing, __: CheckedRuleset) -> Outlines:
    return (_outline(formula.expression, True, 0),)


def _of_deadline(deadline: CheckedDeadline, _: Firing, __: CheckedRuleset) -> Outlines:
    start, amount = _outline(deadline.start, True, 0), _outline(deadline.amount, True, 1)
    return (start, amount) if amount.names else (start,)


_OUTLINE: Mapping[type, Callable[[Any, Firing, CheckedRuleset], _Outlined]] = {
    CheckedTable: _of_table,
    CheckedRules: _of_rules,
    CheckedScorecard: _of_scorecard,
    CheckedFormula: _of_formula,
    CheckedDeadline: _of_deadline,
}
