"""Notes of rows and rules in the reader's language."""

from __future__ import annotations

_BETWEEN = " / "


def note_text(note: str, language: str) -> str:
    """Give the half of a note that is written as `中文 / English`; any other note is for both.

    Example:
        >>> note_text("从未下过单 / never ordered", "zh")
        '从未下过单'
        >>> note_text("从未下过单 / never ordered", "en"), note_text("see R/3", "en")
        ('never ordered', 'see R/3')
    """
    halves = note.split(_BETWEEN)
    if len(halves) != len(("zh", "en")):
        return note
    return halves[language == "en"].strip()
