"""What a name stands for that is bound to a value."""

from __future__ import annotations

from rulesets.dmn.importing.building import Building
from rulesets.dmn.importing.conforming import conformed
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import Place, Variable
from rulesets.dmn.translating.environment import Known, Translated, Value


def bound(said: Translated, place: Place, report: Report) -> Known | None:
    """Return what a name stands for that is bound to a value; None: a fault was told."""
    if said.type is None:
        report.refuse("给名称的空值 `null`", "`null` that is given a name", place)
        return None
    return Value(said.node, said.type, said.total)


def declared(
    known: Known | None, variable: Variable, place: Place, building: Building
) -> Known | None:
    """Return what a variable stands for, null where its declared type does not hold it."""
    kind = building.kinds.of(variable.type_ref, place)
    return known and conformed(known, kind, building.scale, place, building.report)
