"""The types of values that a fact, a conclusion, a constant or a parameter may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

RoundingMode = Literal["half-up", "half-even", "up", "down"]


@dataclass(frozen=True)
class Both:
    """A text in both languages. An empty side falls back to the other when it is shown.

    Example:
        >>> Both("客户等级", "Customer grade").in_language("zh")
        '客户等级'
        >>> Both(en="Customer grade").in_language("zh")
        'Customer grade'
    """

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in `zh` or `en`, or the other side when that one is empty."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True)
class Code:
    """One value of a code list; `parent` is the value it lies under in a hierarchical list."""

    value: str
    title: Both = Both()
    parent: str = ""


@dataclass(frozen=True)
class CodeList:
    """The values a text may take. `ordered`: the first value is the lowest.

    `key` is empty for a list written in place. In a list with `prefix` each code lies under the
    longest other code that it begins with; `parent` of the codes holds it either way.
    """

    codes: tuple[Code, ...]
    key: str = ""
    title: Both = Both()
    ordered: bool = False
    prefix: bool = False

    @cached_property
    def values(self) -> frozenset[str]:
        """The values of the codes, for quick answers to whether a text is in the list."""
        return frozenset(code.value for code in self.codes)

    @cached_property
    def by_value(self) -> Mapping[str, Code]:
        """The codes by value."""
        return {code.value: code for code in self.codes}

    @cached_property
    def by_title(self) -> Mapping[str, Code]:
        """The codes by title in either language, in small letters; of two alike the first."""
        titles = [(title, code) for code in self.codes for title in (code.title.zh, code.title.en)]
        return {title.casefold(): code for title, code in reversed(titles) if title}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each value in the list, from 0: in an ordered list the lowest first."""
        return {code.value: place for place, code in enumerate(self.codes)}


@dataclass(frozen=True)
class NumberType:
    """An exact decimal. `scale` is the number of decimals, 0 to 12; None: not rounded.

    `minimum` and `maximum` are the domain, both included. With `clamp` a value beyond the domain
    becomes the nearer bound. `step` rounds to multiples of it. `unit` is a currency (`CNY`), `%`,
    or any word (`days`).
    """

    scale: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    rounding: RoundingMode = "half-up"
    step: Decimal | None = None
    clamp: bool = False


@dataclass(frozen=True)
class TextType:
    """A text: free, or one of the values of a code list."""

    one_of: CodeList | None = None


@dataclass(frozen=True)
class BooleanType:
    """True or false."""


@dataclass(frozen=True)
class DateType:
    """A calendar day."""


@dataclass(frozen=True)
class DateTimeType:
    """An instant; an offset is required where it is written."""


@dataclass(frozen=True)
class ListType:
    """A list of values of one scalar type."""

    item: ScalarType


@dataclass(frozen=True)
class Field:
    """A sub-fact of records: one column of their rows."""

    key: str
    type: ScalarType
    title: Both = Both()
    help: Both = Both()
    required: bool = False
    personal: bool = False
    example: str = ""


@dataclass(frozen=True)
class RecordsType:
    """Rows of sub-facts, such as orders."""

    fields: tuple[Field, ...]


ScalarType = NumberType | TextType | BooleanType | DateType | DateTimeType
Type = ScalarType | ListType | RecordsType
