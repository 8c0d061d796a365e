"""What a FEEL expression means, by OMG DMN 1.5, chapter 10.3: plain, and of no use but to tests.

It knows nothing of the language of rules and shares no code with it.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rulesets.dmn.feel import tree
from rulesets.dmn.feel.tree import Feel, Test, UnaryTests
from tests.feel_values import (
    CONTEXT,
    Days,
    Months,
    arithmetic,
    compared,
    conjunction,
    disjunction,
    equal,
    kind,
    negation,
)

DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTH_NAMES = [
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
]
Names = Mapping[str, Any]


def meaning(feel: Feel, names: Names) -> Any:
    """Evaluate an expression."""
    for types, evaluate in EVALUATE.items():
        if isinstance(feel, types):
            return evaluate(feel, names)
    raise NotImplementedError(type(feel).__name__)


def negative(feel: Any, names: Names) -> Any:
    value = meaning(feel.operand, names)
    if isinstance(value, Days | Months):
        return type(value)(-value.size)
    return CONTEXT.minus(value) if isinstance(value, Decimal) else None


def between(feel: Any, names: Names) -> bool | None:
    value = meaning(feel.subject, names)
    low = compared(">=", value, meaning(feel.low, names))
    return conjunction([low, compared("<=", value, meaning(feel.high, names))])


def choice(feel: Any, names: Names) -> Any:
    """What is not true takes the second branch."""
    taken = feel.then if meaning(feel.condition, names) is True else feel.otherwise
    return meaning(taken, names)


def quantified(feel: Any, names: Names) -> bool | None:
    truths = turns(feel.iterators, feel.satisfies, names)
    if truths is None:
        return None
    return disjunction(truths) if feel.kind == "some" else conjunction(truths)


def binary(feel: tree.Binary, names: Names) -> Any:
    left, right = meaning(feel.left, names), meaning(feel.right, names)
    if feel.op in {"and", "or"}:
        return (conjunction if feel.op == "and" else disjunction)([left, right])
    if feel.op in {"=", "!=", "<", "<=", ">", ">="}:
        return compared(feel.op, left, right)
    return arithmetic(feel.op, left, right)


def path(value: Any, name: str) -> Any:
    """10.3.2.5: a member, of each item when there are several; a property of a date (table 65)."""
    if isinstance(value, list):
        return [path(each, name) for each in value]
    if isinstance(value, dict):
        return value.get(name)
    if kind(value) == "date":
        return Decimal(value.isoweekday() if name == "weekday" else getattr(value, name))
    if isinstance(value, Days) and name == "days":
        return Decimal(int(value.size))
    return None


def turns(iterators: tuple[tuple[str, Feel], ...], each: Feel, names: Names) -> list[Any] | None:
    ((name, over),) = iterators
    items = meaning(over, names)
    if items is None:
        return None
    return [meaning(each, {**names, name: item}) for item in items]


def filtered(feel: tree.Filter, names: Names) -> list[Any] | None:
    """10.3.2.5: the items of which the condition is true; nothing of nothing."""
    items = meaning(feel.of, names)
    if items is None:
        return None
    members = [each if isinstance(each, dict) else {} for each in items]
    scopes = [{**names, "item": each, **of} for each, of in zip(items, members, strict=True)]
    return [
        each for each, scope in zip(items, scopes, strict=True) if meaning(feel.by, scope) is True
    ]


# ------------------------------------------------------------------------------------ unary tests


def fires(tests: UnaryTests, subject: Any, names: Names) -> bool:
    """Tell whether a cell of a decision table holds."""
    if not tests.tests:
        return True
    one = holds_one(tests.tests, subject, {**names, "?": subject})
    return (negation(one) if tests.negated else one) is True


def holds_one(tests: tuple[Test, ...], subject: Any, names: Names) -> bool | None:
    return disjunction([holds(test, subject, names) for test in tests])


def holds(test: Test, subject: Any, names: Names) -> bool | None:
    """Table 55, and rule 7 of 10.3.1.2."""
    operand = test.operand
    if isinstance(test, tree.CompareTest):
        return compared(test.op, subject, meaning(operand, names))
    if isinstance(operand, tree.OneSidedRange):
        return compared(operand.op, subject, meaning(operand.operand, names))
    if isinstance(operand, tree.RangeLiteral):
        low, high = meaning(operand.low, names), meaning(operand.high, names)
        return conjunction(
            [
                compared(">=" if operand.low_included else ">", subject, low),
                compared("<=" if operand.high_included else "<", subject, high),
            ]
        )
    value = meaning(operand, names)
    if mentions_subject(operand):
        return value if isinstance(value, bool) else None
    if isinstance(value, list) and not isinstance(subject, list):
        return any(equal(subject, each) is True for each in value)
    return equal(subject, value)


def mentions_subject(of: object) -> bool:
    if isinstance(of, tree.Name):
        return of.name == "?"
    if isinstance(of, tuple):
        return any(map(mentions_subject, of))
    if is_dataclass(of):
        return any(mentions_subject(getattr(of, each.name)) for each in fields(of))
    return False


# -------------------------------------------------------------------------------------- functions


def called(feel: tree.Call, names: Names) -> Any:
    assert isinstance(feel.function, tree.Name)
    function = feel.function.name
    if function in names:
        return names[function](*(meaning(each, names) for each in feel.positional))
    if feel.named:
        order = PARAMETERS[function]
        given = [each for _, each in sorted(feel.named, key=lambda pair: order.index(pair[0]))]
    else:
        given = list(feel.positional)
    arguments = [meaning(each, names) for each in given]
    if function in OF_LISTS:
        items = arguments[0] if len(arguments) == 1 else arguments
        if items is None:
            return None
        return OF_LISTS[function](items if isinstance(items, list) else [items])
    if function == "list contains":
        items, element = arguments
        return None if items is None else any(equal(each, element) is True for each in items)
    if function == "not":
        return negation(arguments[0])
    return None if None in arguments else FUNCTIONS[function](*arguments)


def total(items: list[Any]) -> Decimal | None:
    """`sum`: null of nothing, and of null."""
    if not items or None in items:
        return None
    result: Decimal = items[0]
    for each in items[1:]:
        result = CONTEXT.add(result, each)
    return result


def mean(items: list[Any]) -> Decimal | None:
    whole = total(items)
    return None if whole is None else CONTEXT.divide(whole, Decimal(len(items)))


OF_LISTS: Mapping[str, Callable[[list[Any]], Any]] = {
    "count": lambda items: Decimal(len(items)),
    "sum": total,
    "mean": mean,
    "min": lambda items: None if not items or None in items else min(items),
    "max": lambda items: None if not items or None in items else max(items),
    "all": conjunction,
    "any": disjunction,
}


def rounded(mode: str) -> Callable[[Decimal, Decimal], Decimal]:
    wide = decimal.Context(prec=200, traps=[])
    return lambda n, scale: n.quantize(Decimal((0, (1,), -int(scale))), mode, wide)


def substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Characters from a place, 1 the first, -1 the last; from outside of the text null."""
    if start == 0 or abs(start) > len(text):
        return None
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    return text[first:] if length is None else text[first : first + int(length)]


