"""What is said of a cell that cannot be read: what may stand there, by examples of its column."""

from __future__ import annotations

from editor.drafting.desk import Desk
from editor.drafting.mending import cell_of, nearest_of, type_at
from editor.speech import gettext, joined
from rulesets.checking.written_values import codes_of
from rulesets.documents.places import Path
from rulesets.drafting.entering import spelled
from rulesets.errors import Fault
from rulesets.types import BooleanType, DateType, NumberType, TextType, Type

_UNREAD = frozenset({"syntax", "type-mismatch", "unknown-name", "not-in-list", "literal-required"})
_MOST_NAMED = 8


def said_of_cell(desk: Desk, fault: Fault, text: str, hint: str) -> tuple[str, str]:
    """Say what is wrong with a cell of a table as who only knows spreadsheets understands it.

    Args:
        desk: the draft.
        fault: wherever it stands; of what is no cell all is said as it was.
        text: what the fault says itself.
        hint: what it says of mending.
    """
    path = cell_of(desk, fault) if fault.code in _UNREAD else None
    if path is None:
        return text, hint
    if fault.code == "syntax" and path[4] == "when":
        of = type_at(desk.content, desk.showing, path)
        typed = desk.content["blocks"][path[1]]["rows"][path[3]]["when"][path[5]].strip()
        text = gettext("“%(text)s” cannot be read", text=spelled(typed, of, desk.language))
    return text, hint if nearest_of(fault) else _examples(desk, path) or hint


def is_condition(desk: Desk, fault: Fault) -> bool:
    """Tell whether a fault stands in a condition of a table, which is seen at once as a whole."""
    path = cell_of(desk, fault)
    return path is not None and path[4] == "when"


def _examples(desk: Desk, path: Path) -> str:
    of = type_at(desk.content, desk.showing, path)
    if of is not None and (codes := codes_of(of)) is not None:
        titles = [each.title.in_language(desk.language) or each.value for each in codes.codes]
        more = "…" if len(titles) > _MOST_NAMED else ""
        named = joined(titles[:_MOST_NAMED], desk.language) + more
        if path[4] == "then":
            return gettext("Choose one of: %(values)s", values=named)
        return gettext(
            "Choose one or several of: %(values)s; all but some: not(…); any: -", values=named
        )
    return _of_value(of) if path[4] == "then" else _of_test(of)


def _of_test(of: Type | None) -> str:
    if isinstance(of, NumberType):
        return gettext("For example 100, >= 100, 100-200 or [100 .. 200); any: -")
    if isinstance(of, DateType):
        return gettext("For example 2026-03-01, >= 2026-03-01 or 2026/1/1-2026/6/30; any: -")
    if isinstance(of, BooleanType):
        return gettext("Write yes or no; any: -")
    if isinstance(of, TextType):
        return gettext("Put a text in double quotes; all that hold it: *text*; any: -")
    return ""


def _of_value(of: Type | None) -> str:
    if isinstance(of, NumberType):
        return gettext("Write a number, or a calculation of names and numbers")
    if isinstance(of, DateType):
        return gettext("Write a day, such as 2026-03-01")
    if isinstance(of, BooleanType):
        return gettext("Write yes or no")
    if isinstance(of, TextType):
        return gettext("Put a text in double quotes")
    return ""
