"""Cells as spreadsheets and people write them, put as the language reads them.

Excel puts thousands separators, currency signs and days on the clipboard, and people write 至, 以上
and 不是; each kind of column knows which of these can only mean one thing. What is read as it
stands is left as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rulesets.checking.written_values import codes_of
from rulesets.drafting.entering_days import entered_day, shown_days
from rulesets.drafting.entering_numbers import between_words, entered_number
from rulesets.types import BooleanType, CodeList, DateType, NumberType, TextType, Type

_NOTHING: Final = frozenset({"/", "—", "–", "――", "-"})
_ANYTHING: Final = _NOTHING | {"*", "任意", "所有", "全部", "不限", "any", "all"}
_MISSING: Final = frozenset(
    {"空", "为空", "是空", "空白", "(空白)", "未知", "blank", "(blank)", "is blank"}
)
_PRESENT: Final = frozenset({"非空", "不为空", "不是空", "非空白", "not blank"})
# Where any text may stand these may be texts.
_WORDS: Final = frozenset({"空", "空白", "未知", "blank"})
_YES: Final = frozenset({"是", "真", "√", "✓", "✔", "y", "yes", "true", "t", "1"})
_SPELLED: Final = {
    "zh": {"true": "是", "false": "否"},
    "en": {"true": "yes", "false": "no"},
}
_NO: Final = frozenset({"否", "假", "×", "✗", "✘", "n", "no", "false", "f", "0"})

_DENIED: Final = re.compile(
    r"(?:(?P<not>不是|不为|非|not\b)|除了?(?=.+外$)|(?:except|other than|all but)\b)"
    r"\s*(?P<of>.+?)(?:以外|之外|外)?",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"\((.+)\)")
_COMPARED: Final = re.compile(r"(>=|<=|!=|<>|[=><≥≤≠])\s*(.+)")
_AND_ABOVE: Final = re.compile(r"(.+?)(?:\(含\)|及|或|含)?以([上下])(?:\(含\))?")
_LIST: Final = re.compile(r"\s*[、,，;；/|\n]\s*")
# Words between values, which may stand in values too: tried where signs alone lead nowhere.
_LISTS: Final = (
    _LIST,
    re.compile(r"\s*(?:[、,，;；/\\|\n&]|或者?|和|与|以及|及|\bor\b|\band\b)\s*", re.IGNORECASE),
    re.compile(r"\s+"),
)
_BEGINS_TEST: Final = re.compile(r"[0-9.<>=≥≤\[(-]|true|false|date")
_MORE: Final = re.compile(
    r"[非不未无除没到至~]|以[上下外内]|\b(?:no|not|non|except|other|but|after|before|over|under|than|least|most|to)\b",
    re.IGNORECASE,
)
# Among texts these are texts too: a number, a day, a code of digits.
_FIGURES: Final = re.compile(r"[0-9][0-9.,:/%年月日、-]*")
_LONGEST: Final = 200
"""Characters of a number, a day or the like with words around it: more is nothing people write."""
_QUOTES: Final = "\"“”「」＂'‘’"
_LIKE: Final = (
    ("包含", "contains", re.compile(r"\*([^*?\"]+)\*|包含\s*([^\"“「]+)")),
    ("开头是", "starts with", re.compile(r"([^*?\"]+)\*|开头是\s*([^\"“「]+)")),
    ("结尾是", "ends with", re.compile(r"\*([^*?\"]+)|结尾是\s*([^\"“「]+)")),
)


def entered(text: str, of: Type | None, *, tests: bool = True, guess: bool = False) -> str:
    """Put a cell as it was meant, where its column leaves one meaning.

    Args:
        text: what was typed or pasted.
        of: the type of the column; None where it is not known.
        tests: whether it is a condition, which may be a range; else it is a value.
        guess: whether what is only likely is taken too, such as letters that look like digits.

    Example:
        >>> entered("1,000,000", NumberType()), entered("50万至100万", NumberType())
        ('1000000', '[50万 .. 100万]')
        >>> entered("2026/3/1", DateType()), entered("是", BooleanType())
        ('date("2026-03-01")', 'true')
        >>> entered("> 5O万", NumberType()), entered("> 5O万", NumberType(), guess=True)
        ('> 5O万', '> 50万')
    """
    plain = _plain(text)
    if not tests and plain.startswith("="):
        # A formula of Excel begins so.
        plain = text = plain[1:].strip()
    codes = None if of is None else codes_of(of)
    found = None if codes is None else _codes(text, plain, codes, tests=tests)
    if found is None:
        found = _any(plain, of, tests=tests)
    is_long = len(plain) > _LONGEST
    if found is None and tests and not is_long and (denied := _DENIED.fullmatch(plain)):
        return _denied(text, denied, of, guess=guess)
    if found is None:
        found = _of_type(plain, of, tests=tests, guess=guess)
    # Excel puts an apostrophe before what shall stand as it is.
    return (plain if text.lstrip().startswith(("'", "＇")) else text) if found is None else found


def spelled(text: str, of: Type | None, language: str) -> str:
    """Show a cell as people write it, where `entered` leads back from there.

    Example:
        >>> spelled("true", BooleanType(), "zh"), spelled("false", BooleanType(), "en")
        ('是', 'no')
        >>> spelled('< date("2026-03-01")', DateType(), "zh")
        '< 2026-03-01'
    """
    if isinstance(of, DateType):
        return shown_days(text)
    return _SPELLED[language].get(text, text) if isinstance(of, BooleanType) else text


def quoted(text: str, *, tests: bool = True) -> str:
    """Put words that stand bare as the texts that they are; of a condition several.

    Example:
        >>> quoted("制造业、零售业"), quoted("*制造*"), quoted("先回访、再报价", tests=False)
        ('"制造业"、"零售业"', '包含 "制造"', '"先回访、再报价"')
    """
    plain = text.strip()
    for zh, en, like in _LIKE if tests else ():
        if found := like.fullmatch(plain):
            return f"{zh if not plain.isascii() else en} {_text(found[1] or found[2])}"
    parts = (each for each in _LIST.split(plain) if each) if tests else (plain,)
    return between_words(plain).join(_text(each) for each in parts)


def says_more(text: str) -> bool:
    """Tell whether a text denies or compares: what it only resembles is then not meant.

    Example:
        >>> says_more("非华东"), says_more("未签约"), says_more("华冬")
        (True, True, False)
    """
    return _MORE.search(text) is not None


def _text(words: str) -> str:
    bare = words.strip().strip(_QUOTES)
    return '"' + bare.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain[1:] if plain.startswith("'") and not plain.endswith("'") else plain


def _is_free(of: Type | None) -> bool:
    return isinstance(of, TextType) and of.one_of is None


def _any(plain: str, of: Type | None, *, tests: bool) -> str | None:
    """Read words for a cell that asks nothing, or only whether there is a value."""
    word = plain.lower()
    if word != "-" and word in (_ANYTHING if tests else _NOTHING):
        return "-"
    if not tests or of is None or (_is_free(of) and word in _WORDS):
        return None
    if word in _MISSING:
        return "is missing" if word.isascii() else "缺失"
    if word in _PRESENT:
        return "is present" if word.isascii() else "不缺失"
    return None


def _denied(text: str, found: re.Match[str], of: Type | None, *, guess: bool) -> str:
    """Put what is denied in the brackets that the language wants."""
    bracketed = _BRACKETED.fullmatch(found["of"])
    inner = bracketed[1] if bracketed else found["of"]
    if _is_free(of):
        # A text may itself begin with 非, as 非金属 does.
        meant = quoted(inner) if found["not"] != "非" else ""
    elif of is not None and (codes := codes_of(of)) is not None:
        meant = _codes(inner, inner, codes, tests=True) or ""
    else:
        meant = entered(inner, of, guess=guess)
        if meant == inner and not _BEGINS_TEST.match(meant):
            return text
    if not meant or (bracketed and meant == inner):
        return text
    return f"{'非' if not text.isascii() else 'not'}({meant})"


def _of_type(plain: str, of: Type | None, *, tests: bool, guess: bool) -> str | None:
    if isinstance(of, NumberType | DateType) and len(plain) > _LONGEST:
        return None
    if isinstance(of, NumberType):
        return entered_number(plain, of, tests=tests, guess=guess)
    if isinstance(of, DateType):
        return entered_day(plain, tests=tests, guess=guess)
    if _is_free(of) and _FIGURES.fullmatch(plain):
        return "、".join(_text(each) for each in plain.split("、"))
    if isinstance(of, BooleanType):
        word = plain.lower().removeprefix("=").strip()
        return "true" if word in _YES else "false" if word in _NO else None
    return None


def _codes(text: str, plain: str, codes: CodeList, *, tests: bool) -> str | None:
    """Take values of a list apart, whatever stands between them, in whatever case and width."""
    known = _spellings(codes)
    if one := known.get(_folded(text)):
        return text if text in known.values() else one
    if not tests:
        return None
    if (found := _COMPARED.fullmatch(plain)) and (one := known.get(_folded(found[2]))):
        sign = found[1].replace("<>", "!=")
        return text if found[2] in known.values() and sign == found[1] else f"{sign} {one}"
    if codes.ordered and (found := _AND_ABOVE.fullmatch(plain)):
        one = known.get(_folded(found[1]))
        return f"{'>=' if found[2] == '上' else '<='} {one}" if one else None
    return _several(text, known)


def _several(text: str, known: Mapping[str, str]) -> str | None:
    for apart in _LISTS:
        parts = [_folded(each) for each in apart.split(text) if each.strip()]
        if parts and all(each in known for each in parts):
            same = [known[each] for each in parts]
            is_read = re.split(r"\s*[、,，]\s*", text.strip()) == same
            return text if is_read else between_words(text).join(same)
    return None


@lru_cache(maxsize=16)
def _spellings(codes: CodeList) -> Mapping[str, str]:
    """Lead from values and titles, without case and width, to how they are spelled."""
    values = [each.value for each in codes.codes]
    titles = [name for each in codes.codes for name in (each.title.zh, each.title.en)]
    return {_folded(each): each for each in [*values, *filter(None, titles)]}


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKC", text).strip().strip(_QUOTES)
    return re.sub(r"\s+", "", bare).casefold()
