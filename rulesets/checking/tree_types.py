"""The types of expressions, node by node (sections 2, 4 and 7 to 10 of docs/language.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from rulesets.checking.calls import call_type, lookup_arguments, lookup_of
from rulesets.checking.cell_types import check_test, relation, text_operation
from rulesets.checking.meaning import Meaning
from rulesets.checking.report import Report
from rulesets.checking.static_types import (
    Clash,
    EmptyList,
    LiteralText,
    Nothing,
    TypedPercent,
    added,
    joined,
    mismatch,
    multiplied,
    ordered,
)
from rulesets.expressions.functions import AGGREGATES, AggregateSpec
from rulesets.expressions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    If,
    In,
    IsMissing,
    ListOf,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Part,
    Previous,
    RowField,
    TextOperation,
)
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    Type,
)
from rulesets.values import decimal_text

_DAY_PARTS = ("year", "month", "day", "weekday")
_MOMENT_PARTS = (*_DAY_PARTS, "hour", "minute")
_BOOLEAN = BooleanType()
_NAME = Both("事实、结论或常量", "fact, conclusion or constant")
_DECLARE = Both("先定义它，或改正名称", "declare it first, or mend the name")
_SCALAR = Both("数值、文本、真假值、日期或时刻", "a number, text, boolean, date or datetime")
_MANY = Both("多行记录或列表", "records or a list")
_HAS_ORDER = Both("数值、日期或时刻", "a number, date or datetime")


class TreeTypes:
    """Finds the type of an expression and reports what does not go together in it.

    The type is None where a fault makes it unknown: what stands around then adds no further fault.
    """

    def __init__(
        self, meaning: Meaning, report: Report, row: Mapping[str, Type] | None = None
    ) -> None:
        """Take what names mean, where to report, and the sub-facts of a row in an aggregate."""
        self.meaning = meaning
        self.report = report
        self.row = row

    def type_of(self, node: Node) -> Type | None:
        """Return the type of an expression, or None when it has a fault."""
        match node:
            case Literal():
                found: Type | None = _literal_type(node)
            case Null():
                found = Nothing()
            case Name() | RowField() | Previous():
                found = self._named(node)
            case Arithmetic() | Negate():
                found = self._number(node)
            case Call():
                arguments = tuple(map(self.type_of, node.arguments))
                found = call_type(node, arguments, self.meaning, self.report)
            case Part():
                found = self._part(node)
            case If():
                found = self._choice(node)
            case Aggregate():
                found = self._aggregate(node)
            case ListOf():
                found = self._list(node)
            case _:
                self._condition(node)
                found = _BOOLEAN
        return found

    def expect_boolean(self, node: Node) -> None:
        """Check a condition: its type must be boolean."""
        self._expect(node, BooleanType)

    def _named(self, node: Name | RowField | Previous) -> Type | None:
        match node:
            case Name():
                types = self.meaning.names
            case RowField():
                types = self.row or {}
            case Previous():
                types = self.meaning.conclusions
        found = types.get(node.key)
        if found is None:
            self.report.add(
                "unknown-name", character=node.at, name=node.key, kind=_NAME, nearest=_DECLARE
            )
        return found

    def _condition(self, node: Node) -> None:
        match node:
            case And() | Or():
                for each in node.operands:
                    self.expect_boolean(each)
            case Not():
                self.expect_boolean(node.operand)
            case Compare() | TextOperation():
                self._relation(node)
            case Between():
                self._between(node)
            case In():
                subject = self.type_of(node.subject)
                for test in node.tests:
                    if subject is not None:
                        check_test(subject, test, self.type_of, self.report)
            case IsMissing():
                self.type_of(node.subject)
            case _:
                raise TypeError(f"no such node: {type(node).__name__}")

    def _relation(self, node: Compare | TextOperation) -> None:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left is not None and right is not None:
            between = relation if isinstance(node, Compare) else text_operation
            clash = between(node.op, left, right)
            self.report.refuse(clash, _odd_one(node, clash))

    def _between(self, node: Between) -> None:
        subject = self.type_of(node.subject)
        for operator, end in ((">=", node.low), ("<=", node.high)):
            found = self.type_of(end)
            if subject is not None and found is not None:
                clash = ordered(operator, subject, found)
                self.report.refuse(clash, end.at or node.at)
                if clash is not None and clash.code == "no-order":
                    return  # the other end would say the same

    def _number(self, node: Arithmetic | Negate) -> Type | None:
        if isinstance(node, Negate):
            return self._expect(node.operand, NumberType)
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left is None or right is None:
            return None
        calculate = added if node.op in {"+", "-"} else multiplied
        found = calculate(node.op, left, right)
        return self._accept(found, _odd_one(node, found))

    def _choice(self, node: If) -> Type | None:
        self.expect_boolean(node.condition)
        then, otherwise = self.type_of(node.then), self.type_of(node.otherwise)
        if then is None or otherwise is None:
            return None
        return self._accept(joined(then, otherwise), node.otherwise.at or node.at)

    def _list(self, node: ListOf) -> Type | None:
        types = [self.type_of(item) for item in node.items]
        shared: Type | None = None
        for item, found in zip(node.items, types, strict=True):
            if found is None:
                return None
            if isinstance(found, ListType | RecordsType):
                self.report.refuse(mismatch(_SCALAR, found), item.at or node.at)
                return None
            both = found if shared is None else joined(shared, found)
            shared = self._accept(both, item.at or node.at)
            if shared is None:
                return None
        if shared is None or isinstance(shared, ListType | RecordsType):
            return EmptyList()
        return ListType(shared)

    def _part(self, node: Part) -> Type | None:
        lookup = lookup_of(node.of, self.meaning)
        if lookup is not None and isinstance(node.of, Call):
            arguments = tuple(map(self.type_of, node.of.arguments))
            lookup_arguments(node.of, lookup, arguments, self.report)
            return self._one_of_parts(node, {each.key: each.type for each in lookup.values})
        of = self.type_of(node.of)
        if of is None:
            return None
        parts: tuple[str, ...] = ()
        if isinstance(of, DateType | DateTimeType):
            parts = _DAY_PARTS if isinstance(of, DateType) else _MOMENT_PARTS
        return self._one_of_parts(node, dict.fromkeys(parts, NumberType()))

    def _one_of_parts(self, node: Part, parts: Mapping[str, Type]) -> Type | None:
        found = parts.get(node.key)
        if found is None:
            listed = ", ".join(f"`{each}`" for each in parts)
            expected = Both(listed or "没有部分的值", listed or "no part at all")
            self.report.add("unknown-part", character=node.at, part=node.key, expected=expected)
        return found

    def _aggregate(self, node: Aggregate) -> Type | None:
        if self.row is not None:
            self.report.add("nested-aggregate", character=node.at, function=node.function)
            return None
        spec = AGGREGATES[node.function]
        many = self.type_of(node.records)
        if isinstance(many, RecordsType):
            return self._over_records(node, spec, many)
        if isinstance(many, ListType):
            return self._over_list(node, spec, many)
        if many is not None:
            self.report.refuse(mismatch(_MANY, many), node.records.at or node.at)
        return None

    def _over_records(self, node: Aggregate, spec: AggregateSpec, of: RecordsType) -> Type | None:
        row = TreeTypes(self.meaning, self.report, {each.key: each.type for each in of.fields})
        if node.where is not None:
            row.expect_boolean(node.where)
        if node.value is None:
            if spec.needs_value:
                self.report.add(
                    "wrong-argument-count",
                    character=node.at,
                    function=node.function,
                    expected="2",
                    found=1,
                )
            return NumberType() if spec.result == "number" else None
        found = row.type_of(node.value)
        return found and self._aggregated(node, spec, found, node.value.at)

    def _over_list(self, node: Aggregate, spec: AggregateSpec, of: ListType) -> Type | None:
        for inner in (node.where, node.value):
            if inner is not None:
                self.report.refuse(mismatch("records", of), node.records.at or node.at)
                return None
        if isinstance(of, EmptyList):
            return _BOOLEAN if spec.result == "boolean" else NumberType()
        return self._aggregated(node, spec, of.item, node.records.at or node.at)

    def _aggregated(self, node: Aggregate, spec: AggregateSpec, of: Type, at: int) -> Type | None:
        clash: Clash | None = None
        if spec.value == "number" and not isinstance(of, NumberType):
            clash = mismatch("number", of)
        elif spec.value == "boolean" and not isinstance(of, BooleanType):
            clash = mismatch("boolean", of)
        elif spec.value == "ordered" and not isinstance(of, NumberType | DateType | DateTimeType):
            clash = mismatch(_HAS_ORDER, of)
        if clash is not None:
            self.report.refuse(clash, at or node.at)
            return None
        if spec.value == "none":
            return NumberType()
        if spec.value == "boolean":
            return _BOOLEAN
        return NumberType(unit=of.unit) if isinstance(of, NumberType) else of

    def _expect(self, node: Node, wanted: type[NumberType | BooleanType]) -> Type | None:
        found = self.type_of(node)
        if found is None or isinstance(found, wanted):
            return found
        self.report.refuse(mismatch(wanted(), found), node.at)
        return None

    def _accept(self, found: Type | Clash, at: int) -> Type | None:
        if isinstance(found, Clash):
            self.report.refuse(found, at)
            return None
        return found


def _odd_one(node: Arithmetic | Compare | TextOperation, found: Type | Clash | None) -> int:
    """Return where the operand stands that does not fit: the right one, or a literal before it."""
    left = isinstance(found, Clash) and found.left
    if left or (isinstance(node.left, Literal) and not isinstance(node.right, Literal)):
        return node.left.at or node.at
    return node.right.at or node.at


def _literal_type(node: Literal) -> Type:
    match node.value:
        case bool():
            return _BOOLEAN
        case Decimal():
            if not node.typed_percent:
                return NumberType()
            shown = decimal_text(node.value.scaleb(2))
            return TypedPercent(shown=shown, fraction=decimal_text(node.value))
        case str():
            return LiteralText(values=(node.value,))
        case datetime():
            return DateTimeType()
        case _:
            return DateType()
