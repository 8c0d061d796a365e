"""When an expression is missing in the language of rules, said in FEEL.

FEEL takes `null` as a value in `=`, `!=`, `in` and `if`; the language of rules has a missing result
there. `guarded` writes the difference out, and `unguarded` finds it again: the export and the
import share what is written.
"""

from __future__ import annotations

from functools import reduce

from rulesets.dmn.feel.tree import (
    AtLiteral,
    Between,
    Binary,
    Boolean,
    Call,
    Feel,
    If,
    InTests,
    ListLiteral,
    Name,
    Negate,
    Null,
    Number,
    RangeLiteral,
    String,
    Test,
    ValueTest,
)

_NULL = Null()
_EQUALITY = frozenset({"=", "!="})
_STRICT = frozenset({"+", "-", "*", "=", "!=", "<", "<=", ">", ">="})
STRICT_CALLS = frozenset(
    {
        *("abs", "floor", "ceiling", "decimal", "round up", "round down", "round half up"),
        *("string length", "upper case", "lower case", "string"),
        *("contains", "starts with", "ends with", "list contains"),
    }
)
"""Functions that are null just when an argument is."""


def is_null(of: Feel) -> Feel:
    """Say `of = null`."""
    return Binary("=", of, _NULL)


def is_there(of: Feel) -> Feel:
    """Say `of != null`."""
    return Binary("!=", of, _NULL)


def first_there(of: Feel, otherwise: Feel) -> Feel:
    """Say `coalesce(of, otherwise)`."""
    return If(is_there(of), of, otherwise)


def nulls(of: Feel) -> tuple[Feel, ...]:
    """List the parts of an expression of which one is null just when it is missing.

    Example:
        >>> nulls(Binary("=", Name("a"), Binary("+", Name("b"), Name("a"))))
        (Name(name='a', at=0), Name(name='b', at=0))
        >>> nulls(Binary("=", Name("a"), Null()))
        ()
    """
    return tuple(dict.fromkeys(_nulls(of)))


def _nulls(of: Feel) -> tuple[Feel, ...]:
    match of:
        case Number() | String() | Boolean() | AtLiteral() | ListLiteral():
            found: tuple[Feel, ...] = ()
        case Binary(op=op, right=Null()) if op in _EQUALITY:
            found = ()
        case Binary(op=op, left=left, right=right) if op in _STRICT or _divides(of):
            found = (*_nulls(left), *_nulls(right))
        case Negate(operand=operand):
            found = _nulls(operand)
        case Between(subject=subject, low=low, high=high) if not _nulls(low) and not _nulls(high):
            found = _nulls(subject)
        case InTests(subject=subject, tests=tests) if not any(map(_of_test, tests)):
            found = _nulls(subject)
        case If(condition=Binary(op="!=", left=tested, right=Null()), then=then) if tested == then:
            found = (of,) if _nulls(of.otherwise) else ()
        case Call(function=Name(name=name), positional=arguments) if name in STRICT_CALLS:
            found = tuple(each for argument in arguments for each in _nulls(argument))
        case Call(function=Name(name="date" | "date and time"), positional=(String(),)):
            found = ()
        case Call(function=Name(name="today" | "now"), positional=()):
            found = ()
        case _:
            found = (of,)
    return found


def _divides(of: Binary) -> bool:
    return of.op == "/" and isinstance(of.right, Number) and bool(of.right.value)


def _of_test(test: Test) -> tuple[Feel, ...]:
    operand = test.operand
    if isinstance(test, ValueTest) and isinstance(operand, RangeLiteral):
        return (*_nulls(operand.low), *_nulls(operand.high))
    return _nulls(operand)


def one_is_null(parts: tuple[Feel, ...]) -> Feel:
    """Say that one of the parts is null."""
    return reduce(lambda left, right: Binary("or", left, right), map(is_null, parts))


def guarded(condition: Feel, then: Feel) -> Feel:
    """Say `then`, but null where the condition is missing.

    Example:
        >>> from rulesets.dmn.feel.printer import print_feel
        >>> same = Binary("=", Name("a"), String("x"))
        >>> print_feel(guarded(same, same))
        'if a = null then null else a = "x"'
    """
    parts = nulls(condition)
    return If(one_is_null(parts), _NULL, then) if parts else then


def unguarded(of: Feel) -> Feel | None:
    """Return what `guarded` was given to say, as a value or as the condition of an `if`; or None.

    Example:
        >>> same = Binary("=", Name("a"), String("x"))
        >>> unguarded(guarded(same, same)) == same
        True
        >>> unguarded(If(same, Name("b"), Name("c"))) is None
        True
    """
    if not isinstance(of, If) or of.then != _NULL:
        return None
    inner = of.otherwise
    condition = inner.condition if isinstance(inner, If) else inner
    parts = nulls(condition)
    return inner if parts and of.condition == one_is_null(parts) else None
