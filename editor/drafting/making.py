"""New blocks and conclusions of a draft, as edits: what an analyst names gets a key of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any, Final

from rulesets.documents.forms import KEY
from rulesets.drafting import Edit
from rulesets.types import Both
from rulesets.wording.units import unit_key

NEW_BLOCKS: Final = ("table", "rules", "scorecard", "formula", "deadline")
VALUE_KINDS: Final = ("classes", "number", "text", "boolean", "date", "datetime")
DECIMALS: Final = "2"
"""Of a new number, until its author says otherwise."""

_NOT_OF_KEY = re.compile("[^a-z0-9]+")
_LONGEST = 40
_DECLARING = ("facts", "conclusions", "constants", "lookups", "functions")
_SEPARATORS = re.compile("[,，、;；\n]+")


def key_for(title: Both, taken: frozenset[str], otherwise: str) -> str:
    """Make a key of the English title, else of a word, that nothing else has.

    Example:
        >>> key_for(Both("客户等级", "Customer grade"), frozenset(), "conclusion")
        'customer_grade'
        >>> key_for(Both("客户等级", ""), frozenset({"conclusion"}), "conclusion")
        'conclusion_2'
    """
    plain = _NOT_OF_KEY.sub("_", title.en.lower()).strip("_")[:_LONGEST].strip("_")
    start = plain if KEY.pattern.fullmatch(plain) else otherwise
    return start if start not in taken else fresh(f"{start}_", taken, 2)


def fresh(start: str, taken: Iterable[str], first: int = 1) -> str:
    """Make a name with a number, from `first` on, that nothing else has.

    Example:
        >>> fresh("b", {"b1", "b3"}), fresh("b", {"b1", "b3"}, 3)
        ('b2', 'b4')
    """
    used = frozenset(taken)
    return next(name for number in count(first) if (name := f"{start}{number}") not in used)


def taken_names(content: Mapping[str, Any], more: frozenset[str] = frozenset()) -> frozenset[str]:
    """Name the keys of all that a draft declares, and more that it takes from elsewhere."""
    own = {str(each.get("key")) for part in _DECLARING for each in content.get(part) or ()}
    return more | own


def block_keys(content: Mapping[str, Any]) -> frozenset[str]:
    """Name the keys of a draft's blocks."""
    return frozenset(str(each.get("key")) for each in content.get("blocks") or ())


def sides(title: Both) -> dict[str, str]:
    """Write a title as plain data.

    Example:
        >>> sides(Both("等级", ""))
        {'zh': '等级'}
    """
    return {side: text for side, text in (("zh", title.zh), ("en", title.en)) if text}


def conclusion_edit(
    content: Mapping[str, Any], key: str, title: Both, kind: str, classes: str = "", unit: str = ""
) -> Edit:
    """Make the edit that adds a conclusion; `classes` are its values, separated by commas."""
    value: dict[str, Any] = {"key": key, "title": sides(title)}
    if kind == "classes":
        names = [each.strip() for each in _SEPARATORS.split(classes) if each.strip()]
        value |= {"type": "text", "one_of": [{"value": each} for each in dict.fromkeys(names)]}
    else:
        value |= {"type": kind} | _number(kind, unit)
    return Edit("insert", ("conclusions", len(content.get("conclusions") or ())), value)


def _number(kind: str, unit: str) -> dict[str, str]:
    if kind != "number":
        return {}
    return {"scale": DECIMALS} | ({"unit": unit_key(unit)} if unit else {})


def block_edit(
    content: Mapping[str, Any], key: str, kind: str, title: Both, concludes: str
) -> tuple[Edit, ...]:
    """Make the edits that add an empty block of a kind."""
    block: dict[str, Any] = {"key": key, "kind": kind, "title": sides(title)}
    edits: list[Edit] = []
    if kind == "table":
        block |= {"hit": "first", "inputs": [], "outputs": [concludes], "rows": []}
    elif kind == "rules":
        block |= {"hit": "first", "concludes": [concludes], "rules": []}
    elif kind == "scorecard":
        block |= {"concludes": concludes, "inputs": []}
    elif kind == "formula":
        block |= {"concludes": concludes, "expression": ""}
    else:
        block |= {"concludes": concludes, "start": "", "amount": "", "unit": "working days"}
        block |= {"calendar": "cn"}
        if "cn" not in (content.get("calendars") or ()):
            calendars = [*_listed(content.get("calendars")), "cn"]
            edits.append(Edit("set", ("calendars",), calendars))
    return (*edits, Edit("insert", ("blocks", len(content.get("blocks") or ())), block))


def _listed(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]
