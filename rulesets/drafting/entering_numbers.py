"""Cells of numbers as spreadsheets write them and people say them, put as the language reads them.

A cell is put otherwise only where all of it is understood: amounts, with signs and words of
comparing around them. What holds a name or is calculated stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from rulesets.types import NumberType
from rulesets.wording.units import unit_word

Bound = tuple[str, str]
"""A sign of comparing, and what is compared with."""

# Longer words first: one may begin with another.
_SIGNS: Final[tuple[tuple[str, str], ...]] = (
    (r"大于或?等于|不低于|不少于|不小于|至少|最少|at least|n(?:o|ot) less than|>=|=>|≥", ">="),
    (r"小于或?等于|不高于|不超过|不多于|不大于|至多|最多|at most|n(?:o|ot) more than", "<="),
    (r"up to|<=|=<|≤", "<="),
    (r"不等于|<>|!=|≠", "!="),
    (r"大于|超过|多于|高于|more than|greater than|over|above|>", ">"),
    (r"小于|不足|不到|不满|未满|低于|少于|less than|fewer than|under|below|<", "<"),
    (r"等于|=", "="),
)
_SIGN: Final = re.compile(
    "|".join(f"(?P<s{at}>{words})" for at, (words, _) in enumerate(_SIGNS)), re.IGNORECASE
)
# 以上 and 以下 hold what they name, unless somebody says otherwise.
_AFTER: Final[tuple[tuple[str, str], ...]] = (
    (r"\(不含\)以上|以上\(不含\)", ">"),
    (r"\(不含\)以[下内]|以[下内]\(不含\)", "<"),
    (r"(?:\(含\)|及|或|含)?(?:以上|更高|起)(?:\(含\))?", ">="),
    (r"\+|(?:or|and) (?:more|above|over|higher)", ">="),
    (r"(?:or|and) (?:less|below|under|lower|fewer)", "<="),
    (r"(?:\(含\)|及|或|含)?(?:以[下内]|更低)(?:\(含\))?", "<="),
)
_TO: Final = (re.compile(r"至|到|\bto\b|[~〜—–-]", re.IGNORECASE), re.compile(r"--|—+"))
_BETWEEN: Final = re.compile(
    r"(?:between|介于|在)(.+?)(?:\band\b|和|与|至|到|~)(.+?)(?:之间)?|(.+?)(?:至|到|和|~|-)(.+)之间",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"且|并且|而且|但|和|and|&|[,、;]", re.IGNORECASE)
_WITHIN: Final = re.compile(r"\.\.|[,;~至到-]")
_APART: Final = re.compile(r"[、;\n]|,\s")
_END: Final = re.compile(r"(.+?)(?:\((不?)含\))?")
_AROUND: Final = re.compile(r"(.+?)(<=?|≤)[^0-9<>=≤≥]+(<=?|≤)(.+)")

_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_AMOUNT: Final = rf"(?P<sign>-|负|\+)?(?P<digits>{_DIGITS})(?:e(?P<power>[+-]?[0-9]{{1,2}}))?"
_BEFORE: Final = r"(?:[¥$€£]|CNY|RMB|USD|人民币)?"
_MONEY: Final = r"元整?|块|人民币|CNY|RMB|USD"
_THOUSANDS: Final = "千kK"
_SCALES: Final = {"万": 4, "亿": 8, "%": -2}

# What the language reads itself stays as it was typed.
_PLAIN: Final = r"-?[0-9]+(?:\.[0-9]+)?[万亿%]?"
_COMPARED: Final = (
    r"(?:>=|<=|!=|[><=≥≤≠]|不低于|不高于|不少于|不超过|高于|低于"
    rf"|大于等于|小于等于|不等于|大于|小于|等于)?\s*{_PLAIN}"
)
_READ: Final = re.compile(
    rf"{_COMPARED}(?:(?:\s*、\s*|\s*,\s+){_COMPARED})*|[\[(]\s*{_PLAIN}\s*\.\.\s*{_PLAIN}\s*[\])]"
)
_LETTERS: Final = str.maketrans({"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1"})
_DIGITS_AND_LETTERS: Final = re.compile(r"(?=[OolI〇.,]*[0-9])[0-9OolI〇.,]+")


def entered_number(plain: str, of: NumberType, *, tests: bool, guess: bool) -> str | None:
    """Put a cell of a column of numbers as it was meant; None where it stays as it was typed.

    Args:
        plain: what was typed, in half-width forms.
        of: the type of the column: a number may stand before its unit.
        tests: whether it is a condition; else it is an amount.
        guess: whether letters that look like digits are taken for them, and `50w` for 50万.

    Example:
        >>> sales = NumberType(unit="CNY")
        >>> entered_number("50~100万", sales, tests=True, guess=False)
        '[50万 .. 100万]'
        >>> entered_number(">= 50万", sales, tests=True, guess=False)
    """
    as_typed = plain
    if guess:
        plain = _DIGITS_AND_LETTERS.sub(lambda run: run[0].translate(_LETTERS), plain)
    reader = _Reader(_amounts(of.unit, guess=guess))
    if not _READ.fullmatch(plain):
        found = reader.test(plain) if tests else reader.amount(plain)
        return found or (_of_names(plain) if tests and guess else None)
    # Of `> 3, < 5` one is enough, and all numbers would do: who writes it means the range.
    one, *others = _APART.split(plain)
    meant = reader.between(one, others[0]) if tests and len(others) == 1 else None
    return meant or (plain if plain != as_typed else None)


@lru_cache(maxsize=64)
def _amounts(unit: str, *, guess: bool) -> re.Pattern[str]:
    """Return what reads an amount, with the words of a unit that may stand behind it."""
    said = (unit, unit_word(unit, "zh"), unit_word(unit, "en"), unit_word(unit, "en", Decimal(1)))
    words = [re.escape(each) for each in said if each not in {"", "%"}]
    if unit in {"", "CNY"}:
        words.append(_MONEY)
    after = f"(?:{'|'.join(words)})?"
    scale = f"[万亿%wW{_THOUSANDS}]" if guess else "[万亿%千]"
    whole = rf"\s*{_BEFORE}\s*{_AMOUNT}\s*(?P<scale>{scale})?\s*{after}\s*"
    return re.compile(whole, re.IGNORECASE)


class _Reader:
    """Reads cells whose amounts one pattern knows."""

    def __init__(self, amounts: re.Pattern[str]) -> None:
        self._amounts = amounts

    def amount(self, text: str) -> str | None:
        """Write an amount plainly; None where it is none."""
        found = self._amounts.fullmatch(text)
        if found is None:
            return None
        digits = re.sub("[, ]", "", found["digits"])
        minus = "-" if found["sign"] in {"-", "负"} else ""
        scale, power = found["scale"] or "", int(found["power"] or 0)
        if scale and scale in _THOUSANDS:
            scale, power = "", power + 3
        if power:
            digits = _scaled(digits, power)
        return minus + digits + scale.replace("W", "万").replace("w", "万")

    def test(self, plain: str) -> str | None:
        """Write a condition plainly; None where not all of it is understood."""
        found = self._bracketed(plain) or self._one(plain) or self._two(plain)
        if found:
            return found
        parts = [each for each in _APART.split(plain) if each.strip()]
        told = [self.test(each) for each in parts] if len(parts) > 1 else []
        return between_words(plain).join(filter(None, told)) if told and all(told) else None

    def between(self, one: str, other: str) -> str | None:
        """Write the range between two comparisons; None where nothing or all is between them."""
        ends = between(self._bound(one), self._bound(other))
        return self._range(*ends) if ends else None

    def _one(self, plain: str) -> str | None:
        """Write an amount, a comparison, or a range from one amount to another."""
        if (amount := self.amount(plain)) is not None:
            return amount
        if bound := self._bound(plain):
            return f"{bound[0]} {bound[1]}"
        if found := _BETWEEN.fullmatch(plain):
            low, high = (each for each in found.groups() if each)
            return self._range("[", low, high, "]")
        signs = (sign for to in _TO for sign in to.finditer(plain))
        ranges = (self._spanned(plain[: sign.start()], plain[sign.end() :]) for sign in signs)
        return next(filter(None, ranges), None)

    def _spanned(self, low: str, high: str) -> str | None:
        """Write a range whose ends may be said to be left out: `50(含)-100(不含)`."""
        first, last = _END.fullmatch(low.strip()), _END.fullmatch(high.strip())
        if first is None or last is None:
            return None
        left, right = "(" if first[2] else "[", ")" if last[2] else "]"
        return self._range(left, first[1], last[1], right)

    def _bound(self, plain: str) -> Bound | None:
        """Read a comparison with an amount, the sign before it or words after it."""
        plain = plain.strip()
        if sign := _SIGN.match(plain):
            amount = self.amount(plain[sign.end() :])
            return (_SIGNS[int(str(sign.lastgroup)[1:])][1], amount) if amount else None
        for words, meant in _AFTER:
            after = re.search(rf"\s*(?:{words})$", plain, re.IGNORECASE)
            amount = self.amount(plain[: after.start()]) if after else None
            if amount:
                return meant, amount
        return None

    def _two(self, plain: str) -> str | None:
        """Write a range of which both bounds are said."""
        if found := _AROUND.fullmatch(plain):
            left, right = "(" if found[2] == "<" else "[", ")" if found[3] == "<" else "]"
            return self._range(left, found[1], found[4], right)
        tried = (self.between(plain[:end], plain[start:]) for end, start in _cuts(plain))
        return next(filter(None, tried), None)

    def _bracketed(self, plain: str) -> str | None:
        if len(plain) < len("(1,2)") or plain[0] not in "[(" or plain[-1] not in "])":
            return None
        for sign in _WITHIN.finditer(plain):
            # With a comma and both brackets square it is a list, and is read as one.
            is_list = sign[0] in ",;" and plain[0] + plain[-1] == "[]"
            low, high = plain[1 : sign.start()], plain[sign.end() : -1]
            if not is_list and (put := self._range(plain[0], low, high, plain[-1])):
                return put
        return None

    def _range(self, left: str, low: str, high: str, right: str) -> str | None:
        """Write a range; None from high to low. `50至100万` is said of 50万."""
        least, most = self.amount(low), self.amount(high)
        if least is None or most is None:
            return None
        scale = most.lstrip("-0123456789.")
        if least[-1].isdigit() and 0 < _value(least) < _value(most.removesuffix(scale)):
            least += scale
        return f"{left}{least} .. {most}{right}" if _value(least) < _value(most) else None


def between_words(text: str) -> str:
    """Give what stands between the values of a list, as in the language of a text.

    Example:
        >>> between_words("华东 华南"), between_words("East/West")
        ('、', ', ')
    """
    return ", " if text.isascii() else "、"


def between(one: Bound | None, other: Bound | None) -> tuple[str, str, str, str] | None:
    """Give the brackets and ends of the range between two comparisons, in whichever order.

    Example:
        >>> between(("<", "5"), (">=", "3")), between((">", "3"), (">", "5"))
        (('[', '3', '5', ')'), None)
    """
    for low, high in ((one, other), (other, one)):
        if low and high and low[0] in {">", ">="} and high[0] in {"<", "<="}:
            left, right = "[" if low[0] == ">=" else "(", "]" if high[0] == "<=" else ")"
            return left, low[1], high[1], right
    return None


def _of_names(plain: str) -> str | None:
    """Write what may be a comparison with names: whether there are such is another's to tell.

    Example:
        >>> _of_names("A 级起点分以上"), _of_names("B 级起点分至A 级起点分")
        ('>= A 级起点分', '[B 级起点分 .. A 级起点分]')
    """
    for words, meant in _AFTER:
        if after := re.search(rf"(?:{words})$", plain):
            return f"{meant} {plain[: after.start()]}"
    ends = re.split("[至到~]", plain)
    return f"[{' .. '.join(ends)}]" if len(ends) > 1 else None


def _cuts(plain: str) -> Iterator[tuple[int, int]]:
    """Give the places where one bound may end and the other begin."""
    yield from (each.span() for each in _AND.finditer(plain))
    yield from ((each.start(), each.start()) for each in _SIGN.finditer(plain) if each.start())
    yield from ((each.end(), each.end()) for each in re.finditer("以[上下内]", plain))


def _value(amount: str) -> Decimal:
    scale = _SCALES.get(amount[-1], 0)
    return Decimal(amount.rstrip("万亿%")).scaleb(scale)


def _scaled(digits: str, power: int) -> str:
    try:
        return f"{Decimal(digits).scaleb(power):f}"
    except InvalidOperation:
        return digits
