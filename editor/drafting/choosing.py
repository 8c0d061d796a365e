"""What a condition is chosen with: the names it may be about, operators, values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from editor.drafting.desk import Desk
from editor.speech import gettext, joined
from editor.views.conditions import (
    Chosen,
    Condition,
    kind_of_values,
    operator_title,
    operators_for,
    written_as,
)
from rulesets.checking.written_values import codes_of
from rulesets.drafting.showing import ShownName
from rulesets.types import ListType, Type
from rulesets.wording.units import unit_word


@dataclass(frozen=True)
class Offered:
    """A name to choose. `begins` is a condition about it as it begins, with `{}` for the name."""

    key: str
    typed: str
    title: str
    kind: str
    unit: str
    begins: str


@dataclass(frozen=True)
class Slot:
    """A value of a condition: its kind, and how it is chosen or typed.

    `codes` are the values to choose from, with their titles; `names` are names of the same kind, as
    they are typed and titled. `chosen` are the values that stand there.
    """

    kind: str
    chosen: tuple[str, ...]
    unit: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Builder:
    """A condition as it is chosen: operators with the text that each writes, and slots."""

    subject: Offered | None
    operators: tuple[tuple[str, str, bool], ...]
    slots: tuple[Slot, ...]


class Choosing:
    """Offers what conditions of one block are chosen with."""

    def __init__(self, desk: Desk, block: str, concludes: tuple[str, ...]) -> None:
        """Take the block's key, and what it concludes: that it cannot read itself."""
        self._desk, self._block, self._concludes = desk, block, concludes
        self._language = desk.language
        self._like: dict[str, tuple[tuple[str, str], ...]] = {}
        self._names = {each.key: each for each in desk.showing.suggestions(desk.language)}

    def builder(self, condition: Condition) -> Builder:
        """Give what a condition is chosen with; nothing but subjects while none is chosen."""
        name = self._names.get(condition.subject)
        if name is None or name.type is None:
            return Builder(None, (), ())
        of = name.type
        operators = tuple(
            (written_as(each), operator_title(each, of, self._language), each == condition.operator)
            for each in operators_for(of)
        )
        return Builder(self._offered(name), operators, tuple(self._slots(condition, name, of)))

    def said(self, condition: Condition, text: str) -> str:
        """Say a condition as it is chosen; a formula as it is written."""
        name = self._names.get(condition.subject)
        if name is None or name.type is None:
            return text
        slots = tuple(self._slots(condition, name, name.type))
        titles = [_titles(each) for each in slots]
        values = [
            f"{joined(each, self._language)} {slot.unit}".strip()
            for each, slot in zip(titles, slots, strict=True)
        ]
        operator = operator_title(condition.operator, name.type, self._language)
        told = "".join(values)
        if values[1:]:
            told = gettext("%(low)s and %(high)s", low=values[0], high=values[1])
        return f"{name.title} {operator} {told}".strip()

    def _slots(self, condition: Condition, name: ShownName, of: Type) -> Iterator[Slot]:
        names = self._names_like(name, of)
        codes = name.codes
        if condition.operator in {"in", "not in"}:
            chosen = tuple(each.text for each in condition.values)
            strange = tuple((each, each) for each in chosen if each not in dict(codes))
            yield Slot(
                "codes" if codes else "texts", chosen, codes=(*codes, *strange) if codes else ()
            )
            return
        for each in condition.values:
            kind = "code" if codes and each.kind != "name" else each.kind
            text = self._typed(each)
            strange = ((text, text),) if kind == "code" and text not in dict(codes) else ()
            unit = unit_word(name.unit, self._language) if kind == "number" else ""
            offered = (*codes, *strange) if kind == "code" else ()
            yield Slot(kind, (text,), unit, offered, names)

    def _typed(self, value: Chosen) -> str:
        return self._names[value.text].typed if value.kind == "name" else value.text

    def _names_like(self, name: ShownName, of: Type) -> tuple[tuple[str, str], ...]:
        if name.key not in self._like:
            self._like[name.key] = tuple(self._alike(name, of))
        return self._like[name.key]

    def _alike(self, name: ShownName, of: Type) -> Iterator[tuple[str, str]]:
        """List names that a value of this one may be compared with: of its kind, list and unit."""
        of = of.item if isinstance(of, ListType) else of
        for each in self._names.values():
            if each.key == name.key or each.type is None or each.kind in {"lookup", "function"}:
                continue
            same = kind_of_values(each.type) == kind_of_values(of)
            same = same and codes_of(each.type) == codes_of(of)
            if same and (not each.unit or not name.unit or each.unit == name.unit):
                yield each.typed, each.title

    def subjects(self) -> Iterator[tuple[str, tuple[Offered, ...]]]:
        """List what a condition may be about, in groups: not what comes after this block."""
        later = self._later()
        titles = (
            ("fact", gettext("Facts")),
            ("conclusion", gettext("Conclusions of blocks before")),
            ("constant", gettext("Constants")),
        )
        for kind, title in titles:
            offered = tuple(
                self._offered(each)
                for each in self._names.values()
                if each.kind == kind and each.key not in later and each.type
                if operators_for(each.type)
            )
            if offered:
                yield title, offered

    def _offered(self, name: ShownName) -> Offered:
        of = name.type
        kind = kind_of_values(of) if of else ""
        unit = unit_word(name.unit, self._language)
        begins = {"boolean": "{} = true", "list": 'list contains({}, "")', "text": '{} = ""'}
        first = name.codes[0][0] if kind == "code" and name.codes else ""
        begin = f"{{}} = {json.dumps(first, ensure_ascii=False)}" if first else "{} >= "
        return Offered(name.key, name.typed, name.title, kind, unit, begins.get(kind, begin))

    def _later(self) -> frozenset[str]:
        """Name what this block concludes, and what is concluded of that, however far."""
        found = set(self._concludes)
        passed = self._desk.last_passed
        blocks = passed.blocks if passed else ()
        for placed in blocks:  # in order of inference
            if found & placed.reads and placed.key != self._block:
                found.update(placed.concludes)
        return frozenset(found)


def _titles(slot: Slot) -> list[str]:
    """Name what stands in a slot by its titles."""
    known = dict((*slot.codes, *slot.names))
    return [known.get(each, each) or "…" for each in slot.chosen] or ["…"]