def date_of(*parts: Any) -> date | None:
    if len(parts) == 1:
        return date.fromisoformat(parts[0]) if isinstance(parts[0], str) else parts[0]
    try:
        whole = [int(each) for each in parts if each == int(each)]
        return date(*whole) if len(whole) == 3 else None
    except (ValueError, OverflowError):
        return None


def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    if not divisor:
        return None
    exact = decimal.Context(prec=500, traps=[])
    whole = exact.divide(dividend, divisor).to_integral_value(decimal.ROUND_FLOOR)
    return CONTEXT.plus(exact.subtract(dividend, exact.multiply(divisor, whole)))


def duration(text: str) -> Days | Months:
    """Of the forms that the tests write: `P3D`, `-P2M`."""
    size = Decimal(text.strip("-PDM")) * (-1 if text.startswith("-") else 1)
    return Days(size) if text.endswith("D") else Months(size)


def at_literal(text: str) -> Any:
    return duration(text) if "P" in text else date.fromisoformat(text)


def string_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": Decimal.copy_abs,
    "floor": lambda n: n.to_integral_value(decimal.ROUND_FLOOR),
    "ceiling": lambda n: n.to_integral_value(decimal.ROUND_CEILING),
    "decimal": rounded(decimal.ROUND_HALF_EVEN),
    "round up": rounded(decimal.ROUND_UP),
    "round down": rounded(decimal.ROUND_DOWN),
    "round half up": rounded(decimal.ROUND_HALF_UP),
    "modulo": modulo,
    "string length": lambda text: Decimal(len(text)),
    "upper case": str.upper,
    "lower case": str.lower,
    "contains": lambda text, match: match in text,
    "starts with": lambda text, match: text.startswith(match),
    "ends with": lambda text, match: text.endswith(match),
    "substring": substring,
    "date": date_of,
    "duration": duration,
    "string": string_of,
    "day of week": lambda day: DAY_NAMES[day.weekday()],
    "month of year": lambda day: MONTH_NAMES[day.month - 1],
    "day of year": lambda day: Decimal(day.timetuple().tm_yday),
}
PARAMETERS: Mapping[str, list[str]] = {
    "abs": ["n"],
    "decimal": ["n", "scale"],
    "modulo": ["dividend", "divisor"],
    "contains": ["string", "match"],
    "substring": ["string", "start position", "length"],
    "list contains": ["list", "element"],
    "sum": ["list"],
    "count": ["list"],
    "not": ["negand"],
}

EVALUATE: Mapping[Any, Callable[[Any, Names], Any]] = {
    tree.Null: lambda _, __: None,
    (tree.Number, tree.String, tree.Boolean): lambda feel, _: feel.value,
    tree.AtLiteral: lambda feel, _: at_literal(feel.text),
    tree.Name: lambda feel, names: names.get(feel.name),
    tree.Path: lambda feel, names: path(meaning(feel.of, names), feel.name),
    tree.Negate: negative,
    tree.Binary: binary,
    tree.Between: between,
    tree.InTests: lambda feel, names: holds_one(feel.tests, meaning(feel.subject, names), names),
    tree.InstanceOf: lambda feel, names: kind(meaning(feel.subject, names)) == feel.type,
    tree.If: choice,
    tree.ListLiteral: lambda feel, names: [meaning(each, names) for each in feel.items],
    tree.Quantified: quantified,
    tree.For: lambda feel, names: turns(feel.iterators, feel.result, names),
    tree.Filter: filtered,
    tree.Call: called,
}
