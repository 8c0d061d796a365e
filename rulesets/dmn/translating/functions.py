"""FEEL's functions (OMG DMN 1.5, 10.3.4) that the language of rules has with the same value.

`PLAIN` is data: FEEL's name and parameters, and the function here of the same arguments. `SPECIAL`
are those that need a word more. What is in neither table is refused by name. All give null when an
argument is null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulesets.checking.calls import literal_number
from rulesets.dmn.feel.tree import Binary, ListLiteral
from rulesets.dmn.feel.tree import Call as FeelCall
from rulesets.dmn.translating import aggregating, dates, logic, many
from rulesets.dmn.translating.calling import Arguments, Calling
from rulesets.dmn.translating.said import (
    BOOLEAN,
    BROKEN,
    NULL,
    NUMBER,
    TEXT,
    Said,
    condition,
    named,
)
from rulesets.dmn.translating.scope import Scope
from rulesets.expressions.functions import FUNCTIONS
from rulesets.expressions.tree import Call, Compare, If, Literal, Node, TextOperation
from rulesets.expressions.tree import Null as Nothing
from rulesets.types import BooleanType, DateType, NumberType, TextType, Type


@dataclass(frozen=True)
class Plain:
    """A function of the same arguments here: `of` is its key, or a text operator."""

    parameters: tuple[tuple[str, str], ...]
    of: str
    result: Type


def _plain(parameters: str, of: str, result: Type) -> Plain:
    pairs = [each.split(": ") for each in parameters.split(", ")]
    return Plain(tuple((name, kind) for name, kind in pairs), of, result)


PLAIN: Mapping[str, Plain] = {
    "abs": _plain("n: number", "abs", NUMBER),
    "floor": _plain("n: number", "floor", NUMBER),
    "ceiling": _plain("n: number", "ceiling", NUMBER),
    "decimal": _plain("n: number, scale: scale", "round even", NUMBER),
    "round up": _plain("n: number, scale: scale", "round up", NUMBER),
    "round down": _plain("n: number, scale: scale", "round down", NUMBER),
    "round half up": _plain("n: number, scale: scale", "round", NUMBER),
    "modulo": _plain("dividend: number, divisor: number", "modulo", NUMBER),
    "string length": _plain("string: text", "length", NUMBER),
    "upper case": _plain("string: text", "upper", TEXT),
    "lower case": _plain("string: text", "lower", TEXT),
    "contains": _plain("string: text, match: text", "contains", BOOLEAN),
    "starts with": _plain("string: text, match: text", "starts with", BOOLEAN),
    "ends with": _plain("string: text, match: text", "ends with", BOOLEAN),
}
"""FEEL's name: its parameters, and what has the same value here."""

_KINDS: Mapping[str, Type] = {"number": NUMBER, "scale": NUMBER, "text": TEXT}
_LEAST_SCALE, _MOST_SCALE = -18, 12
_TEXT_OPERATORS = frozenset({"contains", "starts with", "ends with"})
_FARTHEST = 4000


@dataclass(frozen=True)
class Special:
    """A function that needs a word more; `forms`: the parameters it may have.

    `many`: instead of the one parameter any number of values may stand, as a list.
    """

    forms: tuple[tuple[str, ...], ...]
    say: Callable[[Calling], Said]
    many: bool = False


def called(feel: FeelCall, name: str, scope: Scope, *, truth: bool) -> Said:
    """Say a call of a function of FEEL."""
    plain, special = PLAIN.get(name), SPECIAL.get(name)
    if plain is not None:
        given = bound(feel, tuple(each for each, _ in plain.parameters))
    elif special is not None:
        given = _formed(feel, special)
    else:
        return scope.refuse(f"函数 `{name}`", f"function `{name}`", feel.at)
    calling = Calling(name, given or {}, scope, feel.at, truth)
    if given is None:
        return calling.refuse()
    return special.say(calling) if special is not None else _same(PLAIN[name], calling)


def _formed(feel: FeelCall, special: Special) -> Arguments | None:
    """Give the arguments names, in one of the forms that there are."""
    if special.many and len(feel.positional) > 1:
        return {"list": ListLiteral(feel.positional, feel.at)}
    forms = (bound(feel, form) for form in special.forms)
    return next((found for found in forms if found is not None), None)


def bound(feel: FeelCall, form: tuple[str, ...]) -> Arguments | None:
    """Give arguments their names; None: they are others than the function has."""
    if feel.named:
        found = dict(feel.named)
        fits = len(found) == len(feel.named) and found.keys() == set(form)
        return found if fits else None
    if len(feel.positional) != len(form):
        return None
    return dict(zip(form, feel.positional, strict=True))


def _same(plain: Plain, calling: Calling) -> Said:
    arguments = [calling.value(name) for name, _ in plain.parameters]
    if any(each.broken for each in arguments):
        return BROKEN
    for found, (name, kind) in zip(arguments, plain.parameters, strict=True):
        wanted = _KINDS[kind]
        at = calling.given[name].at
        if not found.null and not isinstance(found.kind, type(wanted)):
            return calling.scope.mismatch(named(wanted), found, at)
        if kind == "scale" and not found.null and not _is_scale(found.node):
            zh, en = (
                "小数位数不是 -18 到 12 的整数的舍入",
                "rounding to other than -18 to 12 decimals",
            )
            return calling.scope.refuse(zh, en, at)
    if any(each.null for each in arguments):
        return NULL
    nodes = tuple(each.node for each in arguments)
    total = all(each.total for each in arguments)
    if plain.of in _TEXT_OPERATORS:
        text, match = nodes
        return condition(TextOperation(plain.of, text, match), total=total)
    return Said(Call(plain.of, nodes), plain.result, total and not FUNCTIONS[plain.of].can_fail)


