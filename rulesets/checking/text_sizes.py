"""How long the texts may grow that an expression joins (8.4 of docs/language.md).

Functions that join what other functions joined double a text with each call: 32 such calls make
four thousand million characters of one. So lengths are bounded before anything is evaluated: what
is named counts 4,000 characters, a literal its own, a joined text the sum of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.checked import CheckedFunction
from rulesets.checking.meaning import Meaning
from rulesets.expressions.functions import FUNCTIONS
from rulesets.expressions.tree import (
    Arithmetic,
    Call,
    Cell,
    Condition,
    If,
    Literal,
    Name,
    Node,
    Part,
    Previous,
    RowField,
)
from rulesets.expressions.walk import children, tops
from rulesets.types import RecordsType, TextType, Type

MOST_CHARACTERS = 200_000

_NAMED = 4_000
# A number below 10^6144 with its decimals, written out.
_WRITTEN = 7_000
# `ΐ` in capital letters is three characters.
_MOST_GROWTH = 3


@dataclass(frozen=True)
class Size:
    """The length of the text that an expression gives, and of the longest that is joined in it."""

    own: int = 0
    most: int = 0


@dataclass
class TextSizes:
    """Bounds the texts of expressions; a function is looked into once for the same sizes."""

    meaning: Meaning
    functions: Mapping[str, CheckedFunction]
    known: dict[tuple[str, tuple[int, ...]], Size] = field(default_factory=dict)

    def too_long(self, of: Node | Cell | Condition) -> bool:
        """Tell whether an expression, cell or condition may join too long a text.

        Example:
            >>> from rulesets.expressions.tree import Literal
            >>> TextSizes(Meaning({}), {}).too_long(Literal("ab"))
            False
        """
        return any(self._size(top, {}).most > MOST_CHARACTERS for top in tops(of))

    def _size(self, node: Node, parameters: Mapping[str, int]) -> Size:
        sizes = [self._size(each, parameters) for each in children(node)]
        most = max((each.most for each in sizes), default=0)
        match node:
            case Literal(value=str() as text):
                own = len(text)
            case Name(key=key):
                own = parameters.get(key, _of_type(self.meaning.names.get(key)))
            case Previous(key=key):
                own = _of_type(self.meaning.conclusions.get(key))
            case RowField(key=key):
                own = self._field(key)
            case Arithmetic(op="+"):
                own = sum(each.own for each in sizes)
                most = max(most, own)
            case If():
                own = max(sizes[1].own, sizes[2].own)
            case Call():
                called = self._called(node, [each.own for each in sizes])
                own, most = called.own, max(most, called.most)
            case Part(of=Call(function=function)) if function in self.meaning.lookups:
                own = _NAMED
            case _:
                own = 0
        return Size(own, most)

    def _called(self, call: Call, given: list[int]) -> Size:
        function = self.functions.get(call.function)
        if function is not None:
            return self._opened(function, given)
        if call.function in self.meaning.lookups:
            return Size(_NAMED)
        spec = FUNCTIONS.get(call.function)
        if spec is None or spec.result not in {"text", "same as first"}:
            return Size()
        longest = max(given, default=0)
        if call.function in {"upper", "lower"}:
            return Size(longest * _MOST_GROWTH)
        return Size(max(longest, _WRITTEN) if call.function == "text" else longest)

    def _opened(self, function: CheckedFunction, given: list[int]) -> Size:
        key = (function.key, tuple(given))
        found = self.known.get(key)
        if found is None:
            names = [parameter for parameter, _ in function.parameters]
            found = self._size(function.body, dict(zip(names, given, strict=False)))
            self.known[key] = found
        return found

    def _field(self, key: str) -> int:
        of_records = (of for of in self.meaning.names.values() if isinstance(of, RecordsType))
        types = [each.type for of in of_records for each in of.fields if each.key == key]
        return max(map(_of_type, types), default=0)


def _of_type(of: Type | None) -> int:
    """Bound the text of a value of a type (2.2); the items of a list are never joined."""
    return _NAMED if isinstance(of, TextType) else 0
