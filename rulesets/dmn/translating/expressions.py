"""What each shape of FEEL's expressions is in the language of rules."""

from __future__ import annotations

from rulesets.checking.static_types import Clash, EmptyList
from rulesets.dmn.feel.tree import (
    AtLiteral,
    Between,
    Binary,
    Boolean,
    Call,
    ContextLiteral,
    Feel,
    Filter,
    For,
    FunctionLiteral,
    If,
    InstanceOf,
    InTests,
    ListLiteral,
    Name,
    Negate,
    Null,
    Number,
    OneSidedRange,
    Path,
    Quantified,
    RangeLiteral,
    String,
)
from rulesets.dmn.translating import calculating, cells, functions, literals, logic, many, own
from rulesets.dmn.translating.environment import Function, Known, Rows, Value
from rulesets.dmn.translating.said import (
    BROKEN,
    FALSE,
    NULL,
    NUMBER,
    TRUE,
    Days,
    Kind,
    Months,
    Said,
    either,
    known,
    missing,
    named,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions import tree
from rulesets.types import (
    BooleanType,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
)

_DATE_PARTS = frozenset({"year", "month", "day", "weekday"})
_SORTS: dict[str, type] = {
    "number": NumberType,
    "string": TextType,
    "boolean": BooleanType,
    "date": DateType,
    "date and time": DateTimeType,
}


def expression(scope: Scope, feel: Feel, *, truth: bool) -> Said:  # noqa: PLR0911 - one way for each shape
    """Say one expression; what stands in it is said by the scope."""
    match feel:
        case Null() | Number() | String() | Boolean() | AtLiteral():
            return _literal(scope, feel)
        case Name():
            return _known(scope, scope.environment.names.get(feel.name), feel.name, feel.at)
        case Path():
            return _path(scope, feel)
        case Negate():
            return calculating.negative(scope.value(feel.operand), scope, feel.at)
        case Binary():
            return _binary(scope, feel, truth=truth)
        case Between() | InTests() | InstanceOf() | Quantified():
            return _condition(scope, feel, truth=truth)
        case If():
            then, otherwise = feel.then, feel.otherwise
            return logic.choice(
                scope.boolean(feel.condition, truth=True),
                scope.value(then, truth=truth),
                scope.value(otherwise, truth=truth),
                scope,
                feel.at,
            )
        case Call():
            return _call(scope, feel, truth=truth)
        case ListLiteral():
            return _list(scope, feel)
    return _not_said(scope, feel)


def _literal(scope: Scope, feel: Null | Number | String | Boolean | AtLiteral) -> Said:
    match feel:
        case Null():
            return NULL
        case Boolean(value=value):
            return TRUE if value else FALSE
        case String(value=text):
            return literals.text(text)
        case Number(value=number):
            zh, en = "超过 34 位的数", "number of more than 34 digits"
            return literals.number(number) or scope.refuse(zh, en, feel.at)
        case AtLiteral(text=text):
            zh = "此日期、时刻或时长"
            en = "such date, date and time or duration as"
            return literals.at_literal(text) or scope.refuse(
                f"{zh} `{text}`", f"{en} `{text}`", feel.at
            )


def _known(scope: Scope, means: Known | None, name: str, at: int) -> Said:
    """Say a name, or a path through contexts."""
    match means:
        case Value():
            return known(means.node, means.type, total=means.total)
        case Rows():
            return Said(means.node, RecordsType(()))
        case Function():
            return scope.refuse(f"作为值的函数 `{name}`", f"function as a value: `{name}`", at)
        case None:
            return many.unknown(name, scope, at)
    return scope.refuse(f"作为值的上下文 `{name}`", f"context as a value: `{name}`", at)


def _path(scope: Scope, feel: Path) -> Said:
    means = many.known_of(feel, scope)
    if means is not None:
        return _known(scope, means, feel.name, feel.at)
    above = many.known_of(feel.of, scope)
    if above is not None and not isinstance(above, Value):
        if isinstance(above, Rows):
            return scope.refuse(
                "聚合之外的记录列表", "list from records outside of an aggregate", feel.at
            )
        return many.unknown(feel.name, scope, feel.at)
    of = scope.value(feel.of)
    if of.broken or of.null:
        return of
    if isinstance(of.kind, DateType) and feel.name in _DATE_PARTS:
        return Said(tree.Part(of.node, feel.name), NUMBER, of.total)
    kind = named(of.kind)
    return calculating.part(of, feel.name, scope, feel.at) or scope.refuse(
        f"{kind.zh}的成员 `{feel.name}`", f"member `{feel.name}` of {kind.en}", feel.at
    )


def _binary(scope: Scope, feel: Binary, *, truth: bool) -> Said:
    if feel.op in {"and", "or"}:
        join = logic.conjunction if feel.op == "and" else logic.disjunction
        return join(scope.boolean(feel.left, truth=truth), scope.boolean(feel.right, truth=truth))
    left, right = scope.value(feel.left), scope.value(feel.right)
    if feel.op == "=":
        return logic.equal(left, right, scope, feel.at, truth=truth)
    if feel.op == "!=":
        return logic.unequal(left, right, scope, feel.at)
    if feel.op in {"<", "<=", ">", ">="}:
        return logic.ordered(feel.op, left, right, scope, feel.at)
    return calculating.calculated(feel.op, left, right, scope, feel.at)


def _condition(
    scope: Scope, feel: Between | InTests | InstanceOf | Quantified, *, truth: bool
) -> Said:
    match feel:
        case Between():
            ends = scope.value(feel.low), scope.value(feel.high)
            return cells.between(scope.value(feel.subject), *ends, scope, feel.at)
        case InTests():
            return cells.member(scope.value(feel.subject), feel.tests, scope, truth=truth)
        case InstanceOf():
            return _instance(scope, feel)
        case Quantified():
            return many.quantified(feel, scope, truth=truth)


def _instance(scope: Scope, feel: InstanceOf) -> Said:
    """Say `x instance of number`: null is of no type."""
    of = scope.value(feel.subject)
    if of.broken:
        return of
    sort = _SORTS.get(feel.type)
    if sort is None or isinstance(of.kind, Days | Months | ListType | RecordsType):
        return scope.refuse(
            f"对类型 `{feel.type}` 的判断", f"test for the type `{feel.type}`", feel.at
        )
    if of.null or not isinstance(of.kind, sort):
        return FALSE
    return logic.negated(missing(of), scope, feel.at)


def _call(scope: Scope, feel: Call, *, truth: bool) -> Said:
    means = many.known_of(feel.function, scope)
    if isinstance(means, Function):
        return own.called(scope, feel, means)
    if means is not None or not isinstance(feel.function, Name):
        return scope.refuse("对非函数的调用", "call of what is no function", feel.at)
    return functions.called(feel, feel.function.name, scope, truth=truth)


def _list(scope: Scope, feel: ListLiteral) -> Said:
    """Say a list as a value: it may hold no null, which a list here leaves out (2.4)."""
    items = [scope.value(each) for each in feel.items]
    if any(each.broken for each in items):
        return BROKEN
    kind: Kind | None = None
    for each, item in zip(feel.items, items, strict=True):
        if not item.total:
            return scope.refuse("可能含空值的列表", "list that may hold null", each.at)
        if isinstance(item.kind, ListType | RecordsType | Days | Months):
            return scope.refuse("列表的列表", "list of lists or durations", each.at)
        both = either(kind, item.kind)
        if isinstance(both, Clash):
            return scope.mismatch(named(items[0].kind), item, each.at)
        kind = both
    node = tree.ListOf(tuple(each.node for each in items))
    if kind is None or isinstance(kind, ListType | RecordsType | Days | Months):
        return Said(node, EmptyList(), total=True)
    return Said(node, ListType(kind), total=True)


def _not_said(scope: Scope, feel: Feel) -> Said:
    """Refuse by name what has no like here; what stands in it is looked at as well."""
    match feel:
        case Filter() | For():
            found = many.listed(feel, scope)
            if isinstance(found, Said) and found.broken:
                return found
            zh, en = "聚合之外的列表", "list outside of an aggregate"
        case ContextLiteral():
            for _, each in feel.entries:
                scope.value(each)
            zh, en = "上下文", "context as a value"
        case RangeLiteral() | OneSidedRange():
            zh, en = "作为值的范围", "range as a value"
        case FunctionLiteral():
            zh, en = "作为值的函数", "function as a value"
        case _:
            zh, en = "此写法", "such expression"
    return scope.refuse(zh, en, feel.at)