def _is_scale(node: Node) -> bool:
    scale = literal_number(node)
    whole = scale is not None and scale == scale.to_integral_value()
    return whole and scale is not None and _LEAST_SCALE <= scale <= _MOST_SCALE


# ----------------------------------------------------------------------------------- more than that


def _not(calling: Calling) -> Said:
    """Say `not(x)`; `not(a = b)` is `a != b` (table 42)."""
    operand = calling.given["negand"]
    if isinstance(operand, Binary) and operand.op in {"=", "!="}:
        other = "!=" if operand.op == "=" else "="
        turned = Binary(other, operand.left, operand.right, operand.at)
        return calling.scope.value(turned, truth=calling.truth)
    return logic.negated(calling.scope.boolean(operand), calling.scope, calling.at)


def _substring(calling: Calling) -> Said:
    """Say `substring`: from a place outside of the text it is null, which is said."""
    text, start = calling.value("string"), calling.value("start position")
    length = calling.value("length") if "length" in calling.given else None
    if text.broken or start.broken or (length is not None and length.broken):
        return BROKEN
    if text.null or start.null or (length is not None and length.null):
        return NULL
    if not isinstance(text.kind, TextType):
        return calling.scope.mismatch(named(TEXT), text, calling.given["string"].at)
    sizes = [literal_number(each.node) for each in (start, length) if each is not None]
    if not all(_is_place(each) for each in sizes) or (length is not None and (sizes[1] or 0) < 0):
        zh = "起点或长度不是写明的非零整数的 `substring`"
        en = "`substring` of which start and length are not whole numbers, written out, not zero"
        return calling.scope.refuse(zh, en, calling.at)
    nodes = (text.node, start.node) if length is None else (text.node, start.node, length.node)
    least = Literal(abs(sizes[0] or Decimal(0)))
    reaches = Compare(">=", Call("length", (text.node,)), least)
    return Said(If(reaches, Call("substring", nodes), Nothing()), TEXT)


def _is_place(value: Decimal | None) -> bool:
    whole = value is not None and value == value.to_integral_value()
    return whole and value is not None and 0 < abs(value) <= _FARTHEST


def _string(calling: Calling) -> Said:
    """Say `string(x)`; of an instant it depends on the zone, and is refused."""
    of = calling.value("from")
    if of.broken or of.null:
        return of
    if isinstance(of.kind, TextType):
        return Said(of.node, TEXT, of.total)
    if not isinstance(of.kind, NumberType | BooleanType | DateType):
        return calling.refuse()
    return Said(Call("text", (of.node,)), TEXT, of.total)


def _list_contains(calling: Calling) -> Said:
    of = many.listed(calling.given["list"], calling.scope)
    value = calling.value("element")
    return aggregating.contains(of, value, calling.scope, calling.at, truth=calling.truth)


def _count(calling: Calling) -> Said:
    return aggregating.counted(
        many.listed(calling.given["list"], calling.scope), calling.scope, calling.at
    )


def _aggregate(calling: Calling) -> Said:
    of = many.listed(calling.given["list"], calling.scope)
    return aggregating.aggregated(calling.name, of, calling.scope, calling.at)


def _truths(calling: Calling) -> Said:
    """Say `all` and `any` of a list of booleans: Kleene's `and` and `or`."""
    kind = "every" if calling.name == "all" else "some"
    of = many.listed(calling.given["list"], calling.scope)
    items = of.of if isinstance(of, many.Items) else ()
    if isinstance(of, many.Many):
        items = (of.value,) if of.value is not None else ()
        if not items:
            return calling.refuse()
    if isinstance(of, Said):
        return of if of.broken or of.null else calling.refuse()
    if any(each.broken for each in items):
        return BROKEN
    for each in items:
        if not each.null and not isinstance(each.kind, BooleanType):
            return calling.scope.mismatch(named(BOOLEAN), each, calling.at)
    if isinstance(of, many.Many):
        return many.of_rows(kind, of, items[0], truth=calling.truth)
    return many.of_each(kind, items)


_LIST = (("list",),)
SPECIAL: Mapping[str, Special] = {
    "not": Special((("negand",),), _not),
    "substring": Special(
        (("string", "start position"), ("string", "start position", "length")), _substring
    ),
    "date": Special((("from",), ("year", "month", "day")), dates.date),
    "date and time": Special((("from",),), dates.date_and_time),
    "duration": Special((("from",),), dates.duration),
    "string": Special((("from",),), _string),
    "day of week": Special((("date",),), dates.DAY_OF_WEEK),
    "month of year": Special((("date",),), dates.MONTH_OF_YEAR),
    "day of year": Special((("date",),), dates.day_of_year),
    "today": Special(((),), dates.TODAY),
    "now": Special(((),), dates.NOW),
    "list contains": Special((("list", "element"),), _list_contains),
    "count": Special(_LIST, _count),
    "sum": Special(_LIST, _aggregate, many=True),
    "mean": Special(_LIST, _aggregate, many=True),
    "min": Special(_LIST, _aggregate, many=True),
    "max": Special(_LIST, _aggregate, many=True),
    "all": Special(_LIST, _truths, many=True),
    "any": Special(_LIST, _truths, many=True),
}
"""FEEL's name: the parameters it may have, and how it is said."""
