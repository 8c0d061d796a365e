"""A condition as it is chosen: what is looked at, how it is compared, and with what.

Only a condition of that shape is edited by choosing; any other text is a formula. Values stay as
their author typed them (`50万`); what is not written yet has a place all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from weakref import WeakKeyDictionary

from rulesets.checking.written_values import codes_of
from rulesets.drafting.showing import Showing
from rulesets.errors import AuthorError
from rulesets.expressions.literals import number_end
from rulesets.expressions.parser import parse_expression
from rulesets.expressions.spelling import composed, folded
from rulesets.expressions.tree import (
    Between,
    Call,
    Compare,
    In,
    IsMissing,
    Literal,
    LiteralValue,
    Name,
    Negate,
    Node,
    Not,
    TextOperation,
    ValueTest,
)
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)

_ORDER: Final = ("<", "<=", ">", ">=")
_PRESENCE: Final = ("is present", "is missing")
_TEXTS: Final = ("contains", "not contains", "starts with", "ends with")
_OPERATORS: Final = {
    "number": (">=", ">", "<=", "<", "=", "!=", "between", *_PRESENCE),
    "date": (">=", ">", "<=", "<", "=", "!=", "between", *_PRESENCE),
    "datetime": (">=", ">", "<=", "<", "between", *_PRESENCE),
    "code": ("=", "!=", "in", "not in", *_PRESENCE),
    "text": ("=", "!=", *_TEXTS, "in", "not in", *_PRESENCE),
    "boolean": ("true", "false", *_PRESENCE),
    "list": ("has", "has not", *_PRESENCE),
}
_TITLES: Final = {
    "=": Both("等于", "is"),
    "!=": Both("不等于", "is not"),
    ">=": Both("大于等于", "is at least"),
    ">": Both("大于", "is above"),
    "<=": Both("小于等于", "is at most"),
    "<": Both("小于", "is below"),
    "between": Both("介于", "is between"),
    "in": Both("属于", "is one of"),
    "not in": Both("不属于", "is none of"),
    "within": Both("位于", "lies within"),
    "not within": Both("不位于", "does not lie within"),
    "contains": Both("包含", "contains"),
    "not contains": Both("不包含", "does not contain"),
    "starts with": Both("开头是", "starts with"),
    "ends with": Both("结尾是", "ends with"),
    "true": Both("为是", "is yes"),
    "false": Both("为否", "is no"),
    "has": Both("含有", "includes"),
    "has not": Both("不含", "does not include"),
    "is present": Both("有值", "is known"),
    "is missing": Both("缺失", "is not known"),
}
_OF_TIME: Final = {
    ">=": Both("不早于", "is on or after"),
    ">": Both("晚于", "is after"),
    "<=": Both("不晚于", "is on or before"),
    "<": Both("早于", "is before"),
}
_DENIED: Final = {
    "true": "false",
    "in": "not in",
    "contains": "not contains",
    "within": "not within",
    "has": "has not",
}
_WRITTEN: Final = {
    "between": "{} between {0} and {1}",
    "in": "{} in ({*})",
    "not in": "not({} in ({*}))",
    "not contains": "not({} contains {0})",
    "not within": "not({} within {0})",
    "true": "{} = true",
    "false": "{} = false",
    "has": "list contains({}, {0})",
    "has not": "not(list contains({}, {0}))",
    "is present": "{} is present",
    "is missing": "{} is missing",
}
_NOTHING_BETWEEN = re.compile(r"between\s+and\b")
_NONE_OF_THEM = re.compile(r"\(\s*\)(?=\)?$)")


# What was read of texts, as long as what shows them is kept: rules repeat themselves, and are drawn
# anew with every change.
_READ: WeakKeyDictionary[Showing, dict[str, Condition | None]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Chosen:
    """What a condition compares with. `kind`: number, text, code, date, datetime or name.

    A number is as typed, a name a key, a code its value; empty is not written yet.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Condition:
    """A condition that can be chosen; `subject` is a key, empty while nothing is chosen."""

    subject: str = ""
    operator: str = ""
    values: tuple[Chosen, ...] = ()


