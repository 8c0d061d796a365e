"""From tree to text: `print_feel` and `print_unary_tests`; parsing the text gives the tree again.

A name is printed as it is. Where names with signs are in scope, `a - b` could be read as one name:
whoever makes a tree chooses names that cannot be put together by operators.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rulesets.dmn.feel.characters import RESERVED, WORD
from rulesets.dmn.feel.grammar import BINDING, COMPARISON
from rulesets.dmn.feel.tree import (
    AtLiteral,
    Between,
    Binary,
    Boolean,
    Call,
    CompareTest,
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
    Number,
    OneSidedRange,
    Path,
    Quantified,
    RangeLiteral,
    String,
    Test,
    UnaryTests,
    ValueTest,
)

_ARITHMETIC = COMPARISON + 1
_NEGATED = 7
_INSTANCE = 8
_FOLLOWED = 9
_ALONE = 10
_MOST_ZEROS = 30

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNPRINTED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def print_feel(node: Feel) -> str:
    """Print an expression, with the fewest brackets.

    Example:
        >>> one, two = Number(Decimal(1)), Number(Decimal(2))
        >>> print_feel(Binary("*", Binary("+", one, two), Negate(two)))
        '(1 + 2) * -2'
    """
    return _print(node, 0)


def print_unary_tests(tests: UnaryTests) -> str:
    """Print the cell of an input column.

    Example:
        >>> print_unary_tests(UnaryTests((CompareTest("<", Number(Decimal(5))),), negated=True))
        'not(< 5)'
        >>> print_unary_tests(UnaryTests(()))
        '-'
    """
    if not tests.tests:
        return "-"
    text = ", ".join(_test(test) for test in tests.tests)
    if tests.negated:
        return f"not({text})"
    return f"({text})" if _is_call_of_not(tests.tests) else text


def _is_call_of_not(tests: tuple[Test, ...]) -> bool:
    """Tell whether tests are one call of the function `not`, which alone would be a negation."""
    only = tests[0].operand if len(tests) == 1 and isinstance(tests[0], ValueTest) else None
    return isinstance(only, Call) and only.function == Name("not")


def _test(test: Test) -> str:
    if isinstance(test, CompareTest):
        return f"{test.op} {_print(test.operand, _ARITHMETIC)}"
    return print_feel(test.operand)


def _among(tests: tuple[Test, ...]) -> str:
    only = tests[0].operand if len(tests) == 1 and isinstance(tests[0], ValueTest) else None
    if isinstance(only, RangeLiteral):
        return print_feel(only)
    return f"({', '.join(_test(test) for test in tests)})"


def _print(node: Feel, least: int) -> str:
    """Print a node, in brackets when it binds looser than its place needs."""
    binding, text = _bound(node)
    return text if binding >= least else f"({text})"


def _bound(node: Feel) -> tuple[int, str]:
    """Say how close a node binds, and print it."""
    match node:
        case Binary(op, left, right):
            own = BINDING[op]
            bound = own, f"{_print(left, own)} {op} {_print(right, own + 1)}"
        case Between(subject, low, high):
            ends = f"{_print(low, _ARITHMETIC)} and {_print(high, _ARITHMETIC)}"
            bound = COMPARISON, f"{_print(subject, COMPARISON)} between {ends}"
        case InTests(subject, tests):
            bound = COMPARISON, f"{_print(subject, COMPARISON)} in {_among(tests)}"
        case Negate(operand):
            bound = _NEGATED, f"-{_print(operand, _NEGATED)}"
        case InstanceOf(subject, type_):
            bound = _INSTANCE, f"{_print(subject, _INSTANCE)} instance of {type_}"
        case Path(of, name):
            bound = _FOLLOWED, f"{_print(of, _FOLLOWED)}.{name}"
        case Filter(of, by):
            bound = _FOLLOWED, f"{_print(of, _FOLLOWED)}[{print_feel(by)}]"
        case Call(function, positional, named):
            arguments = [print_feel(each) for each in positional] + _entries(named)
            bound = _FOLLOWED, f"{_print(function, _FOLLOWED)}({', '.join(arguments)})"
        case If() | For() | Quantified() | FunctionLiteral():
            bound = 0, _open_ended(node)
        case _:
            bound = _ALONE, _alone(node)
    return bound


def _open_ended(node: If | For | Quantified | FunctionLiteral) -> str:
    """Print what reaches as far to the right as it can."""
    match node:
        case If(condition, then, otherwise):
            branches = f"then {print_feel(then)} else {print_feel(otherwise)}"
            return f"if {print_feel(condition)} {branches}"
        case For(iterators, result):
            return f"for {_iterators(iterators)} return {print_feel(result)}"
        case Quantified(kind, iterators, satisfies):
            return f"{kind} {_iterators(iterators)} satisfies {print_feel(satisfies)}"
    types = node.types or ("",) * len(node.parameters)
    pairs = zip(node.parameters, types, strict=True)
    parameters = ", ".join(f"{name}: {type_}" if type_ else name for name, type_ in pairs)
    external = "external " if node.external else ""
    return f"function({parameters}) {external}{print_feel(node.body)}"


def _iterators(iterators: tuple[tuple[str, Feel], ...]) -> str:
    return ", ".join(f"{name} in {print_feel(of)}" for name, of in iterators)


def _alone(node: Feel) -> str:
    """Print what needs no brackets anywhere."""
    match node:
        case Number(number):
            text = _number(number)
        case String(value):
            text = _string(value)
        case Boolean(truth):
            text = "true" if truth else "false"
        case AtLiteral(literal):
            text = f"@{_string(literal)}"
        case Name(name):
            text = name
        case ListLiteral(items):
            text = f"[{', '.join(print_feel(item) for item in items)}]"
        case ContextLiteral(entries):
            keys = [(_key(key), value) for key, value in entries]
            text = f"{{{', '.join(_entries(tuple(keys)))}}}"
        case RangeLiteral(low, high, low_included, high_included):
            begin, end = "[" if low_included else "(", "]" if high_included else ")"
            text = f"{begin}{print_feel(low)}..{print_feel(high)}{end}"
        case OneSidedRange(op, operand):
            text = f"({op} {_print(operand, _ARITHMETIC)})"
        case _:
            text = "null"
    return text


def _entries(entries: tuple[tuple[str, Feel], ...]) -> list[str]:
    return [f"{name}: {print_feel(value)}" for name, value in entries]


def _key(key: str) -> str:
    plain = WORD.fullmatch(key) is not None and key not in RESERVED
    return key if plain else _string(key)


def _number(value: Decimal) -> str:
    """Print a number in full, unless it would be mostly zeros."""
    exponent = value.as_tuple().exponent
    full = isinstance(exponent, int) and -_MOST_ZEROS - len(str(value)) < exponent <= _MOST_ZEROS
    return format(value, "f") if full else str(value)


def _string(value: str) -> str:
    return f'"{_UNPRINTED.sub(_escaped, value)}"'


def _escaped(character: re.Match[str]) -> str:
    found = character.group()
    return _ESCAPES.get(found) or f"\\u{ord(found):04x}"
