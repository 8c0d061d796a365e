"""Reading expressions: operators by how close they bind, tests, and types.

Numbers of rules are those of OMG DMN 1.5, chapter 10.3.1.2. Rules 2 and 4 list the operators from
the loosest to the closest; all of two operands are read from left to right.
"""

from __future__ import annotations

from rulesets.dmn.feel.lexer import DEEPEST, THE_END
from rulesets.dmn.feel.operands import Operands
from rulesets.dmn.feel.tree import (
    Between,
    Binary,
    CompareTest,
    Feel,
    InTests,
    OneSidedRange,
    Test,
    UnaryTests,
    ValueTest,
)
from rulesets.errors import AuthorError

COMPARES = frozenset({"=", "!=", "<", "<=", ">", ">="})
COMPARISON = 3
BINDING = {
    "or": 1,
    "and": 2,
    **dict.fromkeys((*COMPARES, "between", "in"), COMPARISON),
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "**": 6,
}
"""How close each operator binds (rules 2b to 2e and 4a to 4c)."""

_WORDS = frozenset({"or", "and", "between", "in"})
# A level of the tree may stand in brackets, each of which is a level of its own while it is read.
_DEEPEST_READ = 2 * DEEPEST


class Grammar(Operands):
    """Reads expressions and tests at the place."""

    _level = 0

    def expression(self, above: int = 0) -> Feel:
        """Read an expression of operators that bind closer than `above` (rules 1 and 2).

        Where a comparison may stand, so may one without its left side: `< 5` is a range (7a).
        """
        self._enter()
        at = self.blank() + 1
        sign = self.sign()
        if above < COMPARISON and sign in COMPARES:
            self.take(sign)
            node: Feel = OneSidedRange(sign, self.expression(COMPARISON), at)
        else:
            node = self.operand()
        node = self._operators(node, above, at)
        self._level -= 1
        return node

    def _enter(self) -> None:
        self._level += 1
        if self._level > _DEEPEST_READ:
            self.refuse_size(self.at)

    def _operators(self, node: Feel, above: int, at: int) -> Feel:
        while True:
            operator = self._operator()
            binding = BINDING.get(operator, 0)
            if binding <= above:
                return node
            self.at += len(operator)
            if operator == "between":  # rule 49b
                low = self.expression(COMPARISON)
                self.need_word("and")
                node = Between(node, low, self.expression(COMPARISON), at)
            elif operator == "in":
                node = InTests(node, self._tests_of_in(), at)
            else:
                node = Binary(operator, node, self.expression(binding), at)

    def _operator(self) -> str:
        """Look at the operator that stands next; empty when there is none."""
        word = self.word()
        found = word if word in _WORDS else self.sign()
        return found if found in BINDING else ""

    # Tests

    def _tests_of_in(self) -> tuple[Test, ...]:
        """Read what follows `in`: one test, or several in brackets (rules 49c and 49d)."""
        at = self.blank() + 1
        if not self.take("("):
            return (self._test(COMPARISON),)
        if self.take(".."):
            return (self._closer(self.upper_only(at), at),)
        tests = [self._test()]
        only = tests[0]
        if isinstance(only, ValueTest) and self.take(".."):
            range_ = self.range_from(only.operand, low_included=False, at=at)
            return (self._closer(range_, at),)
        while self.take(","):
            tests.append(self._test())
        self.need(")")
        if len(tests) == 1 and isinstance(only, ValueTest):  # `x in (a) + 1`
            return (self._closer(only.operand, at),)
        return tuple(tests)

    def _closer(self, node: Feel, at: int) -> ValueTest:
        """Read on after a bracket that turned out to be the first operand of an expression."""
        return ValueTest(self._operators(self.following(node, at), COMPARISON, at), at)

    def _test(self, above: int = 0) -> Test:
        """Read a test: a comparison without its left side, or an expression (rules 7 and 13)."""
        at = self.blank() + 1
        sign = self.sign()
        if sign in COMPARES:
            self.take(sign)
            return CompareTest(sign, self.expression(COMPARISON), at)
        return ValueTest(self.expression(above), at)

    def unary_tests(self) -> UnaryTests:
        """Read a whole text as tests (rule 15).

        `not(…)` is a negation only when nothing follows it; else it is the function `not`.
        """
        if self.take("-") and not self.sign():
            return UnaryTests((), at=1)
        self.at = 0
        at = self.blank() + 1
        fault: AuthorError | None = None
        if self.take_word("not") and self.take("("):
            try:
                return UnaryTests(self._tests(")"), negated=True, at=at)
            except AuthorError as error:
                fault = error
        self.at, self._level = 0, 0
        try:
            return UnaryTests(self._tests(""), at=at)
        except AuthorError as error:
            raise error if fault is None else max(fault, error, key=_reached) from None

    def _tests(self, close: str) -> tuple[Test, ...]:
        tests = [self._test()]
        while self.take(","):
            tests.append(self._test())
        if close:
            self.need(close)
        if self.sign() and close:
            self.expected(THE_END)
        self.need_end()
        return tuple(tests)

    # Types

    def type_text(self) -> str:
        """Read a type (rule 52), as text with white space made single.

        `list`, `range` and `context` are no keywords: alone they are names of types.
        """
        self._enter()
        word = self.word()
        begin = self.at
        text = ""
        if word in {"list", "range", "context", "function"}:
            self.at += len(word)
            text = self._type_of(word) if self.take("<") else ""
        if not text:
            self.at = begin
            text = self.type_name()
        self._level -= 1
        return text

    def _type_of(self, word: str) -> str:
        parts: list[str] = []
        while not (word == "function" and not parts and self.sign() == ">"):
            name = ""
            if word == "context":
                name = f"{self.new_name()}: "
                self.need(":")
            parts.append(name + self.type_text())
            if word in {"list", "range"} or not self.take(","):
                break
        self.need(">")
        text = f"{word}<{', '.join(parts)}>"
        if word == "function":
            self.need("->")
            text += f"->{self.type_text()}"
        return text


def _reached(error: AuthorError) -> int:
    """Say at which character a fault was found: of two readings the one that got further counts."""
    return max(int(value) for _, value in error.faults[0].place)
