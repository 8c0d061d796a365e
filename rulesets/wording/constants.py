"""The values of constants as sentences."""

from __future__ import annotations

from datetime import date

from rulesets.checked import CheckedRuleset
from rulesets.wording.joining import glue, sentence
from rulesets.wording.titles import name_title
from rulesets.wording.value_texts import moment_text, value_text


def constant_sentence(checked: CheckedRuleset, key: str, language: str) -> str:
    """Say what a constant is, with the days from which its later values hold (clause 1.8).

    Returns:
        Such as `高价值起点为 100 万元，自 2027 年 1 月 1 日起为 120 万元。`

    Raises:
        KeyError: there is no such constant.
    """
    constant = checked.constants[key]
    pieces = [
        _holds(since, value_text(value, constant.type, language), language)
        for since, value in constant.values
    ]
    title = name_title(checked, key, language)
    if language == "zh":
        return sentence(glue(title, "，".join(pieces)), language)
    many = any(isinstance(value, tuple) and len(value) > 1 for _, value in constant.values)
    return sentence(f"{title} {'are' if many else 'is'} {', '.join(pieces)}", language)


def _holds(since: date | None, value: str, language: str) -> str:
    if language == "zh":
        from_then = "" if since is None else f"自 {moment_text(since, language)}起"
        return glue(from_then, "为", value)
    return value if since is None else f"{value} from {moment_text(since, language)} on"
