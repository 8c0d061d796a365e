"""The constants of a ruleset: titles, type, unit, and the value from each day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from editor.drafting.desk import Desk
from editor.drafting.fields import FieldPath
from editor.drafting.formula import said
from editor.drafting.parts import (
    TypedView,
    Used,
    edits_to_add,
    items_of,
    new_key,
    typed_view,
    uses_of,
)
from rulesets.drafting import Edit, edits_to
from service.drafts.working import constant_now

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ConstantView:
    """A constant.

    Attributes:
        typed: its type.
        values: the path of each value, and of the day from which it holds; of one that always
            holds the day is None.
        dated: edits that give it a value from a day on.
        now: the value on the day of the sample; empty where it is not known.
    """

    path: FieldPath
    item: Mapping[str, Any]
    typed: TypedView
    values: tuple[tuple[FieldPath, FieldPath | None], ...]
    dated: list[dict[str, Any]]
    now: str
    uses: tuple[Used, ...]


def view(desk: Desk, below: str) -> Mapping[str, Any]:
    """Show all constants."""
    del below
    items = items_of(desk, "constants")
    key, title = new_key(desk, "constant")
    new = {"key": key, "title": title, "type": "number", "value": "0"}
    return {
        "constants": tuple(_constant(desk, at, each) for at, each in enumerate(items)),
        "add": edits_to_add(desk, "constants", new),
        "new_path": ["constants", len(items)],
        "answered": {
            "says": {str(each.get("key")): _now(desk, str(each.get("key"))) for each in items}
        },
    }


def _constant(desk: Desk, at: int, item: Mapping[str, Any]) -> ConstantView:
    path: FieldPath = ["constants", at]
    key = str(item.get("key") or "")
    values = item.get("values")
    many = values if isinstance(values, list) else None
    return ConstantView(
        path=path,
        item=item,
        typed=typed_view(desk, path, item),
        values=tuple(
            ([*path, "values", place, "value"], [*path, "values", place, "from"])
            for place, _ in enumerate(many)
        )
        if many is not None
        else (([*path, "value"], None),),
        dated=edits_to(_dated(desk, path, item, many)),
        now=_now(desk, key),
        uses=uses_of(desk, key),
    )


def _dated(
    desk: Desk, path: FieldPath, item: Mapping[str, Any], many: list[Any] | None
) -> list[Edit]:
    """Add a value from tomorrow on, where there was one for good that one stays before it."""
    day = (desk.house.clock() + _DAY).date().isoformat()
    last = str(many[-1].get("value") or "") if many else str(item.get("value") or "")
    new = {"from": day, "value": last}
    if many is not None:
        return [Edit("insert", (*path, "values", len(many)), new)]
    return [
        Edit("insert", (*path, "values"), [{"value": str(item.get("value") or "")}, new]),
        *([Edit("remove", (*path, "value"))] if "value" in item else []),
    ]


def _now(desk: Desk, key: str) -> str:
    if desk.evaluation is None or key not in desk.evaluation.checked.constants:
        return ""
    met = constant_now(desk.evaluation, key)
    return said("", met.value, met.type, desk.language).value
