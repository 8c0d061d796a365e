"""What rules conclude: each conclusion with the value it is given, chosen or written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from editor.drafting.desk import Desk
from editor.views.conditions import code_of, code_text
from rulesets.checking.conclusions import row_target
from rulesets.checking.written_values import codes_of
from rulesets.documents.places import Path
from rulesets.drafting.suggestions import shown_codes
from rulesets.types import CodeList, ListType, NumberType, Type
from rulesets.wording.units import unit_word


@dataclass(frozen=True)
class Output:
    """What a conclusion is given.

    `codes` to choose from: as it is typed, its title, whether it stands there. `is_chosen` is false
    where another text does.
    """

    path: Path
    place: str
    title: str
    unit: str
    text: str
    codes: tuple[tuple[str, str, bool], ...]
    is_chosen: bool
    is_number: bool

    @property
    def said(self) -> str:
        """What is given, by its title; empty where nothing is."""
        title = next((title for _, title, here in self.codes if here), self.text)
        return f"{title} {self.unit}".strip() if title.strip() else ""


class Giving:
    """Shows what the conclusions of one block are given."""

    def __init__(self, desk: Desk, block: Mapping[str, Any], concludes: tuple[str, ...]) -> None:
        """Take the block, and what it concludes."""
        self._showing, self._language = desk.showing, desk.language
        self._concludes = concludes
        self._hit: Any = block.get("hit") or "first"
        self._read: dict[tuple[str, str], str | None] = {}
        self._offered: dict[str, tuple[tuple[str, str, str], ...]] = {}

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
        value = self._code(text, key)
        codes = tuple(
            (typed, title, code == value) for code, typed, title in self._choices(_codes(of), key)
        )
        return Output(
            path=path,
            place=json.dumps(place, ensure_ascii=False),
            title=self._showing.title(key, self._language),
            unit=unit_word(of.unit, self._language) if isinstance(of, NumberType) else "",
            text=self._showing.output(text, key, self._language),
            codes=codes,
            is_chosen=bool(codes) and (not text.strip() or value is not None),
            is_number=isinstance(of, NumberType),
        )

    def _code(self, text: str, key: str) -> str | None:
        if (key, text) not in self._read:
            self._read[key, text] = code_of(text, key, self._showing)
        return self._read[key, text]

    def _choices(self, codes: CodeList | None, key: str) -> tuple[tuple[str, str, str], ...]:
        """List codes, each as it is typed, with its title; once for all rules."""
        if codes is None:
            return ()
        if key not in self._offered:
            self._offered[key] = tuple(
                (code, code_text(code, key, self._showing), title)
                for code, title in shown_codes(codes, self._language)
            )
        return self._offered[key]


def _codes(of: Type | None) -> CodeList | None:
    return None if of is None or isinstance(of, ListType) else codes_of(of)
