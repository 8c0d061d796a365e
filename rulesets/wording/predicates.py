"""What a test says of its subject: `不低于 100 万元`, `is at least 1,000,000 CNY`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rulesets.expressions import tree
from rulesets.types import Both, DateTimeType, DateType, ListType, NumberType, TextType, Type
from rulesets.wording.joining import bracketed, glue, listed, together

Say = Callable[[tree.Node, Type | None], str]

OPPOSITE: Mapping[str, str] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
_NUMBERS = {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于"}
_DATES = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
_CODES = {"<": "低于", "<=": "或以下", ">": "高于", ">=": "或以上"}
_NUMBERS_EN = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
# These are said behind the code: 是 B 级或以上, is Grade B or higher.
_CODES_EN = {"<=": "or lower", ">=": "or higher"}
_DATES_EN = {"<": "before", "<=": "no later than", ">": "after", ">=": "no earlier than"}
SYMBOLS: Mapping[str, str] = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
# What a number below or not below 0 is called.
_SIGNS = {"<": Both("为负", "negative"), ">=": Both("不为负", "not negative")}
_MUST = {
    "is": "must be",
    "is not": "must not be",
    "equals": "must equal",
    "differs from": "must differ from",
    "contains": "must contain",
    "does not contain": "must not contain",
    "starts with": "must start with",
    "does not start with": "must not start with",
    "ends with": "must end with",
    "does not end with": "must not end with",
    "is within": "must be within",
    "is not within": "must not be within",
    "contains any of": "must contain any of",
    "contains none of": "must contain none of",
}
# Chinese words around an operand, affirmed and negated; English verbs likewise.
_TEXT_ZH: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "contains": (("包含", ""), ("不包含", "")),
    "starts with": (("以", "开头"), ("不以", "开头")),
    "ends with": (("以", "结尾"), ("不以", "结尾")),
    "contains any of": (("包含", "中的任何一个"), ("不包含", "中的任何一个")),
    "within": (("属于", "（含下级）"), ("不属于", "（含下级）")),
}
_TEXT_EN: Mapping[str, tuple[str, str]] = {
    "contains": ("contains", "does not contain"),
    "starts with": ("starts with", "does not start with"),
    "ends with": ("ends with", "does not end with"),
    "contains any of": ("contains any of", "contains none of"),
    "within": ("is within", "is not within"),
}
# These begin with 不 but demand something: 须不低于, not 不得低于.
_BOUNDS = ("不低于", "不超过", "不早于", "不晚于", "不详")
_AFFIRMED = {"不是": "是", "不为": "为", "不等于": "等于", "不属于": "属于"}
_DENIED = {word: denial for denial, word in _AFFIRMED.items()}


@dataclass(frozen=True)
class Predicate:
    """What is said of a subject: an English verb and the rest; in a list brackets if `wide`."""

    verb: str
    rest: str
    wide: bool = False

    def finite(self, language: str) -> str:
        """Say it of a subject: `is at least 5`."""
        return together(language, self.verb, self.rest)

    def must(self, language: str) -> str:
        """Demand it: `must be at least 5`, `须不低于 5`."""
        if language == "zh":
            if self.rest.startswith("不") and not self.rest.startswith(_BOUNDS):
                return f"不得{self.rest[1:]}"
            return glue("须", self.rest)
        verbs = self.rest.split(" ", 1)
        if not self.verb and verbs[0] in _MUST:
            return f"{_MUST[verbs[0]]} {verbs[1]}"
        return f"{_MUST.get(self.verb, 'must be')} {self.rest}"


@dataclass(frozen=True)
class Predicates:
    """Makes predicates for subjects of one type in one language.

    `same` is the Chinese word by which a code equals: 是 in conditions, 为 in bands. `type_of`
    tells names of lists, of which the subject is one (clause 5.2), from names that it equals.
    """

    say: Say
    subject: Type | None
    language: str
    same: str = "是"
    type_of: Callable[[tree.Node], Type | None] = lambda _: None

    def cell(self, cell: tree.TestsCell) -> Predicate:
        """Say what a cell of tests says."""
        return self.tests(cell.tests, negated=cell.negated)

    def missing(self, *, negated: bool) -> Predicate:
        """Say that the subject is missing, or present: not known, or known."""
        if self.language == "zh":
            return Predicate("", "已知" if negated else "不详")
        return Predicate("is", "known" if negated else "not known")

    def tests(self, tests: tuple[tree.Test, ...], *, negated: bool = False) -> Predicate:
        """Say that one of the tests holds, or with `negated` that none does."""
        if len(tests) == 1:
            return self.test(tests[0], negated=negated)
        values = [test.operand for test in tests if isinstance(test, tree.ValueTest)]
        if len(values) == len(tests) and not any(map(self._is_list, values)):
            return self._one_of(values, negated=negated)
        texts = [test for test in tests if isinstance(test, tree.TextTest)]
        if len(texts) == len(tests) and all(test.op == "within" for test in texts):
            return self._within([test.operand for test in texts], negated=negated)
        return self._joined([self.test(test, negated=negated) for test in tests], negated=negated)

    def test(self, test: tree.Test, *, negated: bool = False) -> Predicate:
        """Say what one test says, or its opposite."""
        if isinstance(test, tree.ValueTest):
            return self.compared("!=" if negated else "=", test.operand)
        if isinstance(test, tree.CompareTest):
            return self.compared(OPPOSITE[test.op] if negated else test.op, test.operand)
        if isinstance(test, tree.RangeTest):
            return self.ranged(test, negated=negated)
        return self.text(test.op, test.operand, negated=negated)

    def compared(self, op: str, operand: tree.Node) -> Predicate:
        """Say a comparison with an operand."""
        if op in {"=", "!="}:
            value = self.say(operand, self.subject)
            return self._equal(operand, value, negated=op == "!=")
        if op in _SIGNS and isinstance(operand, tree.Literal) and operand.value == 0:
            words = _SIGNS[op]
            return Predicate(
                "" if self.language == "zh" else "is", words.in_language(self.language)
            )
        return self._bounded(op, operand)

    def _bounded(self, op: str, operand: tree.Node) -> Predicate:
        value = self.say(operand, self.subject)
        if self._is_coded() and op in _CODES_EN:
            if self.language == "zh":
                return Predicate("", glue(self.same, value, _CODES[op]))
            return Predicate("is", f"{value} {_CODES_EN[op]}")
        if self.language == "zh":
            return Predicate("", glue(self._order_words()[op], value))
        return Predicate("is", f"{self._order_words()[op]} {value}")

    def ranged(self, test: tree.RangeTest, *, negated: bool = False) -> Predicate:
        """Say that the subject lies in a range, or outside it."""
        low, high = (">=" if test.low_included else ">"), ("<=" if test.high_included else "<")
        link = {"zh": "而", "en": "and"}
        if negated:
            low, high, link = OPPOSITE[low], OPPOSITE[high], {"zh": "或", "en": "or"}
        first, last = self._bounded(low, test.low), self._bounded(high, test.high)
        if self.language == "zh":
            return Predicate("", glue(first.rest, link["zh"] + last.rest), wide=True)
        return Predicate("is", f"{first.rest} {link['en']} {last.rest}", wide=True)

    def text(self, op: str, operand: tree.Node, *, negated: bool = False) -> Predicate:
        """Say a test of texts or of a hierarchical list."""
        value = self.say(operand, self.subject if op == "within" else None)
        if self.language == "zh":
            before, after = _TEXT_ZH[op][negated]
            return Predicate("", glue(before, value, after))
        return Predicate(_TEXT_EN[op][negated], value)

    def _equal(self, operand: tree.Node, value: str, *, negated: bool) -> Predicate:
        if self.language == "zh":
            word = self._same_word(operand)
            return Predicate("", glue(_DENIED[word] if negated else word, value))
        if self._is_list(operand):
            return Predicate("is not" if negated else "is", f"one of {value}")
        if _is_literal(operand):
            return Predicate("is not" if negated else "is", value)
        return Predicate("differs from" if negated else "equals", value)

    def _one_of(self, operands: list[tree.Node], *, negated: bool) -> Predicate:
        values = [self.say(operand, self.subject) for operand in operands]
        either = listed(values, self.language, "or")
        if self.language == "en":
            return Predicate("is", _neither(values) if negated else either)
        if negated:
            return Predicate("", glue("不是", listed(values, "zh"), "中的任何一个"))
        return Predicate("", glue(self._same_word(operands[0]), either))

    def _within(self, operands: list[tree.Node], *, negated: bool) -> Predicate:
        values = [self.say(operand, self.subject) for operand in operands]
        any_of = listed(values, self.language, "" if negated else "or")
        if self.language == "en":
            return Predicate("is within", f"none of {any_of}" if negated else any_of)
        before = "不属于" if negated else "属于"
        after = "中的任何一个（含下级）" if negated else "（含下级）"
        return Predicate("", glue(before, any_of, after))

    def _joined(self, each: list[Predicate], *, negated: bool) -> Predicate:
        pieces = [bracketed(one.rest, self.language) if one.wide else one.rest for one in each]
        if self.language == "zh":
            return Predicate("", glue(*_between(pieces, "且" if negated else "或")), wide=True)
        word = " and " if negated else " or "
        # A denied verb is said again each time: "is not A and is not within B".
        if all(one.verb == ("is" if negated else each[0].verb) for one in each):
            return Predicate(each[0].verb, word.join(pieces), wide=True)
        said = [f"{one.verb} {piece}" for one, piece in zip(each, pieces, strict=True)]
        return Predicate("", word.join(said), wide=True)

    def _same_word(self, operand: tree.Node) -> str:
        if self._is_list(operand):
            return "属于"
        if not _is_literal(operand):
            return "等于"
        literal = operand.value if isinstance(operand, tree.Literal) else None
        if isinstance(literal, str):
            return self.same
        return "为"

    def _is_list(self, operand: tree.Node) -> bool:
        if isinstance(self.subject, ListType):
            return _is_list(operand)
        return _is_list(operand) or isinstance(self.type_of(operand), ListType)

    def _order_words(self) -> Mapping[str, str]:
        dates = isinstance(self.subject, DateType | DateTimeType)
        if self.language == "en":
            return _DATES_EN if dates else _NUMBERS_EN
        if dates:
            return _DATES
        return _CODES if self._is_coded() else _NUMBERS

    def _is_coded(self) -> bool:
        return isinstance(self.subject, TextType) and self.subject.one_of is not None

    def short(self, cell: tree.TestsCell) -> str:
        """Say a cell by symbols: `≥ 100 万元`, `[90 天 .. 180 天)`, `属于 华东、华南`."""
        values = [test.operand for test in cell.tests if isinstance(test, tree.ValueTest)]
        if len(values) == len(cell.tests) and (len(values) > 1 or self._is_list(values[0])):
            said = listed([self.say(value, self.subject) for value in values], self.language)
            return f"{self._in_word(negated=cell.negated)} {said}"
        if len(cell.tests) == 1:
            return self._short_test(cell.tests[0], negated=cell.negated)
        said = (" 或 " if self.language == "zh" else " or ").join(map(self._short_test, cell.tests))
        if not cell.negated:
            return said
        return ("非" if self.language == "zh" else "not ") + bracketed(said, self.language)

    def _in_word(self, *, negated: bool) -> str:
        if self.language == "zh":
            return "不属于" if negated else "属于"
        return "not in" if negated else "in"

    def _short_test(self, test: tree.Test, negated: bool = False) -> str:
        if isinstance(test, tree.TextTest):
            return self.text(test.op, test.operand, negated=negated).finite(self.language)
        if isinstance(test, tree.RangeTest):
            low, high = (self.say(end, self.subject) for end in (test.low, test.high))
            opening, closing = "[" if test.low_included else "(", "]" if test.high_included else ")"
            said = f"{opening}{low} .. {high}{closing}"
            return f"{self._in_word(negated=negated)} {said}"
        op = test.op if isinstance(test, tree.CompareTest) else "="
        op = OPPOSITE[op] if negated else op
        return f"{SYMBOLS[op]} {self.say(test.operand, self.subject)}"


def _neither(values: list[str]) -> str:
    if len(values) == len("ab"):
        return f"neither {values[0]} nor {values[1]}"
    return f"none of {listed(values, 'en', 'or')}"


def _between(pieces: list[str], word: str) -> list[str]:
    return [piece for each in pieces for piece in (word, each)][1:]


def _is_list(node: tree.Node) -> bool:
    return isinstance(node, tree.ListOf)


def _is_literal(node: tree.Node) -> bool:
    if isinstance(node, tree.Negate):
        return isinstance(node.operand, tree.Literal)
    return isinstance(node, tree.Literal)


def has_unit(found: Type | None) -> bool:
    """Tell whether numbers of a type are written with a unit."""
    return isinstance(found, NumberType) and bool(found.unit)
