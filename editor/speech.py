"""The words of the pages in the reader's language: Flask-Babel with types."""

from __future__ import annotations

import flask_babel


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
