"""Literals of an expression, and how tightly the texts of expressions hold together."""

from __future__ import annotations

from decimal import Decimal

from rulesets.expressions.tree import LiteralValue, Node, Null
from rulesets.types import ListType, TextType, Type
from rulesets.wording.joining import quoted
from rulesets.wording.value_texts import code_title, value_text

# How tightly a text holds together; brackets come where a looser one stands in a tighter place.
BRANCH, EITHER, BOTH_HOLD, STATEMENT, PHRASE, SUM, PRODUCT, POWER, WORD = range(9)

Said = tuple[str, int]
"""A text and how tightly it holds together."""

# A title with such a sign in it would be read as several words of the sentence.
_PARTING = frozenset("，、；。：,;:()（）")
# Nor is a long one read as one thing: advice stands in quotation marks, with a comma or without.
_LONGEST_BARE = {"zh": 16, "en": 45}
_PERCENT_DECIMALS = 4


def literal_text(value: LiteralValue | None, like: Type | None, language: str) -> Said:
    """Say a literal as a value of the type `like`: with its unit or the title of its code.

    None is `null` (clause 4.8).

    Example:
        >>> literal_text(Decimal(-5), None, "en") == ("-5", SUM)
        True
        >>> literal_text("VIP", None, "zh")[0], literal_text(True, None, "en")[0]
        ('“VIP”', 'yes')
    """
    if value is None:
        return ("空值" if language == "zh" else "nothing"), WORD
    if isinstance(value, bool):
        said = value_text(value, None, language)
        return (quoted(said) if language == "zh" else said), WORD
    if isinstance(value, str):
        return _text(value, like, language), WORD
    # A negative number takes brackets after a sign, and under a power.
    level = SUM if isinstance(value, Decimal) and value < 0 else WORD
    return value_text(value, like, language), level


def as_branch(node: Node, said: str) -> str:
    """Say `null` after 则 or 否则 as people do: 为空."""
    return "为空" if isinstance(node, Null) else said


def _text(value: str, like: Type | None, language: str) -> str:
    item = like.item if isinstance(like, ListType) else like
    codes = item.one_of if isinstance(item, TextType) else None
    title = code_title(value, codes, language)
    long = len(title) > _LONGEST_BARE[language]
    if codes is None or not title.strip() or long or _PARTING.intersection(title):
        return quoted(title)
    return title


def is_share(value: Decimal) -> bool:
    """Tell whether a factor reads as a percentage."""
    # A factor between 0 and 1 is a share however it was typed: canonical text knows no 12%.
    exponent = value.normalize().as_tuple().exponent
    return 0 < value < 1 and isinstance(exponent, int) and -exponent <= _PERCENT_DECIMALS
