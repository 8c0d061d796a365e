"""Shapes of blocks, cases and laws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from rulesets import model
from rulesets.documents import nodes
from rulesets.documents.forms import (
    DAY,
    KEY,
    ROW_ID,
    TEXT,
    TITLE,
    TRUE_FALSE,
    Choice,
    TrueFalse,
    Whole,
)
from rulesets.documents.items import Items, Pairs
from rulesets.documents.nodes import Node
from rulesets.documents.reading import FAILED, Plain, Reading, a_map, shape_of, unknown_key
from rulesets.documents.shapes import Part, Shape
from rulesets.types import Both

_GIVEN = Pairs(TEXT, model.Given, lambda given: (given.conclusion, given.expression))
_TEXTS = Items(TEXT)

_GROUPS = ("all", "any", "none")

_NOTE = Part("note", "note", TEXT)
_TITLE = Part("title", "title", TITLE)
_HIT = Part("hit", "hit", Choice(get_args(model.HitPolicy)), required=True)
_OTHERWISE = Part("otherwise", "otherwise", _GIVEN)
_WHEN_UNKNOWN = Part("when_unknown", "when unknown", _GIVEN)
_CONCLUDES = Part("concludes", "concludes", TEXT, required=True)
_DISABLED_AND_DAYS = (
    Part("disabled", "disabled", TRUE_FALSE),
    Part("valid_from", "from", DAY),
    Part("valid_to", "to", DAY),
)
_ROW_KEY = Part("id", "id", ROW_ID, required=True)


@dataclass(frozen=True)
class _InputForm:
    """An input column: its expression alone, or `{expression, title}`."""

    def read(self, node: Node, at: Reading) -> Any:
        if isinstance(node, nodes.Scalar) and not node.null:
            return model.Input(node.text)
        return _INPUT_MAP.read(node, at)

    def write(self, value: model.Input) -> Plain:
        plain = value == model.Input(value.expression)
        return value.expression if plain else _INPUT_MAP.write(value)


_INPUT_MAP = Shape(model.Input, (Part("expression", "expression", TEXT, required=True), _TITLE))


@dataclass(frozen=True)
class _WhenForm:
    """A condition alone, or `{all|any|none: […]}` with further groups in it."""

    def read(self, node: Node, at: Reading) -> Any:
        if isinstance(node, nodes.Scalar) and not node.null:
            return model.When("all", (node.text,))
        return self._group(node, at)

    def _group(self, node: Node, at: Reading) -> Any:
        mapping = a_map(node, at)
        if mapping is FAILED:
            return FAILED
        for key, _ in mapping.pairs:
            if key.text not in _GROUPS:
                unknown_key(key, _GROUPS, at)
        known = [(key.text, value) for key, value in mapping.pairs if key.text in _GROUPS]
        if len(known) != 1:
            expected = Both("恰有 all、any、none 之一", "one of all, any, none")
            return at.refuse("wrong-shape", node, expected=expected, found=shape_of(node))
        kind, listed = known[0]
        conditions = _CONDITIONS.read(listed, at.under(kind))
        return FAILED if conditions is FAILED else model.When(kind, conditions)

    def write(self, value: model.When) -> Plain:
        if value.kind == "all" and len(value.conditions) == 1:
            only = value.conditions[0]
            if isinstance(only, str):
                return only
        return _group_plain(value)


def _group_plain(value: model.When) -> Plain:
    return {value.kind: _CONDITIONS.write(value.conditions)}


@dataclass(frozen=True)
class _ConditionForm:
    """A condition of a group: a text, or a group again."""

    def read(self, node: Node, at: Reading) -> Any:
        if isinstance(node, nodes.Scalar):
            return "" if node.null else node.text
        return _WhenForm().read(node, at)

    def write(self, value: model.When | str) -> Plain:
        return value if isinstance(value, str) else _group_plain(value)


_CONDITIONS = Items(_ConditionForm())

_ROWS = Items(
    Shape(
        model.Row,
        (
            _ROW_KEY,
            Part("when", "when", _TEXTS, required=True),
            Part("then", "then", _TEXTS, required=True),
            _NOTE,
            *_DISABLED_AND_DAYS,
        ),
    ),
    step="row",
    identity="id",
    unique=True,
    numbered=True,
)
_RULES = Items(
    Shape(
        model.Rule,
        (
            _ROW_KEY,
            _TITLE,
            Part("when", "when", _WhenForm(), required=True),
            Part("then", "then", _GIVEN, required=True),
            _NOTE,
            *_DISABLED_AND_DAYS,
        ),
    ),
    step="rule",
    identity="id",
    unique=True,
)
_BANDS = Items(
    Shape(
        model.Band,
        (
            _ROW_KEY,
            Part("when", "when", TEXT, required=True),
            Part("points", "points", TEXT, required=True),
        ),
    ),
    step="band",
    identity="id",
    unique=True,
)
_SCORE_INPUTS = Items(
    Shape(
        model.ScoreInput,
        (
            Part("key", "key", KEY, required=True),
            _TITLE,
            Part("expression", "expression", TEXT, required=True),
            Part("missing_points", "missing points", TEXT),
            Part("bands", "bands", _BANDS, required=True),
        ),
    ),
    step="input",
    identity="key",
    unique=True,
)

_KINDS: dict[str, tuple[type, tuple[Part, ...]]] = {
    "table": (
        model.Table,
        (
            _HIT,
            Part("inputs", "inputs", Items(_InputForm(), step="column"), required=True),
            Part("outputs", "outputs", Items(TEXT, one_alone=True), required=True),
            Part("rows", "rows", _ROWS, required=True),
            _OTHERWISE,
            _WHEN_UNKNOWN,
        ),
    ),
    "rules": (
        model.Rules,
        (
            _HIT,
            Part("concludes", "concludes", Items(TEXT, one_alone=True), required=True),
            Part("rules", "rules", _RULES, required=True),
            _OTHERWISE,
            _WHEN_UNKNOWN,
        ),
    ),
    "scorecard": (
        model.Scorecard,
        (_CONCLUDES, Part("inputs", "inputs", _SCORE_INPUTS, required=True), _OTHERWISE),
    ),
    "formula": (
        model.Formula,
        (_CONCLUDES, Part("expression", "expression", TEXT, required=True), _OTHERWISE),
    ),
    "deadline": (
        model.Deadline,
        (
            _CONCLUDES,
            Part("start", "start", TEXT, required=True),
            Part("amount", "amount", TEXT, required=True),
            Part("unit", "unit", Choice(get_args(model.DeadlineUnit)), required=True),
            Part("calendar", "calendar", TEXT),
            _OTHERWISE,
        ),
    ),
    "ranking": (
        model.Ranking,
        (
            _CONCLUDES,
            Part("of", "of", TEXT, required=True),
            Part("measure", "measure", Choice(get_args(model.RankingMeasure)), required=True),
            Part("descending", "order", TrueFalse("descending", "ascending")),
            Part("by", "by", TEXT),
            Part("quantiles", "quantiles", Whole(2, 1000)),
            _OTHERWISE,
        ),
    ),
}


@dataclass(frozen=True)
class _KindPortion:
    """`kind`, which chose the shape already."""

    kind: str
    attribute: str = "key"

    def keys(self, entries: dict[str, Node]) -> tuple[str, ...]:
        return ("key", "kind")

    def read(self, entries: dict[str, Node], node: Node, at: Reading) -> Any:
        return Part("key", "key", KEY, required=True).read(entries, node, at)

    def write(self, value: str) -> dict[str, Plain]:
        return {"key": value, "kind": self.kind}


_BLOCKS = {
    kind: Shape(make, (_KindPortion(kind), _TITLE, _NOTE, *parts))
    for kind, (make, parts) in _KINDS.items()
}


@dataclass(frozen=True)
class _BlockForm:
    """A block of the kind that it names."""

    def read(self, node: Node, at: Reading) -> Any:
        mapping = a_map(node, at)
        if mapping is FAILED:
            return FAILED
        entries = {key.text: value for key, value in mapping.pairs}
        kind = Part("kind", "kind", Choice(tuple(_KINDS)), required=True).read(entries, node, at)
        if kind is FAILED:
            return FAILED
        # A message names a block by what it is: table, rules, scorecard …
        *outer, (_, name) = at.place
        place = (*outer, (kind, name))
        return _BLOCKS[kind].read_entries(entries, mapping, Reading(at.faults, place, at.key))

    def write(self, value: model.Block) -> Plain:
        kind = next(kind for kind, (make, _) in _KINDS.items() if type(value) is make)
        return _BLOCKS[kind].write(value)


BLOCKS = Items(_BlockForm(), step="block", identity="key", unique=True)


@dataclass(frozen=True)
class _ValueForm:
    """A value of a case: None, a text, a list or a map, as deep as limits allow."""

    def read(self, node: Node, at: Reading) -> Any:
        if isinstance(node, nodes.Scalar):
            return None if node.null else node.text
        if isinstance(node, nodes.Sequence):
            items = [self.read(item, at) for item in node.items]
            return FAILED if any(item is FAILED for item in items) else items
        if isinstance(node, nodes.Mapping):
            values = {key.text: self.read(value, at) for key, value in node.pairs}
            return FAILED if any(value is FAILED for value in values.values()) else values
        return FAILED

    def write(self, value: Any) -> Plain:
        if isinstance(value, (list, tuple)):
            return [self.write(item) for item in value]
        if isinstance(value, dict):
            return {key: self.write(item) for key, item in value.items()}
        if isinstance(value, bool):
            return TRUE_FALSE.write(value)
        return value if value is None else str(value)


_VALUES = Pairs(_ValueForm())

CASES = Items(
    Shape(
        model.Case,
        (
            _ROW_KEY,
            _TITLE,
            Part("as_of", "as of", TEXT),
            Part("given", "given", _VALUES, absent=()),
            Part("expect", "expect", _VALUES, absent=()),
            Part("problems", "problems", _TEXTS),
            Part("fired", "fired", _TEXTS),
        ),
    ),
    step="case",
    identity="id",
    unique=True,
)
LAWS = Items(
    Shape(model.Law, (_ROW_KEY, _TITLE, Part("text", "text", TEXT, required=True))),
    step="case",
    identity="id",
    unique=True,
)
