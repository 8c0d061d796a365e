"""What a page asks of its surroundings: the house it stands in and the reader's language."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_babel import get_locale

from service.house import House


def house() -> House:
    """Return the wired use cases of this application."""
    return cast("House", current_app.extensions["house"])


def tongue() -> str:
    """Return `zh` or `en`."""
    return str(get_locale())[:2]
