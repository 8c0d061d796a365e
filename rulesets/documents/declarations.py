"""Shapes of declarations: code lists, facts, conclusions, constants, lookups, functions."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, replace
from typing import Any

from rulesets import model
from rulesets.documents import nodes
from rulesets.documents.forms import (
    ABOVE_ZERO,
    DAY,
    KEY,
    NUMBER,
    TEXT,
    TITLE,
    TRUE_FALSE,
    Choice,
    Whole,
)
from rulesets.documents.items import Items
from rulesets.documents.nodes import Node
from rulesets.documents.reading import FAILED, Plain, Reading, a_text
from rulesets.documents.shapes import Entries, Part, Shape
from rulesets.nearest import nearest
from rulesets.types import (
    BooleanType,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)

_SCALARS = ("number", "text", "boolean", "date", "datetime")
_PLAIN_TYPES: dict[str, Type] = {
    "boolean": BooleanType(),
    "date": DateType(),
    "datetime": DateTimeType(),
}

_NUMBER = Shape(
    NumberType,
    (
        Part("scale", "scale", Whole(0, 12)),
        Part("unit", "unit", TEXT),
        Part("minimum", "min", NUMBER),
        Part("maximum", "max", NUMBER),
        Part("clamp", "clamp", TRUE_FALSE),
        Part("rounding", "rounding", Choice(("half-up", "half-even", "up", "down"))),
        Part("step", "step", ABOVE_ZERO),
    ),
)


@dataclass(frozen=True)
class _CodeForm:
    """One code: `{value, title, parent}`, or its value alone."""

    def read(self, node: Node, at: Reading) -> Any:
        if isinstance(node, nodes.Scalar) and not node.null:
            return Code(node.text)
        return _CODE_MAP.read(node, at)

    def write(self, value: Code) -> Plain:
        return value.value if value == Code(value.value) else _CODE_MAP.write(value)


_CODE_MAP = Shape(
    Code,
    (
        Part("value", "value", TEXT, required=True),
        Part("title", "title", TITLE),
        Part("parent", "parent", TEXT),
    ),
)
_CODES = Items(_CodeForm())


def with_parents(codes: CodeList) -> CodeList:
    """Give each code of a `prefix` list the longest other code that it begins with as its parent.

    Example:
        >>> codes = CodeList((Code("31"), Code("3101")), prefix=True)
        >>> [code.parent for code in with_parents(codes).codes]
        ['', '31']
    """
    if not codes.prefix:
        return codes
    values = {code.value for code in codes.codes}
    return replace(
        codes,
        codes=tuple(
            code if code.parent else replace(code, parent=_prefix_parent(code.value, values))
            for code in codes.codes
        ),
    )


def _prefix_parent(value: str, values: set[str]) -> str:
    lengths = range(len(value) - 1, 0, -1)
    return next((value[:length] for length in lengths if value[:length] in values), "")


def without_parents(codes: CodeList) -> CodeList:
    """Leave out the parents that `with_parents` finds by itself."""
    if not codes.prefix:
        return codes
    values = {code.value for code in codes.codes}
    return replace(
        codes,
        codes=tuple(
            replace(code, parent="") if code.parent == _prefix_parent(code.value, values) else code
            for code in codes.codes
        ),
    )


@dataclass(frozen=True)
class _ListForm:
    """A code list with a key, as it stands under `lists`."""

    def read(self, node: Node, at: Reading) -> Any:
        codes = _LIST_MAP.read(node, at)
        return codes if codes is FAILED else with_parents(codes)

    def write(self, value: CodeList) -> Plain:
        return _LIST_MAP.write(without_parents(value))


_LIST_MAP = Shape(
    CodeList,
    (
        Part("key", "key", KEY, required=True),
        Part("title", "title", TITLE),
        Part("ordered", "ordered", TRUE_FALSE),
        Part("prefix", "prefix", TRUE_FALSE),
        Part("codes", "codes", _CODES, required=True),
    ),
)
LISTS = Items(_ListForm(), step="list", identity="key", unique=True)

_TEXT_KEYS = ("one_of", "ordered", "prefix")


@dataclass(frozen=True)
class TypePortion:
    """`type` and the keys that go with it, beside the other keys of a fact or column."""

    attribute: str = "type"
    scalar: bool = False

    def keys(self, entries: Entries) -> tuple[str, ...]:  # noqa: D102 - as Portion
        node = entries.get("type")
        name = node.text if isinstance(node, nodes.Scalar) else ""
        if name == "list":
            of = entries.get("of")
            return ("type", "of", *self._own(of.text if isinstance(of, nodes.Scalar) else ""))
        return ("type", *(("fields",) if name == "records" else self._own(name)))

    def _own(self, name: str) -> tuple[str, ...]:
        if name == "text":
            return _TEXT_KEYS
        numbers = tuple(part.keys({})[0] for part in _NUMBER.portions)
        if name == "number":
            return numbers
        # Of a type that is not known any key may be meant: only the type itself is refused then.
        return () if name in _PLAIN_TYPES else (*_TEXT_KEYS, *numbers, "of", "fields")

    def read(self, entries: Entries, node: Node, at: Reading) -> Any:  # noqa: D102 - as Portion
        known = _SCALARS if self.scalar else (*_SCALARS, "list", "records")
        name = Part("type", "type", Choice(known), required=True).read(entries, node, at)
        if name == "list":
            of = Part("of", "of", Choice(_SCALARS), required=True).read(entries, node, at)
            item = FAILED if of is FAILED else self._scalar(of, entries, node, at)
            return item if item is FAILED else ListType(item)
        if name == "records":
            parts = Part("fields", "fields", FIELDS, required=True).read(entries, node, at)
            return parts if parts is FAILED else RecordsType(parts)
        return name if name is FAILED else self._scalar(name, entries, node, at)

    def _scalar(self, name: str, entries: Entries, node: Node, at: Reading) -> Any:
        if name == "text":
            return self._text(entries, node, at)
        if name != "number":
            return _PLAIN_TYPES[name]
        own = {key: value for key, value in entries.items() if key in self._own("number")}
        line = nodes.Mapping(node.line, flow=False)
        return _NUMBER.read_entries(own, line, at)

    def _text(self, entries: Entries, node: Node, at: Reading) -> Any:
        one_of = entries.get("one_of")
        flags = [Part(key, key, TRUE_FALSE).read(entries, node, at) for key in _TEXT_KEYS[1:]]
        ordered, prefix = (flag is not MISSING and flag for flag in flags)
        if one_of is None or (isinstance(one_of, nodes.Scalar) and one_of.null):
            self._refuse_flags(entries, at)
            return TextType()
        below = at.under("one_of")
        if isinstance(one_of, nodes.Scalar):
            self._refuse_flags(entries, at)
            key = a_text(one_of, below)
            # The list is found when the document is whole: `rulesets.documents.lists`.
            return TextType(CodeList((), key=key))
        codes = _CODES.read(one_of, below)
        if FAILED in (codes, ordered, prefix):
            return FAILED
        return TextType(with_parents(CodeList(codes, ordered=ordered, prefix=prefix)))

    def _refuse_flags(self, entries: Entries, at: Reading) -> None:
        """`ordered` and `prefix` belong to a list in place; elsewhere they would say nothing."""
        known = ("one_of", "type")
        for key in _TEXT_KEYS[1:]:
            if key in entries:
                near = nearest(key, tuple(known))
                at.under(key).refuse(
                    "unknown-key", entries[key], nearest=near, known=", ".join(known)
                )

    def write(self, value: Type) -> dict[str, Plain]:  # noqa: D102 - as Portion
        if isinstance(value, ListType):
            inner = self.write(value.item)
            return {"type": "list", "of": inner.pop("type"), **inner}
        if isinstance(value, RecordsType):
            return {"type": "records", "fields": FIELDS.write(value.fields)}
        if isinstance(value, NumberType):
            return {"type": "number", **_NUMBER.write(value)}
        if isinstance(value, TextType):
            return {"type": "text", **_write_one_of(value.one_of)}
        return {"type": next(name for name, other in _PLAIN_TYPES.items() if other == value)}


def _write_one_of(codes: CodeList | None) -> dict[str, Plain]:
    if codes is None:
        return {}
    if codes.key:
        return {"one_of": codes.key}
    plain: dict[str, Plain] = {"one_of": _CODES.write(without_parents(codes).codes)}
    flags = (("ordered", codes.ordered), ("prefix", codes.prefix))
    return plain | {key: "true" for key, flag in flags if flag}


_EXTRAS = (
    Part("required", "required", TRUE_FALSE),
    Part("personal", "personal", TRUE_FALSE),
    Part("example", "example", TEXT),
)
_NAMED = (Part("key", "key", KEY, required=True), Part("title", "title", TITLE))
_HELP = Part("help", "help", TITLE)

FIELDS = Items(
    Shape(Field, (*_NAMED, _HELP, TypePortion(scalar=True), *_EXTRAS)),
    step="column",
    identity="key",
    unique=True,
)
# Facts, conclusions, constants, lookups and functions share one space of keys across documents, so
# the checks refuse the same key twice (clause 1.6), not the reader.
FACTS = Items(
    Shape(model.Fact, (*_NAMED, _HELP, TypePortion(), *_EXTRAS)), step="fact", identity="key"
)
CONCLUSIONS = Items(
    Shape(model.Conclusion, (*_NAMED, _HELP, TypePortion())), step="conclusion", identity="key"
)

_DATED = Items(
    Shape(
        model.DatedValue,
        (Part("value", "value", TEXT, required=True), Part("since", "from", DAY)),
    )
)


@dataclass(frozen=True)
class _ValuesPortion:
    """`value: …` of a constant that never changes, or `values: [{from, value}, …]`."""

    attribute: str = "values"

    def keys(self, entries: Entries) -> tuple[str, ...]:
        return ("values",) if "values" in entries else ("value", "values")

    def read(self, entries: Entries, node: Node, at: Reading) -> Any:
        if "values" in entries:
            return Part("values", "values", _DATED, required=True).read(entries, node, at)
        value = Part("value", "value", TEXT, required=True).read(entries, node, at)
        return value if value is FAILED else (model.DatedValue(value),)

    def write(self, value: tuple[model.DatedValue, ...]) -> dict[str, Plain]:
        if len(value) == 1 and value[0].since is None:
            return {"value": value[0].value}
        return {"values": _DATED.write(value)}


CONSTANTS = Items(
    Shape(model.Constant, (*_NAMED, TypePortion(), _ValuesPortion())),
    step="constant",
    identity="key",
)


def _columns(step: str) -> Items:
    return Items(
        Shape(model.Column, (*_NAMED, TypePortion())), step=step, identity="key", unique=True
    )


LOOKUPS = Items(
    Shape(
        model.Lookup,
        (
            *_NAMED,
            Part("keys", "keys", _columns("column"), required=True),
            Part("values", "values", _columns("column"), required=True),
            Part("rows", "rows", Items(Items(TEXT), step="row"), required=True),
        ),
    ),
    step="lookup",
    identity="key",
)


@dataclass(frozen=True)
class _Returned:
    """What a function returns: a type without a key."""

    type: Type


@dataclass(frozen=True)
class _ReturnsForm:
    """`returns: {type: number, unit: CNY}`."""

    def read(self, node: Node, at: Reading) -> Any:
        returned = _RETURNED.read(node, at)
        return returned if returned is FAILED else returned.type

    def write(self, value: Type) -> Plain:
        return TypePortion().write(value)


_RETURNED = Shape(_Returned, (TypePortion(),))

FUNCTIONS = Items(
    Shape(
        model.Function,
        (
            *_NAMED,
            Part("parameters", "parameters", _columns("parameter"), required=True),
            Part("returns", "returns", _ReturnsForm(), required=True),
            Part("expression", "expression", TEXT, required=True),
        ),
    ),
    step="function",
    identity="key",
)
