"""What a ruleset says and DMN has no place for, as plain lines of a description.

    Fenji
    title (en): Annual purchases
    scale: 2
    unit: CNY
    required: true

The first line tells such a description from a free one: a description of any other form says
nothing here. A value that would not come back as it is, is written as JSON writes texts. The export
writes these lines (`describe`) and the import reads them (`described`); DMN's own `label` is the
title in one language. docs/dmn.md lists the lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final, get_args

from rulesets.types import (
    Both,
    Code,
    CodeList,
    NumberType,
    RoundingMode,
    ScalarType,
    TextType,
)
from rulesets.values import decimal_text

Line = tuple[str, str]
HEAD: Final = "Fenji"
_YES: Final = "true"
_MODES: Final[Mapping[str, RoundingMode]] = {each: each for each in get_args(RoundingMode)}
_MOST_SCALE: Final = 12


def describe(lines: Iterable[Line]) -> str:
    r"""Write lines as a description; no lines are no description.

    Example:
        >>> describe([("scale", "2"), ("help (en)", "one\ntwo")])
        'Fenji\nscale: 2\nhelp (en): "one\\ntwo"'
        >>> describe([])
        ''
    """
    written = [f"{name}: {_quoted(value)}" for name, value in lines]
    return "\n".join([HEAD, *written]) if written else ""


def described(text: str) -> tuple[Line, ...]:
    r"""Read the lines of a description; a free one has none.

    Example:
        >>> described('Fenji\nscale: 2\nhelp (en): "one\\ntwo"')
        (('scale', '2'), ('help (en)', 'one\ntwo'))
        >>> described("scale: 2"), described("Fenji is a service.")
        ((), ())
    """
    head, *written = (each.strip() for each in text.strip().splitlines() or [""])
    found = [_read(each) for each in written]
    if head != HEAD or not all(found):
        return ()
    return tuple(each for each in found if each)


def _quoted(value: str) -> str:
    plain = value.isprintable() and value == value.strip() and not value.startswith('"')
    return value if plain and value else json.dumps(value)


def _read(written: str) -> Line | None:
    name, colon, value = written.partition(": ")
    if not colon or not name:
        return None
    if not value.startswith('"'):
        return name, value
    try:
        return name, str(json.loads(value))
    except ValueError:
        return None


def said(lines: Iterable[Line], name: str) -> str:
    """Return the value of a line; "" when there is none."""
    return dict(lines).get(name, "")


def is_chinese(text: str) -> bool:
    """Tell whether a text holds Chinese characters.

    Example:
        >>> is_chinese("VIP 客户"), is_chinese("VIP")
        (True, False)
    """
    return any("\u2e80" <= each <= "\u9fff" or "\uf900" <= each <= "\ufaff" for each in text)


# ------------------------------------------------------------------------------ texts and titles


def both_lines(name: str, text: Both) -> list[Line]:
    """Say a text in both languages: `help (zh)`, `help (en)`."""
    sides = (("zh", text.zh), ("en", text.en))
    return [(f"{name} ({language})", side) for language, side in sides if side]


def both(lines: Iterable[Line], name: str) -> Both:
    """Read a text in both languages."""
    known = dict(lines)
    return Both(known.get(f"{name} (zh)", ""), known.get(f"{name} (en)", ""))


def title_lines(title: Both, language: str) -> list[Line]:
    """Say of a title what a label in one language leaves out.

    Example:
        >>> title_lines(Both("客户", "Customer"), "zh"), title_lines(Both("", "Customer"), "zh")
        ([('title (en)', 'Customer')], [])
        >>> title_lines(Both("VIP"), "zh")
        [('label', 'zh')]
    """
    shown = label_language(title, language)
    other = "en" if shown == "zh" else "zh"
    side = title.en if shown == "zh" else title.zh
    lines = [(f"title ({other})", side)] if side else []
    label = title.in_language(language)
    return lines if not label or _guessed(label) == shown else [("label", shown), *lines]


def label_language(title: Both, language: str) -> str:
    """Tell in which language a label is, where that side may be empty."""
    own, other = (title.zh, title.en) if language == "zh" else (title.en, title.zh)
    return language if own or not other else ("en" if language == "zh" else "zh")


def titled(label: str, lines: Iterable[Line]) -> Both:
    """Read a title from a label and lines; without lines a Chinese label is the Chinese title.

    Example:
        >>> titled("客户", [("title (en)", "Customer")])
        Both(zh='客户', en='Customer')
        >>> titled("VIP", [("label", "zh")]), titled("Grade", [])
        (Both(zh='VIP', en=''), Both(zh='', en='Grade'))
    """
    known = dict(lines)
    shown = known.get("label") or _guessed(label)
    if shown == "zh":
        return Both(label, known.get("title (en)", ""))
    return Both(known.get("title (zh)", ""), label)


def _guessed(label: str) -> str:
    return "zh" if is_chinese(label) else "en"


# ---------------------------------------------------------------------------------------- types


def type_lines(of: object) -> list[Line]:
    """Say of a scalar type what DMN's base types and allowed values leave out.

    Example:
        >>> type_lines(NumberType(scale=2, unit="CNY"))
        [('scale', '2'), ('unit', 'CNY')]
    """
    if isinstance(of, NumberType):
        lines = [
            ("scale", "none" if of.scale is None else str(of.scale)),
            ("unit", of.unit),
            ("rounding", "" if of.rounding == "half-up" else of.rounding),
            ("step", "" if of.step is None else decimal_text(of.step)),
            ("clamp", _YES if of.clamp else ""),
        ]
        return [(name, value) for name, value in lines if value]
    if isinstance(of, TextType) and of.one_of is not None:
        ordered = [("ordered", _YES)] if of.one_of.ordered else []
        return [*ordered, *(line for code in of.one_of.codes for line in _code_lines(code))]
    return []


def _code_lines(code: Code) -> list[Line]:
    if code.title == Both():
        return []
    return [("value", code.value), *both_lines("value", code.title)]


def typed(of: ScalarType, lines: Iterable[Line]) -> ScalarType:
    """Complete a type by what lines say; lines that do not fit it say nothing.

    Example:
        >>> typed(NumberType(), [("scale", "2"), ("unit", "CNY")]).unit
        'CNY'
        >>> typed(NumberType(scale=8), [("scale", "many")]) == NumberType(scale=8)
        True
    """
    if isinstance(of, NumberType):
        return _number(of, dict(lines))
    if isinstance(of, TextType) and of.one_of is not None:
        return TextType(_listed(of.one_of, tuple(lines)))
    return of


def _number(of: NumberType, known: Mapping[str, str]) -> NumberType:
    scale = known.get("scale", "")
    if scale == "none":
        of = replace(of, scale=None)
    elif scale.isdecimal() and int(scale) <= _MOST_SCALE:
        of = replace(of, scale=int(scale))
    return replace(
        of,
        unit=known.get("unit", ""),
        rounding=_MODES.get(known.get("rounding", ""), of.rounding),
        step=_decimal(known.get("step", "")),
        clamp=known.get("clamp") == _YES,
    )


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _listed(of: CodeList, lines: tuple[Line, ...]) -> CodeList:
    titles = dict(_titles(lines))
    codes = tuple(replace(each, title=titles.get(each.value, each.title)) for each in of.codes)
    return replace(of, codes=codes, ordered=said(lines, "ordered") == _YES)


def _titles(lines: tuple[Line, ...]) -> Iterator[tuple[str, Both]]:
    """Find the titles of values: the lines after each `value` are of that one."""
    starts = [place for place, (name, _) in enumerate(lines) if name == "value"]
    for start, end in pairwise([*starts, len(lines)]):
        yield lines[start][1], both(lines[start + 1 : end], "value")
