"""Types as settings: what kind of value, its bounds and unit, its codes, its columns."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.differences.settings import (
    Settings,
    in_both,
    in_one,
    of_item,
    other_title,
    setting,
    siblings,
    texts,
    yes_no,
)
from rulesets.types import (
    BooleanType,
    Both,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.wording.joining import listed
from rulesets.wording.units import unit_word
from rulesets.wording.value_texts import value_text

_KINDS: Mapping[type, Both] = {
    NumberType: Both("数字", "number"),
    TextType: Both("文本", "text"),
    BooleanType: Both("是／否", "yes or no"),
    DateType: Both("日期", "date"),
    DateTimeType: Both("日期与时间", "date and time"),
    RecordsType: Both("明细", "records"),
}
_CHOICE = Both("选项", "choice")
_LIST = Both("多个", "list of")
_ROUNDING: Mapping[str, Both] = {
    "half-up": Both("四舍五入", "half up"),
    "half-even": Both("四舍六入五成双", "half to even"),
    "up": Both("进一", "up"),
    "down": Both("舍去", "down"),
}


def type_settings(of: Type, language: str) -> Settings:
    """Give what a type says, by the names of its settings.

    Example:
        >>> from decimal import Decimal
        >>> type_settings(NumberType(scale=2, unit="CNY", minimum=Decimal(0)), "zh")
        {'类型': '数字', '小数位数': '2', '单位': '元', '最小值': '0 元', '截到界限': '否'}
    """
    found = {setting("type", language): _kind(of, language)}
    inner = of.item if isinstance(of, ListType) else of
    if isinstance(inner, NumberType):
        found |= _number(inner, language)
    elif isinstance(inner, TextType) and inner.one_of is not None:
        found |= _codes_of(inner.one_of, language)
    elif isinstance(inner, RecordsType):
        names = siblings(((each.key, each.title) for each in inner.fields), language)
        for field in inner.fields:
            found[of_item("fields", names[field.key], language)] = _field(field, language)
    return found


def code_settings(of: CodeList, language: str) -> Settings:
    """Give each code of a list, whether the list is ordered, and then its order."""
    found = {setting("ordered", language): _order(of, language)} if of.ordered else {}
    if of.prefix:
        found[setting("prefix", language)] = yes_no(True, language)
    for code in of.codes:
        text = in_both(code.title, language) or code.value
        if code.parent:
            colon = "：" if language == "zh" else ": "
            text += f"（{setting('parent', language)}{colon}{code.parent}）"
        found[of_item("codes", code.value, language)] = text
    return found


def _codes_of(of: CodeList, language: str) -> Settings:
    if of.key:  # it is compared by itself, where it is declared
        return {setting("one_of", language): of.title.in_language(language) or of.key}
    return code_settings(of, language)


def _order(of: CodeList, language: str) -> str:
    names = [code.title.in_language(language) or code.value for code in of.codes]
    return listed(names, language)


def _number(of: NumberType, language: str) -> Settings:
    found = {}
    if of.scale is not None:
        found[setting("scale", language)] = str(of.scale)
    if of.unit:
        found[setting("unit", language)] = unit_word(of.unit, language)
    for key, bound in (("min", of.minimum), ("max", of.maximum), ("step", of.step)):
        if bound is not None:
            found[setting(key, language)] = value_text(bound, of, language)
    if of.rounding != NumberType().rounding:
        found[setting("rounding", language)] = _ROUNDING[of.rounding].in_language(language)
    found[setting("clamp", language)] = yes_no(of.clamp, language)
    return found


def _field(of: Field, language: str) -> str:
    settings = other_title(of.title, language) | type_settings(of.type, language)
    settings |= texts("help", of.help, language)
    if of.example:
        settings[setting("example", language)] = of.example
    settings[setting("required", language)] = yes_no(of.required, language)
    settings[setting("personal", language)] = yes_no(of.personal, language)
    settings[setting("key", language)] = of.key
    return in_one(settings, language)


def _kind(of: Type, language: str) -> str:
    if isinstance(of, ListType):
        item = _kind(of.item, language)
        word = _LIST.in_language(language)
        return word + item if language == "zh" else f"{word} {item}s"
    if isinstance(of, TextType) and of.one_of is not None:
        return _CHOICE.in_language(language)
    return _KINDS[type(of)].in_language(language)
