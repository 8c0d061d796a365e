"""Reasons as forms: what their texts say whatever the values, with a place for each value's text.

A text depends on the values that it shows only by how their texts begin and end, which decides
about spaces, and by whether a value is the very one that was asked for. So a form is made by
`reason_text` itself, once for each such case, and filled whenever the case comes again.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from types import EllipsisType

from rulesets.checked import CheckedRuleset
from rulesets.types import Type
from rulesets.values import Kleene
from rulesets.wording.joining import is_han, is_latin
from rulesets.wording.operand_types import type_of
from rulesets.wording.reasons import reason_text
from rulesets.wording.titles import named

Form = tuple[str | int, ...]
"""Pieces of a text in order; a number is the place of the value met there, from 0."""

# U+FDD0 is no character, by the word of Unicode, so no title holds it.
_MARK = "\ufdd0"
_MARKED = re.compile(f".{_MARK}([0-9]+){_MARK}.")


def type_met(checked: CheckedRuleset, key: str) -> Type | None:
    """Find the type of a name that a reason met; `previous(…)` has that of its conclusion."""
    return type_of(named(key), checked)


def seam(text: str) -> str:
    """Tell how a value's text meets what stands beside it: by its first and last character.

    Two texts of one seam are joined to other texts in the same way.

    Example:
        >>> seam("2,860,000 元"), seam("不详"), seam("（已隐去）"), seam("")
        ('a甲', '甲甲', '（）', '')
    """
    return _kind(text[0]) + _kind(text[-1]) if text else ""


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """Give the character that stands for all that texts are joined by in the same way."""
    if character in "（，":
        return "（"
    if character == "）":
        return "）"
    if is_han(character):
        return "甲"
    return "a" if is_latin(character) else "、"


def reason_form(  # noqa: PLR0913 - the parts of one reason, as `reason_text` takes them
    checked: CheckedRuleset,
    block_key: str,
    rule_id: str,
    place: int,
    met: tuple[tuple[str, str], ...],
    language: str,
    *,
    points: Decimal | None = None,
    band: str = "",
    holds: Kleene | EllipsisType = ...,
) -> Form | None:
    """Say a reason for all values whose texts have these seams and are not the one asked for.

    Args:
        checked: the ruleset.
        block_key: as for `reason_text`, and so are those not named here.
        rule_id: the row or rule.
        place: the column, leaf or input.
        met: each name that was read, with the seam of its value's text.
        language: `zh` or `en`.
        points: what a scorecard's band gave.
        band: that band's id.
        holds: whether the leaf was true, false or unknown.

    Returns:
        The form; None where the first letter of the text may be a value's, as it becomes a capital.
    """
    marked = tuple((key, _marker(place_, edges)) for place_, (key, edges) in enumerate(met))
    text = reason_text(
        checked,
        block_key,
        rule_id,
        place,
        marked,
        language,
        points=points,
        band=band,
        holds=holds,
    )
    pieces = _MARKED.split(text)
    if len(pieces) > 1 and not any(map(str.isalnum, pieces[0])):
        return None
    return tuple(int(each) if number % 2 else each for number, each in enumerate(pieces))


def _marker(place: int, edges: str) -> str:
    """Write a text of a seam that is found again; an empty one leaves no place to fill."""
    return f"{edges[0]}{_MARK}{place}{_MARK}{edges[1]}" if edges else ""
