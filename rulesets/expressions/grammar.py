"""Reads expressions and tests by the grammar of sections 4 and 5 of docs/language.md."""

from __future__ import annotations

from rulesets.expressions.lexer import alternatives
from rulesets.expressions.operands import Operands
from rulesets.expressions.scope import CodeSpellings
from rulesets.expressions.tree import (
    And,
    Arithmetic,
    Between,
    Compare,
    CompareTest,
    If,
    In,
    IsMissing,
    ListOf,
    Name,
    Node,
    Not,
    Or,
    RangeTest,
    RowField,
    Test,
    TextOperation,
    TextTest,
    ValueTest,
)
from rulesets.expressions.words import (
    AND_OF_BETWEEN,
    ARITHMETIC,
    INFIX,
    PRESENCE,
    RELATION,
    RELATIONS,
    TEXT_OPERATOR,
    TEXT_OPERATORS,
    Words,
)
from rulesets.types import Both

_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 3}
_RELATIONS = frozenset(RELATIONS.values())
_TEXT_OPERATORS = frozenset(TEXT_OPERATORS.values())
_PRESENCE = frozenset(PRESENCE.values())


class Grammar(Operands):
    """One method for each level of the grammar, weakest binding first.

    A method that takes `given` goes on after a first operand that was read already: `(a + b) * 2`
    and `(1 .. 3)` begin alike, and are read once, not tried twice.
    """

    def expression(self, given: Node | None = None) -> Node:
        """Read `if … then … else …`, or conditions joined by `or` and `and`."""
        if given is None and self.opens("if"):
            return self._conditional()
        self.blank()
        at = self.at + 1 if given is None else given.at
        either: list[Node] = []
        while True:
            both = [self._negation(given)]
            begin, given = both[0].at, None
            while self.take_word(INFIX, "and"):
                both.append(self._negation(None))
            either.append(both[0] if len(both) == 1 else And(tuple(both), begin))
            if not self.take_word(INFIX, "or"):
                return either[0] if len(either) == 1 else Or(tuple(either), at)

    def _conditional(self) -> Node:
        known = self.look()
        at = self.at + 1
        self.at = self.at if known is None else known.end
        self.deeper()
        with self.codes(None):
            condition = self.expression()
        self.need_word(INFIX, "then")
        then = self.expression()
        self.need_word(INFIX, "else")
        otherwise = self.expression()
        self.back()
        return If(condition, then, otherwise, at)

    def _negation(self, given: Node | None) -> Node:
        if given is None and self.opens("not"):
            at = self.at + 1
            self._past_opener()
            self.need("(")
            self.deeper()
            operand = self.expression()
            self.need(")")
            self.back()
            return Not(operand, at)
        return self._comparison(given)

    def _past_opener(self) -> None:
        known = self.look()
        if known is not None:
            self.at = known.end

    def _comparison(self, given: Node | None) -> Node:
        left = self.arithmetic(given)
        while True:
            self.refuse_wrong_sign()
            word = self.peek_word(INFIX)
            if word in _PRESENCE:
                self.take_word(INFIX)
                left = IsMissing(left, word == "is present", left.at)
            elif word in _RELATIONS or word in _TEXT_OPERATORS or word in {"between", "in"}:
                self.take_word(INFIX)
                with self.codes(self._codes_of(left)):
                    left = self._compared(left, word)
            else:
                return left

    def _compared(self, left: Node, word: str) -> Node:
        if word == "between":
            low = self.arithmetic()
            self.need_word(AND_OF_BETWEEN, "and")
            return Between(left, low, self.arithmetic(), left.at)
        if word == "in":
            return In(left, self._tests_of_in(), left.at)
        kind = Compare if word in _RELATIONS else TextOperation
        return kind(word, left, self.arithmetic(), left.at)

    def _codes_of(self, left: Node) -> CodeSpellings | None:
        """Find the list whose values may stand unquoted beside a name."""
        lists = self.scope.code_lists
        keys: tuple[str, ...] = ()
        if isinstance(left, RowField):
            keys = (f"{self.records}.{left.key}", left.key)
        elif isinstance(left, Name):
            keys = (left.key,)
        for key in keys:
            if key in lists:
                return self.scope.code_spellings(lists[key])
        return None

    def arithmetic(self, given: Node | None = None, least: int = 1) -> Node:
        """Read operands joined by signs that bind at least so strongly, from left to right."""
        left = self.signed(given)
        while True:
            sign = self.peek_word(ARITHMETIC)
            if sign is None or _STRENGTH[sign] < least:
                return left
            self.take_word(ARITHMETIC)
            right = self.arithmetic(None, _STRENGTH[sign] + 1)
            left = Arithmetic(sign, left, right, left.at)

    # Tests

    def tests(self) -> tuple[Test, ...]:
        """Read tests with commas between them."""
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Test:
        """Read one test of a cell or of `in`."""
        for words, kind in ((RELATION, CompareTest), (TEXT_OPERATOR, TextTest)):
            op = self._operator(words)
            if op is not None:
                return kind(op, self.arithmetic())
        known = self.look()
        if known is None or known.kind != "code":
            sign = self.next()
            if sign == "]":
                self.at += 1
                self.deeper()
                return self._range(self._low(), low_included=False)
            if sign in {"(", "["}:
                return self._bracket_test(sign)
        return ValueTest(self.arithmetic())

    def _operator(self, words: Words) -> str | None:
        """Go past an operator that begins a test, unless a longer name or code stands there."""
        known = self.look()
        found = words.at(self.plain, self.at)
        if known is not None and (found is None or known.end > found[1]):
            return None
        self.refuse_wrong_sign()
        return self.take_word(words)

    def _bracket_test(self, sign: str) -> Test:
        """Read what a bracket opens: a range, a list, or the first operand of a sum."""
        at = self.at + 1
        self.at += 1
        if sign == "[" and self.take("]"):
            return ValueTest(self.arithmetic(ListOf((), at)))
        self.deeper()
        first = None if self.opens("if") or self.opens("not") else self.arithmetic()
        if first is not None and self.take(".."):
            return self._range(first, low_included=sign == "[")
        first = self.expression(first) if first is not None else self.expression()
        if sign == "[":
            return ValueTest(self.arithmetic(self.rest_of_list([first], at)))
        if not self.take(")"):
            self.refuse_wrong_sign()
            self.expected(alternatives("..", ")"))
        self.back()
        return ValueTest(self.arithmetic(first))

    def _low(self) -> Node:
        low = self.arithmetic()
        self.need("..")
        return low

    def _range(self, low: Node, *, low_included: bool) -> RangeTest:
        """Read the upper end of a range, one level in, and its closing bracket."""
        high = self.arithmetic()
        closing = self.next()
        if closing not in {")", "]", "["}:
            self.refuse_wrong_sign()
            self.expected(alternatives("]", ")"))
        self.at += 1
        self.back()
        return RangeTest(low, high, low_included, closing == "]")

    def _tests_of_in(self) -> tuple[Test, ...]:
        """Read what follows `in`: one test, or tests in brackets."""
        if self.next() != "(" or self._code_next():
            return (self.test(),)
        self.at += 1
        self.deeper()
        whole = self.opens("if") or self.opens("not")
        first = ValueTest(self.expression()) if whole else self.test()
        if isinstance(first, ValueTest) and not whole:
            if self.take(".."):
                return (self._range(first.operand, low_included=False),)
            if self.next() not in {",", ")"}:
                first, whole = ValueTest(self.expression(first.operand)), True
        if whole and self.next() == ",":
            self.expected(alternatives(")"))
        tests = [first]
        while self.take(","):
            tests.append(self.test())
        self.close(")")
        if len(tests) == 1 and isinstance(first, ValueTest):
            # The brackets may have been those of a first operand: `x in (a + b) * 2`.
            return (ValueTest(self.arithmetic(first.operand)),)
        return tuple(tests)

    def _code_next(self) -> bool:
        known = self.look()
        return known is not None and known.kind == "code"

    def need_end_of_cell(self) -> None:
        """Refuse anything that follows the tests of a cell."""
        if self.next():
            self.refuse_wrong_sign()
            self.expected(Both("`,` 或结尾", "`,` or the end"))
