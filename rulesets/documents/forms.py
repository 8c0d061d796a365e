"""Forms of single values: names, choices, numbers, days, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rulesets.documents import nodes
from rulesets.documents.nodes import Node
from rulesets.documents.reading import (
    FAILED,
    Plain,
    Reading,
    a_text,
    unknown_key,
)
from rulesets.model import Use
from rulesets.nearest import nearest
from rulesets.types import Both
from rulesets.values import decimal_text
from rulesets.zones import is_zone

_KEY = re.compile("[a-z][a-z0-9_]{0,63}")
_ID = re.compile("[a-z][a-z0-9-]{0,63}")
_ROW_ID = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_USE = re.compile("([a-z][a-z0-9-]{0,63})@([1-9][0-9]{0,8})")
_WHOLE = re.compile("[0-9]{1,9}")
_NUMBER = re.compile("([+-]?)([0-9]+(?:[.][0-9]+)?)(万|亿)?")
_MOST_DIGITS = 34
_POWERS = {None: 0, "万": 4, "亿": 8}
_FOLDED = str.maketrans("０１２３４５６７８９．－＋−", "0123456789.-+-")

LETTERS_ID = Both("小写字母、数字与短横，以字母开头", "lower-case letters, digits and hyphens")
LETTERS_KEY = Both(
    "小写字母、数字与下划线，以字母开头", "lower-case letters, digits and underscores"
)
LETTERS_ROW = Both("字母、数字、短横与下划线", "letters, digits, hyphens and underscores")


@dataclass(frozen=True)
class Text:
    """Any text; `plain` null is the empty one."""

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        return a_text(node, at)

    def write(self, value: str) -> Plain:  # noqa: D102 - as Form
        return value


@dataclass(frozen=True)
class Name:
    """An id or key: a text of certain characters only."""

    pattern: re.Pattern[str]
    expected: Both

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED or self.pattern.fullmatch(text):
            return text
        return at.refuse("bad-name", node, expected=self.expected, found=text[:80])

    def write(self, value: str) -> Plain:  # noqa: D102 - as Form
        return value


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED or text in self.words:
            return text
        offered, near = ", ".join(self.words), nearest(text, tuple(self.words))
        return at.refuse("bad-choice", node, expected=offered, nearest=near, found=text[:80])

    def write(self, value: str) -> Plain:  # noqa: D102 - as Form
        return value


@dataclass(frozen=True)
class TrueFalse:
    """`true` or `false`; other words may stand for them."""

    true: str = "true"
    false: str = "false"

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED:
            return text
        if text in {self.true, self.false}:
            return text == self.true
        if self.true == "true":
            return at.refuse("bad-boolean", node, found=text[:80])
        return Choice((self.true, self.false)).read(node, at)

    def write(self, value: bool) -> Plain:  # noqa: D102 - as Form
        return self.true if value else self.false


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int
    most: int

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED:
            return text
        if _WHOLE.fullmatch(text) and self.least <= int(text) <= self.most:
            return int(text)
        expected = Both(
            f"{self.least} 到 {self.most} 的整数",
            f"a whole number from {self.least} to {self.most}",
        )
        return at.refuse("bad-number", node, expected=expected, found=text[:80])

    def write(self, value: int) -> Plain:  # noqa: D102 - as Form
        return str(value)


@dataclass(frozen=True)
class Number:
    """An exact decimal as people write it: `12.5`, `50万`; with `positive` above zero only."""

    positive: bool = False

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED:
            return text
        number = decimal_of(text)
        if number is not None and (number > 0 or not self.positive):
            return number
        expected = (
            Both("大于零的数字", "a number above zero")
            if self.positive
            else Both("数字", "a number")
        )
        return at.refuse("bad-number", node, expected=expected, found=text[:80])

    def write(self, value: Decimal) -> Plain:  # noqa: D102 - as Form
        return decimal_text(value)


def decimal_of(text: str) -> Decimal | None:
    """Read a plain decimal of at most 34 digits, with 万 or 亿 if wished (clause 3.3).

    Example:
        >>> decimal_of("50万"), decimal_of("-0.5"), decimal_of("1e5"), decimal_of("1,234")
        (Decimal('500000'), Decimal('-0.5'), None, None)
    """
    match = _NUMBER.fullmatch(text.strip().translate(_FOLDED))
    if match is None:
        return None
    sign, digits, suffix = match.groups()
    power = _POWERS[suffix]
    if len(digits.replace(".", "").lstrip("0")) + power > _MOST_DIGITS:
        return None
    number = Decimal(sign + digits)
    # Scaled by shifting, which is exact in every context.
    exponent = int(number.as_tuple().exponent) + power
    return Decimal(
        decimal_text(Decimal((number.as_tuple().sign, number.as_tuple().digits, exponent)))
    )


@dataclass(frozen=True)
class Day:
    """A day, year-month-day."""

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED:
            return text
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            return at.refuse("bad-day", node, found=text[:80])
        return day

    def write(self, value: date) -> Plain:  # noqa: D102 - as Form
        return value.isoformat()


@dataclass(frozen=True)
class Zone:
    """An IANA time zone."""

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED:
            return text
        if not is_zone(text):
            return at.refuse("bad-zone", node, found=text[:80])
        return text

    def write(self, value: str) -> Plain:  # noqa: D102 - as Form
        return value


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages: `{zh, en}`, or one text that is the same in both."""

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        if not isinstance(node, nodes.Mapping):
            text = a_text(node, at)
            return text if text is FAILED else Both(text, text)
        sides = dict.fromkeys(("zh", "en"), "")
        for key, value in node.pairs:
            if key.text in sides:
                sides[key.text] = a_text(value, at.under(key.text))
            else:
                unknown_key(key, ("zh", "en"), at)
        return FAILED if FAILED in sides.values() else Both(**sides)

    def write(self, value: Both) -> Plain:  # noqa: D102 - as Form
        if value.zh == value.en:
            return value.zh
        return {side: text for side, text in (("zh", value.zh), ("en", value.en)) if text}


@dataclass(frozen=True)
class UseForm:
    """A document at a version: `customer@4`."""

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        text = a_text(node, at)
        if text is FAILED:
            return text
        match = _USE.fullmatch(text)
        if match is None:
            return at.refuse("bad-use", node, found=text[:80])
        return Use(match.group(1), int(match.group(2)))

    def write(self, value: Use) -> Plain:  # noqa: D102 - as Form
        return f"{value.id}@{value.version}"


KEY = Name(_KEY, LETTERS_KEY)
ID = Name(_ID, LETTERS_ID)
ROW_ID = Name(_ROW_ID, LETTERS_ROW)
TEXT = Text()
DAY = Day()
TITLE = Bilingual()
NUMBER = Number()
ABOVE_ZERO = Number(positive=True)
TRUE_FALSE = TrueFalse()
USE = UseForm()
