"""References to types resolved: FEEL's own, and the item definitions of the document."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.dmn.importing.domains import constrained
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.importing.report import Report
from rulesets.dmn.model import ItemDefinition, Place
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    NumberType,
    ScalarType,
    TextType,
)

_DEEPEST = 16


# `integer`, `long` and `double` are no types of FEEL; Camunda writes them.
_BASE: Mapping[str, ScalarType] = {
    "number": NumberType(),
    "integer": NumberType(),
    "long": NumberType(),
    "double": NumberType(),
    "string": TextType(),
    "boolean": BooleanType(),
    "date": DateType(),
    "dateTime": DateTimeType(),
    "date and time": DateTimeType(),
}
_ANY = frozenset({"", "Any", "context", "list"})
_OUTSIDE: Mapping[str, Both] = {
    "time": Both("时刻类型 `time`", "type `time`"),
    "dayTimeDuration": Both("时长类型 `dayTimeDuration`", "type `dayTimeDuration`"),
    "days and time duration": Both("时长类型", "type `days and time duration`"),
    "yearMonthDuration": Both("时长类型 `yearMonthDuration`", "type `yearMonthDuration`"),
    "years and months duration": Both("时长类型", "type `years and months duration`"),
    "function": Both("函数类型", "type of functions"),
}
_TYPE = Both("数据类型", "a type")


class Kinds:
    """Resolves references to types, each fault told once."""

    def __init__(self, items: tuple[ItemDefinition, ...], scale: int, report: Report) -> None:
        """Take the item definitions; numbers with a domain have `scale` decimals."""
        self._items = {each.name: each for each in items}
        self._known: dict[str, Kind | None] = {}
        self._scale = scale
        self._report = report

    def of(self, reference: str, place: Place) -> Kind | None:
        """Resolve a reference; None: any type, or it was refused."""
        return self._of(reference, place, ())

    def _of(self, reference: str, place: Place, within: tuple[str, ...]) -> Kind | None:
        item = self._items.get(reference)
        if item is not None:
            if reference in within or len(within) > _DEEPEST:
                self._report.refuse(
                    "包含自身的数据类型", "item definition that holds itself", item.place
                )
                return None
            if reference not in self._known:
                self._known[reference] = self._item(item, (*within, reference))
            return self._known[reference]
        if reference in _BASE:
            return _BASE[reference]
        if reference in _OUTSIDE:
            self._report.outside(_OUTSIDE[reference], place)
        elif reference not in _ANY:
            self._report.add("dmn-unknown-reference", place, reference=reference, expected=_TYPE)
        return None

    def _item(self, item: ItemDefinition, within: tuple[str, ...]) -> Kind | None:
        kind: Kind | None
        if item.components:
            kind = Record({each.name: self._item(each, within) for each in item.components})
        else:
            kind = self._of(item.type_ref, item.place, within)
        if item.allowed is not None:
            kind = constrained(kind, item.allowed, self._scale, self._report)
        return Many(kind) if item.collection else kind
