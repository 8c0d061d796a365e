"""Random expressions and cells that fit a type: trees, so that each can be printed in any way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from rulesets import model
from rulesets.expressions import tree
from rulesets.expressions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Cell,
    Compare,
    CompareTest,
    If,
    In,
    IsMissing,
    ListOf,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Part,
    Previous,
    RangeTest,
    RowField,
    Test,
    TextOperation,
    TextTest,
    ValueTest,
)
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from tests.generators.worlds import DAYS, MOMENTS, NUMBERS, SIZE, TEXTS, World

RELATIONS = ("=", "!=", "<", "<=", ">", ">=")
ROUNDINGS = ("round", "round even", "round up", "round down")
TEXTUAL = ("contains", "starts with", "ends with")
DEPTH = 3
CALENDAR = Literal("cn")
SIGNED = (*NUMBERS, *NUMBERS, Decimal(-1), Decimal("-0.5"))


@dataclass(frozen=True)
class Expressions:
    """Draws expressions.

    Attributes:
        world: what can be named.
        sure: nothing that can fail may stand here, as in cells and conditions (5.8).
        row: the sub-facts of the row, inside an aggregate.
        only: the parameters, inside a function, which reads nothing else.
    """

    world: World
    sure: bool = False
    row: Mapping[str, Type] = field(default_factory=dict)
    only: Mapping[str, Type] | None = None

    def of(self, want: Type, depth: int = DEPTH) -> Node:
        """Draw an expression of a type: of its unit or of none, of its list."""
        random = self.world.random
        if depth <= 0 or random.random() < 0.3:
            return self.leaf(want)
        if random.random() < 0.12:
            return self._choice(want, depth - 1)
        above: Callable[[Expressions, Any, int], Node] = self._above[type(want)]
        return above(self, want, depth - 1)

    def leaf(self, want: Type) -> Node:
        """Draw a name or a literal."""
        names = [key for key in self._keys(type(want)) if self._fits(key, want)]
        if names and self.world.chance(0.8):
            key = self.world.random.choice(names)
            if key in self.world.fresh and self.world.chance(0.1):
                return Previous(key)
            return RowField(key) if key in self.row else Name(key)
        return self.literal(want)

    def literal(self, want: Type) -> Node:
        """Draw a literal; of a code list one of its values."""
        random = self.world.random
        if isinstance(want, ListType):
            return ListOf(tuple(self.literal(want.item) for _ in range(random.randint(1, 3))))
        if isinstance(want, NumberType):
            value = random.choice([each for each in SIGNED if within(each, want)])
            return Literal(value) if value >= 0 else Negate(Literal(-value))
        if isinstance(want, TextType):
            values = [each.value for each in want.one_of.codes] if want.one_of else TEXTS
            return Literal(random.choice(values))
        if isinstance(want, BooleanType):
            return Literal(random.random() < 0.5)
        return Literal(random.choice(DAYS if isinstance(want, DateType) else MOMENTS))

    def _keys(self, kind: type) -> list[str]:
        if self.only is not None:
            return [key for key, of in self.only.items() if isinstance(of, kind)]
        inner = [key for key, of in self.row.items() if isinstance(of, kind)]
        return inner + self.world.keys(kind)

    def _type(self, key: str) -> Type:
        if key in self.row:
            return self.row[key]
        return self.world.names[key] if self.only is None else self.only[key]

    def _fits(self, key: str, want: Type) -> bool:
        found = self._type(key)
        if isinstance(want, NumberType) and isinstance(found, NumberType):
            return found.unit in {"", want.unit}
        if isinstance(want, TextType) and isinstance(found, TextType):
            return found.one_of == want.one_of
        if isinstance(want, ListType) and isinstance(found, ListType):
            return type(want.item) is type(found.item) and want.item == found.item
        return type(want) is type(found)

    def _pick(self, *ways: Callable[[], Node]) -> Node:
        return self.world.random.choice(ways)()

    def _choice(self, want: Type, depth: int) -> Node:
        if self.world.chance(0.6):
            condition = self.of(BooleanType(), depth)
            return If(condition, self.of(want, depth), self.of(want, depth))
        if isinstance(want, BooleanType):
            return Call("coalesce", (self.of(want, depth), Literal(value=False)))
        return Call("coalesce", (self.of(want, depth), self.of(want, depth)))

    # Numbers

    def _number(self, want: NumberType, depth: int) -> Node:
        plain = NumberType()
        ways: list[Callable[[], Node]] = [
            lambda: Arithmetic(self._one_of("+-"), self.of(want, depth), self.of(want, depth)),
            lambda: Arithmetic("*", self.of(want, depth), self.of(plain, depth)),
            lambda: Arithmetic("/", self.of(want, depth), Literal(self._one_of(NUMBERS[1:]))),
            lambda: Negate(self.of(want, depth)),
            lambda: Call(self._one_of(("abs", "floor", "ceiling")), (self.of(want, depth),)),
            lambda: Call(self._one_of(ROUNDINGS), (self.of(want, depth), self._scale())),
            lambda: Call(self._one_of(("minimum", "maximum")), self._two(want, depth)),
            lambda: self._counted(depth),
            lambda: self._counted(depth),
            lambda: self._aggregate(want, depth),
            lambda: self._looked_up("days"),
            lambda: self._called(plain, depth),
        ]
        if not self.sure:
            ways += [
                lambda: Arithmetic("/", self.of(want, depth), self.of(plain, depth)),
                lambda: Call("modulo", self._two(want, depth)),
                lambda: Call("number", (self.of(TextType(), depth),)),
                lambda: Arithmetic("**", self.of(plain, depth), Literal(self._one_of(NUMBERS))),
                lambda: Call("working days between", (*self._two(DateType(), depth), CALENDAR)),
            ]
        return self._pick(*ways)

    def _scale(self) -> Node:
        scale = self._one_of((0, 1, 2, 12, -2))
        return Negate(Literal(Decimal(-scale))) if scale < 0 else Literal(Decimal(scale))

    def _counted(self, depth: int) -> Node:
        part = self._one_of(("year", "month", "day", "weekday"))
        between = self._one_of(("days between", "months between", "years between"))
        ways: list[Callable[[], Node]] = [
            lambda: Call("length", (self.of(TextType(), depth),)),
            lambda: Part(self.of(DateType(), depth), part),
            lambda: Part(self.of(DateTimeType(), depth), self._one_of(("hour", "minute", "day"))),
            lambda: Call(between, self._two(DateType(), depth)),
            lambda: Call("hours between", self._two(DateTimeType(), depth)),
            lambda: Arithmetic("-", *self._two(DateType(), depth)),
        ]
        return self._pick(*ways)

    def _looked_up(self, column: str) -> Node:
        """Draw a value column of the lookup; its keys may be missing or not there."""
        for lookup in self.world.lookups if self.only is None else ():
            if column in [each.key for each in lookup.values]:
                call = Call(lookup.key, tuple(self.leaf(each.type) for each in lookup.keys))
                return Part(call, column) if len(lookup.values) > 1 else call
        return Literal(Decimal(1)) if column == "days" else self.literal(TextType(SIZE))

    def _called(self, want: Type, depth: int) -> Node:
        if not self._functions(want):
            return Literal(Decimal(1))
        function = self._one_of(self._functions(want))
        return Call(function.key, tuple(self.of(each.type, depth) for each in function.parameters))

    def _functions(self, want: Type) -> list[model.Function]:
        return [f for f in self.world.functions if self.only is None and f.returns == want]

    def _calls(self, want: Type, depth: int) -> list[Callable[[], Node]]:
        return [lambda: self._called(want, depth)] if self._functions(want) else []

    def _aggregate(self, want: Type, depth: int) -> Node:
        """Aggregate records or a list; what there is none of gives a literal."""
        tables = [] if self.only is not None or self.row else self.world.keys(RecordsType)
        if not tables:
            return self.literal(want)
        key = self._one_of(tables)
        of: Any = self.world.names[key]
        inner = Expressions(self.world, self.sure, {each.key: each.type for each in of.fields})
        where = inner.of(BooleanType(), 1) if self.world.chance(0.5) else None
        if isinstance(want, BooleanType):
            function, value = self._one_of(("any", "all")), inner.of(BooleanType(), 1)
        elif self.world.chance(0.2) and isinstance(want, NumberType):
            return Aggregate("count", Name(key), where, None)
        else:
            functions = ("sum", "min", "max", "average")
            function = self._one_of(functions if isinstance(want, NumberType) else ("min", "max"))
            value = inner.of(want, min(depth, 1))
        return Aggregate(function, Name(key), where, value)

    # Texts, dates, booleans, lists

    def _text(self, want: TextType, depth: int) -> Node:
        if want.one_of is not None:
            chosen = want.one_of == SIZE and self.world.chance(0.4)
            return self._looked_up("band") if chosen else self.leaf(want)
        own: Any = Expressions(self.world, self.sure, self.row, self.only)
        scalar = self._one_of((NumberType(), BooleanType(), DateType(), DateTimeType()))
        cut = (Literal(Decimal(self._one_of((1, 2)))), Literal(Decimal(self._one_of((0, 1, 9)))))
        return self._pick(
            lambda: Arithmetic("+", *self._two(want, depth)),
            lambda: Call(self._one_of(("upper", "lower", "trim")), (own.of(want, depth),)),
            lambda: Call("substring", (own.of(want, depth), *cut)),
            lambda: Call("text", (own.of(scalar, depth),)),
            *self._calls(want, depth),
        )

    def _date(self, want: DateType, depth: int) -> Node:
        ways: list[Callable[[], Node]] = [
            lambda: Call("date of", (self.of(DateTimeType(), depth),)),
            lambda: Call(self._one_of(("start of month", "end of month")), (self.of(want, depth),)),
            lambda: self._aggregate(want, depth),
            *self._calls(want, depth),
        ]
        if self.only is None:
            ways.append(lambda: Call("today", ()))
        if not self.sure:
            adding = self._one_of(("add days", "add months", "add years"))
            few = Literal(Decimal(self._one_of((0, 1, 12, 90))))
            ways += [
                lambda: Call(adding, (self.of(want, depth), few)),
                lambda: Call(adding, (self.of(want, depth), self.of(NumberType(), depth))),
                lambda: Call("add working days", (self.of(want, depth), few, CALENDAR)),
                lambda: Call("date", tuple(self.of(NumberType(), depth) for _ in range(3))),
            ]
        return self._pick(*ways)

    def _datetime(self, want: DateTimeType, depth: int) -> Node:
        if self.only is None and self.world.chance(0.6):
            return Call("as_of", ())
        return self._aggregate(want, depth)

    def _boolean(self, want: BooleanType, depth: int) -> Node:
        several = tuple(self.of(want, depth) for _ in range(self._one_of((2, 2, 3))))
        item = self._one_of((NumberType(), TextType(), DateType()))
        if not self.sure and self.world.chance(0.08):
            return Call("is working day", (self.of(DateType(), depth), CALENDAR))
        return self._pick(
            lambda: self.compared(depth),
            lambda: self.compared(depth),
            lambda: self.compared(depth),
            lambda: And(several),
            lambda: Or(several),
            lambda: Not(self.of(want, depth)),
            lambda: TextOperation(self._one_of(TEXTUAL), *self._two(TextType(), depth)),
            lambda: Call("list contains", (self.leaf(ListType(item)), self.of(item, 1))),
            lambda: self._aggregate(want, depth),
            *self._calls(want, depth),
        )

    def compared(self, depth: int) -> Node:
        """Draw a comparison of something that is named with something of its type."""
        kinds = (NumberType, NumberType, TextType, BooleanType, DateType, DateTimeType)
        chosen, latest = self._one_of(kinds), self.world.fresh[-1:]
        if latest and self.only is None and self.world.chance(0.6):
            found = type(self.world.names[latest[0]])
            chosen = found if found in kinds else chosen
        keys = self._keys(chosen)
        if not keys:
            return IsMissing(self.of(NumberType(), depth), self.world.chance(0.5))
        key = self._one_of(keys)
        of, subject = self._type(key), RowField(key) if key in self.row else Name(key)
        if self.world.chance(0.15):
            return IsMissing(subject, self.world.chance(0.5))
        if self.world.chance(0.3):
            return In(subject, tuple(self.test(of, depth) for _ in range(self._one_of((1, 2)))))
        test = self.test(of, depth)
        if isinstance(test, CompareTest):
            return Compare(test.op, subject, test.operand)
        if isinstance(test, TextTest):
            return TextOperation(test.op, subject, test.operand)
        if isinstance(test, RangeTest):
            return Between(subject, test.low, test.high)
        listed = isinstance(test.operand, ListOf | Name) and self._is_list(test.operand)
        return In(subject, (test,)) if listed else Compare("=", subject, test.operand)

    def _is_list(self, node: Node) -> bool:
        return isinstance(node, ListOf) or (
            isinstance(node, Name) and isinstance(self._type(node.key), ListType)
        )

    def _list(self, want: ListType, depth: int) -> Node:
        items = range(self._one_of((0, 1, 2, 3)))
        return ListOf(tuple(self.of(want.item, min(depth, 1)) for _ in items))

    def _two(self, want: Type, depth: int) -> tuple[Node, Node]:
        return self.of(want, depth), self.of(want, depth)

    def _one_of(self, choices: Any) -> Any:
        return self.world.random.choice(choices)

    # Cells

    def cell(self, of: Type, depth: int = 0) -> Cell:
        """Draw a cell for a column of a type."""
        if self.world.chance(0.2):
            return tree.AnyCell()
        if self.world.chance(0.06):
            return tree.MissingCell(self.world.chance(0.5))
        tests = tuple(self.test(of, depth) for _ in range(self._one_of((1, 1, 1, 2, 3))))
        return tree.TestsCell(tests, negated=self.world.chance(0.12))

    def test(self, of: Type, depth: int = 0) -> Test:
        """Draw one test of a value of a type."""
        of = of.item if isinstance(of, ListType) else of
        ordered = isinstance(of, NumberType | DateType | DateTimeType)
        if isinstance(of, TextType):
            if self.world.chance(0.35 if of.one_of else 0.6):
                return self._text_test(of, depth)
            ordered = of.one_of is not None and of.one_of.ordered
        if self.world.chance(0.08):
            return ValueTest(ListOf(tuple(self.leaf(of) for _ in range(2))))
        if not ordered:
            if isinstance(of, TextType) and self.world.chance(0.2):
                return CompareTest("!=", self._operand(of, depth))
            return ValueTest(self._operand(of, depth))
        if self.world.chance(0.25):
            return self._range(of)
        if self.world.chance(0.2):
            return ValueTest(self._operand(of, depth))
        return CompareTest(self._one_of(RELATIONS), self._operand(of, depth))

    def _operand(self, of: Type, depth: int) -> Node:
        if isinstance(of, BooleanType) or self.world.chance(0.75):
            return self.literal(of)
        return self.of(of, min(depth, 1))

    def _range(self, of: Type) -> Test:
        ends: list[Any] = [self.literal(of), self.literal(of)]
        ends.sort(key=lambda end: self._place(end, of))
        return RangeTest(ends[0], ends[1], self.world.chance(0.5), self.world.chance(0.5))

    @staticmethod
    def _place(end: Any, of: Type) -> Any:
        if isinstance(end, Negate):
            number: Any = end.operand
            return -number.value
        if isinstance(of, TextType) and of.one_of is not None:
            return [code.value for code in of.one_of.codes].index(end.value)
        return end.value

    def _text_test(self, of: TextType, depth: int) -> Test:
        if of.one_of is not None and self.world.chance(0.7):
            return TextTest("within", self.leaf(of))
        operation = self._one_of(("contains", "starts with", "ends with", "contains any of"))
        if operation == "contains any of":
            return TextTest(operation, ListOf(tuple(self.leaf(TextType()) for _ in range(2))))
        return TextTest(operation, self.of(TextType(), min(depth, 1)))

    _above: ClassVar[Mapping[type, Any]] = {
        NumberType: _number,
        TextType: _text,
        BooleanType: _boolean,
        DateType: _date,
        DateTimeType: _datetime,
        ListType: _list,
    }


def within(value: Decimal, of: NumberType) -> bool:
    """Tell whether a number lies in the domain of a type."""
    low, high = of.minimum, of.maximum
    return (low is None or value >= low) and (high is None or value <= high)
