"""The types of calls: the language's own functions, the ruleset's functions and lookups."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from rulesets import model
from rulesets.checking.meaning import Meaning
from rulesets.checking.report import Report
from rulesets.checking.static_types import (
    Clash,
    compared,
    concluded,
    joined,
    kind_of,
    mismatch,
    said_kind,
)
from rulesets.expressions.functions import FUNCTIONS, FunctionSpec
from rulesets.expressions.tree import Call, Literal, Negate, Node
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)

_RESULTS: Mapping[str, Type] = {
    "number": NumberType(),
    "text": TextType(),
    "boolean": BooleanType(),
    "date": DateType(),
    "datetime": DateTimeType(),
}
_KINDS: Mapping[str, tuple[frozenset[str], Both]] = {
    **{each: (frozenset({each}), said_kind(each)) for each in (*_RESULTS, "list")},
    "literal number": (frozenset({"number"}), said_kind("number")),
    "calendar": (frozenset({"text"}), said_kind("text")),
    "scalar": (
        frozenset({"number", "boolean", "date", "datetime"}),
        Both("数值、真假值、日期或时刻", "a number, boolean, date or datetime"),
    ),
    "item": (
        frozenset(_RESULTS),
        Both("数值、文本、真假值、日期或时刻", "a number, text, boolean, date or datetime"),
    ),
    "any": (
        frozenset({*_RESULTS, "list"}),
        Both(
            "数值、文本、真假值、日期、时刻或列表",
            "a number, text, boolean, date, datetime or list",
        ),
    ),
}
_FUNCTION = Both("函数或对照表", "function or lookup")
_DECLARE = Both("先定义它，或改正名称", "declare it first, or mend the name")
# The limits of literal arguments: of the scale of roundings, the start and length of `substring`.
_FAR = 4000
_SCALES = (Decimal(-18), Decimal(12))
_LIMITS: Mapping[tuple[str, int], tuple[Decimal, Decimal]] = {
    ("substring", 1): (Decimal(-_FAR), Decimal(_FAR)),
    ("substring", 2): (Decimal(0), Decimal(_FAR)),
}


def call_type(
    call: Call, arguments: tuple[Type | None, ...], meaning: Meaning, report: Report
) -> Type | None:
    """Return the type of a call, from the types of its arguments; None when it has a fault.

    A lookup with several value columns has no type of its own: see `lookup_of`.
    """
    function = meaning.functions.get(call.function)
    if function is not None:
        types = tuple(each.type for each in function.parameters)
        _given(call, types, arguments, report)
        return function.returns
    lookup = meaning.lookups.get(call.function)
    if lookup is not None:
        return _lookup_type(call, lookup, arguments, report)
    spec = FUNCTIONS.get(call.function)
    if spec is None:
        report.add(
            "unknown-name", character=call.at, name=call.function, kind=_FUNCTION, nearest=_DECLARE
        )
        return None
    return _built_in(call, spec, arguments, meaning, report)


def lookup_of(node: Node, meaning: Meaning) -> model.Lookup | None:
    """Return the lookup that an expression calls, if it does."""
    if isinstance(node, Call) and node.function not in meaning.functions:
        return meaning.lookups.get(node.function)
    return None


def lookup_arguments(
    call: Call, lookup: model.Lookup, arguments: tuple[Type | None, ...], report: Report
) -> None:
    """Check the arguments of a lookup against its key columns."""
    _given(call, tuple(each.type for each in lookup.keys), arguments, report)


def _lookup_type(
    call: Call, lookup: model.Lookup, arguments: tuple[Type | None, ...], report: Report
) -> Type | None:
    lookup_arguments(call, lookup, arguments, report)
    if len(lookup.values) == 1:
        return lookup.values[0].type
    columns = ", ".join(f"`{each.key}`" for each in lookup.values)
    report.add("part-required", character=call.at, lookup=lookup.key, columns=columns)
    return None


def _given(
    call: Call, wanted: tuple[Type, ...], found: tuple[Type | None, ...], report: Report
) -> None:
    if len(wanted) != len(found):
        _wrong_count(call, str(len(wanted)), report)
        return
    for node, target, argument in zip(call.arguments, wanted, found, strict=True):
        clash = concluded(target, argument) if argument is not None else None
        if clash is not None:
            report.refuse(clash, node.at or call.at)


def _wrong_count(call: Call, expected: str, report: Report) -> None:
    report.add(
        "wrong-argument-count",
        character=call.at,
        function=call.function,
        expected=expected,
        found=len(call.arguments),
    )


def _built_in(
    call: Call,
    spec: FunctionSpec,
    arguments: tuple[Type | None, ...],
    meaning: Meaning,
    report: Report,
) -> Type | None:
    most = spec.most
    if len(arguments) < spec.least or (most is not None and len(arguments) > most):
        exact = str(spec.least) if most == spec.least else f"{spec.least}–{most or '…'}"
        _wrong_count(call, exact, report)
        return None
    sound = True
    for place, (node, found) in enumerate(zip(call.arguments, arguments, strict=True)):
        kind = spec.parameters[min(place, len(spec.parameters) - 1)]
        sound &= _fits(call, place, kind, found, report)
        if kind == "calendar":
            _calendar(node, call, meaning, report)
        elif kind == "literal number":
            _literal(node, call, place, report)
    types = [each for each in arguments if each is not None]
    if not sound or len(types) != len(arguments):
        return None if spec.result == "same as first" else _RESULTS[spec.result]
    return _result(call, spec, types, report)


def _fits(call: Call, place: int, kind: str, found: Type | None, report: Report) -> bool:
    kinds, words = _KINDS[kind]
    if found is None or kind_of(found) in kinds:
        return True
    clash = mismatch(words, found)
    report.refuse(clash, call.arguments[place].at or call.at)
    return False


def _result(call: Call, spec: FunctionSpec, types: list[Type], report: Report) -> Type | None:
    if spec.parameters == ("list", "item"):
        listed, item = types
        clash = compared(listed.item, item) if isinstance(listed, ListType) else None
        if clash is not None:
            report.refuse(clash, call.arguments[1].at)
        return BooleanType()
    if not spec.keeps_unit:
        return _RESULTS[spec.result] if spec.result != "same as first" else types[0]
    shared: Type = types[0]
    for place, each in enumerate(types[1:], start=1):
        if spec.parameters[min(place, len(spec.parameters) - 1)] != spec.parameters[0]:
            continue
        both = joined(shared, each)
        if isinstance(both, Clash):
            report.refuse(both, call.arguments[place].at)
            return None
        shared = both
    return NumberType(unit=shared.unit) if isinstance(shared, NumberType) else shared


def _calendar(node: Node, call: Call, meaning: Meaning, report: Report) -> None:
    if not isinstance(node, Literal) or not isinstance(node.value, str):
        report.add(
            "literal-argument",
            character=node.at or call.at,
            function=call.function,
            expected=_CALENDAR,
        )
    elif node.value not in meaning.calendars:
        report.add("unknown-calendar", character=node.at, calendar=node.value)


_CALENDAR = Both('日历标识，如 "cn"', 'the id of a calendar, such as "cn"')


def _literal(node: Node, call: Call, place: int, report: Report) -> None:
    low, high = _LIMITS.get((call.function, place), _SCALES)
    value = literal_number(node)
    whole = value is not None and value == value.to_integral_value() and low <= value <= high
    if whole and not (call.function == "substring" and place == 1 and value == 0):
        return
    report.add(
        "literal-argument",
        character=node.at or call.at,
        function=call.function,
        expected=Both(
            f"写明的整数（{low} 到 {high}）", f"a whole number written out, {low} to {high}"
        ),
    )


def literal_number(node: Node) -> Decimal | None:
    """Return the number that a literal says, perhaps with minus signs before it.

    Example:
        >>> literal_number(Negate(Literal(Decimal(2))))
        Decimal('-2')
        >>> literal_number(Literal(True)) is None
        True
    """
    if isinstance(node, Negate):
        value = literal_number(node.operand)
        return None if value is None else value.copy_negate()
    if isinstance(node, Literal) and isinstance(node.value, Decimal):
        return node.value
    return None
