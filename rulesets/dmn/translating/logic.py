"""Comparing, `and`, `or`, `not`, `if`: FEEL's meanings of null kept (OMG DMN 1.5, 10.3.2).

Each builder takes what was said of its operands and gives what is to be said of the whole. With
`truth` a condition may be unknown where FEEL has false; else it is the same value.
"""

from __future__ import annotations

from rulesets.checking.static_types import Clash
from rulesets.dmn.translating.said import (
    BOOLEAN,
    BROKEN,
    FALSE,
    NULL,
    TRUE,
    Kind,
    Said,
    all_of,
    any_of,
    condition,
    either,
    has_order,
    is_text,
    missing,
    named,
    or_false,
    same_sort,
    texts_of,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions.tree import Call, Compare, If, IsMissing, Literal, Not, Null
from rulesets.types import ListType, RecordsType, TextType


def may_be_equal(left: Kind, right: Kind) -> bool | None:
    """Tell whether two values of one sort may be compared with `=`; False: they never are equal.

    None: only some of their values are in one list, which the checker refuses (2.7).
    """
    if isinstance(left, ListType) and isinstance(right, ListType):
        return may_be_equal(left.item, right.item)
    if not isinstance(left, TextType) or not isinstance(right, TextType):
        return True
    one, other = texts_of(left), texts_of(right)
    if one is None or other is None:
        return True
    if one.isdisjoint(other):
        return False
    for codes, texts in ((left.one_of, right), (right.one_of, left)):
        if (
            codes is not None
            and texts.one_of is None
            and not (texts_of(texts) or set()) <= (codes.values)
        ):
            return None
    return True


def equal(left: Said, right: Said, scope: Scope, at: int, *, truth: bool) -> Said:
    """Say `left = right`: null equals null and nothing else (table 42)."""
    if left.broken or right.broken:
        return BROKEN
    if left.null or right.null:
        return missing(right if left.null else left)
    possible = _comparable(left, right, scope, at)
    if possible is None:
        return BROKEN
    if possible is False:
        if left.total or right.total:
            return FALSE
        return condition(all_of((missing(left).node, missing(right).node)), total=True)
    same = condition(Compare("=", left.node, right.node), total=left.total and right.total)
    if same.total:
        return same
    certain = same if truth else condition(or_false(same), total=True)
    if left.total or right.total:
        return certain
    both = all_of((missing(left).node, missing(right).node))
    return condition(any_of((both, certain.node)), total=certain.total)


def unequal(left: Said, right: Said, scope: Scope, at: int) -> Said:
    """Say `left != right`, which is `not(left = right)`; it is never unknown."""
    if left.broken or right.broken:
        return BROKEN
    if left.null or right.null:
        return negated(missing(right if left.null else left), scope, at)
    possible = _comparable(left, right, scope, at)
    if possible is None:
        return BROKEN
    other = condition(Compare("!=", left.node, right.node), total=True)
    if left.total and right.total:
        return other if possible else TRUE
    if left.total or right.total:
        partial = right if left.total else left
        if not possible:
            return TRUE
        return condition(any_of((other.node, missing(partial).node)), total=True)
    return negated(equal(left, right, scope, at, truth=False), scope, at)


def _comparable(left: Said, right: Said, scope: Scope, at: int) -> bool | None:
    """Tell whether two values may be equal; None: it was refused."""
    assert left.kind is not None  # noqa: S101 - null and broken were answered before
    assert right.kind is not None  # noqa: S101 - as above
    if isinstance(left.kind, RecordsType) or not same_sort(left.kind, right.kind):
        scope.mismatch(named(left.kind), right, at)
        return None
    possible = may_be_equal(left.kind, right.kind)
    if possible is None:
        scope.refuse(
            "与取值范围只有部分重合的文本的比较",
            "comparison of texts of which only some are among the allowed values",
            at,
        )
    return possible


def ordered(op: str, left: Said, right: Said, scope: Scope, at: int) -> Said:
    """Say `<`, `<=`, `>`, `>=`: null when one side is null."""
    if left.broken or right.broken:
        return BROKEN
    for side in (left, right):
        if is_text(side.kind):
            return scope.refuse("文本的先后顺序", "order of texts", at)
        if side.kind is not None and not has_order(side.kind):
            kind = named(side.kind)
            return scope.refuse(f"{kind.zh}的先后顺序", f"order of {kind.en}", at)
    if left.null or right.null:
        return NULL
    assert left.kind is not None  # noqa: S101 - answered before
    assert right.kind is not None  # noqa: S101 - answered before
    if not same_sort(left.kind, right.kind):
        return scope.mismatch(named(left.kind), right, at)
    return condition(Compare(op, left.node, right.node), total=left.total and right.total)


def negated(of: Said, scope: Scope, at: int) -> Said:
    """Say `not(x)`."""
    if of.broken or of.null:
        return of
    if of.kind != BOOLEAN:
        return scope.mismatch(named(BOOLEAN), of, at)
    match of.node:
        case Literal(value=bool() as value):
            return FALSE if value else TRUE
        case IsMissing(subject=subject, negated=present):
            return condition(IsMissing(subject, not present), total=True)
        case Not(operand=inner):
            return condition(inner, total=of.total)
    return condition(Not(of.node), total=of.total)


def conjunction(left: Said, right: Said) -> Said:
    """Say `and` of two booleans, with Kleene's tables (table 38)."""
    return _joined(left, right, stops=FALSE)


def disjunction(left: Said, right: Said) -> Said:
    """Say `or` of two booleans."""
    return _joined(left, right, stops=TRUE)


def _joined(left: Said, right: Said, stops: Said) -> Said:
    """`stops` is the value that decides whatever the other side is."""
    if left.broken or right.broken:
        return BROKEN
    if left.null or right.null:
        other = right if left.null else left
        return NULL if other.null else _with_null(other, stops)
    join = all_of if stops == FALSE else any_of
    return condition(join((left.node, right.node)), total=left.total and right.total)


def _with_null(of: Said, stops: Said) -> Said:
    """Say `x and null`: false when x is, else null; and `x or null` likewise."""
    keeps = stops == FALSE
    if isinstance(of.node, Literal):
        return stops if of.node.value is not keeps else NULL
    if keeps:
        decided = of.node if of.total else Call("coalesce", (of.node, Literal(True)))
        return condition(If(decided, Null(), Literal(False)))
    return condition(If(or_false(of), Literal(True), Null()))


def choice(of: Said, then: Said, otherwise: Said, scope: Scope, at: int) -> Said:
    """Say `if`: a condition that is not true takes the second branch."""
    if of.broken or then.broken or otherwise.broken:
        return BROKEN
    kind = either(then.kind, otherwise.kind)
    if isinstance(kind, Clash):
        return scope.mismatch(named(then.kind), otherwise, at)
    if kind is None:
        return NULL
    if isinstance(of.node, Literal):
        return then if of.node.value is True else otherwise
    node = If(or_false(of), then.node, otherwise.node)
    return Said(node, kind, total=then.total and otherwise.total)
