"""Expressions and conditions as people read them: titles for keys, words for operators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rulesets.checked import CheckedRuleset
from rulesets.expressions import tree
from rulesets.types import (
    BooleanType,
    Both,
    Field,
    ListType,
    NumberType,
    Type,
)
from rulesets.wording import operand_types, phrases
from rulesets.wording.aggregates import aggregate_text, is_total
from rulesets.wording.calls import call_text, column_text
from rulesets.wording.folding import folded
from rulesets.wording.joining import (
    bracketed,
    glue,
    listed,
    spaced,
    together,
    within_sentence,
)
from rulesets.wording.literals import (
    BOTH_HOLD,
    BRANCH,
    EITHER,
    PHRASE,
    POWER,
    PRODUCT,
    STATEMENT,
    SUM,
    WORD,
    Said,
    as_branch,
    is_share,
    literal_text,
)
from rulesets.wording.predicates import Predicate, Predicates, has_unit
from rulesets.wording.stating import states, truth, truth_wanted
from rulesets.wording.titles import field_of, name_title, node_key
from rulesets.wording.value_texts import value_text

_LEVELS: Mapping[str, int] = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "**": POWER}
_COMPARISONS = (tree.Compare, tree.Between, tree.In, tree.IsMissing, tree.TextOperation)
_STATEMENTS = (*_COMPARISONS, tree.And, tree.Or, tree.Not)
_SIGNS: Mapping[str, str] = {"+": "+", "-": "-", "*": "×", "/": "÷", "**": "^"}


@dataclass(frozen=True)
class Speaker:
    """Says expressions of one checked ruleset in one language.

    Attributes:
        checked: Where names are declared.
        language: `zh` or `en`.
        fields: The sub-facts that are names here, inside an aggregate.
        parameters: The parameters that are names here, inside a function.
        titles: Titles of those parameters.
    """

    checked: CheckedRuleset
    language: str
    fields: tuple[Field, ...] | None = None
    parameters: tuple[tuple[str, Type], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()

    def say(self, node: tree.Node, like: Type | None = None, *, at_least: int = STATEMENT) -> str:
        """Say an expression; literals in it take the unit or the titles of the type `like`.

        `at_least` is how tightly the text must hold together to stand without brackets.
        """
        text, level = SAYERS[type(node)](self, node, like)
        return text if level >= at_least else bracketed(text, self.language)

    def condition(self, node: tree.Node, *, at_least: int = EITHER) -> str:
        """Say an expression as a statement that holds or not."""
        if is_statement(node):
            return self.say(node, at_least=at_least)
        if isinstance(node, tree.Literal):
            return {
                ("zh", True): "总是成立",
                ("zh", False): "总不成立",
                ("en", True): "it always holds",
                ("en", False): "it never holds",
            }[self.language, bool(node.value)]
        truth = tree.Compare("=", node, tree.Literal(value=True))
        return self.say(truth, at_least=at_least)

    def about(
        self, node: tree.Node, *, same: str = "是", of_type: Type | None = None
    ) -> Predicates:
        """Make predicates about an expression."""
        subject = of_type or self.type_of(node)
        return Predicates(self.say, subject, self.language, same, self.type_of)

    def stated(self, node: tree.Node, *, wanted: bool) -> Said | None:
        """Say a yes-or-no by its title, or deny it; None where its title is no statement."""
        if is_statement(node):
            return SAYERS[type(node)](self, node, None) if wanted else _denied(self, node)
        said = self._statement(node)
        if not said:
            return None
        if wanted:
            return said, STATEMENT
        if self.language == "zh":
            return glue("并非", said), STATEMENT
        # `not a or b` might be read as neither.
        return f"not {said}", BOTH_HOLD

    def asked(self, node: tree.Node) -> str:
        """Say what is looked at, a yes-or-no as the question: `是否加急`, `whether urgent`."""
        said = self._statement(node)
        if not said:
            return self.subject(node)
        return glue("是否", said) if self.language == "zh" else f"whether {said}"

    def known(self, node: tree.Node, predicate: Predicate) -> str:
        """Say that a subject is known or not, as the predicate does."""
        if self.language == "en" and self._statement(node):
            return f"it {predicate.finite('en')} {self.asked(node)}"
        return self.join(self.asked(node), predicate.finite(self.language))

    def _statement(self, node: tree.Node) -> str:
        """Give the title of a yes-or-no, where that states something; else nothing."""
        title = self._title(node)
        if not states(title) or not isinstance(self.type_of(node), BooleanType):
            return ""
        return within_sentence(title, self.language)

    def _title(self, node: tree.Node) -> str:
        if isinstance(node, tree.RowField):
            field = field_of(self.checked, node.key, self.fields)
            return field.title.in_language(self.language) if field else ""
        if not isinstance(node, tree.Name):
            return ""
        known = dict(self.titles).get(node.key)
        title = known or name_title(self.checked, node.key, self.language)
        return "" if title == node.key else title

    def subject(self, node: tree.Node) -> str:
        """Say an expression as what a statement is about."""
        return self.say(node, at_least=PHRASE)

    def type_of(self, node: tree.Node) -> Type | None:
        """Find the static type of an expression."""
        return operand_types.type_of(node, self.checked, self.fields, self.parameters)

    def name(self, key: str) -> str:
        """Give the title of a name as it stands inside a sentence."""
        known = dict(self.titles).get(key)
        said = within_sentence(known or name_title(self.checked, key, self.language), self.language)
        return f"the {said}" if self._takes_article(key) else said

    def _takes_article(self, key: str) -> bool:
        # Facts and conclusions stand without an article, as on a form; a constant is one for all.
        hidden = {each for each, _ in self.parameters} | {each.key for each in self.fields or ()}
        return self.language == "en" and key in self.checked.constants and key not in hidden

    def within(self, fields: tuple[Field, ...]) -> Speaker:
        """Speak inside an aggregate, where these sub-facts are names."""
        return replace(self, fields=fields)

    def join(self, *pieces: str) -> str:
        """Join pieces of a sentence as the language does."""
        return together(self.language, *pieces)

    def calendar(self, key: str) -> str:
        """Give the title of a calendar, or its id, saying that it is one."""
        known = self.checked.calendars.get(key)
        if known is None:
            return key
        title = Both(known.title_zh, known.title_en).in_language(self.language)
        word = "日历" if self.language == "zh" else "calendar"
        return title if word in title.lower() else self.join(title, word)


def is_statement(node: tree.Node) -> bool:
    """Tell whether an expression reads as a statement by itself, like `sales is at least 5`."""
    if isinstance(node, tree.Call):
        return node.function in phrases.STATEMENTS
    if isinstance(node, tree.Aggregate):
        return node.function in {"any", "all"}
    return isinstance(node, _STATEMENTS)


def expression_text(node: tree.Node, checked: CheckedRuleset, language: str) -> str:
    """Say an expression in reading form, such as `年采购额 × 12%`, without a full stop."""
    return Speaker(checked, language).say(node, at_least=BRANCH)


def _literal(speaker: Speaker, node: tree.Literal | tree.Null, like: Type | None) -> Said:
    value = node.value if isinstance(node, tree.Literal) else None
    return literal_text(value, like, speaker.language)


def _name(speaker: Speaker, node: tree.Name | tree.Previous, _like: Type | None) -> Said:
    return speaker.name(node_key(node)), WORD


def _row_field(speaker: Speaker, node: tree.RowField, _like: Type | None) -> Said:
    field = field_of(speaker.checked, node.key, speaker.fields)
    title = field.title.in_language(speaker.language) if field else ""
    return within_sentence(title or node.key, speaker.language), WORD


def _part(speaker: Speaker, node: tree.Part, _like: Type | None) -> Said:
    lookup = node.of.function if isinstance(node.of, tree.Call) else ""
    if isinstance(node.of, tree.Call) and lookup in speaker.checked.lookups:
        return column_text(speaker, node.of, node.key), PHRASE
    of = speaker.say(node.of, at_least=WORD)
    if node.key not in phrases.PARTS:
        zh = speaker.language == "zh"
        return (glue(of, "的", node.key) if zh else f"{node.key} of {of}"), PHRASE
    return phrases.fill(phrases.PARTS[node.key], {"0": of}, (), speaker.language), PHRASE


def _negate(speaker: Speaker, node: tree.Negate, like: Type | None) -> Said:
    if isinstance(node.operand, tree.Literal) and isinstance(node.operand.value, Decimal):
        return _literal(speaker, tree.Literal(-node.operand.value), like)
    return f"-{speaker.say(node.operand, like, at_least=WORD)}", SUM


def _arithmetic(speaker: Speaker, node: tree.Arithmetic, like: Type | None) -> Said:
    level = _LEVELS[node.op]
    left_like, right_like = like, like
    if level == SUM:
        found = speaker.type_of(node)
        left_like = right_like = found if has_unit(found) else like
    else:
        left_like = right_like = None
    # Left-associative: an equal level on the right keeps its brackets. Powers keep them on both
    # sides, since people read a tower of powers from the right.
    first = level + (level == POWER)
    # 「首单至今天的天数 - 3」 begins a text: nothing before it could take the sign.
    if speaker.language == "zh" and isinstance(node.left, tree.Call):
        first = min(first, PHRASE) if node.left.function in phrases.BETWEEN else first
    left = _term(speaker, node, node.left, left_like, first)
    right = _term(speaker, node, node.right, right_like, level + 1)
    return spaced(left, _SIGNS[node.op], right), level


def _term(
    speaker: Speaker, node: tree.Arithmetic, term: tree.Node, like: Type | None, level: int
) -> str:
    value = term.value if isinstance(term, tree.Literal) else None
    if node.op == "*" and isinstance(value, Decimal) and is_share(value):
        return value_text(value * 100, NumberType(unit="%"), speaker.language)
    if node.op in {"*", "/"} and is_total(speaker, term):
        level = PHRASE
    return speaker.say(term, like, at_least=level)


def _compare(speaker: Speaker, node: tree.Compare, _like: Type | None) -> Said:
    wanted = truth(node.right) if node.op in {"=", "!="} else None
    if wanted is not None:
        stated = speaker.stated(node.left, wanted=wanted is (node.op == "="))
        if stated is not None:
            return stated
    of_type = speaker.type_of(node.left)
    if of_type is None or (isinstance(of_type, NumberType) and not of_type.unit):
        of_type = speaker.type_of(node.right) or of_type
    subject = speaker.say(node.left, of_type, at_least=PHRASE)
    predicate = speaker.about(node.left, of_type=of_type).compared(node.op, node.right)
    return speaker.join(subject, predicate.finite(speaker.language)), STATEMENT


def _range(speaker: Speaker, node: tree.Between, _like: Type | None) -> Said:
    test = tree.RangeTest(node.low, node.high, low_included=True, high_included=True)
    predicate = speaker.about(node.subject).ranged(test)
    said = speaker.join(speaker.subject(node.subject), predicate.finite(speaker.language))
    return said, STATEMENT


def _in(speaker: Speaker, node: tree.In, _like: Type | None) -> Said:
    wanted = truth_wanted(tree.TestsCell(node.tests))
    stated = None if wanted is None else speaker.stated(node.subject, wanted=wanted)
    if stated is not None:
        return stated
    predicate = speaker.about(node.subject).tests(node.tests)
    said = speaker.join(speaker.subject(node.subject), predicate.finite(speaker.language))
    return said, EITHER if predicate.wide and len(node.tests) > 1 else STATEMENT


def _is_missing(speaker: Speaker, node: tree.IsMissing, _like: Type | None) -> Said:
    predicate = speaker.about(node.subject).missing(negated=node.negated)
    return speaker.known(node.subject, predicate), STATEMENT


def _text_operation(speaker: Speaker, node: tree.TextOperation, _like: Type | None) -> Said:
    predicate = speaker.about(node.left).text(node.op, node.right)
    said = speaker.join(speaker.subject(node.left), predicate.finite(speaker.language))
    return said, STATEMENT


def _and(speaker: Speaker, node: tree.And, _like: Type | None) -> Said:
    word = "且" if speaker.language == "zh" else "and"
    return _statements(speaker, node.operands, word), BOTH_HOLD


def _or(speaker: Speaker, node: tree.Or, _like: Type | None) -> Said:
    return _statements(speaker, node.operands, "或" if speaker.language == "zh" else "or"), EITHER


def _statements(speaker: Speaker, operands: tuple[tree.Node, ...], word: str) -> str:
    conditions = folded(operands) if word in {"且", "and"} else operands
    said = [speaker.condition(each, at_least=STATEMENT) for each in conditions]
    return spaced(said[0], *(piece for each in said[1:] for piece in (word, each)))


def _not(speaker: Speaker, node: tree.Not, _like: Type | None) -> Said:
    stated = speaker.stated(node.operand, wanted=False)
    if stated is not None:
        return stated
    return _denied(speaker, node.operand)


def _denied(speaker: Speaker, node: tree.Node) -> Said:
    said = bracketed(speaker.condition(node), speaker.language)
    return (f"并非{said}" if speaker.language == "zh" else f"it is not true that {said}"), STATEMENT


def _if(speaker: Speaker, node: tree.If, like: Type | None) -> Said:
    condition = speaker.condition(node.condition)
    then = speaker.say(node.then, like, at_least=EITHER)
    # One choice after another needs no brackets: each 否则 answers the 如果 just before it.
    chained = isinstance(node.otherwise, tree.If)
    otherwise = speaker.say(node.otherwise, like, at_least=BRANCH if chained else EITHER)
    if speaker.language == "zh":
        then, otherwise = as_branch(node.then, then), as_branch(node.otherwise, otherwise)
        comma = "，" if chained else ""
        return glue("如果", condition, "，则", then, "，否则", comma + otherwise), BRANCH
    return f"{then} if {condition}, otherwise {otherwise}", BRANCH


def _list(speaker: Speaker, node: tree.ListOf, like: Type | None) -> Said:
    if not node.items:
        return ("空列表" if speaker.language == "zh" else "an empty list"), WORD
    of_type = like if like is not None else speaker.type_of(node)
    item = of_type.item if isinstance(of_type, ListType) else of_type
    said = [speaker.say(each, item, at_least=PHRASE) for each in node.items]
    return listed(said, speaker.language), PHRASE if len(said) > 1 else WORD


SAYERS: Mapping[type, Callable[[Speaker, Any, Type | None], Said]] = {
    tree.Literal: _literal,
    tree.Null: _literal,
    tree.Name: _name,
    tree.Previous: _name,
    tree.RowField: _row_field,
    tree.Part: _part,
    tree.Negate: _negate,
    tree.Arithmetic: _arithmetic,
    tree.Compare: _compare,
    tree.Between: _range,
    tree.In: _in,
    tree.IsMissing: _is_missing,
    tree.TextOperation: _text_operation,
    tree.And: _and,
    tree.Or: _or,
    tree.Not: _not,
    tree.If: _if,
    tree.Call: call_text,
    tree.Aggregate: aggregate_text,
    tree.ListOf: _list,
}
