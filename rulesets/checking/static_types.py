"""The algebra of static types: what may be compared, joined, calculated and concluded.

The types are those of `rulesets.types`, and four of what stands in an expression only: literal
texts, a number typed with a percent sign, the empty list, and nothing. Each question is answered
with a type, or with a `Clash`, which becomes a fault at the place that asked. Clauses: section 2
of docs/language.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rulesets.errors import Word
from rulesets.types import (
    BooleanType,
    Both,
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)

PERCENT = "%"
CURRENCY_LETTERS = 3
# More than these codes in a message hide the message.
_SHOWN_CODES = 8


@dataclass(frozen=True)
class LiteralText(TextType):
    """A text that can only be one of these, as they stand in the expression."""

    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedPercent(NumberType):
    """A number written with a percent sign where it was read as a fraction (3.4)."""

    shown: str = "15"
    fraction: str = "0.15"


@dataclass(frozen=True)
class EmptyList(ListType):
    """`[]`: it goes with a list of any type."""

    item: TextType = field(default_factory=TextType)


@dataclass(frozen=True)
class Nothing(TextType):
    """What is `null`, whatever its type (4.8); it goes with any."""


@dataclass(frozen=True)
class Clash:
    """Why two types do not go together: the code of a fault and its words.

    `left` says that it is the left of two operands that does not fit, whatever the right may be.
    """

    code: str
    words: Mapping[str, Word] = field(default_factory=dict)
    left: bool = False


_KINDS: tuple[tuple[type, str, Both], ...] = (
    (NumberType, "number", Both("数值", "a number")),
    (TextType, "text", Both("文本", "a text")),
    (BooleanType, "boolean", Both("真假值", "a boolean")),
    (DateTimeType, "datetime", Both("时刻", "a datetime")),
    (DateType, "date", Both("日期", "a date")),
    (ListType, "list", Both("列表", "a list")),
    (RecordsType, "records", Both("多行记录", "records")),
)
_CONVERTS = Both(
    "类型不会自动转换；可用 text(…)、number(…)、date of(…) 等函数",
    "nothing converts by itself; functions such as text(…), number(…) or date of(…) do",
)
_MOMENTS = Both(
    "日期加减天数用 add days(…)，两个时刻相减用 hours between(…)",
    "use add days(…) to move a date, hours between(…) for the time between two datetimes",
)
_ADDENDS = Both("数值或文本", "a number or a text")
_MINUENDS = Both("数值或日期", "a number or a date")
_NO_CURRENCY = Both("不带货币的数", "a number without currency")
_PLURALS: Mapping[str, Both] = {
    "number": Both("数值", "numbers"),
    "text": Both("文本", "texts"),
    "boolean": Both("真假值", "booleans"),
    "date": Both("日期", "dates"),
    "datetime": Both("时刻", "datetimes"),
}


def kind_of(of: Type) -> str:
    """Name the kind of a type, as `rulesets.values.kind` names that of a value.

    Example:
        >>> kind_of(NumberType(unit="CNY")), kind_of(ListType(TextType()))
        ('number', 'list')
    """
    return next(kind for python_type, kind, _ in _KINDS if isinstance(of, python_type))


def said(of: Type) -> Both:
    """Say a type in words.

    Example:
        >>> said(ListType(DateType())).en, said(NumberType(unit="CNY")).zh
        ('a list of dates', '数值')
    """
    if isinstance(of, ListType) and not isinstance(of, EmptyList):
        item = _PLURALS[kind_of(of.item)]
        return Both(f"{item.zh}列表", f"a list of {item.en}")
    return said_kind(kind_of(of))


def said_kind(kind: str) -> Both:
    """Say a kind in words."""
    return next(words for _, name, words in _KINDS if name == kind)


def mismatch(expected: Type | str | Both, found: Type, advice: Both | None = None) -> Clash:
    """Say that a type was expected and another found (2.5), with advice for what is often meant."""
    if isinstance(expected, str):
        expected = said_kind(expected)
    wanted = expected if isinstance(expected, Both) else said(expected)
    words: dict[str, Word] = {"expected": wanted, "found": said(found)}
    return Clash("type-mismatch", {**words, "advice": advice or _CONVERTS})


def compared(left: Type, right: Type) -> Clash | None:
    """Tell why two values cannot be tested for equality, if they cannot.

    Example:
        >>> compared(NumberType(unit="CNY"), NumberType(unit="USD")).code
        'units-differ'
        >>> compared(NumberType(unit="CNY"), NumberType())
    """
    if isinstance(left, RecordsType) or kind_of(left) != kind_of(right):
        return mismatch(left, right)
    if isinstance(left, NumberType) and isinstance(right, NumberType):
        return _units_clash(left, right)
    if isinstance(left, TextType) and isinstance(right, TextType):
        return _texts_clash(left, right)
    if isinstance(left, ListType) and isinstance(right, ListType):
        return None if _has_empty(left, right) else compared(left.item, right.item)
    return None


def ordered(operator: str, left: Type, right: Type) -> Clash | None:
    """Tell why one value cannot be before or after another, if it cannot (2.2, 8.2)."""
    clash = compared(left, right)
    if clash is not None:
        return clash
    if isinstance(left, TextType) and isinstance(right, TextType):
        if order_of(left, right) is not None:
            return None
        return Clash("no-order", {"operator": operator, "found": said(left)})
    if kind_of(left) in {"number", "date", "datetime"}:
        return None
    return Clash("no-order", {"operator": operator, "found": said(left)})


def order_of(left: TextType, right: TextType) -> CodeList | None:
    """Return the ordered list in which two texts have a place, if there is one list for both.

    Example:
        >>> from rulesets.types import Code
        >>> grades = CodeList((Code("B"), Code("A")), ordered=True)
        >>> order_of(TextType(grades), LiteralText(values=("A",))) is grades
        True
        >>> order_of(TextType(grades), TextType()) is None
        True
    """
    codes = left.one_of or right.one_of
    if codes is None or not codes.ordered:
        return None
    for side in (left, right):
        if isinstance(side, LiteralText):
            if not codes.values.issuperset(side.values):
                return None
        elif side.one_of is None or not _same_order(side.one_of, codes):
            return None
    return codes


def joined(left: Type, right: Type) -> Type | Clash:
    """Return the one type of two values of which either may be taken, as by `if` (4.4, 7.4)."""
    if isinstance(left, Nothing) or isinstance(right, Nothing):
        return right if isinstance(left, Nothing) else left
    if kind_of(left) != kind_of(right):
        return mismatch(left, right)
    if isinstance(left, NumberType) and isinstance(right, NumberType):
        return _units_clash(left, right) or _number_of_both(left, right)
    if isinstance(left, TextType) and isinstance(right, TextType):
        return _text_of_both(left, right)
    if isinstance(left, ListType) and isinstance(right, ListType):
        if _has_empty(left, right):
            return right if isinstance(left, EmptyList) else left
        item = joined(left.item, right.item)
        if isinstance(item, Clash | ListType | RecordsType):
            return item
        return ListType(item)
    return left


def concluded(target: Type, found: Type) -> Clash | None:
    """Tell why a value cannot be given to a conclusion, constant or parameter, if it cannot.

    A text that need not be in the list of the target is let through: its domain is looked at when
    it is concluded (6.3). A text that can never be in it is refused (2.7).
    """
    if isinstance(found, Nothing):
        return None
    if kind_of(target) != kind_of(found):
        return mismatch(target, found)
    return compared(target, found)


def added(operator: str, left: Type, right: Type) -> Type | Clash:
    """Return the type of `left + right` or `left - right` (2.6, 8.4, 9.3)."""
    if isinstance(left, NumberType) and isinstance(right, NumberType):
        return _units_clash(left, right) or _number_of_both(left, right)
    if operator == "+" and isinstance(left, TextType) and isinstance(right, TextType):
        return TextType()
    if operator == "-" and isinstance(left, DateType) and isinstance(right, DateType):
        return NumberType()
    times = (DateType, DateTimeType)
    advice = _MOMENTS if isinstance(left, times) or isinstance(right, times) else None
    addend = isinstance(left, NumberType) or (operator == "+" and isinstance(left, TextType))
    if addend or (operator == "-" and isinstance(left, DateType)):
        return mismatch(left, right, advice)
    wanted = _ADDENDS if operator == "+" else _MINUENDS
    return replace(mismatch(wanted, left, advice), left=True)


def multiplied(operator: str, left: Type, right: Type) -> Type | Clash:
    """Return the type of `left * right`, `left / right` or `left ** right`; only currencies count.

    Example:
        >>> multiplied("*", NumberType(unit="CNY"), NumberType(unit="%")).unit
        'CNY'
    """
    if not isinstance(left, NumberType):
        return replace(mismatch("number", left), left=True)
    if not isinstance(right, NumberType):
        return mismatch("number", right)
    one, other = is_currency(left.unit), is_currency(right.unit)
    if operator == "/" and one and left.unit == right.unit:
        return NumberType()
    if (one and other) or (operator == "**" and one):
        found = left.unit if operator == "**" else right.unit
        return Clash("units-differ", {"expected": _NO_CURRENCY, "found": f"`{found}`"})
    if operator == "*" and other:
        return NumberType(unit=right.unit)
    return NumberType(unit=left.unit if one else "")


def is_currency(unit: str) -> bool:
    """Tell whether a unit is a currency: three capital letters."""
    return len(unit) == CURRENCY_LETTERS and unit.isascii() and unit.isalpha() and unit.isupper()


def shown_codes(codes: CodeList) -> Both:
    """Say which values a code list has, not more of them than can be read."""
    shown = ", ".join(f"`{code.value}`" for code in codes.codes[:_SHOWN_CODES])
    more = " …" if len(codes.codes) > _SHOWN_CODES else ""
    return Both(f"应为 {shown}{more} 之一", f"the values are {shown}{more}")


def _units_clash(left: NumberType, right: NumberType) -> Clash | None:
    units = {_unit(left), _unit(right)}
    for percent in (left, right):
        if isinstance(percent, TypedPercent) and units == {None, PERCENT}:
            return Clash(
                "percent-ambiguous", {"percent": percent.shown, "fraction": percent.fraction}
            )
    if left.unit and right.unit and left.unit != right.unit:
        return Clash("units-differ", {"expected": f"`{left.unit}`", "found": f"`{right.unit}`"})
    return None


def _unit(of: NumberType) -> str | None:
    return None if isinstance(of, TypedPercent) else of.unit


def _number_of_both(left: NumberType, right: NumberType) -> NumberType:
    if isinstance(left, TypedPercent) and isinstance(right, TypedPercent):
        return left
    return NumberType(unit=left.unit or right.unit)


def _text_of_both(left: TextType, right: TextType) -> TextType:
    if isinstance(left, LiteralText) and isinstance(right, LiteralText):
        return LiteralText(values=(*left.values, *right.values))
    codes = left.one_of or right.one_of
    if codes is None:
        return TextType()
    for side in (left, right):
        if isinstance(side, LiteralText):
            if not codes.values.issuperset(side.values):
                return TextType()
        elif side.one_of is None or not _same_order(side.one_of, codes):
            return TextType()
    return TextType(codes)


def _texts_clash(left: TextType, right: TextType) -> Clash | None:
    for codes, other in ((left.one_of, right), (right.one_of, left)):
        if codes is None:
            continue
        outside: tuple[str, ...] = ()
        if isinstance(other, LiteralText):
            outside = tuple(value for value in other.values if value not in codes.values)
        elif other.one_of is not None and codes.values.isdisjoint(other.one_of.values):
            outside = tuple(code.value for code in other.one_of.codes)
        if outside:
            return Clash("not-in-list", {"text": outside[0], "nearest": shown_codes(codes)})
    return None


def _same_order(one: CodeList, other: CodeList) -> bool:
    return one is other or [each.value for each in one.codes] == [
        each.value for each in other.codes
    ]


def _has_empty(left: ListType, right: ListType) -> bool:
    return isinstance(left, EmptyList) or isinstance(right, EmptyList)
