"""What a process does with a piece of a file: facts read, refused or inferred from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from engine.decision import Engine, Firing, Inference, Problem
from engine.encoding import from_json, to_json
from engine.intake import take_facts
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, Fault, OperatorError
from rulesets.types import ListType, NumberType, RecordsType, Type
from rulesets.values import Value
from service.files.cells import plain
from service.files.columns import fact_types
from service.house import House
from service.judging import (
    By,
    DisagreementError,
    Unjudged,
    infer_once,
    infer_twice,
    judged,
    some_behind,
)

Piece = tuple[tuple[object, ...], ...]
"""The cells of rows, of the columns that are facts, in their order."""


class Wrong(msgspec.Struct, array_like=True):
    """Why a row was refused: the fact, the code, and the sentence."""

    fact: str
    code: str
    message: str


class Row(msgspec.Struct, array_like=True):
    """What became of a row: conclusions in the ruleset's order, or why it was refused."""

    conclusions: list[Any] = []
    fired: str = ""
    problems: str = ""
    wrong: list[Wrong] = []
    twin: str = "none"


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[Row]).decode


@dataclass(frozen=True)
class Twin:
    """What infers rows a second time: the house's twin, of the version that is held there."""

    house: House
    by: By


def twin_of(house: House, checked: CheckedRuleset, name: str, engine: Engine) -> Twin:
    """Let the house's twin infer by a ruleset, published or not."""
    head = house.versions.hold(checked, house.clock())
    # A file is long: it pays to wait until the second engine holds the ruleset.
    house.twins.prepare(head)
    return Twin(house, By(head, checked, name, engine))


Begun = Row | Unjudged | tuple[Inference, str]
"""A row that was refused, one whose second inference is on its way, or one inferred once."""


@dataclass(frozen=True)
class Classifier:
    """A ruleset loaded into an engine, with the facts that a piece holds."""

    checked: CheckedRuleset
    engine: Engine
    facts: tuple[str, ...]
    as_of: datetime
    language: str
    name: str
    twin: Twin | None = None

    def classify(self, piece: Piece) -> bytes:
        """Classify rows; the answer is text, so that it can be kept and read again."""
        types = fact_types(self.checked)
        begun = (self._begun(cells, types) for cells in piece)
        return _encode([self._row(each) for each in some_behind(begun)])

    def _begun(self, cells: tuple[object, ...], types: Mapping[str, Type]) -> Begun:
        given = {key: plain(cell, types[key]) for key, cell in zip(self.facts, cells, strict=True)}
        try:
            facts = take_facts(given, self.checked)
        except CallerError as error:
            return Row(wrong=[self._wrong(fault) for fault in error.faults])
        try:
            if self.twin is not None:
                return infer_twice(self.twin.house, self.twin.by, facts, self.as_of)
            return infer_once(self.name, self.engine, facts, self.as_of), "none"
        except OperatorError as error:
            return Row(wrong=[self._wrong(fault) for fault in error.faults])

    def _row(self, begun: Begun) -> Row:
        if isinstance(begun, Row):
            return begun
        if isinstance(begun, Unjudged):
            assert self.twin is not None  # noqa: S101 - it began this
            try:
                decision = judged(self.twin.house, begun).decision
            except DisagreementError as error:
                return Row(wrong=[self._wrong(error.faults[0])])
            begun = decision.inference, decision.twin
        inference, twin = begun
        return Row(
            [to_json(inference.conclusions.get(key)) for key in self.checked.conclusions],
            fired_text(inference.firings),
            problems_text(inference.problems),
            twin=twin,
        )

    def _wrong(self, fault: Fault) -> Wrong:
        pointer = str(fault.place[0][1]).split("/") if fault.place else []
        fact = pointer[2] if len(pointer) > 2 else ""  # noqa: PLR2004 - "", "facts", the key
        return Wrong(_unpointed(fact), fault.code, fault.sentence(self.language))


def rows_of(answer: bytes, types: tuple[Type, ...]) -> list[Row]:
    """Read an answer again, the conclusions as values.

    Raises:
        msgspec.MsgspecError: it is no answer.
    """
    rows = _decode(answer)
    for row in rows:
        if not row.wrong:
            row.conclusions = [
                _value(each, of) for each, of in zip(row.conclusions, types, strict=True)
            ]
    return rows


def fired_text(firings: Iterable[Firing]) -> str:
    """Name what fired, in order: `block/rule`, or the block with the part of it that applied.

    Example:
        >>> fired_text([Firing("grade", "rule", "b", 4), Firing("net", "formula")])
        'grade/b, net'
        >>> fired_text([Firing("grade", "otherwise")])
        'grade/otherwise'
    """
    return ", ".join(map(_fired, firings))


def _fired(firing: Firing) -> str:
    if firing.kind == "rule":
        return f"{firing.block}/{firing.rule}"
    if firing.kind in {"otherwise", "when unknown", "adjustment"}:
        return f"{firing.block}/{firing.kind}"
    return firing.block


def problems_text(problems: Iterable[Problem]) -> str:
    """Name problems by their code and block, in a fixed order.

    Example:
        >>> problems_text([Problem("net", "overflow"), Problem("growth", "division-by-zero")])
        'growth: division-by-zero, net: overflow'
    """
    return ", ".join(f"{each.block}: {each.code}" for each in sorted(problems))


def _value(given: Any, of: Type) -> Value:
    if given is not None and isinstance(of, NumberType):
        return Decimal(given)
    if given is not None and isinstance(of, ListType):
        return tuple(_value(each, of.item) for each in given)
    if given is not None and isinstance(of, RecordsType):
        types = {field.key: field.type for field in of.fields}
        return tuple({key: _value(row[key], types[key]) for key in row} for row in given)
    return from_json(given, of)


def _unpointed(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
