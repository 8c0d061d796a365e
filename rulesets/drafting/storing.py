"""Which texts stand where in a document, and edits whose texts were typed with titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rulesets.documents.places import Path, value_at
from rulesets.drafting.edits import Edit
from rulesets.drafting.respelling import Texts
from rulesets.drafting.showing import Showing
from rulesets.wording.units import unit_key

_GIVEN = ("otherwise", "when unknown")
_DECLARED = frozenset({"facts", "conclusions", "constants", "lookups", "functions"})


def stored_edits(
    edits: Iterable[Edit], content: Mapping[str, Any], showing: Showing
) -> tuple[Edit, ...]:
    """Put keys for the titles in every text that edits write; other values stay.

    Args:
        edits: as a page sends them.
        content: the plain data that they change.
        showing: the names there are.

    Example:
        >>> from rulesets import model
        >>> from rulesets.checked import Bundle
        >>> from rulesets.types import Both, NumberType
        >>> fact = model.Fact("sales", NumberType(), Both("年采购额"))
        >>> showing = Showing.of_bundle(Bundle(model.Ruleset("r", "UTC", facts=(fact,))))
        >>> content = {"blocks": [{"key": "b", "kind": "formula", "expression": "1"}]}
        >>> edit = Edit("set", ("blocks", 0, "expression"), "年采购额 * 2")
        >>> stored_edits([edit], content, showing)[0].value
        'sales * 2'
        >>> stored_edits([Edit("set", ("facts", 0, "unit"), "元")], {}, showing)[0].value
        'CNY'
    """
    return tuple(_Storing(content, each, showing).edit() for each in edits)


def texts_at(path: Path, content: Mapping[str, Any], showing: Showing) -> Texts | None:
    """Return what shows and stores the text at a path; None where no expression or cell stands."""
    return _Storing(content, Edit("set", (), None), showing).texts(path)


def is_unit(path: Path) -> bool:
    """Tell whether the unit of something that is declared stands at a path."""
    return len(path) > 1 and path[0] in _DECLARED and path[-1] == "unit"


def units_of(content: Any, *, is_declared: bool = False) -> frozenset[str]:
    """Find the units that a document names where it declares something.

    Example:
        >>> sorted(units_of({"facts": [{"key": "late", "unit": "天"}], "blocks": [{"unit": "x"}]}))
        ['天']
    """
    found: set[str] = set()
    parts: list[Any] = content if isinstance(content, list) else []
    if isinstance(content, Mapping):
        if is_declared and isinstance(content.get("unit"), str):
            found.add(content["unit"])
        parts = [each for key, each in content.items() if is_declared or key in _DECLARED]
    return frozenset(found.union(*(units_of(each, is_declared=True) for each in parts)))


@dataclass(frozen=True)
class _Storing:
    """One edit of a document."""

    content: Mapping[str, Any]
    of: Edit
    showing: Showing

    def edit(self) -> Edit:
        if self.of.value is None:
            return self.of
        value = self._value(self.of.path, self.of.value)
        return self.of if value == self.of.value else replace(self.of, value=value)

    def _value(self, path: Path, value: Any) -> Any:
        if isinstance(value, str):
            if is_unit(path):
                return self._unit(value.strip())
            texts = self.texts(path)
            return value if texts is None else texts.stored(value)
        if isinstance(value, list):
            return [self._value((*path, place), each) for place, each in enumerate(value)]
        if isinstance(value, dict):
            return {key: self._value((*path, key), each) for key, each in value.items()}
        return value

    def _unit(self, word: str) -> str:
        """Keep a unit that the document writes so: its rules would not compare it with another."""
        return word if word in units_of(self.content) else unit_key(word)

    def texts(self, path: Path) -> Texts | None:
        match path:
            case ("functions", int(), "expression"):
                return self.showing.bodies(self._text((*path[:2], "key")))
            case ("blocks", int(), str(part), *rest):
                return self._of_block(path[:2], part, tuple(rest))
        return None

    def _of_block(self, block: Path, part: str, rest: Path) -> Texts | None:
        if part in _GIVEN and len(rest) == 1:
            return self.showing.outputs(str(rest[0]))
        match self._text((*block, "kind")), part, *rest:
            case (
                ("table", "inputs", int())
                | ("table" | "scorecard", "inputs", int(), "expression")
                | ("rules", "rules", int(), "when", *_)
                | ("deadline", "start" | "amount")
                | ("ranking", "of" | "by")
            ):
                return self.showing.expressions()
            case "table", "rows", int(), "when", int(place):
                return self.showing.cells(self._input((*block, "inputs", place)))
            case "table", "rows", int(), "then", int(place):
                return self.showing.outputs(self._output(block, place))
            case "scorecard", "inputs", int(place), "bands", int(), "when":
                return self.showing.cells(self._input((*block, "inputs", place)))
            case "rules", "rules", int(), "then", str(key):
                return self.showing.outputs(key)
            case "formula", "expression":
                return self.showing.outputs(self._text((*block, "concludes")))
        return None

    def _input(self, path: Path) -> str:
        """Return the expression of a column, which stands alone or with a title."""
        found = self._found(path)
        return found if isinstance(found, str) else self._text((*path, "expression"))

    def _output(self, block: Path, place: int) -> str:
        outputs = self._found((*block, "outputs"))
        if isinstance(outputs, str):
            return outputs
        return self._text((*block, "outputs", place))

    def _text(self, path: Path) -> str:
        found = self._found(path)
        return found if isinstance(found, str) else ""

    def _found(self, path: Path) -> Any:
        """Find what stands at a path once the edit is made: in what it writes, else as it was."""
        size = len(self.of.path)
        if size and path[:size] == self.of.path:
            return value_at(self.of.value, path[size:])
        return value_at(self.content, path)
