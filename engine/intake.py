"""Takes facts in: refused before any rule runs, all faults at once (section 15)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.strict_json import MOST_FAULTS, pointer, shown
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, Fault, Word
from rulesets.fact_texts import day_written, moment_written
from rulesets.types import (
    BooleanType,
    Both,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import ARITHMETIC, MOST_DIGITS, Value, decimal_text, is_instant

MOST_CHARACTERS = 4000
MOST_ITEMS = 1000
MOST_ROWS = 10_000
_USUAL_EXPONENTS = range(-MOST_DIGITS, 1)
_SHOWN_CHARACTERS = 60
_SHOWN_CODES = 12
_LONGEST_NAME = 200

_NOTHING = Both("没有给出", "nothing")
_DATE_WANTED = Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
_MOMENT_WANTED = Both("带偏移的 RFC 3339 时刻", "a moment of RFC 3339 with an offset")
_KNOWN_FACT = Both("规则集声明的事实", "a fact that the ruleset declares")

_WANTED: Mapping[type, Both] = {
    NumberType: Both("数字", "a number"),
    TextType: Both("文本", "a text"),
    BooleanType: Both("true 或 false", "true or false"),
    DateType: Both("写作文本的日期", "a date as a text"),
    DateTimeType: Both("写作文本的时刻", "a moment as a text"),
    ListType: Both("列表", "a list"),
    RecordsType: Both("对象的列表", "a list of objects"),
}


def take_facts(given: object, checked: CheckedRuleset, path: str = "/facts") -> dict[str, Value]:
    """Take the facts of one customer; what is absent or null is left out.

    Args:
        given: plain data as `engine.strict_json.decode` gives it.
        checked: the ruleset whose facts they are.
        path: the JSON Pointer of the facts in the caller's body, for the places of faults.

    Raises:
        CallerError: with every fault, of very many the first `MOST_FAULTS`.
    """
    intake = _Intake()
    facts = intake.members(given, checked.given, path)
    intake.finish()
    return facts


def take_value(given: object, of: Type, path: str) -> Value:
    """Take one value of a type; null is missing.

    Raises:
        CallerError: with every fault.

    Example:
        >>> take_value(Decimal("2.50"), NumberType(scale=1), "/value")
        Decimal('2.5')
        >>> take_value("5", NumberType(scale=1), "/value")
        Traceback (most recent call last):
        rulesets.errors.CallerError: wrong-type: `/value`: expected a number, found `"5"`
    """
    intake = _Intake()
    value = intake.value(given, of, path)
    intake.finish()
    return value


@dataclass
class _Intake:
    """Takes values and gathers what is wrong with them."""

    faults: list[Fault] = field(default_factory=list)

    def finish(self) -> None:
        """Refuse everything when anything is wrong."""
        if self.faults:
            raise CallerError(tuple(self.faults))

    def members(self, given: object, fields: tuple[Field, ...], path: str) -> dict[str, Value]:
        """15.5: take an object by its members: all the facts, or one row of records."""
        if not isinstance(given, Mapping):
            self._refuse("wrong-type", path, Both("对象", "an object"), _found(given))
            return {}
        known = {each.key for each in fields}
        unknown = [str(name) for name in given if name not in known]
        meant = _spellings(fields) if unknown else {}
        for name in unknown:
            key = meant.get(_loose(name[:_LONGEST_NAME]))
            expected = Both(f"`{key}`", f"`{key}`") if key else _KNOWN_FACT
            found = shown(name[:_SHOWN_CHARACTERS])
            self._refuse("unknown-fact", pointer(path, name), expected, found)
        taken: dict[str, Value] = {}
        for each in fields:
            place = path + _step(each.key)
            value = given.get(each.key)
            if value is not None:
                taken[each.key] = self.value(value, each.type, place)
            elif each.required:
                self._refuse("fact-required", place, _WANTED[type(each.type)], _NOTHING)
        return taken

    def value(self, given: object, of: Type, path: str) -> Value:
        """Take a value, or note what is wrong with it; null is missing."""
        if given is None:
            return None
        if isinstance(given, int) and not isinstance(given, bool):
            given = Decimal(given)
        if not isinstance(given, _PYTHON[type(of)]):
            self._refuse("wrong-type", path, _WANTED[type(of)], _found(given))
            return None
        take: Callable[[_Intake, Any, Any, str], Value] = _TAKE[type(of)]
        return take(self, given, of, path)

    def _number(self, given: Decimal, of: NumberType, path: str) -> Value:
        """15.1: NaN is no number; 15.2: exact or refused; 15.3: in its domain."""
        if not given.is_finite():
            self._refuse("wrong-type", path, _WANTED[NumberType], _found(given))
            return None
        value = _plain_number(given)
        whole = 0 if of.scale is None else of.scale
        if value is None or (of.scale is not None and _decimals(value) > of.scale):
            digits = Both(f"至多 {MOST_DIGITS} 位数字", f"at most {MOST_DIGITS} digits")
            scaled = Both(f"{digits.zh}、{whole} 位小数", f"{digits.en} and {whole} decimals")
            self._refuse("too-precise", path, digits if of.scale is None else scaled, _found(given))
            return None
        low, high = of.minimum, of.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            self._refuse("outside-domain-given", path, _bounds(of), _found(given))
            return None
        return value

    def _text(self, given: str, of: TextType, path: str) -> Value:
        """3.1: in NFC; 15.3: in its list, by value; 15.7: not too long."""
        text = unicodedata.normalize("NFC", given)
        if len(text) > MOST_CHARACTERS:
            expected = Both(
                f"至多 {MOST_CHARACTERS} 个字符", f"at most {MOST_CHARACTERS} characters"
            )
            found = Both(f"{len(text)} 个字符", f"{len(text)} characters")
            self._refuse("too-large", path, expected, found)
            return None
        if of.one_of is not None and text not in of.one_of.values:
            expected = _wanted_code(text, of.one_of)
            self._refuse("outside-domain-given", path, expected, _found(given))
            return None
        return text

    def _boolean(self, given: bool, _: BooleanType, __: str) -> Value:
        return given

    def _date(self, given: str, _: DateType, path: str) -> Value:
        """15.4."""
        day = day_written(given)
        if day is None:
            self._refuse("bad-date", path, _DATE_WANTED, _found(given))
        return day

    def _datetime(self, given: str, _: DateTimeType, path: str) -> Value:
        """15.4: an offset is required; 2.4: it has a day in every zone."""
        moment = moment_written(given)
        if moment is not None and moment.utcoffset() is None:
            self._refuse("naive-datetime", path, _MOMENT_WANTED, _found(given))
        elif moment is None or not is_instant(moment):
            self._refuse("bad-date", path, _MOMENT_WANTED, _found(given))
        else:
            return moment
        return None

    def _list(self, given: list[object], of: ListType, path: str) -> Value:
        """15.7: at most 1,000 items; null is no item."""
        if self._too_many(given, MOST_ITEMS, path):
            return None
        return tuple(self._item(item, of, pointer(path, index)) for index, item in enumerate(given))

    def _item(self, given: object, of: ListType, path: str) -> Value:
        if given is None:
            self._refuse("wrong-type", path, _WANTED[type(of.item)], _found(None))
        return self.value(given, of.item, path)

    def _records(self, given: list[object], of: RecordsType, path: str) -> Value:
        """15.8; 15.7: at most 10,000 rows."""
        if self._too_many(given, MOST_ROWS, path):
            return None
        return tuple(
            self.members(row, of.fields, pointer(path, index)) for index, row in enumerate(given)
        )

    def _too_many(self, given: list[object], most: int, path: str) -> bool:
        if len(given) <= most:
            return False
        expected = Both(f"至多 {most} 项", f"at most {most} items")
        found = Both(f"{len(given)} 项", f"{len(given)} items")
        self._refuse("too-large", path, expected, found)
        return True

    def _refuse(self, code: str, path: str, expected: Word, found: Word) -> None:
        self.faults.append(Fault(code, (("path", path),), {"expected": expected, "found": found}))
        if len(self.faults) == MOST_FAULTS:
            self.finish()


_PYTHON: Mapping[type, type] = {
    NumberType: Decimal,
    TextType: str,
    BooleanType: bool,
    DateType: str,
    DateTimeType: str,
    ListType: list,
    RecordsType: list,
}
_TAKE: Mapping[type, Any] = {
    NumberType: _Intake._number,  # noqa: SLF001 - the table of the class above
    TextType: _Intake._text,  # noqa: SLF001 - its own table
    BooleanType: _Intake._boolean,  # noqa: SLF001 - its own table
    DateType: _Intake._date,  # noqa: SLF001 - its own table
    DateTimeType: _Intake._datetime,  # noqa: SLF001 - its own table
    ListType: _Intake._list,  # noqa: SLF001 - its own table
    RecordsType: _Intake._records,  # noqa: SLF001 - its own table
}


def _plain_number(given: Decimal) -> Decimal | None:
    """15.2: drop zeros that say nothing; None beyond 18 digits, found without writing them out."""
    if not given:
        return Decimal(0)  # also -0
    sign, digits, exponent = given.as_tuple()
    usual = exponent == 0 or (digits[-1] and exponent in _USUAL_EXPONENTS)
    if usual and len(digits) <= MOST_DIGITS:
        return given
    significant = bytes(digits).rstrip(b"\0").lstrip(b"\0")
    assert isinstance(exponent, int)  # noqa: S101 - it is finite
    exponent += len(digits) - len(bytes(digits).rstrip(b"\0"))
    # In plain form: zeros up to the point, or zeros after it.
    written = max(len(significant) + max(exponent, 0), -exponent)
    if written > MOST_DIGITS:
        return None
    value = Decimal((sign, tuple(significant), exponent))
    return (
        value if exponent <= 0 else value.quantize(Decimal(1), context=ARITHMETIC)
    )  # 50, not 5E+1


def _decimals(value: Decimal) -> int:
    """Count the decimals of a number without zeros that say nothing."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - it is finite
    return max(0, -exponent)


