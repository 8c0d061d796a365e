"""The facts of a version as a JSON Schema (2020-12), made from its types.

It says what the intake takes (docs/language.md, section 15) as far as JSON Schema can: that a
number has at most 18 digits, and that a datetime's day exists, stands in the descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from rulesets import model
from rulesets.checked import CheckedRuleset
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    ScalarType,
    TextType,
    Type,
)
from rulesets.values import MOST_DIGITS, decimal_text
from service.bodies import MOST_CHARACTERS, MOST_ITEMS, MOST_ROWS

Schema = dict[str, object]

_LARGEST: Final = Decimal(10) ** MOST_DIGITS - 1
_DAY: Final = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME: Final = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?"
_OFFSET: Final = r"[+-]([01]\d|2[0-3]):[0-5]\d"
DATE_PATTERN: Final = rf"^(000[1-9]|00[1-9]\d|0[1-9]\d\d|[1-9]\d\d\d)-{_DAY}$"
# Without the first and the last year, in which not every moment has a day in every zone.
_YEAR: Final = r"(000[2-9]|00[1-9]\d|0[1-9]\d\d|[1-8]\d\d\d|9[0-8]\d\d|99[0-8]\d|999[0-8])"
DATETIME_PATTERN: Final = rf"^{_YEAR}-{_DAY}T{_TIME}(Z|{_OFFSET})$"


def facts_schema(checked: CheckedRuleset) -> Schema:
    """Describe the facts of a version: every fact, and the last values it reads.

    Titles and descriptions are in Chinese and in English.
    """
    facts = [*facts_of(checked), *_previous(checked)]
    return _members(facts) | {
        "title": _title(checked.ruleset.title, checked.ruleset.id),
        "description": _lines(
            Both(
                "客户的事实。未知的事实不写或写 null。",
                "Facts of a customer. Leave out what is unknown, or give null.",
            ),
            checked.ruleset.description,
        ),
    }


def facts_of(checked: CheckedRuleset) -> list[model.Fact]:
    """List the facts as they hold for this ruleset: first those that it reads, in their order.

    A shared vocabulary has facts that a ruleset does not read: they are taken, but never required.
    """
    held = [replace(fact, required=key in checked.required) for key, fact in checked.facts.items()]
    read = facts_read(checked)
    return sorted(held, key=lambda each: each.key not in read)


def facts_read(checked: CheckedRuleset) -> frozenset[str]:
    """Name the facts that a block of the ruleset reads."""
    return frozenset(checked.facts).intersection(
        key for placed in checked.blocks for key in placed.reads
    )


def example_facts(checked: CheckedRuleset) -> dict[str, object]:
    """Give the example of every fact that is read and has one; each required one has a value."""
    read = facts_read(checked)
    examples = {each.key: _example(each) for each in facts_of(checked) if each.key in read}
    return {key: each for key, each in examples.items() if each is not None}


def _previous(checked: CheckedRuleset) -> list[model.Fact]:
    found = (checked.conclusions[key] for key in sorted(checked.previous))
    return [
        model.Fact(
            f"previous({each.key})",
            each.type,
            Both(f"上次的{each.title.zh or each.key}", f"Last {each.title.en or each.key}"),
        )
        for each in found
    ]


def _members(facts: list[model.Fact] | tuple[Field, ...]) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {each.key: _fact(each) for each in facts},
        "additionalProperties": False,
    }
    required = [each.key for each in facts if each.required]
    return schema | ({"required": required} if required else {})


def _fact(fact: model.Fact | Field) -> Schema:
    schema = _value(fact.type)
    if not fact.required:
        schema = _or_null(schema)
    said: Schema = {"title": _title(fact.title, fact.key)}
    description = _lines(fact.help, *_notes(fact.type), _personal(fact.personal))
    if description:
        said["description"] = description
    example = _example(fact)
    return said | schema | ({"examples": [example]} if example is not None else {})


def _value(of: Type) -> Schema:
    if isinstance(of, ListType):
        return {"type": "array", "items": _scalar(of.item), "maxItems": MOST_ITEMS}
    if isinstance(of, RecordsType):
        return {"type": "array", "items": _members(of.fields), "maxItems": MOST_ROWS}
    return _scalar(of)


def _scalar(of: ScalarType) -> Schema:
    if isinstance(of, NumberType):
        return _number(of)
    if isinstance(of, TextType):
        if of.one_of is not None:
            return {"type": "string", "enum": [code.value for code in of.one_of.codes]}
        return {"type": "string", "maxLength": MOST_CHARACTERS}
    plain: Mapping[type, Schema] = {
        BooleanType: {"type": "boolean"},
        DateType: {"type": "string", "format": "date", "pattern": DATE_PATTERN},
        DateTimeType: {"type": "string", "format": "date-time", "pattern": DATETIME_PATTERN},
    }
    return dict(plain[type(of)])


def _number(of: NumberType) -> Schema:
    schema: Schema = {
        "minimum": -_LARGEST if of.minimum is None else _plain(of.minimum),
        "maximum": _LARGEST if of.maximum is None else _plain(of.maximum),
    }
    if of.scale == 0:
        return {"type": "integer", **schema}
    scale = MOST_DIGITS if of.scale is None else of.scale
    return {"type": "number", **schema, "multipleOf": Decimal(1).scaleb(-scale)}


def _plain(number: Decimal) -> Decimal:
    return Decimal(decimal_text(number))


def _or_null(schema: Schema) -> Schema:
    """Let null stand for absent (15.5)."""
    schema = schema | {"type": [schema["type"], "null"]}
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [*schema["enum"], None]  # type: ignore[misc]  # it is a list
    return schema


def _notes(of: Type) -> list[Both]:
    """Say in words what a schema leaves out: units, digits, what the codes mean."""
    notes = []
    if isinstance(of, NumberType):
        if of.unit:
            notes.append(Both(f"单位：{of.unit}。", f"Unit: {of.unit}."))
        if of.scale:
            notes.append(
                Both(
                    f"至多 {of.scale} 位小数、{MOST_DIGITS} 位数字。",
                    f"At most {of.scale} decimals and {MOST_DIGITS} digits.",
                )
            )
    if isinstance(of, TextType) and of.one_of is not None:
        codes = of.one_of.codes
        notes.append(
            Both(
                "，".join(f"{each.value} = {each.title.zh or each.value}" for each in codes),
                ", ".join(f"{each.value} = {each.title.en or each.value}" for each in codes),
            )
        )
    if isinstance(of, DateTimeType):
        notes.append(Both("须带时区偏移或 Z。", "With an offset or Z."))
    return notes


def _personal(personal: bool) -> Both:
    if not personal:
        return Both()
    return Both("个人信息：单独保存，可以删除。", "Personal: kept apart, and can be erased.")


def _title(title: Both, key: str) -> str:
    zh, en = title.in_language("zh") or key, title.in_language("en") or key
    return en if zh == en else f"{en} {zh}"


def _lines(*texts: Both) -> str:
    """Put texts into one description: first in English, then in Chinese."""
    english = " ".join(each.in_language("en") for each in texts if each != Both())
    chinese = "".join(each.in_language("zh") for each in texts if each != Both())
    return "\n\n".join(filter(None, (english, chinese)))


def _example(fact: model.Fact | Field) -> object:
    """Read the example an author gave by its type; a required fact without one gets a plain one."""
    of, text = fact.type, fact.example
    if isinstance(of, ListType | RecordsType):
        return [] if fact.required else None
    if not text:
        return _plain_example(of) if fact.required else None
    if isinstance(of, NumberType):
        return Decimal(text)
    return text == "true" if isinstance(of, BooleanType) else text


def _plain_example(of: ScalarType) -> object:
    if isinstance(of, NumberType):
        bounds = (bound for bound in (of.minimum, of.maximum) if bound is not None)
        return _plain(next(bounds, Decimal(0)))
    if isinstance(of, TextType):
        return "…" if of.one_of is None else of.one_of.codes[0].value
    plain: Mapping[type, object] = {
        BooleanType: True,
        DateType: "2026-03-01",
        DateTimeType: "2026-03-01T09:00:00+08:00",
    }
    return plain[type(of)]
