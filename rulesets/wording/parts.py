"""The parts of blocks that are no rows: formulas, scorecards, deadlines, rankings, otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rulesets.checked import (
    CheckedBand,
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Outputs,
    Placed,
)
from rulesets.expressions import tree
from rulesets.types import Both, NumberType
from rulesets.wording.arguments import counted
from rulesets.wording.conditions import say_cell
from rulesets.wording.covering import covers, tells_missing
from rulesets.wording.expressions import Speaker, is_statement
from rulesets.wording.joining import bracketed, capital, glue, listed, sentence
from rulesets.wording.literals import BRANCH, PHRASE
from rulesets.wording.outputs import becomes_text, is_text, outputs_text
from rulesets.wording.policies import bounds_text
from rulesets.wording.titles import block_title, node_key, placed
from rulesets.wording.value_texts import value_text

_POINTS = NumberType(unit="points")
_MEASURES: Mapping[str, Both] = {
    "rank": Both("名次", "rank"),
    "percentile": Both("百分位", "percentile"),
    "quantile": Both("分组", "group"),
    "cumulative share": Both("累计占比", "cumulative share"),
}
_NO_ROW = Both(
    "没有{row}成立，而有的{row}因事实不详无法判断",
    "no {row} holds and some {row} cannot be judged because a fact is not known",
)
_NO_VALUE = Both("得不出{names}", "{names} cannot be worked out")


def part_sentence(checked: CheckedRuleset, block_key: str, kind: str, language: str) -> str:
    """Say a part of a block that fires as a whole.

    Args:
        checked: The ruleset.
        block_key: The block.
        kind: `formula`, `scorecard`, `deadline`, `ranking`, `otherwise`, `when unknown` or
            `adjustment`.
        language: `zh` or `en`.

    Raises:
        KeyError: the block does not exist or has no such part.
    """
    speaker, place = Speaker(checked, language), placed(checked, block_key)
    if kind == "adjustment":
        return _adjustment(speaker, place)
    if kind == "otherwise" and place.block.otherwise is not None:
        return otherwise_sentence(speaker, place)
    if kind == "when unknown" and _when_unknown(place) is not None:
        return when_unknown_sentence(speaker, place)
    block_kind, say = _WHOLE.get(type(place.block), ("", None))
    if say is None or block_kind != kind:
        raise KeyError(f"{block_key}: {kind}")
    return sentence(say(speaker, place.block), language)


def otherwise_sentence(speaker: Speaker, place: Placed) -> str:
    """Say what holds when nothing fired, or when no value resulted."""
    zh = speaker.language == "zh"
    said = outputs_text(speaker, place.block.otherwise or Outputs(()))
    if isinstance(place.block, CheckedTable | CheckedRules):
        return sentence(f"否则，{said}" if zh else f"otherwise, {said}", speaker.language)
    names = listed([speaker.name(key) for key in place.concludes], speaker.language, "and")
    failed = _NO_VALUE.in_language(speaker.language)
    failed = glue("若得不出", names) if zh else f"if {failed.format(names=names)}"
    return sentence(f"{failed}，则 {said}" if zh else f"{failed}, then {said}", speaker.language)


def when_unknown_sentence(speaker: Speaker, place: Placed) -> str:
    """Say what holds when nothing fired and something could not be judged."""
    zh = speaker.language == "zh"
    rows = isinstance(place.block, CheckedTable)
    row = ("行" if rows else "规则") if zh else ("row" if rows else "rule")
    unknown = _NO_ROW.in_language(speaker.language).format(row=row)
    said = outputs_text(speaker, _when_unknown(place) or Outputs(()))
    return sentence(
        f"若{unknown}，则 {said}" if zh else f"if {unknown}, then {said}", speaker.language
    )


def _when_unknown(place: Placed) -> Outputs | None:
    if isinstance(place.block, CheckedTable | CheckedRules):
        return place.block.when_unknown
    return None


def _adjustment(speaker: Speaker, place: Placed) -> str:
    zh = speaker.language == "zh"
    if len(place.concludes) == 1:
        name = speaker.name(place.concludes[0])
        text = glue(name, "由人工调整") if zh else f"{name} was set by hand"
    else:
        title = block_title(speaker.checked, place.key, speaker.language)
        text = f"「{title}」的结论由人工调整" if zh else f"the outcome of “{title}” was set by hand"
    return sentence(text, speaker.language)


def _with_bounds(speaker: Speaker, text: str, conclusion: str, *, apart: bool = False) -> str:
    bounds = bounds_text(speaker, conclusion)
    comma = ("；" if apart else "，") if speaker.language == "zh" else ("; " if apart else ", ")
    return f"{text}{comma}{bounds}" if bounds else text


def _formula(speaker: Speaker, block: CheckedFormula) -> str:
    key = block.block.concludes
    # After a choice a comma would tie the bounds to its last branch alone.
    branches = isinstance(block.expression, tree.If)
    if is_statement(block.expression):
        return _means(speaker, key, block.expression)
    return _with_bounds(speaker, becomes_text(speaker, key, block.expression), key, apart=branches)


def _means(speaker: Speaker, key: str, statement: tree.Node) -> str:
    """Say that a conclusion is yes where a statement holds: `重点客户即年采购额超过 5 万元`."""
    said = speaker.say(statement, at_least=BRANCH)
    return speaker.join(speaker.name(key), "即" if speaker.language == "zh" else "means", said)


def _scorecard(speaker: Speaker, block: CheckedScorecard) -> str:
    zh = speaker.language == "zh"
    names = [speaker.asked(each.subject) for each in block.inputs]
    total = listed(names, speaker.language, "and")
    value = glue(total, "各项得分之和") if zh else f"the total of the points for {total}"
    text = is_text(speaker, block.block.concludes, value)
    return _with_bounds(speaker, text, block.block.concludes)


def _deadline(speaker: Speaker, block: CheckedDeadline) -> str:
    unit, zh = block.block.unit, speaker.language == "zh"
    start = speaker.say(block.start, at_least=PHRASE)
    calendar = speaker.calendar(block.calendar) if block.calendar else ""
    calendar = bracketed(calendar, speaker.language) if calendar else ""
    of_type = speaker.type_of(block.amount)
    if node_key(block.amount) and isinstance(of_type, NumberType) and of_type.unit == unit:
        # Its own unit says what is counted.
        amount, plus = speaker.say(block.amount), "加上"
    else:
        amount, plus = counted(speaker, block.amount, unit), "之后"
    value = glue(start, plus, amount) + calendar if zh else f"{amount} after {start} {calendar}"
    ends = {
        "working days": Both("当日下班前", "by the close of that day"),
        "days": Both("同一时刻", "at the same time of day"),
    }
    text = is_text(speaker, block.block.concludes, value.strip())
    if unit not in ends:
        return text
    return text + ("，" if zh else ", ") + ends[unit].in_language(speaker.language)


def _ranking(speaker: Speaker, block: CheckedRanking) -> str:
    zh, ranking = speaker.language == "zh", block.block
    of = speaker.say(block.of, at_least=PHRASE)
    measure = _MEASURES[ranking.measure].in_language(speaker.language)
    if ranking.quantiles is not None and ranking.measure == "quantile":
        measure = (
            f"{ranking.quantiles} 等分组" if zh else f"group among {ranking.quantiles} equal ones"
        )
    by = speaker.say(block.by, at_least=PHRASE) if block.by is not None else ""
    if zh:
        order = "从高到低" if ranking.descending else "从低到高"
        among = glue("在", by, "相同的客户中") if by else "在全部客户中"
        return is_text(
            speaker, ranking.concludes, glue("客户" + among + "按", of, order, "排列的", measure)
        )
    order = "highest first" if ranking.descending else "lowest first"
    among = f"customers of the same {by}" if by else "all customers"
    value = f"the customer's {measure} by {of}, {order}, among {among}"
    return is_text(speaker, ranking.concludes, value)


_WHOLE: Mapping[type, tuple[str, Callable[[Speaker, Any], str]]] = {
    CheckedFormula: ("formula", _formula),
    CheckedScorecard: ("scorecard", _scorecard),
    CheckedDeadline: ("deadline", _deadline),
    CheckedRanking: ("ranking", _ranking),
}


def band_text(speaker: Speaker, score: CheckedScoreInput, band: CheckedBand) -> str:
    """Say a band and its points: `客户价值为高：40 分`."""
    zh = speaker.language == "zh"
    if isinstance(band.cell, tree.AnyCell) and score.bands and band.id != score.bands[0].id:
        other = "为其他情况" if zh else "is anything else"
        said = speaker.join(speaker.subject(score.subject), other)
    else:
        said = say_cell(speaker, score.subject, band.cell, score.subject_type, "为")
    points = value_text(band.points, _POINTS, speaker.language)
    return f"{said}：{points}" if zh else f"{capital(said)}: {points}"


def missing_points_text(speaker: Speaker, score: CheckedScoreInput) -> str:
    """Say what an input gives when none of its bands holds; without points the total is missing."""
    zh = speaker.language == "zh"
    subject = speaker.asked(score.subject)
    if score.missing_points is None:
        given = "没有总分" if zh else "no total"
    else:
        given = value_text(score.missing_points, _POINTS, speaker.language)
    zh_words, en_words = _left_out(score, speaker)
    if zh:
        return glue(subject, zh_words) + f"：{given}"
    return f"{capital(subject)} is {en_words}: {given}"


def _left_out(score: CheckedScoreInput, speaker: Speaker) -> tuple[str, str]:
    if covers(score, speaker.checked.constants):
        return "不详", "not known"
    if tells_missing(score):
        return "不属于以上各段", "in none of these bands"
    return "不详或不属于以上各段", "not known or in none of these bands"
