"""FEEL trees that the export writes for what FEEL has no form of its own, said in short again.

Each is said with the same value for all facts, whoever wrote it: an idiom is no mark, but a form
that is told apart. What is not one of them is translated as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rulesets.checking.static_types import Clash, compared, joined
from rulesets.dmn.feel.nulls import is_there, nulls, unguarded
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    CompareTest,
    Feel,
    Filter,
    If,
    InTests,
    ListLiteral,
    Name,
    Negate,
    Null,
    Number,
    Path,
    Quantified,
    RangeLiteral,
    String,
    Test,
    ValueTest,
)
from rulesets.dmn.translating.environment import Environment, Translate, Translated
from rulesets.dmn.translating.idiomatic_aggregates import aggregate
from rulesets.dmn.translating.said import has_order
from rulesets.errors import AuthorError
from rulesets.expressions import tree
from rulesets.expressions.tree import Node
from rulesets.types import BooleanType, DateType, ListType, NumberType, TextType, Type

_BOOLEAN = BooleanType()
_NUMBER = NumberType()
_DATE = DateType()
_ONE = Number(Decimal(1))
_EQUALITY = frozenset({"=", "!="})
_ORDER = frozenset({"<", "<=", ">", ">="})


def recognised(feel: Feel, environment: Environment, translate: Translate) -> Translated | None:
    """Return what an idiom of the export says; None: it is none, and is translated as it stands.

    What cannot be said in an idiom is found again by its parts.
    """
    try:
        return Idioms(environment, translate).of(feel)
    except AuthorError:
        return None


__all__ = ["Idioms", "Translate", "recognised"]


class Idioms:
    """Looks for idioms in one expression."""

    def __init__(self, environment: Environment, translate: Translate) -> None:
        """Take what names stand for, and how parts are said."""
        self.environment = environment
        self.translate = translate

    def said(self, feel: Feel) -> Translated:
        """Say a part."""
        return self.translate(feel, self.environment)

    def of(self, feel: Feel) -> Translated | None:
        """Say an idiom; None: it is none."""
        found = aggregate(feel, self.environment, self.translate)
        if found is not None:
            return found
        match feel:
            case If():
                return self._if(feel)
            case Quantified(kind="some", iterators=((name, of),), satisfies=satisfies):
                return self._contains_any(name, of, satisfies)
            case Filter(of=ListLiteral(items=items)) if feel.by == is_there(Name("item")):
                return self._list(items)
            case Call(function=Name(name="list contains")) if not nulls(feel):
                found = self.exact(feel)
                return None if found is None else replace(found, total=True)
            case Binary() | Path():
                return self._by_place(feel) or self._of_dates(feel)
        return None

    # --------------------------------------------------------------------------- what is missing

    def _if(self, feel: If) -> Translated | None:
        match feel.condition:
            case Binary(op="!=", left=left, right=Null()) if left == feel.then:
                return self._first_there(feel.then, feel.otherwise)
        inner = unguarded(feel)
        if inner is None:
            return self._substring(feel) if not nulls(feel.condition) else None
        if isinstance(inner, If):
            return self._substring(inner) or self._choice(inner)
        return self.exact(inner)

    def exact(self, feel: Feel) -> Translated | None:
        """Say a comparison for equality that is missing where an operand is."""
        match feel:
            case Binary(op=op, left=left, right=right) if op in _EQUALITY:
                return self._compared(op, self.said(left), self.said(right))
            case InTests(subject=subject):
                return self._among(feel, self.said(subject))
            case Call(function=Name(name="list contains"), positional=(of, item)):
                return self._contained(self.said(of), self.said(item))
        return None

    def _compared(self, op: str, left: Translated, right: Translated) -> Translated | None:
        if left.type is None or right.type is None or compared(left.type, right.type) is not None:
            return None
        return Translated(tree.Compare(op, left.node, right.node), _BOOLEAN)

    def _contained(self, of: Translated, item: Translated) -> Translated | None:
        if not isinstance(of.type, ListType) or item.type is None:
            return None
        if compared(of.type.item, item.type) is not None:
            return None
        return Translated(tree.Call("list contains", (of.node, item.node)), _BOOLEAN)

    def _among(self, feel: InTests, subject: Translated) -> Translated | None:
        if subject.type is None:
            return None
        found = [self.test(each, subject.type) for each in feel.tests]
        tests = tuple(each for each in found if each is not None)
        if len(tests) < len(found):
            return None
        return Translated(tree.In(subject.node, tests), _BOOLEAN)

    def _choice(self, feel: If) -> Translated | None:
        condition = self.exact(feel.condition) or self.said(feel.condition)
        then, otherwise = self.said(feel.then), self.said(feel.otherwise)
        if condition.type != _BOOLEAN:
            return None
        return self._either(tree.If(condition.node, then.node, otherwise.node), then, otherwise)

    def _first_there(self, first: Feel, otherwise: Feel) -> Translated | None:
        one, other = self.said(first), self.said(otherwise)
        if one.type is None or other.type is None:
            return None
        more: tuple[Node, ...] = (other.node,)
        if isinstance(other.node, tree.Call) and other.node.function == "coalesce":
            more = other.node.arguments
        node = tree.Call("coalesce", (one.node, *more))
        found = self._either(node, one, other)
        return None if found is None else replace(found, total=other.total)

    def _either(self, node: Node, one: Translated, other: Translated) -> Translated | None:
        if one.type is None or other.type is None:
            return Translated(node, one.type or other.type)
        both = joined(one.type, other.type)
        return None if isinstance(both, Clash) else Translated(node, both)

    def _substring(self, feel: If) -> Translated | None:
        match feel:
            case If(
                condition=Binary(op=">=", left=length, right=least),
                then=Call(function=Name(name="substring"), positional=(text, start, *more)) as cut,
                otherwise=String(value=""),
            ):
                size = start.operand if isinstance(start, Negate) else start
                if length != Call(Name("string length"), (text,)) or size != least:
                    return None
                parts = [self.said(each) for each in cut.positional]
                if not isinstance(parts[0].type, TextType) or len(more) > 1:
                    return None
                nodes = tuple(each.node for each in parts)
                return Translated(tree.Call("substring", nodes), TextType())
        return None

    # ------------------------------------------------------------------------------- lists, places

    def _list(self, items: tuple[Feel, ...]) -> Translated | None:
        said = [self.said(each) for each in items]
        kind: Type | Clash | None = said[0].type if said else None
        for each in said:
            if kind is None or isinstance(kind, Clash) or each.type is None:
                return None
            kind = joined(kind, each.type)
        if kind is None or isinstance(kind, Clash | ListType):
            return None
        nodes = tuple(each.node for each in said)
        # A list of lists was left out above.
        return Translated(tree.ListOf(nodes), ListType(kind), total=True)  # type: ignore[arg-type]

    def _contains_any(self, name: str, of: Feel, satisfies: Feel) -> Translated | None:
        match satisfies:
            case Call(function=Name(name="contains"), positional=(text, Name(name=each))):
                if each != name or not isinstance(of, ListLiteral) or not of.items:
                    return None
                said, among = self.said(text), self.said(of)
                if not isinstance(said.type, TextType) or not isinstance(among.type, ListType):
                    return None
                if not isinstance(among.type.item, TextType):
                    return None
                node = tree.TextOperation("contains any of", said.node, among.node)
                return Translated(node, _BOOLEAN, said.total)
        return None

    def _by_place(self, feel: Feel) -> Translated | None:
        """Say a comparison of places in a list, when it is the list of what is compared."""
        match feel:
            case Binary(
                op=op,
                left=Filter(of=Call(function=Name(name="index of"), positional=(one, left))),
                right=Filter(of=Call(function=Name(name="index of"), positional=(other, right))),
            ) if op in _ORDER and one == other and feel.left.by == feel.right.by == _ONE:  # type: ignore[union-attr]  # both are filters
                values = _texts(one)
                sides = self.said(left), self.said(right)
                if values and all(_is_listed(each, values) for each in sides):
                    node = tree.Compare(op, sides[0].node, sides[1].node)
                    return Translated(node, _BOOLEAN)
        return None

    # --------------------------------------------------------------------------------------- dates

    def _of_dates(self, feel: Feel) -> Translated | None:
        match feel:
            case Binary(op="/", left=Binary(op="-", left=later, right=first), right=by):
                function = {"P1D": "days between", "PT1H": "hours between"}.get(_duration(by), "")
                return self._between(function, first, later)
            case Binary(op="/", left=Call() as span, right=by) if _duration(by) == "P1M":
                return self._span("months between", span)
            case Path(of=Call() as span, name="years"):
                return self._span("years between", span)
            case Binary(op="+", left=day, right=Binary(op="*", left=by, right=number)):
                function = {"P1M": "add months", "P1Y": "add years"}.get(_duration(by), "")
                return self._moved(function, day, number)
            case Binary(op="-"):
                return self._month(feel)
        return None

    def _between(self, function: str, first: Feel, later: Feel) -> Translated | None:
        if not function:
            return None
        ends = self.said(first), self.said(later)
        day = isinstance(ends[0].type, DateType) and isinstance(ends[1].type, DateType)
        if None in {ends[0].type, ends[1].type} or ends[0].type != ends[1].type:
            return None
        if day != (function != "hours between"):
            return None
        node = tree.Call(function, (ends[0].node, ends[1].node))
        return Translated(node, _NUMBER, ends[0].total and ends[1].total)

    def _span(self, function: str, span: Call) -> Translated | None:
        if span.function != Name("years and months duration") or len(span.positional) != 2:  # noqa: PLR2004 - from and to
            return None
        first, later = span.positional
        return self._between(function, first, later)

    def _moved(self, function: str, day: Feel, by: Feel) -> Translated | None:
        if not function:
            return None
        start, number = self.said(day), self.said(by)
        if not isinstance(start.type, DateType) or not isinstance(number.type, NumberType):
            return None
        return Translated(tree.Call(function, (start.node, number.node)), _DATE)

    def _month(self, feel: Binary) -> Translated | None:
        """Say the first or the last day of a month."""
        match feel:
            case Binary(left=Binary(op="+", left=Binary() as start, right=month), right=day):
                first = _day_of_month(start)
                if first and _duration(month) == "P1M" and _duration(day) == "P1D":
                    return self._day("end of month", first)
        first = _day_of_month(feel)
        return self._day("start of month", first) if first else None

    def _day(self, function: str, of: Feel) -> Translated | None:
        day = self.said(of)
        if not isinstance(day.type, DateType):
            return None
        return Translated(tree.Call(function, (day.node,)), _DATE, day.total)

    # --------------------------------------------------------------------------------------- tests

    def test(self, test: Test, of: Type) -> tree.Test | None:
        """Say a test whose operands are never null, of a value that is not.

        None: it has others, or its operand does not go with the value.
        """
        operand = test.operand
        is_range = isinstance(operand, RangeLiteral)
        if (is_range or (isinstance(test, CompareTest) and test.op in _ORDER)) and not has_order(
            of
        ):
            return None  # FEEL orders texts by their characters
        if isinstance(test, ValueTest) and isinstance(operand, RangeLiteral):
            low, high = self.said(operand.low), self.said(operand.high)
            if not _alike(low, of) or not _alike(high, of):
                return None
            ends = operand.low_included, operand.high_included
            return tree.RangeTest(low.node, high.node, *ends)
        said = self.said(operand)
        if not _alike(said, of):
            return None
        if isinstance(test, CompareTest) and test.op in _ORDER:
            return tree.CompareTest(test.op, said.node)
        if nulls(operand):
            return None  # equality takes null as a value
        if isinstance(test, CompareTest):
            return tree.CompareTest(test.op, said.node)
        return tree.ValueTest(said.node)


def _alike(said: Translated, of: Type) -> bool:
    if said.type is None or isinstance(said.type, ListType):
        return False
    return compared(of, said.type) is None


def _texts(of: Feel) -> tuple[str, ...]:
    if not isinstance(of, ListLiteral):
        return ()
    texts = tuple(each.value for each in of.items if isinstance(each, String))
    return texts if len(texts) == len(of.items) else ()


def _is_listed(of: Translated, values: tuple[str, ...]) -> bool:
    """Tell whether the values of an expression are in a list of just these."""
    if isinstance(of.node, tree.Literal):
        return of.node.value in values
    codes = of.type.one_of if isinstance(of.type, TextType) else None
    return codes is not None and tuple(code.value for code in codes.codes) == values


def _duration(of: Feel) -> str:
    match of:
        case Call(function=Name(name="duration"), positional=(String(value=text),)):
            return text
    return ""


def _day_of_month(feel: Binary) -> Feel | None:
    """Find d in `d - duration("P1D") * (d.day - 1)`."""
    match feel:
        case Binary(op="-", left=day, right=Binary(op="*", left=by, right=back)):
            whole = back == Binary("-", Path(day, "day"), _ONE)
            return day if whole and _duration(by) == "P1D" else None
    return None
