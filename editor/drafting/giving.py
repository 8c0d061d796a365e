"""What rules conclude: each conclusion with the value it is given, chosen or written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from editor.drafting.desk import Desk
from editor.speech import gettext
from editor.views.conditions import code_text, value_of
from editor.views.groups import Edits
from rulesets.checking.conclusions import row_target
from rulesets.documents.places import Path
from rulesets.drafting import Edit, edits_to
from rulesets.drafting.suggestions import shown_codes
from rulesets.expressions.tree import LiteralValue
from rulesets.types import BooleanType, DateType, NumberType, TextType, Type
from rulesets.wording.units import unit_word

_Offered = tuple[tuple[LiteralValue, str, str], ...]


@dataclass(frozen=True)
class Output:
    """What a conclusion is given.

    `kind` says how it is edited: `choice` of `choices` (each as it is typed, its title, whether it
    stands there), `text` or `date` by its `value`, else `formula`, as it is written. `values` are
    the edits that make a value of a formula; none where it has no other form.
    """

    path: Path
    place: str
    title: str
    unit: str
    text: str
    kind: str
    value: str
    choices: tuple[tuple[str, str, bool], ...]
    values: Edits
    is_number: bool

    @property
    def said(self) -> str:
        """What is given, by its title; empty where nothing is."""
        title = next((title for _, title, here in self.choices if here), self.value or self.text)
        return f"{title} {self.unit}".strip() if title.strip() else ""


class Giving:
    """Shows what the conclusions of one block are given."""

    def __init__(self, desk: Desk, block: Mapping[str, Any], concludes: tuple[str, ...]) -> None:
        """Take the block, and what it concludes."""
        self._showing, self._language = desk.showing, desk.language
        self._concludes = concludes
        self._hit: Any = block.get("hit") or "first"
        self._read: dict[tuple[str, str], LiteralValue | None] = {}
        self._offered: dict[str, _Offered] = {}

    def outputs(self, given: Any, path: Path, place: list[Any]) -> Iterator[Output]:
        """Show what a rule gives; `place` is that of the rule, as faults name it."""
        texts: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        for key in dict.fromkeys((*self._concludes, *texts)):
            known = self._showing.names.conclusions.get(key)
            of = None if known is None else row_target(self._hit, known.type)
            text = texts.get(key)
            written = text if isinstance(text, str) else ""
            yield self._output(written, of, (*path, key), [*place, ["conclusion", key]])

    def _output(self, text: str, of: Type | None, path: Path, place: list[Any]) -> Output:
        key = str(path[-1])
        value = self._value(text, key) if text.strip() else ""
        offered = self._choices(of, key)
        fits = {"choice": {each[0] for each in offered}} if offered else _fits(of, value)
        kind = next((kind for kind, values in fits.items() if value == "" or value in values), "")
        first = Edit("set", path, offered[0][1]) if offered else Edit("remove", path)
        return Output(
            path=path,
            place=json.dumps(place, ensure_ascii=False),
            title=self._showing.title(key, self._language),
            unit=unit_word(of.unit, self._language) if isinstance(of, NumberType) else "",
            text=self._showing.output(text, key, self._language),
            kind=kind or "formula",
            value=str(value) if kind in {"text", "date"} else "",
            choices=tuple((typed, title, each == value) for each, typed, title in offered),
            values=edits_to([first]) if fits and text.strip() else [],
            is_number=isinstance(of, NumberType),
        )

    def _value(self, text: str, key: str) -> LiteralValue | None:
        if (key, text) not in self._read:
            self._read[key, text] = value_of(text, key, self._showing)
        return self._read[key, text]

    def _choices(self, of: Type | None, key: str) -> _Offered:
        """List what can be chosen, each as it is typed, with its title; once for all rules."""
        if key not in self._offered:
            self._offered[key] = tuple(self._offer(of, key))
        return self._offered[key]

    def _offer(self, of: Type | None, key: str) -> Iterator[tuple[LiteralValue, str, str]]:
        if isinstance(of, BooleanType):
            yield True, "true", gettext("yes")
            yield False, "false", gettext("no")
        if isinstance(of, TextType) and of.one_of is not None:
            for code, title in shown_codes(of.one_of, self._language):
                yield code, code_text(code, key, self._showing), title


def _fits(of: Type | None, value: LiteralValue | None) -> dict[str, set[LiteralValue | None]]:
    """Name the kind of value that a conclusion has, where it is typed by itself."""
    if isinstance(of, TextType):
        return {"text": {value} if isinstance(value, str) else set()}
    if isinstance(of, DateType):
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        return {"date": {value} if is_day else set()}
    return {}
