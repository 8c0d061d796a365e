"""Any tree of FEEL from a seed, and damaged texts of it."""

from decimal import Decimal
from random import Random

from rulesets.dmn.feel import tree
from rulesets.dmn.feel.tree import CompareTest, Feel, Test, UnaryTests, ValueTest

NAMES = (
    "a",
    "item",
    "Full Name",
    "O'Neil",
    "客户 等级",
    "what if?",
    "Profit and loss",
    "?",
    "x1",
    "not",
)
"""Names in scope; none of them can be put together from others by an operator."""

OPERATORS = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**")
COMPARES = ("=", "!=", "<", "<=", ">", ">=")
TYPES = ("number", "date and time", "list<context<a: string>>", "function<number, date>->range<x>")
TEXTS = (
    "",
    "A",
    '"',
    "\\",
    "\\n",
    "\n\r\t\x0b",
    "横綱 🐎",
    "\\u0041",
    "// a",
    "\ufeff\x85\x00",
    "'",
)
NUMBERS = ("0", "1", "007", "0.50", "12.5", "1e3", "1e300", "3.25e-60", "9" * 40)


class Trees:
    """Makes trees; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._random = Random(seed)  # noqa: S311 - no secrets

    def feel(self, levels: int = 5) -> Feel:
        """Make an expression over `NAMES` of at most so many levels."""
        pick = self._random
        if levels <= 1 or pick.random() < 0.15:
            return self._leaf()
        make = pick.choice(
            (self._operation, self._operation, self._condition, self._following, self._bracket)
        )
        return make(levels - 1)

    def unary_tests(self) -> UnaryTests:
        """Make a cell."""
        return UnaryTests(self._tests(3), self._random.random() < 0.4)

    def _leaf(self) -> Feel:
        pick = self._random
        return pick.choice(
            (
                tree.Null(),
                tree.Boolean(pick.random() < 0.5),
                tree.Number(Decimal(pick.choice(NUMBERS))),
                tree.String(pick.choice(TEXTS)),
                tree.AtLiteral(pick.choice(TEXTS)),
                tree.Name(pick.choice(NAMES)),
                tree.Name(pick.choice(NAMES)),
            )
        )

    def _operation(self, levels: int) -> Feel:
        pick, one, other = self._random, self.feel(levels), self.feel(levels)
        return pick.choice(
            (
                tree.Negate(one),
                tree.Binary(pick.choice(OPERATORS), one, other),
                tree.Binary(pick.choice(OPERATORS), one, other),
                tree.Between(one, other, self.feel(levels)),
                tree.InTests(one, self._tests(levels)),
                tree.InstanceOf(one, pick.choice(TYPES)),
            )
        )

    def _condition(self, levels: int) -> Feel:
        pick, one = self._random, self.feel(levels)
        iterators = self._entries(levels, 1)
        names = tuple(self._declared() for _ in range(pick.randint(0, 3)))
        types = tuple(pick.choice(("", *TYPES)) for _ in names)
        return pick.choice(
            (
                tree.If(one, self.feel(levels), self.feel(levels)),
                tree.Quantified("some", iterators, one),
                tree.Quantified("every", iterators, one),
                tree.For(iterators, one),
                tree.FunctionLiteral(
                    names, one, types if any(types) else (), external=pick.random() < 0.2
                ),
            )
        )

    def _following(self, levels: int) -> Feel:
        pick, one = self._random, self.feel(levels)
        return pick.choice(
            (
                tree.Path(one, pick.choice(NAMES)),
                tree.Filter(one, self.feel(levels)),
                tree.Call(one, self._items(levels)),
                tree.Call(one, named=self._entries(levels, 0)),
            )
        )

    def _bracket(self, levels: int) -> Feel:
        pick, one = self._random, self.feel(levels)
        keyed = tuple((pick.choice(TEXTS), item) for item in self._items(levels))
        ends = pick.random() < 0.5, pick.random() < 0.5
        return pick.choice(
            (
                tree.ListLiteral(self._items(levels)),
                tree.ContextLiteral(self._entries(levels, 0) + keyed),
                tree.RangeLiteral(one, self.feel(levels), *ends),
                tree.OneSidedRange(pick.choice(COMPARES), one),
            )
        )

    def _tests(self, levels: int) -> tuple[Test, ...]:
        return tuple(self._test(levels) for _ in range(self._random.randint(1, 3)))

    def _test(self, levels: int) -> Test:
        if self._random.random() < 0.4:
            return CompareTest(self._random.choice(COMPARES), self.feel(levels))
        return ValueTest(self.feel(levels))

    def _items(self, levels: int) -> tuple[Feel, ...]:
        return tuple(self.feel(levels) for _ in range(self._random.randint(0, 3)))

    def _entries(self, levels: int, least: int) -> tuple[tuple[str, Feel], ...]:
        count = self._random.randint(least, 2)
        return tuple((self._declared(), self.feel(levels)) for _ in range(count))

    def _declared(self) -> str:
        return self._random.choice(NAMES[:-1])


_PIECES = (
    *("(", ")", "[", "]", "{", "}", "..", ".", ",", ":", "->", "@", '"', "\\", "'", "/*", "*/"),
    *("//", "\n", " ", "\u3000", "-", "in", "and", "of", "if", "then", "else", "for", "return"),
    *("some", "satisfies", "between", "instance of", "function(", "not(", "list<", "1", ".5"),
    *("1e5", "a", "Full Name", "\\u12", "\\U01F40E", "\ud83d", "null", "external", *OPERATORS),
)


def scribble(random: Random, most: int) -> str:
    """Put pieces that FEEL is made of in any order."""
    return "".join(random.choice(_PIECES) for _ in range(random.randint(0, most)))


def damaged(random: Random, text: str) -> str:
    """Put something else in the place of a few characters of a text."""
    begin = random.randint(0, len(text))
    return text[:begin] + scribble(random, 3) + text[begin + random.randint(0, 5) :]
