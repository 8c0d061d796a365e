"""Problems of a decision as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rulesets.checked import (
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
)
from rulesets.errors import Fault, Word
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Name, Node
from rulesets.expressions.walk import within
from rulesets.types import Both
from rulesets.wording.expressions import Speaker
from rulesets.wording.joining import bracketed, glue, listed, sentence
from rulesets.wording.literals import BRANCH
from rulesets.wording.titles import block_title, name_title, placed, rule_numbers

_TITLES: Mapping[str, Both] = {
    "hit-policy-violated": Both("与命中策略不符", "hit policy violated"),
    "division-by-zero": Both("除数为零", "division by zero"),
    "number-too-large": Both("数字过大", "number too large"),
    "exponent-out-of-range": Both("指数超出范围", "exponent out of range"),
    "outside-domain": Both("超出取值范围", "outside the domain"),
    "calendar-year-unknown": Both("日历缺少年份", "year missing from the calendar"),
    "not-a-number": Both("不是数字", "not a number"),
    "not-a-date": Both("不是日期", "not a date"),
    "not-whole": Both("不是整数", "not a whole number"),
    "date-out-of-range": Both("日期超出范围", "date out of range"),
    "ranking-not-supported": Both("尚不支持排名", "ranking not supported"),
    "durable-too-large": Both("超出该引擎的容量", "too large for the engine"),
}


def problem_title(code: str, language: str) -> str:
    """Name a kind of problem in a few words; a code that is none stays as it is.

    Example:
        >>> problem_title("division-by-zero", "zh"), problem_title("not-whole", "en")
        ('除数为零', 'not a whole number')
    """
    title = _TITLES.get(code)
    return code if title is None else title.in_language(language)


def problem_text(
    checked: CheckedRuleset,
    block_key: str,
    code: str,
    language: str,
    *,
    expression: str = "",
    rows: tuple[str, ...] = (),
) -> str:
    """Say a problem: where it arose and what it is, in the words of its code.

    Args:
        checked: The ruleset.
        block_key: The block it arose in.
        code: A code of `rulesets.codes.problems`.
        language: `zh` or `en`.
        expression: The conclusion's key for its domain; else the expression that failed.
        rows: The ids of the rows at odds.
    """
    words: dict[str, Word] = {
        "conclusion": name_title(checked, expression, language),
        "rows": _numbers(checked, block_key, rows, language),
    }
    message = Fault(code, words=words).message(language)
    failed = _expression(checked, block_key, expression, language)
    if failed:
        failed = bracketed(failed, language)
        message = message + failed if language == "zh" else f"{message} {failed}"
    title = block_title(checked, block_key, language)
    where = f"「{title}」：" if language == "zh" else f"“{title}”: "
    return sentence(where + message, language)


def _expression(checked: CheckedRuleset, block_key: str, text: str, language: str) -> str:
    """Find the expression with this canonical text in a block or a function, and say it."""
    speaker = Speaker(checked, language)
    for root in _roots(placed(checked, block_key).block):
        for node in within(root):
            if not isinstance(node, Name) and text and print_node(node) == text:
                return speaker.say(node, at_least=BRANCH)
    for function in checked.functions.values():
        inner = replace(speaker, parameters=function.parameters)
        for node in within(function.body):
            if not isinstance(node, Name) and text and print_node(node) == text:
                return inner.say(node, at_least=BRANCH)
    return ""


def _roots(block: CheckedBlock) -> Iterator[Node]:
    """Give the expressions of a block in which an operation may fail (clause 5.8)."""
    every = [block.otherwise]
    match block:
        case CheckedTable():
            yield from block.subjects
            every += [block.when_unknown, *(row.outputs for row in block.rows)]
        case CheckedRules():
            every += [block.when_unknown, *(rule.outputs for rule in block.rules)]
        case CheckedScorecard():
            yield from (each.subject for each in block.inputs)
        case CheckedFormula():
            yield block.expression
        case CheckedDeadline():
            yield from (block.start, block.amount)
        case CheckedRanking():
            yield block.of
    for outputs in every:
        yield from (node for _, node in (outputs.of if outputs else ()) if node is not None)


def _numbers(checked: CheckedRuleset, block_key: str, rows: tuple[str, ...], language: str) -> str:
    block = placed(checked, block_key).block
    places = rule_numbers(checked, block_key)
    numbers = [str(places.get(row, row)) for row in rows]
    if language == "zh":
        word = "行" if isinstance(block, CheckedTable) else "条"
        return glue("第", listed(numbers, "zh"), word)
    return listed(numbers, "en", "and")
