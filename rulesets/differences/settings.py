"""Settings of something, each by the name that people call it, and how two lists of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulesets.differences.model import Difference
from rulesets.drafting.words import ITEMS, SETTINGS, SIDES
from rulesets.types import Both
from rulesets.wording.value_texts import NO, YES

Settings = dict[str, str]
"""What each setting is, by its name; what is not set is not there."""

# One of what a document stands on.
_ONE = {
    "uses": Both("所用词汇表", "vocabulary"),
    "include": Both("并入的规则集", "included ruleset"),
    "calendars": Both("日历", "calendar"),
}
_QUOTES = Both("「{}」", "“{}”")


def setting(key: str, language: str) -> str:
    """Name a setting as people call it.

    Example:
        >>> setting("scale", "zh"), setting("scale", "en")
        ('小数位数', 'decimals')
    """
    return SETTINGS[key].in_language(language)


def of_item(key: str, name: str, language: str) -> str:
    """Name a setting that belongs to something within, such as a code or a column."""
    quoted = _QUOTES.in_language(language).format(name)
    one = _ONE.get(key) or (ITEMS[key].one if key in ITEMS else SETTINGS[key])
    word = one.in_language(language)
    return word + quoted if language == "zh" else f"{word} {quoted}"


def yes_no(value: bool, language: str) -> str:
    """Say yes or no."""
    return (YES if value else NO).in_language(language)


def texts(key: str, of: Both, language: str) -> Settings:
    """Give both sides of a title, help or description: a reader of one language sees the other."""
    found = {}
    for side, name in SIDES.items():
        if text := getattr(of, side):
            word = SETTINGS[key].in_language(language)
            named = name.in_language(language)
            found[named + word if language == "zh" else f"{named} {word}"] = text
    return found


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """Compare settings by name.

    Example:
        >>> for each in differing({"unit": "CNY", "step": "5"}, {"unit": "EUR"}):
        ...     print(each.act, each.name, each.old, each.new)
        changed unit CNY EUR
        removed step 5
    """
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            yield Difference("removed", name, old)
        elif new != old:
            yield Difference("changed", name, old, new)
    for name, new in after.items():
        if name not in before:
            yield Difference("added", name, "", new)


def in_one(settings: Mapping[str, str], language: str) -> str:
    """Say settings in one line; flags that are off are left out."""
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    off, on = NO.in_language(language), YES.in_language(language)
    said = [
        name if value == on else f"{name}{colon}{value}"
        for name, value in settings.items()
        if value != off
    ]
    return comma.join(said)
