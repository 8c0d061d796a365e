"""All texts of a ruleset that are read as expressions or cells, each with what it is read for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rulesets import model
from rulesets.checked import Bundle
from rulesets.checking.conclusions import row_target
from rulesets.checking.meaning import Meaning
from rulesets.checking.naming import Names, collect, sources
from rulesets.checking.own_functions import scope_of
from rulesets.checking.reading import PERCENT
from rulesets.checking.report import Report
from rulesets.checking.written_values import codes_of, is_blank
from rulesets.documents.places import Path
from rulesets.drafting.meetings import Meetings
from rulesets.errors import AuthorError
from rulesets.expressions.naming import Spelled
from rulesets.expressions.parser import spelled_cell, spelled_expression
from rulesets.expressions.scope import Scope
from rulesets.expressions.tree import Cell, Node
from rulesets.types import CodeList, NumberType, Type

Tree = Node | Cell
GROUPS = ("all", "any", "none")
GIVEN = ("otherwise", "when unknown")


@dataclass(frozen=True, eq=False)
class Side:
    """The names of a ruleset: as they are, or as they will be.

    `codes` gives the list that stands there for one that was there before.
    """

    names: Names
    functions: tuple[model.Function, ...]
    codes: Callable[[CodeList], CodeList]

    @classmethod
    def of(cls, bundle: Bundle, codes: Callable[[CodeList], CodeList] = lambda same: same) -> Side:
        """Collect them."""
        return cls(collect(sources(bundle), Report()), bundle.ruleset.functions, codes)


@dataclass(frozen=True, eq=False)
class Reading:
    """What texts are read for. Texts of one column share it, and mean the same if they are alike.

    Attributes:
        is_cell: a cell, not an expression.
        of: the type of the column or of what is concluded: its codes may stand unquoted.
        meets: the types that the value is compared with or stands for.
        function: the place of the function whose body it is.
    """

    is_cell: bool = False
    of: Type | None = None
    meets: tuple[Type, ...] = ()
    function: int | None = None

    def scope(self, side: Side) -> Scope:
        """Give what a text may name."""
        if self.function is not None:
            return scope_of(side.functions[self.function], side.names)
        if self.of is None:
            return side.names.scope
        percent = isinstance(self.of, NumberType) and self.of.unit == PERCENT
        codes = codes_of(self.of)
        return side.names.scope.for_column(codes and side.codes(codes), percent=percent)

    def read(self, text: str, side: Side) -> tuple[Tree, tuple[Spelled, ...]] | None:
        """Read a text; None when it is blank or has a fault: nobody knows what it names."""
        if not self.is_cell and is_blank(text):
            return None
        read = spelled_cell if self.is_cell else spelled_expression
        try:
            return read(text, self.scope(side))
        except AuthorError:
            return None


@dataclass(frozen=True)
class Text:
    """A text where it stands."""

    path: Path
    text: str
    reading: Reading


_PLAIN = Reading()


class Texts:
    """The texts of one document."""

    def __init__(self, plain: Mapping[str, Any], side: Side, meaning: Meaning) -> None:
        """Take the document, and its names as they are."""
        self._plain, self._side, self._meaning = plain, side, meaning
        self._meetings = Meetings(meaning)
        self._types = {key: of.type for key, of in side.names.conclusions.items()}

    def every(self) -> Iterator[Text]:
        """Give all of them."""
        for number, each in enumerate(self._plain.get("functions") or ()):
            yield from self._function(("functions", number, "expression"), each, number)
        for number, block in enumerate(self._plain.get("blocks") or ()):
            path = ("blocks", number)
            of_kind = getattr(self, f"_{block.get('kind')}", None)
            yield from of_kind(path, block) if of_kind else ()
            for part in GIVEN:
                yield from self._given((*path, part), block.get(part), self._types.get)

    def meetings_of(self, reading: Reading) -> Meetings:
        """Give what finds the codes that a text names."""
        if reading.function is None:
            return self._meetings
        own = self._side.functions[reading.function].parameters
        names = {**self._meaning.names, **{each.key: each.type for each in own}}
        return Meetings(replace(self._meaning, names=names))

    def _function(self, path: Path, function: Mapping[str, Any], number: int) -> Iterator[Text]:
        returns = self._side.functions[number].returns
        reading = Reading(of=returns, meets=(returns,), function=number)
        yield from _text(path, function.get("expression"), reading)

    def _table(self, path: Path, block: Mapping[str, Any]) -> Iterator[Text]:
        rows, columns = list(enumerate(block.get("rows") or ())), []
        for number, each in enumerate(block.get("inputs") or ()):
            at = (*path, "inputs", number)
            text = each.get("expression") if isinstance(each, dict) else each
            at = (*at, "expression") if isinstance(each, dict) else at
            cells = (row["when"][number] for _, row in rows if len(row.get("when") or ()) > number)
            column = self._column(text, cells)
            columns.append(column)
            yield from _text(at, text, Reading(meets=column.meets))
        outputs = block.get("outputs") or ()
        outputs = [outputs] if isinstance(outputs, str) else outputs
        targets = [_output(self._target(block, each)) for each in outputs]
        for number, row in rows:
            for part, readings in (("when", columns), ("then", targets)):
                pairs = zip(readings, row.get(part) or (), strict=False)
                for place, (reading, text) in enumerate(pairs):
                    yield from _text((*path, "rows", number, part, place), text, reading)

    def _rules(self, path: Path, block: Mapping[str, Any]) -> Iterator[Text]:
        for number, rule in enumerate(block.get("rules") or ()):
            at = (*path, "rules", number)
            yield from self._when((*at, "when"), rule.get("when"))
            target: Callable[[str], Type | None] = lambda key: self._target(block, key)  # noqa: E731 - bound to this block
            yield from self._given((*at, "then"), rule.get("then"), target)

    def _scorecard(self, path: Path, block: Mapping[str, Any]) -> Iterator[Text]:
        for number, each in enumerate(block.get("inputs") or ()):
            at, bands = (*path, "inputs", number), each.get("bands") or ()
            column = self._column(each.get("expression"), (band.get("when") for band in bands))
            text = each.get("expression")
            yield from _text((*at, "expression"), text, Reading(meets=column.meets))
            for place, band in enumerate(bands):
                yield from _text((*at, "bands", place, "when"), band.get("when"), column)

    def _formula(self, path: Path, block: Mapping[str, Any]) -> Iterator[Text]:
        of = self._types.get(str(block.get("concludes")))
        yield from _text((*path, "expression"), block.get("expression"), _output(of))

    def _deadline(self, path: Path, block: Mapping[str, Any]) -> Iterator[Text]:
        for key in ("start", "amount"):
            yield from _text((*path, key), block.get(key), _PLAIN)

    def _ranking(self, path: Path, block: Mapping[str, Any]) -> Iterator[Text]:
        for key in ("of", "by"):
            yield from _text((*path, key), block.get(key), _PLAIN)

    def _when(self, path: Path, when: Any) -> Iterator[Text]:
        if isinstance(when, dict):
            for kind in GROUPS:
                for number, each in enumerate(when.get(kind) or ()):
                    yield from self._when((*path, kind, number), each)
        else:
            yield from _text(path, when, _PLAIN)

    def _given(
        self, path: Path, given: Any, type_of: Callable[[str], Type | None]
    ) -> Iterator[Text]:
        for name, text in (given or {}).items():
            yield from _text((*path, name), text, _output(type_of(name)))

    def _column(self, text: Any, cells: Iterator[Any]) -> Reading:
        """Give what the cells of a column are read for."""
        read = _PLAIN.read(text, self._side) if isinstance(text, str) else None
        if read is None or not isinstance(read[0], Node):
            return Reading(is_cell=True)
        types = self._meetings.types_of(read[0])
        of = self._meetings.type_of(read[0])
        reading = Reading(is_cell=True, of=of, meets=types)
        found = (reading.read(cell, self._side) for cell in cells if isinstance(cell, str))
        trees = (each[0] for each in found if each and not isinstance(each[0], Node))
        return replace(reading, meets=self._meetings.column(read[0], trees))

    def _target(self, block: Mapping[str, Any], key: str) -> Type | None:
        of = self._types.get(key)
        return None if of is None else row_target(block.get("hit", "first"), of)


def _output(of: Type | None) -> Reading:
    return Reading(of=of, meets=() if of is None else (of,))


def _text(path: Path, text: Any, reading: Reading) -> Iterator[Text]:
    if isinstance(text, str):
        yield Text(path, text, reading)
