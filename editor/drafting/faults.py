"""What is wrong with a draft, as its page says it: where by titles, why, and what mends it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from editor.drafting.cell_hints import is_condition, said_of_cell
from editor.drafting.desk import Desk
from editor.drafting.mending import fix_of
from editor.drafting.place_names import named_place, title_in
from editor.drafting.windows import window_with
from editor.speech import gettext, quoted, sentence
from rulesets.documents.places import BLOCK_KINDS
from rulesets.drafting import Edit, edits_to
from rulesets.errors import Fault, PlaceStep, place_text

_PARTS: Mapping[str, str] = {
    "constant": "constants",
    "lookup": "lookups",
    "function": "functions",
    "conclusion": "conclusions",
    "fact": "facts",
    "list": "lists",
    "case": "cases",
}
# Of these each has a page of its own.
_PAGED = frozenset({"fact", "list", "conclusion", "lookup", "function"})
_ABOUT = ("key", "value")
# The last wins: a block or a list may have the key of what rules read.
_DECLARING = ("blocks", "lists", "facts", "conclusions", "constants", "lookups", "functions")
MOST_TOLD = 100


@dataclass(frozen=True)
class FaultLine:
    """One fault: `at` is the part of the draft it stands in, `place` leads to it from there.

    `place` is JSON of the steps, which fields of the page bear too. `fix` mends it with one click.
    """

    code: str
    at: str
    place: str
    where: str
    text: str
    hint: str
    fix: Mending | None = None
    key: str = ""
    """What it is about within its place: a key of the document such as `min`, or a code."""
    opened: str = ""
    """What has to be open on the page for its field to be there."""


@dataclass(frozen=True)
class Mending:
    """What a button says that mends a fault, and the edits that it does."""

    title: str
    edits: list[dict[str, Any]]


def fault_lines(desk: Desk) -> tuple[FaultLine, ...]:
    """Say the first faults of a draft, in the order of the document."""
    titles = titles_of(desk)
    return tuple(_line(desk, each, titles) for each in desk.faults[:MOST_TOLD])


def fault_data(lines: tuple[FaultLine, ...], *, writes: bool) -> list[dict[str, Any]]:
    """Give faults as the script of the page reads them; what mends them to who may write."""
    return [
        {
            "place": json.loads(each.place),
            "at": each.at,
            "code": each.code,
            "key": each.key,
            "message": each.text,
            "hint": each.hint,
            "fix": asdict(each.fix) if each.fix and writes else None,
        }
        for each in lines
    ]


def said_in(desk: Desk, fault: Fault, titles: Mapping[str, str]) -> tuple[str, str]:
    """Say what is wrong and what to do, without the place; `titles` are what keys are called."""
    language = desk.language
    sides = fault.sentence(language), fault.hint(language)
    text, hint = said_of_cell(desk, fault, *(quoted(each, language, titles) for each in sides))
    return sentence(text, language), sentence(hint, language)


def titles_of(desk: Desk) -> dict[str, str]:
    """Lead from the keys of all names that the draft knows to their titles."""
    titles = dict(_declared(desk))
    passed = desk.last_passed
    if passed is not None:
        for names in (passed.facts, passed.conclusions):
            for key, each in names.items():
                titles.setdefault(key, each.title.in_language(desk.language) or key)
    for key, word in _words_of_keys().items():
        titles.setdefault(key, word)
    return titles


def _words_of_keys() -> dict[str, str]:
    """Name the keys of documents as the fields of pages are named."""
    return {
        "min": gettext("At least"),
        "max": gettext("At most"),
        "scale": gettext("Decimals"),
        "step": gettext("In steps of"),
        "unit": gettext("Unit"),
        "example": gettext("Example"),
        "one_of": gettext("Code list"),
        "codes": gettext("Codes"),
        "key": gettext("Name for the ERP"),
    }


def part_of(place: tuple[PlaceStep, ...]) -> str:
    """Name the part of a draft that a fault's place is in; empty for the whole.

    Example:
        >>> part_of((("table", "discount"), ("row", 3))), part_of((("constant", "vat"),))
        ('blocks/discount', 'parts/constants')
        >>> part_of((("fact", "annual_sales"), ("field", "amount")))
        'parts/facts/annual_sales'
    """
    if not place:
        return ""
    name, value = place[0]
    if name in BLOCK_KINDS or name == "block":
        return f"blocks/{value}"
    if name in _PAGED and isinstance(value, str):
        return f"parts/{_PARTS[name]}/{value}"
    return f"parts/{_PARTS[name]}" if name in _PARTS else ""


def within(desk: Desk, place: tuple[PlaceStep, ...]) -> tuple[PlaceStep, ...]:
    """Leave out the document that a draft is, and name sub-facts as paths do."""
    if place[:1] == ((desk.draft.kind, desk.draft.document),):
        place = place[1:]
    return tuple(("column", value) if name == "field" else (name, value) for name, value in place)


def _declared(desk: Desk) -> Iterator[tuple[str, str]]:
    for part in _DECLARING:
        for each in desk.content.get(part) or ():
            if isinstance(each, Mapping) and isinstance(each.get("key"), str):
                yield each["key"], title_in(each, desk.language) or each["key"]


def _line(desk: Desk, fault: Fault, titles: Mapping[str, str]) -> FaultLine:
    language = desk.language
    text, hint = said_in(desk, fault, titles)
    steps = fault.place
    if is_condition(desk, fault):
        steps = tuple(step for step in steps if step[0] != "character")
    place = named_place(desk, steps, titles)
    return FaultLine(
        code=fault.code,
        at=part_of(within(desk, fault.place)),
        place=json.dumps(within(desk, fault.place), ensure_ascii=False),
        where=quoted(place_text(place, language), language, titles),
        text=text,
        hint=hint,
        fix=_mending(desk, fault),
        key=next((each for each in map(fault.words.get, _ABOUT) if isinstance(each, str)), ""),
        opened=_opened(within(desk, fault.place)),
    )


def _opened(place: tuple[PlaceStep, ...]) -> str:
    """Name the window of the row of a lookup.

    Example:
        >>> _opened((("lookup", "rates"), ("row", 250))), _opened((("table", "t"), ("row", 250)))
        ('rows-200', '')
    """
    match place:
        case (("lookup", _), ("row", int(number)), *_):
            return window_with(number - 1)
    return ""


def _mending(desk: Desk, fault: Fault) -> Mending | None:
    fix = fix_of(desk, fault)
    if fix is None:
        return None
    return Mending(fix.title, edits_to([Edit("set", fix.path, fix.value)]))
