"""How names are spelled: folding of full-width signs, and the longest known name at a place.

Clauses 3.1, 3.2 and 3.5 of docs/language.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

_FIRST_FULL_WIDTH, _LAST_FULL_WIDTH, _WIDTH_GAP = 0xFF01, 0xFF5E, 0xFEE0
_BLANKS = "\t\n\r\f\v\x85\xa0\u2000\u2001\u2002\u2003\u2009\u200b\u2028\u2029\u202f\u3000\ufeff"
_SIGNS = {"、": ",", "【": "[", "】": "]", "×": "*", "÷": "/", "−": "-", "–": "-"}
_QUOTES = "“”「」"

# Every entry is one character for one, so that a place in folded text is the place in the text.
_FOLDING = str.maketrans(
    {chr(code): chr(code - _WIDTH_GAP) for code in range(_FIRST_FULL_WIDTH, _LAST_FULL_WIDTH + 1)}
    | dict.fromkeys(_BLANKS, " ")
    | _SIGNS
    | dict.fromkeys(_QUOTES, '"')
)

# From here on scripts are written without spaces between words: Chinese, Japanese, Korean.
_FIRST_UNSPACED = "\u2e80"


def composed(text: str) -> str:
    """Put a text into NFC, as every text is when it is read."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Fold full-width and typographic signs of NFC text to the plain ones; its length stays.

    Example:
        >>> folded("（１２，５）　×　２")
        '(12,5) * 2'
    """
    return text.translate(_FOLDING)


def in_word(character: str) -> bool:
    """Tell whether a character is a letter, a digit or an underscore."""
    return character.isalnum() or character == "_"


def unspaced(character: str) -> bool:
    """Tell whether a character belongs to a script that is written without spaces."""
    return character >= _FIRST_UNSPACED


def joined(before: str, after: str) -> bool:
    """Tell whether two neighbours belong to one word of a script that is written with spaces.

    Nothing tells where a Chinese word ends: there the longest known name decides.

    Example:
        >>> joined("a", "1"), joined("额", "大"), joined("A", "级")
        (True, False, False)
    """
    return in_word(before) and in_word(after) and not unspaced(before) and not unspaced(after)


class Spellings(Mapping[str, str]):
    """Spellings and what each stands for; finds the longest that stands at a place of a text.

    Two spellings that differ only in folded signs both stay: the one typed exactly wins, and when
    neither is typed exactly none is found, since a guess could be the wrong one.

    Example:
        >>> names = Spellings({"a": "a", "a - b": "c", "年采购额（元）": "sales"})
        >>> names.longest("a - b > 1", "a - b > 1", 0)
        ('c', 5)
        >>> names.longest("年采购额(元)>1", "年采购额(元)>1", 0)
        ('sales', 7)
        >>> names.longest("ab", "ab", 0) is None
        True
        >>> names.longest("a", "a", 0)
        ('a', 1)
    """

    def __init__(self, of: Mapping[str, str]) -> None:
        """Index the spellings by their folded form and by their first character."""
        self._of = {composed(spelling): meant for spelling, meant in of.items() if spelling}
        self._exact: dict[str, dict[str, str]] = {}
        lengths: dict[str, set[int]] = {}
        for spelling, meant in self._of.items():
            plain = folded(spelling)
            self._exact.setdefault(plain, {})[spelling] = meant
            lengths.setdefault(plain[0], set()).add(len(plain))
        self._lengths = {
            first: tuple(sorted(those, reverse=True)) for first, those in lengths.items()
        }

    @classmethod
    def of(cls, mapping: Mapping[str, str]) -> Spellings:
        """Take a mapping as it is when it is indexed already."""
        return mapping if isinstance(mapping, Spellings) else cls(mapping)

    def __getitem__(self, spelling: str) -> str:
        return self._of[spelling]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def longest(self, text: str, plain: str, at: int) -> tuple[str, int] | None:
        """Find what the longest spelling at a place stands for, and where it ends.

        Args:
            text: the text in NFC.
            plain: the same text, folded.
            at: the place, from 0.
        """
        for length in self._lengths.get(plain[at : at + 1], ()):
            end = at + length
            if end > len(plain):  # a slice would end early and find a shorter spelling
                continue
            same = self._exact.get(plain[at:end])
            if same is None or (end < len(plain) and joined(plain[end - 1], plain[end])):
                continue
            meant = same.get(text[at:end]) or _agreed(same)
            if meant is not None:
                return meant, end
        return None


def _agreed(same: Mapping[str, str]) -> str | None:
    meanings = set(same.values())
    return meanings.pop() if len(meanings) == 1 else None
