"""Settings of something, each by the name that people call it, and how two lists of them differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rulesets.differences.model import Difference
from rulesets.drafting.words import ITEMS, SETTINGS, SIDES
from rulesets.types import Both
from rulesets.wording.value_texts import NO, YES

Settings = dict[str, str]
"""What each setting is, by its name; what is not set is not there."""

# One of what a document stands on.
_ONE = {
    "uses": Both("所用词汇表", "vocabulary"),
    "include": Both("包含的规则集", "included ruleset"),
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


def in_both(of: Both, language: str) -> str:
    """Give a title, with that of the other language behind it: it is part of the document too.

    Example:
        >>> in_both(Both("高", "High"), "zh"), in_both(Both("A", "A"), "zh")
        ('高 / High', 'A')
    """
    other = "en" if language == "zh" else "zh"
    first, second = of.in_language(language), of.in_language(other)
    return first if first == second else f"{first} / {second}"


def siblings(titles: Iterable[tuple[str, Both]], language: str) -> dict[str, str]:
    """Name each of several by its title; by key too where two have the same.

    Example:
        >>> siblings([("a", Both("甲")), ("b", Both("乙")), ("c", Both("甲"))], "zh")
        {'a': '甲（a）', 'b': '乙', 'c': '甲（c）'}
    """
    named = {key: title.in_language(language) or key for key, title in titles}
    often = Counter(named.values())
    return {key: name if often[name] == 1 else f"{name}（{key}）" for key, name in named.items()}


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


def other_title(of: Both, language: str) -> Settings:
    """Give the side of a title that stands nowhere else: the one in the other language."""
    shown = of.in_language(language)
    return {name: text for name, text in texts("title", of, language).items() if text != shown}


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
