"""The words of the pages in the reader's language: Flask-Babel with types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import flask_babel

from rulesets.types import Both

_TICKED: Final = {"zh": re.compile(" ?`([^`]+)` ?"), "en": re.compile("`([^`]+)`")}
_ENDS: Final = ".!?…。！？"
_MARKS: Final = Both("「{}」", "“{}”")


def gettext(message: str, **words: object) -> str:
    """Return a message in the reader's language, with `%(name)s` filled in.

    The English message is its own name in `editor/translations`.
    """
    return str(flask_babel.gettext(message, **words))


def ngettext(one: str, many: str, num: int) -> str:
    """Return a message that counts, with `%(num)s` filled in."""
    return str(flask_babel.ngettext(one, many, num))


def tongue() -> str:
    """Return `zh` or `en`."""
    return str(flask_babel.get_locale())[:2]


def quoted(text: str, language: str, titles: Mapping[str, str] | None = None) -> str:
    """Set what stands in backticks in the marks of a language, names by their titles.

    Example:
        >>> quoted("没有名为 `vip` 的事实", "zh")
        '没有名为「vip」的事实'
        >>> quoted("there is no fact `vip`", "en", {"vip": "Important"})
        'there is no fact “Important”'
    """
    shown = titles or {}
    marks = _MARKS.in_language(language)
    return _TICKED[language].sub(lambda found: marks.format(shown.get(found[1], found[1])), text)


def joined(words: Iterable[str], language: str) -> str:
    """Put words one after another, with what stands between them in a language.

    Example:
        >>> joined(["A", "B"], "zh"), joined(["A", "B"], "en")
        ('A、B', 'A, B')
    """
    return ("、" if language == "zh" else ", ").join(words)


def sentence(text: str, language: str) -> str:
    """Write a message as a sentence of its own: a capital at its beginning, a full stop at its end.

    Messages of faults are written to stand within others' sentences too.

    Example:
        >>> sentence("expected a number", "en"), sentence("应为数字", "zh"), sentence("Why?", "en")
        ('Expected a number.', '应为数字。', 'Why?')
    """
    end = "" if not text or text[-1] in _ENDS else "。" if language == "zh" else "."
    return text[:1].upper() + text[1:] + end
