"""From tree to text: canonical text by keys, or text with titles for people (clause 3.8)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from rulesets.expressions.functions import AGGREGATES, FUNCTIONS, PREVIOUS
from rulesets.expressions.tree import (
    Aggregate,
    And,
    AnyCell,
    Arithmetic,
    Between,
    Call,
    Cell,
    Compare,
    CompareTest,
    If,
    In,
    IsMissing,
    ListOf,
    Literal,
    MissingCell,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Part,
    Previous,
    RangeTest,
    RowField,
    Test,
    TextOperation,
    TextTest,
    ValueTest,
)
from rulesets.values import decimal_text


@dataclass(frozen=True)
class Naming:
    """Titles of one language by key, to print for people. What has no title is printed by key.

    `names` holds facts, conclusions, constants and parameters; `functions` the ruleset's own ones
    and lookups; `fields` the sub-facts, by key of their records; `parts` value columns of lookups.
    `codes` holds the titles of the column's or conclusion's list by value; `code_lists` those of
    the list of a fact, conclusion or sub-fact, by its key: such values are printed as titles.
    """

    language: str
    names: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    code_lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def print_node(node: Node, naming: Naming | None = None) -> str:
    """Print an expression: canonical text by keys, or with titles for people.

    Example:
        >>> two = Literal(Decimal(2))
        >>> print_node(Arithmetic("**", Negate(two), Arithmetic("+", two, Name("a"))))
        '-2 ** (2 + a)'
        >>> print_node(IsMissing(Name("a")), Naming("zh", names={"a": "年采购额"}))
        '年采购额 缺失'
    """
    return _Printer(naming or _CANONICAL).node(node, _WHOLE)


def print_cell(cell: Cell, naming: Naming | None = None) -> str:
    """Print a cell: canonical text by keys, or with titles for people; blank prints as `-`.

    Example:
        >>> print_cell(AnyCell())
        '-'
        >>> print_cell(MissingCell(negated=True))
        'is present'
    """
    return _Printer(naming or _CANONICAL).cell(cell)


# How strongly each shape binds, weakest first: the levels of the grammar in section 4.
_WHOLE, _OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _POWER, _SIGNED, _OPERAND = range(10)
_STRENGTHS: Mapping[type, int] = {
    If: _WHOLE,
    Or: _OR,
    And: _AND,
    Not: _NOT,
    Compare: _COMPARISON,
    Between: _COMPARISON,
    In: _COMPARISON,
    IsMissing: _COMPARISON,
    TextOperation: _COMPARISON,
    Negate: _SIGNED,
}
_SIGNS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_CHINESE = {
    "and": "且",
    "or": "或",
    "not": "非",
    "if": "如果",
    "then": "则",
    "else": "否则",
    "between": "介于",
    "between and": "和",
    "in": "属于",
    "is missing": "缺失",
    "is present": "存在",
    "contains": "包含",
    "contains any of": "包含任一",
    "starts with": "开头是",
    "ends with": "结尾是",
    "within": "位于",
    "true": "真",
    "false": "假",
    "null": "空值",
    "where": "其中",
}
_CANONICAL = Naming("")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}

# Names that with an operator and a bracket after them would be read as a call: `days between (`.
_HEADS: frozenset[tuple[str, str]] = frozenset(
    (head, tail) for head, _, tail in (key.rpartition(" ") for key in FUNCTIONS) if head
)


def _strength(node: Node) -> int:
    if isinstance(node, Arithmetic):
        return _SIGNS[node.op]
    return _STRENGTHS.get(type(node), _OPERAND)


class _Printer:
    """Prints one tree; knows the titles of the list that the place it is at compares with."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._codes = naming.codes
        self._fields: Mapping[str, str] = {}
        self._records = ""
        self._by_type: Mapping[type, Callable[..., str]] = {
            Literal: self._literal,
            Null: self._null,
            Name: self._name,
            RowField: self._row_field,
            Part: self._part,
            Negate: self._negate,
            Arithmetic: self._arithmetic,
            Compare: self._infix,
            TextOperation: self._infix,
            Between: self._between,
            In: self._in,
            IsMissing: self._is_missing,
            And: self._joined,
            Or: self._joined,
            Not: self._not,
            If: self._if,
            Call: self._call,
            Previous: self._previous,
            Aggregate: self._aggregate,
            ListOf: self._list,
        }

    def node(self, node: Node, least: int) -> str:
        """Print a node, in brackets where it binds weaker than its place asks."""
        text = self._by_type[type(node)](node)
        return f"({text})" if _strength(node) < least else text

    def _word(self, word: str) -> str:
        if self._naming.language == "zh":
            return _CHINESE.get(word, word)
        return "and" if word == "between and" else word

    def _amid(self, codes: Mapping[str, str], least: int, *nodes: Node) -> list[str]:
        """Print nodes where the values of a list are shown by title."""
        before, self._codes = self._codes, codes
        texts = [self.node(node, least) for node in nodes]
        self._codes = before
        return texts

    # Operands

    def _literal(self, node: Literal) -> str:
        value = node.value
        match value:
            case bool():
                return self._word("true" if value else "false")
            case Decimal():
                return decimal_text(value)
            case str():
                return self._codes.get(value) or quoted(value)
            case datetime():
                return f'{self._function_name("datetime")}("{self._moment(value)}")'
            case date():
                return f'{self._function_name("date")}("{value.isoformat()}")'

    def _moment(self, value: datetime) -> str:
        # An instant has one canonical text, whatever its offset; people see the offset typed.
        if not self._naming.language:
            value = value.astimezone(UTC)
        return value.isoformat().replace("+00:00", "Z")

    def _null(self, _: Null) -> str:
        return self._word("null")

    def _name(self, node: Name) -> str:
        return self._naming.names.get(node.key, node.key)

    def _row_field(self, node: RowField) -> str:
        return self._fields.get(node.key, node.key)

    def _part(self, node: Part) -> str:
        return f"{self.node(node.of, _OPERAND)}.{self._naming.parts.get(node.key, node.key)}"

    def _negate(self, node: Negate) -> str:
        return f"-{self.node(node.operand, _SIGNED)}"

    def _function_name(self, key: str) -> str:
        if key in self._naming.functions:
            return self._naming.functions[key]
        if key == "datetime":
            return "日期时间" if self._naming.language == "zh" else key
        spec = FUNCTIONS.get(key) or AGGREGATES.get(key)
        if spec is None or not self._naming.language:
            return key
        return spec.title.in_language(self._naming.language)

    def _call(self, node: Call) -> str:
        name = self._function_name(node.function)
        spec = FUNCTIONS.get(node.function)
        if spec is not None and spec.bare and not node.arguments:
            return name
        codes = self._codes if node.function == "coalesce" else {}
        return f"{name}({', '.join(self._amid(codes, _WHOLE, *node.arguments))})"

    def _previous(self, node: Previous) -> str:
        word = PREVIOUS.title.in_language(self._naming.language or "en")
        return f"{word}({self._naming.names.get(node.key, node.key)})"

    def _aggregate(self, node: Aggregate) -> str:
        (text,) = self._amid({}, _WHOLE, node.records)
        before = self._fields, self._records
        if isinstance(node.records, Name):
            self._records = node.records.key
            self._fields = self._naming.fields.get(node.records.key, {})
        if node.where is not None:
            text += f" {self._word('where')} {self._amid({}, _WHOLE, node.where)[0]}"
        if node.value is not None:
            text += f", {self._amid({}, _WHOLE, node.value)[0]}"
        self._fields, self._records = before
        return f"{self._function_name(node.function)}({text})"

    def _list(self, node: ListOf) -> str:
        return f"[{', '.join(self.node(item, _WHOLE) for item in node.items)}]"

    # Operators

    def _arithmetic(self, node: Arithmetic) -> str:
        strength = _SIGNS[node.op]
        left, right = self.node(node.left, strength), self.node(node.right, strength + 1)
        return f"{left} {node.op} {right}"

    def _beside(self, left: Node, operator: str, right: str) -> str:
        """Print the left side of an operator; brackets keep `days between (` from being a call."""
        text = self.node(left, _COMPARISON)
        last = text.rpartition(" ")[2]
        return f"({text})" if right.startswith("(") and (last, operator) in _HEADS else text

    def _infix(self, node: Compare | TextOperation) -> str:
        (right,) = self._amid(self._codes_of(node.left), _SUM, node.right)
        return f"{self._beside(node.left, node.op, right)} {self._word(node.op)} {right}"

    def _between(self, node: Between) -> str:
        low, high = self._amid(self._codes_of(node.subject), _SUM, node.low, node.high)
        left = self._beside(node.subject, "between", low)
        return f"{left} {self._word('between')} {low} {self._word('between and')} {high}"

    def _in(self, node: In) -> str:
        before, self._codes = self._codes, self._codes_of(node.subject)
        tests = self._tests(node.tests)
        self._codes = before
        if len(node.tests) > 1:
            tests = f"({tests})"
        return f"{self._beside(node.subject, 'in', tests)} {self._word('in')} {tests}"

    def _codes_of(self, left: Node) -> Mapping[str, str]:
        lists = self._naming.code_lists
        if isinstance(left, RowField):
            return lists.get(f"{self._records}.{left.key}") or lists.get(left.key, {})
        return lists.get(left.key, {}) if isinstance(left, Name) else {}

    def _is_missing(self, node: IsMissing) -> str:
        word = self._word("is present" if node.negated else "is missing")
        return f"{self.node(node.subject, _COMPARISON)} {word}"

    def _joined(self, node: And | Or) -> str:
        word, least = ("and", _NOT) if isinstance(node, And) else ("or", _AND)
        return f" {self._word(word)} ".join(self.node(each, least) for each in node.operands)

    def _not(self, node: Not) -> str:
        return f"{self._word('not')}({self.node(node.operand, _WHOLE)})"

    def _if(self, node: If) -> str:
        (condition,) = self._amid({}, _WHOLE, node.condition)
        then, otherwise = self.node(node.then, _WHOLE), self.node(node.otherwise, _WHOLE)
        words = [self._word(word) for word in ("if", "then", "else")]
        return f"{words[0]} {condition} {words[1]} {then} {words[2]} {otherwise}"

    # Tests and cells

    def _tests(self, tests: tuple[Test, ...]) -> str:
        return ", ".join(self._test(test) for test in tests)

    def _test(self, test: Test) -> str:
        match test:
            case ValueTest():
                return self.node(test.operand, _SUM)
            case CompareTest() | TextTest():
                return f"{self._word(test.op)} {self.node(test.operand, _SUM)}"
            case RangeTest():
                low, high = self.node(test.low, _SUM), self.node(test.high, _SUM)
                opening, closing = "(["[test.low_included], ")]"[test.high_included]
                return f"{opening}{low} .. {high}{closing}"

    def cell(self, cell: Cell) -> str:
        """Print a cell."""
        if isinstance(cell, AnyCell):
            return "-"
        if isinstance(cell, MissingCell):
            return self._word("is present" if cell.negated else "is missing")
        tests = self._tests(cell.tests)
        return f"{self._word('not')}({tests})" if cell.negated else tests


def quoted(text: str) -> str:
    """Write a text in double quotes, with escapes where it needs them.

    Example:
        >>> print(quoted("“优质”"))
        "“优质”"
    """
    return '"' + "".join(_ESCAPES.get(each) or _visible(each) for each in text) + '"'


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}
    return f"\\u{ord(character):04x}" if hidden and character <= "\uffff" else character
