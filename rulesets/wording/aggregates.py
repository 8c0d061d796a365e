"""Aggregates as people read them: `订单的金额之和`, `the number of orders where urgent`."""

from __future__ import annotations

from rulesets.expressions import tree
from rulesets.types import DateTimeType, DateType, RecordsType, Type
from rulesets.wording import phrases
from rulesets.wording.joining import glue
from rulesets.wording.literals import BOTH_HOLD, PHRASE, WORD, Said
from rulesets.wording.voice import Voice

_FIELDS = (tree.Name, tree.RowField)


def aggregate_text(speaker: Voice, node: tree.Aggregate, _like: Type | None) -> Said:
    """Say what is made of all rows or items, or of those with a condition."""
    records = speaker.type_of(node.records)
    inner = speaker.within(records.fields) if isinstance(records, RecordsType) else speaker
    rows = speaker.say(node.records, at_least=WORD)
    if node.where is not None:
        where = inner.condition(node.where)
        rows = (
            glue(rows, f"（其中{where}）") if speaker.language == "zh" else f"{rows} where {where}"
        )
    said = {"0": rows}
    timed = False
    statement = node.function in {"any", "all"}
    if node.value is None:
        over = phrases.OVER_ROWS if isinstance(records, RecordsType) else phrases.OVER_ITEMS
        over = over if node.function == "count" else phrases.OVER_ITEMS
    else:
        timed = isinstance(inner.type_of(node.value), DateType | DateTimeType)
        over = phrases.OVER_ROWS_OF_TIMES if timed else phrases.OVER_ROWS
        said["1"] = (
            inner.condition(node.value) if statement else inner.say(node.value, at_least=WORD)
        )
    text = phrases.fill(over[node.function], said, (), speaker.language)
    if statement:
        return text, BOTH_HOLD
    # 「订单明细的行数 - 1」 needs no brackets: nothing before 的行数 could take the sign.
    closed = node.function == "count" and node.where is None and speaker.language == "zh"
    # Nor does a day: nothing is multiplied with it.
    closed = closed or (timed and node.where is None and isinstance(node.value, _FIELDS))
    return text, WORD if closed else PHRASE


def is_total(speaker: Voice, term: tree.Node) -> bool:
    """Tell whether a text is one thing beside × and ÷: `订单的金额之和`, not with a condition."""
    if not isinstance(term, tree.Aggregate) or term.function in {"any", "all"}:
        return False
    # The Chinese condition stands in brackets of its own.
    closed = term.where is None or speaker.language == "zh"
    return closed and (term.value is None or isinstance(term.value, _FIELDS))
