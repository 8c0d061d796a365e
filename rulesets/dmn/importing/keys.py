"""Keys for the names of DMN: what is a key already stays; else words of lower-case ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rulesets.expressions.words import RESERVED, RESERVED_FUNCTIONS, reserved

LONGEST = 64
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_AVOIDED = RESERVED | RESERVED_FUNCTIONS


def is_key(name: str) -> bool:
    """Tell whether a name may be a key as it is.

    Example:
        >>> is_key("annual_sales"), is_key("Annual sales"), is_key("or")
        (True, False, False)
    """
    return _KEY.fullmatch(name) is not None and len(name) <= LONGEST and not reserved(name)


def is_chinese(name: str) -> bool:
    """Tell whether a name holds Chinese characters.

    Example:
        >>> is_chinese("客户A"), is_chinese("Customer")
        (True, False)
    """
    return any("\u2e80" <= each <= "\u9fff" or "\uf900" <= each <= "\ufaff" for each in name)


def words(name: str) -> str:
    """Join the words of a name that ASCII can write; "" when it needs other letters too.

    Example:
        >>> words("RiskCategory"), words("Full Name"), words("Größe"), words("客户A"), words("2nd")
        ('risk_category', 'full_name', 'grosse', '', '')
    """
    if is_chinese(name):
        return ""
    folded = unicodedata.normalize("NFKD", _HUMP.sub(" ", name)).casefold()
    plain = "".join(each for each in folded if not unicodedata.combining(each))
    if any(each.isalpha() and not each.isascii() for each in plain):
        return ""
    joined = "_".join(_WORD.findall(plain))
    return joined if _KEY.fullmatch(joined) else ""


class Keys:
    """One space of keys: each is given once."""

    def __init__(self, names: Iterable[str] = (), meant: Mapping[str, str] | None = None) -> None:
        """Keep the keys among names for these names themselves; `meant` says other ones."""
        self._meant = meant or {}
        self._kept = {name for name in names if is_key(name)}
        self._taken: set[str] = set()

    def free(self, key: str) -> bool:
        """Tell whether a key may still be given to any name."""
        return key not in self._taken and key not in self._kept and key not in _AVOIDED

    def is_free(self, name: str) -> bool:
        """Tell whether a name is a key that may still be given."""
        return is_key(name) and self.free(name)

    def take(self, key: str) -> None:
        """Take a key that is known to be free."""
        self._taken.add(key)

    def make(self, name: str, fallback: str) -> str:
        """Give a key for a name; without one of its own, a numbered one.

        Example:
            >>> keys = Keys()
            >>> keys.make("Full Name", "input"), keys.make("full-name", "input")
            ('full_name', 'full_name_2')
            >>> keys.make("客户", "input"), keys.make("等级", "input"), keys.make("not", "input")
            ('input_1', 'input_2', 'not_2')
        """
        self._kept.discard(name)
        own = name if is_key(name) else words(name)[:LONGEST].strip("_")
        wanted = self._meant.get(name, own)
        if wanted and self.free(wanted):
            key = wanted
        elif wanted:
            key = self._numbered(wanted, 2)
        else:
            key = self._numbered(fallback, 1)
        self.take(key)
        return key

    def _numbered(self, stem: str, start: int) -> str:
        number = start
        while True:
            tail = f"_{number}"
            key = stem[: LONGEST - len(tail)].strip("_") + tail
            if self.free(key):
                return key
            number += 1
