"""The arguments of built-in functions, as their phrases ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from rulesets.expressions import tree
from rulesets.types import ListType, NumberType, Type
from rulesets.values import decimal_text
from rulesets.wording import operand_types
from rulesets.wording.joining import quoted
from rulesets.wording.literals import PHRASE, WORD
from rulesets.wording.titles import node_key
from rulesets.wording.units import unit_word
from rulesets.wording.value_texts import value_text
from rulesets.wording.voice import Voice

_COUNTED = ("days", "months", "years", "working days")


class Arguments:
    """Says the arguments of a built-in function, each in the style its phrase asks for."""

    def __init__(self, speaker: Voice, node: tree.Call, like: Type | None) -> None:
        self._speaker = speaker
        self._nodes = node.arguments
        found = (
            speaker.type_of(node) if node.function in operand_types.LIKE_FIRST_ARGUMENT else None
        )
        if node.function == "list contains":
            listing = speaker.type_of(node.arguments[0])
            found = listing.item if isinstance(listing, ListType) else None
        self._like = found or (like if node.function in operand_types.LIKE_FIRST_ARGUMENT else None)
        self.styles: Mapping[str, Callable[[int], str]] = {
            "calendar": self._calendar,
            "decimals": self._decimals,
            "inside": self._inside,
            "plain": self._plain_digits,
            **{unit: self._counter(unit) for unit in _COUNTED},
        }

    def plain(self, place: int) -> str:
        """Say an argument as it stands in most phrases: with brackets unless it is a word."""
        return self._speaker.say(self._nodes[place], self._like, at_least=WORD)

    def _inside(self, place: int) -> str:
        # It stands in brackets already.
        return self._speaker.say(self._nodes[place], self._like, at_least=PHRASE)

    def _calendar(self, place: int) -> str:
        node = self._nodes[place]
        if isinstance(node, tree.Literal) and isinstance(node.value, str):
            return self._speaker.calendar(node.value)
        return self.plain(place)

    def _plain_digits(self, place: int) -> str:
        node = self._nodes[place]
        if isinstance(node, tree.Literal) and isinstance(node.value, Decimal):
            return decimal_text(node.value)
        said = self._speaker.say(node, at_least=WORD)
        return quoted(said) if node_key(node) else said

    def _decimals(self, place: int) -> str:
        said = self._speaker.say(self._nodes[place], at_least=WORD)
        if self._speaker.language == "zh":
            return f"{said} 位小数"
        return f"{said} decimal" if said == "1" else f"{said} decimals"

    def _counter(self, unit: str) -> Callable[[int], str]:
        return lambda place: counted(self._speaker, self._nodes[place], unit)


def counted(speaker: Voice, node: tree.Node, unit: str) -> str:
    """Say an amount of a unit: `3 天` of a number, `“响应天数”天` of any other expression."""
    literal = node.value if isinstance(node, tree.Literal) else None
    if isinstance(literal, Decimal):
        return value_text(literal, NumberType(unit=unit), speaker.language)
    said = speaker.say(node, at_least=WORD)
    text = quoted(said) if node_key(node) else said
    return speaker.join(text, unit_word(unit, speaker.language))
