"""Customers' ids, as the caller's system knows them."""

from __future__ import annotations

import unicodedata

LONGEST = 200
_CONTROL = {"Cc", "Cs", "Zl", "Zp"}


def is_subject(text: str) -> bool:
    r"""Tell whether a text can be a customer's id: 1 to 200 characters, none that controls.

    Example:
        >>> is_subject("客户 17850"), is_subject(""), is_subject("a\n")
        (True, False, False)
    """
    return 1 <= len(text) <= LONGEST and is_plain(text)


def is_plain(text: str) -> bool:
    """Tell whether a text is free of control characters, lone surrogates and line separators."""
    return all(unicodedata.category(each) not in _CONTROL for each in text)


def plain_part(text: str, most: int = 80) -> str:
    r"""Cut what a person gave to a size, without signs that would upset a log or a page.

    Example:
        >>> plain_part("a\nb" * 2, 3)
        'aba'
    """
    return "".join(each for each in text if is_plain(each))[:most]