def kind_of_values(of: Type) -> str:
    """Name the kind of values of a type, as conditions are chosen by it; records have none.

    Example:
        >>> kind_of_values(NumberType()), kind_of_values(ListType(TextType()))
        ('number', 'list')
    """
    if isinstance(of, TextType):
        return "text" if of.one_of is None else "code"
    kinds = (
        (NumberType, "number"),
        (BooleanType, "boolean"),
        (DateTimeType, "datetime"),
        (DateType, "date"),
        (ListType, "list"),
    )
    return next((kind for each, kind in kinds if isinstance(of, each)), "")


def operators_for(of: Type) -> tuple[str, ...]:
    """List how values of a type can be compared, the commonest first.

    Example:
        >>> operators_for(BooleanType())
        ('true', 'false', 'is present', 'is missing')
    """
    found = _OPERATORS.get(kind_of_values(of), ())
    if not isinstance(of, TextType) or of.one_of is None:
        return found
    codes = of.one_of
    within = ("within", "not within") if any(each.parent for each in codes.codes) else ()
    order = _ORDER if codes.ordered else ()
    return (*found[:4], *within, *order, *found[4:])


def operator_title(operator: str, of: Type, language: str) -> str:
    """Name an operator as a sentence says it of values of a type.

    Example:
        >>> operator_title("<", DateType(), "zh"), operator_title("<", NumberType(), "en")
        ('早于', 'is below')
    """
    timely = isinstance(of, DateType | DateTimeType) and operator in _OF_TIME
    return (_OF_TIME if timely else _TITLES)[operator].in_language(language)


def written_as(operator: str) -> str:
    """Give the text of a condition with slots: `{}` the subject, `{0}` `{1}` values, `{*}` all.

    Example:
        >>> written_as(">="), written_as("not in")
        ('{} >= {0}', 'not({} in ({*}))')
    """
    return _WRITTEN.get(operator, f"{{}} {operator} {{0}}")


def condition_of(text: str, showing: Showing) -> Condition | None:
    """Read a condition as it is chosen; None when it is a formula.

    Example:
        >>> from rulesets import model
        >>> from rulesets.checked import Bundle
        >>> fact = model.Fact("sales", NumberType(), Both("年采购额"))
        >>> showing = Showing.of_bundle(Bundle(model.Ruleset("r", "UTC", facts=(fact,))))
        >>> condition_of("年采购额大于等于50万", showing)
        Condition(subject='sales', operator='>=', values=(Chosen(kind='number', text='50万'),))
        >>> condition_of("sales * 2 > 5", showing) is None
        True
    """
    read = _READ.setdefault(showing, {})
    if text not in read:
        read[text] = _condition(text, showing)
    return read[text]


def _condition(text: str, showing: Showing) -> Condition | None:
    if not text.strip():
        return Condition()
    for whole, blanks in _readings(composed(text)):
        try:
            node = parse_expression(whole, showing.names.scope)
        except AuthorError:
            continue
        return _Reader(whole, blanks, showing).read(node)
    return None


def value_of(text: str, conclusion: str, showing: Showing) -> LiteralValue | None:
    """Return the value that a conclusion is given, if one value is all that the text says.

    Example:
        >>> from rulesets import model
        >>> from rulesets.checked import Bundle
        >>> from rulesets.types import Code, CodeList
        >>> grade = TextType(CodeList((Code("a", Both("甲级")),)))
        >>> ruleset = model.Ruleset("r", "UTC", conclusions=(model.Conclusion("grade", grade),))
        >>> showing = Showing.of_bundle(Bundle(ruleset))
        >>> value_of("甲级", "grade", showing), value_of("甲级 + 1", "grade", showing)
        ('a', None)
        >>> code_text("a", "grade", showing)
        'a'
    """
    found = showing.names.conclusions.get(conclusion)
    codes = None if found is None else codes_of(found.type)
    try:
        node = parse_expression(text, showing.names.scope.for_column(codes))
    except AuthorError:
        return None
    return node.value if isinstance(node, Literal) else None


