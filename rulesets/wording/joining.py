"""Putting pieces of a sentence together: spaces between scripts, lists, brackets, capitals."""

from __future__ import annotations

from collections.abc import Sequence

# CJK ideographs, from the radicals to the compatibility forms; the signs 、。「」 lie below them.
_HAN = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_LIKE_LATIN = "%+-×÷−≥≤≠=<>[](.·’"


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese ideograph."""
    return any(low <= character <= high for low, high in _HAN)


def glue(*pieces: str) -> str:
    """Join pieces of a Chinese sentence, with a space where Chinese meets Latin or digits.

    Only the seams are spaced: what stands inside a piece, such as a title, is left as it is.

    Example:
        >>> glue("年采购额", "不低于", "100 万元", "而低于", "500 万元")
        '年采购额不低于 100 万元而低于 500 万元'
        >>> glue("客户等级", "为", "A", "。")
        '客户等级为 A。'
    """
    text = ""
    for piece in pieces:
        if text and piece and _needs_space(text[-1], piece[0]):
            text += " "
        text += piece
    return text


def _needs_space(before: str, after: str) -> bool:
    if is_han(before):
        return is_latin(after)
    return is_latin(before) and is_han(after)


def is_latin(character: str) -> bool:
    """Tell whether a character is a letter, a digit or a sign that Chinese keeps apart."""
    return character in _LIKE_LATIN or (
        character.isalnum() and not is_han(character) and ord(character) < ord("\u3000")
    )


def together(language: str, *pieces: str) -> str:
    """Join pieces as the language does: glued in Chinese, with single spaces in English."""
    if language == "zh":
        return glue(*pieces)
    return " ".join(piece for piece in pieces if piece)


def listed(items: Sequence[str], language: str, last: str = "") -> str:
    """List items: `A、B` or `A, B`; `last` ("and", "or") stands before the last one.

    Example:
        >>> listed(["华东", "华南", "华北"], "zh", "or"), listed(["East", "South"], "en", "or")
        ('华东、华南或华北', 'East or South')
        >>> listed(["a", "b"], "zh"), listed(["a", "b"], "en")
        ('a、b', 'a, b')
    """
    if language == "zh":
        comma, words = "、", {"and": "和", "or": "或"}
    else:
        comma, words = ", ", {"and": "and", "or": "or"}
    if len(items) <= 1 or not last:
        return comma.join(items)
    return together(language, comma.join(items[:-1]), words[last], items[-1])


def spaced(*pieces: str) -> str:
    """Join pieces with spaces, but none beside a full-width bracket or before a full-width comma.

    Example:
        >>> spaced("（a + b）", "÷", "12")
        '（a + b）÷ 12'
    """
    text = ""
    for piece in pieces:
        tight = not text or text.endswith("）") or piece.startswith(("（", "，"))
        text = text + piece if tight else f"{text} {piece}"
    return text


def bracketed(text: str, language: str) -> str:
    """Put a text in the round brackets of the language."""
    return f"（{text}）" if language == "zh" else f"({text})"


def quoted(text: str) -> str:
    """Put a text in the quotation marks that both languages use."""
    return f"“{text}”"


def within_sentence(title: str, language: str) -> str:
    """Give a title as it stands inside a sentence: English ones begin small, unless an acronym.

    Example:
        >>> within_sentence("Annual purchases", "en"), within_sentence("SLA level", "en")
        ('annual purchases', 'SLA level')
    """
    if language == "zh" or not title:
        return title
    word = title.split(maxsplit=1)[0]
    plain = len(word) > 1 and word[0].isupper() and word[1:] == word[1:].lower()
    return title[0].lower() + title[1:] if plain else title


def capital(text: str) -> str:
    """Begin with a capital letter, where the script has them.

    Example:
        >>> capital("when A is 1"), capital("(disabled) when")
        ('When A is 1', '(Disabled) when')
    """
    for place, character in enumerate(text):
        if character.isalnum():
            return text[:place] + character.upper() + text[place + 1 :]
        if character not in "(“（":
            break
    return text


def sentence(text: str, language: str) -> str:
    """Make a whole sentence: a capital first and a full stop last."""
    return f"{text}。" if language == "zh" else f"{capital(text)}."
