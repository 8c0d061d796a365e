"""From the tree of an expression to that of FEEL, with the same value for all facts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce

from rulesets.checking.calls import literal_number
from rulesets.dmn.exporting import calls
from rulesets.dmn.exporting.many import aggregate, joined_list
from rulesets.dmn.exporting.orders import compared_by_place, text_within
from rulesets.dmn.exporting.scope import Scope
from rulesets.dmn.feel import tree as feel
from rulesets.dmn.feel.nulls import guarded, is_null, is_there, nulls
from rulesets.dmn.feel.tree import Feel
from rulesets.expressions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    CompareTest,
    If,
    In,
    IsMissing,
    ListOf,
    Literal,
    LiteralValue,
    Name,
    Negate,
    Node,
    Not,
    Null,
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
from rulesets.types import DateTimeType, DateType, ListType
from rulesets.values import MOST_EXPONENT

_EQUALITY = frozenset({"=", "!="})


def say(node: Node, scope: Scope) -> Feel:
    """Say an expression as a value: missing is `null`."""
    said = bare(node, scope)
    plain = isinstance(node, Compare) and node.op not in _EQUALITY
    return guarded(said, said) if isinstance(node, Compare | In) and not plain else said


def bare(node: Node, scope: Scope) -> Feel:
    """Say an expression that is not missing."""
    match node:
        case Literal(value=value):
            return literal(value)
        case Null():
            return feel.Null()
        case Name(key=key):
            return scope.values[key]
        case RowField(key=key):
            return scope.field(key)
        case Previous(key=key):
            return scope.values[f"previous({key})"]
        case Compare() | Between() | In() | IsMissing() | TextOperation() | And() | Or() | Not():
            return _condition(node, scope)
    return _value(node, scope)


def _value(node: Node, scope: Scope) -> Feel:
    match node:
        case Negate(operand=operand):
            return feel.Negate(say(operand, scope))
        case Arithmetic():
            return _calculated(node, scope)
        case If():
            condition = bare(node.condition, scope)
            then, otherwise = say(node.then, scope), say(node.otherwise, scope)
            return guarded(condition, feel.If(_plain_if(condition), then, otherwise))
        case Part(of=of, key=key):
            return _part(of, key, scope)
        case ListOf(items=items):
            said = tuple(say(each, scope) for each in items)
            if any(map(nulls, said)):
                scope.notes.add(
                    "可能缺失的列表项以筛选略去",
                    "items of a list that may be missing are left out by a filter",
                )
            return joined_list(said)
        case Aggregate():
            return aggregate(node, scope, say)
        case Call():
            return calls.called(node, tuple(say(each, scope) for each in node.arguments), scope)
    raise TypeError(f"no such node: {type(node).__name__}")


def _plain_if(condition: Feel) -> Feel:
    """Keep `if a is present then a else b` apart from `coalesce(a, b)`, which is written so."""
    match condition:
        case feel.Binary(op="!=", left=left, right=feel.Null()):
            return feel.Call(feel.Name("not"), (is_null(left),))
    return condition


def literal(value: LiteralValue) -> Feel:
    """Say a literal."""
    match value:
        case bool():
            return feel.Boolean(value)
        case Decimal():
            return feel.Negate(feel.Number(-value)) if value < 0 else feel.Number(value)
        case str():
            return feel.String(value)
        case datetime():
            text = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
            return feel.Call(feel.Name("date and time"), (feel.String(text),))
        case _:
            return feel.Call(feel.Name("date"), (feel.String(value.isoformat()),))


def _calculated(node: Arithmetic, scope: Scope) -> Feel:
    left, right = say(node.left, scope), say(node.right, scope)
    said = feel.Binary(node.op, left, right)
    if node.op == "**" and not _is_whole(node.right):
        scope.notes.add(
            "DMN 的指数可以不是整数，此处则结果缺失",
            "an exponent of DMN need not be whole; here the result is missing then",
        )
    if node.op == "-" and isinstance(scope.type_of(node.left), DateType):
        return feel.Path(said, "days")
    return said


def _is_whole(exponent: Node) -> bool:
    value = literal_number(exponent)
    return value is not None and value == value.to_integral_value() and abs(value) <= MOST_EXPONENT


def _part(of: Node, key: str, scope: Scope) -> Feel:
    """Say `.year` of a date, or a value column of a lookup that has several."""
    if isinstance(of, Call) and of.function in scope.meaning.lookups:
        columns = scope.meaning.lookups[of.function].values
        return say(of, scope) if len(columns) == 1 else feel.Path(say(of, scope), key)
    if isinstance(scope.type_of(of), DateTimeType):
        scope.notes.add(
            f"时刻的 `{key}` 按其自身的时差取，而非按规则集的时区",
            f"`{key}` of a datetime is taken by its own offset, not in the ruleset's time zone",
        )
    return feel.Path(say(of, scope), key)


def _condition(node: Node, scope: Scope) -> Feel:
    match node:
        case Compare():
            return _compared(node, scope)
        case Between(subject=subject, low=low, high=high):
            return _between(subject, low, high, scope)
        case In(subject=subject, tests=tests):
            return _in(subject, tests, scope)
        case IsMissing(subject=subject, negated=negated):
            return (is_there if negated else is_null)(say(subject, scope))
        case TextOperation(op=op, left=left, right=right):
            return text_operation(op, left, right, scope)
        case And(operands=operands) | Or(operands=operands):
            op = "and" if isinstance(node, And) else "or"
            said = [say(each, scope) for each in operands]
            return reduce(lambda one, other: feel.Binary(op, one, other), said)
        case Not(operand=operand):
            return feel.Call(feel.Name("not"), (say(operand, scope),))
    raise TypeError(f"no such node: {type(node).__name__}")


def _compared(node: Compare, scope: Scope) -> Feel:
    left, right = say(node.left, scope), say(node.right, scope)
    codes = None if node.op in _EQUALITY else scope.order(node.left, node.right)
    if codes is not None:
        return compared_by_place(node.op, left, right, codes)
    return feel.Binary(node.op, left, right)


def _between(subject: Node, low: Node, high: Node, scope: Scope) -> Feel:
    if scope.order(subject, low) is None and scope.order(subject, high) is None:
        return feel.Between(say(subject, scope), say(low, scope), say(high, scope))
    scope.notes.add(
        "有序取值的 `between` 写作两个比较", "`between` of an ordered list becomes two comparisons"
    )
    return say(And((Compare(">=", subject, low), Compare("<=", subject, high))), scope)


def text_operation(op: str, left: Node, right: Node, scope: Scope) -> Feel:
    """Say `contains`, `starts with`, `ends with`, `contains any of`, `within`."""
    if op == "within":
        return text_within(left, right, say(left, scope), say(right, scope), scope)
    text, match = say(left, scope), say(right, scope)
    if op != "contains any of":
        return feel.Call(feel.Name(op), (text, match))
    each = feel.Name("each")
    contained = feel.Call(feel.Name("contains"), (text, each))
    return feel.Quantified("some", (("each", match),), contained)


def _in(subject: Node, tests: tuple[Test, ...], scope: Scope) -> Feel:
    """Say `x in (tests)`, in one when no test can be unknown where x is not."""
    said = feel.InTests(say(subject, scope), tuple(_test(each, scope) for each in tests))
    simple = all(_is_simple(each, subject, scope) for each in tests)
    if simple and nulls(said) != (said,):
        return said
    scope.notes.add("`in` 写作以 or 连接的条件", "`in` is written as conditions joined by `or`")
    opened = tuple(opened_test(each, subject, scope) for each in tests)
    return say(opened[0] if len(opened) == 1 else Or(opened), scope)


def _is_simple(test: Test, subject: Node, scope: Scope) -> bool:
    if isinstance(test, TextTest):
        return False
    if isinstance(test, ValueTest):
        return True
    operands = (test.low, test.high) if isinstance(test, RangeTest) else (test.operand,)
    equality = isinstance(test, CompareTest) and test.op in _EQUALITY
    return equality or all(scope.order(subject, each) is None for each in operands)


def _test(test: Test, scope: Scope) -> feel.Test:
    match test:
        case CompareTest(op=op, operand=operand):
            return feel.CompareTest(op, say(operand, scope))
        case RangeTest(low=low, high=high):
            ends = say(low, scope), say(high, scope)
            within = feel.RangeLiteral(*ends, test.low_included, test.high_included)
            return feel.ValueTest(within)
        case _:
            return feel.ValueTest(say(test.operand, scope))


def opened_test(test: Test, subject: Node, scope: Scope) -> Node:
    """Say a test of a subject as a condition."""
    match test:
        case ValueTest(operand=operand):
            if isinstance(scope.type_of(operand), ListType):
                return Call("list contains", (operand, subject))
            return Compare("=", subject, operand)
        case CompareTest(op=op, operand=operand):
            return Compare(op, subject, operand)
        case TextTest(op=op, operand=operand):
            return TextOperation(op, subject, operand)
        case RangeTest(low=low, high=high):
            over = ">=" if test.low_included else ">"
            under = "<=" if test.high_included else "<"
            return And((Compare(over, subject, low), Compare(under, subject, high)))
