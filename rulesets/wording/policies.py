"""What a hit policy does, as a sentence, and the bounds of a conclusion."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.types import Both, ListType, NumberType, TextType
from rulesets.wording.expressions import Speaker
from rulesets.wording.joining import glue, listed, sentence
from rulesets.wording.value_texts import value_text

# {row} is a row or a rule, {each} 各行 or 各条规则, {one} 一行 or 一条.
_POLICIES: Mapping[str, Both] = {
    "unique": Both(
        "至多{one}成立，成立的那{one}生效",
        "at most one {row} may hold, and that one applies",
    ),
    "any": Both(
        "可有几{unit}同时成立，但结论须相同", "several {row}s may hold, but must conclude the same"
    ),
    "first": Both(
        "自上而下，首个成立的{row}生效", "from top to bottom, the first {row} that holds applies"
    ),
    "priority": Both(
        "成立的{each}中，结论最优先的那{one}生效",
        "of the {row}s that hold, the one with the highest outcome applies",
    ),
    "rule order": Both(
        "成立的{each}的结论按{row}的次序全部列出",
        "the outcomes of all {row}s that hold are listed in the order of the {row}s",
    ),
    "output order": Both(
        "成立的{each}的结论从最优先的起全部列出",
        "the outcomes of all {row}s that hold are listed, the highest first",
    ),
    "collect": Both(
        "成立的{each}的结论全部收集", "the outcomes of all {row}s that hold are collected"
    ),
    "sum": Both(
        "成立的{each}所给的值相加", "the values given by all {row}s that hold are added up"
    ),
    "min": Both(
        "取成立的{each}所给的最小值", "the smallest value given by the {row}s that hold applies"
    ),
    "max": Both(
        "取成立的{each}所给的最大值", "the largest value given by the {row}s that hold applies"
    ),
    "count": Both("统计成立的{row}有几{unit}", "the {row}s that hold are counted"),
}
# Where outputs stand that are not compared, the sentence says which are: {by}.
_PARTLY_ORDERED: Mapping[str, Both] = {
    "priority": Both(
        "成立的{each}中，{by}最优先的那{one}生效",
        "of the {row}s that hold, the one with the highest {by} applies",
    ),
    "output order": Both(
        "成立的{each}的结论按{by}从最优先的起全部列出",
        "the outcomes of all {row}s that hold are listed, the highest {by} first",
    ),
}
_ROWS_ZH = {"row": "行", "unit": "行", "one": "一行", "each": "各行"}
_RULES_ZH = {"row": "规则", "unit": "条", "one": "一条", "each": "各条规则"}


def policy_sentence(
    speaker: Speaker, policy: str, concludes: tuple[str, ...], by: list[str], *, rows: bool
) -> str:
    """Say what a table or a group of rules decides, by what, and how its rows share in it."""
    zh = speaker.language == "zh"
    names = listed([speaker.name(key) for key in concludes], speaker.language, "and")
    row = (_ROWS_ZH if rows else _RULES_ZH) if zh else {"row": "row" if rows else "rule"}
    ordered = [key for key in concludes if _is_ordered(speaker, key)]
    partly = policy in _PARTLY_ORDERED and 0 < len(ordered) < len(concludes)
    words = (_PARTLY_ORDERED if partly else _POLICIES)[policy].in_language(speaker.language)
    compared = listed([speaker.name(key) for key in ordered], speaker.language, "and")
    if zh and partly:
        before, after = words.split("{by}")
        policy_words = glue(before.format(**row), compared, after.format(**row))
    else:
        policy_words = words.format(by=compared, **row)
    bounds = [text for key in concludes if (text := bounds_text(speaker, key, len(concludes) > 1))]
    if zh:
        given = glue("按", listed(by, "zh", "and")) if by else ""
        text = glue(given, "决定", names) + "：" + policy_words
        return sentence("，".join((text, *bounds)), "zh")
    given = f" by {listed(by, 'en', 'and')}" if by else ""
    text = f"{names}{given}: {policy_words}"
    return sentence(", ".join((text, *bounds)), "en")


def _is_ordered(speaker: Speaker, key: str) -> bool:
    declared = speaker.checked.conclusions.get(key)
    of = declared.type if declared else None
    item = of.item if isinstance(of, ListType) else of
    return isinstance(item, TextType) and item.one_of is not None and item.one_of.ordered


def bounds_text(speaker: Speaker, conclusion: str, named: bool = False) -> str:
    """Say the cap and the floor of a conclusion that is clamped; empty when it is not."""
    declared = speaker.checked.conclusions.get(conclusion)
    of_type = declared.type if declared else None
    if not isinstance(of_type, NumberType) or not of_type.clamp:
        return ""
    zh = speaker.language == "zh"
    said = []
    for bound, word in (
        (of_type.maximum, Both("最高", "at most")),
        (of_type.minimum, Both("最低", "at least")),
    ):
        if bound is not None:
            value = value_text(bound, of_type, speaker.language)
            said.append(speaker.join(word.in_language(speaker.language), value))
    text = ("，" if zh else " and ").join(said)
    return speaker.join(speaker.name(conclusion), text) if named and text else text