def _bounds(of: NumberType) -> Both:
    low = None if of.minimum is None else decimal_text(of.minimum)
    high = None if of.maximum is None else decimal_text(of.maximum)
    if low is not None and high is not None:
        return Both(f"{low} 至 {high}", f"{low} to {high}")
    return Both(f"不低于 {low}", f"{low} or more") if high is None else Both(
        f"不高于 {high}", f"{high} or less"
    )  # fmt: skip


def _wanted_code(text: str, codes: CodeList) -> Both:
    """Say which codes there are; of a title, given by mistake, say its code."""
    meant = codes.by_title.get(text.strip().casefold())
    if meant is not None:
        zh, en = meant.title.in_language("zh"), meant.title.in_language("en")
        return Both(f"`{meant.value}`（{zh}）", f"`{meant.value}` ({en})")
    values = [f"`{code.value}`" for code in codes.codes[:_SHOWN_CODES]]
    more = ["…"] if len(codes.codes) > _SHOWN_CODES else []
    return Both("、".join(values + more), ", ".join(values + more))


def _found(given: object) -> Word:
    """Show what was given, as JSON has it, and not too much of it."""
    if isinstance(given, Mapping):
        return Both("一个对象", "an object")
    if isinstance(given, list | tuple):
        return Both("一个列表", "a list")
    if isinstance(given, str):
        # Cut first: a text may be long.
        text = json.dumps(shown(given[:_SHOWN_CHARACTERS]), ensure_ascii=False)
        cut = len(given) > _SHOWN_CHARACTERS
    else:
        names = {None: "null", True: "true", False: "false"}
        whole = names[given] if given is None or isinstance(given, bool) else str(given)
        text, cut = whole[:_SHOWN_CHARACTERS], len(whole) > _SHOWN_CHARACTERS
    return f"`{text}{'…' if cut else ''}`"


@lru_cache(maxsize=10_000)
def _step(key: str) -> str:
    """Write a declared key as a step of a JSON Pointer; a caller's own names are not kept."""
    return pointer("", key)


def _spellings(fields: tuple[Field, ...]) -> dict[str, str]:
    """Lead from keys and titles, whatever their case and signs, to the key that is meant."""
    return {
        _loose(name): each.key
        for each in fields
        for name in (each.title.en, each.title.zh, each.key)
        if name
    }


def _loose(name: str) -> str:
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", name)).casefold()
