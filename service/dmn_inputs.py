"""The inputs of a DMN document, given by the names of DMN, as facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.intake import MOST_ROWS, take_value
from engine.strict_json import pointer, shown
from rulesets.dmn.importing import GivenMembers, GivenRows, GivenShape, GivenValue
from rulesets.errors import CallerError, Fault
from rulesets.expressions.spelling import composed
from rulesets.types import Both, RecordsType
from rulesets.values import Value

_OBJECT = Both("对象", "an object")
_INPUT = Both("模型的一个输入", "an input of the model")
_MEMBER = Both("该类型的一个成员", "a member of its type")
_SHOWN = 60
_MOST_KNOWN = 20


def take_inputs(given: object, inputs: Mapping[str, GivenShape]) -> dict[str, Value]:
    """Take inputs by the names of DMN as facts by their keys.

    Args:
        given: plain JSON, an object of input data.
        inputs: the input data that the model knows.

    Raises:
        CallerError: with every fault; the places are JSON Pointers into `given`.
    """
    taking = _Taking()
    taking.members(given, inputs, "", _INPUT)
    if taking.faults:
        raise CallerError(tuple(taking.faults))
    return taking.facts


def listed(known: Iterable[str]) -> str:
    """List names that could have been given, the first twenty of them.

    Example:
        >>> listed(["Age", "Name"]), listed([])
        ('`Age`, `Name`', '-')
    """
    names = [f"`{each}`" for each in known]
    more = [] if len(names) <= _MOST_KNOWN else ["…"]
    return ", ".join(names[:_MOST_KNOWN] + more) or "-"


class _Taking:
    """Takes inputs by the names of DMN as facts by their keys, and gathers what is wrong."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.facts: dict[str, Value] = {}

    def members(
        self, given: object, of: Mapping[str, GivenShape], path: str, expected: Both
    ) -> None:
        """Take each member of an object, or all inputs."""
        if given is None and path:
            return
        if not isinstance(given, Mapping):
            self._refuse("wrong-type", path, _OBJECT, given)
            return
        known = {composed(name): shape for name, shape in of.items()}  # as JSON is read
        self._unknown(given, known, path, expected)
        for name, shape in known.items():
            if given.get(name) is not None:
                self._one(given[name], shape, pointer(path, name))

    def _one(self, given: object, shape: GivenShape, path: str) -> None:
        match shape:
            case GivenMembers(of=members):
                self.members(given, members, path, _MEMBER)
            case GivenValue(key=key, type=of):
                value = self._take(given, of, path)
                if value is not None:
                    self.facts[key] = value
            case GivenRows():
                self._rows(given, shape, path)

    def _rows(self, given: object, shape: GivenRows, path: str) -> None:
        if not isinstance(given, list) or len(given) > MOST_ROWS:
            self._take(given, RecordsType(()), path)
            return
        rows: list[Mapping[str, Value]] = []
        for number, row in enumerate(given):
            place = pointer(path, str(number))
            if not isinstance(row, Mapping):
                self._refuse("wrong-type", place, _OBJECT, row)
                continue
            known = {composed(name): each for name, each in shape.of.items()}
            self._unknown(row, known, place, _MEMBER)
            taken = {
                key: self._take(row.get(name), of, pointer(place, name))
                for name, (key, of) in known.items()
            }
            rows.append({key: value for key, value in taken.items() if value is not None})
        self.facts[shape.key] = tuple(rows)

    def _take(self, given: object, of: object, path: str) -> Value:
        try:
            return take_value(given, of, path)  # type: ignore[arg-type]  # a type of the ruleset
        except CallerError as error:
            self.faults.extend(error.faults)
            return None

    def _unknown(
        self, given: Mapping[str, object], known: Mapping[str, object], path: str, expected: Both
    ) -> None:
        for name in given:
            if name not in known:
                names = listed(known)
                offered = Both(f"{expected.zh}（{names}）", f"{expected.en} ({names})")
                self._refuse("unknown-fact", pointer(path, name), offered, name)

    def _refuse(self, code: str, path: str, expected: Both, found: object) -> None:
        text = shown(found) if isinstance(found, str) else _kind(found)
        words = {"expected": expected, "found": text}
        self.faults.append(Fault(code, (("path", path),), words))


def _kind(given: object) -> str | Both:
    if isinstance(given, list):
        return Both("列表", "a list")
    return "null" if given is None else shown(str(given)[:_SHOWN])