def code_text(value: str, conclusion: str, showing: Showing) -> str:
    """Write a code as a conclusion is given it: as it is, or quoted where it would not be read."""
    if value_of(value, conclusion, showing) == value:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _readings(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Give a text, then as it may go on, with the places of what stands in for nothing."""
    yield text, frozenset()
    between = _NOTHING_BETWEEN.search(text)
    if between is not None:
        half = f"{text[: between.start()]}between 0 and{text[between.end() :]}"
        place = between.start() + len("between ") + 1
        yield half, frozenset({place})
        yield f"{half} 0", frozenset({place, len(half) + 2})
    none = _NONE_OF_THEM.search(text)
    if none is not None:
        place = none.start() + 2
        yield f'{text[: none.start()]}(""){text[none.end() :]}', frozenset({place})
    yield f"{text} 0", frozenset({len(text) + 2})


@dataclass(frozen=True)
class _Reader:
    """Reads the tree of one text."""

    text: str
    blanks: frozenset[int]
    showing: Showing

    def read(self, node: Node) -> Condition | None:
        operator, subject, operands = _parts(node)
        if not isinstance(subject, Name):
            return None
        of = self._type(subject.key)
        if of is None or operator not in operators_for(of):
            return None
        values = [self._value(each, of) for each in operands]
        if None in values:
            return None
        chosen = tuple(each for each in values if each is not None)
        if operator in {"in", "not in"}:
            chosen = tuple(each for each in chosen if each.text)
            if any(each.kind == "name" for each in chosen):
                return None
        return Condition(subject.key, operator, chosen)

    def _type(self, key: str) -> Type | None:
        names = self.showing.names
        found = names.facts.get(key) or names.conclusions.get(key) or names.constants.get(key)
        return None if found is None else found.type

    def _value(self, node: Node, of: Type) -> Chosen | None:
        of = of.item if isinstance(of, ListType) else of
        kind = kind_of_values(of)
        if getattr(node, "at", 0) in self.blanks:
            return Chosen(kind, "")
        if isinstance(node, Name):
            other = self._type(node.key)
            same = other is not None and kind_of_values(other) == kind
            return Chosen("name", node.key) if same else None
        if isinstance(node, Negate) and isinstance(node.operand, Literal) and kind == "number":
            return Chosen("number", f"-{self._typed(node.operand)}")
        return self._literal(node, kind) if isinstance(node, Literal) else None

    def _literal(self, node: Literal, kind: str) -> Chosen | None:
        match node.value:
            case Decimal() if kind == "number":
                return Chosen(kind, self._typed(node))
            case str() if kind in {"text", "code"}:
                return Chosen(kind, node.value)
            case datetime() if kind == "datetime":
                return Chosen(kind, node.value.isoformat())
            case date() if kind == "date":
                return Chosen(kind, node.value.isoformat())
        return None

    def _typed(self, node: Literal) -> str:
        """Give a number as its author typed it: `50万`."""
        start = node.at - 1
        return self.text[start : number_end(folded(self.text), start)]


def _parts(node: Node) -> tuple[str, Node | None, tuple[Node, ...]]:
    """Take a condition apart: the operator, what is looked at, what it is compared with."""
    if isinstance(node, Not):
        operator, subject, operands = _told(node.operand)
        return _DENIED.get(operator, ""), subject, operands
    return _told(node)


def _told(node: Node) -> tuple[str, Node | None, tuple[Node, ...]]:
    match node:
        case Name():
            return "true", node, ()
        case Compare(op="=", right=Literal(value=bool() as value)):
            return "true" if value else "false", node.left, ()
        case Compare() | TextOperation():
            return node.op, node.left, (node.right,)
        case Between():
            return "between", node.subject, (node.low, node.high)
        case In() if all(isinstance(each, ValueTest) for each in node.tests):
            tests = (each for each in node.tests if isinstance(each, ValueTest))
            return "in", node.subject, tuple(each.operand for each in tests)
        case IsMissing():
            return "is present" if node.negated else "is missing", node.subject, ()
        case Call(function="list contains", arguments=(subject, value)):
            return "has", subject, (value,)
    return "", None, ()
