"""Lookups as sentences, one for each row, since sentences of rules call them by title alone."""

from __future__ import annotations

from rulesets.checked import CheckedLookup, CheckedRuleset
from rulesets.values import Value
from rulesets.wording.joining import glue
from rulesets.wording.titles import column_title
from rulesets.wording.value_texts import value_text


def lookup_sentences(checked: CheckedRuleset, key: str, language: str) -> tuple[str, ...]:
    """Say the rows of a lookup (clause 1.9); what a row leaves blank is left out.

    Returns:
        Such as `工业：大型人数下限 1,000 人，中型人数下限 300 人`; a lookup of one value column
        does without its title: `A 级：8%`.

    Raises:
        KeyError: there is no such lookup.
    """
    lookup = checked.lookups[key]
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    said = []
    for keys, values in lookup.rows.items():
        types = zip(keys, lookup.key_types, strict=True)
        names = [value_text(value, of_type, language) for value, of_type in types]
        cells = _cells(checked, lookup, values, language)
        said.append(
            f"{comma.join(names)}{colon}{comma.join(cells)}" if cells else comma.join(names)
        )
    return tuple(said)


def _cells(
    checked: CheckedRuleset, lookup: CheckedLookup, values: tuple[Value, ...], language: str
) -> list[str]:
    alone = len(lookup.columns) == 1
    said = []
    for (column, of_type), value in zip(lookup.columns, values, strict=True):
        if value is None:
            continue
        text = value_text(value, of_type, language)
        title = column_title(checked, lookup.key, column, language)
        named = glue(title, text) if language == "zh" else f"{title} {text}"
        said.append(text if alone else named)
    return said
