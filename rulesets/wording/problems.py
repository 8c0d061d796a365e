"""Problems of a decision as a person reads them."""

from __future__ import annotations

from rulesets.checked import CheckedRules, CheckedRuleset, CheckedTable
from rulesets.errors import Fault, Word
from rulesets.wording.joining import glue, listed, sentence
from rulesets.wording.titles import block_title, name_title, placed


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
    title = block_title(checked, block_key, language)
    where = f"「{title}」：" if language == "zh" else f"“{title}”: "
    return sentence(where + Fault(code, words=words).message(language), language)


def _numbers(checked: CheckedRuleset, block_key: str, rows: tuple[str, ...], language: str) -> str:
    block = placed(checked, block_key).block
    places: dict[str, int] = {}
    if isinstance(block, CheckedTable):
        places = {row.id: row.number for row in block.rows}
    elif isinstance(block, CheckedRules):
        places = {rule.id: rule.number for rule in block.rules}
    numbers = [str(places.get(row, row)) for row in rows]
    if language == "zh":
        word = "行" if isinstance(block, CheckedTable) else "条"
        return glue("第", listed(numbers, "zh"), word)
    return listed(numbers, "en", "and")
