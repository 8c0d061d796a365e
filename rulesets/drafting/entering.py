"""Cells as spreadsheets write them, put as the language reads them.

Excel puts thousands separators, currency signs and days on the clipboard, and people write 至 and
以上; each kind of column knows which of these can only mean one thing. What is read as it stands
is left as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from rulesets.checking.written_values import codes_of
from rulesets.types import BooleanType, DateType, NumberType, TextType, Type

_ANYTHING: Final = frozenset(
    {"*", "/", "—", "–", "――", "任意", "所有", "全部", "不限", "any", "all"}
)
_YES: Final = frozenset({"是", "真", "√", "✓", "✔", "y", "yes", "true", "t"})
_NO: Final = frozenset({"否", "假", "×", "✗", "✘", "n", "no", "false", "f"})

_AMOUNT = r"[0-9]+(?:\.[0-9]+)?[万亿%]?"
_TO = r"(?:至|到|~|—|–|--|-)"
_RANGE = re.compile(rf"({_AMOUNT}){_TO}({_AMOUNT})")
_BOUNDED = re.compile(rf"(>=|>)({_AMOUNT})(?:且|并且|and)(<=|<)({_AMOUNT})")
_BRACKETED = re.compile(rf"([\[(])({_AMOUNT}),({_AMOUNT})([\])])")
_RELATED: Final = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (rf"({_AMOUNT})(?:及|或|含)?以上", ">="),
        (rf"({_AMOUNT})(?:及|或|含)?以下", "<="),
        (rf"(?:超过|多于|大于|高于)({_AMOUNT})", ">"),
        (rf"(?:不足|低于|少于|小于)({_AMOUNT})", "<"),
        (rf"(?:至少|不低于|不少于)({_AMOUNT})", ">="),
        (rf"(?:至多|不超过|不高于)({_AMOUNT})", "<="),
    )
)
_GROUPED = re.compile(r"(?<![0-9.])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])")
_MONEY = re.compile(r"[¥￥$€£]|(?:CNY|RMB|USD)\s?|(?<=[0-9万亿])\s*(?:人民币|元整|元|块)")
_APART = re.compile(r"(?<=[0-9])\s+(?=[0-9万亿%])")
_POWER = re.compile(r"[0-9](?:\.[0-9]+)?E[+-]?[0-9]{1,2}", re.IGNORECASE)
_DAY = re.compile(r"(>=|<=|>|<|=)?\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LIST = re.compile(r"\s*[、,，;；/|\n]\s*")
_LETTERS: Final = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1"})
_DIGITS_AND_LETTERS = re.compile(r"(?=[OolI〇.,]*[0-9])[0-9OolI〇.,]+")
_QUOTES: Final = "\"“”「」＂'‘’"


def entered(text: str, of: Type | None, *, tests: bool = True, guess: bool = False) -> str:
    """Put a cell as it was meant, where its column leaves one meaning.

    Args:
        text: what was typed or pasted.
        of: the type of the column; None where it is not known.
        tests: whether it is a condition, which may be a range; else it is a value.
        guess: whether letters that look like digits are taken for them too.

    Example:
        >>> entered("1,000,000", NumberType()), entered("50万至100万", NumberType())
        ('1000000', '[50万 .. 100万]')
        >>> entered("2026/3/1", DateType()), entered("是", BooleanType())
        ('date("2026-03-01")', 'true')
        >>> entered("> 5O万", NumberType()), entered("> 5O万", NumberType(), guess=True)
        ('> 5O万', '> 50万')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower() in _ANYTHING:
        return "-"
    if isinstance(of, NumberType):
        return _number(text, plain, guess=guess, tests=tests)
    if isinstance(of, BooleanType):
        return _truth(text, plain)
    if isinstance(of, DateType):
        return _day(text, plain)
    if isinstance(of, TextType) and (codes := codes_of(of)) is not None:
        titles = (name for code in codes.codes for name in (code.title.zh, code.title.en))
        return _codes(text, [*(code.value for code in codes.codes), *filter(None, titles)])
    return text


def quoted(text: str) -> str:
    """Put words that stand bare as the texts that they are.

    Example:
        >>> quoted("制造业、零售业")
        '"制造业"、"零售业"'
    """
    parts = (each.strip(_QUOTES) for each in _LIST.split(text.strip()))
    return "、".join('"' + each.replace("\\", "\\\\").replace('"', '\\"') + '"' for each in parts)


def _number(text: str, plain: str, *, guess: bool, tests: bool) -> str:
    signs = plain.replace("≥", ">=").replace("≤", "<=").replace("〜", "~")
    if guess:
        signs = _DIGITS_AND_LETTERS.sub(lambda run: run[0].translate(_LETTERS), signs)
    bare = _APART.sub("", _MONEY.sub("", signs))
    bare = _GROUPED.sub(lambda run: run[0].replace(",", ""), bare)
    if _POWER.fullmatch(bare):
        return _digits(bare, text)
    tested = _test(re.sub(r"\s+", "", bare)) if tests else ""
    is_changed = bare != plain.replace("≥", ">=").replace("≤", "<=").replace("〜", "~")
    return tested or (bare if is_changed else text)


def _test(close: str) -> str:
    """Write a range, or what people say after a number, as a test; empty where it is neither."""
    found = _RANGE.fullmatch(close)
    if found and _amount(found[1]) < _amount(found[2]):
        return f"[{found[1]} .. {found[2]}]"
    if found := _BOUNDED.fullmatch(close):
        low, high = "[" if found[1] == ">=" else "(", "]" if found[3] == "<=" else ")"
        return f"{low}{found[2]} .. {found[4]}{high}"
    # With both brackets square it is a list, and is read as one.
    if (found := _BRACKETED.fullmatch(close)) and (found[1], found[4]) != ("[", "]"):
        return f"{found[1]}{found[2]} .. {found[3]}{found[4]}"
    told = ((pattern.fullmatch(close), sign) for pattern, sign in _RELATED)
    return next((f"{sign} {found[1]}" for found, sign in told if found), "")


def _amount(text: str) -> Decimal:
    scales = {"万": 4, "亿": 8, "%": -2}
    return Decimal(text.rstrip("万亿%")).scaleb(scales.get(text[-1], 0))


def _digits(bare: str, text: str) -> str:
    try:
        return f"{Decimal(bare):f}"
    except InvalidOperation:
        return text


def _truth(text: str, plain: str) -> str:
    word = plain.lower()
    if word in _YES or word == "1":
        return "true"
    return "false" if word in _NO or word == "0" else text


def _day(text: str, plain: str) -> str:
    found = _DAY.fullmatch(plain)
    if found is None:
        return text
    try:
        day = date(int(found[2]), int(found[3]), int(found[4]))
    except ValueError:
        return text
    return f'{found[1] + " " if found[1] else ""}date("{day.isoformat()}")'


def _codes(text: str, known: Iterable[str]) -> str:
    """Take values of a list apart, whatever stands between them, in whatever case and width."""
    by_plain = {_folded(each): each for each in known}
    if _folded(text) in by_plain:
        return text if text in by_plain.values() else by_plain[_folded(text)]
    parts = [_folded(each) for each in _LIST.split(text)]
    if not parts[1:] or not all(each in by_plain for each in parts):
        return text
    same = [by_plain[each] for each in parts]
    return text if re.split(r"\s*[、,，]\s*", text.strip()) == same else "、".join(same)


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKC", text).strip().strip(_QUOTES)
    return re.sub(r"\s+", "", bare).casefold()
