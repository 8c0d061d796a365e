"""Rules, rows and whole blocks as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rulesets.checked import (
    CheckedRow,
    CheckedRule,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
    Placed,
)
from rulesets.expressions import tree
from rulesets.types import Both
from rulesets.wording.conditions import conjuncts, joined, say_cell
from rulesets.wording.covering import covers, tells_missing
from rulesets.wording.expressions import Speaker
from rulesets.wording.joining import sentence
from rulesets.wording.notes import note_text
from rulesets.wording.outputs import outputs_text
from rulesets.wording.parts import (
    band_text,
    missing_points_text,
    otherwise_sentence,
    part_sentence,
    when_unknown_sentence,
)
from rulesets.wording.policies import policy_sentence
from rulesets.wording.titles import placed
from rulesets.wording.value_texts import moment_text

_DISABLED = Both("（已停用）", "(Disabled) ")
_ALWAYS = Both("在任何情况下", "in every case")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a block.

    Attributes:
        kind: `head`, `row`, `rule`, `band`, `missing points`, `otherwise`, `when unknown`, or the
            kind of a block that is one sentence: `formula`, `deadline`, `ranking`.
        rule: the id of the row, rule or band; of `missing points`, the key of the input.
        number: the place of a row or rule in its block, from 1; of a band, that of its input.
        text: the sentence; bands are without a full stop.
        note: what its author wrote beside a row or a rule, in the language spoken.
    """

    kind: str
    rule: str
    number: int
    text: str
    note: str = ""


def rule_sentence(checked: CheckedRuleset, block_key: str, rule_id: str, language: str) -> str:
    """Say one row or rule.

    Returns:
        Such as `当 年采购额不低于 100 万元，且 逾期天数为 0 天，则 客户等级为 A。`

    Raises:
        KeyError: there is no such block, row or rule.
    """
    block = placed(checked, block_key).block
    speaker = Speaker(checked, language)
    if isinstance(block, CheckedTable) and rule_id in block.by_id:
        return _row_sentence(speaker, block, block.by_id[rule_id])
    if isinstance(block, CheckedRules) and rule_id in block.by_id:
        return _rule_sentence(speaker, block, block.by_id[rule_id])
    raise KeyError(f"{block_key}: {rule_id}")


def block_sentences(checked: CheckedRuleset, block_key: str, language: str) -> tuple[Sentence, ...]:
    """Say a whole block: what it decides and how, its rows or bands, then what else holds."""
    place, speaker = placed(checked, block_key), Speaker(checked, language)
    return (*_body(speaker, place), *_rest(speaker, place))


def _body(speaker: Speaker, place: Placed) -> Iterator[Sentence]:
    block, language = place.block, speaker.language
    if isinstance(block, CheckedTable):
        by = [speaker.asked(each) for each in block.subjects]
        head = policy_sentence(speaker, block.block.hit, place.concludes, by, rows=True)
        yield Sentence("head", "", 0, head)
        notes = {each.id: note_text(each.note, language) for each in block.block.rows}
        for row in block.rows:
            said = _row_sentence(speaker, block, row)
            yield Sentence("row", row.id, row.number, said, notes.get(row.id, ""))
    elif isinstance(block, CheckedRules):
        head = policy_sentence(speaker, block.block.hit, place.concludes, [], rows=False)
        yield Sentence("head", "", 0, head)
        notes = {each.id: note_text(each.note, language) for each in block.block.rules}
        for rule in block.rules:
            said = _rule_sentence(speaker, block, rule)
            yield Sentence("rule", rule.id, rule.number, said, notes.get(rule.id, ""))
    elif isinstance(block, CheckedScorecard):
        yield Sentence(
            "head", "", 0, part_sentence(speaker.checked, place.key, "scorecard", language)
        )
        for number, score in enumerate(block.inputs, 1):
            yield from _bands(speaker, score, number)
    else:
        kind = type(block.block).__name__.lower()
        yield Sentence(kind, "", 0, part_sentence(speaker.checked, place.key, kind, language))


def _bands(speaker: Speaker, score: CheckedScoreInput, number: int) -> Iterator[Sentence]:
    for band in score.bands:
        yield Sentence("band", band.id, number, band_text(speaker, score, band))
    any_value = any(isinstance(band.cell, tree.AnyCell) for band in score.bands)
    closed = covers(score, speaker.checked.constants) and tells_missing(score)
    if not any_value and not closed:
        yield Sentence("missing points", score.key, number, missing_points_text(speaker, score))


def _rest(speaker: Speaker, place: Placed) -> Iterator[Sentence]:
    # `when unknown` goes first: 「否则」 is what is left after it (clause 12.10).
    block = place.block
    if isinstance(block, CheckedTable | CheckedRules) and block.when_unknown is not None:
        yield Sentence("when unknown", "", 0, when_unknown_sentence(speaker, place))
    if block.otherwise is not None:
        yield Sentence("otherwise", "", 0, otherwise_sentence(speaker, place))


def _row_sentence(speaker: Speaker, block: CheckedTable, row: CheckedRow) -> str:
    conditions = [
        say_cell(speaker, subject, cell, of_type)
        for subject, of_type, cell in zip(
            block.subjects, block.subject_types, row.cells, strict=True
        )
        if not isinstance(cell, tree.AnyCell)
    ]
    return _whole(speaker, conditions, row, block.block.hit)


def _rule_sentence(speaker: Speaker, block: CheckedRules, rule: CheckedRule) -> str:
    return _whole(speaker, conjuncts(speaker, rule.when), rule, block.block.hit)


def _whole(
    speaker: Speaker, conditions: list[str], rule: CheckedRow | CheckedRule, policy: str
) -> str:
    zh = speaker.language == "zh"
    given = outputs_text(speaker, rule.outputs, policy)
    valid = _validity(rule.valid_from, rule.valid_to, speaker.language)
    if conditions:
        when = joined(conditions, speaker.language)
        text = f"当 {when}，则 {given}" if zh else f"when {when}, then {given}"
    else:
        always = _ALWAYS.in_language(speaker.language)
        text = f"{always}，{given}" if zh else f"{always}, {given}"
    if valid:
        text = f"{valid}，{text}" if zh else f"{valid}, {text}"
    text = sentence(text, speaker.language)
    return _DISABLED.in_language(speaker.language) + text if rule.disabled else text


def _validity(first: date | None, last: date | None, language: str) -> str:
    zh = language == "zh"
    since = moment_text(first, language) if first else ""
    until = moment_text(last, language) if last else ""
    if since and until:
        return f"{since}至 {until}期间" if zh else f"from {since} to {until}"
    if since:
        return f"自 {since}起" if zh else f"from {since} on"
    if until:
        return f"至 {until}为止" if zh else f"until {until}"
    return ""
